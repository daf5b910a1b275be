import { access, constants } from 'node:fs/promises'
import { Failure } from '../../base/failure.ts'
import { openDump } from '../../platform/backup/dump.ts'
import { fillDataFolder } from '../../platform/backup/fill.ts'
import { load } from '../../platform/backup/load.ts'
import { loginOf, openBlobs, openDatabaseUrls } from '../places.ts'
import { type Restored, type RestoreOptions, settleRestored } from './settle.ts'

/**
 * Loads a dump of `tocsin dump` into the embedded database of a new data folder, or into a new database of your own. There the data folder
 * may be the node's own, whose database then moves. Fails with `platform.dump-missing`, `platform.dump-…`, `platform.load-not-empty`, `platform.restore-…`.
 */
export async function restoreDump(file: string, options: RestoreOptions): Promise<Restored> {
  const { config, log, onProgress } = options
  const foreign = config.DATABASE_URL !== null
  if (foreign && config.TOCSIN_DATABASE_OWNER_URL === null)
    throw new Failure('invalid', 'platform.setting', 'a dump is loaded as the role that owns the tables: set TOCSIN_DATABASE_OWNER_URL')
  if (file !== '-')
    await access(file, constants.R_OK).catch((cause: unknown) => {
      throw new Failure('missing', 'platform.dump-missing', `the dump ${file} cannot be read`, { cause })
    })
  const source = openDump(file)
  const filling = await fillDataFolder(config.TOCSIN_DATA, foreign)
  try {
    const urls = await openDatabaseUrls(config, log, onProgress)
    try {
      const owner = urls.owner ?? ''
      const blobs = await openBlobs(config)
      const {
        header,
        files,
        blobs: loaded,
      } = await load(source, { ownerUrl: owner, application: loginOf(urls.application), blobs, onProgress })
      const settled = await settleRestored({ application: urls.application, owner }, blobs, files, options)
      await filling.done()
      return { ...settled, asOf: header.made, withBlobs: loaded > 0, settings: {} }
    } finally {
      await urls.stop()
    }
  } finally {
    await filling.folder.release()
  }
}
