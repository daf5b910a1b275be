import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/pools.ts'
import { setScope, writeAs } from '../db/scope.ts'
import { defineJob } from '../events.ts'

/** A POST that the client may repeat: who, under which key, and what was asked. */
export type Attempt = { readonly actor: Actor; readonly key: string; readonly hash: string }

type Pending = Attempt & { claimed: boolean }

const pending = new AsyncLocalStorage<Pending>()

/** Runs a handler so that its first unit of work claims the key in its own transaction: the change and the claim commit together or not at all. */
export function withAttempt<T>(attempt: Attempt, run: () => Promise<T>): Promise<T> {
  return pending.run({ ...attempt, claimed: false }, run)
}

/** Whether the caller may repeat this request under a key: then its unit of work must be its own, not one shared with others. */
export function inAttempt(): boolean {
  return pending.getStore() !== undefined
}

/** Runs what prepares a request but is not the change that it asks for, so that it does not use the key up. */
export function beforeAttempt<T>(run: () => Promise<T>): Promise<T> {
  return pending.exit(run)
}

/**
 * Called by `perform` before it commits. A second request with the same key waits here for the first and is then refused. The key is the caller's, whomever
 * the unit of work acts for (`acting`): a member's act is written in the network's name.
 */
export async function claimAttempt(tx: Tx, acting: Actor): Promise<void> {
  const attempt = pending.getStore()
  if (attempt === undefined || attempt.claimed) return
  const elsewhere = attempt.actor.organisation !== acting.organisation
  if (elsewhere) await setScope(tx, attempt.actor)
  const { rows } = await sql`insert into platform.idempotent_answer (owner, actor, key, request_hash, status)
    values (${attempt.actor.organisation}, ${attempt.actor.id}, ${attempt.key}, ${attempt.hash}, 0)
    on conflict do nothing returning key`.execute(tx)
  if (rows.length === 0) throw new Failure('conflict', 'platform.idempotency-busy', 'a request with this Idempotency-Key is being answered')
  if (elsewhere) await setScope(tx, acting)
  attempt.claimed = true
}

/** The answer given before to the same request. Refuses a key that was used for another request, or whose answer was lost in a crash. */
export async function findAnswer(ctx: Context, attempt: Attempt): Promise<{ status: number; answer: unknown } | undefined> {
  const row = await ctx.read(attempt.actor, (tx) =>
    tx
      .selectFrom('platform.idempotent_answer')
      .select(['request_hash', 'status', 'answer'])
      .where('owner', '=', attempt.actor.organisation ?? '')
      .where('actor', '=', attempt.actor.id)
      .where('key', '=', attempt.key)
      .executeTakeFirst(),
  )
  if (row === undefined) return undefined
  if (row.request_hash !== attempt.hash)
    throw new Failure('conflict', 'platform.idempotency-reused', 'this Idempotency-Key was used for another request')
  if (row.status === 0)
    throw new Failure(
      'conflict',
      'platform.idempotency-done',
      'this request was carried out, but its answer was lost; look before repeating it under another key',
    )
  return { status: row.status, answer: row.answer }
}

export async function keepAnswer(ctx: Context, attempt: Attempt, status: number, answer: unknown): Promise<void> {
  await writeAs(ctx.db, attempt.actor, async (tx) => {
    await sql`update platform.idempotent_answer set status = ${status}, answer = ${JSON.stringify(answer ?? null)}::jsonb
      where owner = ${attempt.actor.organisation} and actor = ${attempt.actor.id} and key = ${attempt.key}`.execute(tx)
  })
}

const keptFor = 86_400_000

/** Hourly in each organisation: an answer is kept for a repeated request for a day. */
export const forgetAnswers = defineJob({
  name: 'platform.forget-answers',
  payload: z.object({}),
  async run(ctx, actor) {
    const before = new Date(ctx.now().getTime() - keptFor)
    await writeAs(ctx.db, actor, async (tx) => {
      await tx.deleteFrom('platform.idempotent_answer').where('at', '<', before).execute()
    })
  },
})
