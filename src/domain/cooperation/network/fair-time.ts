import { momentOf, offsetAt, transitionsOf } from '../../../formats/icalendar/index.ts'
import type { hourKinds } from '../contract/network/call-names.ts'

/**
 * When a call should be, for people in many zones. Somebody will have the night; whoever had it before should not have it again. What a time costs each is
 * written down, and so is what past calls cost them, so that a proposal can be argued with.
 */

/** When somebody works: minutes of the day on their own clock, days from 1 (Monday) to 7. */
export type Office = { readonly from: number; readonly to: number; readonly days: readonly number[] }
export const usualOffice: Office = { from: 9 * 60, to: 17 * 60, days: [1, 2, 3, 4, 5] }

export type Attending = { readonly id: string; readonly zone: string; readonly office: Office }

/** A call that was: who was expected, by id. Who did not come because it was night is a reason to count it. */
export type PastCall = { readonly startsAt: Date; readonly minutes: number; readonly expected: readonly string[] }

export type HourKind = (typeof hourKinds)[number]

/** What a minute costs. Edge: within two hours of the office. Night: from 22 to 7 unless it is within the office. */
export const costs: Readonly<Record<HourKind, number>> = { office: 0, edge: 1, rest: 3, evening: 2, night: 6 }

export type Ask = {
  readonly attending: readonly Attending[]
  readonly past: readonly PastCall[]
  /** the window in which the call begins and ends */
  readonly from: Date
  readonly to: Date
  /** how long it is */
  readonly minutes: number
  /** most proposals */
  readonly most?: number
}

/** How a time is for one: the wall clock as it would be in UTC, the worst hour that it touches, mean cost of a minute, what past calls cost (mean of a minute, newer ones more). */
export type Bearing = {
  readonly id: string
  readonly wall: Date
  readonly kind: HourKind
  readonly cost: number
  readonly borne: number
  /** whether the last call that they were expected at touched their night */
  readonly lastNight: boolean
}

export type Proposal = {
  readonly startsAt: Date
  readonly endsAt: Date
  /** the lower the better: mean cost, weighed by what each has borne, and how bad it is for whoever has it worst */
  readonly weight: number
  /** how many have the worst hour of each kind */
  readonly counts: Readonly<Record<HourKind, number>>
  /** how many have the night that had it last time too */
  readonly nightAgain: number
  readonly bearings: readonly Bearing[]
}

const minute = 60_000
const day = 86_400_000
/** times are looked at by this step, on whole quarters of an hour */
const stepMinutes = 15
const quarter = stepMinutes * minute
const quarters = (7 * day) / quarter
const monday = Date.UTC(1970, 0, 5)
/** what is computed at most; longer windows and calls are cut to it */
export const fairLimits = { windowDays: 93, attending: 2000, past: 60, minutes: 24 * 60, most: 20 }
/** how much less a call weighs than the one after it */
const fading = 0.7
/** how much what has been borne weighs against what is to come */
const memory = 1.5
/** proposals are at least so far apart, so that they are a choice */
const apart = 120 * minute

/** The best times within a window, best first; none where the window is shorter than the call or nobody attends. */
export function fairTimes(ask: Ask): readonly Proposal[] {
  const minutes = Math.max(1, Math.min(ask.minutes, fairLimits.minutes))
  const from = Math.ceil(ask.from.getTime() / quarter) * quarter
  const last = Math.min(ask.to.getTime(), ask.from.getTime() + fairLimits.windowDays * day) - minutes * minute
  const attending = ask.attending.slice(0, fairLimits.attending)
  // sums of the same figures in one order, whatever order people are named in
  const inOrder = [...attending].sort((a, b) => (a.id < b.id ? -1 : 1))
  if (attending.length === 0 || !(from <= last)) return []
  const borne = borneBy(attending, ask.past)
  const groups = groupsOf(inOrder, borne, from, last, minutes)
  const times: { at: number; weight: number }[] = []
  for (let at = from; at <= last; at += quarter) times.push({ at, weight: weigh(groups, at, attending.length) })
  times.sort((a, b) => a.weight - b.weight || a.at - b.at)
  const chosen: typeof times = []
  const most = Math.min(ask.most ?? 5, fairLimits.most)
  for (const time of times) {
    if (chosen.length >= most) break
    if (chosen.every(({ at }) => Math.abs(at - time.at) >= apart)) chosen.push(time)
  }
  return chosen.map(({ at, weight }) => proposalOf(attending, borne, at, minutes, weight))
}

/** What an hour is on a clock; `wall` in milliseconds as if in UTC. */
export function kindOf(office: Office, wall: number): HourKind {
  const at = ((wall % day) + day) % day
  const minutes = at / minute
  const weekday = ((new Date(wall).getUTCDay() + 6) % 7) + 1
  const works = office.days.includes(weekday)
  const within = (slack: number) => minutes >= office.from - slack && minutes < office.to + slack
  if (works && within(0)) return 'office'
  if (minutes >= 22 * 60 || minutes < 7 * 60) return 'night'
  if (!works) return 'rest'
  return within(120) ? 'edge' : 'evening'
}

type Felt = { readonly cost: number; readonly kind: HourKind }

/** Mean cost of a minute, and the worst hour, of a call that begins at a wall clock. Clocks that are changed during a call are not followed. */
function felt(office: Office, wall: number, minutes: number): Felt {
  let sum = 0
  let worst: HourKind = 'office'
  for (let passed = 0; passed < minutes; passed += stepMinutes) {
    const kind = kindOf(office, wall + passed * minute)
    sum += costs[kind] * Math.min(stepMinutes, minutes - passed)
    if (costs[kind] > costs[worst]) worst = kind
  }
  return { cost: sum / minutes, kind: worst }
}

type Borne = { readonly mean: number; readonly lastNight: boolean }

/** What past calls cost each who was expected: a mean in which each call weighs more than the one before it. */
function borneBy(attending: readonly Attending[], past: readonly PastCall[]): ReadonlyMap<string, Borne> {
  const calls = [...past].sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime() || b.minutes - a.minutes).slice(0, fairLimits.past)
  const expected = calls.map((call) => new Set(call.expected))
  return new Map(
    attending.map(({ id, zone, office }) => {
      let sum = 0
      let weight = 0
      let lastNight: boolean | undefined
      for (const [at, call] of calls.entries()) {
        if (expected[at]?.has(id) !== true) continue
        const start = call.startsAt.getTime()
        const { cost, kind } = felt(office, start + offsetAt(zone, start) * minute, Math.max(1, Math.min(call.minutes, fairLimits.minutes)))
        sum += cost * fading ** at
        weight += fading ** at
        lastNight ??= kind === 'night'
      }
      return [id, { mean: weight === 0 ? 0 : sum / weight, lastNight: lastNight === true }]
    }),
  )
}

/** Those with one zone and office: their clock is read once. */
type Group = {
  /** what a call costs that begins at each quarter of an hour of a week on that clock */
  readonly costs: Float64Array
  readonly offset: (at: number) => number
  /** sum of what each one's discomfort weighs */
  readonly weight: number
  readonly heaviest: number
}

function groupsOf(attending: readonly Attending[], borne: ReadonlyMap<string, Borne>, from: number, to: number, minutes: number) {
  const groups = new Map<string, Group>()
  const clocks = new Map<string, Group['offset']>()
  const weeks = new Map<string, Float64Array>()
  for (const { id, zone, office } of attending) {
    const hours = `${office.from} ${office.to} ${office.days.join()}`
    const key = `${zone} ${hours}`
    const week = weeks.get(hours) ?? weekOf(office, minutes)
    weeks.set(hours, week)
    const clock = clocks.get(zone) ?? clockOf(zone, from, to)
    clocks.set(zone, clock)
    const known = groups.get(key)
    const weight = 1 + memory * (borne.get(id)?.mean ?? 0)
    groups.set(key, {
      costs: week,
      offset: clock,
      weight: (known?.weight ?? 0) + weight,
      heaviest: Math.max(known?.heaviest ?? 0, weight),
    })
  }
  return [...groups.values()]
}

function clockOf(zone: string, from: number, to: number): Group['offset'] {
  const changes = transitionsOf(zone, from - day, to + day)
  const first = offsetAt(zone, from - day)
  return (at) => changes.findLast((change) => change.at <= at)?.after ?? first
}

function weekOf(office: Office, minutes: number): Float64Array {
  return Float64Array.from({ length: quarters }, (_, at) => felt(office, monday + at * quarter, minutes).cost)
}

function weigh(groups: readonly Group[], at: number, people: number): number {
  let sum = 0
  let worst = 0
  for (const { costs: week, offset, weight, heaviest } of groups) {
    const cost = week[Math.floor((at + offset(at) * minute - monday) / quarter) % quarters] ?? 0
    sum += cost * weight
    worst = Math.max(worst, cost * heaviest)
  }
  // half of it is how the many have it, half how the one who has it worst: else a region of few would always have the night
  return sum / people + worst / 2
}

function proposalOf(
  attending: readonly Attending[],
  borne: ReadonlyMap<string, Borne>,
  at: number,
  minutes: number,
  weight: number,
): Proposal {
  const bearings = attending.map(({ id, zone, office }): Bearing => {
    const wall = at + offsetAt(zone, at) * minute
    const past = borne.get(id)
    return { id, wall: new Date(wall), ...felt(office, wall, minutes), borne: past?.mean ?? 0, lastNight: past?.lastNight ?? false }
  })
  const counts = { office: 0, edge: 0, rest: 0, evening: 0, night: 0 }
  for (const { kind } of bearings) counts[kind]++
  return {
    startsAt: new Date(at),
    endsAt: new Date(at + minutes * minute),
    weight,
    counts,
    nightAgain: bearings.filter((one) => one.kind === 'night' && one.lastNight).length,
    bearings,
  }
}

/** The window of whole days that somebody asks for on their own clock, as moments. */
export function windowOf(zone: string, firstDay: string, lastDay: string): { readonly from: Date; readonly to: Date } {
  const from = momentOf(zone, Date.parse(`${firstDay}T00:00:00Z`))
  const to = momentOf(zone, Date.parse(`${lastDay}T00:00:00Z`) + day)
  return { from: new Date(from), to: new Date(to) }
}
