import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/pools.ts'
import { mostPreviewed, type RetentionPreview, sampleSize } from '../../evidence/index.ts'

/**
 * Threads of the acting organisation of before then that came to nothing more: closed or begun before it, and with no reply that is kept. They lose their
 * correspondent and what was sent in them; the thread stays, so that its address still leads somewhere.
 */
const dueThreads = (before: Date) => sql`select t.id, t.created_at from intake.thread t
  where t.owner = platform.acting() and coalesce(t.closed_at, t.created_at) < ${before}
    and (t.correspondent is not null or exists (select from intake.sent_message s where s.thread = t.id))
    and not exists (select from intake.reply r where r.thread = t.id and r.state not in ('withheld', 'expired'))
    and not exists (select from intake.sent_message s where s.thread = t.id and s.at >= ${before})`

export async function countThreads(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${dueThreads(before)}) due`.execute(tx)
  return rows[0]?.count ?? 0
}

/** Takes the names off at most so many of them; answers how many. */
export async function blankThreads(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`${dueThreads(before)} order by t.created_at, t.id limit ${limit}`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await sql`delete from intake.sent_message where thread = any (${ids}::uuid[])`.execute(tx)
  await sql`update intake.thread set correspondent = null, sameness = 'apart ' || id where id = any (${ids}::uuid[])`.execute(tx)
  return ids.length
}

/** The acting organisation's outgoing mail of before then, in whatever state: what waited so long is not sent any more. */
export async function previewMail(tx: Tx, before: Date): Promise<RetentionPreview> {
  const { rows } = await sql<{ count: number; bytes: number; oldest: Date | null; samples: string[]; more: boolean }>`
    with looked as materialized (
      select m.id, m.created_at as at, length(m.message) as size from platform.outgoing_mail m
      where m.owner = platform.acting() and m.created_at < ${before} order by m.created_at, m.id limit ${mostPreviewed + 1}),
    due as materialized (select * from looked order by at, id limit ${mostPreviewed})
    select count(*) as count, coalesce(sum(size), 0)::bigint as bytes, min(at) as oldest,
      coalesce((select array_agg(id order by at, id) from (select id, at from due order by at, id limit ${sampleSize}) first), '{}') as samples,
      (select count(*) from looked) > ${mostPreviewed} as more
    from due`.execute(tx)
  const { count = 0, bytes = 0, oldest = null, samples = [], more = false } = rows[0] ?? {}
  return { count, items: 0, bytes, held: 0, oldest, samples, more }
}

/** Removes at most so many of them, oldest first; answers how many. */
export async function purgeMail(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from platform.outgoing_mail where id in (
      select m.id from platform.outgoing_mail m where m.owner = platform.acting() and m.created_at < ${before}
      order by m.created_at, m.id limit ${limit}) returning id`.execute(tx)
  return rows.length
}
