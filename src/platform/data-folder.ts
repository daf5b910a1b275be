import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../base/failure.ts'
import { type Claim, tryClaim } from './claim.ts'
import { makeFolder } from './make-folder.ts'
import { explainFileError } from './postgres/complaint.ts'

/** The layout that this program reads and writes; a folder of a later one is refused. */
const layout = 1

/** What lies where in a data folder. All of it but `cache` belongs into a backup. */
export type Layout = {
  readonly path: string
  /** originals, by SHA-256 */
  readonly blobs: string
  /** what can be made again at any time */
  readonly cache: string
  readonly locks: string
}

/**
 * Stands in a folder that a restore fills, and says what to do when that broke off. Until it is gone nothing starts there: it would go on
 * with a log that others may have seen grow further.
 */
export const fillingFile = 'restoring'

export type DataFolder = Layout & { readonly release: () => Promise<void> }

export function layoutOf(path: string): Layout {
  return { path, blobs: join(path, 'blobs'), cache: join(path, 'cache'), locks: join(path, 'locks') }
}

/**
 * Opens the data folder, making it at the first start. With `roles` it is claimed for them: a second process that serves (or
 * works) on the same folder is refused with `platform.data-folder-in-use`, also after a kill -9 or when the number of the dead
 * process went to another. Without roles (a command beside the server) nothing is claimed.
 * Fails with one clear line: `platform.folder-read-only`, `…folder-forbidden`, `…disk-full`, `…data-folder-later`, `…data-folder`,
 * `…restore-unfinished` (not for the restore itself, which is `filling`).
 */
export async function openDataFolder(path: string, roles: readonly string[] = [], filling = false): Promise<DataFolder> {
  const folder = layoutOf(path)
  const claims: Claim[] = []
  const release = async () => {
    for (const claim of claims.splice(0)) await claim.release()
  }
  try {
    await prepare(folder)
    const advice = filling ? '' : (await readFile(join(path, fillingFile), 'utf8').catch(() => '')).trim()
    if (advice !== '')
      throw new Failure(
        'conflict',
        'platform.restore-unfinished',
        `a restore into ${path} is under way or broke off: wait for it, or ${advice}`,
      )
    for (const role of [...roles].sort()) {
      const claim = await tryClaim(join(folder.locks, role))
      if ('holder' in claim) {
        const message = `another Tocsin (process ${claim.holder.pid}) already uses the data folder ${path}: stop that one first, or set TOCSIN_DATA to another folder`
        throw new Failure('conflict', 'platform.data-folder-in-use', message)
      }
      claims.push(claim)
    }
    return { ...folder, release }
  } catch (error) {
    await release()
    throw explainFileError(error, path)
  }
}

async function prepare(folder: Layout): Promise<void> {
  const found = await stat(folder.path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found !== undefined && !found.isDirectory())
    throw new Failure('invalid', 'platform.data-folder', `${folder.path} is a file: TOCSIN_DATA wants a folder`)
  const uid = process.geteuid?.()
  if (found === undefined) {
    await makeFolder(folder.path, 0o700)
    // PostgreSQL's user passes through to its own folder in it; every other one stays closed to it
    if (uid === 0) await chmod(folder.path, 0o711)
  } else if (uid !== 0 && found.uid !== uid) {
    const message = `the data folder ${folder.path} belongs to user ${found.uid}, and this is user ${uid}: start Tocsin as its owner, or set TOCSIN_DATA to another folder`
    throw new Failure('conflict', 'platform.data-folder-owner', message)
  }
  const file = join(folder.path, 'layout')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (Number(text.trim()) > layout) {
    throw new Failure(
      'conflict',
      'platform.data-folder-later',
      `the data folder ${folder.path} was written by a later Tocsin (layout ${text.trim()}): use that one`,
    )
  }
  for (const one of [folder.blobs, folder.cache, folder.locks]) await makeFolder(one, 0o700)
  if (text === '') await writeFile(file, `${layout}\n`, { flush: true })
  await proveWritable(folder)
}

/** A folder that was made long ago may have become read-only or full since. */
async function proveWritable(folder: Layout): Promise<void> {
  const probe = join(folder.cache, `probe-${process.pid}`)
  await writeFile(probe, 'x', { flush: true })
  await rm(probe, { force: true })
}
