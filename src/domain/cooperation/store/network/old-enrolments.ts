import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'

// when it ended; of what has no time, when they signed up. Attendance may be kept later
const since = sql`greatest(coalesce(t.starts_at + t.duration * interval '1 minute', e.at), e.attended_at)`

const due = (before: Date) => sql`cooperation.training_enrolment e join cooperation.training t on t.id = e.training
  where e.owner = platform.acting() and ${since} < ${before} and e.name <> '…'`

/** Those who signed up for sessions that ended before then, or before then for what is at one's own pace. */
export async function previewParticipants(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select e.id, ${since} as at from ${due(before)})
    select count(*)::int as count, min(at) as oldest,
      coalesce((select array_agg(id::text order by at) from (select id, at from due order by at limit ${samples}) first), '{}') as samples from due`.execute(
    tx,
  )
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** Takes who they were off so many of them, as a record of theirs too. Answers how many. */
export async function blankParticipants(tx: Tx, before: Date, limit: number): Promise<number> {
  const done =
    await sql`update cooperation.training_enrolment set name = '…' where id in (select e.id from ${due(before)} order by e.id limit ${limit})`.execute(
      tx,
    )
  return Number(done.numAffectedRows ?? 0n)
}
