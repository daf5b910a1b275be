import type { Figures } from '../../../../src/domain/analysis/contract/figures.ts'
import type { FiguresSearch, ReportsSearch } from '../search.ts'

const oneDay = 86_400_000
const write = (time: number) => new Date(time).toISOString().slice(0, 10)

export type Period = { readonly from: string; readonly until: string }
export type Day = Figures['byDay'][number]
/** One bar: the days from `from` to `until`, both with it. */
export type Span = Period & { readonly reports: number; readonly kinds: Readonly<Record<string, number>> }

export function daysBefore(day: string, count: number): string {
  return write(Date.parse(day) - count * oneDay)
}

export function daysIn({ from, until }: Period): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / oneDay) + 1
}

/** The days that are asked for: from one to another, else the last so many up to today. */
export function periodOf({ from, until, last }: FiguresSearch, today: string): Period {
  if (from !== undefined && until !== undefined && from <= until) return { from, until }
  return { from: daysBefore(today, Number(last ?? '30') - 1), until: today }
}

/** Every day of a period, also those on which nothing came. */
export function everyDay(from: string, until: string, days: readonly Day[]): readonly Day[] {
  const known = new Map(days.map((one) => [one.day, one]))
  return Array.from({ length: daysIn({ from, until }) }, (_, at) => {
    const day = write(Date.parse(from) + at * oneDay)
    return known.get(day) ?? { day, reports: 0, kinds: {} }
  })
}

/** The days of a period gathered into at most `most` bars of as many days each; the last may have fewer. */
export function spansOf(days: readonly Day[], most: number): readonly Span[] {
  const wide = Math.max(1, Math.ceil(days.length / most))
  const found: Span[] = []
  for (let at = 0; at < days.length; at += wide) {
    const some = days.slice(at, at + wide)
    const kinds: Record<string, number> = {}
    for (const one of some) for (const [kind, count] of Object.entries(one.kinds)) kinds[kind] = (kinds[kind] ?? 0) + count
    found.push({
      from: some[0]?.day ?? '',
      until: some.at(-1)?.day ?? '',
      reports: some.reduce((sum, one) => sum + one.reports, 0),
      kinds,
    })
  }
  return found
}

/** states of reports that figures count: all but those that were withdrawn */
const counted = 'received,analysed,withheld,expired'

/** The list behind a figure of some days. */
export function listOf(from: string, until: string, filter: ReportsSearch = {}): ReportsSearch {
  return { ...filter, state: counted, from, until, utc: true }
}

const filters = {
  kind: 'verdict',
  severity: 'severity',
  country: 'country',
  network: 'asn',
  brand: 'brand',
  language: 'language',
  channel: 'channel',
} as const satisfies Readonly<Record<string, keyof ReportsSearch>>

/** The list behind a value of a property. */
export function listOfValue({ from, until }: Period, what: keyof typeof filters, value: string): ReportsSearch {
  return listOf(from, until, { [filters[what]]: value })
}
