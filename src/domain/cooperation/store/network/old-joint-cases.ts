import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'

// Joint cases that are over for the acting organisation: closed, left, or taken out of. What it gave to them is its own.

const over = (before: Date) =>
  sql`cooperation.joint_file f where f.owner = platform.acting() and f.ended_at < ${before} and f.emptied_at is null`

/** How many there are that ended before, the oldest, and the codes of a few. */
export async function previewJointCases(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select f.code, f.ended_at as at from ${over(before)})
    select count(*)::int as count, min(at) as oldest,
      coalesce((select array_agg(code order by at) from (select code, at from due order by at limit ${samples}) first), '{}') as samples
    from due`.execute(tx)
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** Takes the own words off so many of them; that something was given, when and of which hash stays. Answers how many. */
export async function emptyDueJointCases(tx: Tx, before: Date, limit: number, now: Date): Promise<number> {
  const { rows } = await sql<{ joint: string }>`select f.joint from ${over(before)} order by f.joint limit ${limit}`.execute(tx)
  const ids = rows.map(({ joint }) => joint)
  if (ids.length === 0) return 0
  await sql`update cooperation.joint_text set title = '…', text = '', ground = null
    where owner = platform.acting() and id in (select e.id from cooperation.joint_entry e where e.joint = any (${ids}::uuid[]) and e.owner = platform.acting())`.execute(
    tx,
  )
  await sql`update cooperation.joint_file set emptied_at = ${now} where owner = platform.acting() and joint = any (${ids}::uuid[])`.execute(
    tx,
  )
  return ids.length
}
