import { sql } from 'kysely'
import type { Actor } from '../../base/actor.ts'
import type { Database, Tx } from './pools.ts'

/** Says for the rest of the transaction who acts and for which organisation: what row-level security compares with. */
export async function setScope(tx: Tx, actor: Actor): Promise<void> {
  await sql`select set_config('tocsin.organisation', ${actor.organisation ?? ''}, true), set_config('tocsin.actor', ${`${actor.kind}:${actor.id}`}, true),
    set_config('tocsin.operator', ${actor.operator ? 'on' : ''}, true)`.execute(tx)
}

/** Reads under the actor's own rights: a read-only transaction that sees what row-level security shows the acting organisation. */
export function readAs<T>(db: Database, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await setScope(tx, actor)
      return run(tx)
    })
}
