import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import { emptyOldAsks } from './onward.ts'
import { emptyCopies } from './shares.ts'

// Copies that nobody sees any more, and nobody is to decide on.

const over = (before: Date) => sql`cooperation.shared_copy c join cooperation.share s on s.copy = c.id
  where c.owner = platform.acting() and c.emptied_at is null
    and (s.ended_at < ${before} or (s.state = 'shared' and c.until < ${before}))`

/** How many there are that ended before, the oldest, and the ids of a few. */
export async function previewCopies(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly bytes: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; bytes: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select c.id, coalesce(s.ended_at, c.until) as at, length(c.content::text) as size from ${over(before)})
    select count(*)::int as count, coalesce(sum(size), 0)::float8 as bytes, min(at) as oldest,
      coalesce((select array_agg(id::text order by at) from (select id, at from due order by at limit ${samples}) first), '{}') as samples
    from due`.execute(tx)
  return rows[0] ?? { count: 0, bytes: 0, oldest: null, samples: [] }
}

/** Takes the words off so many of them, and off all that was asked and answered before on passing copies on; answers how many copies. */
export async function emptyDueCopies(tx: Tx, before: Date, limit: number, now: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`select c.id from ${over(before)} order by c.id limit ${limit}`.execute(tx)
  if (rows.length > 0)
    await emptyCopies(
      tx,
      rows.map(({ id }) => id),
      now,
    )
  await emptyOldAsks(tx, before)
  return rows.length
}
