import type { rhythmStates } from '../contract/network/call-names.ts'
import type { RhythmMonths } from './call.ts'

export type RhythmState = (typeof rhythmStates)[number]

/** `until` is the first moment after it. */
export type Period = { readonly since: Date; readonly until: Date }

/** The period of the calendar (UTC) in which a moment lies: periods of so many months, the first of a year beginning in January. */
export function periodOf(months: RhythmMonths, at: Date): Period {
  const first = Math.floor(at.getUTCMonth() / months) * months
  return { since: new Date(Date.UTC(at.getUTCFullYear(), first)), until: new Date(Date.UTC(at.getUTCFullYear(), first + months)) }
}

export type Rhythm = {
  readonly state: RhythmState
  /** the one that runs */
  readonly period: Period
  /** whole periods before it without one, since the beginning; the last twelve are looked at */
  readonly missed: number
}

const lookedAt = 12

/**
 * How it stands with 'at least one in each period': of a series its calls, of an agency the calls that it was at. `since` is when the series began or the
 * agency joined: nobody owes anything for the period in which they came.
 */
export function rhythmOf(months: RhythmMonths, since: Date, held: readonly Date[], planned: readonly Date[], now: Date): Rhythm {
  const period = periodOf(months, now)
  const within = (all: readonly Date[], { since: first, until }: Period) => all.some((one) => one >= first && one < until)
  const owed = periodOf(months, since).until
  let missed = 0
  let last = false
  for (let at = 0, before = previous(months, period); at < lookedAt && before.since >= owed; at++, before = previous(months, before)) {
    if (within(held, before)) continue
    missed++
    if (at === 0) last = true
  }
  if (within(held, period)) return { state: 'met', period, missed }
  if (last) return { state: 'overdue', period, missed }
  return { state: within(planned, period) ? 'planned' : 'due', period, missed }
}

function previous(months: RhythmMonths, { since }: Period): Period {
  return periodOf(months, new Date(since.getTime() - 1))
}
