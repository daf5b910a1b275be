import { createHash } from 'node:crypto'
import { isMalformed } from '../../base/parsed.ts'
import {
  type Algorithm,
  algorithms,
  checkDeclaration,
  type ManifestLine,
  manifestLimits,
  parseManifest,
  parseOxum,
  parseTags,
  type Tag,
  tagLimits,
  tagOf,
} from '../bagit/index.ts'
import { readContent, readWhole, readZip, type ZipEntry, type ZipLimits, type ZipSource } from '../zip/index.ts'
import type { Flaws } from './flaws.ts'
import { places } from './layout.ts'

/** A file of the bag with its hashes, as its bytes are. */
export type BagFile = { readonly entry: ZipEntry; readonly sha256: string; readonly sha512: string }

export type Bag = {
  readonly source: ZipSource
  /** the base directory */
  readonly base: string
  readonly files: ReadonlyMap<string, BagFile>
  readonly info: readonly Tag[]
  readonly bytes: number
  /** The bytes of a file; undefined where it is missing, damaged or larger than `limit`, which is said where the file is hashed. */
  read(path: string, limit: number): Promise<Uint8Array | undefined>
}

/**
 * Reads a bag out of a ZIP and checks it as RFC 8493 §3 says (complete, and valid by every manifest it has), its files hashed piece by piece. What is
 * wrong goes to `flaws`; answers undefined where there is no bag to go on with.
 */
export async function readBag(source: ZipSource, flaws: Flaws, limits?: ZipLimits): Promise<Bag | undefined> {
  const zip = await readZip(source, limits === undefined ? {} : { limits })
  for (const { code, detail, name } of zip.flaws) flaws.add(code, detail, name)
  const base = baseOf(zip.entries)
  if (base === undefined) {
    if (zip.flaws.length === 0) flaws.add('bag-malformed', 'the archive does not hold exactly one folder with a bag in it')
    return undefined
  }
  const files = await hashFiles(source, zip.entries, base, flaws)
  const read = async (path: string, limit: number) => {
    const file = files.get(path)
    return file === undefined ? undefined : ((await readWhole(source, file.entry, limit)).bytes ?? undefined)
  }
  const declared = await read(places.declaration, 1_000)
  const checked = declared === undefined ? { malformed: 'it is missing' } : checkDeclaration(declared)
  if (isMalformed(checked)) flaws.add('bag-malformed', `bagit.txt: ${checked.malformed}`, places.declaration)
  if (files.has('fetch.txt'))
    flaws.add('bag-malformed', 'fetch.txt: files are to be fetched from elsewhere, which is never done', 'fetch.txt')
  await checkManifests(files, read, 'payload', flaws)
  await checkManifests(files, read, 'tags', flaws)
  const info = await checkInfo(files, read, flaws)
  return { source, base, files, info, bytes: zip.entries.reduce((sum, { size }) => sum + size, 0), read }
}

function baseOf(entries: readonly ZipEntry[]): string | undefined {
  const tops = new Set(entries.map(({ name }) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')))
  const [top = ''] = tops
  return tops.size === 1 && top !== '' ? top : undefined
}

async function hashFiles(source: ZipSource, entries: readonly ZipEntry[], base: string, flaws: Flaws): Promise<Map<string, BagFile>> {
  const files = new Map<string, BagFile>()
  for (const entry of entries) {
    const [sha256, sha512] = [createHash('sha256'), createHash('sha512')]
    const flaw = await readContent(source, entry, (bytes) => {
      sha256.update(bytes)
      sha512.update(bytes)
    })
    if (flaw !== null) flaws.add(flaw.code, flaw.detail, entry.name)
    files.set(entry.name.slice(base.length + 1), { entry, sha256: sha256.digest('hex'), sha512: sha512.digest('hex') })
  }
  return files
}

type Read = Bag['read']

/** Every file against every manifest of its kind that is there, and these against each other. */
async function checkManifests(files: ReadonlyMap<string, BagFile>, read: Read, of: 'payload' | 'tags', flaws: Flaws): Promise<void> {
  const names = of === 'payload' ? places.manifests : places.tagManifests
  const manifests: { algorithm: Algorithm; lines: readonly ManifestLine[] }[] = []
  for (const algorithm of algorithms) {
    const name = names[algorithm]
    const bytes = files.has(name) ? await read(name, manifestLimits.bytes) : undefined
    if (bytes === undefined) {
      flaws.add('bag-without-manifest', `${name} is missing`, name)
      continue
    }
    const lines = parseManifest(bytes, algorithm, of)
    if (isMalformed(lines)) flaws.add('manifest-malformed', `${name}, line ${lines.at ?? 1}: ${lines.malformed}`, name)
    else manifests.push({ algorithm, lines })
  }
  for (const { algorithm, lines } of manifests) compare(files, algorithm, lines, names[algorithm], of, flaws)
  const [one, other] = manifests.map(({ lines }) => new Set(lines.map(({ path }) => path)))
  if (one !== undefined && other !== undefined && (one.size !== other.size || [...one].some((path) => !other.has(path))))
    flaws.add('manifests-disagree', `${names.sha256} and ${names.sha512} do not name the same files`)
}

function compare(
  files: ReadonlyMap<string, BagFile>,
  algorithm: Algorithm,
  lines: readonly ManifestLine[],
  name: string,
  of: 'payload' | 'tags',
  flaws: Flaws,
): void {
  const named = new Set<string>()
  for (const { path, hash } of lines) {
    named.add(path)
    const file = files.get(path)
    if (file === undefined) flaws.add('file-missing', `${path} is named in ${name} and not there`, path)
    else if (file[algorithm] !== hash) flaws.add('file-changed', `${path} does not have the hash that ${name} says`, path)
  }
  const own: readonly string[] = Object.values(places.tagManifests)
  for (const path of files.keys()) {
    const belongs = path.startsWith('data/') === (of === 'payload')
    if (belongs && !named.has(path) && !own.includes(path)) flaws.add('file-added', `${path} is not named in ${name}`, path)
  }
}

async function checkInfo(files: ReadonlyMap<string, BagFile>, read: Read, flaws: Flaws): Promise<readonly Tag[]> {
  const bytes = await read(places.info, tagLimits.bytes)
  const info = bytes === undefined ? { malformed: 'it is missing' } : parseTags(bytes)
  if (isMalformed(info)) {
    flaws.add('bag-malformed', `${places.info}: ${info.malformed}`, places.info)
    return []
  }
  const oxum = parseOxum(tagOf(info, 'Payload-Oxum') ?? '')
  const payload = [...files].filter(([path]) => path.startsWith('data/'))
  const size = payload.reduce((sum, [, { entry }]) => sum + entry.size, 0)
  if (isMalformed(oxum) || oxum.bytes !== size || oxum.files !== payload.length)
    flaws.add(
      'bag-malformed',
      `${places.info}: Payload-Oxum is not the ${size} bytes in ${payload.length} files that are there`,
      places.info,
    )
  return info
}
