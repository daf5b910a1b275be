import { sql } from 'kysely'
import type { CampaignId, OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { type CampaignRow, campaignColumns } from './moves.ts'

const hour = 3_600_000
const day = 24 * hour

export type GrowingRow = CampaignRow & { readonly last_day: number }

/** Growing campaigns with reports in the last 24 hours (counted by whole hours), those of most first. */
export async function listGrowing(tx: Tx, owner: OrganisationId, now: Date, limit: number): Promise<readonly GrowingRow[]> {
  const { rows } = await sql<GrowingRow>`select ${campaignColumns}, g.last_day from
    (select campaign, sum(reports)::int as last_day from analysis.campaign_hour where owner = ${owner} and hour > ${new Date(now.getTime() - day)} group by campaign) g
    join analysis.campaign k on k.id = g.campaign where k.state = 'growing' order by g.last_day desc, k.last_at desc, k.id limit ${limit}`.execute(
    tx,
  )
  return rows
}

/** Reports of each of these campaigns on each of the last days, 24 hours each, the oldest first. */
export async function listCourses(
  tx: Tx,
  campaigns: readonly CampaignId[],
  now: Date,
  days: number,
): Promise<ReadonlyMap<CampaignId, readonly number[]>> {
  const since = new Date(now.getTime() - days * day)
  const { rows } = await sql<{ campaign: CampaignId; at: number; reports: number }>`
    select campaign, floor(extract(epoch from (hour - ${since}::timestamptz)) / 86400)::int as at, sum(reports)::int as reports
    from analysis.campaign_hour where campaign = any (${[...campaigns]}::uuid[]) and hour > ${since} and hour <= ${now} group by 1, 2`.execute(
    tx,
  )
  const found = new Map(campaigns.map((id) => [id, Array.from({ length: days }, () => 0)]))
  for (const { campaign, at, reports } of rows) {
    const course = found.get(campaign)
    if (course !== undefined) course[Math.min(days - 1, at)] = (course[Math.min(days - 1, at)] ?? 0) + reports
  }
  return found
}
