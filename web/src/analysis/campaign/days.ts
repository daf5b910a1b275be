export type Day = { readonly day: string; readonly reports: number }
/** One bar of a histogram: the days from `from` to `until`, both included. */
export type Span = { readonly from: string; readonly until: string; readonly reports: number }

const oneDay = 86_400_000
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Days without a gap from the first to `last`, gathered into at most `most` bars of the same number of days each. */
export function spansOf(days: readonly Day[], last: string, most = 60): readonly Span[] {
  const [first] = days
  if (first === undefined) return []
  const start = Date.parse(first.day)
  const end = Math.max(Date.parse(last), Date.parse(days.at(-1)?.day ?? last))
  const count = Math.round((end - start) / oneDay) + 1
  const wide = Math.max(1, Math.ceil(count / most))
  const bars = Math.ceil(count / wide)
  const sums = Array.from({ length: bars }, () => 0)
  for (const { day, reports } of days) {
    const at = Math.floor(Math.round((Date.parse(day) - start) / oneDay) / wide)
    sums[at] = (sums[at] ?? 0) + reports
  }
  return sums.map((reports, at) => ({
    from: dayOf(start + at * wide * oneDay),
    until: dayOf(Math.min(end, start + ((at + 1) * wide - 1) * oneDay)),
    reports,
  }))
}
