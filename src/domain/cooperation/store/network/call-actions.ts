import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { CallReportKind } from '../../network/call.ts'

// What somebody is to do, and what industry reports.

export type CallAction = {
  readonly id: string
  readonly item: string
  readonly member: string
  readonly name: string
  readonly text: string
  /** ISO 8601 day */
  readonly due: string | null
  readonly at: Date
  readonly doneAt: Date | null
  readonly outcome: string
}
export type ListedAction = CallAction & { readonly call: string; readonly title: string; readonly startsAt: Date }
const columns = sql`a.id, a.item, a.member, a.name, a.text, a.due::text as due, a.at, a.done_at as "doneAt", a.outcome`

export async function listActionsOf(tx: Tx, items: readonly string[]): Promise<readonly CallAction[]> {
  const { rows } = await sql<CallAction>`select ${columns} from cooperation.call_action a
    where a.item = any (${[...items]}::uuid[]) order by a.at, a.id limit 2000`.execute(tx)
  return rows
}

export async function findCallAction(tx: Tx, id: string): Promise<CallAction | undefined> {
  const { rows } = await sql<CallAction>`select ${columns} from cooperation.call_action a where a.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

const listed = sql`${columns}, c.id as call, c.title, c.starts_at as "startsAt"`
const from = sql`cooperation.call_action a join cooperation.call_item i on i.id = a.item join cooperation.call c on c.id = i.call`

/** Open ones of earlier calls of the series: what is carried over to a call. */
export async function listCarried(
  tx: Tx,
  call: { readonly id: string; readonly series: string | null; readonly startsAt: Date },
): Promise<readonly ListedAction[]> {
  if (call.series === null) return []
  const { rows } = await sql<ListedAction>`select ${listed} from ${from}
    where c.series = ${call.series}::uuid and c.id <> ${call.id}::uuid and c.starts_at < ${call.startsAt} and a.done_at is null
    order by a.due nulls last, a.at, a.id limit 500`.execute(tx)
  return rows
}

/** By when they are due; those without a day last. `member` null: of all. */
export async function listCallActions(
  tx: Tx,
  network: OrganisationId,
  open: boolean,
  member: string | null,
  limit: number,
): Promise<readonly ListedAction[]> {
  const { rows } = await sql<ListedAction>`select ${listed} from ${from}
    where a.owner = ${network} and (a.done_at is null) = ${open} and (${member}::uuid is null or a.member = ${member}::uuid)
    order by a.due nulls last, a.at, a.id limit ${limit}`.execute(tx)
  return rows
}

export async function insertCallAction(tx: Tx, owner: OrganisationId, { doneAt: _, ...action }: CallAction, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_action')
    .values({ ...action, owner, by })
    .execute()
}

export async function setActionDone(tx: Tx, id: string, doneAt: Date | null, outcome: string): Promise<void> {
  await tx.updateTable('cooperation.call_action').set({ done_at: doneAt, outcome }).where('id', '=', id).execute()
}

export type Figure = { readonly period: string; readonly value: number }
export type CallReport = {
  readonly id: string
  readonly item: string
  readonly kind: CallReportKind
  readonly member: string
  readonly name: string
  readonly title: string
  readonly text: string
  readonly at: Date
  /** of figures alone */
  readonly unit: string | null
  readonly threshold: number | null
  readonly figures: readonly Figure[]
}
const report = sql`r.id, r.item, r.kind, r.member, r.name, r.title, r.text, r.at, r.unit, r.threshold,
  coalesce((select json_agg(json_build_object('period', f.period::text, 'value', f.value) order by f.period) from cooperation.call_figure f where f.report = r.id), '[]') as figures`

export async function listReportsOf(tx: Tx, items: readonly string[]): Promise<readonly CallReport[]> {
  const { rows } =
    await sql<CallReport>`select ${report} from cooperation.call_report r where r.item = any (${[...items]}::uuid[]) order by r.at, r.id limit 1000`.execute(
      tx,
    )
  return rows
}

export type ListedReport = CallReport & { readonly call: string; readonly callTitle: string }

/** The latest figures of each member and title: two hundred at most. */
export async function listBoard(tx: Tx, network: OrganisationId): Promise<readonly ListedReport[]> {
  // which they are first: figures of two years of reports, put together to be thrown away, took seconds
  const { rows } = await sql<ListedReport>`select ${report}, c.id as call, c.title as "callTitle"
    from (
      select l.id, l.at from (
        select distinct on (r.member, r.title) r.id, r.at from cooperation.call_report r
        where r.owner = ${network} and r.kind = 'figures' order by r.member, r.title, r.at desc, r.id desc) l
      order by l.at desc, l.id desc limit 200) latest
    join cooperation.call_report r on r.id = latest.id join cooperation.call_item i on i.id = r.item join cooperation.call c on c.id = i.call
    order by r.at desc, r.id desc`.execute(tx)
  return rows
}

export async function insertReport(tx: Tx, owner: OrganisationId, { figures, ...one }: CallReport, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_report')
    .values({ ...one, owner, by })
    .execute()
  if (figures.length > 0)
    await tx
      .insertInto('cooperation.call_figure')
      .values(figures.map((figure) => ({ ...figure, report: one.id, owner, item: one.item })))
      .execute()
}
