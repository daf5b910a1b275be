// DER (ITU-T X.690 §8 and §10), as far as RFC 3161 and what it rests on need it. Strict: one encoding for every value.
import { isMalformed, type Parsed } from '../../base/parsed.ts'

/** One value. `whole` is its encoding, `content` what is inside; `children` where it is constructed. Both are views of what was parsed. */
export type Der = {
  /** the first byte: class, form and number in one (numbers past 30 are not read) */
  readonly tag: number
  readonly whole: Uint8Array
  readonly content: Uint8Array
  readonly children: readonly Der[]
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** The tag of a context-specific value: `[n]`, constructed or not (X.690 §8.1.2). */
export function context(number: number, constructed = true): number {
  return 0x80 | (constructed ? 0x20 : 0) | number
}

export type DerLimits = { readonly bytes: number; readonly depth: number; readonly count: number }
export const derLimits: DerLimits = { bytes: 262_144, depth: 24, count: 20_000 }

/** Reads one value that fills the bytes. Malformed where a length is not in its shortest form, is indefinite, or leaves anything over. */
export function parseDer(bytes: Uint8Array, limits: DerLimits = derLimits): Parsed<Der> {
  if (bytes.length > limits.bytes) return { malformed: 'longer than is read' }
  let left = limits.count
  const read = (at: number, end: number, depth: number): Parsed<{ der: Der; next: number }> => {
    if (depth > limits.depth || --left < 0) return { malformed: 'deeper or more than is read', at }
    const head = readHead(bytes, at, end)
    if (isMalformed(head)) return head
    const { tag, from, to } = head
    const children: Der[] = []
    for (let inner = from; (tag & 0x20) !== 0 && inner < to; ) {
      const child = read(inner, to, depth + 1)
      if (isMalformed(child)) return child
      children.push(child.der)
      inner = child.next
    }
    return { der: { tag, whole: bytes.subarray(at, to), content: bytes.subarray(from, to), children }, next: to }
  }
  const top = read(0, bytes.length, 1)
  if (isMalformed(top)) return top
  return top.next === bytes.length ? top.der : { malformed: 'something follows the value', at: top.next }
}

function readHead(bytes: Uint8Array, at: number, end: number): Parsed<{ tag: number; from: number; to: number }> {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || first === undefined || at + 2 > end) return { malformed: 'ends too early', at }
  if ((tag & 0x1f) === 0x1f) return { malformed: 'a tag of more than one byte', at }
  if (first < 0x80) return at + 2 + first <= end ? { tag, from: at + 2, to: at + 2 + first } : { malformed: 'ends too early', at }
  const size = first & 0x7f
  if (size === 0 || size > 4) return { malformed: 'a length that is indefinite or too large', at }
  let length = 0
  for (let byte = 0; byte < size; byte++) length = length * 256 + (bytes[at + 2 + byte] ?? 0)
  const from = at + 2 + size
  if (length < 0x80 || length < 256 ** (size - 1)) return { malformed: 'a length that is not in its shortest form', at }
  return from + length <= end ? { tag, from, to: from + length } : { malformed: 'ends too early', at }
}

/** One value as it is written. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  if (content.length < 0x80) return Buffer.concat([Uint8Array.of(tag, content.length), content])
  const digits = content.length.toString(16)
  const size = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return Buffer.concat([Uint8Array.of(tag, 0x80 | size.length), size, content])
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(tags.sequence, ...parts)
export const octets = (bytes: Uint8Array): Uint8Array => der(tags.octets, bytes)
export const nothing = (): Uint8Array => der(tags.null)
export const truth = (value: boolean): Uint8Array => der(tags.boolean, Uint8Array.of(value ? 0xff : 0))

/** Whole and not negative. */
export function integer(value: bigint | number): Uint8Array {
  const digits = BigInt(value).toString(16)
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return der(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(0), bytes)
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(128 + (left % 128))
    return groups
  })
  return der(tags.oid, Uint8Array.from(bytes))
}

/** UTC to the second, as RFC 3161 §2.4.2 writes it. */
export function time(at: Date): Uint8Array {
  return der(tags.time, Buffer.from(`${at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`))
}

/** The dotted form of an object identifier; undefined where the value is none. */
export function readOid(value: Der | undefined): string | undefined {
  if (value?.tag !== tags.oid || value.content.length === 0 || value.content.length > 64) return undefined
  const arcs: number[] = []
  let arc = 0
  let fresh = true
  for (const byte of value.content) {
    if (fresh && byte === 0x80) return undefined
    arc = arc * 128 + (byte & 0x7f)
    if (!Number.isSafeInteger(arc)) return undefined
    fresh = byte < 0x80
    if (fresh) {
      arcs.push(arc)
      arc = 0
    }
  }
  const [head, ...rest] = arcs
  if (!fresh || head === undefined) return undefined
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...rest].join('.')
}

/** A whole number that is not negative and in its shortest form; undefined for anything else. */
export function readInteger(value: Der | undefined, most = 64): bigint | undefined {
  const bytes = value?.tag === tags.integer ? value.content : undefined
  const [first, second = 0] = bytes ?? []
  if (bytes === undefined || first === undefined || first >= 0x80 || bytes.length > most) return undefined
  if (first === 0 && bytes.length > 1 && second < 0x80) return undefined
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** GeneralizedTime in UTC with an optional fraction without trailing zeros (RFC 3161 §2.4.2), to the millisecond. */
export function readTime(value: Der | undefined): Date | undefined {
  if (value?.tag !== tags.time || value.content.length > 32) return undefined
  const text = Buffer.from(value.content).toString('latin1')
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = ''] = found
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  // a day or an hour that there is not would be moved to the next one
  const same = !Number.isNaN(at.getTime()) && at.getUTCDate() === Number(day) && at.getUTCHours() === Number(hour)
  return same ? at : undefined
}

export function sameDer(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
