import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findNetwork, findOrganisation } from '../../directory/index.ts'
import * as contract from '../contract.ts'
import { mayKeepGroups, maySeeShares } from '../network/sharing.ts'
import { addGroupMembers, changeGroup, endGroup, leaveAGroup, makeGroup, removeGroupMembers } from '../operations/network/groups.ts'
import { findStanding } from '../operations/network/standing.ts'
import { findOwnGroup, listGroupMembers, listMembersOf, listOwnGroups, type OwnGroup } from '../store/network/own-groups.ts'

/** Groups of organisations to share with at once. */
export function groupRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listGroups, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const own = ownFor(actor)
      const rows = await listOwnGroups(tx)
      const names = await ownerNames(tx, own, rows)
      const standing = await findStanding(tx, actor)
      const here = standing !== undefined && (standing.acting || standing.member !== null)
      return { items: rows.map((row) => lineView(row, own, names)), may: { make: here && mayKeepGroups(actor) } }
    }),
  )
  serve(http, contract.readGroup, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.makeGroup, async ({ actor, body }) =>
    wholeOf(http, actor, await perform(ctx, actor, (work) => makeGroup(work, body))),
  )
  const act = async (actor: Actor, id: string, run: (work: Work) => Promise<void>) => {
    await perform(ctx, actor, run)
    return wholeOf(http, actor, id)
  }
  serve(http, contract.changeGroup, ({ actor, params, body }) => act(actor, params.id, (work) => changeGroup(work, params.id, body)))
  serve(http, contract.addGroupMembers, ({ actor, params, body }) =>
    act(actor, params.id, (work) => addGroupMembers(work, params.id, body.members, body.past)),
  )
  serve(http, contract.removeGroupMembers, ({ actor, params, body }) =>
    act(actor, params.id, (work) => removeGroupMembers(work, params.id, body.members)),
  )
  serve(http, contract.leaveGroup, async ({ actor, params, reply }) => {
    await perform(ctx, actor, (work) => leaveAGroup(work, params.id))
    return reply.send()
  })
  serve(http, contract.closeGroup, ({ actor, params }) => act(actor, params.id, (work) => endGroup(work, params.id)))
}

function ownFor(actor: Actor): OrganisationId {
  if (!maySeeShares(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see groups`)
  return actor.organisation
}

/** By the cards of the network; of one's own organisation and of the network by their own rows. */
async function ownerNames(tx: Tx, own: OrganisationId, rows: readonly OwnGroup[]): Promise<ReadonlyMap<string, string>> {
  const network = await findNetwork(tx)
  const owners = [...new Set(rows.map(({ owner }) => owner))]
  const names = new Map<string, string>()
  if (network !== undefined) for (const { organisation, name } of await listMembersOf(tx, network, owners)) names.set(organisation, name)
  for (const id of owners.filter((one) => one === own || one === network)) {
    const found = await findOrganisation(tx, id)
    if (found !== undefined) names.set(id, found.name)
  }
  return names
}

function lineView(row: OwnGroup, own: OrganisationId, names: ReadonlyMap<string, string>): contract.GroupLine {
  const { id, name, purpose, owner, since, closedAt, members } = row
  const times = { since: since.toISOString(), closedAt: closedAt?.toISOString() ?? null }
  return { id, name, purpose, owner: { id: owner, name: names.get(owner) ?? null }, own: owner === own, members, ...times }
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.GroupWhole> {
  const own = ownFor(actor)
  return ctx.read(actor, async (tx) => {
    const row = present(await findOwnGroup(tx, id), 'cooperation.no-group', `group ${id}`)
    const network = await findNetwork(tx)
    const members = network === undefined ? [] : await listGroupMembers(tx, network, [id])
    const open = row.closedAt === null && mayKeepGroups(actor)
    return {
      ...lineView(row, own, await ownerNames(tx, own, [row])),
      people: members.map(({ member, name, country, kind, since, past, organisation }) => ({
        member,
        name,
        country,
        kind,
        since: since.toISOString(),
        past,
        own: organisation === own,
      })),
      may: { change: open && row.owner === own, leave: open && row.owner !== own },
    }
  })
}
