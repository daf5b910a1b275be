import { decodeBytes, isAscii } from './charset.ts'
import { decodeWords } from './encoded-words.ts'
import type { Defects, HeaderField } from './message.ts'

/** RFC 5322 §2.2: the header, with every deviation that real mail shows. */

export type HeaderLimits = {
  /** bytes of one header read */
  readonly bytes: number
  /** bytes of one field kept */
  readonly field: number
  readonly count: number
}

export type ScannedHeader = {
  readonly fields: readonly HeaderField[]
  /** offset of the first byte of the body */
  readonly body: number
  /** offset at which a boundary line of an enclosing multipart ended the header early, or null */
  readonly interrupted: number | null
}

/** Whether the line from `start` to `end` is a delimiter of an enclosing multipart. */
export type IsBoundary = (start: number, end: number) => boolean

type Raw = { readonly at: number; readonly colon: number; end: number }

/** The end of the line that starts at `from`: where its content ends, and where the next one begins. */
export function lineEnd(bytes: Uint8Array, from: number, to: number): { readonly end: number; readonly next: number } {
  const feed = bytes.indexOf(0x0a, from)
  if (feed < 0 || feed >= to) return { end: to, next: to }
  return { end: feed > from && bytes[feed - 1] === 0x0d ? feed - 1 : feed, next: feed + 1 }
}

/** Reads the header that begins at `from`. Linear in its length; what exceeds a limit is passed over and said. */
export function scanHeader(
  bytes: Uint8Array,
  from: number,
  to: number,
  limits: HeaderLimits,
  defects: Defects,
  part: string,
  isBoundary: IsBoundary,
): ScannedHeader {
  const raws: Raw[] = []
  let at = from
  let body = to
  let interrupted: number | null = null
  let passing = false
  while (at < to) {
    const { end, next } = lineEnd(bytes, at, to)
    if (end === at) {
      body = next
      break
    }
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d && isBoundary(at, end)) {
      body = at
      interrupted = at
      break
    }
    if (at - from > limits.bytes) {
      defects.add('header-too-large', at, part)
      passing = true
    }
    const first = bytes[at]
    const last = raws.at(-1)
    if (first === 0x20 || first === 0x09) {
      if (blank(bytes, at, end)) {
        defects.add('header-blank-fold', at, part)
        // white space alone after the last field is an empty line that a relay padded, unless a field or a fold follows
        if (!goesOnAfterBlank(bytes, next, to)) {
          body = next
          break
        }
      }
      if (last === undefined) defects.add('header-not-a-field', at, part)
      else if (!passing) last.end = end
    } else {
      const colon = fieldColon(bytes, at, end)
      if (colon > at) {
        if (raws.length >= limits.count) {
          defects.add('header-too-many', at, part)
          passing = true
        }
        if (!passing) raws.push({ at, colon, end })
      } else if (raws.length === 0 && at === from) {
        // not even one field: all of it is body
        defects.add('no-header', at, part)
        body = at
        break
      } else if (goesOn(bytes, next, to)) defects.add('header-not-a-field', at, part)
      else {
        defects.add('header-unended', at, part)
        body = at
        break
      }
    }
    at = next
  }
  return { fields: raws.map((raw) => makeField(bytes, raw, limits, defects, part)), body, interrupted }
}

function blank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0x20 && bytes[i] !== 0x09 && bytes[i] !== 0x0d) return false
  return true
}

/** The offset of the colon after a field name (RFC 5322 §3.6.8; white space before the colon by §4.5), or -1. */
function fieldColon(bytes: Uint8Array, from: number, to: number): number {
  let i = from
  const most = Math.min(to, from + 200)
  while (i < most) {
    const byte = bytes[i] ?? 0
    if (byte === 0x3a) return i
    if (byte === 0x20 || byte === 0x09) break
    if (byte < 0x21) return -1
    i++
  }
  while (i < most && (bytes[i] === 0x20 || bytes[i] === 0x09)) i++
  return i < most && bytes[i] === 0x3a ? i : -1
}

/** Whether the line at `from` looks like a field or the end of a header: then a strange line before it was an accident. */
function goesOn(bytes: Uint8Array, from: number, to: number): boolean {
  if (from >= to) return false
  const { end } = lineEnd(bytes, from, to)
  if (end === from) return true
  const first = bytes[from]
  if (first === 0x20 || first === 0x09) return !blank(bytes, from, end)
  const colon = fieldColon(bytes, from, end)
  return colon > from && /^[A-Za-z][A-Za-z0-9-]*$/.test(latin(bytes, from, colon).trim())
}

/** The same past further padded lines, of which no more than a few are looked at. */
function goesOnAfterBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  for (let i = 0; i < 20 && at < to; i++) {
    const { end, next } = lineEnd(bytes, at, to)
    if (end === at || !blank(bytes, at, end)) break
    at = next
  }
  return goesOn(bytes, at, to)
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}

function makeField(bytes: Uint8Array, raw: Raw, limits: HeaderLimits, defects: Defects, part: string): HeaderField {
  const name = latin(bytes, raw.at, raw.colon).trimEnd()
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) defects.add('header-name', raw.at, part)
  let end = raw.end
  if (end - raw.at > limits.field) {
    end = raw.at + limits.field
    defects.add('header-field-too-long', raw.at, part)
  }
  const body = bytes.subarray(raw.colon + 1, end)
  let text: string
  if (isAscii(body)) text = latin(bytes, raw.colon + 1, end)
  else {
    const decoded = decodeBytes(body, null)
    if (decoded.charset !== 'utf-8') defects.add('header-8bit', raw.at, part)
    text = decoded.text
  }
  // RFC 5322 §2.2.3: the line break goes, the white space stays. A lone CR or LF must not survive into a value.
  const unfolded = text
    .replace(/\r?\n(?=[ \t])/g, '')
    .replace(/[\r\n]+/g, ' ')
    .replace(/\0/g, '')
    .trim()
  const value = decodeWords(unfolded)
  if (value.includes('\ufffd') && !unfolded.includes('\ufffd')) defects.add('word-undecodable', raw.at, part)
  return { name, key: name.toLowerCase(), raw: text, unfolded, value: value.replace(/[\r\n]+/g, ' '), at: raw.at }
}
