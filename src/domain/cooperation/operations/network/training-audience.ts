import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyElsewhere, takeNoticesBack } from '../../../directory/index.ts'
import type { Training } from '../../network/training.ts'
import { type Seen, trainingSeenBy } from '../../network/training-audience.ts'
import { listEnrolments, setEnrolments } from '../../store/network/enrolments.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { findMember, listAudienceMembers } from '../../store/network/members.ts'
import {
  listTrainingGrants,
  listTrainingInvitations,
  listTrainingObjections,
  listTrainingsOf,
  lockTraining,
} from '../../store/network/trainings.ts'
import { dayOf, moveUp } from './training-places.ts'

/**
 * Makes the grants of a session what its audience, invitations and objections say: the only place where anybody is granted one. In the same transaction
 * whoever sees it no more is on its list no more, has what they were told taken back, and where they had signed up is told one neutral line.
 */
export async function settleTraining(work: Work, training: Training): Promise<void> {
  const { id, owner: network, audience } = training
  const here = (kind: 'agencies' | 'industry') => listHere(work, network, kind)
  const offering = training.member === null ? undefined : await findMember(work.tx, training.member)
  const seen = trainingSeenBy({
    audience,
    offers: offering?.state === 'member' ? { member: offering.id, kind: offering.kind } : null,
    invited: (await listTrainingInvitations(work.tx, id)).map(({ member }) => member),
    agencies: await here('agencies'),
    industry: await here('industry'),
    objected: (await listTrainingObjections(work.tx, id)).length > 0,
  })
  const wanted = await recipientsOf(work, network, seen)
  const keyOf = (one: { readonly kind: string; readonly recipient: string }) => `${one.kind} ${one.recipient}`
  const after = new Set(wanted.map(keyOf))
  for (const { kind, recipient } of (await listTrainingGrants(work.tx, network, id)).filter((one) => !after.has(keyOf(one)))) {
    await endGrants(work.tx, network, kind, id, recipient)
    work.tell(kind, id)
  }
  for (const { kind, recipient } of wanted) await grant(work.tx, network, kind, id, recipient, work.now)
  work.tell('training', id)
  await strikeOut(work, training, seen)
  await moveUp(work, training)
}

async function listHere(work: Work, network: OrganisationId, kind: 'agencies' | 'industry') {
  const all = await listAudienceMembers(work.tx, network, kind)
  return all.flatMap(({ id, organisation }) => (organisation === null ? [] : [{ member: id, organisation }]))
}

async function recipientsOf(work: Work, network: OrganisationId, seen: Seen) {
  const groups = await listStandingGroups(work.tx, network)
  const group = (standing: 'agencies' | 'industry') => groups.filter((one) => one.standing === standing).map(({ id }) => id)
  const open = [...(seen.agencies ? group('agencies') : []), ...(seen.industry ? group('industry') : []), ...seen.organisations]
  const inside = [...(seen.agencies ? group('agencies') : []), ...seen.inside]
  return [
    ...open.map((recipient) => ({ kind: 'training' as const, recipient })),
    ...inside.map((recipient) => ({ kind: 'training-inside' as const, recipient })),
  ]
}

/** Those on the list that see the session no more. */
async function strikeOut(work: Work, training: Training, seen: Seen): Promise<void> {
  const { id, owner: network } = training
  const listed = (await listEnrolments(work.tx, id)).filter(({ state }) => state !== 'withdrawn')
  const kinds = new Map((await listAudienceMembers(work.tx, network, 'members')).map(({ id: member, kind }) => [member, kind]))
  const sees = ({ member, organisation }: (typeof listed)[number]) => {
    const kind = kinds.get(member)
    if (kind === undefined) return false
    return seen.organisations.has(organisation) || (kind === 'agency' ? seen.agencies : seen.industry)
  }
  const out = listed.filter((one) => !sees(one))
  await setEnrolments(
    work.tx,
    out.map((one) => one.id),
    'withdrawn',
  )
  for (const one of out) await endGrants(work.tx, network, 'training-enrolment', one.id)
  for (const organisation of new Set(out.map((one) => one.organisation))) {
    await takeNoticesBack(work, organisation, id)
    if (training.startsAt === null) continue
    // a subject of its own: it leads nowhere
    const notice = { kind: 'cooperation.training-ended', subject: newId(work.now.getTime()), params: { day: dayOf(training) } }
    await notifyElsewhere(work, organisation, 'viewer', notice, [])
  }
}

/** The same for sessions that a member offers, was let into or has people on the list of: as it begins to work on this node, and as it leaves. */
export async function settleTrainingsOf(work: Work, member: string): Promise<void> {
  for (const id of await listTrainingsOf(work.tx, member)) {
    const training = await lockTraining(work.tx, id)
    if (training !== undefined) await settleTraining(work, training)
  }
}
