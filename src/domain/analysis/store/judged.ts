import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ItemId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

/** What an organisation holds a report for: what somebody at the desk said of its first message, else the verdict. */
export type HeldFor = 'unwanted' | 'wanted' | 'unknown'
export type JudgedFilter = { readonly since: Date; readonly until: Date; readonly judged: 'all' | 'unwanted' | 'wanted' }

export type JudgedReport = {
  readonly report: ReportId
  readonly receivedAt: Date
  readonly judged: HeldFor
  /** said by somebody, not by the verdict alone */
  readonly byPerson: boolean
  /** of its first message: where its bytes are, and what was read of it; null where it has none */
  readonly item: ItemId | null
  readonly reading: unknown
}

const judged = sql`coalesce(l.taught, case when s.verdict = 'unknown' or s.unwanted is null then 'unknown' when s.unwanted >= 0.5 then 'unwanted' else 'wanted' end)`
const from = (
  owner: OrganisationId,
  filter: JudgedFilter,
) => sql`analysis.summary s join intake.report r on r.id = s.report and r.state = 'analysed'
  left join lateral (select o.position, o.item, o.reading from analysis.observation o
    where o.report = s.report and o.position >= 0 and o.reading ->> 'kind' = 'message' order by o.position limit 1) m on true
  left join analysis.lesson l on l.report = s.report and l.position = m.position and l.revoked_at is null
  where s.owner = ${owner} and s.received_at >= ${filter.since} and s.received_at < ${filter.until} and (${filter.judged} = 'all' or ${judged} = ${filter.judged})`

/** Analysed reports of our own, newest first, with the reading of their first message. */
export async function pageJudged(
  tx: Tx,
  owner: OrganisationId,
  filter: JudgedFilter,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly JudgedReport[]> {
  const older = before === undefined ? sql`true` : sql`(s.received_at, s.report) < (${before.at}, ${before.id}::uuid)`
  const { rows } =
    await sql<JudgedReport>`select s.report, s.received_at as "receivedAt", ${judged} as judged, l.taught is not null as "byPerson",
      m.item, m.reading
    from ${from(owner, filter)} and ${older} order by s.received_at desc, s.report desc limit ${limit}`.execute(tx)
  return rows
}

/** How many there are; a million at most. Where all are wanted, no reading is looked into. */
export async function countJudged(tx: Tx, owner: OrganisationId, filter: JudgedFilter): Promise<number> {
  const { since, until, judged: held } = filter
  const all = sql`analysis.summary s join intake.report r on r.id = s.report and r.state = 'analysed'
    where s.owner = ${owner} and s.received_at >= ${since} and s.received_at < ${until}`
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from (select from ${held === 'all' ? all : from(owner, filter)} limit 1000000) n`.execute(tx)
  return rows[0]?.count ?? 0
}
