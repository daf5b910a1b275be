import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { namesOf } from '../../../directory/index.ts'
import type { Standing } from '../../network/standing.ts'
import {
  batchSize,
  type Enrolment,
  type Evaluation,
  hasBegun,
  isTaking,
  mayEnrol,
  mayRunTraining,
  placeFor,
  type Training,
} from '../../network/training.ts'
import {
  findEnrolment,
  insertEvaluation,
  listEnrolments,
  listEvaluations,
  putEnrolment,
  setAttended,
  setEnrolments,
  setEvaluated,
} from '../../store/network/enrolments.ts'
import { grant } from '../../store/network/groups.ts'
import { findMember } from '../../store/network/members.ts'
import { listToRemind, lockToRemind, lockTraining, setTrainingReminded } from '../../store/network/trainings.ts'
import { seesTraining } from './training-audience.ts'
import { moveUp, tellThese } from './training-places.ts'

/** how long before it begins those who come are reminded */
const remindBefore = 24 * 3_600_000

/**
 * Signs a person up, for themselves: on the list while there are seats, else at the end of the waiting list. Refuses `cooperation.training-over`, and
 * `cooperation.no-training` where it was taken out of their sight meanwhile.
 */
export async function enrol(work: Work, standing: Standing, id: string): Promise<void> {
  const training = await take(work, id)
  const { actor, member, network } = standing
  work.require(mayEnrol(standing))
  const organisation = actor.organisation as OrganisationId
  if (!(await seesTraining(work, training, organisation))) throw new Failure('missing', 'cooperation.no-training', `session ${id}`)
  if (!isTaking(training, work.now)) throw new Failure('conflict', 'cooperation.training-over', `session ${id} takes nobody any more`)
  const all = await listEnrolments(work.tx, id)
  const own = all.find((one) => one.person === actor.id && one.organisation === organisation)
  if (own !== undefined && own.state !== 'withdrawn') return
  const name = (await namesOf(work.tx, [actor.id])).get(actor.id) ?? ''
  const state = placeFor(training.seats, all.filter((one) => one.state === 'enrolled').length)
  const made = { training: id, member: member?.id ?? '', organisation, person: actor.id, name: name.slice(0, 200), state, at: work.now }
  const enrolment = await putEnrolment(work.tx, network, { ...made, id: newId(work.now.getTime()) })
  await grant(work.tx, network, 'training-enrolment', enrolment, organisation, work.now)
  const offering = training.member === null ? undefined : await findMember(work.tx, training.member)
  if (offering?.state === 'member' && offering.organisation !== null)
    await grant(work.tx, network, 'training-enrolment', enrolment, offering.organisation, work.now)
  work.record('cooperation.training-enrolled', id, { state })
  say(work, id, enrolment)
}

/** Takes a person's name off the list; who waited longest moves up. Refuses `cooperation.not-enrolled`. */
export async function withdrawFrom(work: Work, standing: Standing, id: string): Promise<void> {
  const training = await take(work, id)
  work.require(mayEnrol(standing))
  const own = await ownOf(work, standing, id)
  if (own === undefined || own.state === 'withdrawn' || own.attended !== null)
    throw new Failure('conflict', 'cooperation.not-enrolled', `nobody to withdraw from session ${id}`)
  await setEnrolments(work.tx, [own.id], 'withdrawn')
  await moveUp(work, training)
  work.record('cooperation.training-withdrawn', id)
  say(work, id, own.id)
}

/** Says who was there; who of the others was not. Of the log it is a leaf how many. Refuses `cooperation.training-not-begun`. */
export async function keepTrainingAttendance(work: Work, standing: Standing, id: string, there: readonly string[]): Promise<void> {
  const training = await take(work, id)
  work.require(mayRunTraining(standing, training))
  if (!hasBegun(training, work.now)) throw new Failure('conflict', 'cooperation.training-not-begun', `session ${id} has not begun`)
  const listed = (await listEnrolments(work.tx, id)).filter(({ state }) => state === 'enrolled')
  const known = listed.filter((one) => there.includes(one.id))
  if (known.length < new Set(there).size) throw new Failure('invalid', 'cooperation.not-enrolled', 'one of these is not on the list')
  await setAttended(
    work.tx,
    id,
    known.map((one) => one.id),
    work.now,
  )
  await tellThese(
    work,
    training,
    known.filter((one) => one.attended !== true && !one.evaluated),
    'cooperation.training-attended',
  )
  work.record('cooperation.training-attendance-kept', id)
  work.witness('cooperation.training-attendance', id, { present: known.length, of: listed.length })
  for (const one of listed) work.tell('training-enrolment', one.id)
  say(work, id)
}

/**
 * Takes a participant's answers. No row, no line of the audit and nothing live says whose they are or when they came. Refuses `cooperation.not-attended`,
 * `cooperation.evaluated-already`.
 */
export async function evaluate(work: Work, standing: Standing, id: string, said: Omit<Evaluation, 'batch'>): Promise<void> {
  await take(work, id)
  work.require(mayEnrol(standing))
  const own = await ownOf(work, standing, id)
  if (own?.attended !== true) throw new Failure('conflict', 'cooperation.not-attended', `nobody who was at session ${id}`)
  if (own.evaluated) throw new Failure('conflict', 'cooperation.evaluated-already', `enrolment ${own.id} has answered`)
  const batch = Math.floor((await listEvaluations(work.tx, id)).length / batchSize)
  // an id without a moment in it
  await insertEvaluation(work.tx, standing.network, randomUUID(), id, { ...said, batch })
  await setEvaluated(work.tx, own.id)
}

function ownOf(work: Work, { actor }: Standing, id: string): Promise<Enrolment | undefined> {
  return findEnrolment(work.tx, id, actor.organisation ?? '', actor.id)
}

/** Every hour: reminds whoever signed up for what begins within a day, once for each time that it was set to. */
export const remindTrainingsJob = defineJob({
  name: 'cooperation.remind-trainings',
  payload: z.object({}),
  async run(ctx, actor) {
    const { organisation } = actor
    if (organisation === null) return
    const now = ctx.now()
    const before = new Date(now.getTime() + remindBefore)
    for (const { id } of await ctx.read(actor, (tx) => listToRemind(tx, organisation, now, before)))
      await perform(ctx, actor, async (work) => {
        work.require(actor.kind === 'system')
        // since it was listed it may have been cancelled, moved, or told of by another run
        const training = await lockToRemind(work.tx, id, now, before)
        if (training === undefined) return
        const all = (await listEnrolments(work.tx, id)).filter(({ state }) => state === 'enrolled')
        await tellThese(work, training, all, 'cooperation.training-reminder')
        await setTrainingReminded(work.tx, id, work.now)
      })
  },
})

async function take(work: Work, id: string): Promise<Training> {
  return present(await lockTraining(work.tx, id), 'cooperation.no-training', `session ${id}`)
}

/** To whoever offers it, the office, and who it is about: nobody else hears that somebody signed up. */
function say(work: Work, id: string, enrolment?: string): void {
  work.announce('training', id)
  if (enrolment !== undefined) work.tell('training-enrolment', enrolment)
}
