import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { representationView } from '../network/representation.ts'
import { mayChangeCard, maySeeNetwork } from '../network/standing.ts'
import { addRepresentation, changeRepresentation, removeRepresentation } from '../operations/network/representations.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findMember } from '../store/network/members.ts'
import { listRepresentations } from '../store/network/representations.ts'
import { allow } from './network.ts'

/** For whom members speak, and who speaks for them. */
export function representationRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listRepresentations, ({ actor, params }) => listOf(http, actor, params.id))
  serve(http, contract.addRepresentation, async ({ actor, params, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => addRepresentation(work, standing, params.id, body))
    return listOf(http, actor, params.id)
  })
  serve(http, contract.changeRepresentation, async ({ actor, params, body }) => {
    const association = await performInNetwork(ctx, actor, (work, standing) => changeRepresentation(work, standing, params.id, body))
    return listOf(http, actor, association)
  })
  serve(http, contract.removeRepresentation, async ({ actor, params, reply }) => {
    await performInNetwork(ctx, actor, (work, standing) => removeRepresentation(work, standing, params.id))
    return reply.code(204).send()
  })
}

async function listOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.RepresentationsView> {
  return ctx.read(actor, async (tx) => {
    const standing = await readStanding(tx, actor)
    allow(maySeeNetwork(standing))
    const member = present(await findMember(tx, id), 'cooperation.no-such-member', `member ${id}`)
    const rows = (await listRepresentations(tx, id)).map(representationView)
    return {
      speaksFor: rows.filter(({ association }) => association.id === id),
      spokenForBy: rows.filter(({ association }) => association.id !== id),
      may: { change: member.state === 'member' && mayChangeCard(standing, member) },
    }
  })
}
