import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { chown, type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

export type Ids = { readonly uid: number; readonly gid: number }

const piece = 1 << 20

/**
 * Reads a file that was `size` bytes large to its end, piece by piece; answers how many bytes there were. A database is thousands of small
 * files: each with a buffer for a large one, making and collecting those took more than the reading.
 */
async function readThrough(file: FileHandle, size: number, take: (bytes: Buffer) => Promise<void> | void): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(piece, Math.max(size, 4_096)))
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return at
    await take(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}

/**
 * Copies a file as it is read, synced, for its owner alone; answers what was written. Undefined where it is gone, or is not a plain
 * file: a link is never followed. A file that grows or shrinks meanwhile is copied as it was met.
 */
export async function copyFile(
  from: string,
  to: string,
  owner?: Ids,
): Promise<{ readonly size: number; readonly sha256: string } | undefined> {
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ELOOP') return undefined
    throw error
  })
  if (source === undefined) return undefined
  try {
    const met = await source.stat()
    if (!met.isFile()) return undefined
    const target = await open(to, 'wx', 0o600)
    try {
      const hash = createHash('sha256')
      const size = await readThrough(source, met.size, async (bytes) => {
        hash.update(bytes)
        for (let at = 0; at < bytes.length; ) at += (await target.write(bytes, at, bytes.length - at)).bytesWritten
      })
      if (owner !== undefined) await target.chown(owner.uid, owner.gid)
      await target.sync()
      return { size, sha256: hash.digest('hex') }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** The hash and size of a file; undefined where it is not there. */
export async function hashFile(path: string): Promise<{ readonly size: number; readonly sha256: string } | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return undefined
  try {
    const hash = createHash('sha256')
    const size = await readThrough(file, (await file.stat()).size, (bytes) => void hash.update(bytes))
    return { size, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

/** Makes a folder for its owner alone, with those above it that are missing. */
export async function makeFolderFor(path: string, owner?: Ids): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (owner === undefined || first === undefined) return
  for (let at = path; ; at = dirname(at)) {
    await chown(at, owner.uid, owner.gid)
    if (at === first) return
  }
}

/** So that the names in a folder outlast a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Runs over many, some side by side, in no order. After a failure no other is begun, and it fails with that once those under way have ended. */
export async function forEach<T>(all: readonly T[], side: number, act: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const failures: unknown[] = []
  const work = async () => {
    for (const one of left) {
      if (failures.length > 0) return
      await act(one).catch((error: unknown) => void failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: side }, work))
  if (failures.length > 0) throw failures[0]
}
