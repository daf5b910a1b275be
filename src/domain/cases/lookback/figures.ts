import type { OutcomeLine } from '../contract/lookback.ts'
import type { outcomeOrders } from '../contract/names.ts'
import { reachedBy, waitsOf } from './spread.ts'

/** Fewer notices than this say little of whoever they went to. */
const few = 5

/** What was counted of a line; waits in minutes (`waitsOf`). */
export type Counted = Omit<OutcomeLine, 'reaction' | 'silence' | 'few'> & { readonly waits: Uint8Array; readonly quiet: Uint8Array }

const tenth = (minutes: number | null) => (minutes === null ? null : Math.round(minutes / 6) / 10)

function spread(bytes: Uint8Array): OutcomeLine['reaction'] {
  const [half = null, nine = null] = reachedBy(waitsOf(bytes), [0.5, 0.9])
  return { half: tenth(half), nine: tenth(nine) }
}

/** A line of the table, from what was counted. */
export function lineOf({ waits, quiet, ...counted }: Counted): OutcomeLine {
  return { ...counted, reaction: spread(waits), silence: spread(quiet), few: counted.notices < few }
}

const share = (part: number, of: number) => (of === 0 ? -1 : part / of)

/** What a line is put in order by; what has not come to it in the time that anybody looked is the slowest. */
const by: Readonly<Record<(typeof outcomeOrders)[number], (line: Counted) => number>> = {
  notices: ({ notices }) => notices,
  answered: ({ answered, notices }) => share(answered, notices),
  gone: ({ gone, seen }) => share(gone, seen),
  reaction: ({ waits }) => spread(waits).half ?? Number.MAX_VALUE,
  silence: ({ quiet }) => spread(quiet).half ?? Number.MAX_VALUE,
  active: ({ active, notices }) => share(active, notices),
}

/**
 * In order, with whom nobody knows last, and those of whom little is known behind the others where shares and times are compared. How long it took is found out only
 * where the order asks for it, and by whoever shows a line.
 */
export function inOrder(lines: readonly Counted[], order: (typeof outcomeOrders)[number], down: boolean): readonly Counted[] {
  const sign = down ? -1 : 1
  return lines
    .map((line) => ({ line, value: by[order](line), behind: order !== 'notices' && line.notices < few }))
    .toSorted(
      (a, b) =>
        Number(a.line.key === '') - Number(b.line.key === '') ||
        Number(a.behind) - Number(b.behind) ||
        sign * (a.value - b.value) ||
        b.line.notices - a.line.notices ||
        (a.line.name < b.line.name ? -1 : 1),
    )
    .map(({ line }) => line)
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
