import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { fileTypeFromBuffer } from 'file-type'
import type { Limits } from '../../base/parsed.ts'
import { contradicts, nameFeatures } from './name.ts'
import { readLegacyOffice, readOpenOffice } from './office.ts'
import { isOle, readOle } from './ole.ts'
import { readPdf } from './pdf.ts'
import { pictureFeatures } from './picture.ts'
import type { Budget, FileFeature, FileReading, Hashes, Member } from './reading.ts'
import { isTar, listTar } from './tar.ts'
import { decodeText, readText } from './text.ts'
import { isZip, listZip, readZipEntry, type ZipEntry } from './zip.ts'

export type { Budget, FileFeature, FileReading, Hashes, Member } from './reading.ts'

/** What one file and all inside it may cost when the caller does not say. */
export const fileLimits: Limits = { bytes: 64 * 1024 * 1024, depth: 3, count: 500, time: 10_000 }

/** A ratio of unpacked to packed bytes that honest files do not reach, above a size that does harm. */
const bombRatio = 200
const bombFloor = 5 * 1024 * 1024

/**
 * Says what a file is by its content, and what is inside it. Never throws on bytes. `limits.bytes` is the sum of bytes that may be
 * unpacked from archives, `count` the number of members, `depth` how far archives in archives are opened.
 */
export async function identify(
  bytes: Uint8Array,
  name: string | null,
  limits: Limits = fileLimits,
  options: IdentifyOptions = {},
): Promise<FileReading> {
  const budget = options.budget ?? startBudget(limits)
  const job = { limits, budget, extract: options.extract ?? false }
  const features = new Set<FileFeature>(nameFeatures(name))
  const reading = bytes.length === 0 ? emptyReading() : await readContent(bytes, name, job)
  for (const feature of reading.features) features.add(feature)
  if (contradicts(name, reading.type)) features.add('type-contradicts-name')
  return {
    type: reading.type,
    size: bytes.length,
    hashes: hashesOf(bytes),
    features: [...features],
    urls: reading.urls,
    members: reading.members,
  }
}

export type IdentifyOptions = {
  /** shares the limits between several files */
  readonly budget?: Budget
  /** hand the bytes of archive members out with the reading */
  readonly extract?: boolean
}

type Job = { readonly limits: Limits; readonly budget: Budget; readonly extract: boolean }

/** A budget of the given limits. */
export function startBudget(limits: Limits): Budget {
  return { bytes: limits.bytes, count: limits.count, depth: limits.depth }
}

/** SHA-256, SHA-1 and MD5 in hex: the last two only because others still index by them. */
function hashesOf(bytes: Uint8Array): Hashes {
  const hash = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
  return { sha256: hash('sha256'), sha1: hash('sha1'), md5: hash('md5') }
}

type Content = {
  readonly type: string
  readonly features: readonly FileFeature[]
  readonly urls: readonly string[]
  readonly members: readonly Member[]
}

function emptyReading(): Content {
  return { type: 'application/x-empty', features: ['empty'], urls: [], members: [] }
}

const bare = (type: string, ...features: FileFeature[]): Content => ({ type, features, urls: [], members: [] })

async function readContent(bytes: Uint8Array, name: string | null, job: Job): Promise<Content> {
  const own = byMagic(bytes)
  if (own !== undefined) return own
  if (isZip(bytes)) return readZip(bytes, job)
  if (isOle(bytes)) {
    const office = readLegacyOffice(readOle(bytes).names, bytes)
    return { ...office, urls: [], members: [] }
  }
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).indexOf('%PDF-')
  if (pdf >= 0) {
    const { features, urls } = readPdf(bytes)
    return { type: 'application/pdf', features: [...features, ...(pdf > 0 ? (['polyglot'] as const) : [])], urls, members: [] }
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readGzip(bytes, name, job)
  if (isTar(bytes)) return readTar(bytes, job)
  const text = decodeText(bytes)
  if (text !== undefined) {
    const found = readText(text, name)
    return { ...found, members: [] }
  }
  const type = await byLibrary(bytes)
  if (type !== undefined) return bare(type, ...libraryFeatures(type), ...pictureFeatures(bytes))
  return bare('application/octet-stream')
}

function libraryFeatures(type: string): FileFeature[] {
  if (/7z|rar|x-bzip|x-xz|zstd|x-lzip|x-compress|cab|arj|lzh|x-ace/.test(type)) return ['archive', 'archive-opaque']
  return /msdownload|x-elf|mach-binary|x-dosexec|java-vm/.test(type) ? ['executable'] : []
}

async function byLibrary(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes.subarray(0, 256 * 1024)))?.mime
  } catch {
    return undefined
  }
}

/** Types that decide most, known by their first bytes. */
function byMagic(bytes: Uint8Array): Content | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('hex')
  const is = (hex: string) => head.startsWith(hex)
  if (is('4d5a') && bytes.length > 64) return bare('application/vnd.microsoft.portable-executable', 'executable')
  if (is('7f454c46')) return bare('application/x-elf', 'executable')
  if (is('feedface') || is('feedfacf') || is('cefaedfe') || is('cffaedfe')) return bare('application/x-mach-binary', 'executable')
  if (is('cafebabe')) return bare('application/java-vm', 'executable')
  if (is('4c0000000114020000000000c000000000000046')) return readShortcut(bytes)
  if (is('e4525c7b8cd8a74daeb15378d02996d3')) return bare('application/onenote', 'onenote', ...embedsInOneNote(bytes))
  if (is('49545346')) return bare('application/vnd.ms-htmlhelp', 'script')
  if (is('4d534346')) return bare('application/vnd.ms-cab-compressed', 'archive', 'archive-opaque')
  if (is('636f6e6563746978')) return bare('application/x-vhd', 'disk-image')
  if (is('7668647866696c65')) return bare('application/x-vhdx', 'disk-image')
  if (is('526172211a07')) return bare('application/x-rar-compressed', 'archive', 'archive-opaque', ...rarEncrypted(bytes))
  if (is('377abcaf271c')) return bare('application/x-7z-compressed', 'archive', 'archive-opaque')
  if (bytes.length > 0x8806 && Buffer.from(bytes.buffer, bytes.byteOffset + 0x8001, 5).toString('latin1') === 'CD001')
    return bare('application/x-iso9660-image', 'disk-image')
  if (bytes.length > 512 && Buffer.from(bytes.buffer, bytes.byteOffset + bytes.length - 512, 4).toString('latin1') === 'koly')
    return bare('application/x-apple-diskimage', 'disk-image')
  return undefined
}

/** [MS-SHLLINK]: the command stands in the file as UTF-16. */
function readShortcut(bytes: Uint8Array): Content {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64 * 1024)).toString('utf16le')
  const urls = [...text.matchAll(/https?:\/\/[^\s"'\0\ufffd]{3,1000}/g)].slice(0, 20).map((match) => match[0])
  return { type: 'application/x-ms-shortcut', features: ['shortcut', 'executable'], urls, members: [] }
}

/** The FileDataStoreObject of [MS-ONESTORE] §2.6.13: a file that the page carries. */
function embedsInOneNote(bytes: Uint8Array): FileFeature[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from('e716e3bd65261145a4c48d4d0b7a9eac', 'hex'))
    ? ['embedded-file']
    : []
}

/** RAR 4: a flag of the main or of a file header; RAR 5: a header of type 4 right behind the mark. */
function rarEncrypted(bytes: Uint8Array): FileFeature[] {
  if (bytes[6] === 0x01) return bytes[13] === 4 || bytes[12] === 4 ? ['encrypted'] : []
  const main = (bytes[10] ?? 0) | ((bytes[11] ?? 0) << 8)
  const file = (bytes[23] ?? 0) | ((bytes[24] ?? 0) << 8)
  return (main & 0x80) !== 0 || (bytes[22] === 0x74 && (file & 0x04) !== 0) ? ['encrypted'] : []
}

async function readZip(bytes: Uint8Array, job: Job): Promise<Content> {
  const { budget } = job
  const listed = listZip(bytes, Math.max(0, budget.count))
  const office = readOpenOffice(bytes, listed.entries)
  if (office !== undefined) return { type: office.type, features: [...office.features], urls: office.urls, members: [] }
  const names = new Set(listed.entries.map((entry) => entry.name))
  const features = new Set<FileFeature>(['archive'])
  let type = 'application/zip'
  if (names.has('AndroidManifest.xml')) {
    type = 'application/vnd.android.package-archive'
    features.add('executable')
  } else if (names.has('META-INF/MANIFEST.MF')) {
    type = 'application/java-archive'
    if ([...names].some((one) => one.endsWith('.class'))) features.add('executable')
  }
  if (listed.damaged) features.add('archive-damaged')
  if (listed.truncated) features.add('archive-truncated')
  if (listed.lead > 0) features.add('polyglot')
  const members: Member[] = []
  // many small bombs are one
  const share = { left: honest(bytes.length) }
  for (const entry of listed.entries) {
    if (entry.directory) continue
    if (budget.count <= 0) {
      features.add('archive-truncated')
      break
    }
    budget.count--
    members.push(await readMember(entry.name, entry.size, entry.encrypted, () => unpack(bytes, entry, features, budget, share), job))
    if (entry.encrypted) features.add('encrypted')
    if (escapes(entry.name)) features.add('archive-path-escape')
  }
  return { type, features: [...features], urls: [], members }
}

function escapes(name: string): boolean {
  return /(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:/.test(name)
}

function unpack(
  bytes: Uint8Array,
  entry: ZipEntry,
  features: Set<FileFeature>,
  budget: Budget,
  share: { left: number },
): Uint8Array | null {
  if (entry.overlaps) {
    features.add('archive-bomb')
    return null
  }
  // what the header claims is not believed for the limit, only for the warning
  if (entry.packed > 0 && entry.size > bombFloor && entry.size / entry.packed > bombRatio) {
    features.add('archive-bomb')
    return null
  }
  const most = Math.min(honest(entry.packed), share.left)
  const content = readZipEntry(bytes, entry, Math.min(most, budget.bytes))
  if (content === 'too-large') features.add(budget.bytes > most ? 'archive-bomb' : 'archive-truncated')
  if (content === 'damaged') features.add('archive-damaged')
  if (content === 'unknown-method') features.add('archive-opaque')
  if (typeof content === 'string') return null
  share.left -= content.length
  return content
}

/** To how many bytes this many packed ones unpack at most, where nobody means harm. Past it unpacking ends: a bomb need not burst to be known. */
function honest(packed: number): number {
  return Math.max(bombFloor, packed * bombRatio)
}

async function readMember(name: string, size: number, encrypted: boolean, open: () => Uint8Array | null, job: Job): Promise<Member> {
  const { limits, budget, extract } = job
  const bounded = name.slice(0, 1000)
  const member = { name: bounded, size, encrypted, reading: null, features: nameFeatures(bounded) }
  if (encrypted || budget.depth <= 0 || budget.bytes <= 0) return member
  const content = open()
  if (content === null) return member
  budget.bytes -= content.length
  budget.depth--
  const reading = await identify(content, bounded, limits, { budget, extract })
  budget.depth++
  return extract ? { ...member, reading, bytes: content } : { ...member, reading }
}

async function readTar(bytes: Uint8Array, job: Job): Promise<Content> {
  const { budget } = job
  const listed = listTar(bytes, Math.max(0, budget.count))
  const features = new Set<FileFeature>(['archive'])
  if (listed.damaged) features.add('archive-damaged')
  if (listed.truncated) features.add('archive-truncated')
  const members: Member[] = []
  for (const entry of listed.entries) {
    if (budget.count <= 0) break
    budget.count--
    if (escapes(entry.name)) features.add('archive-path-escape')
    members.push(await readMember(entry.name, entry.size, false, () => (entry.bytes.length > budget.bytes ? null : entry.bytes), job))
  }
  return { type: 'application/x-tar', features: [...features], urls: [], members }
}

async function readGzip(bytes: Uint8Array, name: string | null, job: Job): Promise<Content> {
  const { budget } = job
  const features = new Set<FileFeature>(['archive'])
  const stem = (name ?? '').replace(/\.(?:gz|gzip|z)$/i, '').replace(/\.tgz$/i, '.tar')
  budget.count--
  const open = (): Uint8Array | null => {
    try {
      return gunzipSync(bytes, { maxOutputLength: Math.max(1, Math.min(honest(bytes.length), budget.bytes)) })
    } catch (error) {
      const large = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      features.add(!large ? 'archive-damaged' : budget.bytes > honest(bytes.length) ? 'archive-bomb' : 'archive-truncated')
      return null
    }
  }
  const size = bytes.length >= 18 ? new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true) : 0
  const member = await readMember(stem === '' ? 'content' : stem, size, false, open, job)
  return { type: 'application/gzip', features: [...features], urls: [], members: [member] }
}
