import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { Failure } from '../base/failure.ts'
import { openNodeSecret } from '../platform/auth/secret.ts'
import type { Config } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { openDataFolder } from '../platform/data-folder.ts'
import { checkDatabase } from '../platform/db/check.ts'
import { migrate } from '../platform/db/migrate.ts'
import { openDatabase, openPool } from '../platform/db/pools.ts'
import { readAs } from '../platform/db/scope.ts'
import { keyFilesOf } from '../platform/key-files.ts'
import { describeError, type Logger } from '../platform/logger.ts'
import { openFetcher } from '../platform/net/fetch.ts'
import type { LocationData } from '../platform/net/locate.ts'
import { createDns } from '../platform/net/resolver.ts'
import type { Dial } from '../platform/net/vet.ts'
import { subscribers } from './flow.ts'
import { loginOf, openBlobs, openDatabaseUrls } from './places.ts'
import { openWorkers } from './sandbox/sandbox.ts'

/** The context with what only the roof needs of it: pools to hand to the queue and to sign-in, and the way to close it all. */
export type Opened = {
  readonly ctx: Context
  readonly databaseUrl: string
  readonly location: LocationData
  readonly queuePool: pg.Pool
  readonly authPool: pg.Pool
  close(): Promise<void>
}

/**
 * Opens everything that a process owns. `roles` are claimed on the data folder: two servers on one folder are refused. With the embedded
 * database the schema is brought up to date first; with a foreign one `tocsin migrate` does that.
 */
export async function openContext(
  config: Config,
  log: Logger,
  roles: readonly string[],
  onProgress: (line: string) => void = () => {},
  now: () => Date = () => new Date(),
): Promise<Opened> {
  const folder = await openDataFolder(config.TOCSIN_DATA, roles)
  const urls = await openDatabaseUrls(config, log, onProgress).catch(async (error) => {
    await folder.release()
    throw error
  })
  try {
    if (config.DATABASE_URL === null && urls.owner !== null) {
      const { applied } = await migrate(urls.owner, loginOf(urls.application))
      if (applied.length > 0) onProgress(`database schema: ${applied.length} step${applied.length === 1 ? '' : 's'} applied`)
    }
    const after = async () => {
      await urls.stop()
      await folder.release()
    }
    return await openWith(config, log, urls, after, now)
  } catch (error) {
    await urls.stop()
    await folder.release()
    throw error
  }
}

/** The same on a database that is there already; tests come in here, `dial` tells where their world is. */
export async function openWith(
  config: Config,
  log: Logger,
  urls: { application: string },
  after: () => Promise<void>,
  now: () => Date = () => new Date(),
  dial?: Dial,
): Promise<Opened> {
  const onError = (error: Error) => log.warn({ error: describeError(error) }, 'database.connection')
  const pool = openPool(urls.application, 'tocsin_app', 12, onError)
  const queuePool = openPool(urls.application, 'tocsin_queue', config.TOCSIN_JOBS + 4, onError)
  const authPool = openPool(urls.application, 'tocsin_auth', 4, onError)
  let secret: string
  try {
    await checkDatabase(pool)
    secret = await openNodeSecret(openDatabase(pool), keyFilesOf(config)['sign-in-secret'])
  } catch (error) {
    await Promise.all([pool, queuePool, authPool].map((one) => one.end()))
    throw error instanceof Failure
      ? error
      : new Failure('unavailable', 'platform.database', `the database cannot be used: ${error instanceof Error ? error.message : ''}`, {
          cause: error,
        })
  }
  const db = openDatabase(pool)
  const dns = createDns(config.TOCSIN_DNS)
  const { sandbox, location } = await openWorkers(join(config.TOCSIN_DATA, 'cache'), { size: config.TOCSIN_WORKERS })
  const ctx: Context = {
    config,
    log,
    db,
    read: (actor, run) => readAs(db, actor, run),
    blobs: await openBlobs(config),
    sandbox,
    dns,
    outside: openFetcher({
      allowed: config.TOCSIN_OUTSIDE === 'on',
      inside: config.TOCSIN_INSIDE,
      dns,
      log,
      ...(dial === undefined ? {} : { dial }),
    }),
    now,
    mac: (purpose, text) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest(),
    subscribers: subscribers(),
  }
  return {
    ctx,
    databaseUrl: urls.application,
    location,
    queuePool,
    authPool,
    async close() {
      await sandbox.close()
      dns.close()
      await Promise.all([pool, queuePool, authPool].map((one) => one.end()))
      await after()
    },
  }
}
