import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { addAttachment, discardAttachment, fetchAttachment } from '../operations/network/request-attachments.ts'
import { type AttachmentRow, listAttachments, listFetched } from '../store/network/request-attachments.ts'
import { sharerFor } from './sharing.ts'

type Attached = { readonly said: boolean; readonly view: contract.RequestAttachment }

/** Files of an exchange as the reader may see them; who fetched one, of one's own. */
export async function attachmentsOf(tx: Tx, request: string): Promise<readonly Attached[]> {
  const fetched = await listFetched(tx, request)
  return (await listAttachments(tx, request)).map((row) => ({ said: row.message !== null, view: viewOf(row, fetched) }))
}

function viewOf(
  { id, name, sha256, size, emptiedAt }: AttachmentRow,
  fetched: Awaited<ReturnType<typeof listFetched>> = [],
): contract.RequestAttachment {
  const by = fetched.filter(({ attachment }) => attachment === id).map(({ name: who, at }) => ({ name: who, at: at.toISOString() }))
  return { id, name, sha256, size, there: emptiedAt === null, fetched: by }
}

/** Files that go with what is said in a request. */
export function requestAttachmentRoutes(http: Http): void {
  const { ctx } = http
  void http.app.register(async (app) => {
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: contract.mostAttachmentBytes + 1 }, (_request, body, done) =>
      done(null, body),
    )
    serve({ ...http, app }, contract.addRequestAttachment, async ({ actor, params, query, request }) => {
      sharerFor(actor)
      const bytes = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : new Uint8Array()
      const id = await addAttachment(ctx, actor, params.id, query.name, bytes)
      const all = await ctx.read(actor, (tx) => attachmentsOf(tx, params.id))
      return all.flatMap(({ view }) => (view.id === id ? [view] : []))[0] as contract.RequestAttachment
    })
  })
  serve(http, contract.fetchRequestAttachment, async ({ actor, params, reply }) => {
    sharerFor(actor)
    const { row, bytes } = await fetchAttachment(ctx, actor, params.id)
    return reply
      .header('content-type', 'application/octet-stream')
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-disposition',
        `attachment; filename="${row.sha256.slice(0, 16)}.bin"; filename*=UTF-8''${encodeURIComponent(row.name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
      )
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(bytes))
  })
  serve(http, contract.discardRequestAttachment, async ({ actor, params, reply }) => {
    sharerFor(actor)
    await perform(ctx, actor, (work) => discardAttachment(work, params.id))
    return reply.send()
  })
}
