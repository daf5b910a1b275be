import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/pools.ts'

/** The fact `demo`: everything on this node is made up, and the console says so. It is never taken off. */
export async function declareDemonstration(tx: Tx): Promise<void> {
  await sql`insert into platform.fact (name, value) values ('demo', 'true') on conflict (name) do nothing`.execute(tx)
}

export async function isDemonstration(tx: Tx): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.fact where name = 'demo'`.execute(tx)
  return rows.length > 0
}
