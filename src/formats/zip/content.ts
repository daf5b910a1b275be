import { once } from 'node:events'
import { crc32, createInflateRaw } from 'node:zlib'
import { methods } from './layout.ts'
import type { ZipEntry, ZipFlaw, ZipSource } from './member.ts'

const piece = 1 << 18

/**
 * Gives the bytes of a member piece by piece and checks them: never more than the directory says, with its checksum. Answers what is wrong, null where
 * nothing is; after a flaw the pieces that were given mean nothing. Members under AES are not for this.
 */
export async function readContent(source: ZipSource, entry: ZipEntry, take: (bytes: Uint8Array) => void): Promise<ZipFlaw | null> {
  const { name, size } = entry
  const damaged = (detail: string): ZipFlaw => ({ code: 'zip-damaged', name, detail: `${name} ${detail}` })
  let given = 0
  let sum = 0
  const accept = (bytes: Uint8Array): boolean => {
    given += bytes.length
    if (given > size) return false
    sum = crc32(bytes, sum)
    take(bytes)
    return true
  }
  const whole = entry.method === methods.store ? await copy(source, entry, accept) : await inflate(source, entry, accept)
  if (given > size) return { code: 'zip-bomb', name, detail: `${name} is larger than the ${size} bytes that the directory says` }
  if (!whole || given < size) return damaged('cannot be unpacked whole')
  return sum === entry.crc ? null : damaged('does not have its checksum')
}

/** The whole of a member; undefined where it is larger than `most` or damaged, and then why. */
export async function readWhole(
  source: ZipSource,
  entry: ZipEntry,
  most: number,
): Promise<{ readonly bytes: Uint8Array; readonly flaw: null } | { readonly bytes: null; readonly flaw: ZipFlaw }> {
  if (entry.size > most)
    return {
      bytes: null,
      flaw: { code: 'zip-bomb', name: entry.name, detail: `${entry.name} is larger than the ${most} bytes it may have` },
    }
  const pieces: Uint8Array[] = []
  const flaw = await readContent(source, entry, (bytes) => pieces.push(Uint8Array.from(bytes)))
  return flaw === null ? { bytes: Buffer.concat(pieces), flaw } : { bytes: null, flaw }
}

async function copy(source: ZipSource, { start, stored }: ZipEntry, accept: (bytes: Uint8Array) => boolean): Promise<boolean> {
  for (let at = 0; at < stored; ) {
    const bytes = await source.read(start + at, Math.min(piece, stored - at))
    if (bytes.length === 0 || !accept(bytes)) return false
    at += bytes.length
  }
  return true
}

async function inflate(source: ZipSource, { start, stored }: ZipEntry, accept: (bytes: Uint8Array) => boolean): Promise<boolean> {
  const inflater = createInflateRaw({ chunkSize: piece })
  let state: 'running' | 'over' | 'failed' = 'running'
  const end = new Promise<void>((resolve) => {
    const settle = (how: 'over' | 'failed') => () => {
      if (state === 'running') state = how
      resolve()
    }
    inflater.on('data', (bytes: Buffer) => {
      if (state === 'running' && !accept(bytes)) {
        settle('failed')()
        inflater.destroy()
      }
    })
    inflater.on('end', settle('over')).on('error', settle('failed')).on('close', settle('failed'))
  })
  for (let at = 0; at < stored && state === 'running'; ) {
    const bytes = await source.read(start + at, Math.min(piece, stored - at))
    if (bytes.length === 0) break
    at += bytes.length
    if (!inflater.write(bytes)) await Promise.race([once(inflater, 'drain').catch(() => undefined), end])
  }
  if (state === 'running') inflater.end()
  await end
  // bytes behind the end of the stream would be read by nobody
  return (state as string) === 'over' && inflater.bytesWritten === stored
}
