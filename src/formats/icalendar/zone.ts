/**
 * Time zones as the runtime knows them: IANA's data, under IANA's names. Offsets are minutes east of UTC; a wall clock is written as the milliseconds that
 * it would be in UTC.
 */

const minute = 60_000
const day = 86_400_000
const week = 7 * day
const formats = new Map<string, Intl.DateTimeFormat | undefined>()
const mostNames = 1000

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone)
  let format: Intl.DateTimeFormat | undefined
  try {
    // a bare offset is no name of IANA's, and means nothing as TZID
    if (/^[A-Za-z]/.test(zone)) format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  } catch {
    // no such zone
  }
  if (formats.size < mostNames) formats.set(zone, format)
  return format
}

/** Whether the runtime knows a zone by this name. */
export function isZone(name: string): boolean {
  return formatOf(name) !== undefined
}

/** Minutes east of UTC at a moment; 0 in a zone that nobody knows. */
export function offsetAt(zone: string, at: number): number {
  const found = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(formatOf(zone)?.format(at) ?? '')
  if (found?.[1] === undefined) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -minutes : minutes
}

/** What the clock on the wall shows at a moment. */
export function wallOf(zone: string, at: number): number {
  return at + offsetAt(zone, at) * minute
}

/** The moment of a wall clock (RFC 5545 §3.3.5): the first of two; where the clock skips it, by the offset before. */
export function momentOf(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - day)
  const after = offsetAt(zone, wall + day)
  const first = wall - before * minute
  if (before === after || offsetAt(zone, first) === before) return first
  const second = wall - after * minute
  return offsetAt(zone, second) === after ? second : first
}

/** Whether clocks show this wall clock twice, as when they are put back. */
export function isTwice(zone: string, wall: number): boolean {
  const [before, after] = [offsetAt(zone, wall - day), offsetAt(zone, wall + day)]
  return before > after && offsetAt(zone, wall - before * minute) === before && offsetAt(zone, wall - after * minute) === after
}

export type Transition = { readonly at: number; readonly before: number; readonly after: number }

/** When clocks are changed between two moments, in order; to the second. Looks once a week, so two changes within a week are one. */
export function transitionsOf(zone: string, from: number, to: number): readonly Transition[] {
  const found: Transition[] = []
  let before = offsetAt(zone, from)
  for (let at = from; at < to; at += week) {
    const next = Math.min(at + week, to)
    const after = offsetAt(zone, next)
    if (after !== before) found.push({ at: changeBetween(zone, at, next, before), before, after })
    before = after
  }
  return found
}

function changeBetween(zone: string, from: number, to: number, before: number): number {
  let low = from
  let high = to
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (middle <= low) break
    if (offsetAt(zone, middle) === before) low = middle
    else high = middle
  }
  return Math.ceil(high / 1000) * 1000
}
