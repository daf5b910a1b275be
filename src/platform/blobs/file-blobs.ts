import { createHash, randomBytes } from 'node:crypto'
import { fsync, openSync } from 'node:fs'
import { link, mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../../base/failure.ts'
import type { Blobs, Sha256 } from './blobs.ts'

const leaving = '.leaving'

/**
 * Blobs as files `ab/abcdef…` under a folder. A blob is written beside its place, synced, renamed, and its folder synced, so a name
 * always stands for whole bytes. Blobs given together are synced at the same time, which the file system's journal turns into few writes.
 */
export async function openFileBlobs(folder: string): Promise<Blobs> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  const place = (sha256: Sha256) => join(folder, sha256.slice(0, 2), sha256)
  // descriptors of the 256 folders, kept open: they are synced for each blob
  const homes = new Map<string, number>()

  async function homeOf(sha256: Sha256): Promise<number> {
    const path = join(folder, sha256.slice(0, 2))
    const open = homes.get(path)
    if (open !== undefined) return open
    await mkdir(path, { recursive: true, mode: 0o700 })
    await sync(folder)
    const home = homes.get(path) ?? openSync(path, 'r')
    homes.set(path, home)
    return home
  }

  async function write(sha256: Sha256, bytes: Uint8Array): Promise<number> {
    const temporary = join(incoming, `${sha256}.${randomBytes(6).toString('hex')}`)
    const home = await homeOf(sha256)
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, place(sha256))
    return home
  }

  /** Unless the same bytes were put again meanwhile. */
  async function putBack(aside: string, sha256: Sha256): Promise<void> {
    await link(aside, place(sha256)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOENT'))) throw error
    })
    await sync(join(folder, sha256.slice(0, 2)))
  }

  return {
    async put(blobs) {
      const named = blobs.map((bytes) => ({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes }))
      const distinct = new Map(named.map((one) => [one.sha256, one.bytes]))
      try {
        const touched = await Promise.all([...distinct].map(([sha256, bytes]) => write(sha256, bytes)))
        await Promise.all([...new Set(touched)].map((home) => syncOpen(home)))
      } catch (cause) {
        throw new Failure(
          'unavailable',
          'platform.blobs',
          `a blob could not be written: ${cause instanceof Error && 'code' in cause ? cause.code : 'error'}`,
          { cause },
        )
      }
      return named.map((one) => one.sha256)
    },
    async read(sha256) {
      const bytes = await readFile(place(sha256)).catch(absent)
      if (bytes === undefined) return undefined
      if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new Failure('conflict', 'platform.blob-altered', `blob ${sha256} no longer matches its name`)
      return bytes
    },
    has: (sha256) => exists(place(sha256)),
    async remove(sha256, unusedFor) {
      const found = await stat(place(sha256)).catch(absent)
      if (found === undefined) return 'absent'
      if (Date.now() - found.mtimeMs < unusedFor) return 'in-use'
      // moved aside first: whoever puts the same bytes now makes a new file, and one put since the look above is seen by its age
      const aside = join(incoming, `${sha256}.${randomBytes(6).toString('hex')}${leaving}`)
      await rename(place(sha256), aside).catch(absent)
      const moved = await stat(aside).catch(absent)
      if (moved === undefined) return 'absent'
      const inUse = Date.now() - moved.mtimeMs < unusedFor
      if (inUse) await putBack(aside, sha256)
      await rm(aside, { force: true })
      await Promise.all([sync(join(folder, sha256.slice(0, 2))), sync(incoming)])
      return inUse ? 'in-use' : 'removed'
    },
    async *list() {
      for await (const entry of await opendir(folder)) {
        if (!entry.isDirectory()) continue
        for await (const file of await opendir(join(folder, entry.name))) {
          const sha256 = file.name.slice(0, 64)
          const found = await stat(join(folder, entry.name, file.name)).catch(absent)
          if (found === undefined) continue
          const age = Date.now() - found.mtimeMs
          // a crash while writing or removing leaves a file behind; a day later nobody is still at it
          if (entry.name === 'incoming') {
            if (age < 86_400_000) continue
            if (file.name.endsWith(leaving)) await putBack(join(incoming, file.name), sha256)
            await rm(join(incoming, file.name), { force: true })
          } else yield { sha256, age, size: found.size }
        }
      }
    },
  }
}

const syncOpen = promisify(fsync)

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(absent)) !== undefined
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
