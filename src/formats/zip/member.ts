import type { Parsed } from '../../base/parsed.ts'
import { flags } from './layout.ts'

/** Bytes by their place: a file, or a part of one. `read` gives exactly what is asked, fewer only at the end. */
export type ZipSource = { readonly size: number; readonly read: (offset: number, length: number) => Promise<Uint8Array> }

export type ZipFlawCode =
  | 'zip-malformed'
  | 'zip-truncated'
  | 'zip-mismatch'
  | 'zip-hidden-bytes'
  | 'zip-duplicate'
  | 'zip-path'
  | 'zip-special-file'
  | 'zip-unsupported'
  | 'zip-bomb'
  | 'zip-damaged'

/** What is wrong with an archive; `name` is the member's where it is of one. In English, for a terminal. */
export type ZipFlaw = { readonly code: ZipFlawCode; readonly detail: string; readonly name?: string }

export type ZipEntry = {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  /** bytes in the archive */
  readonly stored: number
  /** bytes of the file */
  readonly size: number
  /** where its local header stands */
  readonly offset: number
  /** where its bytes begin */
  readonly start: number
}

/** A central entry before its local header was looked at. */
export type Listed = Omit<ZipEntry, 'start'> & { readonly flagBits: number; readonly mode: number; readonly madeBy: number }

export function isFlaw(value: unknown): value is ZipFlaw {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

/** A name is UTF-8 where it says so, else ASCII: what an old code page would make of other bytes, nobody can tell (appendix D). */
export function readName(bytes: Uint8Array, flagBits: number): Parsed<string> {
  if ((flagBits & flags.utf8) === 0 && bytes.some((byte) => byte > 0x7e)) return { malformed: 'a name in an unknown encoding' }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { malformed: 'a name that is not UTF-8' }
  }
}

export function readExtra(bytes: Buffer): Parsed<ReadonlyMap<number, Buffer>> {
  const found = new Map<number, Buffer>()
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return { malformed: 'an extra field ends too early' }
    const [id, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)]
    if (at + 4 + length > bytes.length) return { malformed: 'an extra field ends too early' }
    if (found.has(id)) return { malformed: 'an extra field stands twice' }
    found.set(id, bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return found
}
