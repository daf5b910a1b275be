import { randomBytes } from 'node:crypto'
import { chown, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { migrate } from '../db/migrate.ts'
import type { Logger } from '../logger.ts'
import { findBinaries } from '../postgres/binaries.ts'
import { type Cluster, startCluster } from '../postgres/cluster.ts'
import { explainFileError } from '../postgres/complaint.ts'
import { findPlace } from '../postgres/place.ts'
import { findRunner } from '../postgres/runner.ts'
import { roleNames } from '../postgres/settings.ts'
import { blobFolder, readBlobList } from './backup.ts'
import { copyFile, forEach, makeFolderFor, syncFolder } from './copy-file.ts'
import type { Manifest } from './manifest.ts'

type Progress = (line: string) => void

function damaged(path: string): Failure {
  return new Failure(
    'conflict',
    'platform.backup-damaged',
    `${path} is missing from the backup or is not as it was written: take another backup`,
  )
}

/**
 * Puts the cluster of a backup in its place in a data folder that has none, each file checked against the manifest. It is there whole, or
 * not at all. Fails with `platform.database-version` on another major version of PostgreSQL and `platform.backup-damaged`.
 */
export async function placeCluster(generation: string, manifest: Manifest, dataFolder: string, onProgress: Progress): Promise<void> {
  const { database } = manifest
  if (database === null) throw new Error('a backup without a database has no cluster to be placed')
  const runner = await findRunner()
  const binaries = await findBinaries(runner.as, onProgress)
  if (binaries.major !== database.major)
    throw new Failure(
      'conflict',
      'platform.database-version',
      `the backup is of PostgreSQL ${database.version}, and this Tocsin brings ${binaries.version}: restore with the Tocsin that made it (${manifest.program}), then dump and load`,
    )
  const place = await findPlace(dataFolder, runner)
  const half = join(dirname(place.cluster), `${basename(place.cluster)}.new-${randomBytes(4).toString('hex')}`)
  try {
    await mkdir(half, { mode: 0o700 })
    if (runner.as !== undefined) await chown(half, runner.as.uid, runner.as.gid)
    for (const folder of database.folders) await makeFolderFor(join(half, folder), runner.as)
    const files = manifest.files.filter(({ path }) => path.startsWith('database/'))
    let done = 0
    await forEach(files, 4, async ({ path, size, sha256 }) => {
      const copied = await copyFile(join(generation, path), join(half, path.slice('database/'.length)), runner.as)
      if (copied === undefined || copied.size !== size || copied.sha256 !== sha256) throw damaged(path)
      done += 1
      if (done % 500 === 0) onProgress(`database: ${done} of ${files.length} files`)
    })
    for (const folder of [...database.folders, '']) await syncFolder(join(half, folder))
    await rename(half, place.cluster)
    await syncFolder(dirname(place.cluster))
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    throw explainFileError(error, place.folder)
  }
}

const recovering = 60

/** Starts the placed cluster, which brings it to the end of its write-ahead log, however long that takes, and its schema to this version's. */
export async function startRestored(dataFolder: string, log: Logger, onProgress: Progress): Promise<Cluster> {
  const cluster = await recover(dataFolder, log, onProgress)
  try {
    const { applied } = await migrate(cluster.ownerUrl(), roleNames.application)
    if (applied.length > 0) onProgress(`database schema: ${applied.length} step${applied.length === 1 ? '' : 's'} applied`)
    return cluster
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

async function recover(dataFolder: string, log: Logger, onProgress: Progress): Promise<Cluster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startCluster({ dataFolder, log, onProgress })
    } catch (error) {
      const goesOn = error instanceof Failure && error.code === 'platform.database-start' && /still recovering/.test(error.message)
      if (!goesOn || attempt === recovering) throw error
      onProgress(`database: still reading its write-ahead log after ${attempt} min`)
    }
  }
}

/** Copies the originals that a backup needs and a store has not, each checked by its hash. Answers those that the backup should have and has not. */
export async function placeBlobs(folder: string, generation: string, to: Blobs, onProgress: Progress): Promise<string[]> {
  const needed = [...(await readBlobList(generation)).keys()]
  const from = await openFileBlobs(join(folder, blobFolder))
  const lost: string[] = []
  let group: Uint8Array[] = []
  let waiting = 0
  const flush = async () => {
    if (group.length > 0) await to.put(group)
    group = []
    waiting = 0
  }
  for (const [at, sha256] of needed.entries()) {
    if (await to.has(sha256)) continue
    const bytes = await from.read(sha256).catch((error: unknown) => {
      if (error instanceof Failure && error.code === 'platform.blob-altered') return undefined
      throw error
    })
    if (bytes === undefined) lost.push(sha256)
    else {
      group.push(bytes)
      waiting += bytes.length
    }
    if (group.length >= 64 || waiting >= 32 << 20) await flush()
    if ((at + 1) % 1000 === 0) onProgress(`originals: ${at + 1} of ${needed.length}`)
  }
  await flush()
  return lost
}
