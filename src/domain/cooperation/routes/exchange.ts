import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { fileLimits } from '../network/file-table.ts'
import { mayKeepNetwork, maySeeNetwork } from '../network/standing.ts'
import { membersCsv, memberView } from '../network/view.ts'
import { previewFile, readFile, runFile } from '../operations/network/import.ts'
import { previewContacts, readContacts, runContacts } from '../operations/network/import-contacts.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { pageMembers } from '../store/network/members.ts'
import { allow } from './network.ts'

const most = 10_000

/** Members in and out, and their contacts in, as files. */
export function exchangeRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.exportMembers, async ({ actor, query, reply }) => {
    const { format, ...filter } = query
    const rows = await ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      return pageMembers(tx, standing.network, filter, undefined, most)
    })
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8'
    return reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="members.${format}"`)
      .header('cache-control', 'private, no-store')
      .send(format === 'csv' ? membersCsv(rows) : JSON.stringify({ members: rows.map(memberView) }))
  })
  void http.app.register(async (app) => {
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: fileLimits.bytes }, (_request, body, done) => done(null, body))
    const files = { ...http, app }
    serve(files, contract.previewMembers, async ({ actor, query, request }) => {
      await allowKeeper(http, actor)
      const read = await readFile(ctx, bytesOf(request.body), query)
      return ctx.read(actor, async (tx) => previewFile(tx, await readStanding(tx, actor), read))
    })
    serve(files, contract.previewContacts, async ({ actor, query, request }) => {
      await allowKeeper(http, actor)
      const read = await readContacts(ctx, bytesOf(request.body), query)
      return ctx.read(actor, async (tx) => previewContacts(tx, await readStanding(tx, actor), read))
    })
    serve(files, contract.importContacts, async ({ actor, query, request }) => {
      await allowKeeper(http, actor)
      const { previewed, ...supposed } = query
      const read = await readContacts(ctx, bytesOf(request.body), supposed)
      return performInNetwork(ctx, actor, (work, standing) => runContacts(work, standing, read, previewed))
    })
    serve(files, contract.importMembers, async ({ actor, query, request }) => {
      await allowKeeper(http, actor)
      const { previewed, ...supposed } = query
      const read = await readFile(ctx, bytesOf(request.body), supposed)
      return performInNetwork(ctx, actor, (work, standing) => runFile(work, standing, read, previewed))
    })
  })
}

/** Before anything is read. */
async function allowKeeper({ ctx }: Http, actor: Parameters<typeof readStanding>[1]): Promise<void> {
  allow(mayKeepNetwork(await ctx.read(actor, (tx) => readStanding(tx, actor))))
}

function bytesOf(body: unknown): Uint8Array {
  return Buffer.isBuffer(body) ? new Uint8Array(body) : new Uint8Array()
}
