import type { Parsed } from '../../base/parsed.ts'

/** RFC 5322 §3.3 date and time, with the obsolete zones and years of §4.3 and the forms that broken mailers write. */
export type HeaderDate = {
  /** ISO 8601 UTC, whole seconds */
  readonly at: string
  /** minutes east of UTC; null when the zone is not known (`-0000`, none, military letters) */
  readonly offset: number | null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  bst: 60,
  cet: 60,
  cest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  kst: 540,
  hkt: 480,
  sgt: 480,
}

/** Reads a date of a header. Years before 1970 or after 9999 and impossible days are malformed. */
export function readDate(text: string): Parsed<HeaderDate> {
  const bare = text
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(bare)
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, zone] = iso
    return assemble(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second ?? 0),
      (zone ?? '').replace(':', ''),
    )
  }
  const match =
    /^(?:[A-Za-z]{2,9}\.?,? ?)?(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?,?[ -](\d{2,4}),? (\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:\.\d+)? ?([AP]M)? ?([+-]?[A-Za-z0-9:]*)/i.exec(
      bare,
    )
  if (match !== null) {
    const [, day, month, year, hour, minute, second, half, zone] = match
    return assemble(
      fullYear(year),
      months.indexOf((month ?? '').toLowerCase()),
      Number(day),
      halfDay(hour, half),
      Number(minute),
      Number(second ?? 0),
      zone ?? '',
    )
  }
  // ctime: Wed Feb 27 10:11:12 [ZONE] 2002
  const ctime =
    /^(?:[A-Za-z]{3},? )?([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{1,2}):(\d\d)(?::(\d\d))? (?:([A-Z]{1,5}|[+-]\d{4}) )?(\d{4})(?: ([+-]\d{4}|[A-Z]{1,5}))?/.exec(
      bare,
    )
  if (ctime !== null) {
    const [, month, day, hour, minute, second, before, year, after] = ctime
    return assemble(
      Number(year),
      months.indexOf((month ?? '').toLowerCase()),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second ?? 0),
      before ?? after ?? '',
    )
  }
  return { malformed: 'not a date of RFC 5322' }
}

function fullYear(text: string | undefined): number {
  const year = Number(text)
  // RFC 5322 §4.3: two digits below 50 are 20xx, other two or three digits count from 1900
  return (text ?? '').length === 4 ? year : year < 50 ? 2000 + year : 1900 + year
}

function halfDay(hour: string | undefined, half: string | undefined): number {
  const value = Number(hour)
  if (half === undefined) return value
  return (value % 12) + (/^p/i.test(half) ? 12 : 0)
}

function assemble(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  zone: string,
): Parsed<HeaderDate> {
  const leap = second === 60 ? 59 : second
  if (month < 0 || year < 1970 || year > 9999 || hour > 23 || minute > 59 || leap > 59) return { malformed: 'a date that cannot be' }
  const base = Date.UTC(year, month, day, hour, minute, leap)
  const check = new Date(base)
  if (check.getUTCDate() !== day || check.getUTCMonth() !== month) return { malformed: 'a day that the month does not have' }
  const numeric = /^([+-])(\d\d):?(\d\d)$/.exec(zone)
  let offset: number | null = null
  if (numeric !== null) {
    const [, sign, hours, minutes] = numeric
    const size = Number(hours) * 60 + Number(minutes)
    if (size > 14 * 60 + 59) offset = null
    else if (sign === '-' && size === 0) offset = null
    else offset = sign === '-' ? -size : size
  } else if (zone !== '') offset = zones[zone.toLowerCase()] ?? null
  return { at: new Date(base - (offset ?? 0) * 60_000).toISOString().replace(/\.000Z$/, 'Z'), offset }
}
