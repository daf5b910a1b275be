import { Failure } from '../../base/failure.ts'
import { readConfig } from '../../platform/config.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { openLogger } from '../../platform/logger.ts'
import { loginOf, openDatabaseUrls } from '../places.ts'

/** `tocsin migrate`: as TOCSIN_DATABASE_OWNER_URL where DATABASE_URL is set, else on the embedded database. */
export async function migrateCommand(argv: readonly string[]): Promise<number> {
  if (argv.length > 0) {
    process.stderr.write('usage: tocsin migrate\n')
    return 2
  }
  const config = readConfig()
  if (config.DATABASE_URL !== null && config.TOCSIN_DATABASE_OWNER_URL === null)
    throw new Failure('invalid', 'platform.setting', 'migrate wants TOCSIN_DATABASE_OWNER_URL: the role that owns the tables')
  const urls = await openDatabaseUrls(config, openLogger(config.TOCSIN_LOG_LEVEL), (line) => process.stderr.write(`${line}\n`))
  try {
    const { applied, present } = await migrate(urls.owner ?? urls.application, loginOf(urls.application))
    process.stdout.write(
      applied.length === 0 ? `nothing to do: all ${present} steps are there\n` : `${applied.map((name) => `applied ${name}`).join('\n')}\n`,
    )
    return 0
  } finally {
    await urls.stop()
  }
}
