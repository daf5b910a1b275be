import { chmod, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Failure } from '../../base/failure.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { tryClaim } from '../claim.ts'
import { makeFolder } from '../make-folder.ts'
import { explainFileError } from '../postgres/complaint.ts'
import { copyCluster } from './base.ts'
import { copyBlobs } from './copy-blobs.ts'
import { hashFile, syncFolder } from './copy-file.ts'
import {
  blobList,
  listGenerations,
  type Manifest,
  type ManifestFile,
  manifestForm,
  nameGeneration,
  readManifest,
  writeManifest,
} from './manifest.ts'
import { type Elsewhere, readNodeFiles, writeNodeFiles } from './node-files.ts'

export type BackupOptions = {
  readonly dataFolder: string
  /** keys that lie outside of it */
  readonly keyFiles?: Elsewhere
  /** null: the database is not ours */
  readonly superuserUrl: string | null
  /** null: without the originals */
  readonly blobs: Blobs | null
  /** the folder of a file store to link from instead of copying */
  readonly link: string | null
  /** how many backups stay in the folder; older ones go once this one is whole */
  readonly keep: number
  readonly program: string
  readonly settings: Readonly<Record<string, string>>
  readonly now: () => Date
  readonly onProgress: (line: string) => void
}

export type Backup = { readonly name: string; readonly manifest: Manifest; readonly copied: number; readonly removed: readonly string[] }

const half = '.half-'
export const blobFolder = 'blobs'

/**
 * Backs a running node up into a folder, which may hold earlier backups: their originals are shared, so only new ones are copied. Originals
 * come first and once more after the database, because one is always there before the database refers to it: so every one that the copy
 * of the database refers to is in the backup. The backup is there whole, under its name, or not at all. Fails with `platform.backup-…`,
 * `platform.disk-full` and the like; then what was there before is untouched.
 */
export async function makeBackup(folder: string, options: BackupOptions): Promise<Backup> {
  await refuseInside(folder, options.dataFolder)
  try {
    await makeFolder(folder, 0o700)
    const claim = await tryClaim(join(folder, '.lock'))
    if ('holder' in claim)
      throw new Failure('conflict', 'platform.backup-busy', `process ${claim.holder.pid} is backing up into ${folder} at this moment`)
    try {
      return await backUp(folder, options)
    } finally {
      await claim.release()
    }
  } catch (error) {
    throw explainFileError(error, folder)
  }
}

async function refuseInside(folder: string, dataFolder: string): Promise<void> {
  const data = await realpath(dataFolder)
  const there = await realpath(folder).catch(() => folder)
  if (there === data || there.startsWith(data + sep))
    throw new Failure(
      'invalid',
      'platform.backup-inside',
      `${folder} lies in the data folder that is to be backed up: choose a place outside of it`,
    )
}

async function backUp(folder: string, options: BackupOptions): Promise<Backup> {
  const { superuserUrl, blobs, now, onProgress } = options
  const begun = now()
  for (const name of await readdir(folder)) if (name.startsWith(half)) await rm(join(folder, name), { recursive: true, force: true })
  const before = await listGenerations(folder)
  const name = nameGeneration(begun, before)
  const draft = join(folder, `${half}${name}`)
  await makeFolder(draft, 0o700)
  try {
    const to = blobs === null ? null : await openFileBlobs(join(folder, blobFolder))
    const linked = options.link === null ? undefined : { from: options.link, to: join(folder, blobFolder) }
    const early = blobs === null || to === null ? null : await copyBlobs(blobs, to, { linked, onProgress })
    const base = superuserUrl === null ? null : await copyCluster(superuserUrl, join(draft, 'database'), onProgress)
    const late =
      blobs === null || to === null || early === null ? null : await copyBlobs(blobs, to, { before: early.held, linked, onProgress })
    const files: ManifestFile[] = (base?.files ?? []).map((one) => ({ ...one, path: `database/${one.path}` }))
    await writeNodeFiles(join(draft, 'keys'), await readNodeFiles(options.dataFolder, options.keyFiles))
    for (const one of await readdir(join(draft, 'keys'))) files.push(await describeFile(draft, join('keys', one)))
    if (late !== null) {
      await writeFile(join(draft, blobList), listText(late.held), { mode: 0o600, flush: true })
      files.push(await describeFile(draft, blobList))
    }
    const altered = [...new Set([...(early?.altered ?? []), ...(late?.altered ?? [])])]
    const bytes = late === null ? 0 : [...late.held.values()].reduce((sum, size) => sum + size, 0)
    const manifest: Manifest = {
      form: manifestForm,
      begun: begun.toISOString(),
      ended: now().toISOString(),
      program: options.program,
      database: base?.database ?? null,
      files,
      blobs: late === null ? null : { count: late.held.size, bytes, altered },
      settings: { ...options.settings },
    }
    await writeManifest(draft, manifest)
    for (const one of ['keys', '']) await syncFolder(join(draft, one))
    await chmod(draft, 0o700)
    await rename(draft, join(folder, name))
    await syncFolder(folder)
    const removed = before.slice(0, Math.max(0, before.length + 1 - options.keep))
    await prune(folder, removed, to, onProgress)
    return { name, manifest, copied: (early?.copied ?? 0) + (late?.copied ?? 0), removed }
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => {})
    throw error
  }
}

async function describeFile(folder: string, path: string): Promise<ManifestFile> {
  const hashed = await hashFile(join(folder, path))
  if (hashed === undefined) throw new Error(`${path} is gone`)
  return { path, ...hashed }
}

function listText(held: ReadonlyMap<string, number>): string {
  return [...held]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sha256, size]) => `${sha256} ${size}\n`)
    .join('')
}

/** The originals that a backup needs, with their sizes. */
export async function readBlobList(folder: string): Promise<Map<string, number>> {
  const lines = (await readFile(join(folder, blobList), 'utf8')).split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const [sha256 = '', size = ''] = line.split(' ')
      return [sha256, Number(size)]
    }),
  )
}

/** Removes backups, and the originals that none of those left needs: what the node destroyed goes from the folder too, in time. */
async function prune(folder: string, names: readonly string[], to: Blobs | null, onProgress: (line: string) => void): Promise<void> {
  if (names.length === 0) return
  for (const name of names) {
    // under another name first: what is half removed is no backup
    await rename(join(folder, name), join(folder, `${half}${name}`))
    await rm(join(folder, `${half}${name}`), { recursive: true, force: true })
  }
  if (to === null) return
  const needed = new Set<string>()
  for (const name of await listGenerations(folder)) {
    try {
      if ((await readManifest(join(folder, name))).blobs === null) continue
      for (const sha256 of (await readBlobList(join(folder, name))).keys()) needed.add(sha256)
    } catch {
      // what a damaged backup needs is not known
      return onProgress(`the backup ${name} is damaged: no original is removed from the folder`)
    }
  }
  for await (const { sha256 } of to.list()) if (!needed.has(sha256)) await to.remove(sha256, 0)
}

/** Which settings are not their default, for the manifest: secrets and what may hold one only by name. */
export function notableSettings(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  secret: ReadonlySet<string>,
): Record<string, string> {
  const given = names.flatMap((name) => {
    const value = environment[name]
    return value === undefined || value === '' ? [] : [[name, secret.has(name) ? '(set; its value is not kept here)' : value] as const]
  })
  return Object.fromEntries(given)
}
