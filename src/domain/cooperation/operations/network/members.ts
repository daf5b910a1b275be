import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { announceElsewhere, type Work } from '../../../../platform/work.ts'
import { type Card, cardFault, groupsOf, type Member, type MemberKind, tidyCard } from '../../network/member.ts'
import { mayChangeCard, mayKeepNetwork, mayLeave, mayMove, type Standing } from '../../network/standing.ts'
import { lockAudiences } from '../../store/network/call-audience.ts'
import {
  addToGroup,
  endGrants,
  endGrantsTo,
  grant,
  leaveCountryGroups,
  listStandingGroups,
  openCountryGroup,
  removeFromGroup,
} from '../../store/network/groups.ts'
import { insertMember, lockMember, setLeft, updateCard } from '../../store/network/members.ts'
import { endInvitationsByMail } from './call-mail.ts'
import { takeCallsBack } from './call-telling.ts'
import { endContactsOf } from './contacts.ts'
import { settleCountry } from './country-contacts.ts'
import { leaveAllGroups } from './groups.ts'
import { leaveJointCases } from './joint-parties.ts'
import { representInWords } from './representations.ts'
import { tellLater } from './telling.ts'
import { settleTrainingsOf } from './training-audience.ts'

/** Enters a member that has joined already. Refuses `cooperation.category`, `cooperation.category-other`. */
export async function addMember(work: Work, standing: Standing, kind: MemberKind, card: Card): Promise<string> {
  work.require(mayKeepNetwork(standing))
  refuseFault(kind, card)
  const id = newId(work.now.getTime())
  const common = {
    id,
    owner: standing.network,
    organisation: null,
    kind,
    joinedAt: work.now,
    changedAt: work.now,
    changedBy: work.actor.id,
  }
  await insertMember(work.tx, { ...tidyCard(card), ...common, state: 'member' })
  await representInWords(work, standing.network, id, card.represents)
  await showToMembers(work, standing.network, 'member', id)
  if (kind === 'agency') await openCountryGroup(work.tx, standing.network, card.country, work.now, work.actor.id)
  if (kind === 'agency') await settleCountry(work, standing.network, card.country, id)
  work.record('cooperation.member-added', id, { kind, country: card.country })
  work.witness('cooperation.member-joined', id, { kind, name: card.name, country: card.country }, true)
  announceMember(work, id)
  return id
}

/** Lets all members see something of the network's. */
export async function showToMembers(work: Work, network: OrganisationId, kind: string, object: string): Promise<void> {
  const members = (await listStandingGroups(work.tx, network)).find(({ standing }) => standing === 'members')
  if (members !== undefined) await grant(work.tx, network, kind, object, members.id, work.now)
}

/** Puts a member's organisation into the groups of its kind, and an agency's into its country's: from then on it sees what they see, and what they saw before. */
export async function enterGroups(
  work: Work,
  network: OrganisationId,
  { kind, country }: Pick<Member, 'kind' | 'country'>,
  organisation: OrganisationId,
): Promise<void> {
  const wanted = groupsOf(kind)
  for (const { id, standing } of await listStandingGroups(work.tx, network))
    if (wanted.includes(standing)) await addToGroup(work.tx, network, id, organisation, true, work.now)
  if (kind === 'agency') await enterCountry(work, network, country, organisation)
}

async function enterCountry(work: Work, network: OrganisationId, country: string, organisation: OrganisationId): Promise<void> {
  const group = await openCountryGroup(work.tx, network, country, work.now, work.actor.id)
  await addToGroup(work.tx, network, group, organisation, true, work.now)
}

/** An agency is in the group of its new country, and sees nothing more of what the old one's was shown. */
async function moveCountry(work: Work, network: OrganisationId, { id, state, organisation, country }: Member, to: string): Promise<void> {
  if (state === 'member') await openCountryGroup(work.tx, network, to, work.now, work.actor.id)
  if (state === 'member' && organisation !== null) {
    await leaveCountryGroups(work.tx, network, organisation)
    await enterCountry(work, network, to, organisation)
    await announceElsewhere(work.tx, organisation, [
      { kind: 'network', id: network },
      { kind: 'shared-copy', id: '' },
    ])
  }
  for (const one of [country, to]) await settleCountry(work, network, one, id)
}

/** An agency's country is the secretariat's to change, once it is a member. */
export async function changeMember(work: Work, standing: Standing, id: string, card: Card): Promise<void> {
  const member = await takeMember(work, id)
  work.require(mayChangeCard(standing, member))
  const moves = member.country !== card.country
  if (moves) work.require(mayMove(standing, member))
  refuseFault(member.kind, card)
  await updateCard(work.tx, id, tidyCard(card), work.now, work.actor.id)
  if (moves && member.kind === 'agency') await moveCountry(work, standing.network, member, card.country)
  work.record('cooperation.member-changed', id)
  announceMember(work, id)
}

/** To the network's consoles, and to those of all who see the card, or did until now. */
export function announceMember(work: Work, id: string): void {
  work.announce('member', id)
  work.tell('member', id)
}

/** Ends a membership at once. Its card is seen by the secretariat alone from then on. Refuses `cooperation.no-longer-member`. */
export async function endMember(work: Work, standing: Standing, id: string, reason: string | null): Promise<void> {
  // nobody tells it of a call meanwhile
  await lockAudiences(work.tx, standing.network)
  const member = await takeMember(work, id)
  work.require(mayLeave(standing, member))
  if (member.state !== 'member') throw new Failure('conflict', 'cooperation.no-longer-member', `member ${id} is ${member.state}`)
  if (member.organisation !== null) await takeCallsBack(work, id, member.organisation)
  await setLeft(work.tx, id, work.now, work.actor.id, reason)
  await endGrants(work.tx, standing.network, 'member', id)
  if (member.organisation !== null) {
    await leaveJointCases(work, member.organisation)
    await leaveAllGroups(work, member.organisation)
    await endGrantsTo(work.tx, standing.network, member.organisation)
    for (const group of await listStandingGroups(work.tx, standing.network))
      await removeFromGroup(work.tx, standing.network, group.id, member.organisation)
    await leaveCountryGroups(work.tx, standing.network, member.organisation)
    await announceElsewhere(work.tx, member.organisation, [{ kind: 'network', id: standing.network }])
  }
  await endContactsOf(work, standing.network, id)
  await endInvitationsByMail(work, standing.network, id)
  await settleTrainingsOf(work, id, member.organisation)
  if (member.kind === 'agency') await settleCountry(work, standing.network, member.country)
  tellLater(work, 'members', { kind: 'cooperation.member-left', subject: id, params: { name: member.name } }, id)
  work.record('cooperation.member-left', id, { kind: member.kind })
  work.witness('cooperation.member-left', id, { kind: member.kind, name: member.name, country: member.country })
  announceMember(work, id)
}

/** A member that is about to change, locked. */
export async function takeMember({ tx }: Work, id: string): Promise<Member> {
  return present(await lockMember(tx, id), 'cooperation.no-such-member', `member ${id}`)
}

/** Refuses `cooperation.category`, `cooperation.category-other`. */
export function refuseFault(kind: MemberKind, card: Card): void {
  const code = cardFault(kind, card)
  if (code !== undefined) throw new Failure('invalid', code, `a card of kind ${kind}`)
}
