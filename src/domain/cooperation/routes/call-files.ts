import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { mostPaperBytes } from '../contract/network/call-file-names.ts'
import * as contract from '../contract.ts'
import { addFile, fetchFile } from '../operations/network/call-files.ts'

/** Files of papers. */
export function callFileRoutes(http: Http): void {
  const { ctx } = http
  void http.app.register(async (app) => {
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostPaperBytes + 1 }, (_request, body, done) => done(null, body))
    serve({ ...http, app }, contract.addCallFile, async ({ actor, params, query, request }) => {
      const bytes = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : new Uint8Array()
      const { id, name, mediaType, size } = await addFile(ctx, actor, params.id, query.name, bytes)
      return { id, name, mediaType, size }
    })
  })
  serve(http, contract.readCallFile, async ({ actor, params, reply }) => {
    const { file, bytes } = await fetchFile(ctx, actor, params.id)
    const name = encodeURIComponent(file.name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
    return reply
      .header('content-type', 'application/octet-stream')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `attachment; filename="${file.sha256.slice(0, 16)}.bin"; filename*=UTF-8''${name}`)
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(bytes))
  })
}
