import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyElsewhere } from '../../../directory/index.ts'
import type { Standing } from '../../network/standing.ts'
import { isTrainingMoved, mayOffer, mayOpenToIndustry, mayRunTraining, type Training, type TrainingText } from '../../network/training.ts'
import { endGrants, grant } from '../../store/network/groups.ts'
import { listMembersNamed } from '../../store/network/members.ts'
import {
  endTrainingInvitation,
  endTrainingObjection,
  findTrainingInvitation,
  insertTraining,
  insertTrainingInvitation,
  insertTrainingObjection,
  listTrainingObjections,
  lockTraining,
  setTrainingState,
  updateTraining,
} from '../../store/network/trainings.ts'
import { settleTraining } from './training-audience.ts'
import { dayOf, tellParticipants } from './training-places.ts'

/** Offers a session, for the acting member or as the office; whoever it is for sees it from now on. */
export async function offerTraining(work: Work, standing: Standing, asked: TrainingText): Promise<string> {
  work.require(mayOffer(standing))
  const id = newId(work.now.getTime())
  const text = checked(asked)
  const member = standing.acting ? null : (standing.member?.id ?? null)
  const training: Training = { ...text, id, owner: standing.network, member, state: 'open', madeAt: work.now, changedAt: work.now }
  await insertTraining(work.tx, training, work.actor.id)
  await settleTraining(work, training)
  work.record('cooperation.training-offered', id)
  work.announce('training', id)
  return id
}

function checked(text: TrainingText): TrainingText {
  if (text.startsAt !== null && text.duration === null)
    throw new Failure('invalid', 'cooperation.training-unfit', 'a session with a time has a length', { detail: { field: 'duration' } })
  return { ...text, languages: [...new Set(text.languages)] }
}

/** Changes what everybody who may come knows of it. Those who signed up are told where time or link differ. Refuses `cooperation.training-over`. */
export async function changeTraining(work: Work, standing: Standing, id: string, asked: TrainingText): Promise<void> {
  const training = await takeTraining(work, id)
  work.require(mayRunTraining(standing, training))
  refuseOver(training)
  const text = checked(asked)
  const moved = isTrainingMoved(training, text)
  await updateTraining(work.tx, id, text, moved, work.now)
  const changed = { ...training, ...text }
  await settleTraining(work, changed)
  if (moved) await tellParticipants(work, changed, 'cooperation.training-changed')
  work.record('cooperation.training-changed', id)
  say(work, id)
}

/** Says that a session is over, or cancels it: then those who signed up are told. Refuses `cooperation.training-over`. */
export async function endTraining(work: Work, standing: Standing, id: string, to: 'over' | 'cancelled'): Promise<void> {
  const training = await takeTraining(work, id)
  work.require(mayRunTraining(standing, training))
  refuseOver(training)
  await setTrainingState(work.tx, id, to, work.now)
  if (to === 'cancelled') await tellParticipants(work, training, 'cooperation.training-cancelled')
  work.record(`cooperation.training-${to}`, id)
  if (to === 'over') work.witness('cooperation.training-over', id, { startsAt: training.startsAt?.toISOString() ?? null })
  say(work, id)
}

/**
 * Lets members in one by one: by whoever offers it where it is for named members, and industry by an agency that may see it. Refuses `cooperation.training-over`,
 * `cooperation.no-such-member`, `cooperation.not-industry`.
 */
export async function inviteToTraining(work: Work, standing: Standing, id: string, members: readonly string[]): Promise<void> {
  const training = await takeTraining(work, id)
  const runs = mayRunTraining(standing, training)
  work.require(runs || (mayOpenToIndustry(standing) && training.audience !== 'members'))
  refuseOver(training)
  const named = await listMembersNamed(work.tx, standing.network, members)
  if (named.length < new Set(members).size) throw new Failure('invalid', 'cooperation.no-such-member', 'one of these is no member')
  if (!runs && named.some(({ kind }) => kind !== 'industry'))
    throw new Failure('invalid', 'cooperation.not-industry', 'an agency lets in members of industry')
  const agency = standing.member?.kind === 'agency' ? standing.member.id : null
  const begun: (typeof named)[number][] = []
  for (const one of named) {
    const invitation = { id: newId(work.now.getTime()), training: id, member: one.id, agency }
    if (await insertTrainingInvitation(work.tx, standing.network, invitation, work.now, work.actor.id)) begun.push(one)
  }
  await settleTraining(work, training)
  const kept = (await listTrainingObjections(work.tx, id)).length > 0
  for (const { organisation, kind } of begun) {
    if (organisation === null || (kind === 'industry' && kept)) continue
    const notice = { kind: 'cooperation.training-open', subject: id, params: { title: training.title, day: dayOf(training) } }
    await notifyElsewhere(work, organisation, 'viewer', notice, [{ kind: 'training', id }])
  }
  work.record('cooperation.training-invited', id, { members, agency })
  say(work, id)
}

/** Takes an invitation back: whoever made it, whoever offers the session, or the office. Answers the session. */
export async function endInvitationTo(work: Work, standing: Standing, id: string): Promise<string> {
  const invitation = present(await findTrainingInvitation(work.tx, id), 'cooperation.no-invitation', `invitation ${id}`)
  const training = await takeTraining(work, invitation.training)
  const own = invitation.agency !== null && invitation.agency === standing.member?.id && mayOpenToIndustry(standing)
  work.require(own || mayRunTraining(standing, training))
  await endTrainingInvitation(work.tx, id, work.now)
  await settleTraining(work, training)
  work.record('cooperation.training-invitation-ended', training.id, { member: invitation.member })
  say(work, training.id)
  return training.id
}

/**
 * Takes industry out of a session (London Action Plan, part B.3): from the commit on it sees nothing of it, and its people are on the list no more. The leaf of the
 * log says how many objections stand, and of whom it says nothing. Refuses `cooperation.objected-already`.
 */
export async function keepIndustryOut(work: Work, standing: Standing, id: string): Promise<void> {
  const training = await takeTraining(work, id)
  work.require(mayOpenToIndustry(standing))
  const { member, actor, network } = standing
  const objection = { id: newId(work.now.getTime()), agency: member?.id ?? '' }
  if (!(await insertTrainingObjection(work.tx, network, id, objection, work.now, work.actor.id)))
    throw new Failure('conflict', 'cooperation.objected-already', `agency ${objection.agency} objects already`)
  await grant(work.tx, network, 'training-objection', objection.id, actor.organisation ?? '', work.now)
  await settleTraining(work, training)
  work.record('cooperation.training-objected', id)
  work.witness('cooperation.training-objections', id, { standing: (await listTrainingObjections(work.tx, id)).length })
  say(work, id)
}

/** Refuses `cooperation.no-objection`. */
export async function letIndustryIn(work: Work, standing: Standing, id: string): Promise<void> {
  const training = await takeTraining(work, id)
  work.require(mayOpenToIndustry(standing))
  const agency = standing.member?.id ?? ''
  const own = (await listTrainingObjections(work.tx, id)).find((one) => one.agency === agency)
  if (own === undefined || !(await endTrainingObjection(work.tx, id, agency, work.now)))
    throw new Failure('missing', 'cooperation.no-objection', `agency ${agency} does not object to session ${id}`)
  await endGrants(work.tx, standing.network, 'training-objection', own.id)
  await settleTraining(work, training)
  work.record('cooperation.training-objection-withdrawn', id)
  work.witness('cooperation.training-objections', id, { standing: (await listTrainingObjections(work.tx, id)).length })
  say(work, id)
}

/** A session that is about to change, locked. */
export async function takeTraining(work: Work, id: string): Promise<Training> {
  return present(await lockTraining(work.tx, id), 'cooperation.no-training', `session ${id}`)
}

function refuseOver({ id, state }: Training): void {
  if (state !== 'open') throw new Failure('conflict', 'cooperation.training-over', `session ${id} is ${state}`)
}

function say(work: Work, id: string): void {
  work.announce('training', id)
  work.tell('training', id)
}
