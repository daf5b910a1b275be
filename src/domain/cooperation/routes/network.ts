import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { findOrganisation, listOffices } from '../../directory/index.ts'
import * as contract from '../contract.ts'
import type { Member } from '../network/member.ts'
import { mayChangeCard, mayHandOver, mayKeepNetwork, mayLeave, mayMove, maySeeNetwork, type Standing } from '../network/standing.ts'
import { memberView, officeView } from '../network/view.ts'
import { beginTerm, changeTerm, endTerm, foundNetwork, openMember } from '../operations/network/found.ts'
import { addMember, changeMember, endMember } from '../operations/network/members.ts'
import { findStanding, performInNetwork, readStanding } from '../operations/network/standing.ts'
import { listStandingGroups } from '../store/network/groups.ts'
import { countMembers, findMember, type MemberCursor, pageMembers } from '../store/network/members.ts'
import { whoView } from '../view.ts'
import { namesAmong, readPlace, writePlace } from './reading.ts'

/** The network of the node: its office and its members. */
export function networkRoutes(http: Http): void {
  officeRoutes(http)
  memberRoutes(http)
}

function officeRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readNetwork, async ({ actor }) => ({ network: await readNetwork(http, actor) }))
  serve(http, contract.makeNetwork, async ({ actor, body }) => {
    const { name, country, holder } = body
    return { id: await foundNetwork(ctx, actor, { name, country, holder: holder as OrganisationId }), name }
  })
  serve(http, contract.beginOffice, async ({ actor, body }) =>
    officeView(await performInNetwork(ctx, actor, (work, standing) => beginTerm(work, standing, body.member, dateOf(body.endsAt)))),
  )
  serve(http, contract.setTerm, async ({ actor, params, body }) =>
    officeView(await performInNetwork(ctx, actor, (work, standing) => changeTerm(work, standing, params.id, new Date(body.endsAt)))),
  )
  serve(http, contract.endOffice, async ({ actor, params }) =>
    officeView(await performInNetwork(ctx, actor, (work, standing) => endTerm(work, standing, params.id))),
  )
}

const dateOf = (moment: string | undefined) => (moment === undefined ? undefined : new Date(moment))

async function readNetwork({ ctx }: Http, actor: Actor): Promise<contract.NetworkView | null> {
  return ctx.read(actor, async (tx) => {
    const standing = await findStanding(tx, actor)
    // whoever is no member learns nothing of it, not even that it is there
    if (standing === undefined || (!standing.acting && standing.member === null)) return null
    allow(maySeeNetwork(standing))
    const { network, acting, member } = standing
    return {
      id: network,
      name: (await findOrganisation(tx, network))?.name ?? '',
      standing: { member, acting },
      members: await countMembers(tx, network),
      groups: [...(await listStandingGroups(tx, network))],
      offices: (await listOffices(tx, network)).map(officeView),
      may: { addMembers: mayKeepNetwork(standing), setOffice: mayHandOver(standing) },
    }
  })
}

function memberRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listMembers, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const { after, limit, ...filter } = query
      const rows = await pageMembers(tx, standing.network, filter, readMemberCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return { items: items.map(memberView), next: last === undefined ? null : writePlace(last.country, last.name, last.id) }
    }),
  )
  serve(http, contract.readMember, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.addMember, async ({ actor, body }) => {
    const { kind, ...card } = body
    const id = await performInNetwork(ctx, actor, (work, standing) => addMember(work, standing, kind, card))
    return wholeOf(http, actor, id)
  })
  serve(http, contract.changeMember, async ({ actor, params, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => changeMember(work, standing, params.id, body))
    return wholeOf(http, actor, params.id)
  })
  serve(http, contract.endMember, async ({ actor, params, body }) => {
    // whoever leaves sees nothing more from then on, not even that it left
    const before = await wholeOf(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => endMember(work, standing, params.id, body.reason ?? null))
    const now = ctx.now().toISOString()
    return {
      ...before,
      state: 'left' as const,
      leftAt: now,
      changedAt: now,
      leftWhy: body.reason ?? null,
      may: { change: false, move: false, end: false, open: false },
    }
  })
  serve(http, contract.openMember, async ({ actor, params, body }) => {
    const { link, expiresAt, mailed } = await openMember(ctx, actor, params.id, body.administrator)
    return { member: await wholeOf(http, actor, params.id), link, expiresAt: expiresAt.toISOString(), mailed }
  })
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.MemberWhole> {
  return ctx.read(actor, async (tx) => {
    const standing = await readStanding(tx, actor)
    allow(maySeeNetwork(standing))
    const row = present(await findMember(tx, id), 'cooperation.no-such-member', `member ${id}`)
    const inside = standing.acting || standing.member?.id === id
    const names = await namesAmong(tx, [row.changedBy])
    return {
      ...memberView(row),
      changedBy: whoView(row.changedBy, names),
      leftWhy: inside ? row.leftWhy : null,
      organisation: inside && row.organisation !== null ? { id: row.organisation, name: row.name } : null,
      may: mayOf(standing, row),
    }
  })
}

function mayOf(standing: Standing, row: Member): contract.MemberWhole['may'] {
  const open = row.state === 'member'
  return {
    change: open && mayChangeCard(standing, row),
    move: open && mayMove(standing, row),
    end: open && mayLeave(standing, row),
    open: open && row.organisation === null && mayKeepNetwork(standing),
  }
}

function readMemberCursor(text: string | undefined): MemberCursor | undefined {
  const [country, name, id] = readPlace(text, 3) ?? []
  return country === undefined || name === undefined || id === undefined ? undefined : { country, name, id }
}

export function allow(allowed: boolean): void {
  if (!allowed) throw new Failure('forbidden', 'platform.forbidden', 'may not see the network')
}
