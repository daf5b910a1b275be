import { type RawBuilder, sql } from 'kysely'
import type { ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { mostPreviewed, type RetentionPreview, sampleSize } from '../../evidence/index.ts'

/** Readings whose time is up, and whether a hold on the original keeps them: what an authority asked to be kept is kept with what was found in it. */
function overdue(before: Date, limit: number | null): RawBuilder<unknown> {
  return sql`(select s.report, s.received_at, coalesce((select r.item from intake.report r where r.id = s.report)
      in (select m.root from evidence.hold h join evidence.item m on m.id = h.item where h.ended_at is null), false) as held
    from analysis.summary s where s.owner = platform.acting() and s.received_at < ${before} order by s.received_at, s.report limit ${limit})`
}

export async function previewReadings(tx: Tx, before: Date): Promise<RetentionPreview> {
  const { rows } = await sql<{ count: number; held: number; oldest: Date | null; samples: string[]; more: boolean }>`
    with looked as materialized ${overdue(before, mostPreviewed + 1)},
    due as materialized (select * from looked order by received_at, report limit ${mostPreviewed})
    select count(*) filter (where not held) as count, count(*) filter (where held) as held,
      min(received_at) filter (where not held) as oldest,
      coalesce((select array_agg(report order by received_at, report)
        from (select report, received_at from due where not held order by received_at, report limit ${sampleSize}) first), '{}') as samples,
      (select count(*) from looked) > ${mostPreviewed} as more
    from due`.execute(tx)
  const { count = 0, held = 0, oldest = null, samples = [], more = false } = rows[0] ?? {}
  return { count, items: 0, bytes: 0, held, oldest, samples, more }
}

/** The reports whose readings are due and not held, oldest first. */
export async function listOverdueReadings(tx: Tx, before: Date, limit: number): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`
    select due.report from ${overdue(before, null)} due where not due.held order by due.received_at, due.report limit ${limit}`.execute(tx)
  return rows.map(({ report }) => report)
}
