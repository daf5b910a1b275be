import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { endAnInvitation, endAnObjection, inviteIndustry, type OutOf, objectToIndustry } from '../operations/network/call-objections.ts'
import { performInNetwork } from '../operations/network/standing.ts'
import { findInvitation, findObjection } from '../store/network/call-audience.ts'
import { findItem } from '../store/network/call-items.ts'
import { findCall, findSeries } from '../store/network/calls.ts'
import { mustSeeCall, wholeCall } from './call-reading.ts'
import { memberFor } from './joining.ts'

/** Who of industry takes part: agencies invite, and any agency may object. */
export function callObjectionRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.inviteToCall, async ({ actor, params, body }) => {
    await mustSeeCall(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) =>
      inviteIndustry(work, standing, params.id, memberFor(standing, body.agency), body.members, body.items),
    )
    return wholeCall(http, actor, params.id)
  })
  serve(http, contract.endCallInvitation, async ({ actor, params }) => {
    present(await ctx.read(actor, (tx) => findInvitation(tx, params.id)), 'cooperation.no-invitation', `invitation ${params.id}`)
    const call = await performInNetwork(ctx, actor, (work, standing) => endAnInvitation(work, standing, params.id))
    return wholeCall(http, actor, call)
  })
  serve(http, contract.objectToIndustry, async ({ actor, body, reply }) => {
    const out = scopeOf(body)
    await mustSeeScope(http, actor, out)
    await performInNetwork(ctx, actor, (work, standing) =>
      objectToIndustry(work, standing, out, memberFor(standing, body.agency), body.members, body.reason),
    )
    return reply.send()
  })
  serve(http, contract.endCallObjection, async ({ actor, params, reply }) => {
    present(await ctx.read(actor, (tx) => findObjection(tx, params.id)), 'cooperation.no-call-objection', `objection ${params.id}`)
    await performInNetwork(ctx, actor, (work, standing) => endAnObjection(work, standing, params.id))
    return reply.send()
  })
}

function scopeOf({ series, call, item }: { series?: string | undefined; call?: string | undefined; item?: string | undefined }): OutOf {
  const scopes = [
    ...(series === undefined ? [] : [{ series }]),
    ...(call === undefined ? [] : [{ call }]),
    ...(item === undefined ? [] : [{ item }]),
  ]
  const [out] = scopes
  if (out === undefined || scopes.length > 1)
    throw new Failure('invalid', 'cooperation.one-scope', 'a series, a call or an item, and one of them')
  return out
}

async function mustSeeScope({ ctx }: Http, actor: Actor, out: OutOf): Promise<void> {
  const found = await ctx.read(actor, async (tx) => {
    if ('series' in out) return findSeries(tx, out.series)
    return 'call' in out ? findCall(tx, out.call) : findItem(tx, out.item)
  })
  present(found, 'cooperation.no-call', 'what industry is taken out of')
}
