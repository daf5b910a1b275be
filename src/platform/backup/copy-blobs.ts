import { link, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import type { Blobs } from '../blobs/blobs.ts'

export type CopiedBlobs = {
  /** every blob of the source that is now in the target, and its size */
  readonly held: Map<string, number>
  readonly copied: number
  /** blobs that no longer match their hash: not copied */
  readonly altered: readonly string[]
}

const groupOf = 64
const groupBytes = 32 << 20

/**
 * Copies what the target does not have, each checked against its hash as it is read. With `linked` (the folders of two file stores on one
 * file system) names are linked instead, which takes no space and checks nothing. What goes while it is copied is passed over. Runs again
 * cheaply: `before` says what an earlier run found there.
 */
export async function copyBlobs(
  from: Blobs,
  to: Blobs,
  options: {
    readonly before?: ReadonlyMap<string, number>
    readonly linked?: { readonly from: string; readonly to: string } | undefined
    readonly onProgress: (line: string) => void
  },
): Promise<CopiedBlobs> {
  const { before, linked, onProgress } = options
  const held = new Map(before)
  const altered: string[] = []
  let copied = 0
  let group: { readonly sha256: string; readonly bytes: Uint8Array }[] = []
  let waiting = 0
  const flush = async () => {
    const now = group
    group = []
    waiting = 0
    if (now.length > 0) await to.put(now.map((one) => one.bytes))
    for (const { sha256, bytes } of now) held.set(sha256, bytes.length)
  }
  for await (const { sha256, size } of from.list()) {
    if (held.has(sha256)) continue
    if (await to.has(sha256)) {
      held.set(sha256, size)
      continue
    }
    if (linked !== undefined) {
      if (await linkBlob(linked, sha256)) held.set(sha256, size)
      else continue
    } else {
      const bytes = await readWhole(from, sha256)
      if (bytes === 'altered') altered.push(sha256)
      if (bytes === undefined || bytes === 'altered') continue
      group.push({ sha256, bytes })
      waiting += bytes.length
      if (group.length >= groupOf || waiting >= groupBytes) await flush()
    }
    copied += 1
    if (copied % 1000 === 0) onProgress(`originals: ${copied} copied`)
  }
  await flush()
  return { held, copied, altered }
}

async function readWhole(from: Blobs, sha256: string): Promise<Uint8Array | 'altered' | undefined> {
  try {
    return await from.read(sha256)
  } catch (error) {
    if (error instanceof Failure && error.code === 'platform.blob-altered') return 'altered'
    throw error
  }
}

/** False where the blob is gone. */
async function linkBlob(folders: { readonly from: string; readonly to: string }, sha256: string): Promise<boolean> {
  const place = join(sha256.slice(0, 2), sha256)
  await mkdir(dirname(join(folders.to, place)), { recursive: true, mode: 0o700 })
  try {
    await link(join(folders.from, place), join(folders.to, place))
    return true
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    if (code === 'EEXIST') return true
    if (code === 'ENOENT') return false
    if (code === 'EXDEV' || code === 'EPERM' || code === 'EMLINK')
      throw new Failure(
        'invalid',
        'platform.backup-link',
        `${folders.to} is not on the file system of ${folders.from}: back up without --link`,
        { cause },
      )
    throw cause
  }
}
