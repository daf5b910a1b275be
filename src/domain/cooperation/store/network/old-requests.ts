import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import { letGo } from './request-answers.ts'

// Requests that have ended, as far as their words are the acting organisation's own. A file whose title was taken off is done with.

const emptied = '…'
const over = (before: Date) =>
  sql`cooperation.request_file f where f.owner = platform.acting() and f.ended_at < ${before} and f.title <> ${emptied}`

/** How many there are that ended before, the oldest, and the ids of a few. */
export async function previewRequests(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select f.request, f.ended_at as at from ${over(before)})
    select count(*)::int as count, min(at) as oldest,
      coalesce((select array_agg(request::text order by at) from (select request, at from due order by at limit ${samples}) first), '{}') as samples
    from due`.execute(tx)
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** Takes the words off so many of them; answers how many. */
export async function emptyDueRequests(tx: Tx, before: Date, limit: number, now: Date): Promise<number> {
  const { rows } = await sql<{ request: string }>`select f.request from ${over(before)} order by f.request limit ${limit}`.execute(tx)
  const ids = rows.map(({ request }) => request)
  if (ids.length === 0) return 0
  const ours = sql`owner = platform.acting() and request = any (${ids}::uuid[])`
  await sql`update cooperation.request set content = '{}', emptied_at = ${now}
    where owner = platform.acting() and id = any (${ids}::uuid[]) and emptied_at is null`.execute(tx)
  await sql`update cooperation.request_message set text = ${emptied}, detail = '{}', person_name = ${emptied}, emptied_at = ${now} where ${ours}`.execute(
    tx,
  )
  await sql`update cooperation.request_attachment set name = ${emptied}, emptied_at = ${now} where ${ours}`.execute(tx)
  await sql`delete from cooperation.request_answer where ${ours}`.execute(tx)
  await letGo(tx, ids)
  await sql`update cooperation.request_note set text = ${emptied} where ${ours}`.execute(tx)
  await sql`update cooperation.request_file set title = ${emptied}, asked = null, weight_reason = null, call_note = null, outcome_note = null where ${ours}`.execute(
    tx,
  )
  return ids.length
}
