import type { dutyKinds, dutyStates } from '../contract/network/secretariat-names.ts'
import type { CallState, RhythmMonths } from './call.ts'
import { rhythmOf } from './call-rhythm.ts'

// What the office owes, judged from the rows that there are: nothing of it is ticked off by hand.

export type DutyKind = (typeof dutyKinds)[number]
export type DutyState = (typeof dutyStates)[number]

export type Duty = {
  readonly kind: DutyKind
  readonly state: DutyState
  /** how much of it is open, out of how much */
  readonly open: number
  readonly of: number
  /** when it was done last, and by when it is owed again; null where no rhythm is kept */
  readonly last: Date | null
  readonly due: Date | null
}

export type DutyPeriods = { readonly questionnaireDays: number; readonly reportDays: number; readonly termDays: number }
/** The questionnaire every two years, a report to others every year, the office for two years, until the office says otherwise. */
export const firstDutyPeriods: DutyPeriods = { questionnaireDays: 730, reportDays: 365, termDays: 730 }

const day = 86_400_000
/** Days before something is owed from which on it is due. */
export const aheadDays = 30
/** Days after which a notice that nobody has passed on by hand is overdue. */
export const noticeDays = 7

/** Something that is owed again so many days after it was done last; at once where it never was. */
export function rhythm(last: Date | null, days: number, now: Date): Pick<Duty, 'state' | 'last' | 'due'> {
  if (last === null) return { state: 'due', last, due: null }
  const due = new Date(last.getTime() + days * day)
  const left = due.getTime() - now.getTime()
  return { state: left < 0 ? 'overdue' : left <= aheadDays * day ? 'due' : 'done', last, due }
}

/** Something of which so much is open, since a moment; overdue once that is so many days ago. */
export function backlog(open: number, since: Date | null, days: number, now: Date): Pick<Duty, 'state' | 'last' | 'due'> {
  const due = since === null ? null : new Date(since.getTime() + days * day)
  const state = open === 0 ? 'done' : due !== null && due < now ? 'overdue' : 'due'
  return { state, last: null, due: open === 0 ? null : due }
}

/** When a term that begins now is to end. */
export function termEnd(now: Date, { termDays }: Pick<DutyPeriods, 'termDays'>): Date {
  return new Date(now.getTime() + termDays * day)
}

/** The office's own terms: each with an end that was set, and handed over before it. One past its end still runs; one without an end waits for one. */
export function termDuty(running: readonly { readonly endsAt: Date | null }[], now: Date): Duty {
  const ends = running.flatMap(({ endsAt }) => (endsAt === null ? [] : [endsAt.getTime()]))
  const ahead = now.getTime() + aheadDays * day
  const open = running.length - ends.filter((one) => one > ahead).length
  const due = ends.length === 0 ? null : new Date(Math.min(...ends))
  const state = due !== null && due < now ? 'overdue' : open > 0 ? 'due' : 'done'
  return { kind: 'term', state, open, of: running.length, last: null, due }
}

/** Whether those who act for the network are reminded today of a term: 30, 7 and one day before its end, and each week after it. */
export function isTermReminder(endsAt: Date, now: Date): boolean {
  const left = Math.floor((endsAt.getTime() - now.getTime()) / day)
  return left < 0 ? (-left - 1) % 7 === 0 : left === aheadDays || left === 7 || left === 1
}

/** How the office itself is reached: named, and confirmed as often as contacts are. */
export function officeDuty(confirmedAt: Date | null, confirmDays: number, now: Date): Duty {
  const due = confirmedAt === null ? null : new Date(confirmedAt.getTime() + confirmDays * day)
  const late = due === null || due <= now
  return { kind: 'office', state: due === null ? 'due' : late ? 'overdue' : 'done', open: late ? 1 : 0, of: 1, last: confirmedAt, due }
}

type Series = { readonly id: string; readonly months: RhythmMonths; readonly since: Date }
type Moment = { readonly series: string; readonly at: Date; readonly state: CallState }

/** Calls convened in the rhythm of each series that runs; due while there is no series at all. */
export function callDuty(series: readonly Series[], moments: readonly Moment[], now: Date): Duty {
  const isOver = ({ state }: Moment) => state === 'held' || state === 'reported'
  const found = series.map(({ id, months, since }) => {
    const own = moments.filter((one) => one.series === id)
    const at = (all: readonly Moment[]) => all.map((one) => one.at)
    return rhythmOf(months, since, at(own.filter(isOver)), at(own.filter((one) => !isOver(one))), now)
  })
  const behind = found.filter(({ state }) => state === 'due' || state === 'overdue')
  const held = moments.filter(isOver).map(({ at }) => at.getTime())
  const owed = behind.map(({ period }) => period.until.getTime())
  const late = behind.some(({ state }) => state === 'overdue')
  return {
    kind: 'calls',
    state: late ? 'overdue' : behind.length > 0 || series.length === 0 ? 'due' : 'done',
    open: behind.length,
    of: series.length,
    last: held.length === 0 ? null : new Date(Math.max(...held)),
    due: owed.length === 0 ? null : new Date(Math.min(...owed)),
  }
}
