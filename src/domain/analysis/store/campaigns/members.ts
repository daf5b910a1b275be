import { sql } from 'kysely'
import type { CampaignId, OrganisationId, ReportId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import { insertion } from '../../../../platform/db/insert.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { sendTogether } from '../../../../platform/db/scope.ts'
import type { Why } from '../../campaign/index.ts'

export type NewCampaign = {
  readonly id: CampaignId
  readonly owner: OrganisationId
  readonly name: string | null
  readonly made_by: 'machine' | 'person'
  readonly first_at: Date
  readonly last_at: Date
  readonly created_at: Date
}

export async function insertCampaigns(tx: Tx, campaigns: readonly NewCampaign[]): Promise<void> {
  if (campaigns.length === 0) return
  await sendTogether(tx, [
    insertion(
      tx,
      'analysis.campaign',
      campaigns.map((one) => ({ ...one, state: 'growing', kind: 'unknown', reports: 0, told: 0 })),
    ),
  ])
}

export type NewMember = {
  readonly report: ReportId
  readonly owner: OrganisationId
  readonly campaign: CampaignId
  readonly received_at: Date
  readonly why: readonly Why[]
  readonly placed_by: 'machine' | 'person'
  readonly at: Date
}

/** Puts reports into campaigns, whatever they were in before. */
export async function putMembers(tx: Tx, members: readonly NewMember[]): Promise<void> {
  if (members.length === 0) return
  await sql`insert into analysis.membership (report, owner, campaign, received_at, why, placed_by, at)
    select report, owner, campaign, received_at, why, placed_by, at from jsonb_populate_recordset(null::analysis.membership, ${storable(members)}::jsonb)
    on conflict (report) do update set campaign = excluded.campaign, why = excluded.why, placed_by = excluded.placed_by, at = excluded.at`.execute(
    tx,
  )
}

export async function removeMembers(tx: Tx, reports: readonly ReportId[]): Promise<void> {
  if (reports.length === 0) return
  await sql`delete from analysis.membership where report = any (${[...reports]}::uuid[])`.execute(tx)
}

/** How a campaign grew: reports, and the moments at which they came. */
export type Growth = { readonly campaign: CampaignId; readonly moments: readonly Date[] }
export type Grown = {
  readonly id: CampaignId
  /** before it grew */
  readonly state: string
  readonly told: number
  readonly burst_at: Date | null
  readonly first_at: Date
  readonly reports: number
  readonly title: string | null
}

/** Counts reports that joined; what was silent grows again. Answers the campaigns with what they were before, but for their number of reports. */
export async function countJoined(tx: Tx, owner: OrganisationId, growth: readonly Growth[]): Promise<readonly Grown[]> {
  if (growth.length === 0) return []
  const joined = growth.map(({ campaign, moments }) => {
    const times = moments.map((one) => one.getTime())
    return { campaign, n: moments.length, first: new Date(Math.min(...times)), last: new Date(Math.max(...times)) }
  })
  const hours = growth.flatMap(({ campaign, moments }) => moments.map((at) => ({ campaign, at })))
  const { rows } = await sql<Grown>`
    with g as (select * from jsonb_to_recordset(${JSON.stringify(joined)}::jsonb) as g (campaign uuid, n integer, first timestamptz, last timestamptz)),
    old as (select k.id, k.state, k.told, k.burst_at from analysis.campaign k join g on g.campaign = k.id)
    update analysis.campaign k set reports = k.reports + g.n, first_at = least(k.first_at, g.first), last_at = greatest(k.last_at, g.last),
      state = case when k.state = 'silent' then 'growing' else k.state end
    from g join old on old.id = g.campaign where k.id = g.campaign
    returning k.id, old.state, old.told, old.burst_at, k.first_at, k.reports, k.title`.execute(tx)
  await sql`insert into analysis.campaign_hour (campaign, owner, hour, reports)
    select campaign, ${owner}::uuid, date_trunc('hour', at), count(*) from jsonb_to_recordset(${JSON.stringify(hours)}::jsonb) as g (campaign uuid, at timestamptz)
    group by 1, 3 order by 1, 3
    on conflict (campaign, hour) do update set reports = campaign_hour.reports + excluded.reports`.execute(tx)
  return rows
}

/** Counts anew what these campaigns hold, hour by hour; one that holds nothing is closed, one that was closed and holds something grows. */
export async function recount(tx: Tx, campaigns: readonly CampaignId[]): Promise<void> {
  const ids = [...campaigns]
  if (ids.length === 0) return
  await sendTogether(tx, [
    sql`delete from analysis.campaign_hour where campaign = any (${ids}::uuid[])`.compile(tx),
    sql`insert into analysis.campaign_hour (campaign, owner, hour, reports)
      select m.campaign, m.owner, date_trunc('hour', m.received_at), count(*) from analysis.membership m
      where m.owner = platform.acting() and m.campaign = any (${ids}::uuid[]) group by 1, 2, 3`.compile(tx),
    sql`update analysis.campaign k set reports = g.n, first_at = coalesce(g.first, k.first_at), last_at = coalesce(g.last, k.last_at),
        state = case when g.n = 0 then 'closed' when k.state = 'closed' then 'growing' else k.state end,
        merged_into = case when g.n = 0 then k.merged_into end
      from (select c.id, count(m.report) as n, min(m.received_at) as first, max(m.received_at) as last
        from unnest(${ids}::uuid[]) as c (id) left join analysis.membership m on m.campaign = c.id and m.owner = platform.acting() group by 1) g
      where k.id = g.id`.compile(tx),
  ])
}

/** how many of its latest reports say what a campaign is called and what kind it is */
const spokenFor = 50

/** Says anew what campaigns are called, of what kind they are and whom they imitate, by their latest reports; with none of them left, nothing. */
export async function describeCampaigns(tx: Tx, campaigns: readonly CampaignId[]): Promise<void> {
  const ids = [...campaigns]
  if (ids.length === 0) return
  await sql`update analysis.campaign k set title = g.title, kind = coalesce(g.kind, 'unknown'), brand = g.brand
    from (select c.id,
        (select mode() within group (order by s.title) from (select report from analysis.membership m where m.owner = platform.acting() and m.campaign = c.id
          order by m.received_at desc, m.report desc limit ${spokenFor}) m join analysis.summary s on s.report = m.report) as title,
        (select mode() within group (order by s.verdict) from (select report from analysis.membership m where m.owner = platform.acting() and m.campaign = c.id
          order by m.received_at desc, m.report desc limit ${spokenFor}) m join analysis.summary s on s.report = m.report) as kind,
        (select mode() within group (order by i.value) from (select report from analysis.membership m where m.owner = platform.acting() and m.campaign = c.id
          order by m.received_at desc, m.report desc limit ${spokenFor}) m join analysis.indicator i on i.report = m.report and i.kind = 'brand') as brand
      from unnest(${ids}::uuid[]) as c (id)) g where k.id = g.id`.execute(tx)
}

export async function setTold(tx: Tx, campaigns: readonly CampaignId[]): Promise<void> {
  if (campaigns.length === 0) return
  await sql`update analysis.campaign set told = reports where id = any (${[...campaigns]}::uuid[])`.execute(tx)
}

export async function setBurst(tx: Tx, campaigns: readonly CampaignId[], at: Date): Promise<void> {
  await sql`update analysis.campaign set burst_at = ${at} where id = any (${[...campaigns]}::uuid[])`.execute(tx)
}

/** reports of an hour that are counted; more is a burst anyway */
const countedAtMost = 5_000

export type Pace = { readonly id: CampaignId; readonly last_hour: number; readonly before: number }

/** How many reports each had since then, and in the week before that. */
export async function paceOf(
  tx: Tx,
  owner: OrganisationId,
  campaigns: readonly CampaignId[],
  hourAgo: Date,
  weekAgo: Date,
): Promise<readonly Pace[]> {
  const { rows } = await sql<Pace>`
    select c.id, (select count(*) from (select from analysis.membership m where m.owner = ${owner} and m.campaign = c.id and m.received_at > ${hourAgo}
        limit ${countedAtMost}) counted)::int as last_hour,
      (select coalesce(sum(h.reports), 0) from analysis.campaign_hour h where h.campaign = c.id and h.hour >= ${weekAgo} and h.hour < ${hourAgo})::int as before
    from unnest(${[...campaigns]}::uuid[]) as c (id)`.execute(tx)
  return rows
}

/** hours of campaigns from which a desk's usual is taken, the latest */
const hoursAtMost = 2_000

/** How many reports a campaign of this desk has in an hour in which it has any, before then. */
export async function usualOf(tx: Tx, owner: OrganisationId, before: Date): Promise<number> {
  const { rows } = await sql<{ usual: number | null }>`
    select avg(reports)::float8 as usual from (select reports from analysis.campaign_hour where owner = ${owner} and hour < ${before}
      order by hour desc limit ${hoursAtMost}) latest`.execute(tx)
  return rows[0]?.usual ?? 0
}

/** Campaigns that grew and had nothing since then, which are silent from now on. */
export async function fallSilent(tx: Tx, owner: OrganisationId, since: Date, limit: number): Promise<readonly CampaignId[]> {
  const { rows } = await sql<{ id: CampaignId }>`
    update analysis.campaign set state = 'silent' where id in (select id from analysis.campaign
      where owner = ${owner} and state = 'growing' and last_at < ${since} order by last_at limit ${limit}) returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The campaigns that these reports are in. */
export async function listCampaignsOf(tx: Tx, reports: readonly ReportId[]): Promise<readonly CampaignId[]> {
  const { rows } = await sql<{ campaign: CampaignId }>`
    select distinct campaign from analysis.membership where report = any (${[...reports]}::uuid[]) and owner = platform.acting() order by 1`.execute(
    tx,
  )
  return rows.map(({ campaign }) => campaign)
}
