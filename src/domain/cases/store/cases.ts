import { type Selectable, sql } from 'kysely'
import type { CasesCase } from '../../../../db/types.ts'
import type { CampaignId, CaseId, OrganisationId, PersonId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { CaseKind, CaseRow, CaseState, ClosedWhy } from '../case.ts'
import { settleSidesOf } from './outcomes.ts'

const rowOf = (row: Selectable<CasesCase>) => row as unknown as CaseRow

/** The next number of the year, from 1 on. Whoever else opens a case of the organisation waits for the end of this transaction, so none is left out. */
export async function takeNumber(tx: Tx, owner: OrganisationId, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into cases.sequence (owner, year, last) values (${owner}, ${year}, 1)
    on conflict (owner, year) do update set last = sequence.last + 1 returning last`.execute(tx)
  return rows[0]?.last ?? 1
}

export type NewCase = Pick<
  CaseRow,
  | 'id'
  | 'owner'
  | 'year'
  | 'number'
  | 'code'
  | 'title'
  | 'kind'
  | 'state'
  | 'assignee'
  | 'opened_by'
  | 'opened_how'
  | 'due_at'
  | 'harm'
  | 'rank'
> & { readonly at: Date }

export async function insertCase(tx: Tx, { at, ...row }: NewCase): Promise<void> {
  await tx
    .insertInto('cases.case')
    .values({ ...row, opened_at: at, since: at, last_at: at })
    .execute()
}

export async function findCase(tx: Tx, id: CaseId): Promise<CaseRow | undefined> {
  const row = await tx.selectFrom('cases.case').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : rowOf(row)
}

export async function findCases(tx: Tx, ids: readonly CaseId[]): Promise<readonly CaseRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<CaseRow>`select * from cases.case where id = any (${ids}::uuid[])`.execute(tx)
  return rows
}

export async function findCaseByCode(tx: Tx, owner: OrganisationId, year: number, number: number): Promise<CaseRow | undefined> {
  const row = await tx
    .selectFrom('cases.case')
    .selectAll()
    .where('owner', '=', owner)
    .where('year', '=', year)
    .where('number', '=', number)
    .executeTakeFirst()
  return row === undefined ? undefined : rowOf(row)
}

/** Locks in one order everywhere, so that two transactions never wait for each other. Ours alone. */
export async function lockCases(tx: Tx, ids: readonly CaseId[]): Promise<readonly CaseRow[]> {
  const { rows } = await sql<CaseRow>`select * from cases.case where id = any (${ids}::uuid[]) and owner = platform.acting()
    order by id for no key update`.execute(tx)
  return rows
}

export async function lockCase(tx: Tx, id: CaseId): Promise<CaseRow | undefined> {
  return (await lockCases(tx, [id]))[0]
}

export type CaseChange = {
  readonly title?: string
  readonly kind?: CaseKind
  readonly state?: CaseState
  readonly assignee?: PersonId | null
  readonly since?: Date
  readonly last_at?: Date
  readonly due_at?: Date | null
  readonly due_told_at?: Date | null
  readonly closed_at?: Date | null
  readonly closed_why?: ClosedWhy | null
  readonly merged_into?: CaseId | null
  readonly state_before?: CaseState | null
  readonly recurred?: number
  readonly harm?: number
  readonly rank?: number
  readonly emptied_at?: Date
  readonly replies_unread?: number
}

export async function updateCase(tx: Tx, id: CaseId, change: CaseChange): Promise<void> {
  await tx.updateTable('cases.case').set(change).where('id', '=', id).execute()
  if (change.kind !== undefined) await settleSidesOf(tx, id)
}

/** Sets what is counted of these cases by counting (a report that is there twice, by itself and by its campaign, once): once a change, so that lists and pages need not. */
export async function recount(tx: Tx, ids: readonly CaseId[]): Promise<void> {
  await sql`update cases.case c set
      reports = (select count(*) from cases.case_report r where r.owner = c.owner and r."case" = c.id and not exists (
          select from analysis.membership p join cases.case_campaign k on k.owner = c.owner and k.campaign = p.campaign and k."case" = c.id
          where p.report = r.report))
        + coalesce((select sum(m.reports) from cases.case_campaign m where m.owner = c.owner and m."case" = c.id), 0),
      campaigns = (select count(*) from cases.case_campaign m where m.owner = c.owner and m."case" = c.id),
      items = (select count(*) from cases.case_item i where i.owner = c.owner and i."case" = c.id),
      parties = (select count(*) from cases.case_party p where p.owner = c.owner and p."case" = c.id),
      notes = (select count(*) from cases.note n where n.owner = c.owner and n."case" = c.id and n.removed_at is null),
      tasks_open = (select count(*) from cases.task t where t.owner = c.owner and t."case" = c.id and t.state = 'open'),
      actions_open = (select count(*) from cases.action a where a.owner = c.owner and a."case" = c.id and a.state = 'proposed')
    where c.id = any (${ids}::uuid[]) and c.owner = platform.acting()`.execute(tx)
}

/** The cases that these campaigns and reports belong to. */
export async function casesOfReports(tx: Tx, ids: readonly ReportId[]): Promise<ReadonlyMap<ReportId, CaseId>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ report: ReportId; case: CaseId }>`select r.report, r."case" from cases.case_report r
    where r.owner = platform.acting() and r.report = any (${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.report, row.case]))
}

export async function casesOfCampaigns(tx: Tx, ids: readonly CampaignId[]): Promise<ReadonlyMap<CampaignId, CaseId>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ campaign: CampaignId; case: CaseId }>`select m.campaign, m."case" from cases.case_campaign m
    where m.owner = platform.acting() and m.campaign = any (${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.campaign, row.case]))
}

/** Whoever else is told of this campaign waits for the end of this transaction. */
export async function lockCampaign(tx: Tx, campaign: CampaignId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${campaign}, 5))`.execute(tx)
}
