import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, realpath, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Failure } from '../../base/failure.ts'
import { type Claim, claimWithin, liveClaims, runs, shareClaim } from '../claim.ts'
import type { Logger } from '../logger.ts'
import { makeFolder } from '../make-folder.ts'
import { type Binaries, describeBinaries, findBinaries } from './binaries.ts'
import { explain, explainFileError } from './complaint.ts'
import { findPlace, type Place, writeWhole } from './place.ts'
import { clearAway, findPostmaster, fingerprintOf, type Postmaster, startPostmaster, stopPostmaster, untilReady } from './postmaster.ts'
import { ensureRoles } from './roles.ts'
import { run } from './run.ts'
import { findRunner, type Runner } from './runner.ts'
import {
  type Durability,
  databaseName,
  hostRules,
  identityMap,
  initialiseArguments,
  roleNames,
  serverSettings,
  socketUrl,
} from './settings.ts'
import { makeSocketFolder } from './sockets.ts'

/** Bytes that a first start and a later one want free: below it PostgreSQL would stop in the middle of something. */
const spaceToMake = 200_000_000
const spaceToStart = 48_000_000

export type ClusterOptions = {
  /** an existing folder that only we write to */
  readonly dataFolder: string
  readonly log: Logger
  /** lines for a person who waits */
  readonly onProgress?: (line: string) => void
  /** `scratch` gives durability up, for tests that throw the cluster away */
  readonly durability?: Durability
  /** the folder of another PostgreSQL's programs (15 or newer) instead of the one that npm brought */
  readonly programs?: string
}

/** The embedded PostgreSQL, as long as this process uses it. */
export type Cluster = {
  readonly socketFolder: string
  readonly version: string
  /** Connection strings: the application's role, the owner of the tables, and the superuser, who is for set-up alone. */
  readonly applicationUrl: (database?: string) => string
  readonly ownerUrl: (database?: string) => string
  readonly superuserUrl: (database?: string) => string
  /** the postmaster's number at this moment */
  readonly pid: () => number
  /** Lets go of it, and stops it (within 10 s) if no other process of ours uses it. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the PostgreSQL of a data folder, or joins the one that runs there already: several processes (roles apart, a command
 * beside the server) share one, and the last to leave stops it. Makes it at the first start. A postmaster that outlived its
 * server is adopted when it is as we would start it, and restarted otherwise; one that dies is started again.
 * Fails with one clear line (`platform.…`): full disk, folder read-only or forbidden, other version, other owner, unknown user.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const progress = options.onProgress ?? (() => {})
  const durability = options.durability ?? 'kept'
  const dataFolder = await realpath(options.dataFolder).catch((error) => {
    throw explainFileError(error, options.dataFolder)
  })
  const runner = await findRunner()
  const binaries = options.programs === undefined ? await findBinaries(runner.as, progress) : await namedBinaries(options.programs, runner)
  const locks = join(dataFolder, 'locks')
  const users = join(locks, 'database-users')
  const bringUp = () =>
    alone(locks, async () => {
      const place = await findPlace(dataFolder, runner)
      return { place, postmaster: await raise(place, binaries, runner, durability, options.log, progress), share: await shareClaim(users) }
    })
  const first = await bringUp()
  const { place } = first
  let { postmaster } = first
  let stopping = false

  const watch = async () => {
    while (!stopping) {
      await sleep(500, undefined, { ref: false })
      if (stopping || (await runs(postmaster.pid, postmaster.started))) continue
      options.log.error({ pid: postmaster.pid }, 'the database ended unexpectedly and is started again')
      try {
        postmaster = await alone(locks, async () =>
          stopping ? postmaster : await raise(place, binaries, runner, durability, options.log, progress),
        )
      } catch (error) {
        options.log.error({ error }, 'the database could not be started again')
        await sleep(2_000, undefined, { ref: false })
      }
    }
  }
  void watch()

  const stop = async () => {
    if (stopping) return
    stopping = true
    await alone(locks, async () => {
      await first.share.release()
      if ((await liveClaims(users)).size > 0) return
      const running = await findPostmaster(place)
      if (running !== undefined) await stopPostmaster(place, running)
    })
  }
  const url =
    (role: string) =>
    (database = databaseName) =>
      socketUrl(role, database, place.sockets)
  return {
    socketFolder: place.sockets,
    version: binaries.version,
    applicationUrl: url(roleNames.application),
    ownerUrl: url(roleNames.owner),
    superuserUrl: url(roleNames.superuser),
    pid: () => postmaster.pid,
    stop,
  }
}

/** Runs with the start and stop of this cluster to ourselves, among all processes of this data folder. */
async function alone<T>(locks: string, act: () => Promise<T>): Promise<T> {
  let claim: Claim
  try {
    const tried = await claimWithin(join(locks, 'database'), 90_000)
    if ('holder' in tried)
      throw new Failure(
        'conflict',
        'platform.database-busy',
        `process ${tried.holder.pid} has been starting the database for a long time: stop it first`,
      )
    claim = tried
  } catch (error) {
    throw explainFileError(error, locks)
  }
  try {
    return await act()
  } finally {
    await claim.release()
  }
}

async function namedBinaries(folder: string, runner: Runner): Promise<Binaries> {
  const found = await describeBinaries(folder, runner.as)
  if (found === undefined) throw new Failure('unavailable', 'platform.postgres-missing', `there is no PostgreSQL that runs in ${folder}`)
  return found
}

async function raise(
  place: Place,
  binaries: Binaries,
  runner: Runner,
  durability: Durability,
  log: Logger,
  progress: (line: string) => void,
): Promise<Postmaster> {
  try {
    await checkCluster(place, binaries, runner)
    const conf = serverSettings({ ...place, durability })
    const fingerprint = fingerprintOf(binaries, `${conf}${hostRules}${identityMap(runner.client)}`)
    const running = await findPostmaster(place)
    if (running !== undefined) {
      if (running.fingerprint === fingerprint) {
        await untilReady(place, running)
        if (await runs(running.pid, running.started)) return running
      } else {
        log.info({ pid: running.pid }, 'a database that was started with other settings is stopped first')
        await stopPostmaster(place, running)
      }
    }
    await clearAway(place)
    await requireSpace(place.folder, existsSync(place.cluster) ? spaceToStart : spaceToMake)
    if (!existsSync(place.cluster)) await initialise(place, binaries, runner, durability, progress)
    await makeSocketFolder(place.sockets, runner)
    await makeFolder(place.conf, 0o755)
    await writeWhole(join(place.conf, 'postgresql.conf'), conf)
    await writeWhole(join(place.conf, 'pg_hba.conf'), hostRules)
    await writeWhole(join(place.conf, 'pg_ident.conf'), identityMap(runner.client))
    const started = await startPostmaster(place, binaries, runner.as, fingerprint)
    await setUp(place)
    log.info({ pid: started.pid, version: binaries.version }, 'the database is ready')
    return started
  } catch (error) {
    throw explainFileError(error, place.folder)
  }
}

/** Refuses a cluster of another version or another owner before anything touches it. */
async function checkCluster(place: Place, binaries: Binaries, runner: Runner): Promise<void> {
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
async function initialise(
  place: Place,
  binaries: Binaries,
  runner: Runner,
  durability: Durability,
  progress: (line: string) => void,
): Promise<void> {
  progress(`making the database (PostgreSQL ${binaries.version}) in ${place.cluster}`)
  const half = `${place.cluster}.new`
  await rm(half, { recursive: true, force: true })
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
  const client = new pg.Client({ connectionString: socketUrl(roleNames.superuser, 'postgres', place.sockets) })
  await client.connect()
  try {
    await ensureRoles((text) => client.query(text))
  } finally {
    await client.end()
  }
}
