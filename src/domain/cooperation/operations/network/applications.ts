import { Failure } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { mayApply } from '../../network/joining.ts'
import { type Card, type MemberKind, tidyCard } from '../../network/member.ts'
import type { ProposalState } from '../../network/proposal.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { endGrants, grant, openCountryGroup } from '../../store/network/groups.ts'
import { findRefused, insertMember, lockMembers, setApplicant, setJoined, setLeft, setRefused } from '../../store/network/members.ts'
import { type Application, insertApplication, listApplicationsOf, type ProposalRow } from '../../store/network/proposals.ts'
import { findPublicity } from '../../store/network/public.ts'
import { deleteRepresentationsOf } from '../../store/network/representations.ts'
import { settleCountry } from './country-contacts.ts'
import { announceMember, enterGroups, refuseFault, showToMembers, takeMember } from './members.ts'
import { beginProposal } from './proposals.ts'
import { representInWords } from './representations.ts'
import { tell, tellLater } from './telling.ts'

export type Asking = { readonly kind: MemberKind; readonly card: Card; readonly statement: string }

/**
 * An organisation of the node asks to join, by its administrator. Refuses `cooperation.no-network` where the network does not let itself be asked,
 * `cooperation.member-already`, `cooperation.applied-already`.
 */
export async function apply(work: Work, standing: Standing, asking: Asking): Promise<string> {
  const { network, acting, member, actor } = standing
  const { organisation } = actor
  if (acting || member !== null || organisation === null)
    throw new Failure('conflict', 'cooperation.member-already', 'the organisation is a member already')
  work.require(mayApply(standing))
  if (!(await findPublicity(work.tx, network)).asking)
    throw new Failure('missing', 'cooperation.no-network', 'the network does not let itself be asked')
  // of two at the same instant the second sees the first
  await lockMembers(work.tx, network)
  const before = await listApplicationsOf(work.tx, network, organisation)
  if (before.some(({ decidedAt }) => decidedAt === null))
    throw new Failure('conflict', 'cooperation.applied-already', 'an application of the organisation is under way')
  const id = await enter(work, network, asking, organisation)
  await grant(work.tx, network, 'proposal', id, organisation, work.now)
  return id
}

/** The secretariat enters the application of somebody who does not work on this node. */
export async function enterApplication(work: Work, standing: Standing, asking: Asking): Promise<string> {
  work.require(mayKeepNetwork(standing))
  return enter(work, standing.network, asking, null)
}

async function enter(
  work: Work,
  network: OrganisationId,
  { kind, card, statement }: Asking,
  organisation: OrganisationId | null,
): Promise<string> {
  refuseFault(kind, card)
  const refused = organisation === null ? undefined : await findRefused(work.tx, network, organisation)
  const member = refused ?? newId(work.now.getTime())
  const row = {
    ...tidyCard(card),
    id: member,
    owner: network,
    organisation,
    kind,
    state: 'applicant' as const,
    joinedAt: null,
    changedAt: work.now,
  }
  if (refused === undefined) await insertMember(work.tx, { ...row, changedBy: work.actor.id })
  else {
    await deleteRepresentationsOf(work.tx, member)
    await setApplicant(work.tx, member, kind, tidyCard(card), work.now, work.actor.id)
  }
  await representInWords(work, network, member, card.represents)
  const id = await beginProposal(work, network, 'accession', null, '')
  const { name, country, category, categoryOther } = card
  await insertApplication(work.tx, network, id, { member, organisation, kind, name, country, category, categoryOther, statement })
  work.announce('member', member)
  return id
}

/** What the end of its proposal means for whoever applied: it is a member, or it is not. Who objected is told to nobody here. */
export async function endApplication(
  work: Work,
  { id, owner }: ProposalRow,
  application: Application,
  state: ProposalState,
): Promise<void> {
  const { member, kind, name, country } = application
  // where it came to work on this node meanwhile, it is let in there
  const found = await takeMember(work, member)
  const { organisation } = found
  if (state === 'accepted') {
    await setJoined(work.tx, member, work.now, work.actor.id)
    if (organisation !== null) await enterGroups(work, owner, found, organisation)
    await showToMembers(work, owner, 'member', member)
    if (kind === 'agency') await openCountryGroup(work.tx, owner, found.country, work.now, work.actor.id)
    if (kind === 'agency') await settleCountry(work, owner, found.country, member)
    work.witness('cooperation.member-joined', member, { kind, name, country }, true)
    tellLater(work, 'members', { kind: 'cooperation.member-joined', subject: member, params: { name } }, member)
  } else {
    if (state === 'refused') await setRefused(work.tx, member, work.now, work.actor.id)
    else await setLeft(work.tx, member, work.now, work.actor.id, null)
    await endGrants(work.tx, owner, 'member', member)
  }
  announceMember(work, member)
  // whoever withdrew knows it
  if (state === 'accepted' || state === 'refused')
    await tell(work, owner, [{ member, name, organisation }], {
      kind: `cooperation.${state === 'accepted' ? 'admitted' : 'not-admitted'}`,
      subject: id,
    })
}
