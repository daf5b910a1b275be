import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/pools.ts'

/**
 * The fact `setup`: the set-up link is made of a random part kept here and the node's secret, so that the node can print the same link at every
 * start until it is used, and a reader of the database can't. `hash` is the SHA-256 of the token, in hex.
 */
export type SetupFact = { readonly nonce: string; readonly hash: string; readonly used: boolean }

/** Until the transaction ends nobody else sees or makes it: a row that is not there yet can't be locked, so a lock of its own stands for it. */
export async function lockFact(tx: Tx): Promise<SetupFact | undefined> {
  await sql`select pg_advisory_xact_lock(hashtext('tocsin.setup'))`.execute(tx)
  const { rows } = await sql<{ value: SetupFact }>`select value from platform.fact where name = 'setup' for update`.execute(tx)
  return rows[0]?.value
}

export async function keepFact(tx: Tx, fact: SetupFact): Promise<void> {
  await sql`insert into platform.fact (name, value) values ('setup', ${JSON.stringify(fact)}::jsonb)
    on conflict (name) do update set value = excluded.value, at = now()`.execute(tx)
}

export async function readFact(tx: Tx): Promise<SetupFact | undefined> {
  const { rows } = await sql<{ value: SetupFact }>`select value from platform.fact where name = 'setup'`.execute(tx)
  return rows[0]?.value
}
