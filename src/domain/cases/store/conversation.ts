import { sql } from 'kysely'
import type { CaseId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ThreadRow } from '../../intake/index.ts'
import { reportsOf } from './course.ts'

const mostThreads = 2_000

/** A case and those that live on in it. */
const livesIn = (id: CaseId) => sql`with recursive lives as (select ${id}::uuid as id
  union select c.id from cases.case c join lives on c.merged_into = lives.id where c.owner = platform.acting())`

/** The case, and every case that was merged into it, by whatever way. */
export async function listLives(tx: Tx, id: CaseId): Promise<readonly CaseId[]> {
  const { rows } = await sql<{ id: CaseId }>`${livesIn(id)} select id from lives`.execute(tx)
  return rows.map((row) => row.id)
}

/**
 * That a thread `t` is of the case: about itself or one that was merged into it, its actions, or its reports. It is asked of each thread and not of each report of the
 * case: a campaign of a hundred thousand reports has few that anybody wrote about.
 */
const isOf = (id: CaseId) => sql`(
    (t.about_kind = 'case' and t.about in (select id from lives))
    or (t.about_kind = 'action' and exists (select from cases.action a where a.id = t.about and a."case" = ${id}))
    or (t.about_kind = 'report' and case
      when exists (select from cases.case_report r where r.owner = t.owner and r.report = t.about)
        then exists (select from cases.case_report r where r.owner = t.owner and r.report = t.about and r."case" = ${id})
      else exists (select from analysis.membership m join cases.case_campaign k on k.owner = m.owner and k.campaign = m.campaign
        where m.report = t.about and k."case" = ${id}) end))`

/** The threads of a case, the newest so many. */
export async function listThreads(tx: Tx, id: CaseId): Promise<readonly ThreadRow[]> {
  const { rows } = await sql<ThreadRow>`${livesIn(id)}
    select t.id, t.owner, t.about_kind, t.about, t.correspondent, t.created_at, t.closed_at
    from intake.thread t where t.owner = platform.acting() and ${isOf(id)}
    order by t.created_at desc, t.id desc limit ${mostThreads}`.execute(tx)
  return rows
}

/** Those of these reports that are in a case, by themselves or by way of a campaign. */
export async function reportsAmong(tx: Tx, id: CaseId, reports: readonly ReportId[]): Promise<ReadonlySet<ReportId>> {
  if (reports.length === 0) return new Set()
  const { rows } = await sql<{
    report: ReportId
  }>`select w.report from (${reportsOf(id)}) w where w.report = any (${reports}::uuid[])`.execute(tx)
  return new Set(rows.map(({ report }) => report))
}

/**
 * Sets how many answers of people to a case nobody has read, by counting; answers whether that changed. Looked for among all that is unread, of which there
 * is little, and not among the reports of the case, of which there may be many.
 */
export async function countUnread(tx: Tx, id: CaseId): Promise<boolean> {
  const { rows } = await sql`${livesIn(id)}, unread as (select count(*)::int as n
      from intake.reply p join intake.thread t on t.id = p.thread
      where p.owner = platform.acting() and p.state = 'unread' and p.automatic is null and p.settled_at is not null and ${isOf(id)})
    update cases.case c set replies_unread = unread.n from unread
    where c.id = ${id} and c.owner = platform.acting() and c.replies_unread <> unread.n returning c.id`.execute(tx)
  return rows.length > 0
}
