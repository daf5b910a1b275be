import { sql } from 'kysely'
import type { CaseId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Reached } from '../course.ts'

/** What reached others of a case, by action and outcome; that all it was about was seen to be gone counts as acted on. */
export async function listReached(tx: Tx, id: CaseId): Promise<readonly Reached[]> {
  const { rows } = await sql<Reached>`select a.kind, a.recipient_role as role, o.kind as outcome, min(o.at) as at
    from cases.action a join cases.outcome o on o.owner = a.owner and o.action = a.id
    where a.owner = platform.acting() and a."case" = ${id} and o.kind in ('sent', 'published', 'acted') group by 1, 2, 3
    union all select a.kind, a.recipient_role, 'acted', l.gone_at from cases.action a join cases.lookback l on l.action = a.id
    where a.owner = platform.acting() and a."case" = ${id} and l.gone_at is not null`.execute(tx)
  return rows
}

/** When it was last taken up again; null where it never was. */
export async function findResumed(tx: Tx, id: CaseId): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select max(e.at) as at from cases.entry e
    where e.owner = platform.acting() and e."case" = ${id} and e.what in ('reopened', 'recurred')`.execute(tx)
  return rows[0]?.at ?? null
}

/** The reports of a case: its own, and those of its campaigns that are in no other case by themselves. */
export const reportsOf = (id: CaseId) => sql`select r.report from cases.case_report r where r.owner = platform.acting() and r."case" = ${id}
  union all select m.report from cases.case_campaign k join analysis.membership m on m.owner = k.owner and m.campaign = k.campaign
  where k.owner = platform.acting() and k."case" = ${id}
    and not exists (select from cases.case_report o where o.owner = k.owner and o.report = m.report and o."case" <> k."case")`

/** Reports of a case that do not follow it yet. */
export async function listUnfollowing(tx: Tx, id: CaseId, limit: number): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`select distinct w.report from (${reportsOf(id)}) w
    where not exists (select from intake.follow f where f.report = w.report and f.course = ${id}) limit ${limit}`.execute(tx)
  return rows.map(({ report }) => report)
}

/** Reports that follow a case and are not in it any more. */
export async function listStraying(tx: Tx, id: CaseId, limit: number): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`with theirs as materialized (${reportsOf(id)})
    select f.report from intake.follow f where f.owner = platform.acting() and f.course = ${id}
      and not exists (select from theirs t where t.report = f.report) limit ${limit}`.execute(tx)
  return rows.map(({ report }) => report)
}

/** Cases worked on whose campaigns had reports since then that follow nothing yet. */
export async function listWithNewcomers(tx: Tx, since: Date, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await sql<{ id: CaseId }>`select distinct c.id from cases.case c
    join cases.case_campaign k on k.owner = c.owner and k."case" = c.id
    join analysis.campaign g on g.id = k.campaign and g.last_at >= ${since}
    where c.owner = platform.acting() and c.state in ('open', 'acting', 'waiting') and c.kind <> 'child-material' and exists (
      select from analysis.membership m where m.owner = k.owner and m.campaign = k.campaign and m.received_at >= ${since}
        and not exists (select from intake.follow f where f.report = m.report)) limit ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}
