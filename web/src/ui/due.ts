import { dayAfter, startOfDay } from './format.ts'

/** The last instant of a day (`2026-11-21`) in a zone: a deadline is kept by whoever is done on that day. */
export function endOfDay(day: string, zone: string): string {
  return new Date(Date.parse(startOfDay(dayAfter(day), zone)) - 1_000).toISOString()
}

/** The day of an instant in a zone, as a date field has it. */
export function dayOf(at: string | null, zone: string): string {
  if (at === null) return ''
  // Swedish writes days as ISO 8601 does
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at))
}
