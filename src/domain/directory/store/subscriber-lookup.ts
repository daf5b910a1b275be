import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type LookupRow = {
  readonly owner: OrganisationId
  readonly url: string
  readonly header: string | null
  readonly secret: Buffer | null
  readonly pointers: { readonly reference: string; readonly name: string | null; readonly contact: string | null }
  readonly nets: readonly string[]
  readonly set_at: Date
  readonly set_by: string
}

export async function findLookup(tx: Tx): Promise<LookupRow | undefined> {
  const { rows } = await sql<LookupRow>`
    select owner, url, header, secret, pointers, nets, set_at, set_by from directory.subscriber_lookup where owner = platform.acting()`.execute(
    tx,
  )
  return rows[0]
}

export async function putLookup(tx: Tx, row: LookupRow): Promise<void> {
  const { owner, url, header, secret, pointers, nets, set_at: at, set_by: by } = row
  await sql`insert into directory.subscriber_lookup (owner, url, header, secret, pointers, nets, set_at, set_by)
    values (${owner}, ${url}, ${header}, ${secret}, ${JSON.stringify(pointers)}::jsonb, ${nets}::text[], ${at}, ${by})
    on conflict (owner) do update set url = excluded.url, header = excluded.header, secret = excluded.secret, pointers = excluded.pointers,
      nets = excluded.nets, set_at = excluded.set_at, set_by = excluded.set_by`.execute(tx)
}

export async function deleteLookup(tx: Tx): Promise<boolean> {
  const { rows } = await sql`delete from directory.subscriber_lookup where owner = platform.acting() returning owner`.execute(tx)
  return rows.length > 0
}
