import { type Property, writeLine } from '../content-lines.ts'
import { localText } from './time.ts'
import { offsetAt, type Transition, transitionsOf } from './zone.ts'

/** VTIMEZONE (RFC 5545 §3.6.5): what a zone's clocks do in the years that an event needs. */

/** On which day of each year clocks change: the nth weekday of a month, or the last (-1). Months from 1, Sunday is 0. */
export type Yearly = { readonly month: number; readonly nth: number; readonly weekday: number }

export const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const minute = 60_000
/** years after the last event in which a rule must still hold, to be written as one */
const ahead = 3
/** most years that a block is written for */
const mostYears = 60

/**
 * A zone's block for events between two moments. Where clocks change twice a year by a rule, as the rule, which every program reads; where they do not
 * (Morocco, or a year in which a law changed), change by change. `zone` is known to the runtime.
 */
export function timezoneLines(zone: string, from: number, to: number): string {
  const first = new Date(from).getUTCFullYear() - 1
  const last = Math.min(new Date(to).getUTCFullYear() + 1, first + mostYears)
  const begin = Date.UTC(first, 0, 1)
  const changes = transitionsOf(zone, begin, Date.UTC(last + ahead, 0, 1))
  const needed = changes.filter(({ at }) => at < Date.UTC(last, 0, 1))
  const rules = rulesOf(changes, last + ahead - first)
  const standard = Math.min(...changes.flatMap(({ before, after }) => [before, after]))
  const blocks =
    rules === undefined
      ? [
          block('STANDARD', Date.UTC(1970, 0, 1), offsetAt(zone, begin), offsetAt(zone, begin)),
          ...needed.map((change) => block(kindOf(change, standard), wallBefore(change), change.before, change.after)),
        ]
      : rules.map(([change, rule]) => block(kindOf(change, standard), wallBefore(change), change.before, change.after, rule))
  return [line('BEGIN', 'VTIMEZONE'), line('TZID', zone), ...blocks.flat(), line('END', 'VTIMEZONE')].join('')
}

const line = (name: string, value: string) => writeLine({ name, parameters: {}, value })
const wallBefore = ({ at, before }: Transition) => at + before * minute
const kindOf = ({ after }: Transition, standard: number) => (after > standard ? 'DAYLIGHT' : 'STANDARD')

function block(kind: 'STANDARD' | 'DAYLIGHT', wall: number, before: number, after: number, rule?: Yearly): readonly string[] {
  return [
    line('BEGIN', kind),
    line('DTSTART', localText(wall)),
    line('TZOFFSETFROM', offsetText(before)),
    line('TZOFFSETTO', offsetText(after)),
    ...(rule === undefined ? [] : [line('RRULE', `FREQ=YEARLY;BYMONTH=${rule.month};BYDAY=${rule.nth}${weekdays[rule.weekday] ?? 'SU'}`)]),
    line('END', kind),
  ]
}

/** The two rules of a zone with the first change of each, where every year has the same two. */
function rulesOf(changes: readonly Transition[], years: number): readonly (readonly [Transition, Yearly])[] | undefined {
  if (changes.length !== years * 2) return undefined
  const rules = [0, 1].map((odd) => {
    const same = changes.filter((_, at) => at % 2 === odd)
    const [first] = same
    const rule = first === undefined ? undefined : ruleOf(same)
    return first === undefined || rule === undefined ? undefined : ([first, rule] as const)
  })
  const found = rules.filter((one) => one !== undefined)
  return found.length === 2 ? found : undefined
}

function ruleOf(changes: readonly Transition[]): Yearly | undefined {
  const days = changes.map((change) => daysOf(new Date(wallBefore(change))))
  const [first, ...rest] = days
  if (first === undefined || new Set(changes.map(({ before, after }) => `${before} ${after}`)).size !== 1) return undefined
  const times = new Set(changes.map((change) => wallBefore(change) % 86_400_000))
  if (times.size !== 1) return undefined
  return first.find((rule) => rest.every((others) => others.some((other) => same(rule, other))))
}

const same = (a: Yearly, b: Yearly) => a.month === b.month && a.nth === b.nth && a.weekday === b.weekday

/** What a day is in its month: the last of its weekday, the nth. */
function daysOf(wall: Date): readonly Yearly[] {
  const day = wall.getUTCDate()
  const length = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate()
  const about = { month: wall.getUTCMonth() + 1, weekday: wall.getUTCDay() }
  return [...(day + 7 > length ? [{ ...about, nth: -1 }] : []), { ...about, nth: Math.ceil(day / 7) }]
}

/** RFC 5545 §3.3.14 */
function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`
}

/** What a file says of a zone that the runtime has no name for, as Outlook's 'W. Europe Standard Time'. */
export type FileZone = readonly { readonly wall: number; readonly before: number; readonly after: number; readonly rule: Yearly | null }[]

/** Minutes east of UTC on a wall clock of such a zone: by the latest change before it. */
export function fileOffset(zone: FileZone, wall: number): number {
  const year = new Date(wall).getUTCFullYear()
  const onsets = zone.flatMap(({ wall: start, after, rule }) =>
    rule === null
      ? [{ start, after }]
      : [year - 1, year].map((one) => ({ start: onset(rule, one, start), after })).filter((one) => one.start >= start),
  )
  const past = onsets.filter(({ start }) => start <= wall).sort((a, b) => b.start - a.start)
  return past[0]?.after ?? zone[0]?.before ?? 0
}

function onset({ month, nth, weekday }: Yearly, year: number, start: number): number {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const firstDay = 1 + ((weekday - first + 7) % 7)
  const inOrder = firstDay + (nth - 1) * 7
  const fromEnd = firstDay + Math.floor((length - firstDay) / 7) * 7 + (nth + 1) * 7
  return Date.UTC(year, month - 1, nth > 0 ? inOrder : fromEnd) + (start % 86_400_000)
}

/** RFC 5545 §3.3.14, of what a file says; 0 where it says nothing that can be read. */
export function readOffset(value: string): number {
  const found = /^([+-])(\d\d)(\d\d)(?:\d\d)?$/.exec(value.trim())
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -minutes : minutes
}

/** The rules that zones go by in files: each year, one weekday of one month. Others are passed over. */
export function readYearly(rule: Property | undefined): Yearly | null {
  const parts = new Map((rule?.value ?? '').split(';').map((part) => part.trim().toUpperCase().split('=') as [string, string | undefined]))
  const day = /^([+-]?\d{1,2})(SU|MO|TU|WE|TH|FR|SA)$/.exec(parts.get('BYDAY') ?? '')
  const month = Number(parts.get('BYMONTH') ?? '')
  const nth = Number(day?.[1] ?? 0)
  if (parts.get('FREQ') !== 'YEARLY' || day === null || !Number.isInteger(month) || month < 1 || month > 12) return null
  if (nth === 0 || Math.abs(nth) > 5) return null
  return { month, nth, weekday: weekdays.indexOf(day[2] as (typeof weekdays)[number]) }
}
