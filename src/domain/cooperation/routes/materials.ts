import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { addMaterial, mayAdd, takeMaterialBack } from '../operations/network/materials.ts'
import { performInNetwork } from '../operations/network/standing.ts'
import { findMaterial } from '../store/network/materials.ts'
import { allow } from './network.ts'
import { seenBy } from './training-reading.ts'

type To = 'training' | 'education'

/** What is taught with: words, links and files. A file is served as an attachment alone, of no type that a browser would show. */
export function materialRoutes(http: Http): void {
  const { ctx } = http
  const add = async (actor: Actor, to: To, of: string, asked: Parameters<typeof addMaterial>[4]) => {
    await mustAdd(http, actor, to, of)
    return { id: await performInNetwork(ctx, actor, (work, standing) => addMaterial(work, standing, to, of, asked)) }
  }
  serve(http, contract.addTrainingMaterial, ({ actor, params, body }) => add(actor, 'training', params.id, { ...body, file: null }))
  serve(http, contract.addEducationMaterial, ({ actor, params, body }) => add(actor, 'education', params.id, { ...body, file: null }))
  fileRoutes(http, add)
  const find = async (actor: Actor, id: string) =>
    present(await ctx.read(actor, (tx) => findMaterial(tx, id)), 'cooperation.no-material', `material ${id}`)
  serve(http, contract.withdrawMaterial, async ({ actor, params, reply }) => {
    await find(actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => takeMaterialBack(work, standing, params.id))
    return reply.send()
  })
  serve(http, contract.readMaterialFile, async ({ actor, params, reply }) => {
    const { file } = await find(actor, params.id)
    const { sha256, name } = present(file ?? undefined, 'cooperation.no-material', `a file of material ${params.id}`)
    const bytes = present(await ctx.blobs.read(sha256), 'cooperation.no-material', `the bytes of material ${params.id}`)
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', dispositionOf(name))
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(bytes))
  })
}

function fileRoutes(
  http: Http,
  add: (actor: Actor, to: To, of: string, asked: Parameters<typeof addMaterial>[4]) => Promise<{ id: string }>,
): void {
  const { ctx } = http
  void http.app.register(async (app) => {
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: contract.materialLimit }, (_request, body, done) => done(null, body))
    const files = { ...http, app }
    const store = async (actor: Actor, to: To, of: string, query: { language: string; title: string; name: string }, body: unknown) => {
      // before bytes are stored
      await mustAdd(http, actor, to, of)
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
      if (bytes.length === 0) throw new Failure('invalid', 'cooperation.material-empty', 'the file is empty')
      const [sha256 = ''] = await ctx.blobs.put([bytes])
      const { language, title, name } = query
      const file = { sha256, name, size: bytes.length }
      return add(actor, to, of, { language, title: title === '' ? name : title, text: '', url: null, file })
    }
    serve(files, contract.addTrainingFile, ({ actor, params, query, request }) => store(actor, 'training', params.id, query, request.body))
    serve(files, contract.addEducationFile, ({ actor, params, query, request }) =>
      store(actor, 'education', params.id, query, request.body),
    )
  })
}

async function mustAdd({ ctx }: Http, actor: Actor, to: To, of: string): Promise<void> {
  await ctx.read(actor, async (tx) => allow(await mayAdd({ tx }, await seenBy(tx, actor), to, of)))
}

/** RFC 6266, RFC 8187: letters that any program takes, and the name itself beside them. */
function dispositionOf(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Cs}/\\"]/gu, '_')
  const plain = clean.replace(/[^\w.() -]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(clean).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`
}
