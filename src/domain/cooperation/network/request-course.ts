import type { DisclosureLine } from '../contract/network/disclosures.ts'
import type { dues, requestActs, requestOutcomes, requestSides, requestStates } from '../contract/network/request-names.ts'
import type { DataKind, Urgency } from './request-content.ts'

export type Side = (typeof requestSides)[number]
export type RequestState = (typeof requestStates)[number]
export type RequestAct = (typeof requestActs)[number]
export type RequestOutcome = (typeof requestOutcomes)[number]
export type Due = (typeof dues)[number]

/** What a request's course is judged from; moments of the side that reads it. */
export type Course = {
  readonly state: RequestState
  readonly sentAt: Date | null
  readonly acknowledgeDue: Date | null
  readonly answerDue: Date | null
  readonly expiresAt: Date | null
  readonly acknowledgedAt: Date | null
  readonly questionedAt: Date | null
  readonly partlyAt: Date | null
  readonly endedAt: Date | null
}

const open: readonly RequestState[] = ['sent', 'acknowledged', 'questioned', 'partly']
export const isOpen = (state: RequestState): boolean => open.includes(state)

/** Who does what, and from where. */
const acts: Readonly<Record<RequestAct, { readonly side: Side; readonly from: readonly RequestState[] }>> = {
  acknowledge: { side: 'asked', from: ['sent'] },
  question: { side: 'asked', from: ['sent', 'acknowledged', 'partly'] },
  reply: { side: 'asker', from: ['questioned'] },
  partial: { side: 'asked', from: open },
  answer: { side: 'asked', from: open },
  refuse: { side: 'asked', from: open },
  withdraw: { side: 'asker', from: open },
  'pass-on': { side: 'asked', from: ['sent', 'acknowledged'] },
}

/** Where it stands at a moment: what nobody answered long after its time is over. */
export function stateAt({ state, expiresAt }: Pick<Course, 'state' | 'expiresAt'>, now: Date): RequestState {
  return isOpen(state) && expiresAt !== null && expiresAt <= now ? 'expired' : state
}

export function mayAct(side: Side, course: Pick<Course, 'state' | 'expiresAt'>, act: RequestAct, now: Date): boolean {
  return acts[act].side === side && acts[act].from.includes(stateAt(course, now))
}

/** What it costs is said by whoever is asked, while it lies there or once it was answered. */
export function mayStateCost({ side, ...course }: Pick<Course, 'state' | 'expiresAt'> & { readonly side: Side }, now: Date): boolean {
  const state = stateAt(course, now)
  return side === 'asked' && (isOpen(state) || state === 'answered')
}

/** That it was paid is noted by whoever it lies with: once it was passed on, the cost on the asker's file is another's. */
export function maySettleCost({ side, state, cost }: Pick<Course, 'state'> & Costed): boolean {
  return side === 'asked' && state !== 'passed-on' && cost?.state === 'agreed'
}
type Costed = { readonly side: Side; readonly cost: { readonly state: string } | null }

/** What came of it is said by whoever asked, once it has ended. */
export function mayHaveOutcome({ side, ...course }: Pick<Course, 'state' | 'expiresAt'> & { readonly side: Side }, now: Date): boolean {
  return side === 'asker' && ['answered', 'refused', 'withdrawn', 'expired'].includes(stateAt(course, now))
}

const day = 86_400_000
const hour = 3_600_000

/** Settings of the network. */
export type RequestPeriods = {
  readonly acknowledgeHours: number
  readonly answerDays: number
  readonly urgentAcknowledgeHours: number
  readonly urgentAnswerDays: number
  readonly emergencyHours: number
  readonly expireDays: number
}

/** Until the network sets others: three working days to say that it came, a month to answer. */
export const firstPeriods: RequestPeriods = {
  acknowledgeHours: 72,
  answerDays: 30,
  urgentAcknowledgeHours: 24,
  urgentAnswerDays: 7,
  emergencyHours: 24,
  expireDays: 90,
}

/** What industry said of how long it takes. */
export type SaidTimes = {
  readonly lines: readonly Pick<DisclosureLine, 'category' | 'asker' | 'given' | 'days'>[]
  readonly emergencyHours: number | null
}

export type Dues = { readonly acknowledgeDue: Date; readonly answerDue: Date; readonly expiresAt: Date }

/** By when it is to be acknowledged and answered: as industry said of itself, else as the network has set. */
export function duesOf(
  sentAt: Date,
  { urgency, data, foreign }: { readonly urgency: Urgency; readonly data: readonly DataKind[]; readonly foreign: boolean },
  said: SaidTimes | null,
  periods: RequestPeriods,
): Dues {
  const asker = foreign ? 'foreign' : 'domestic'
  const days = (said?.lines ?? []).flatMap((line) =>
    line.asker === asker && line.given !== 'no' && line.days !== null && data.includes(line.category) ? [line.days] : [],
  )
  const ordinary = Math.max(days.length === 0 ? periods.answerDays : Math.max(...days), 1) * day
  const answer = {
    ordinary,
    urgent: Math.min(ordinary, periods.urgentAnswerDays * day),
    emergency: (said?.emergencyHours ?? periods.emergencyHours) * hour,
  }[urgency]
  const acknowledge = { ordinary: periods.acknowledgeHours, urgent: periods.urgentAcknowledgeHours, emergency: periods.emergencyHours }[
    urgency
  ]
  const answerDue = new Date(sentAt.getTime() + answer)
  return {
    acknowledgeDue: new Date(sentAt.getTime() + Math.min(acknowledge * hour, answer)),
    answerDue,
    expiresAt: new Date(answerDue.getTime() + periods.expireDays * day),
  }
}

/**
 * The course after an act; undefined where it may not be done. While a question waits, the clock of the answer stands: what it waited is added. For whoever
 * passes it on it ends there; `passedOn` says how it goes on for the others.
 */
export function courseAfter(side: Side, course: Course, act: RequestAct, now: Date): Course | undefined {
  if (!mayAct(side, course, act, now)) return undefined
  const heard = acts[act].side === 'asked' && act !== 'pass-on' ? (course.acknowledgedAt ?? now) : course.acknowledgedAt
  const next = { ...course, acknowledgedAt: heard }
  if (act === 'acknowledge') return { ...next, state: 'acknowledged' }
  if (act === 'question') return { ...next, state: 'questioned', questionedAt: now }
  if (act === 'reply') return { ...resumed(next, now), state: course.partlyAt === null ? 'acknowledged' : 'partly' }
  if (act === 'partial') return { ...resumed(next, now), state: 'partly', partlyAt: course.partlyAt ?? now }
  const ends = { answer: 'answered', refuse: 'refused', withdraw: 'withdrawn', 'pass-on': 'passed-on' } as const
  return { ...next, questionedAt: null, state: ends[act], endedAt: now }
}

/** How it goes on, for the asker and for whom it now lies with, once it was passed on: as if sent then, its clocks as they were. */
export function passedOn(course: Course): Course {
  return { ...course, state: 'sent', acknowledgedAt: null }
}

function resumed(course: Course, now: Date): Course {
  const { questionedAt, answerDue, expiresAt } = course
  if (questionedAt === null) return course
  const waited = Math.max(0, now.getTime() - questionedAt.getTime())
  const later = (moment: Date | null) => (moment === null ? null : new Date(moment.getTime() + waited))
  return { ...course, questionedAt: null, answerDue: later(answerDue), expiresAt: later(expiresAt) }
}

/** What is overdue now, and so of whom; `question` is for the asker to answer, as soon as an acknowledgement would be. */
export function overdue(course: Course, now: Date): Due | undefined {
  const state = stateAt(course, now)
  if (state === 'sent' && course.acknowledgeDue !== null && course.acknowledgeDue < now) return 'acknowledge'
  if (state === 'questioned')
    return course.questionedAt !== null && now.getTime() - course.questionedAt.getTime() > questionWaits ? 'question' : undefined
  return (state === 'sent' || state === 'acknowledged' || state === 'partly') && course.answerDue !== null && course.answerDue < now
    ? 'answer'
    : undefined
}

/** how long a question may wait before both sides are reminded of it */
export const questionWaits = 3 * day

/** The order of a queue, in tenths: the weight of whoever is asked, else the harm that the asker released. */
export function rankOf(harm: number | null, weight: number | null): number {
  return Math.round((weight ?? harm ?? 0) * 10)
}
