import { randomInt } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Runner, run, type Task, type WorkerEvents, Logger as WorkerLogger } from 'graphile-worker'
import type pg from 'pg'
import { systemActor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import { isId, type OrganisationId } from '../../base/id.ts'
import type { Context } from '../context.ts'
import { isAway } from '../db/away.ts'
import type { Job } from '../events.ts'
import { describeError } from '../logger.ts'
import { holdLiveness } from './liveness.ts'

/** How a queued job lies in the table: stamped by `platform.enqueue`, its body by the room that published it. */
type Queued = { readonly organisation: string | null; readonly actor: string | null; readonly body: unknown }

export type JobRunner = {
  /** Lets running jobs end, takes no new ones. */
  stop(): Promise<void>
}

/**
 * Runs the jobs of the queue, `concurrency` side by side, on a pool that acts as the queue role. `Failure('unavailable')` is tried again
 * with back-off; anything else parks the job with its code. Jobs that a dead process had taken are given back (see liveness). A runner that lost the
 * database, or gave up, is replaced: it may have taken jobs whose end it could not write.
 */
export async function startJobs(ctx: Context, pool: pg.Pool, jobs: readonly Job<never>[], concurrency: number): Promise<JobRunner> {
  const tasks = Object.fromEntries(jobs.map((job) => [job.name, taskOf(ctx, pool, job)]))
  const stopping = new AbortController()
  let current = await startShift(ctx, pool, tasks, concurrency)
  const supervised = supervise()
  return {
    async stop() {
      stopping.abort()
      await current.end()
      await supervised
    },
  }

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      await current.over
      if (stopping.signal.aborted) return
      ctx.log.warn({}, 'jobs.replaced')
      await current.end()
      for (;;) {
        await sleep(1_000, undefined, { signal: stopping.signal }).catch(() => {})
        if (stopping.signal.aborted) return
        const next = await startShift(ctx, pool, tasks, concurrency).catch((error: unknown) =>
          ctx.log.warn({ error: describeError(error) }, 'jobs.start'),
        )
        if (next === undefined) continue
        current = next
        if (stopping.signal.aborted) await next.end()
        break
      }
    }
  }
}

/** One runner from its start until it is told to end, or can no longer be relied on. */
type Shift = { readonly over: Promise<void>; end(): Promise<void> }

async function startShift(ctx: Context, pool: pg.Pool, tasks: Readonly<Record<string, Task>>, concurrency: number): Promise<Shift> {
  const onError = (error: unknown) => ctx.log.warn({ error: describeError(error) }, 'jobs.liveness')
  const liveness = await holdLiveness(pool, randomInt(1, 2 ** 47), onError)
  const events: WorkerEvents = new EventEmitter() as WorkerEvents
  const died = new Promise<void>((resolve) => events.on('worker:fatalError', () => resolve()))
  events.on('pool:create', ({ workerPool }) => liveness.claim(workerPool.id))
  const runner: Runner = await run({
    pgPool: pool,
    schema: 'graphile_worker',
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    preset: { worker: { concurrentJobs: concurrency, gracefulShutdownAbortTimeout: 8_000 } },
    taskList: tasks,
    events,
    parsedCronItems: [],
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') ctx.log.debug({ level, length: message.length }, 'jobs.runner')
    }),
  }).catch(async (error: unknown) => {
    await liveness.release()
    throw error
  })
  const ended = runner.promise.catch(onError)
  return {
    over: Promise.race([liveness.lost, died, ended]),
    async end() {
      await runner.stop().catch(() => {})
      await ended
      await liveness.release()
    },
  }
}

function taskOf(ctx: Context, pool: pg.Pool, job: Job<never>): Task {
  return async (payload, helpers) => {
    const queued = payload as Queued
    const organisation = queued.organisation !== null && isId(queued.organisation) ? (queued.organisation as OrganisationId) : null
    const started = performance.now()
    try {
      await job.run(ctx, systemActor(job.name, organisation), job.payload.parse(queued.body))
      ctx.log.debug({ job: job.name, id: helpers.job.id, took: Math.round(performance.now() - started) }, 'job.done')
    } catch (error) {
      const retry = (error instanceof Failure && error.kind === 'unavailable') || isAway(error)
      ctx.log.warn({ job: job.name, id: helpers.job.id, attempt: helpers.job.attempts, retry, error: describeError(error) }, 'job.failed')
      // parked: no attempt left, so it waits where an operator sees it
      if (!retry) await pool.query('update graphile_worker._private_jobs set max_attempts = attempts where id = $1', [helpers.job.id])
      throw new Parked(error instanceof Failure ? error.code : retry ? 'platform.database-away' : 'platform.unexpected')
    }
  }
}

/** What graphile-worker writes into the job's row: a code, and no trace, since a trace may quote what was read. */
class Parked extends Error {
  constructor(code: string) {
    super(code)
    this.stack = code
  }
}
