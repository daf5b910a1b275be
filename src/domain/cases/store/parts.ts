import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { CampaignId, CaseId, ItemId, OrganisationId, PartyId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { linkKinds, partyRoles } from '../contract/shapes.ts'

const later = (column: 'r.at' | 'm.at' | 'i.at' | 'p.at', id: 'r.report' | 'm.campaign' | 'i.item' | 'p.id', before: Cursor | undefined) =>
  before === undefined ? sql`` : sql`and (${sql.ref(column)}, ${sql.ref(id)}) < (${before.at}, ${before.id}::uuid)`

type Owned = { readonly owner: OrganisationId; readonly case: CaseId; readonly at: Date; readonly by: string }

/** Answers which were put in; one that is in a case already stays there. */
export async function insertReports(
  tx: Tx,
  { owner, case: id, at, by }: Owned,
  reports: readonly ReportId[],
): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`insert into cases.case_report (owner, report, "case", origin, at, by_actor)
    select ${owner}::uuid, report, ${id}::uuid, ${id}::uuid, ${at}::timestamptz, ${by}::text from unnest(${reports}::uuid[]) report
    on conflict (owner, report) do nothing returning report`.execute(tx)
  return rows.map(({ report }) => report)
}

export async function deleteReports(tx: Tx, id: CaseId, reports: readonly ReportId[]): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`delete from cases.case_report where "case" = ${id} and owner = platform.acting()
    and report = any (${reports}::uuid[]) returning report`.execute(tx)
  return rows.map(({ report }) => report)
}

export type ReportPart = {
  readonly report: ReportId
  readonly at: Date
  readonly reference: string
  readonly received_at: Date
  readonly form: string
  readonly state: string
  readonly times: number
}

export async function listReportParts(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly ReportPart[]> {
  const { rows } = await sql<ReportPart>`select r.report, r.at, t.reference, t.received_at, t.form, t.state, t.times
    from cases.case_report r join intake.report t on t.id = r.report
    where r.owner = ${owner} and r."case" = ${id} ${later('r.at', 'r.report', before)} order by r.at desc, r.report desc limit ${limit}`.execute(
    tx,
  )
  return rows
}

export type NewCampaignPart = { readonly campaign: CampaignId; readonly name: string; readonly reports: number }

export async function insertCampaigns(
  tx: Tx,
  { owner, case: id, at, by }: Owned,
  of: readonly NewCampaignPart[],
): Promise<readonly CampaignId[]> {
  const { rows } = await sql<{
    campaign: CampaignId
  }>`insert into cases.case_campaign (owner, campaign, "case", origin, name, reports, at, told_at, by_actor)
    select ${owner}::uuid, g.campaign, ${id}::uuid, ${id}::uuid, g.name, g.reports, ${at}::timestamptz, ${at}::timestamptz, ${by}::text
    from jsonb_to_recordset(${JSON.stringify(of)}::jsonb) g (campaign uuid, name text, reports integer)
    on conflict (owner, campaign) do nothing returning campaign`.execute(tx)
  return rows.map(({ campaign }) => campaign)
}

export async function setCampaign(tx: Tx, owner: OrganisationId, { campaign, name, reports }: NewCampaignPart, at: Date): Promise<void> {
  await tx
    .updateTable('cases.case_campaign')
    .set({ name, reports, told_at: at })
    .where('owner', '=', owner)
    .where('campaign', '=', campaign)
    .execute()
}

export async function deleteCampaigns(tx: Tx, id: CaseId, campaigns: readonly CampaignId[]): Promise<readonly CampaignId[]> {
  const { rows } = await sql<{ campaign: CampaignId }>`delete from cases.case_campaign where "case" = ${id} and owner = platform.acting()
    and campaign = any (${campaigns}::uuid[]) returning campaign`.execute(tx)
  return rows.map(({ campaign }) => campaign)
}

/** Campaigns of cases that went into this one since. */
export async function listMergedParts(
  tx: Tx,
  owner: OrganisationId,
  into: CampaignId,
): Promise<readonly { campaign: CampaignId; case: CaseId }[]> {
  const { rows } = await sql<{ campaign: CampaignId; case: CaseId }>`select m.campaign, m."case" from analysis.campaign k
    join cases.case_campaign m on m.owner = k.owner and m.campaign = k.id where k.owner = ${owner} and k.merged_into = ${into} order by m.at`.execute(
    tx,
  )
  return rows
}

/** The case that has most of the latest reports of a campaign, put there by themselves. */
export async function caseOfMembers(tx: Tx, owner: OrganisationId, campaign: CampaignId): Promise<CaseId | undefined> {
  const { rows } = await sql<{ case: CaseId }>`with latest as materialized (select m.report from analysis.membership m
      where m.owner = ${owner} and m.campaign = ${campaign} order by m.received_at desc, m.report desc limit 2000)
    select r."case" from latest l join cases.case_report r on r.owner = ${owner} and r.report = l.report
    group by r."case" order by count(*) desc, r."case" limit 1`.execute(tx)
  return rows[0]?.case
}

export type CampaignPart = NewCampaignPart & { readonly at: Date; readonly told_at: Date; readonly by_actor: string }

export async function listCampaignParts(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly CampaignPart[]> {
  const { rows } = await sql<CampaignPart>`select m.campaign, m.name, m.reports, m.at, m.told_at, m.by_actor from cases.case_campaign m
    where m.owner = ${owner} and m."case" = ${id} ${later('m.at', 'm.campaign', before)} order by m.at desc, m.campaign desc limit ${limit}`.execute(
    tx,
  )
  return rows
}

export async function insertItems(tx: Tx, { owner, case: id, at, by }: Owned, items: readonly ItemId[]): Promise<readonly ItemId[]> {
  const { rows } = await sql<{ item: ItemId }>`insert into cases.case_item (owner, "case", item, origin, at, by_actor)
    select ${owner}::uuid, ${id}::uuid, item, ${id}::uuid, ${at}::timestamptz, ${by}::text from unnest(${items}::uuid[]) item
    on conflict (owner, "case", item) do nothing returning item`.execute(tx)
  return rows.map(({ item }) => item)
}

export async function deleteItems(tx: Tx, id: CaseId, items: readonly ItemId[]): Promise<readonly ItemId[]> {
  const { rows } = await sql<{ item: ItemId }>`delete from cases.case_item where "case" = ${id} and owner = platform.acting()
    and item = any (${items}::uuid[]) returning item`.execute(tx)
  return rows.map(({ item }) => item)
}

export type ItemPart = { readonly item: ItemId; readonly at: Date; readonly by_actor: string }

export async function listItemParts(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly ItemPart[]> {
  const { rows } = await sql<ItemPart>`select i.item, i.at, i.by_actor from cases.case_item i
    where i.owner = ${owner} and i."case" = ${id} ${later('i.at', 'i.item', before)} order by i.at desc, i.item desc limit ${limit}`.execute(
    tx,
  )
  return rows
}

export type PartyPart = {
  readonly id: string
  readonly case: CaseId
  readonly role: (typeof partyRoles)[number]
  readonly party: PartyId | null
  readonly name: string
  readonly address: string | null
  readonly note: string | null
  readonly at: Date
  readonly by_actor: string
}
export type PartyFields = Pick<PartyPart, 'role' | 'party' | 'name' | 'address' | 'note'>

export async function insertParty(tx: Tx, owner: OrganisationId, row: PartyPart): Promise<void> {
  await tx
    .insertInto('cases.case_party')
    .values({ ...row, owner, origin: row.case })
    .execute()
}

export async function updateParty(tx: Tx, id: string, fields: PartyFields): Promise<void> {
  await tx.updateTable('cases.case_party').set(fields).where('id', '=', id).execute()
}

export async function deleteParty(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cases.case_party').where('id', '=', id).execute()
}

const partyColumns = sql`p.id, p."case", p.role, p.party, p.name, p.address, p.note, p.at, p.by_actor`

export async function findParty(tx: Tx, id: string): Promise<PartyPart | undefined> {
  const { rows } = await sql<PartyPart>`select ${partyColumns} from cases.case_party p where p.id = ${id}`.execute(tx)
  return rows[0]
}

export async function listPartyParts(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly PartyPart[]> {
  const { rows } = await sql<PartyPart>`select ${partyColumns} from cases.case_party p
    where p.owner = ${owner} and p."case" = ${id} ${later('p.at', 'p.id', before)} order by p.at desc, p.id desc limit ${limit}`.execute(tx)
  return rows
}

export type LinkPart = {
  readonly id: string
  readonly case: CaseId
  readonly other: CaseId
  readonly kind: (typeof linkKinds)[number]
  readonly at: Date
  readonly by_actor: string
}

/** False where the two are linked already, in whichever direction. */
export async function insertLink(tx: Tx, owner: OrganisationId, { id, case: from, other, kind, at, by_actor }: LinkPart): Promise<boolean> {
  const { rows } = await sql`insert into cases.case_link (id, owner, "case", other, kind, at, by_actor)
    select ${id}::uuid, ${owner}::uuid, ${from}::uuid, ${other}::uuid, ${kind}::text, ${at}::timestamptz, ${by_actor}::text
    where not exists (select from cases.case_link l where l.owner = ${owner} and l."case" = ${other} and l.other = ${from})
    on conflict (owner, "case", other) do nothing returning id`.execute(tx)
  return rows.length > 0
}

export async function findLink(tx: Tx, id: string): Promise<LinkPart | undefined> {
  const { rows } =
    await sql<LinkPart>`select l.id, l."case", l.other, l.kind, l.at, l.by_actor from cases.case_link l where l.id = ${id}`.execute(tx)
  return rows[0]
}

export async function deleteLink(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cases.case_link').where('id', '=', id).execute()
}

/** In both directions, two hundred at most. */
export async function listLinkParts(tx: Tx, owner: OrganisationId, id: CaseId): Promise<readonly LinkPart[]> {
  const { rows } = await sql<LinkPart>`select l.id, l."case", l.other, l.kind, l.at, l.by_actor from cases.case_link l
    where l.owner = ${owner} and (l."case" = ${id} or l.other = ${id}) order by l.at desc, l.id desc limit 200`.execute(tx)
  return rows
}
