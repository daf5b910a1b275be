import type { OutcomeLine } from '../contract/lookback.ts'
import type { outcomeOrders } from '../contract/names.ts'
import { reachedBy, type Waits } from './spread.ts'

/** Fewer notices than this say little of whoever they went to. */
const few = 5

/** Waits in minutes and one; less than nothing where it has not happened. */
type Counted = Omit<OutcomeLine, 'reaction' | 'silence' | 'few'> & { readonly waits: Waits; readonly quiet: Waits }

const tenth = (minutes: number | null) => (minutes === null ? null : Math.round(minutes / 6) / 10)

function spread(waits: Waits): OutcomeLine['reaction'] {
  const [half = null, nine = null] = reachedBy(waits, [0.5, 0.9])
  return { half: tenth(half), nine: tenth(nine) }
}

/** A line of the table, from what was counted. */
export function lineOf({ waits, quiet, ...counted }: Counted): OutcomeLine {
  return { ...counted, reaction: spread(waits), silence: spread(quiet), few: counted.notices < few }
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

// the names are those of the API; they are not translated, since programs read them
const columns: readonly (readonly [name: string, of: (line: OutcomeLine) => string | number | null])[] = [
  ['key', ({ key }) => key],
  ['name', ({ name }) => name],
  ['notices', ({ notices }) => notices],
  ['told', ({ told }) => told],
  ['answered', ({ answered }) => answered],
  ['seen', ({ seen }) => seen],
  ['gone', ({ gone }) => gone],
  ['reacted', ({ reacted }) => reacted],
  ['reactionHalfHours', ({ reaction }) => reaction.half],
  ['reactionNineInTenHours', ({ reaction }) => reaction.nine],
  ['silent', ({ silent }) => silent],
  ['silenceHalfHours', ({ silence }) => silence.half],
  ['silenceNineInTenHours', ({ silence }) => silence.nine],
  ['active', ({ active }) => active],
  ['few', ({ few }) => (few ? 'yes' : 'no')],
]

export const outcomeHead: readonly string[] = columns.map(([name]) => name)

/** A line as the cells of a file. */
export function outcomeCells(line: OutcomeLine): readonly string[] {
  return columns.map(([, of]) => String(of(line) ?? ''))
}
