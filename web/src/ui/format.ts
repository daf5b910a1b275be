/** Numbers, sizes and times in words and digits of a locale. Pure; formatters are kept, since making one is slow. */

const made = new Map<string, unknown>()

function once<T>(kind: string, locale: string, options: object, make: () => T): T {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`
  const found = made.get(key) as T | undefined
  if (found !== undefined) return found
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

export function formatNumber(value: number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  return once('number', locale, options, () => new Intl.NumberFormat(locale, options)).format(value)
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size in decimal units (SI): 1,000 bytes are a kilobyte. */
export function formatSize(bytes: number, locale: string): string {
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1_000 ** step
  const digits = step === 0 || amount >= 100 ? 0 : 1
  // the short form of bytes knows no plural in English
  const unitDisplay = step === 0 ? 'long' : 'short'
  return formatNumber(amount, locale, { style: 'unit', unit: units[step] ?? 'byte', unitDisplay, maximumFractionDigits: digits })
}

export type InstantStyle = 'date' | 'minute' | 'second'

const shapes: Record<InstantStyle, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  minute: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  second: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
}

/** An instant in a time zone, with the offset that the zone had at that instant (`+02:00`, or `UTC`). */
export function formatInstant(at: Date, locale: string, zone: string, style: InstantStyle): string {
  const options = { ...shapes[style], timeZone: zone }
  const text = once('date', locale, options, () => new Intl.DateTimeFormat(locale, options)).format(at)
  // isolated, or a right-to-left line would carry the sign to the other side
  return style === 'date' ? text : `${text} \u2066${offsetOf(at, zone)}\u2069`
}

/** The offset of a zone from UTC at an instant: `UTC`, `+05:30`, `−03:00`. */
export function offsetOf(at: Date, zone: string): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: zone, timeZoneName: 'longOffset' }
  const parts = once('offset', 'en', options, () => new Intl.DateTimeFormat('en', options)).formatToParts(at)
  const offset = (parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT').replace('GMT', '').replace('-', '−')
  return offset === '' || offset === '+00:00' ? 'UTC' : offset
}

/** The instant at which a day (`2026-11-21`) begins in a zone, as ISO 8601 UTC. */
export function startOfDay(day: string, zone: string): string {
  const offset = offsetOf(new Date(`${day}T00:00:00Z`), zone).replace('−', '-')
  return new Date(`${day}T00:00:00${offset === 'UTC' ? 'Z' : offset}`).toISOString()
}

/** The day after (`2026-11-30` → `2026-12-01`). */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

const spans: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** How long ago, or how soon: in the largest unit that fits. Less than ten seconds is 'now'. */
export function formatRelative(at: Date, now: Date, locale: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1_000)
  // CLDR 48 says of three to ten months ago in short Arabic that they are to come
  const style = locale.startsWith('ar') ? 'narrow' : 'short'
  const options = { numeric: 'auto', style } as const
  const format = once('relative', locale, options, () => new Intl.RelativeTimeFormat(locale, options))
  if (Math.abs(seconds) < 10) return format.format(0, 'second')
  const [unit, length] = spans.find(([, span]) => Math.abs(seconds) >= span) ?? ['second', 1]
  return format.format(Math.trunc(seconds / length), unit)
}

/** After how many milliseconds the words of `formatRelative` may change. */
export function relativeStaysFor(at: Date, now: Date): number {
  const age = Math.abs(at.getTime() - now.getTime())
  if (age < 60_000) return 5_000
  return age < 3_600_000 ? 20_000 : 600_000
}

/** A length of time in seconds, in its two largest units: `3 min 20 sec`. */
export function formatSpan(seconds: number, locale: string): string {
  const pieces: string[] = []
  let rest = Math.max(0, Math.round(seconds))
  for (const [unit, length] of spans) {
    const amount = Math.floor(rest / length)
    if (amount === 0 && (pieces.length > 0 || unit !== 'second')) continue
    pieces.push(formatNumber(amount, locale, { style: 'unit', unit, unitDisplay: 'short' }))
    rest -= amount * length
    if (pieces.length === 2) break
  }
  const options = { type: 'unit', style: 'narrow' } as const
  return once('list', locale, options, () => new Intl.ListFormat(locale, options)).format(pieces)
}

/** The name of a country by its ISO 3166-1 code, in the reader's language; the code itself when nobody knows it. */
export function countryName(code: string, locale: string): string {
  if (!/^[a-z]{2}$/i.test(code)) return code
  const options = { type: 'region', fallback: 'code' } as const
  return once('region', locale, options, () => new Intl.DisplayNames(locale, options)).of(code.toUpperCase()) ?? code
}

/** The name of a language by its tag, in the reader's language. */
export function languageName(tag: string, locale: string): string {
  try {
    const options = { type: 'language', fallback: 'code' } as const
    return once('language', locale, options, () => new Intl.DisplayNames(locale, options)).of(tag) ?? tag
  } catch {
    return tag
  }
}
