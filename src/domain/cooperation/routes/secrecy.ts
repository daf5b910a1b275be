import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { mayLiftSecret, mayMarkSecret } from '../network/sharing.ts'
import { liftSecret, markIndicator, markSecret, refuseOthers } from '../operations/network/secrets.ts'
import { listSecrecyMarks, pageSecrecyMarks, type SecrecyMark } from '../store/network/secrecy.ts'
import { whoView } from '../view.ts'
import { namesAmong } from './reading.ts'
import { sharerFor } from './sharing.ts'

const mayOf = (actor: Actor) => ({ set: mayMarkSecret(actor), lift: mayLiftSecret(actor) })

/** What an organisation keeps to itself. */
export function secrecyRoutes(http: Http): void {
  const { ctx } = http
  const marksOn = (actor: Actor, object: string) =>
    ctx.read(actor, async (tx) => ({ items: await viewsOf(tx, await listSecrecyMarks(tx, [object])), may: mayOf(actor) }))
  serve(http, contract.listSecrecyMarks, async ({ actor, params }) => {
    const owner = sharerFor(actor)
    await ctx.read(actor, (tx) => refuseOthers(tx, owner, params.id))
    return marksOn(actor, params.id)
  })
  serve(http, contract.markSecret, async ({ actor, params, body }) => {
    sharerFor(actor)
    await perform(ctx, actor, (work) => markSecret(work, body.kind, params.id, body.mark))
    return marksOn(actor, params.id)
  })
  serve(http, contract.liftSecret, async ({ actor, params }) => {
    sharerFor(actor)
    return marksOn(actor, await perform(ctx, actor, (work) => liftSecret(work, params.id)))
  })
  serve(http, contract.listKept, async ({ actor, query: { after, limit } }) => {
    const owner = sharerFor(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await pageSecrecyMarks(tx, owner, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return { items: await viewsOf(tx, items), next: last === undefined ? null : writeCursor(last.since, last.id), may: mayOf(actor) }
    })
  })
  serve(http, contract.markIndicator, async ({ actor, body }) => {
    sharerFor(actor)
    return marksOn(actor, await perform(ctx, actor, (work) => markIndicator(work, body.of, body.value, body.mark)))
  })
}

async function viewsOf(tx: Tx, rows: readonly SecrecyMark[]): Promise<contract.SecrecyMarkView[]> {
  const names = await namesAmong(
    tx,
    rows.map(({ sinceBy }) => sinceBy),
  )
  return rows.map(({ since, sinceBy, ...row }) => ({ ...row, since: since.toISOString(), by: whoView(sinceBy, names) }))
}
