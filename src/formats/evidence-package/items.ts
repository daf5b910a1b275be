import { createHash } from 'node:crypto'
import { readZip, type ZipSource } from '../zip/index.ts'
import type { Bag } from './bag.ts'
import type { PackageDescription, PackagedItem } from './description.ts'
import type { Flaws } from './flaws.ts'
import { archivePassword, places } from './layout.ts'

/** The very bytes that came in are hashed, out of their archives, and every file of the payload must have been spoken of. */
export async function checkItems(bag: Bag, description: PackageDescription, flaws: Flaws): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  const byFile = Map.groupBy(
    description.items.filter(({ file }) => file !== null),
    ({ file }) => file ?? '',
  )
  for (const [file, items] of byFile) {
    const [first] = items
    if (first === undefined) continue
    const found = await hashOf(bag, file, first, description.originals, flaws)
    for (const item of items) {
      if (found !== undefined) hashes.set(item.id, found)
      if (found !== undefined && found !== item.sha256)
        flaws.add('item-changed', `the original of item ${item.id} was changed: its SHA-256 is ${found}, not ${item.sha256}`, file)
    }
  }
  for (const item of description.items) {
    if ((item.file === null) !== (item.leftOut !== null))
      flaws.add('description-malformed', `item ${item.id} is neither there nor said to be left out`, places.description)
  }
  checkSpoken(bag, description, flaws)
  await checkList(bag, description, flaws)
  return hashes
}

async function hashOf(
  bag: Bag,
  path: string,
  item: PackagedItem,
  form: PackageDescription['originals'],
  flaws: Flaws,
): Promise<string | undefined> {
  const file = bag.files.get(path)
  if (file === undefined) {
    flaws.add('item-missing', `the file of item ${item.id} is not there`, path)
    return undefined
  }
  if (form === 'plain') return file.sha256
  // an archive inside is read where it lies
  if (file.entry.method !== 0) {
    flaws.add('archive-malformed', `${path} is packed once more`, path)
    return undefined
  }
  const { start, size } = file.entry
  const part: ZipSource = {
    size,
    read: (offset, length) => bag.source.read(start + offset, Math.max(0, Math.min(length, size - offset))),
  }
  return hashSealed(part, path, item, flaws)
}

/** The hash of the one file in an archive under the password. Never gives more bytes than the item has. */
async function hashSealed(part: ZipSource, path: string, item: PackagedItem, flaws: Flaws): Promise<string | undefined> {
  const wrong = (detail: string): undefined => flaws.add('archive-malformed', `${path}: ${detail}`, path) as undefined
  const listed = await readZip(part, { encrypted: true })
  const [flaw] = listed.flaws
  if (flaw !== undefined) return wrong(flaw.detail)
  const [entry, ...more] = listed.entries
  if (entry === undefined || more.length > 0 || !entry.encrypted) return wrong('it does not hold exactly one file under a password')
  const hash = createHash('sha256')
  let size = 0
  const sink = new WritableStream<Uint8Array>({
    write(bytes) {
      size += bytes.length
      if (size > item.size) throw new Error('larger than the item')
      hash.update(bytes)
    },
  })
  const { openPart } = await import('./part.ts')
  const reader = openPart(part)
  try {
    const [inner] = await reader.getEntries()
    if (inner === undefined || inner.directory) return wrong('its file cannot be found')
    await inner.getData(sink, { password: archivePassword })
  } catch {
    return wrong(size > item.size ? 'its file is larger than the item' : `it does not open under the password "${archivePassword}"`)
  } finally {
    await reader.close().catch(() => undefined)
  }
  return hash.digest('hex')
}

function checkSpoken(bag: Bag, description: PackageDescription, flaws: Flaws): void {
  const spoken = new Set<string>([places.description, places.hashes, ...['en', 'zh-CN', 'ar'].map(places.guide)])
  for (const { file, custody } of description.items) for (const path of [file, custody]) if (path !== null) spoken.add(path)
  for (const path of [...description.findings, ...description.checkpoints]) spoken.add(path)
  for (const { html, pdf } of description.readable) for (const path of [html, pdf]) if (path !== null) spoken.add(path)
  for (const path of bag.files.keys())
    if (path.startsWith('data/') && !spoken.has(path)) flaws.add('file-unlisted', `${path} is not spoken of in ${places.description}`, path)
  for (const path of spoken)
    if (!bag.files.has(path) && !path.startsWith(places.items)) flaws.add('file-missing', `${path} is not there`, path)
}

/** The list for `sha256sum --check`, which a person without this program goes by, must say the same as the description. */
async function checkList(bag: Bag, description: PackageDescription, flaws: Flaws): Promise<void> {
  const bytes = await bag.read(places.hashes, 67_108_864)
  if (bytes !== undefined && Buffer.from(bytes).toString('utf8') !== hashList(description.items))
    flaws.add('manifests-disagree', `${places.hashes} and ${places.description} do not name the same originals`, places.hashes)
}

/** The name of an original once it is out of its archive. */
export function innerName({ sha256, mediaType }: Pick<PackagedItem, 'sha256' | 'mediaType'>): string {
  return `${sha256}${mediaType === 'message/rfc822' ? '.eml' : '.bin'}`
}

/** `data/originals.sha256`: each original once, in the order of the hashes. */
export function hashList(items: readonly PackagedItem[]): string {
  const lines = items.filter(({ file }) => file !== null).map((item) => `${item.sha256}  ${innerName(item)}\n`)
  return [...new Set(lines)].sort().join('')
}
