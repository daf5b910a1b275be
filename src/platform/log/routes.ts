import type { Actor } from '../../base/actor.ts'
import { toBase64 } from '../../formats/tlog/base64.ts'
import { serialiseBundle, serialiseConsistency } from '../../formats/tlog/bundle.ts'
import { serve } from '../http/serve.ts'
import type { Http } from '../http/server.ts'
import * as contract from './contract.ts'
import { listLeavesOn, proveBundle, proveConsistency, proveInclusion, readCheckpoint, summariseLogs } from './prove.ts'

/** The routes of the log. `ctx.read` gives each caller what they may see; hashes and checkpoints are everyone's. */
export function addLogRoutes(http: Http): void {
  const read = <T>(actor: Actor, run: Parameters<typeof http.ctx.read<T>>[1]) => http.ctx.read(actor, run)

  serve(http, contract.listLogs, async ({ actor }) => ({ items: await read(actor, summariseLogs), next: null }))

  serve(http, contract.readCheckpoint, async ({ actor, reply }) => {
    const { note } = await read(actor, (tx) => readCheckpoint(tx))
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(note)
  })

  serve(http, contract.readConsistency, async ({ actor, query, reply }) => {
    const proof = await read(actor, (tx) => proveConsistency(tx, query.from, query.to, query.origin))
    return reply.type('application/json').send(serialiseConsistency(proof))
  })

  serve(http, contract.readInclusion, async ({ actor, params }) => {
    const found = await read(actor, (tx) => proveInclusion(tx, params.id))
    if (found.kind === 'pending') return { state: 'pending' as const }
    const { origin, index, size, hashes, checkpoint } = found
    return { state: 'integrated' as const, origin, index, size, hashes: hashes.map(toBase64), checkpoint }
  })

  serve(http, contract.listLeaves, async ({ actor, query }) => ({
    items: (await read(actor, (tx) => listLeavesOn(tx, query.subject))).map(({ at, ...leaf }) => ({ ...leaf, at: at.toISOString() })),
    next: null,
  }))

  serve(http, contract.readBundle, async ({ actor, params, reply }) => {
    const found = await read(actor, (tx) => proveBundle(tx, params.id))
    if (found.kind === 'pending') return reply.code(202).send({ state: 'pending' })
    return reply
      .type('application/json')
      .header('content-disposition', `attachment; filename="${params.id}.tocsin-proof.json"`)
      .send(serialiseBundle(found.bundle))
  })
}
