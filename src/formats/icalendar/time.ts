/** Date and time of RFC 5545 §3.3.5, and durations of §3.3.6. A wall clock is written as the milliseconds that it would be in UTC. */

const digits = (at: number) =>
  new Date(at)
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d+Z$/, '')

/** FORM #1: local time. */
export function localText(wall: number): string {
  return digits(wall)
}

/** FORM #2: UTC. */
export function utcText(at: Date): string {
  return `${digits(at.getTime())}Z`
}

export type WallClock = { readonly wall: number; readonly utc: boolean; readonly date: boolean }

/** What a value says, in any of its forms; undefined where it is no date that exists. */
export function readTime(value: string): WallClock | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/i.exec(value.trim())
  if (found === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map((text) => Number(text ?? 0))
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60 || year < 1) return undefined
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  if (at.getUTCMonth() !== month - 1 || day < 1) return undefined
  return { wall: at.setUTCHours(hour, minute, second), utc: (found[7] ?? '') !== '', date: found[4] === undefined }
}

/** Milliseconds of a duration, which may be negative; undefined where it is none, or longer than a century. */
export function readDuration(value: string): number | undefined {
  const found = /^([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/i.exec(value.trim())
  if (found === null || found.slice(2).every((part) => part === undefined)) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(2).map((part) => Number(part ?? 0))
  const size = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
  if (size > 100 * 366 * 86_400_000) return undefined
  return found[1] === '-' && size !== 0 ? -size : size
}
