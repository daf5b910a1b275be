import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { onwardAskView } from '../network/onward.ts'
import { maySeeShares, mayShare, stateAt } from '../network/sharing.ts'
import { askOnward, consentOnward, refuseOnward, withdrawOnward } from '../operations/network/onward.ts'
import { listOnwardAsks } from '../store/network/onward.ts'
import { findShared } from '../store/network/shared.ts'
import { findShare } from '../store/network/shares.ts'
import { findRule } from '../store/network/sharing.ts'
import { namesAmong } from './reading.ts'

/** Whether a shared copy may be passed on: asked by who was shown it, answered by whose it is. */
export function onwardRoutes(http: Http): void {
  const { ctx } = http
  const own = (actor: Actor, copy: string) =>
    ctx.read(actor, async (tx) => {
      refuseUnfit(actor)
      const shared = present(await findShared(tx, copy), 'cooperation.no-shared', `shared copy ${copy}`)
      const items = await viewsOf(tx, actor, copy, shared.tlp, true)
      return { items, may: { ask: shared.onward === 'ask' && mayShare(actor) } }
    })
  const others = (actor: Actor, id: string) =>
    ctx.read(actor, async (tx) => {
      refuseUnfit(actor)
      const share = present(await findShare(tx, id), 'cooperation.no-share', `share ${id}`)
      const items = await viewsOf(tx, actor, share.copy, share.tlp, stateAt(share, ctx.now()) === 'shared')
      return { items, may: { ask: false } }
    })
  serve(http, contract.listOwnOnward, ({ actor, params }) => own(actor, params.id))
  serve(http, contract.listOnwardOf, ({ actor, params }) => others(actor, params.id))
  serve(http, contract.askOnward, async ({ actor, params, body }) => {
    await perform(ctx, actor, (work) => askOnward(work, params.id, body))
    return own(actor, params.id)
  })
  serve(http, contract.withdrawOnward, async ({ actor, params }) =>
    own(actor, await perform(ctx, actor, (work) => withdrawOnward(work, params.id))),
  )
  serve(http, contract.consentOnward, async ({ actor, params, body }) =>
    others(actor, await perform(ctx, actor, (work) => consentOnward(work, params.id, body.reason))),
  )
  serve(http, contract.refuseOnward, async ({ actor, params, body }) =>
    others(actor, await perform(ctx, actor, (work) => refuseOnward(work, params.id, body.reason))),
  )
}

function refuseUnfit(actor: Actor): void {
  if (!maySeeShares(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see what is shared`)
}

async function viewsOf(
  tx: Tx,
  actor: Actor,
  copy: string,
  tlp: contract.SharedLine['tlp'],
  shown: boolean,
): Promise<contract.OnwardAskView[]> {
  const rows = await listOnwardAsks(tx, copy)
  const mine = rows.filter(({ owner }) => owner === actor.organisation)
  const names = await namesAmong(
    tx,
    mine.map(({ askedBy }) => askedBy),
  )
  if (actor.organisation === null) return []
  const of = { actor, tlp, shown, rule: await findRule(tx, actor.organisation) }
  return rows.map((row) => onwardAskView(row, of, names))
}
