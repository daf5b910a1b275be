// A strict reader of ZIP archives, for those whose every byte must be accounted for: what one program shows and another does not is refused, not interpreted.
import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { pathFlaw } from '../../base/path.ts'
import { extras, flags, full16, full32, lengths, methods, signatures } from './layout.ts'
import { checkLocal } from './local.ts'
import { isFlaw, type Listed, readExtra, readName, type ZipEntry, type ZipFlaw, type ZipSource } from './member.ts'
import { refuseSame } from './names.ts'

export type ZipLimits = {
  readonly entries: number
  /** bytes of the directory */
  readonly directory: number
  /** bytes of all files */
  readonly total: number
  /** how many times larger than its stored bytes a file past `small` bytes may be */
  readonly ratio: number
  readonly small: number
}

export const zipLimits: ZipLimits = { entries: 200_000, directory: 134_217_728, total: 2 ** 41, ratio: 200, small: 16_777_216 }

/** `entries` are the files, without folders; empty where the directory itself could not be read. */
export type ReadZip = { readonly entries: readonly ZipEntry[]; readonly flaws: readonly ZipFlaw[] }

type Directory = { readonly start: number; readonly size: number; readonly count: number; readonly end: number }

/**
 * Lists an archive and holds each member's two headers against each other. The archive must begin with its first member and end with its directory, and its
 * members must lie one after another without a gap or an overlap. `encrypted` allows members under AES.
 */
export async function readZip(source: ZipSource, { encrypted = false, limits = zipLimits } = {}): Promise<ReadZip> {
  const directory = await findDirectory(source, limits)
  if (isFlaw(directory)) return { entries: [], flaws: [directory] }
  const bytes = await source.read(directory.start, directory.size)
  const listed = listDirectory(bytes, directory.count, encrypted)
  if (isMalformed(listed)) return { entries: [], flaws: [{ code: 'zip-malformed', detail: listed.malformed }] }
  const flaws: ZipFlaw[] = [...listed.flatMap((entry) => entryFlaws(entry, limits)), ...refuseSame(listed.map(({ name }) => name))]
  const total = listed.reduce((sum, entry) => sum + entry.size, 0)
  if (total > limits.total) flaws.push({ code: 'zip-bomb', detail: `the files are ${total} bytes in all, more than are read` })
  const entries: ZipEntry[] = []
  let at = 0
  for (const entry of [...listed].sort((a, b) => a.offset - b.offset)) {
    const local = await checkLocal(source, entry)
    if (isFlaw(local)) return { entries: [], flaws: [...flaws, local] }
    if (entry.offset !== at) flaws.push(gap(at, entry.offset, entry.name))
    at = local.end
    if (local.flaw !== null) flaws.push(local.flaw)
    const { flagBits: _flags, mode: _mode, madeBy: _by, ...rest } = entry
    if (!entry.name.endsWith('/')) entries.push({ ...rest, start: local.start })
  }
  if (at !== directory.start) flaws.push(gap(at, directory.start))
  return { entries, flaws }
}

function gap(from: number, to: number, name?: string): ZipFlaw {
  const what = from < to ? `${to - from} bytes from ${from} on belong to no file` : `members overlap from ${to} on`
  return { code: 'zip-hidden-bytes', detail: what, ...(name === undefined ? {} : { name }) }
}

async function findDirectory(source: ZipSource, limits: ZipLimits): Promise<Directory | ZipFlaw> {
  if (source.size < lengths.end) return { code: 'zip-truncated', detail: 'the file is too short for an archive' }
  const tail = Buffer.from(await source.read(source.size - lengths.end, lengths.end))
  if (tail.length < lengths.end || tail.readUInt32LE(0) !== signatures.end) {
    const detail = 'the file does not end with the end of a directory: it was cut, or something was put behind it'
    return { code: 'zip-truncated', detail }
  }
  if (tail.readUInt16LE(20) !== 0) return { code: 'zip-hidden-bytes', detail: 'the archive has a comment' }
  if (tail.readUInt16LE(4) !== 0 || tail.readUInt16LE(6) !== 0 || tail.readUInt16LE(8) !== tail.readUInt16LE(10))
    return { code: 'zip-unsupported', detail: 'the archive is one of several volumes' }
  const end = source.size - lengths.end
  const plain = { count: tail.readUInt16LE(10), size: tail.readUInt32LE(12), start: tail.readUInt32LE(16), end }
  const large = plain.count === full16 || plain.size === full32 || plain.start === full32
  const directory = large ? await findLarge(source, end) : plain
  if (isFlaw(directory)) return directory
  if (directory.count > limits.entries) return { code: 'zip-bomb', detail: `${directory.count} members, more than are read` }
  if (directory.size > limits.directory) return { code: 'zip-bomb', detail: 'the directory is larger than is read' }
  if (directory.start + directory.size !== directory.end)
    return { code: 'zip-hidden-bytes', detail: 'the directory does not end where the archive says' }
  return directory
}

async function findLarge(source: ZipSource, end: number): Promise<Directory | ZipFlaw> {
  const malformed = (detail: string): ZipFlaw => ({ code: 'zip-malformed', detail })
  const from = end - lengths.locator64 - lengths.end64
  if (from < 0) return malformed('the large form of the end of the directory is missing')
  const bytes = Buffer.from(await source.read(from, lengths.locator64 + lengths.end64))
  const locator = bytes.subarray(lengths.end64)
  if (bytes.readUInt32LE(0) !== signatures.end64 || locator.readUInt32LE(0) !== signatures.locator64)
    return malformed('the large form of the end of the directory is missing')
  const numbers = [bytes.readBigUInt64LE(32), bytes.readBigUInt64LE(40), bytes.readBigUInt64LE(48), locator.readBigUInt64LE(8)]
  if (numbers.some((one) => one > BigInt(Number.MAX_SAFE_INTEGER))) return malformed('a number in the directory is out of bounds')
  const [count = 0, size = 0, start = 0, place = 0] = numbers.map(Number)
  if (place !== from || bytes.readBigUInt64LE(24) !== BigInt(count)) return malformed('the end of the directory contradicts itself')
  return { count, size, start, end: from }
}

function listDirectory(bytes: Uint8Array, count: number, encrypted: boolean): Parsed<Listed[]> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const listed: Listed[] = []
  let at = 0
  for (let number = 0; number < count; number++) {
    if (at + lengths.central > view.length || view.readUInt32LE(at) !== signatures.central)
      return { malformed: 'the directory ends too early', at }
    const [names, extra, comment] = [view.readUInt16LE(at + 28), view.readUInt16LE(at + 30), view.readUInt16LE(at + 32)]
    const next = at + lengths.central + names + extra + comment
    if (next > view.length) return { malformed: 'the directory ends too early', at }
    const entry = centralEntry(view.subarray(at, next), names, extra, encrypted)
    if (isMalformed(entry)) return entry
    if (comment > 0) return { malformed: `a comment is put to ${entry.name}` }
    listed.push(entry)
    at = next
  }
  return at === view.length ? listed : { malformed: 'the directory holds more than its members', at }
}

function centralEntry(bytes: Buffer, names: number, extraLength: number, encrypted: boolean): Parsed<Listed> {
  const name = readName(bytes.subarray(lengths.central, lengths.central + names), bytes.readUInt16LE(8))
  if (isMalformed(name)) return name
  const extra = readExtra(bytes.subarray(lengths.central + names, lengths.central + names + extraLength))
  if (isMalformed(extra)) return extra
  if (extra.has(extras.unicodePath)) return { malformed: `${name} carries a second name` }
  const flagBits = bytes.readUInt16LE(8)
  const outside = flagBits & ~(flags.encrypted | flags.level | flags.descriptor | flags.utf8)
  if (outside !== 0) return { malformed: `${name} asks for something that is not read here (flags ${outside.toString(16)})` }
  const hidden = (flagBits & flags.encrypted) !== 0
  const method = bytes.readUInt16LE(10)
  const known = hidden ? encrypted && method === methods.aes : method === methods.store || method === methods.deflate
  if (!known) return { malformed: `${name} is ${hidden ? 'encrypted' : `packed by method ${method}`}, which is not read here` }
  if (bytes.readUInt16LE(34) !== 0) return { malformed: `${name} lies in another volume` }
  const sizes = readSizes(bytes, extra.get(extras.zip64))
  if (isMalformed(sizes)) return sizes
  const madeBy = bytes.readUInt8(5)
  return { name, method, encrypted: hidden, crc: bytes.readUInt32LE(16), flagBits, madeBy, mode: bytes.readUInt32LE(38), ...sizes }
}

/** The sizes and the place of a member, from the large field for those that say so (§4.5.3). */
function readSizes(bytes: Buffer, large: Buffer | undefined): Parsed<{ stored: number; size: number; offset: number }> {
  let at = 0
  const read = (short: number): number => {
    if (short !== full32) return short
    const value = large !== undefined && at + 8 <= large.length ? large.readBigUInt64LE(at) : -1n
    at += 8
    return value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.NaN : Number(value)
  }
  const size = read(bytes.readUInt32LE(24))
  const stored = read(bytes.readUInt32LE(20))
  const offset = read(bytes.readUInt32LE(42))
  return [size, stored, offset].some(Number.isNaN) ? { malformed: 'a size or place is missing' } : { size, stored, offset }
}

function entryFlaws(entry: Listed, limits: ZipLimits): ZipFlaw[] {
  const { name, size, stored, madeBy, mode } = entry
  const flaws: ZipFlaw[] = []
  const path = pathFlaw(name.endsWith('/') ? name.slice(0, -1) : name)
  if (path !== null) flaws.push({ code: 'zip-path', name, detail: `the path of a file ${path}: ${name}` })
  // the upper half is the mode where Unix or macOS made it (§4.4.15); 0 is said by programs that know no modes
  const kind = (mode / 0x1_0000) & 0o170000
  const folder = name.endsWith('/')
  const wanted = folder ? 0o040000 : 0o100000
  if ((madeBy === 3 || madeBy === 19) && kind !== 0 && kind !== wanted)
    flaws.push({
      code: 'zip-special-file',
      name,
      detail: `${name} is ${kind === 0o120000 ? 'a link to somewhere else' : 'no ordinary file'}`,
    })
  if (folder && (size !== 0 || stored !== 0)) flaws.push({ code: 'zip-mismatch', name, detail: `the folder ${name} has bytes` })
  if (entry.method === methods.store && size !== stored)
    flaws.push({ code: 'zip-mismatch', name, detail: `${name} is stored as it is, and yet ${stored} bytes stand for ${size}` })
  if (size > limits.small && size > stored * limits.ratio)
    flaws.push({ code: 'zip-bomb', name, detail: `${name} would grow from ${stored} to ${size} bytes` })
  return flaws
}
