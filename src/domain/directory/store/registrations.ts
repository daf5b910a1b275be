import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Registered } from '../answers/registered.ts'

export type RegistrationRow = {
  readonly key: string
  readonly source: 'rdap' | 'whois'
  /** null: nothing is registered there */
  readonly answer: Registered | null
  readonly server: string
  readonly asked_at: Date
  readonly until: Date
}

/** The first of the keys that is remembered, in their order; too old ones as well. */
export async function findRegistration(tx: Tx, keys: readonly string[]): Promise<RegistrationRow | undefined> {
  const { rows } = await sql<RegistrationRow>`
    select r.key, r.source, r.answer, r.server, r.asked_at, r.until from directory.registration r
    where r.owner = platform.acting() and r.key = any (${keys}::text[])
    order by array_position(${keys}::text[], r.key) limit 1`.execute(tx)
  return rows[0]
}

export async function putRegistration(tx: Tx, owner: OrganisationId, row: RegistrationRow): Promise<void> {
  await sql`insert into directory.registration (owner, key, source, answer, server, asked_at, until)
    values (${owner}, ${row.key}, ${row.source}, ${row.answer === null ? null : storable(row.answer)}::jsonb, ${row.server}, ${row.asked_at}, ${row.until})
    on conflict (owner, key) do update set source = excluded.source, answer = excluded.answer, server = excluded.server,
      asked_at = excluded.asked_at, until = excluded.until`.execute(tx)
}

/** What has been too old for a while; answers how many. */
export async function deleteOldRegistrations(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql`delete from directory.registration where ctid in (
      select r.ctid from directory.registration r where r.owner = platform.acting() and r.until < ${before} limit 5000) returning key`.execute(
    tx,
  )
  return rows.length
}

/** A fact of the node: one of IANA's lists, as it was fetched. */
export async function findServices(tx: Tx, list: string): Promise<{ readonly value: unknown; readonly at: Date } | undefined> {
  const { rows } = await sql<{
    value: unknown
    at: Date
  }>`select value, at from platform.fact where name = ${`directory.registries.${list}`}`.execute(tx)
  return rows[0]
}

export async function putServices(tx: Tx, list: string, value: unknown, at: Date): Promise<void> {
  await sql`insert into platform.fact (name, value, at) values (${`directory.registries.${list}`}, ${JSON.stringify(value)}::jsonb, ${at})
    on conflict (name) do update set value = excluded.value, at = excluded.at`.execute(tx)
}
