import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Actor } from '../base/actor.ts'
import { Failure } from '../base/failure.ts'
import { newId } from '../base/id.ts'
import type { Job } from './context.ts'
import { openPool } from './db/pools.ts'
import { defineEvent, defineJob, on } from './events.ts'
import { type Platform, someone, startPlatform, until } from './testing/platform.ts'
import { perform, type Work } from './work.ts'

const happened = defineEvent({ name: 'trial.happened', payload: z.object({ n: z.number() }) })
const hear = defineJob({ name: 'trial.hear', payload: happened.payload, run: async () => {} })
const hearToo = defineJob({
  name: 'trial.hear-too',
  payload: happened.payload,
  run: async () => {},
  attempts: 3,
  priority: 7,
  queue: 'one',
})
const apart = defineJob({ name: 'trial.apart', payload: z.object({}), run: async () => {}, queue: 'apart', eachOrganisation: true })
const subscription = on(happened, hear, hearToo)

let platform: Platform
let root: pg.Client
beforeAll(async () => {
  platform = await startPlatform({ subscribers: new Map([[subscription.event, subscription.jobs]]) })
  root = new pg.Client({ connectionString: platform.database.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await root.end()
  await platform.close()
})

type Queued = {
  task: string
  payload: { organisation: string; actor: string; body: unknown }
  attempts: number
  queue: string | null
  priority: number
  key: string | null
}

async function queued(actor: Actor): Promise<Queued[]> {
  const { rows } = await root.query<Queued>(
    `select t.identifier as task, j.payload, j.max_attempts as attempts, q.queue_name as queue, j.priority, j.key
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
     where j.payload ->> 'organisation' = $1 order by j.id`,
    [actor.organisation],
  )
  return rows
}

async function traces(actor: Actor) {
  const audit = await root.query('select action, subject, detail from platform.audit where owner = $1 order by id', [actor.organisation])
  return { audit: audit.rows, jobs: (await queued(actor)).map(({ task }) => task).sort() }
}

const nothing = { audit: [], jobs: [] }

/** All that a unit of work can leave behind. */
function everything(work: Work): void {
  work.record('trial.done', 'x', { n: 1 })
  work.publish(happened, { n: 1 })
  work.enqueue(hear, { n: 2 })
  work.announce('trial', 'x')
  work.witness('trial', 'x', { n: 1 })
}

describe('a unit of work', () => {
  test('leaves its audit line, its jobs and its leaf together', async () => {
    const actor = someone()
    await perform(platform.ctx, actor, async (work) => {
      work.require(true)
      everything(work)
    })
    expect(await traces(actor)).toEqual({
      audit: [{ action: 'trial.done', subject: 'x', detail: { n: 1 } }],
      jobs: ['trial.hear', 'trial.hear', 'trial.hear-too'],
    })
  })

  test('is not committed when it never asked for permission', async () => {
    const actor = someone()
    const asked = perform(platform.ctx, actor, async (work) => everything(work))
    await expect(asked).rejects.toThrow('without a permission check')
    expect(await traces(actor)).toEqual(nothing)
  })

  test('is not committed when permission was refused, even if the refusal was caught', async () => {
    const actor = someone()
    const refused = perform(platform.ctx, actor, async (work) => {
      everything(work)
      work.require(false)
    })
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden', code: 'platform.forbidden' })
    const caught = perform(platform.ctx, actor, async (work) => {
      everything(work)
      try {
        work.require(false)
      } catch {}
    })
    await expect(caught).rejects.toThrow('without a permission check')
    expect(await traces(actor)).toEqual(nothing)
  })

  test('leaves nothing when it fails at its end', async () => {
    const actor = someone()
    const failed = perform(platform.ctx, actor, async (work) => {
      work.require(true)
      everything(work)
      await sql`select set_config('tocsin.trial', 'x', true)`.execute(work.tx)
      throw new Failure('conflict', 'trial.late', 'too late')
    })
    await expect(failed).rejects.toMatchObject({ code: 'trial.late' })
    expect(await traces(actor)).toEqual(nothing)
  })

  test('refuses an event whose payload is not as stated', async () => {
    const actor = someone()
    const wrong = perform(platform.ctx, actor, async (work) => {
      work.require(true)
      work.publish(happened, { n: 'one' } as never)
    })
    await expect(wrong).rejects.toThrow()
    expect(await traces(actor)).toEqual(nothing)
  })

  test('stamps jobs with its organisation and actor, whatever their payload says', async () => {
    const actor = someone()
    const other = newId()
    const forged: Job<{ organisation: string; n: number }> = defineJob({
      name: 'trial.forged',
      payload: z.object({ organisation: z.string(), n: z.number() }),
      run: async () => {},
    })
    await perform(platform.ctx, actor, async (work) => {
      work.require(true)
      work.enqueue(forged, { organisation: other, n: 1 })
      work.publish(happened, { n: 5 })
    })
    const jobs = await queued(actor)
    expect(jobs.map(({ payload }) => [payload.organisation, payload.actor])).toEqual(
      jobs.map(() => [actor.organisation, `${actor.kind}:${actor.id}`]),
    )
    expect(jobs.find(({ task }) => task === 'trial.forged')?.payload.body).toEqual({ organisation: other, n: 1 })
    expect(jobs.find(({ task }) => task === 'trial.hear-too')).toMatchObject({ attempts: 3, queue: 'one', priority: 7 })
  })

  test('asks for a job under a key once in each organisation', async () => {
    const [one, other] = [someone(), someone()]
    for (const actor of [one, other, one])
      await perform(platform.ctx, actor, async (work) => {
        work.require(true)
        work.enqueue(hear, { n: 1 }, { key: 'daily' })
      })
    expect([(await queued(one)).length, (await queued(other)).length]).toEqual([1, 1])
  })

  test('puts jobs of one queue behind each other in each organisation, where the job says so', async () => {
    const [one, other] = [someone(), someone()]
    for (const actor of [one, other, one])
      await perform(platform.ctx, actor, async (work) => {
        work.require(true)
        work.enqueue(apart, {})
      })
    const queues = [...(await queued(one)), ...(await queued(other))].map(({ queue }) => queue)
    expect(queues).toEqual([one, one, other].map(({ organisation }) => `apart:${organisation}`))
  })

  test('cannot be gone around: the application itself may not add jobs', async () => {
    const pool = openPool(platform.database.url, 'tocsin_app', 1)
    await expect(pool.query(`select graphile_worker.add_job('trial.hear', '{}'::json)`)).rejects.toThrow(
      /permission denied|row-level security/,
    )
    await pool.end()
  })

  test('tells of many changes of a kind as one', async () => {
    const actor = someone()
    const heard: string[] = []
    const listener = new pg.Client({ connectionString: platform.database.superuserUrl })
    await listener.connect()
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await listener.query('listen tocsin_live')
    const announce = (count: number) =>
      perform(platform.ctx, actor, async (work) => {
        work.require(true)
        for (let i = 0; i < count; i++) work.announce('report', String(i))
        work.announce('report', '0')
        work.announce('case', 'c')
      })
    await announce(2)
    await announce(500)
    await until(() => heard.length === 2)
    await listener.end()
    const { organisation } = actor
    expect(heard.map((one) => JSON.parse(one))).toEqual([
      {
        organisation,
        notices: [
          { kind: 'report', id: '0' },
          { kind: 'report', id: '1' },
          { kind: 'case', id: 'c' },
        ],
      },
      {
        organisation,
        notices: [
          { kind: 'report', id: '' },
          { kind: 'case', id: '' },
        ],
      },
    ])
  })
})
