import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../base/failure.ts'
import { type Claim, claimWithin, liveClaims, runs, shareClaim } from '../claim.ts'
import type { Logger } from '../logger.ts'
import { type Binaries, describeBinaries, findBinaries } from './binaries.ts'
import { explainFileError } from './complaint.ts'
import { findPlace } from './place.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { type Plan, raise } from './raise.ts'
import { findRunner, type Runner } from './runner.ts'
import { type Durability, databaseName, roleNames, socketUrl } from './settings.ts'

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
 * server is adopted when it is as we would start it, and restarted otherwise; one that dies while we use it is started again.
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
  const { plan, share, ...first } = await alone(locks, async () => {
    const place = await findPlace(dataFolder, runner)
    const plan: Plan = { place, binaries, runner, durability, log: options.log, progress }
    const postmaster = await raise(plan, (await liveClaims(users)).size > 0)
    return { plan, postmaster, share: await shareClaim(users) }
  })
  const { place } = plan
  let { postmaster } = first
  let stopping = false

  const watch = async () => {
    while (!stopping) {
      await sleep(500, undefined, { ref: false })
      if (stopping || (await runs(postmaster.pid, postmaster.started))) continue
      options.log.error({ pid: postmaster.pid }, 'the database ended unexpectedly and is started again')
      try {
        postmaster = await alone(locks, async () => (stopping ? postmaster : await raise(plan, true)))
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
      await share.release()
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
