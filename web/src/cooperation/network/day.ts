import { formatInstant } from '../../ui/format.ts'

/** A day (ISO 8601) in the reader's words: it has no hour and no zone. */
export function dayText(day: string, locale: string): string {
  return formatInstant(new Date(`${day}T00:00:00Z`), locale, 'UTC', 'date')
}
