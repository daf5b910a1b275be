import type { OutcomeLine } from '../contract/lookback.ts'
import type { outcomeOrders } from '../contract/names.ts'
import { reachedBy } from './spread.ts'

/** Fewer notices than this say little of whoever they went to. */
const few = 5

type Counted = Omit<OutcomeLine, 'reaction' | 'silence' | 'few'> & {
  readonly waits: readonly number[]
  readonly happened: readonly boolean[]
  readonly quiet: readonly number[]
  readonly quieted: readonly boolean[]
}

const tenth = (hours: number | null) => (hours === null ? null : Math.round(hours * 10) / 10)

function spread(hours: readonly number[], happened: readonly boolean[]): OutcomeLine['reaction'] {
  const waits = hours.map((one, i) => ({ hours: one, happened: happened[i] ?? false }))
  const [half = null, nine = null] = reachedBy(waits, [0.5, 0.9])
  return { half: tenth(half), nine: tenth(nine) }
}

/** A line of the table, from what was counted. */
export function lineOf({ waits, happened, quiet, quieted, ...counted }: Counted): OutcomeLine {
  return { ...counted, reaction: spread(waits, happened), silence: spread(quiet, quieted), few: counted.notices < few }
}

const share = (part: number, of: number) => (of === 0 ? -1 : part / of)

/** What a line is put in order by; what has not come to it in the time that anybody looked is the slowest. */
const by: Readonly<Record<(typeof outcomeOrders)[number], (line: OutcomeLine) => number>> = {
  notices: ({ notices }) => notices,
  answered: ({ answered, notices }) => share(answered, notices),
  gone: ({ gone, seen }) => share(gone, seen),
  reaction: ({ reaction }) => reaction.half ?? Number.MAX_VALUE,
  silence: ({ silence }) => silence.half ?? Number.MAX_VALUE,
  active: ({ active, notices }) => share(active, notices),
}

/** In order, with whom nobody knows last, and those of whom little is known behind the others where shares and times are compared. */
export function inOrder(lines: readonly OutcomeLine[], order: (typeof outcomeOrders)[number], down: boolean): readonly OutcomeLine[] {
  const sign = down ? -1 : 1
  return lines.toSorted(
    (a, b) =>
      Number(a.key === '') - Number(b.key === '') ||
      (order === 'notices' ? 0 : Number(a.few) - Number(b.few)) ||
      sign * (by[order](a) - by[order](b)) ||
      b.notices - a.notices ||
      (a.name < b.name ? -1 : 1),
  )
}

const columns = [
  'key',
  'name',
  'notices',
  'told_directly',
  'answered',
  'seen_there',
  'gone',
  'reacted',
  'half_reacted_within_hours',
  'nine_in_ten_reacted_within_hours',
  'silent',
  'half_silent_within_hours',
  'nine_in_ten_silent_within_hours',
  'still_active',
  'says_little',
] as const

/** The table as CSV (RFC 4180), in UTF-8 with a mark, since spreadsheets ask for it. No cell begins like a formula. */
export function outcomesCsv(lines: readonly OutcomeLine[]): string {
  const rows = lines.map((line) =>
    [
      line.key,
      line.name,
      line.notices,
      line.told,
      line.answered,
      line.seen,
      line.gone,
      line.reacted,
      line.reaction.half ?? '',
      line.reaction.nine ?? '',
      line.silent,
      line.silence.half ?? '',
      line.silence.nine ?? '',
      line.active,
      line.few ? 'yes' : 'no',
    ]
      .map((one) => cell(String(one)))
      .join(','),
  )
  return `\ufeff${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
