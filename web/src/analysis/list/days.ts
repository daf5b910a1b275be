/** The day (`2026-11-21`) that an instant falls on in a zone. */
export function dayIn(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}`
}

/** The last days up to now, oldest first, each with its count, also where nothing was. */
export function lastDays(
  now: Date,
  zone: string,
  span: number,
  counts: readonly { readonly day: string; readonly reports: number }[],
): readonly { readonly day: string; readonly reports: number }[] {
  const known = new Map(counts.map((one) => [one.day, one.reports]))
  // days of the calendar are counted in UTC, where each has 24 hours
  const today = Date.parse(`${dayIn(now, zone)}T00:00:00Z`)
  return Array.from({ length: span }, (_, index) => {
    const day = new Date(today - (span - 1 - index) * 86_400_000).toISOString().slice(0, 10)
    return { day, reports: known.get(day) ?? 0 }
  })
}
