import { join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { fillDataFolder } from '../../platform/backup/fill.ts'
import { chooseGeneration, type Manifest, readManifest } from '../../platform/backup/manifest.ts'
import { readNodeFiles } from '../../platform/backup/node-files.ts'
import { placeBlobs, placeCluster, startRestored } from '../../platform/backup/restore.ts'
import { checkDatabase } from '../../platform/db/check.ts'
import { openPool } from '../../platform/db/pools.ts'
import { openBlobs } from '../places.ts'
import { type Restored, type RestoreOptions, settleRestored } from './settle.ts'

/**
 * Restores a backup of `tocsin backup` into a new data folder. Nothing starts on the folder before all is done. Fails with
 * `platform.backup-…`, `platform.restore-…`, `platform.database-version`.
 */
export async function restoreBackup(folder: string, wanted: string | undefined, options: RestoreOptions): Promise<Restored> {
  const { config, log, onProgress } = options
  const name = await chooseGeneration(folder, wanted)
  const generation = join(folder, name)
  const manifest = await readManifest(generation)
  await refuseOtherDatabase(manifest, options)
  const filling = await fillDataFolder(config.TOCSIN_DATA, false)
  try {
    if (manifest.database !== null) await placeCluster(generation, manifest, config.TOCSIN_DATA, onProgress)
    const blobs = await openBlobs(config)
    if (manifest.blobs !== null) {
      for (const sha256 of await placeBlobs(folder, generation, blobs, onProgress))
        onProgress(`original ${sha256} is not whole in the backup`)
    }
    const cluster = manifest.database === null ? null : await startRestored(config.TOCSIN_DATA, log, onProgress)
    try {
      const urls =
        cluster === null
          ? { application: config.DATABASE_URL ?? '', owner: config.TOCSIN_DATABASE_OWNER_URL }
          : { application: cluster.applicationUrl(), owner: cluster.ownerUrl() }
      const settled = await settleRestored(urls, blobs, await readNodeFiles(join(generation, 'keys')), options)
      await filling.done()
      return { ...settled, asOf: manifest.begun, withBlobs: manifest.blobs !== null, settings: manifest.settings }
    } finally {
      await cluster?.stop()
    }
  } finally {
    await filling.folder.release()
  }
}

/** The database of a backup and that of the settings must be of one kind; one of your own is restored before, by its own means. */
async function refuseOtherDatabase({ database }: Manifest, { config }: RestoreOptions): Promise<void> {
  if (database !== null && config.DATABASE_URL !== null) {
    const message =
      'this backup holds an embedded database, and DATABASE_URL names another one: unset it, or move by `tocsin dump` and `tocsin restore --from-dump`'
    throw new Failure('invalid', 'platform.restore-database', message)
  }
  if (database !== null) return
  if (config.DATABASE_URL === null) {
    const message =
      'this backup holds no database, since the node had one of its own: restore that by its own means first, and set DATABASE_URL to it'
    throw new Failure('invalid', 'platform.restore-database', message)
  }
  const pool = openPool(config.DATABASE_URL, 'tocsin_app', 1)
  try {
    await checkDatabase(pool)
  } finally {
    await pool.end()
  }
}
