import { createHash } from 'node:crypto'
import { formatAddress, formatPrefix, parseAddress, parsePrefix } from '../../../formats/ip.ts'
import { plainOf } from '../answers/thing.ts'
import type { rowFaults } from '../contract/parties.ts'

/** What a log tells: that a subscriber has or had an address. Moments in ISO 8601, so that it crosses threads and the database alike. */
export type Heard = {
  readonly source: 'radius' | 'dhcp' | 'nat'
  readonly net: string
  readonly lowPort: number | null
  readonly highPort: number | null
  readonly protocol: 'tcp' | 'udp' | 'icmp' | null
  readonly subscriber: string
  readonly session: string | null
  /** null: only its end is told; it ends what is known already */
  readonly since: string | null
  readonly until: string | null
  readonly seenAt: string
  readonly key: string
}

export type RowFault = {
  readonly line: number
  readonly column: string | null
  readonly why: (typeof rowFaults)[number]
  readonly text: string | null
}

/** What came of reading a file; the errors that are kept are the first, `errorCount` is of all. */
export type Reading<T> = {
  readonly rows: readonly T[]
  readonly errors: readonly RowFault[]
  readonly errorCount: number
  readonly read: number
}

const mostErrors = 500

/** Gathers rows and faults. */
export function openReading<T>() {
  const rows: T[] = []
  const errors: RowFault[] = []
  let errorCount = 0
  let read = 0
  return {
    row: (row: T): void => void rows.push(row),
    counted(): void {
      read += 1
    },
    fault(line: number, column: string | null, why: RowFault['why'], text: string | null = null): undefined {
      errorCount += 1
      if (errors.length < mostErrors) errors.push({ line, column, why, text: text === null ? null : text.slice(0, 120) })
    },
    result: (): Reading<T> => ({ rows, errors, errorCount, read }),
  }
}

export type Gathering<T> = ReturnType<typeof openReading<T>>

/** The same assignment in another file has the same key. */
export function keyOf(...parts: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)
}

/** A network or address in its one form, with its length. */
export function readNetOf(text: string): string | undefined {
  if (text.includes('/')) {
    const prefix = parsePrefix(text)
    return prefix === undefined ? undefined : formatPrefix(prefix)
  }
  const address = parseAddress(text.trim())
  if (address === undefined) return undefined
  const plain = plainOf(address)
  return `${formatAddress(plain)}/${plain.family === 4 ? 32 : 128}`
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const earliest = Date.UTC(1995, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/**
 * A moment as logs write it: seconds since 1970, ISO 8601, `2026-03-03 10:00:00`, `2026/03/03 10:00:00`, `Mar  3 2026 10:00:00 UTC`. One that
 * does not name its zone is taken for UTC. Any other named zone but UTC is no moment, since its letters mean several things.
 */
export function readMoment(text: string): number | undefined {
  const bare = text.trim().replace(/^"|"$/g, '')
  const at = /^\d{9,11}(?:\.\d+)?$/.test(bare) ? Number(bare) * 1_000 : (ofNumbers(bare) ?? ofWords(bare))
  return at === undefined || !(at >= earliest && at < latest) ? undefined : Math.floor(at)
}

function ofNumbers(text: string): number | undefined {
  const found =
    /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,](\d{1,9}))?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i.exec(
      text,
    )
  if (found === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', , zone] = found
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const made = new Date(at)
  const real = made.getUTCMonth() === Number(month) - 1 && made.getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60
  return real ? at - offsetOf(zone) : undefined
}

function ofWords(text: string): number | undefined {
  const found =
    /^(?:[A-Z][a-z]{2}\s+)?([A-Z][a-z]{2})\s+(\d{1,2})\s+(?:(\d{4})\s+(\d{2}:\d{2}:\d{2})|(\d{2}:\d{2}:\d{2})\s+(\d{4}))\s*(UTC|GMT|Z|[+-]\d{4})?$/i.exec(
      text,
    )
  if (found === null) return undefined
  const [, month = '', day, yearA, timeA, timeB, yearB, zone] = found
  const index = months.indexOf(month.toLowerCase())
  const [hour, minute, second] = (timeA ?? timeB ?? '').split(':').map(Number)
  if (index < 0) return undefined
  return Date.UTC(Number(yearA ?? yearB), index, Number(day), hour, minute, second) - offsetOf(zone)
}

function offsetOf(zone: string | undefined): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '')
  if (found === null) return 0
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3] ?? 0)) * 60_000
}

export function iso(at: number): string {
  return new Date(at).toISOString()
}
