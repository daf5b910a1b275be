import { existsSync } from 'node:fs'
import { chmod, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { claimWithin } from '../../platform/claim.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { openLogger } from '../../platform/logger.ts'
import { startCluster } from '../../platform/postgres/cluster.ts'
import { whereFile } from '../../platform/postgres/place.ts'
import { run } from '../../platform/postgres/run.ts'
import { roleNames } from '../../platform/postgres/settings.ts'
import { runFolder } from '../../platform/testing/scratch.ts'
import { shareCache } from './desk.ts'

/**
 * Makes an empty data folder one whose database is made and migrated, as `tocsin migrate` would leave it: a copy of the one that the run makes when the first
 * test asks. Log, secrets and set-up link are still the first start's own. Not for tests of the first start itself.
 */
export async function prepareFolder(folder: string): Promise<void> {
  await shareCache(folder)
  const from = await preparedDatabase()
  if (from === undefined) return
  const { code, said } = await run('cp', ['--archive', '--reflink=auto', from, join(folder, 'postgresql')])
  if (code !== 0) throw new Error(`the prepared database was not copied: ${said}`)
}

let prepared: Promise<string | undefined> | undefined

/** Undefined where the database of a data folder lies elsewhere, which no copy of the folder would have: the first start makes one as ever. */
function preparedDatabase(): Promise<string | undefined> {
  prepared ??= prepare(join(runFolder(), 'prepared'))
  return prepared
}

async function prepare(whole: string): Promise<string | undefined> {
  const claim = await claimWithin(`${whole}.claims`, 240_000)
  if ('holder' in claim) throw new Error('another worker of this run did not come to an end with the prepared database')
  try {
    if (!existsSync(whole)) {
      const half = `${whole}.half`
      await mkdir(half, { mode: 0o711 })
      await chmod(half, 0o711)
      const cluster = await startCluster({ dataFolder: half, log: openLogger('silent') })
      await migrate(cluster.ownerUrl(), roleNames.application)
      await cluster.stop()
      await rename(half, whole)
    }
    return existsSync(join(whole, whereFile)) ? undefined : join(whole, 'postgresql')
  } finally {
    await claim.release()
  }
}
