import { createHash } from 'node:crypto'
import { declaration, type ManifestLine, serialiseManifest, serialiseOxum, serialiseTags, type Tag } from '../bagit/index.ts'
import { openZipWriter, type ZipSink } from '../zip/index.ts'
import { places } from './layout.ts'

export type Sealed = {
  /** SHA-256 of `manifest-sha256.txt`, and what it is of */
  readonly sha256: string
  readonly manifest: Uint8Array
  readonly files: number
  readonly bytes: number
}

export type PackageWriter = {
  /** Adds a file of the payload; `path` begins with `data/`. Packed archives and pictures are better stored as they are. */
  addPayload(path: string, bytes: Uint8Array, options?: { readonly compress?: boolean }): Promise<void>
  /** Ends the payload: writes its manifests. */
  endPayload(): Promise<Sealed>
  addTag(path: string, bytes: Uint8Array): Promise<void>
  /** Writes `bagit.txt` and `bag-info.txt`; answers the hash of each tag file so far but the manifest itself: what the seal names. */
  describe(info: readonly Tag[]): Promise<Readonly<Record<string, string>>>
  /** Writes the manifests of the tags and ends the archive. Answers its bytes. */
  close(): Promise<number>
}

type Hashed = { readonly path: string; readonly sha256: string; readonly sha512: string }

/** A bag (RFC 8493) as one ZIP, written as a stream: one file at a time is in memory. `base` is the base directory. */
export function openPackageWriter(sink: ZipSink, base: string, made: Date): PackageWriter {
  const zip = openZipWriter(sink, made)
  const payload: Hashed[] = []
  const tags: Hashed[] = []
  let bytes = 0
  const hash = (of: Uint8Array, how: string) => createHash(how).update(of).digest('hex')
  const add = async (into: Hashed[], path: string, content: Uint8Array, options?: { readonly compress?: boolean }) => {
    into.push({ path, sha256: hash(content, 'sha256'), sha512: hash(content, 'sha512') })
    await zip.add(`${base}/${path}`, content, options)
  }
  const manifest = (of: readonly Hashed[], algorithm: 'sha256' | 'sha512') =>
    Buffer.from(serialiseManifest(of.map((one): ManifestLine => ({ path: one.path, hash: one[algorithm] }))))
  return {
    async addPayload(path, content, options) {
      bytes += content.length
      await add(payload, path, content, options)
    },
    async endPayload() {
      const own = manifest(payload, 'sha256')
      await add(tags, places.manifests.sha256, own)
      await add(tags, places.manifests.sha512, manifest(payload, 'sha512'))
      return { sha256: hash(own, 'sha256'), manifest: own, files: payload.length, bytes }
    },
    addTag: (path, content) => add(tags, path, content),
    async describe(info) {
      await add(tags, places.declaration, Buffer.from(declaration))
      const oxum = { label: 'Payload-Oxum', value: serialiseOxum(bytes, payload.length) }
      await add(tags, places.info, Buffer.from(serialiseTags([...info, oxum])))
      return Object.fromEntries(tags.filter(({ path }) => path !== places.manifests.sha256).map(({ path, sha256 }) => [path, sha256]))
    },
    async close() {
      const [sha256, sha512] = [manifest(tags, 'sha256'), manifest(tags, 'sha512')]
      await zip.add(`${base}/${places.tagManifests.sha256}`, sha256)
      await zip.add(`${base}/${places.tagManifests.sha512}`, sha512)
      return zip.close()
    },
  }
}
