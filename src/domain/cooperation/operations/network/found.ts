import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { setScope } from '../../../../platform/db/scope.ts'
import type { Work } from '../../../../platform/work.ts'
import {
  beginOffice,
  endOffice,
  makeNetwork,
  type OfficeRow,
  openOrganisation,
  recordElsewhere,
  setTerm,
} from '../../../directory/index.ts'
import { standingGroups } from '../../contract/network/names.ts'
import { firstDutyPeriods, termEnd } from '../../network/duty.ts'
import { mayHandOver, mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { lockAudiences } from '../../store/network/call-audience.ts'
import { listVersions } from '../../store/network/disclosures.ts'
import { findDutyPeriods } from '../../store/network/duties.ts'
import { grant, insertGroup } from '../../store/network/groups.ts'
import { findMember, lockMember, setOrganisation } from '../../store/network/members.ts'
import { settleAudiencesOf } from './call-audience.ts'
import { showContactsTo } from './contacts.ts'
import { layDownProcedures } from './editions.ts'
import { enterGroups, showToMembers, takeMember } from './members.ts'
import { readStanding } from './standing.ts'
import { settleTrainingsOf } from './training-audience.ts'

/** Makes the network of this node, its standing groups, and the first term of its office. */
export function foundNetwork(
  ctx: Context,
  operator: Actor,
  asked: { readonly name: string; readonly country: string; readonly holder: OrganisationId },
): Promise<OrganisationId> {
  const endsAt = termEnd(ctx.now(), firstDutyPeriods)
  return makeNetwork(ctx, operator, { ...asked, endsAt }, async (work, network, office) => {
    for (const standing of standingGroups) {
      const group = { id: newId(work.now.getTime()), standing, name: standing, purpose: '' }
      await insertGroup(work.tx, network, group, work.now, work.actor.id)
    }
    await showToMembers(work, network, 'network', network)
    await showToMembers(work, network, 'office', office)
    await layDownProcedures(work, network)
  })
}

/** Gives the office to a member, besides those who hold it. Refuses `cooperation.not-here` where it does not work on this node. */
export async function beginTerm(work: Work, standing: Standing, memberId: string, until: Date | undefined): Promise<OfficeRow> {
  work.require(mayHandOver(standing))
  const member = await takeMember(work, memberId)
  if (member.organisation === null || member.state !== 'member')
    throw new Failure('conflict', 'cooperation.not-here', `member ${memberId} does not work on this node`)
  const endsAt = until ?? termEnd(work.now, (await findDutyPeriods(work.tx, standing.network)) ?? firstDutyPeriods)
  const office = await beginOffice(work, { id: member.organisation, name: member.name }, endsAt)
  await showToMembers(work, standing.network, 'office', office.id)
  work.announce('network', standing.network)
  return office
}

/** Sets when a running term is to end. */
export async function changeTerm(work: Work, standing: Standing, id: string, endsAt: Date): Promise<OfficeRow> {
  work.require(mayHandOver(standing))
  work.announce('network', standing.network)
  return setTerm(work, id, endsAt)
}

export async function endTerm(work: Work, standing: Standing, id: string): Promise<OfficeRow> {
  work.require(mayHandOver(standing))
  work.announce('network', standing.network)
  return endOffice(work, id)
}

export type Opened = { readonly link: string; readonly expiresAt: Date; readonly mailed: boolean }

/**
 * Lets a member work on this node: makes its organisation, invites its administrator, and puts it into the groups of its kind. Refuses
 * `cooperation.member-here`.
 */
export async function openMember(ctx: Context, actor: Actor, id: string, administrator: string): Promise<Opened> {
  const { standing, member } = await ctx.read(actor, async (tx) => ({
    standing: await readStanding(tx, actor),
    member: present(await findMember(tx, id), 'cooperation.no-such-member', `member ${id}`),
  }))
  if (!mayKeepNetwork(standing)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not open a member's organisation`)
  const { name, country, kind } = member
  const made = await openOrganisation(ctx, actor, { name, country, kind }, administrator, async (work, organisation) => {
    // what follows is the network's: written in its name, in the same transaction
    await setScope(work.tx, { ...work.actor, organisation: standing.network })
    await lockAudiences(work.tx, standing.network)
    const held = await lockMember(work.tx, id)
    if (held === undefined || held.organisation !== null)
      throw new Failure('conflict', 'cooperation.member-here', 'the member works on this node already')
    await setOrganisation(work.tx, id, organisation)
    for (const { id: said } of await listVersions(work.tx, id))
      await grant(work.tx, standing.network, 'disclosure', said, organisation, work.now)
    await showContactsTo(work, standing.network, id, organisation)
    if (held.state === 'member') await enterGroups(work, standing.network, held, organisation)
    const inNetwork = { ...work, actor: { ...work.actor, organisation: standing.network } }
    await settleAudiencesOf(inNetwork, standing.network, id)
    await settleTrainingsOf(inNetwork, id)
    await setScope(work.tx, work.actor)
    await recordElsewhere(work.tx, work.actor, standing.network, work.now, 'cooperation.member-opened', id, { organisation })
  })
  return made.invited
}
