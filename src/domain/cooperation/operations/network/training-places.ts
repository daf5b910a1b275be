import type { Work } from '../../../../platform/work.ts'
import { notifyThere } from '../../../directory/index.ts'
import { type Enrolment, isTaking, movesUp, type Training } from '../../network/training.ts'
import { listEnrolments, setEnrolments } from '../../store/network/enrolments.ts'

/** Fills the seats that are free from the waiting list, and tells those who moved up. */
export async function moveUp(work: Work, training: Training): Promise<void> {
  if (!isTaking(training, work.now)) return
  const up = movesUp(training.seats, await listEnrolments(work.tx, training.id))
  await setEnrolments(
    work.tx,
    up.map((one) => one.id),
    'enrolled',
  )
  await tellThese(work, training, up, 'cooperation.training-seat')
  for (const one of up) work.tell('training-enrolment', one.id)
}

/** Tells all who are on the list or wait. */
export async function tellParticipants(work: Work, training: Training, kind: string): Promise<void> {
  const all = (await listEnrolments(work.tx, training.id)).filter(({ state }) => state !== 'withdrawn')
  await tellThese(work, training, all, kind)
}

export async function tellThese(work: Work, training: Training, these: readonly Enrolment[], kind: string): Promise<void> {
  const notice = { kind, subject: training.id, params: { title: training.title, day: dayOf(training) } }
  for (const organisation of new Set(these.map((one) => one.organisation))) {
    const people = these.filter((one) => one.organisation === organisation).map(({ person }) => person)
    await notifyThere(work, organisation, people, notice, [{ kind: 'training', id: training.id }])
  }
}

/** The day by the clock that the session was set by; empty for one at one's own pace. */
export function dayOf({ startsAt, timeZone }: Pick<Training, 'startsAt' | 'timeZone'>): string {
  if (startsAt === null) return ''
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(startsAt)
}
