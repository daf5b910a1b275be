import type { Barometer } from './contract.ts'
import { least, rounded, suppress } from './suppress.ts'

export type Count = { readonly what: string; readonly value: string; readonly count: number }
export type Figure = { readonly what: string; readonly value: string; readonly figure: number }

const properties = ['kind', 'country', 'brand', 'channel'] as const

/** What of a week is shown: nothing below the least, nothing that shown figures give away, all rounded. The median of days only where enough cases ended. */
export function figuresOf(counts: readonly Count[]): readonly Figure[] {
  const of = (what: string) => counts.filter((one) => one.what === what)
  const single = (what: string) => of(what)[0]?.count ?? 0
  const reports = single('reports')
  const figures: Figure[] = []
  if (reports >= least) {
    figures.push({ what: 'reports', value: '', figure: rounded(reports) })
    for (const what of properties) {
      const cells = of(what).map(({ value, count }) => ({ value, count }))
      figures.push(...suppress(cells, reports).map(({ value, count }) => ({ what, value, figure: count })))
    }
  }
  const ended = single('ended')
  if (ended >= least)
    figures.push({ what: 'ended', value: '', figure: rounded(ended) }, { what: 'days', value: '', figure: single('days') })
  return figures
}

const day = 86_400_000

/** The last day of the week that begins on this one (`2026-11-16`). */
export function lastDayOf(week: string): string {
  return new Date(Date.parse(`${week}T00:00:00Z`) + 6 * day).toISOString().slice(0, 10)
}

/** A week may be published from the day after the one that follows its Sunday: late reports, corrections and withdrawals of the last day are in it. */
export function publishedBefore(now: Date): string {
  return new Date(now.getTime() - day).toISOString().slice(0, 10)
}

type Week = Barometer['weeks'][number]

/** A published week as it is told. */
export function weekOf(week: string, figures: readonly Figure[]): Week {
  const of = (what: string) =>
    figures
      .filter((one) => one.what === what)
      .map(({ value, figure }) => ({ value, reports: figure }))
      .toSorted((a, b) => b.reports - a.reports || (a.value < b.value ? -1 : 1))
  const single = (what: string) => figures.find((one) => one.what === what)?.figure ?? null
  const ended = single('ended')
  return {
    week,
    until: lastDayOf(week),
    reports: single('reports'),
    kinds: of('kind'),
    countries: of('country'),
    brands: of('brand'),
    channels: of('channel'),
    ended: ended === null ? null : { cases: ended, medianDays: single('days') ?? 0 },
  }
}
