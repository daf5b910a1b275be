import { type RawBuilder, sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ItemId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ReportFilter } from '../contract.ts'
import { beforeAll, type NewSummary } from './outcomes.ts'

export type ReportLineRow = {
  readonly id: ReportId
  readonly reference: string
  readonly received_at: Date
  readonly channel: string
  readonly channel_kind: string
  readonly channel_name: string
  readonly form: string
  readonly state: string
  readonly times: number
  readonly reporter_address: string | null
  readonly name: string | null
  readonly analysed: boolean
  readonly campaign: string | null
  readonly campaign_name: string | null
  readonly campaign_reports: number | null
} & Omit<NewSummary, 'report' | 'owner' | 'received_at' | 'analyser' | 'analysed_at'>

export const lineColumns = sql`r.id, r.reference, r.received_at, r.channel, c.kind as channel_kind, c.name as channel_name, r.form, r.state, r.times, r.reporter_address, r.name,
  s.report is not null as analysed, s.title, s.from_address, s.from_name, s.origin_ip, s.country, s.asn, s.network, s.language, s.severity, s.findings, s.links, s.attachments,
  s.spf, s.dkim, s.dmarc, s.arc, s.verdict, s.unwanted, k.id as campaign, coalesce(k.name, k.title) as campaign_name, k.reports as campaign_reports`

/** The campaign of a report `r`, as `k`; a report that was granted shows none, since nobody sees another organisation's campaigns. */
const inCampaign = sql`left join analysis.membership m on m.report = r.id left join analysis.campaign k on k.id = m.campaign`

/**
 * The acting organisation's reports, newest first; with `tsquery` those that the search finds. As many as were asked for where there are so many, by one
 * statement. Fails with `analysis.search-too-wide` where a search takes longer than `searchTime` milliseconds.
 */
export async function listReportLines(
  tx: Tx,
  owner: OrganisationId,
  filter: ReportFilter,
  tsquery: string | undefined,
  before: Cursor | undefined,
  limit: number,
  searchTime = 10_000,
): Promise<readonly ReportLineRow[]> {
  // of what was added to there is little: it leads, and words are looked for in it
  if (tsquery === undefined || filter.added === true) return linesOf(tx, owner, filter, before, limit, tsquery)
  await sql`select set_config('statement_timeout', ${String(searchTime)}, true)`.execute(tx)
  try {
    // what the finder answers with is read under the policy, in the same snapshot
    const { rows } = await sql<ReportLineRow>`select ${lineColumns} from ${found(tsquery, before, limit, filter)} h
      join intake.report r on r.id = h.report join intake.channel c on c.id = r.channel left join analysis.summary s on s.report = r.id ${inCampaign}
      where r.owner = ${owner} order by r.received_at desc, r.id desc`.execute(tx)
    return rows
  } catch (cause) {
    // query_canceled
    if (cause instanceof Error && 'code' in cause && cause.code === '57014')
      throw new Failure('invalid', 'analysis.search-too-wide', `the search took longer than ${searchTime} ms`, { cause })
    throw cause
  }
}

export type Hit = { readonly report: ReportId; readonly received_at: Date }

const hitsAtOnce = 1_000

/** Reports of the acting organisation whose words answer the query, newest first, a thousand at once. */
export async function findHits(tx: Tx, tsquery: string, before: Cursor | undefined): Promise<readonly Hit[]> {
  const { rows } = await sql<Hit>`select report, received_at from ${found(tsquery, before, hitsAtOnce)}
    order by received_at desc, report desc`.execute(tx)
  return rows
}

function found(tsquery: string, before: Cursor | undefined, limit: number, filter: ReportFilter = {}) {
  const { severity, country, form, state, channel, from, until, finding, verdict, asn, language, brand } = filter
  return sql`analysis.find_reports(${tsquery}::tsquery, ${before?.at ?? null}, ${before?.id ?? null}, ${limit}, ${severity ?? null}, ${country ?? null},
    ${form ?? null}, ${state ?? null}, ${channel ?? null}, ${from ?? null}, ${until ?? null}, ${finding ?? null}, ${verdict ?? null},
    ${asn ?? null}, ${language ?? null}, ${brand ?? null})`
}

/** `owner` is asked for by name so that its index serves; the policy stays beneath. */
async function linesOf(
  tx: Tx,
  owner: OrganisationId,
  filter: ReportFilter,
  before: Cursor | undefined,
  limit: number,
  tsquery?: string,
): Promise<readonly ReportLineRow[]> {
  const [at, id] = leads(filter) ? [sql`s.received_at`, sql`s.report`] : [sql`r.received_at`, sql`r.id`]
  const conditions = [sql`r.owner = ${owner}`, ...ofReport(filter), ...within(filter, at), ...ofSummary(filter)]
  if (before !== undefined) conditions.push(sql`(${at}, ${id}) < (${before.at}, ${before.id}::uuid)`)
  const { brand, finding, added } = filter
  if (added === true)
    conditions.push(sql`r.id in (select t.about from intake.reply p join intake.thread t on t.id = p.thread
      where p.owner = ${owner} and p.state = 'unread' and p.automatic is null and t.about_kind = 'report')`)
  if (tsquery !== undefined)
    conditions.push(sql`exists (select from analysis.search_text x where x.report = r.id and x.tokens @@ ${tsquery}::tsquery)`)
  if (brand !== undefined) conditions.push(await among(tx, owner, sql`analysis.indicator`, sql`i.kind = 'brand' and i.value = ${brand}`))
  if (finding !== undefined) conditions.push(await among(tx, owner, sql`analysis.finding`, sql`i.code = ${finding}`))
  const { rows } =
    await sql<ReportLineRow>`select ${lineColumns} from ${leading(owner, filter)} join intake.channel c on c.id = r.channel ${inCampaign}
    where ${sql.join(conditions, sql` and `)} order by ${at} desc, ${id} desc limit ${limit}`.execute(tx)
  return rows
}

/** Where the summary is filtered its own columns lead, moment and order too, so that their index can serve. */
function leads({ severity, country, verdict, asn, language }: ReportFilter): boolean {
  const judged = verdict !== undefined && !verdict.includes('none')
  return severity !== undefined || country !== undefined || judged || asn !== undefined || language !== undefined
}

function leading(owner: OrganisationId, filter: ReportFilter): RawBuilder<unknown> {
  return leads(filter)
    ? sql`analysis.summary s join intake.report r on r.id = s.report and s.owner = ${owner}`
    : sql`intake.report r left join analysis.summary s on s.report = r.id`
}

/** Of one value an index gives the newest in order; of several it cannot. */
function oneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<unknown> {
  return values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any(${values})`
}

/** What is implied is said as well, as the indexes of the few states and of the forms say it. */
function ofReport({ form, state, channel }: ReportFilter): RawBuilder<unknown>[] {
  return [
    ...(form === undefined ? [] : [oneOf(sql`r.form`, form)]),
    ...(form === undefined || form.includes('unread') ? [] : [sql`r.form <> 'unread'`]),
    ...(state === undefined ? [] : [oneOf(sql`r.state`, state)]),
    ...(state === undefined || state.includes('analysed') ? [] : [sql`r.state <> 'analysed'`]),
    ...(channel === undefined ? [] : [sql`r.channel = ${channel}`]),
  ]
}

function within({ from, until }: ReportFilter, at: RawBuilder<unknown>): RawBuilder<unknown>[] {
  return [...(from === undefined ? [] : [sql`${at} >= ${from}`]), ...(until === undefined ? [] : [sql`${at} < ${until}`])]
}

function ofSummary({ severity, country, verdict, asn, language }: ReportFilter): RawBuilder<unknown>[] {
  return [
    ...(severity === undefined ? [] : [oneOf(sql`s.severity`, severity)]),
    ...(country === undefined ? [] : [oneOf(sql`s.country`, country)]),
    ...(verdict === undefined
      ? []
      : [verdict.includes('none') ? sql`(s.verdict is null or s.verdict = any(${verdict}))` : oneOf(sql`s.verdict`, verdict)]),
    ...(asn === undefined ? [] : [sql`s.asn = ${asn}`]),
    ...(language === undefined ? [] : [sql`s.language = ${language}`]),
  ]
}

/** up to so many reports are handed over by id */
const rare = 2_000

/**
 * Reports that name a brand or have a finding, by the table that says so. Where few do they are found through its index first; where many do, the list looks into
 * each report as it goes along the newest, which is at an end after a page. The look is one that the planner leaves where it is.
 */
async function among(tx: Tx, owner: OrganisationId, table: RawBuilder<unknown>, says: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{
    report: ReportId
  }>`select i.report from ${table} i where i.owner = ${owner} and ${says} limit ${rare + 1}`.execute(tx)
  return rows.length <= rare
    ? sql`r.id = any (${rows.map(({ report }) => report)}::uuid[])`
    : sql`(select true from ${table} i where i.report = r.id and i.owner = ${owner} and ${says} limit 1)`
}

export type ReportViewRow = ReportLineRow & {
  readonly owner: OrganisationId
  readonly sha256: string
  readonly size: number
  readonly item: ItemId | null
  readonly note: string | null
  readonly reporter_name: string | null
  readonly arrival: Record<string, unknown>
  readonly analysed_at: Date | null
}

export async function findReportView(tx: Tx, id: ReportId): Promise<ReportViewRow | undefined> {
  const { rows } =
    await sql<ReportViewRow>`select ${lineColumns}, r.owner, r.sha256, r.size, r.item, r.note, r.reporter_name, r.arrival, s.analysed_at
    from intake.report r join intake.channel c on c.id = r.channel left join analysis.summary s on s.report = r.id ${inCampaign} where r.id = ${id}`.execute(
      tx,
    )
  return rows[0]
}

export type ObservationRow = {
  readonly id: string
  readonly position: number
  readonly item: ItemId | null
  readonly analyser: string
  readonly at: Date
  readonly reading: Record<string, unknown>
  readonly dns: Record<string, unknown>[]
}

export async function listObservations(tx: Tx, report: ReportId): Promise<readonly ObservationRow[]> {
  return (await tx
    .selectFrom('analysis.observation')
    .select(['id', 'position', 'item', 'analyser', 'at', 'reading', 'dns'])
    .where('report', '=', report)
    .where('position', '>', beforeAll)
    .orderBy('position')
    .execute()) as unknown as ObservationRow[]
}

export type FindingRow = {
  readonly code: string
  readonly severity: 'info' | 'low' | 'medium' | 'high'
  readonly params: Record<string, string | number | boolean | null>
  readonly rests: Record<string, unknown>[]
  readonly observation: string | null
}

export async function listFindings(tx: Tx, report: ReportId): Promise<readonly FindingRow[]> {
  const { rows } = await sql<FindingRow>`select code, severity, params, rests, observation from analysis.finding where report = ${report}
    order by array_position(array['high', 'medium', 'low', 'info'], severity), code, id`.execute(tx)
  return rows
}

export type Figures = {
  readonly total: number
  readonly waiting: number
  readonly bySeverity: Record<string, number>
  readonly byVerdict: Record<string, number>
  readonly byCountry: { country: string; reports: number }[]
  readonly byDay: { day: string; reports: number }[]
}

/** Counts since then, for the head of the list; days are those of the zone. */
export async function countReports(tx: Tx, owner: OrganisationId, since: Date, zone: string): Promise<Figures> {
  const { rows: days } = await sql<{
    day: string
    reports: number
    waiting: number
  }>`select to_char(date, 'YYYY-MM-DD') as day, reports, waiting from (
      select (received_at at time zone ${zone})::date as date, count(*) as reports, count(*) filter (where state = 'received') as waiting
      from intake.report where owner = ${owner} and received_at >= ${since} group by 1) counted order by date`.execute(tx)
  // one pass over the summaries for all three
  const { rows } = await sql<{
    severity: string | null
    verdict: string | null
    country: string | null
    reports: number
  }>`select severity, verdict, country, count(*) as reports from analysis.summary where owner = ${owner} and received_at >= ${since}
    group by grouping sets ((severity), (verdict), (country)) order by reports desc, country`.execute(tx)
  const by = (of: (row: (typeof rows)[number]) => string | null) =>
    rows.flatMap((row): [string, number][] => {
      const value = of(row)
      return value === null ? [] : [[value, row.reports]]
    })
  return {
    total: days.reduce((sum, day) => sum + day.reports, 0),
    waiting: days.reduce((sum, day) => sum + day.waiting, 0),
    bySeverity: Object.fromEntries(by(({ severity }) => severity)),
    byVerdict: Object.fromEntries(by(({ verdict }) => verdict)),
    byCountry: by((row) => row.country)
      .slice(0, 20)
      .map(([country, reports]) => ({ country, reports })),
    byDay: days.map(({ day, reports }) => ({ day, reports })),
  }
}
