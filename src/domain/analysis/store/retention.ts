import { type RawBuilder, sql } from 'kysely'
import type { ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { type RetentionPreview, sampleSize } from '../../evidence/index.ts'

/** Readings whose time is up, and whether a hold on the original keeps them: what an authority asked to be kept is kept with what was found in it. */
function overdue(before: Date): RawBuilder<unknown> {
  return sql`(select s.report, s.received_at, exists (select from intake.report r join evidence.item m on m.root = r.item
      join evidence.hold h on h.item = m.id and h.ended_at is null where r.id = s.report) as held
    from analysis.summary s where s.owner = platform.acting() and s.received_at < ${before})`
}

export async function previewReadings(tx: Tx, before: Date): Promise<RetentionPreview> {
  const { rows } = await sql<{ count: number; held: number; oldest: Date | null; samples: string[] }>`
    with due as materialized ${overdue(before)}
    select count(*) filter (where not held) as count, count(*) filter (where held) as held,
      min(received_at) filter (where not held) as oldest,
      coalesce((select array_agg(report order by received_at, report)
        from (select report, received_at from due where not held order by received_at, report limit ${sampleSize}) first), '{}') as samples
    from due`.execute(tx)
  const { count = 0, held = 0, oldest = null, samples = [] } = rows[0] ?? {}
  return { count, items: 0, bytes: 0, held, oldest, samples }
}

/** The reports whose readings are due and not held, oldest first. */
export async function listOverdueReadings(tx: Tx, before: Date, limit: number): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`
    select due.report from ${overdue(before)} due where not due.held order by due.received_at, due.report limit ${limit}`.execute(tx)
  return rows.map(({ report }) => report)
}
