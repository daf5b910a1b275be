import { sql } from 'kysely'
import type { Cursor, NumberCursor } from '../../../../base/cursor.ts'
import type { CampaignId, OrganisationId, ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Why } from '../../campaign/index.ts'
import type { CampaignFilter } from '../../contract/campaigns.ts'
import { lineColumns, type ReportLineRow } from '../reports.ts'
import { type CampaignRow, campaignColumns } from './moves.ts'

/** The acting organisation's campaigns: those with reports last first, or the largest first. Merged and emptied ones only where closed ones are asked for. */
export async function listCampaigns(
  tx: Tx,
  owner: OrganisationId,
  { state, kind, search, sort }: CampaignFilter,
  before: Cursor | NumberCursor | undefined,
  limit: number,
): Promise<readonly CampaignRow[]> {
  const conditions = [sql`k.owner = ${owner}`]
  conditions.push(state === undefined ? sql`k.state <> 'closed'` : sql`k.state = any (${state})`)
  if (kind !== undefined) conditions.push(sql`k.kind = any (${kind})`)
  if (search !== undefined && search !== '')
    conditions.push(sql`strpos(lower(concat_ws(' ', k.name, k.title, k.brand)), lower(${search})) > 0`)
  if (before !== undefined)
    conditions.push(
      'at' in before
        ? sql`(k.last_at, k.id) < (${before.at}, ${before.id}::uuid)`
        : sql`(k.reports, k.id) < (${before.number}, ${before.id}::uuid)`,
    )
  const order = sort === 'size' ? sql`k.reports desc, k.id desc` : sql`k.last_at desc, k.id desc`
  const { rows } = await sql<CampaignRow>`select ${campaignColumns} from analysis.campaign k where ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${limit}`.execute(tx)
  return rows
}

export type MemberRow = ReportLineRow & {
  readonly why: readonly Why[]
  readonly placed_by: 'machine' | 'person'
  readonly pinned: boolean
  readonly placed_at: Date
}

/** Reports of a campaign, newest first, and why they are there. */
export async function listMembers(
  tx: Tx,
  owner: OrganisationId,
  campaign: CampaignId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly MemberRow[]> {
  const after = before === undefined ? sql`` : sql`and (m.received_at, m.report) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<MemberRow>`
    select ${lineColumns}, m.why, m.placed_by, m.pinned, m.at as placed_at
    from (select * from analysis.membership m where m.owner = ${owner} and m.campaign = ${campaign} ${after}
      order by m.received_at desc, m.report desc limit ${limit}) m
    join intake.report r on r.id = m.report join intake.channel c on c.id = r.channel left join analysis.summary s on s.report = r.id
    left join analysis.campaign k on k.id = m.campaign order by m.received_at desc, m.report desc`.execute(tx)
  return rows
}

/** Ids of a campaign's reports, newest first, a page at a time. */
export async function listCampaignReports(
  tx: Tx,
  campaign: CampaignId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly { readonly report: ReportId; readonly receivedAt: Date }[]> {
  const after = before === undefined ? sql`` : sql`and (received_at, report) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<{ report: ReportId; receivedAt: Date }>`
    select report, received_at as "receivedAt" from analysis.membership where owner = platform.acting() and campaign = ${campaign} ${after}
    order by received_at desc, report desc limit ${limit}`.execute(tx)
  return rows
}

/** Which campaign each of these reports is in; those that stand alone are left out. */
export async function campaignOf(tx: Tx, reports: readonly ReportId[]): Promise<ReadonlyMap<ReportId, CampaignId>> {
  if (reports.length === 0) return new Map()
  const { rows } = await sql<{ report: ReportId; campaign: CampaignId }>`
    select report, campaign from analysis.membership where report = any (${[...reports]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ report, campaign }) => [report, campaign]))
}

/** Why one report is in its campaign. */
export async function findPlace(
  tx: Tx,
  report: ReportId,
): Promise<
  { readonly why: readonly Why[]; readonly placed_by: 'machine' | 'person'; readonly pinned: boolean; readonly at: Date } | undefined
> {
  const { rows } = await sql<{ why: readonly Why[]; placed_by: 'machine' | 'person'; pinned: boolean; at: Date }>`
    select why, placed_by, pinned, at from analysis.membership where report = ${report}`.execute(tx)
  return rows[0]
}
