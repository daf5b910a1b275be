import { useEffect, useState } from 'react'
import { formatInstant, formatRelative, type InstantStyle, relativeStaysFor } from './format.ts'
import { usePreferences } from './preferences.tsx'

type TimeProps = {
  /** ISO 8601 */
  readonly at: string
  /** `relative` for lists (the full time is in the title), the others say the instant with the zone's offset */
  readonly style?: 'relative' | InstantStyle
  /** The reader's zone where not given; evidence and exports say `UTC`. */
  readonly zone?: string
}

/** An instant. An unreadable one is shown as it came. */
export function Time({ at, style = 'minute', zone }: TimeProps) {
  const preferences = usePreferences()
  const instant = new Date(at)
  const now = useNow(style === 'relative' && !Number.isNaN(instant.getTime()) ? instant : undefined)
  if (Number.isNaN(instant.getTime())) return <bdi>{at}</bdi>
  const where = zone ?? preferences.zone
  const full = formatInstant(instant, preferences.locale, where, 'second')
  const shown =
    style === 'relative' ? formatRelative(instant, now, preferences.locale) : formatInstant(instant, preferences.locale, where, style)
  return (
    <time dateTime={instant.toISOString()} title={full}>
      {shown}
    </time>
  )
}

/** The present, moving on as often as the words for the distance to `instant` may change. */
function useNow(instant: Date | undefined): Date {
  const [now, setNow] = useState(() => new Date())
  const wait = instant === undefined ? undefined : relativeStaysFor(instant, now)
  useEffect(() => {
    if (wait === undefined) return
    const timer = setInterval(() => setNow(new Date()), wait)
    return () => clearInterval(timer)
  }, [wait])
  return now
}
