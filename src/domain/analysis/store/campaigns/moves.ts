import { sql } from 'kysely'
import type { CampaignId, OrganisationId, ReportId } from '../../../../base/id.ts'
import { insertion } from '../../../../platform/db/insert.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { sendTogether } from '../../../../platform/db/scope.ts'

export type CampaignRow = {
  readonly id: CampaignId
  readonly owner: OrganisationId
  readonly name: string | null
  readonly title: string | null
  readonly state: 'growing' | 'silent' | 'closed'
  readonly kind: string
  readonly brand: string | null
  readonly first_at: Date
  readonly last_at: Date
  readonly reports: number
  readonly burst_at: Date | null
  readonly merged_into: CampaignId | null
  readonly made_by: 'machine' | 'person'
  readonly created_at: Date
}

export const campaignColumns = sql`k.id, k.owner, k.name, k.title, k.state, k.kind, k.brand, k.first_at, k.last_at, k.reports, k.burst_at, k.merged_into, k.made_by, k.created_at`

export async function findCampaign(tx: Tx, id: CampaignId): Promise<CampaignRow | undefined> {
  return (await findCampaigns(tx, [id]))[0]
}

export async function findCampaigns(tx: Tx, ids: readonly CampaignId[]): Promise<readonly CampaignRow[]> {
  const { rows } =
    await sql<CampaignRow>`select ${campaignColumns} from analysis.campaign k where k.id = any (${[...ids]}::uuid[]) order by k.id`.execute(
      tx,
    )
  return rows
}

export type Change = {
  readonly id: string
  readonly owner: OrganisationId
  readonly campaign: CampaignId
  readonly act: 'merged' | 'split' | 'added' | 'undone'
  readonly others: readonly string[]
  readonly reports: number
  readonly by_kind: string
  readonly by: string
  readonly at: Date
}

export async function insertChange(tx: Tx, change: Change): Promise<void> {
  await sendTogether(tx, [insertion(tx, 'analysis.campaign_change', [change])])
}

/** Writes down where all reports of these campaigns are before they go to `to`, and moves them. Answers how many. */
export async function moveAll(tx: Tx, change: string, from: readonly CampaignId[], to: CampaignId): Promise<number> {
  await sql`insert into analysis.campaign_move (change, report, owner, left_campaign, came_to, was_pinned, was_placed_by)
    select ${change}::uuid, m.report, m.owner, m.campaign, ${to}::uuid, m.pinned, m.placed_by from analysis.membership m
    where m.owner = platform.acting() and m.campaign = any (${[...from]}::uuid[])`.execute(tx)
  const moved =
    await sql`update analysis.membership set campaign = ${to} where owner = platform.acting() and campaign = any (${[...from]}::uuid[])`.execute(
      tx,
    )
  return Number(moved.numAffectedRows ?? 0n)
}

export type Placing = { readonly by: 'person'; readonly at: Date }

/** Puts these reports into `to` (null: to stand alone), by a person's word. Answers those that were elsewhere, with where they were. */
export async function moveReports(
  tx: Tx,
  change: string,
  reports: readonly ReportId[],
  to: CampaignId | null,
  at: Date,
): Promise<readonly { readonly report: ReportId; readonly campaign: CampaignId | null }[]> {
  const ids = [...reports]
  const { rows } = await sql<{ report: ReportId; campaign: CampaignId | null }>`
    insert into analysis.campaign_move (change, report, owner, left_campaign, came_to, was_pinned, was_placed_by)
    select ${change}::uuid, s.report, s.owner, m.campaign, ${to}::uuid, coalesce(m.pinned, false), coalesce(m.placed_by, 'machine')
    from analysis.summary s left join analysis.membership m on m.report = s.report
    where s.report = any (${ids}::uuid[]) and s.owner = platform.acting() and m.campaign is distinct from ${to}::uuid
    returning report, left_campaign as campaign`.execute(tx)
  const moving = rows.map(({ report }) => report)
  if (to === null) await sql`delete from analysis.membership where report = any (${moving}::uuid[])`.execute(tx)
  else
    await sql`insert into analysis.membership (report, owner, campaign, received_at, why, placed_by, pinned, at)
      select s.report, s.owner, ${to}::uuid, s.received_at, '[]', 'person', true, ${at} from analysis.summary s where s.report = any (${moving}::uuid[])
      on conflict (report) do update set campaign = excluded.campaign, placed_by = 'person', pinned = true, at = excluded.at`.execute(tx)
  return rows
}

export async function findChange(tx: Tx, id: string): Promise<Change | undefined> {
  const { rows } =
    await sql<Change>`select id, owner, campaign, act, others, reports, by_kind, by, at from analysis.campaign_change where id = ${id}`.execute(
      tx,
    )
  return rows[0]
}

/** Whether a person undid it already. */
export async function wasUndone(tx: Tx, owner: OrganisationId, { id, campaign }: Pick<Change, 'id' | 'campaign'>): Promise<boolean> {
  const { rows } =
    await sql`select from analysis.campaign_change where owner = ${owner} and campaign = ${campaign} and act = 'undone' and ${id} = any (others) limit 1`.execute(
      tx,
    )
  return rows.length > 0
}

/** Changes of this campaign, newest first. */
export async function listChanges(tx: Tx, owner: OrganisationId, campaign: CampaignId, limit: number): Promise<readonly Change[]> {
  const { rows } = await sql<Change>`select id, owner, campaign, act, others, reports, by_kind, by, at from analysis.campaign_change
    where owner = ${owner} and campaign = ${campaign} order by at desc, id desc limit ${limit}`.execute(tx)
  return rows
}

/**
 * Puts back what a change moved, as far as it is still where it came to. Answers the campaigns that this touches, and the reports with where they were
 * taken from.
 */
export async function moveBack(
  tx: Tx,
  change: string,
  at: Date,
): Promise<readonly { readonly report: ReportId; readonly from: CampaignId | null; readonly to: CampaignId | null }[]> {
  const { rows } = await sql<{ report: ReportId; from: CampaignId | null; to: CampaignId | null; pinned: boolean; by: string }>`
    select v.report, v.came_to as from, v.left_campaign as to, v.was_pinned as pinned, v.was_placed_by as by from analysis.campaign_move v
    join analysis.summary s on s.report = v.report left join analysis.membership m on m.report = v.report
    where v.change = ${change} and v.owner = platform.acting() and m.campaign is not distinct from v.came_to order by v.report`.execute(tx)
  const alone = rows.filter(({ to }) => to === null).map(({ report }) => report)
  await sql`delete from analysis.membership where report = any (${alone}::uuid[])`.execute(tx)
  const back = rows.filter(({ to }) => to !== null).map(({ report, to, pinned, by }) => ({ report, campaign: to, pinned, by }))
  await sql`insert into analysis.membership (report, owner, campaign, received_at, why, placed_by, pinned, at)
    select g.report, s.owner, g.campaign, s.received_at, '[]', g.by, g.pinned, ${at}
    from jsonb_to_recordset(${JSON.stringify(back)}::jsonb) as g (report uuid, campaign uuid, pinned boolean, by text) join analysis.summary s on s.report = g.report
    on conflict (report) do update set campaign = excluded.campaign, placed_by = excluded.placed_by, pinned = excluded.pinned`.execute(tx)
  return rows
}

type Pair = { readonly report: ReportId; readonly campaign: CampaignId }

/** From now on the machine never joins these. */
export async function separate(tx: Tx, owner: OrganisationId, pairs: readonly Pair[], at: Date): Promise<void> {
  await sql`insert into analysis.separation (report, campaign, owner, at)
    select report, campaign, ${owner}::uuid, ${at} from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as g (report uuid, campaign uuid)
    on conflict do nothing`.execute(tx)
}

/** A person has joined these: what kept them apart is no more. */
export async function reunite(tx: Tx, pairs: readonly Pair[]): Promise<void> {
  await sql`delete from analysis.separation s using jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as g (report uuid, campaign uuid)
    where s.report = g.report and s.campaign = g.campaign`.execute(tx)
}

/** What kept reports out of `from` keeps them out of `to`, into which it goes; a person who merges two has joined the reports of both. */
export async function inheritSeparations(tx: Tx, from: readonly CampaignId[], to: CampaignId): Promise<void> {
  const ids = [...from]
  await sql`delete from analysis.separation s using analysis.membership m
    where m.report = s.report and m.owner = platform.acting() and s.campaign = any (${[...ids, to]}::uuid[]) and m.campaign = any (${[...ids, to]}::uuid[])`.execute(
    tx,
  )
  await sql`insert into analysis.separation (report, campaign, owner, at)
    select s.report, ${to}::uuid, s.owner, s.at from analysis.separation s where s.campaign = any (${ids}::uuid[]) on conflict do nothing`.execute(
    tx,
  )
}

/** Those of these campaigns that the machine may make one with `into`: nobody has parted or pinned any of their reports, and they are small enough. */
export async function listMergeable(
  tx: Tx,
  into: CampaignId,
  others: readonly string[],
  reportsAtMost: number,
): Promise<readonly CampaignId[]> {
  const ids = [...others]
  const { rows } = await sql<{ id: CampaignId }>`
    select k.id from analysis.campaign k where k.id = any (${ids}::uuid[]) and k.id <> ${into} and k.state <> 'closed' and k.reports <= ${reportsAtMost}
      and k.name is null and k.made_by = 'machine'
      and not exists (select from analysis.separation s where s.campaign = k.id)
      and not exists (select from analysis.membership m where m.owner = platform.acting() and m.campaign = k.id and m.pinned)
      and not exists (select from analysis.separation s join analysis.membership m on m.report = s.report where m.campaign = k.id)
    order by k.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function setMerged(tx: Tx, ids: readonly CampaignId[], into: CampaignId): Promise<void> {
  await sql`update analysis.campaign set state = 'closed', merged_into = ${into} where id = any (${[...ids]}::uuid[])`.execute(tx)
}

export async function setName(tx: Tx, id: CampaignId, name: string | null): Promise<void> {
  await sql`update analysis.campaign set name = ${name} where id = ${id}`.execute(tx)
}

/** Pins reports of the campaign where they are, or lets go of them. Answers how many there were. */
export async function setPinned(tx: Tx, campaign: CampaignId, reports: readonly ReportId[], pinned: boolean): Promise<number> {
  const { numAffectedRows } =
    await sql`update analysis.membership set pinned = ${pinned} where campaign = ${campaign} and report = any (${[...reports]}::uuid[])`.execute(
      tx,
    )
  return Number(numAffectedRows ?? 0n)
}

/** Which of these reports are in the campaign. */
export async function listThere(tx: Tx, campaign: CampaignId, reports: readonly ReportId[]): Promise<readonly ReportId[]> {
  const { rows } = await sql<{
    report: ReportId
  }>`select report from analysis.membership where campaign = ${campaign} and report = any (${[...reports]}::uuid[])`.execute(tx)
  return rows.map(({ report }) => report)
}
