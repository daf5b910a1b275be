import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import { placeOf, type WordPlaces } from './words.ts'

// What calls say of people, in the network's own rows.

export const callPlaces: WordPlaces = {
  call: placeOf(['title', 'note', 'chair_name'], 'made_at'),
  call_item: placeOf(['title', 'note'], 'added_at'),
  call_guest: placeOf(['name', 'body', 'mail']),
  call_attendee: placeOf(['name', 'address', 'comment', 'delegate'], 'made_at'),
  call_attendance: placeOf(['name']),
  call_file: placeOf(['name']),
  call_paper: placeOf(['title', 'text']),
  call_minute: placeOf(['text']),
  call_decision: placeOf(['text']),
  call_action: placeOf(['text', 'outcome']),
  call_report: placeOf(['title', 'text']),
  call_objection: placeOf(['reason']),
  call_telling: placeOf(['how']),
}

// who was at it, who was asked to come
const due = (before: Date) => sql`(select g.id, g.call, g.owner, g.name from cooperation.call_guest g
    union all select t.id, t.call, t.owner, t.name from cooperation.call_attendee t) g join cooperation.call c on c.id = g.call
  where g.owner = platform.acting() and c.starts_at < ${before} and g.name <> '…'`

/** Guests of calls that were before then, and whom invitations went to. */
export async function previewGuests(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select g.id, c.starts_at as at from ${due(before)})
    select count(*)::int as count, min(at) as oldest,
      coalesce((select array_agg(id::text order by at) from (select id, at from due order by at limit ${samples}) first), '{}') as samples from due`.execute(
    tx,
  )
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** Takes who they were off so many of them; that somebody was there stays. Answers how many. */
export async function blankGuests(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`select g.id from ${due(before)} order by g.id limit ${limit}`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await sql`update cooperation.call_attendance set name = '…' where guest = any (${ids}::uuid[])`.execute(tx)
  await sql`update cooperation.call_attendee set name = '…', address = '', comment = '', delegate = null where id = any (${ids}::uuid[])`.execute(
    tx,
  )
  await sql`update cooperation.call_guest set name = '…', body = '', mail = null where id = any (${ids}::uuid[])`.execute(tx)
  return ids.length
}
