import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { Job } from '../context.ts'
import { defineJob } from '../events.ts'
import { type Platform, someone, startPlatform, until } from '../testing/platform.ts'
import { perform } from '../work.ts'
import { type JobRunner, startJobs } from './runner.ts'

const payload = z.object({ n: z.number() })
const calls: { job: string; actor: Actor; n: number }[] = []
const secret = 'anna@citizen.example wrote: quiteunspeakable'
let broken = true
let hold = Promise.withResolvers<void>()
let held = Promise.withResolvers<void>()

function job(
  name: string,
  run: (n: number) => Promise<void> | void = () => {},
  more: Partial<Job<{ n: number }>> = {},
): Job<{ n: number }> {
  return defineJob({
    name: `trial.${name}`,
    payload,
    ...more,
    async run(_ctx, actor, { n }) {
      calls.push({ job: name, actor, n })
      await run(n)
    },
  })
}

const fine = job('fine')
const away = job('away', () => {
  if (broken) throw new Failure('unavailable', 'trial.away', secret)
})
const bad = job('bad', () => {
  if (broken) throw new Failure('conflict', 'trial.bad', secret)
})
const bug = job('bug', () => {
  throw new TypeError(secret, { cause: new Error(secret) })
})
const slow = job('slow', () => {
  held.resolve()
  return hold.promise
})

let platform: Platform
let root: pg.Client
let runner: JobRunner
beforeAll(async () => {
  platform = await startPlatform()
  root = new pg.Client({ connectionString: platform.database.superuserUrl })
  await root.connect()
  const jobs: readonly unknown[] = [fine, away, bad, bug, slow]
  runner = await startJobs(platform.ctx, platform.queuePool, jobs as readonly Job<never>[], 2)
})
afterAll(async () => {
  await runner.stop()
  await root.end()
  await platform.close()
})

function ask(actor: Actor, what: Job<{ n: number }>, n = 1): Promise<void> {
  return perform(platform.ctx, actor, async (work) => {
    work.require(true)
    work.enqueue(what, { n })
  })
}

type Row = { id: string; attempts: number; max_attempts: number; last_error: string | null; locked: boolean; wait: number }

async function rowOf(actor: Actor, settled: (row: Row) => boolean): Promise<Row> {
  return until(async () => {
    const { rows } = await root.query<Row>(
      `select id, attempts, max_attempts, last_error, locked_at is not null as locked, extract(epoch from run_at - now())::float8 as wait
       from graphile_worker._private_jobs where payload ->> 'organisation' = $1`,
      [actor.organisation],
    )
    return rows[0] !== undefined && !rows[0].locked && settled(rows[0]) ? rows[0] : undefined
  })
}

const of = (actor: Actor) => calls.filter((call) => call.actor.organisation === actor.organisation)

async function requeue(actor: Actor, id: string): Promise<number> {
  return perform(platform.ctx, actor, async (work) => {
    work.require(true)
    const { rows } = await sql<{ requeued: number }>`select platform.requeue_jobs(${[id]}::bigint[]) as requeued`.execute(work.tx)
    return rows[0]?.requeued ?? 0
  })
}

describe('a job', () => {
  test('runs as the node itself, in the organisation that asked for it', async () => {
    const actor = someone()
    await ask(actor, fine, 7)
    const [call] = await until(() => (of(actor).length > 0 ? of(actor) : undefined))
    expect(call).toMatchObject({ n: 7, actor: { kind: 'system', id: 'trial.fine', organisation: actor.organisation, operator: false } })
  })

  test('that needs what is away is tried again later, and ends once it is back', async () => {
    const actor = someone()
    await ask(actor, away)
    const row = await rowOf(actor, ({ attempts }) => attempts === 1)
    expect(row.max_attempts).toBeGreaterThan(row.attempts)
    expect(row.wait).toBeGreaterThan(0)
    broken = false
    await root.query('update graphile_worker._private_jobs set run_at = now() where id = $1', [row.id])
    await until(() => of(actor).length === 2)
    broken = true
  })

  test.each([
    ['an expected failure', bad, 'trial.bad'],
    ['a fault of ours', bug, 'platform.unexpected'],
  ])('that ends in %s is parked at once, with its code and nothing else', async (_what, what, code) => {
    const actor = someone()
    await ask(actor, what)
    const row = await rowOf(actor, ({ attempts }) => attempts > 0)
    expect([row.attempts, row.max_attempts]).toEqual([1, 1])
    expect(row.last_error).toBe(code)
    const { rows } = await root.query('select j::text as whole from graphile_worker._private_jobs j where id = $1', [row.id])
    expect(rows[0]?.whole).not.toContain('quiteunspeakable')
    expect(of(actor)).toHaveLength(1)
  })

  test('that was parked runs again when its own organisation says so, and only then', async () => {
    const actor = someone()
    await ask(actor, bad, 3)
    const { id } = await rowOf(actor, ({ attempts }) => attempts > 0)
    broken = false
    expect(await requeue(someone(), id)).toBe(0)
    expect(await requeue(actor, id)).toBe(1)
    await until(() => of(actor).length === 2)
    expect(of(actor)[1]).toMatchObject({ n: 3 })
    broken = true
  })

  test('whose payload is not as stated is parked before it runs', async () => {
    const actor = someone()
    await root.query(
      `select graphile_worker.add_job('trial.fine', json_build_object('organisation', $1::text, 'actor', 'x', 'body', json_build_object('n', 'seven')))`,
      [actor.organisation],
    )
    const row = await rowOf(actor, ({ attempts }) => attempts > 0)
    expect([row.max_attempts, row.last_error]).toEqual([1, 'platform.unexpected'])
    expect(of(actor)).toEqual([])
  })
})

test('stopping waits for the job under way and takes no other', async () => {
  const actor = someone()
  hold = Promise.withResolvers()
  held = Promise.withResolvers()
  await ask(actor, slow)
  await held.promise
  let stopped = false
  const stopping = runner.stop().then(() => {
    stopped = true
  })
  await ask(actor, fine)
  // a turn of the queue's own clock and more
  await root.query('select pg_sleep(0.3)')
  expect(stopped).toBe(false)
  hold.resolve()
  await stopping
  expect(of(actor).map((call) => call.job)).toEqual(['slow'])
  const left = async () => {
    const { rows } = await root.query(
      `select t.identifier from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where j.payload ->> 'organisation' = $1 and j.locked_at is null`,
      [actor.organisation],
    )
    return rows
  }
  // graphile-worker does not wait for the row of a job that is done to be gone
  await expect.poll(left).toEqual([{ identifier: 'trial.fine' }])
})
