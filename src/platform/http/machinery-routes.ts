import { sql } from 'kysely'
import { type Actor, atLeast } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import * as contract from '../contract.ts'
import { perform } from '../work.ts'
import { serve } from './serve.ts'
import type { Http } from './server.ts'

type Row = {
  readonly id: number
  readonly task: string
  readonly organisation: string | null
  readonly code: string | null
  readonly attempts: number
  readonly max_attempts: number
  readonly parked: boolean
  readonly running: boolean
  readonly run_at: Date
  readonly created_at: Date
}

/** Jobs as the console shows them: by kind, id and code. */
export function serveMachinery(http: Http): void {
  const { ctx } = http

  serve(http, contract.listJobs, async ({ actor, query }) => {
    if (!maySeeJobs(actor)) throw new Failure('forbidden', 'platform.forbidden', 'jobs are for administrators and the operator')
    const after = query.after === undefined ? null : Number(query.after)
    const rows = await ctx.read(actor, async (tx) => {
      const answer = await sql<Row>`select * from platform.list_jobs(${query.parked}, ${after}::bigint, ${query.limit})`.execute(tx)
      return answer.rows
    })
    const last = rows.at(-1)
    return { items: rows.map(lineOf), next: rows.length === query.limit && last !== undefined ? String(last.id) : null }
  })

  serve(http, contract.requeueJobs, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      work.require(maySeeJobs(actor))
      const { rows } = await sql<{ requeued: number }>`select platform.requeue_jobs(${body.ids}::bigint[]) as requeued`.execute(work.tx)
      const requeued = rows[0]?.requeued ?? 0
      work.record('platform.jobs-requeued', 'jobs', { ids: body.ids, requeued })
      return { requeued }
    }),
  )
}

function maySeeJobs(actor: Actor): boolean {
  return actor.operator || atLeast(actor, 'administrator')
}

function lineOf(row: Row) {
  const state: 'running' | 'parked' | 'waiting' = row.running ? 'running' : row.parked ? 'parked' : 'waiting'
  return {
    id: row.id,
    task: row.task,
    organisation: row.organisation,
    state,
    code: row.code,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    runAt: row.run_at.toISOString(),
    since: row.created_at.toISOString(),
  }
}
