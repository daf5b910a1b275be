import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import pg from 'pg'
import { Failure } from '../../base/failure.ts'
import { runs } from '../claim.ts'
import type { Logger } from '../logger.ts'
import { makeFolder } from '../make-folder.ts'
import type { Binaries } from './binaries.ts'
import { explain, explainFileError } from './complaint.ts'
import { type Place, writeWhole } from './place.ts'
import {
  clearAway,
  findPostmaster,
  fingerprintOf,
  type Postmaster,
  startPostmaster,
  stateOf,
  stopPostmaster,
  untilReady,
} from './postmaster.ts'
import { ensureRoles } from './roles.ts'
import { run } from './run.ts'
import type { Runner } from './runner.ts'
import { type Durability, hostRules, identityMap, initialiseArguments, roleNames, serverSettings, socketUrl } from './settings.ts'
import { makeSocketFolder } from './sockets.ts'

/** Bytes that a first start and a later one want free: below it PostgreSQL would stop in the middle of something. */
const spaceToMake = 200_000_000
const spaceToStart = 48_000_000

/** What is to run, where, and as whom. */
export type Plan = {
  readonly place: Place
  readonly binaries: Binaries
  readonly runner: Runner
  readonly durability: Durability
  readonly log: Logger
  readonly progress: (line: string) => void
}

/**
 * Answers the postmaster of the cluster, ready and set up: the one that runs, or one that it starts. One that runs as we would not
 * start it is restarted, unless `shared`: then other processes live on it, an older server beside a newer command, say.
 * To be called by one process at a time.
 */
export async function raise(plan: Plan, shared: boolean): Promise<Postmaster> {
  const { place, binaries, runner, durability } = plan
  try {
    await checkCluster(plan)
    const conf = serverSettings({ ...place, durability })
    const fingerprint = fingerprintOf(binaries, `${conf}${hostRules}${identityMap(runner.client)}`)
    const adopted = await adopt(plan, fingerprint, shared)
    if (adopted !== undefined) return adopted
    await clearAway(place)
    await requireSpace(place.folder, existsSync(place.cluster) ? spaceToStart : spaceToMake)
    if (!existsSync(place.cluster)) await initialise(plan)
    await makeSocketFolder(place.sockets, runner)
    await makeFolder(place.conf, 0o755)
    await writeWhole(join(place.conf, 'postgresql.conf'), conf)
    await writeWhole(join(place.conf, 'pg_hba.conf'), hostRules)
    await writeWhole(join(place.conf, 'pg_ident.conf'), identityMap(runner.client))
    const started = await startPostmaster(place, binaries, runner.as, fingerprint)
    await setUp(place)
    plan.log.info({ pid: started.pid, version: binaries.version }, 'the database is ready')
    return started
  } catch (error) {
    throw explainFileError(error, place.folder)
  }
}

async function adopt({ place, log }: Plan, fingerprint: string, shared: boolean): Promise<Postmaster | undefined> {
  const running = await findPostmaster(place)
  if (running === undefined) return undefined
  const leaving = (await stateOf(place, running)) === 'stopping'
  if (!leaving && (shared || running.fingerprint === fingerprint)) {
    await untilReady(place, running)
    if (await runs(running.pid, running.started)) {
      // the start that began this one may have died before it came to this
      await setUp(place)
      return running
    }
  }
  log.info({ pid: running.pid }, 'a database that is stopping, or was started with other settings, is restarted')
  await stopPostmaster(place, running)
  return undefined
}

/** Refuses a cluster of another version or another owner before anything touches it. */
async function checkCluster({ place, binaries, runner }: Plan): Promise<void> {
  const found = await stat(place.cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  if (found.uid !== runner.uid) {
    const owner = (await run('id', ['-nu', String(found.uid)])).said.trim()
    const message = `the database in ${place.cluster} belongs to ${/^[^\s:]+$/.test(owner) ? `"${owner}"` : 'user'} (${found.uid}), and PostgreSQL would run as "${runner.name}" (${runner.uid}): start Tocsin as the user that made it, or give the folder to "${runner.name}"`
    throw new Failure('conflict', 'platform.database-owner', message)
  }
  const made = (await readFile(join(place.cluster, 'PG_VERSION'), 'utf8')).trim()
  if (made !== String(binaries.major)) {
    const message = `the database in ${place.cluster} was made by PostgreSQL ${made}, and this Tocsin brings ${binaries.version}: use the Tocsin that made it, or dump and restore`
    throw new Failure('conflict', 'platform.database-version', message)
  }
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes) throw explain(`ENOSPC`, folder)
}

/** Made aside and renamed when whole: a start that dies half-way leaves nothing that looks like a database. */
async function initialise({ place, binaries, runner, durability, progress }: Plan): Promise<void> {
  progress(`making the database (PostgreSQL ${binaries.version}) in ${place.cluster}`)
  const prefix = `${basename(place.cluster)}.new-`
  // an initdb whose start was killed may still be writing to its own: so no two share a name, and what cannot be removed waits
  for (const name of await readdir(place.folder)) {
    if (name.startsWith(prefix)) await rm(join(place.folder, name), { recursive: true, force: true }).catch(() => {})
  }
  const half = join(dirname(place.cluster), `${prefix}${randomBytes(4).toString('hex')}`)
  await mkdir(half, { mode: 0o700 })
  if (runner.as !== undefined) await chown(half, runner.as.uid, runner.as.gid)
  await chmod(half, 0o700)
  const made = await run(join(binaries.folder, 'initdb'), initialiseArguments(half, binaries.major, durability), { as: runner.as })
  if (made.code !== 0) {
    await rm(half, { recursive: true, force: true })
    throw explain(made.said, place.cluster)
  }
  await rename(half, place.cluster)
}

async function setUp(place: Place): Promise<void> {
  const client = new pg.Client({
    connectionString: socketUrl(roleNames.superuser, 'postgres', place.sockets),
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await ensureRoles((text) => client.query(text))
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new Failure('unavailable', 'platform.database-set-up', `the database in ${place.cluster} runs but could not be set up: ${said}`, {
      cause,
    })
  } finally {
    await client.end().catch(() => {})
  }
}
