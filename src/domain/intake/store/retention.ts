import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/pools.ts'
import { type RetentionPreview, sampleSize } from '../../evidence/index.ts'

/** The acting organisation's outgoing mail of before then, in whatever state: what waited so long is not sent any more. */
export async function previewMail(tx: Tx, before: Date): Promise<RetentionPreview> {
  const { rows } = await sql<{ count: number; bytes: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (
      select m.id, m.created_at as at, length(m.message) as size from platform.outgoing_mail m
      where m.owner = platform.acting() and m.created_at < ${before})
    select count(*) as count, coalesce(sum(size), 0)::bigint as bytes, min(at) as oldest,
      coalesce((select array_agg(id order by at, id) from (select id, at from due order by at, id limit ${sampleSize}) first), '{}') as samples
    from due`.execute(tx)
  const { count = 0, bytes = 0, oldest = null, samples = [] } = rows[0] ?? {}
  return { count, items: 0, bytes, held: 0, oldest, samples }
}

/** Removes at most so many of them, oldest first; answers how many. */
export async function purgeMail(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from platform.outgoing_mail where id in (
      select m.id from platform.outgoing_mail m where m.owner = platform.acting() and m.created_at < ${before}
      order by m.created_at, m.id limit ${limit}) returning id`.execute(tx)
  return rows.length
}
