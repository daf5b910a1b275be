import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { CallReportKind, ReportChannel, ReportState } from '../../network/call.ts'

// What industry reports to the items of calls.

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
  readonly state: ReportState | null
  /** ISO 8601 days */
  readonly since: string | null
  readonly until: string | null
  /** ISO 3166-1 alpha-2 */
  readonly countries: readonly string[]
  readonly channels: readonly ReportChannel[]
  /** reports that were counted */
  readonly number: number | null
  readonly partners: string
  readonly result: string
  /** of figures alone */
  readonly unit: string | null
  readonly threshold: number | null
  readonly figures: readonly Figure[]
}
const report = sql`r.id, r.item, r.kind, r.member, r.name, r.title, r.text, r.at, r.unit, r.threshold,
  r.state, r.since_on::text as since, r.until_on::text as until, r.countries, r.channels, r.number, r.partners, r.result,
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

export type ReportFilter = {
  readonly kind?: CallReportKind | undefined
  readonly country?: string | undefined
  readonly channel?: ReportChannel | undefined
  readonly q?: string | undefined
}

/** The newest first. */
export async function pageReports(
  tx: Tx,
  network: OrganisationId,
  { kind, country, channel, q }: ReportFilter,
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<readonly ListedReport[]> {
  const { rows } = await sql<ListedReport>`select ${report}, c.id as call, c.title as "callTitle"
    from cooperation.call_report r join cooperation.call_item i on i.id = r.item join cooperation.call c on c.id = i.call
    where r.owner = ${network}
      and (${kind === undefined} or r.kind = ${kind ?? null})
      and (${country === undefined} or ${country ?? ''} = any (r.countries))
      and (${channel === undefined} or ${channel ?? ''} = any (r.channels))
      and (${q === undefined} or position(lower(${q ?? ''}) in lower(r.title || ' ' || r.text || ' ' || r.result || ' ' || r.name)) > 0)
      and (${after === undefined} or (r.at, r.id) < (${after?.at ?? new Date(0)}, ${after?.id ?? null}::uuid))
    order by r.at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function insertReport(
  tx: Tx,
  owner: OrganisationId,
  { figures, since, until, ...one }: CallReport,
  by: string,
): Promise<void> {
  await tx
    .insertInto('cooperation.call_report')
    .values({ ...one, since_on: since, until_on: until, countries: [...one.countries], channels: [...one.channels], owner, by })
    .execute()
  if (figures.length > 0)
    await tx
      .insertInto('cooperation.call_figure')
      .values(figures.map((figure) => ({ ...figure, report: one.id, owner, item: one.item })))
      .execute()
}
