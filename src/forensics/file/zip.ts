import { inflateRawSync } from 'node:zlib'

/** ZIP (PKWARE APPNOTE 6.3.10), read by its central directory (§4.3.12), or by its local headers where that is lost. */

export type ZipEntry = {
  readonly name: string
  readonly size: number
  readonly packed: number
  readonly method: number
  readonly encrypted: boolean
  /** offset of the local header */
  readonly at: number
  readonly directory: boolean
  /** its bytes are those of another entry too: no packer writes that, and reading each would cost the whole again */
  readonly overlaps: boolean
}

export type ZipReading = {
  readonly entries: readonly ZipEntry[]
  readonly damaged: boolean
  readonly truncated: boolean
  readonly lead: number
}

const localMark = 0x04034b50
const centralMark = 0x02014b50
const endMark = 0x06054b50

/** Whether the bytes begin as a ZIP does (also an empty or a spanned one). */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 &&
    bytes[1] === 0x4b &&
    ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6) || (bytes[2] === 7 && bytes[3] === 8))
  )
}

/** Lists up to `most` entries. Nothing is unpacked. */
export function listZip(bytes: Uint8Array, most: number): ZipReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === null) return { ...listLocals(bytes, view, most), damaged: true, lead: 0 }
  const stated = view.getUint16(end + 10, true)
  const size = view.getUint32(end + 12, true)
  const offset = view.getUint32(end + 16, true)
  // bytes in front of the archive (self-extractors, polyglots) shift every offset
  const lead = Math.max(0, end - size - offset)
  const start = stated === 0xffff || offset === 0xffffffff || end - size < 0 ? firstCentral(bytes, offset) : offset + lead
  const entries: ZipEntry[] = []
  let at = start
  let damaged = false
  while (at >= 0 && at + 46 <= bytes.length && view.getUint32(at, true) === centralMark) {
    if (entries.length >= most) return { entries: markOverlaps(entries), damaged, truncated: true, lead }
    const flags = view.getUint16(at + 8, true)
    const nameLength = view.getUint16(at + 28, true)
    const extra = view.getUint16(at + 30, true)
    const comment = view.getUint16(at + 32, true)
    if (at + 46 + nameLength > bytes.length) {
      damaged = true
      break
    }
    const sizes = widen(
      view,
      at + 46 + nameLength,
      extra,
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    )
    const name = decodeName(bytes.subarray(at + 46, at + 46 + nameLength), (flags & 0x800) !== 0)
    entries.push({
      name,
      size: sizes.size,
      packed: sizes.packed,
      method: view.getUint16(at + 10, true),
      encrypted: (flags & 1) !== 0,
      at: sizes.offset + lead,
      directory: name.endsWith('/'),
      overlaps: false,
    })
    at += 46 + nameLength + extra + comment
  }
  if (entries.length === 0 && stated > 0) return { ...listLocals(bytes, view, most), damaged: true, lead }
  return { entries: markOverlaps(entries), damaged: damaged || (stated !== 0xffff && stated !== entries.length), truncated: false, lead }
}

/** Marks each entry that begins within another. Local headers may be longer than the 30 bytes counted here, never shorter (§4.3.7). */
function markOverlaps(entries: readonly ZipEntry[]): ZipEntry[] {
  const inOrder = entries.map((entry, index) => ({ entry, index })).sort((a, b) => a.entry.at - b.entry.at || a.index - b.index)
  const overlapping = new Set<number>()
  let end = 0
  for (const { entry, index } of inOrder) {
    if (entry.at < end) overlapping.add(index)
    end = Math.max(end, entry.at + 30 + entry.packed)
  }
  return entries.map((entry, index) => (overlapping.has(index) ? { ...entry, overlaps: true } : entry))
}

function firstCentral(bytes: Uint8Array, stated: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return stated !== 0xffffffff && stated + 4 <= bytes.length && buffer.readUInt32LE(stated) === centralMark
    ? stated
    : buffer.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
}

/** Zip64 (§4.5.3): the sizes that did not fit stand in an extra field. */
function widen(view: DataView, from: number, length: number, size: number, packed: number, offset: number) {
  const found = { size, packed, offset }
  let at = from
  const end = Math.min(from + length, view.byteLength)
  while (at + 4 <= end) {
    const id = view.getUint16(at, true)
    const fieldEnd = Math.min(at + 4 + view.getUint16(at + 2, true), end)
    if (id === 1) {
      let next = at + 4
      for (const key of ['size', 'packed', 'offset'] as const) {
        if (found[key] !== 0xffffffff || next + 8 > fieldEnd) continue
        found[key] = Number(view.getBigUint64(next, true))
        next += 8
      }
    }
    at = Math.max(fieldEnd, at + 4)
  }
  return found
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - 22 - 65_535)
  for (let at = view.byteLength - 22; at >= lowest; at--) if (view.getUint32(at, true) === endMark) return at
  return null
}

function listLocals(bytes: Uint8Array, view: DataView, most: number): { entries: ZipEntry[]; truncated: boolean } {
  const entries: ZipEntry[] = []
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const mark = Buffer.from([0x50, 0x4b, 3, 4])
  let at = buffer.indexOf(mark)
  while (at >= 0 && at + 30 <= bytes.length) {
    if (entries.length >= most) return { entries, truncated: true }
    const flags = view.getUint16(at + 6, true)
    const nameLength = view.getUint16(at + 26, true)
    const nameEnd = at + 30 + nameLength
    if (nameEnd > bytes.length) break
    const name = decodeName(bytes.subarray(at + 30, nameEnd), (flags & 0x800) !== 0)
    const packed = view.getUint32(at + 18, true)
    entries.push({
      name,
      size: view.getUint32(at + 22, true),
      packed,
      method: view.getUint16(at + 8, true),
      encrypted: (flags & 1) !== 0,
      at,
      directory: name.endsWith('/'),
      overlaps: false,
    })
    const next = nameEnd + view.getUint16(at + 28, true) + packed
    at = buffer.indexOf(mark, next > at && next <= bytes.length ? next : at + 4)
  }
  return { entries, truncated: false }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decodeName(bytes: Uint8Array, marked: boolean): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return new TextDecoder(marked ? 'utf-8' : 'windows-1252').decode(bytes)
  }
}

/** The bytes of one entry, or why they cannot be had. Never unpacks more than `most` bytes. */
export function readZipEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  most: number,
): Uint8Array | 'encrypted' | 'damaged' | 'too-large' | 'unknown-method' {
  if (entry.encrypted) return 'encrypted'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.at < 0 || entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== localMark) return 'damaged'
  const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  const stored = entry.packed > 0 ? entry.packed : bytes.length - start
  const end = Math.min(bytes.length, start + stored)
  if (start > bytes.length) return 'damaged'
  const packed = bytes.subarray(start, end)
  if (most <= 0) return 'too-large'
  if (entry.method === 0) return packed.length > most ? 'too-large' : packed
  if (entry.method !== 8) return 'unknown-method'
  return inflate(packed, most)
}

function inflate(packed: Uint8Array, most: number): Uint8Array | 'damaged' | 'too-large' {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most), finishFlush: 2 })
  } catch (error) {
    return error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      ? 'too-large'
      : 'damaged'
  }
}
