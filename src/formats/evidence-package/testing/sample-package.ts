import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { sealedZip } from '../../archive/index.ts'
import { serialiseManifest } from '../../bagit/index.ts'
import { serialiseRequest, sha256Id } from '../../rfc3161/index.ts'
import { openAuthority } from '../../rfc3161/testing/authority.ts'
import { serialiseBundle, serialiseConsistency } from '../../tlog/bundle.ts'
import { serialiseVerifierKey, type VerifierKey, verifierKey } from '../../tlog/keys.ts'
import { sampleLog } from '../../tlog/testing/sample-log.ts'
import { openZipWriter, readWhole, readZip } from '../../zip/index.ts'
import { type PackageDescription, type PackagedItem, serialiseDescription } from '../description.ts'
import { hashList, innerName } from '../items.ts'
import { archivePassword, places } from '../layout.ts'
import { openPackageWriter } from '../write.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
export const hex = (bytes: Uint8Array) => sha256(bytes).toString('hex')
export const base = 'tocsin-sample'
const at = '2026-03-01T12:00:00.000Z'
const made = new Date(at)
const organisation = '00000000-0000-7000-8000-00000000000a'
const idOf = (number: number) => `00000000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}`
export const packageId = idOf(90)

const keys = generateKeyPairSync('ed25519')
const publicKey = new Uint8Array(keys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
const origin = 'sample.example/log'
const key: VerifierKey = await verifierKey(origin, publicKey, sha256)
export const verifierKeyText = serialiseVerifierKey(key)
export const sampleKey = key
const signer = { name: key.name, id: key.id, sign: (message: Uint8Array) => new Uint8Array(sign(null, message, keys.privateKey)) }
export const authority = openAuthority()

export const originals = [Buffer.from('Subject: one\r\n\r\nfirst'), Buffer.from('Subject: two\r\n\r\nsecond'), Buffer.from('an attachment')]

type Asked = {
  readonly form?: 'sealed' | 'plain'
  readonly stamped?: boolean
  readonly forgedSignature?: boolean
  readonly dropExport?: boolean
}

function entry(number: number, kind: string, subject: string, line: number, record: Readonly<Record<string, unknown>>) {
  return { v: 1 as const, id: idOf(number), kind, owner: organisation, subject, line, at, record }
}

/** A package as the product writes it, of two reports, one with an attachment, and one item that is gone; with a log of its own. */
export async function samplePackage({
  form = 'sealed',
  stamped = true,
  forgedSignature = false,
  dropExport = false,
}: Asked = {}): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const writer = openPackageWriter(async (bytes) => void pieces.push(Uint8Array.from(bytes)), base, made)
  const items = [...originals.map((bytes, number) => itemOf(number, bytes, form)), goneItem()]
  const stored = items.filter(({ file }) => file !== null)
  const lines = [
    ...items.map((item, number) => entry(10 + number, 'evidence.received', item.id, 1, { sha256: item.sha256 })),
    ...(dropExport ? [] : stored).map((item, number) =>
      entry(20 + number, 'evidence.exported', item.id, 2, { sha256: item.sha256, detail: { package: packageId } }),
    ),
  ]
  const by = forgedSignature ? { ...signer, sign: () => new Uint8Array(64) } : signer
  const log = sampleLog(sha256, by, lines)
  for (const [number, bytes] of originals.entries()) await addOriginal(writer, itemOf(number, bytes, form), bytes, form)
  for (const item of items) {
    const indices = lines.flatMap((line, index) => (line.subject === item.id ? [index] : []))
    await writer.addPayload(item.custody, Buffer.from(serialiseBundle(await log.bundle(indices, lines.length, item.sha256))))
  }
  await writer.addPayload(places.checkpoint(1), Buffer.from(log.checkpoint(lines.length)))
  await writer.addPayload('data/findings/r-1.json', Buffer.from('{"finding":"a look-alike"}\n'))
  await writer.addPayload('data/readable/part-1.html', Buffer.from('<p>readable</p>'))
  for (const language of ['en', 'zh-CN', 'ar']) await writer.addPayload(places.guide(language), Buffer.from('<p>how</p>'))
  await writer.addPayload(places.hashes, Buffer.from(hashList(items)))
  await writer.addPayload(places.description, Buffer.from(serialiseDescription(describe(items, form))))
  const sealed = await writer.endPayload()
  if (stamped) {
    const request = serialiseRequest({ algorithm: sha256Id, hash: sha256(sealed.manifest), nonce: 77n, certificates: true })
    await writer.addTag(places.timestampRequest, request)
    await writer.addTag(places.timestamp, authority.answer(request, { at: made }))
  }
  const tags = await writer.describe([{ label: 'External-Identifier', value: packageId }])
  const seal = entry(80, 'evidence.packaged', idOf(81), 1, { sha256: sealed.sha256, package: packageId, tags, timestamp: stamped })
  const grown = sampleLog(sha256, by, [...lines, seal])
  await writer.addTag(places.proof, Buffer.from(serialiseBundle(await grown.bundle([lines.length], lines.length + 1, sealed.sha256))))
  await writer.addTag(places.consistency, Buffer.from(serialiseConsistency(await grown.consistency(lines.length, lines.length + 1))))
  await writer.close()
  return Buffer.concat(pieces)
}

function itemOf(number: number, bytes: Buffer, form: 'sealed' | 'plain'): PackagedItem {
  const under = number === 2
  const mediaType = under ? 'application/octet-stream' : 'message/rfc822'
  const file = `${places.items}${form === 'sealed' ? `${hex(bytes)}.zip` : innerName({ sha256: hex(bytes), mediaType })}`
  const id = idOf(number)
  const place = { root: under ? idOf(1) : id, parent: under ? idOf(1) : null, how: under ? 'attachment 1' : null }
  const own = { id, ...place, sha256: hex(bytes), size: bytes.length, mediaType, name: null, receivedAt: at, held: false }
  return { ...own, file, leftOut: null, custody: `${places.custody}${id}.json` }
}

function goneItem(): PackagedItem {
  const gone = itemOf(5, Buffer.from('gone'), 'plain')
  return { ...gone, file: null, leftOut: 'destroyed' }
}

async function addOriginal(writer: ReturnType<typeof openPackageWriter>, item: PackagedItem, bytes: Buffer, form: 'sealed' | 'plain') {
  const sealed = form === 'sealed' ? await sealedZip([{ name: innerName(item), bytes }], archivePassword) : bytes
  await writer.addPayload(item.file ?? '', sealed, { compress: form === 'plain' })
}

function describe(items: readonly PackagedItem[], originals: 'sealed' | 'plain'): PackageDescription {
  return {
    form: 'tocsin-package/1',
    id: packageId,
    made: at,
    organisation: { id: organisation, name: 'Sample Desk' },
    by: { kind: 'person', id: idOf(95), name: 'Ann' },
    purpose: 'proceedings',
    recipient: 'a court',
    about: { kind: 'report', title: 'R-1', subjects: ['R-1'] },
    language: 'en',
    originals,
    password: originals === 'sealed' ? archivePassword : null,
    items: [...items],
    withheld: 0,
    findings: ['data/findings/r-1.json'],
    readable: [{ html: 'data/readable/part-1.html', pdf: null }],
    printed: { by: null, why: 'no browser' },
    checkpoints: [places.checkpoint(1)],
  }
}

export type Files = Map<string, Buffer>

export const sourceOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: async (offset: number, length: number) => bytes.subarray(offset, offset + Math.max(0, length)),
})

/** The files of an archive, by their path in the bag. */
export async function unpack(zip: Buffer): Promise<Files> {
  const source = sourceOf(zip)
  const files: Files = new Map()
  for (const entry of (await readZip(source)).entries) {
    const { bytes } = await readWhole(source, entry, 1e9)
    files.set(entry.name.slice(base.length + 1), Buffer.from(bytes ?? []))
  }
  return files
}

/** An archive of these files as somebody would make it who tampers; names as given. */
export async function pack(files: Iterable<readonly [string, Uint8Array]>, folder = `${base}/`): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const zip = openZipWriter(async (bytes) => void pieces.push(Uint8Array.from(bytes)), made)
  for (const [path, bytes] of files) await zip.add(`${folder}${path}`, bytes, { compress: !path.startsWith(places.items) })
  await zip.close()
  return Buffer.concat(pieces)
}

/** Makes all manifests fit what is there, as a forger would who cannot sign. */
export function refit(files: Files): Files {
  for (const [of, names] of [
    ['payload', places.manifests],
    ['tags', places.tagManifests],
  ] as const) {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const own: readonly string[] = Object.values(places.tagManifests)
      const paths = [...files.keys()].filter((path) => path.startsWith('data/') === (of === 'payload') && !own.includes(path))
      const lines = paths.map((path) => ({
        path,
        hash: createHash(algorithm)
          .update(files.get(path) ?? '')
          .digest('hex'),
      }))
      files.set(names[algorithm], Buffer.from(serialiseManifest(lines)))
    }
  }
  return files
}
