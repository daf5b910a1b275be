import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyElsewhere, takeNoticesBack } from '../../../directory/index.ts'
import type { MemberKind } from '../../network/member.ts'
import { isTaking, type Training } from '../../network/training.ts'
import { isShownTo, type Seen, trainingSeenBy } from '../../network/training-audience.ts'
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
 * whoever sees it no more, `leaving` among them, has what they were told taken back, and is on its list no more unless it is over.
 */
export async function settleTraining(work: Work, training: Training, leaving: readonly OrganisationId[] = []): Promise<void> {
  const { id, owner: network } = training
  const here = await listHere(work, network)
  const seen = await readSeen(work, training, here)
  const groups = await listStandingGroups(work.tx, network)
  const wanted = recipientsOf(groups, seen)
  const keyOf = (one: { readonly kind: string; readonly recipient: string }) => `${one.kind} ${one.recipient}`
  const after = new Set(wanted.map(keyOf))
  const ended = (await listTrainingGrants(work.tx, network, id)).filter((one) => !after.has(keyOf(one)))
  for (const { kind, recipient } of ended) {
    await endGrants(work.tx, network, kind, id, recipient)
    work.tell(kind, id)
  }
  for (const { kind, recipient } of wanted) await grant(work.tx, network, kind, id, recipient, work.now)
  work.tell('training', id)
  const gone = ended.flatMap(({ kind, recipient }) => (kind === 'training' ? organisationsOf(recipient, groups, here) : []))
  await leaveOut(work, training, (organisation) => isShownTo(seen, here.get(organisation)), [...gone, ...leaving])
  await moveUp(work, training)
}

/** Asked again under the lock of the session, by whoever looked before it was there. */
export async function seesTraining(work: Work, training: Training, organisation: OrganisationId): Promise<boolean> {
  const here = await listHere(work, training.owner)
  return isShownTo(await readSeen(work, training, here), here.get(organisation))
}

/** Members that work on this node, by their organisations. */
type Present = { readonly member: string; readonly organisation: OrganisationId; readonly kind: MemberKind }
type Here = ReadonlyMap<OrganisationId, Present>

async function listHere(work: Work, network: OrganisationId): Promise<Here> {
  const here = new Map<OrganisationId, Present>()
  for (const { id: member, organisation, kind } of await listAudienceMembers(work.tx, network, 'members'))
    if (organisation !== null) here.set(organisation, { member, organisation, kind })
  return here
}

async function readSeen(work: Work, training: Training, here: Here): Promise<Seen> {
  const { id, audience } = training
  const offering = training.member === null ? undefined : await findMember(work.tx, training.member)
  const all = [...here.values()]
  return trainingSeenBy({
    audience,
    offers: offering?.state === 'member' ? { member: offering.id, kind: offering.kind } : null,
    invited: (await listTrainingInvitations(work.tx, id)).map(({ member }) => member),
    agencies: all.filter(({ kind }) => kind === 'agency'),
    industry: all.filter(({ kind }) => kind === 'industry'),
    objected: (await listTrainingObjections(work.tx, id)).length > 0,
  })
}

type Groups = Awaited<ReturnType<typeof listStandingGroups>>

function recipientsOf(groups: Groups, seen: Seen) {
  const group = (standing: 'agencies' | 'industry') => groups.filter((one) => one.standing === standing).map(({ id }) => id)
  const open = [...(seen.agencies ? group('agencies') : []), ...(seen.industry ? group('industry') : []), ...seen.organisations]
  const inside = [...(seen.agencies ? group('agencies') : []), ...seen.inside]
  return [
    ...open.map((recipient) => ({ kind: 'training' as const, recipient })),
    ...inside.map((recipient) => ({ kind: 'training-inside' as const, recipient })),
  ]
}

/** Whom a grant was to: the organisation itself, or all of the group. */
function organisationsOf(recipient: string, groups: Groups, here: Here): readonly OrganisationId[] {
  const standing = groups.find(({ id }) => id === recipient)?.standing
  if (standing === undefined) return [recipient as OrganisationId]
  const wanted = standing === 'agencies' ? 'agency' : 'industry'
  return [...here.values()].filter(({ kind }) => kind === wanted).map(({ organisation }) => organisation)
}

/**
 * Those that see the session no more: nothing that they were told of it stays, and where they were told anything or had signed up, one neutral line names the
 * day to strike. Of a session that is over it stays who was there, nothing is to be struck, and whoever sees it again sees that they were.
 */
async function leaveOut(
  work: Work,
  training: Training,
  sees: (organisation: OrganisationId) => boolean,
  gone: readonly OrganisationId[],
): Promise<void> {
  const { id, owner: network } = training
  const over = !isTaking(training, work.now)
  const all = await listEnrolments(work.tx, id)
  const listed = all.filter(({ state }) => state !== 'withdrawn')
  const out = listed.filter(({ organisation }) => !sees(organisation))
  if (!over)
    await setEnrolments(
      work.tx,
      out.map((one) => one.id),
      'withdrawn',
    )
  for (const one of out) await endGrants(work.tx, network, 'training-enrolment', one.id, over ? one.organisation : null)
  for (const one of over ? listed.filter(({ organisation }) => sees(organisation)) : [])
    await grant(work.tx, network, 'training-enrolment', one.id, one.organisation, work.now)
  const struck = new Set(out.map(({ organisation }) => organisation))
  const unseeing = new Set([...gone, ...all.map(({ organisation }) => organisation)].filter((one) => !sees(one)))
  for (const organisation of unseeing) {
    const told = await takeNoticesBack(work, organisation, id)
    if (over || training.startsAt === null || !(told || struck.has(organisation))) continue
    // a subject of its own: it leads nowhere
    const notice = { kind: 'cooperation.training-ended', subject: newId(work.now.getTime()), params: { day: dayOf(training) } }
    await notifyElsewhere(work, organisation, 'viewer', notice, [])
  }
}

/**
 * The same for sessions that a member offers, was let into or has signed up for: as it begins to work on this node, and as its organisation leaves
 * (`leaving`).
 */
export async function settleTrainingsOf(work: Work, member: string, leaving: OrganisationId | null = null): Promise<void> {
  for (const id of await listTrainingsOf(work.tx, member)) {
    const training = await lockTraining(work.tx, id)
    if (training !== undefined) await settleTraining(work, training, leaving === null ? [] : [leaving])
  }
}
