import { sql } from 'kysely'
import type { CampaignId, ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { IndicatorKind } from '../../campaigns/indicators.ts'

/** the latest reports of a campaign that figures by country, network and the like are taken of; totals and days are of all */
export const looksAt = 2_000

const latest = (campaign: CampaignId) => sql`latest as materialized (select m.report, m.received_at from analysis.membership m
  where m.owner = platform.acting() and m.campaign = ${campaign} order by m.received_at desc, m.report desc limit ${looksAt})`

export type Counted = { readonly name: string; readonly reports: number }
export type CampaignFigures = {
  readonly reports: number
  /** how many of the latest of them the figures below are taken of, days excepted */
  readonly lookedAt: number
  readonly reporters: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly lastHour: number
  readonly lastDay: number
  /** days of the zone, the last 400 that have any */
  readonly byDay: readonly { readonly day: string; readonly reports: number }[]
  readonly countries: readonly Counted[]
  readonly networks: readonly (Counted & { readonly asn: number | null })[]
  readonly brands: readonly Counted[]
  readonly kinds: readonly Counted[]
  readonly languages: readonly Counted[]
}

type Row = { what: string; name: string; asn: number | null; reports: number }

/** What a campaign amounts to. `now` is what the last hour and day are counted back from. */
export async function campaignFigures(tx: Tx, id: CampaignId, now = new Date(), zone = 'UTC'): Promise<CampaignFigures | undefined> {
  const { rows: heads } = await sql<Pick<CampaignFigures, 'reports' | 'firstAt' | 'lastAt' | 'lastHour' | 'lastDay'>>`
    select k.reports, k.first_at as "firstAt", k.last_at as "lastAt",
      (select count(*)::int from analysis.membership m where m.owner = k.owner and m.campaign = k.id and m.received_at > ${new Date(now.getTime() - 3_600_000)}) as "lastHour",
      (select count(*)::int from analysis.membership m where m.owner = k.owner and m.campaign = k.id and m.received_at > ${new Date(now.getTime() - 86_400_000)}) as "lastDay"
    from analysis.campaign k where k.id = ${id}`.execute(tx)
  const head = heads[0]
  if (head === undefined) return undefined
  const { rows: byDay } = await sql<{ day: string; reports: number }>`
    select day, reports from (select to_char(hour at time zone ${zone}, 'YYYY-MM-DD') as day, sum(reports)::int as reports from analysis.campaign_hour
      where campaign = ${id} group by 1 order by 1 desc limit 400) latest order by day`.execute(tx)
  const { rows } = await sql<Row>`
    with ${latest(id)},
    said as materialized (select s.country, s.network, s.asn, s.language, s.verdict, r.reporter_address from latest l left join analysis.summary s on s.report = l.report
      left join intake.report r on r.id = l.report)
    select 'reports' as what, '' as name, null::bigint as asn, count(*)::int as reports from latest
    union all select 'reporters', '', null, count(distinct lower(reporter_address))::int from said
    union all (select 'country', country, null, count(*)::int from said where country is not null group by 2 order by 4 desc, 2 limit 250)
    union all (select 'network', coalesce(network, ''), asn, count(*)::int from said where network is not null or asn is not null group by 2, 3 order by 4 desc, 2 limit 50)
    union all (select 'language', language, null, count(*)::int from said where language is not null group by 2 order by 4 desc, 2 limit 20)
    union all (select 'verdict', verdict, null, count(*)::int from said where verdict is not null group by 2 order by 4 desc, 2)
    union all (select 'brand', i.value, null, count(*)::int from latest l join analysis.indicator i on i.report = l.report and i.kind = 'brand'
      group by 2 order by 4 desc, 2 limit 20)`.execute(tx)
  const of = (what: string): Counted[] => rows.filter((row) => row.what === what).map(({ name, reports }) => ({ name, reports }))
  return {
    ...head,
    lookedAt: of('reports')[0]?.reports ?? 0,
    reporters: of('reporters')[0]?.reports ?? 0,
    byDay,
    countries: of('country'),
    networks: rows.filter((row) => row.what === 'network').map(({ name, asn, reports }) => ({ name, asn, reports })),
    brands: of('brand'),
    kinds: of('verdict'),
    languages: of('language'),
  }
}

export type CampaignIndicator = {
  readonly kind: 'url' | 'domain' | 'host' | 'address' | 'file' | 'sender' | 'subject'
  readonly value: string
  /** of the latest reports that were looked at */
  readonly reports: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** What reports of a campaign name, by how many of its latest have it; of each kind the most frequent. */
export async function listCampaignIndicators(
  tx: Tx,
  id: CampaignId,
  kinds: readonly IndicatorKind[],
  ofEachKind: number,
): Promise<readonly CampaignIndicator[]> {
  const { rows } = await sql<CampaignIndicator>`
    with ${latest(id)}
    select kind, value, reports, first as "firstAt", last as "lastAt" from (
      select i.kind, i.value, count(*)::int as reports, min(l.received_at) as first, max(l.received_at) as last,
        row_number() over (partition by i.kind order by count(*) desc, i.value) as place
      from latest l join analysis.indicator i on i.report = l.report where i.kind = any (${[...kinds]}) group by 1, 2) counted
    where place <= ${ofEachKind} order by kind, reports desc, value`.execute(tx)
  return rows
}

export type Varying = {
  readonly kind: string
  readonly reports: number
  readonly values: number
  readonly most: number
  readonly example: string
}

/** How many different values the latest reports of a campaign have of each kind, and in how many reports the most frequent one stands. */
export async function listVarying(tx: Tx, id: CampaignId): Promise<readonly Varying[]> {
  const { rows } = await sql<Varying>`
    with ${latest(id)},
    named as materialized (select i.kind, i.value, i.report from latest l join analysis.indicator i on i.report = l.report
      where i.kind in ('subject', 'sender', 'domain', 'host', 'url', 'file', 'address')),
    counted as (select kind, value, count(*)::int as n from named group by 1, 2),
    totals as (select kind, count(distinct report)::int as reports from named group by 1)
    select c.kind, h.reports, count(*)::int as values, max(c.n) as most, (array_agg(c.value order by c.n desc, c.value))[1] as example
    from counted c join totals h using (kind) group by 1, 2 order by 1`.execute(tx)
  return rows
}

/** The report of a campaign that has most in common with the others: of its latest, the one whose values most others have too. */
export async function findTypical(tx: Tx, id: CampaignId): Promise<ReportId | undefined> {
  const { rows } = await sql<{ report: ReportId }>`
    with latest as materialized (select m.report, m.received_at from analysis.membership m where m.owner = platform.acting() and m.campaign = ${id}
      order by m.received_at desc, m.report desc limit 200),
    counted as (select i.kind, i.value, count(*) as n from latest l join analysis.indicator i on i.report = l.report where i.kind <> 'brand' group by 1, 2)
    select l.report from latest l join intake.report r on r.id = l.report and r.item is not null and r.state = 'analysed'
    left join analysis.indicator i on i.report = l.report left join counted c on c.kind = i.kind and c.value = i.value and c.n > 1
    group by l.report, l.received_at order by coalesce(sum(c.n), 0) desc, l.received_at desc, l.report limit 1`.execute(tx)
  return rows[0]?.report
}

/** reports and values of a graph */
const graphReports = 2_000

export type Edge = { readonly report: ReportId; readonly kind: string; readonly value: string }

/** What its latest reports share: each value that at least two of them have, with the reports that have it. `limit` values at most, the most shared first. */
export async function listShared(
  tx: Tx,
  id: CampaignId,
  limit: number,
): Promise<readonly { kind: string; value: string; reports: readonly string[] }[]> {
  const { rows } = await sql<{ kind: string; value: string; reports: string[] }>`
    with ${latest(id)}
    select i.kind, i.value, array_agg(i.report order by l.received_at desc) as reports from (select * from latest limit ${graphReports}) l
    join analysis.indicator i on i.report = l.report
    where i.kind in ('domain', 'address', 'file', 'sender') group by 1, 2 order by count(*) desc, 2 limit ${limit}`.execute(tx)
  return rows
}

export type ReportFact = {
  readonly report: ReportId
  readonly receivedAt: Date
  readonly verdict: string | null
  readonly severity: string
  readonly originIp: string | null
  readonly asn: number | null
  readonly network: string | null
  readonly country: string | null
  readonly hosts: readonly string[]
  readonly domains: readonly string[]
  readonly brands: readonly string[]
}

/** What is known of each of these reports, in few words; those that were not read are left out. */
export async function reportFacts(tx: Tx, reports: readonly ReportId[]): Promise<readonly ReportFact[]> {
  if (reports.length === 0) return []
  const values = (kind: string) =>
    sql`coalesce((select array_agg(i.value order by i.value) from analysis.indicator i where i.report = s.report and i.kind = ${kind}), '{}')`
  const { rows } = await sql<ReportFact>`
    select s.report, s.received_at as "receivedAt", s.verdict,
      s.severity, s.origin_ip as "originIp", s.asn, s.network, s.country, ${values('host')} as hosts, ${values('domain')} as domains, ${values('brand')} as brands
    from analysis.summary s where s.report = any (${[...reports]}::uuid[]) order by s.received_at desc, s.report desc`.execute(tx)
  return rows
}

/** of the first and of the last reports with a value, so many are looked at to tell how common it is: more than tell that it is (`isCommonValue`) */
const atEachEnd = 32

/**
 * How many other groups (campaigns, or reports that stand alone) of the organisation name each of these values, as far as a bounded look tells: at the first
 * reports with it and at the last, since a campaign that many reports of one time belong to seldom has both.
 */
export async function countElsewhere<T extends { readonly kind: string; readonly value: string }>(
  tx: Tx,
  campaign: CampaignId,
  values: readonly T[],
): Promise<readonly (T & { readonly elsewhere: number })[]> {
  const asked = values.map(({ kind, value }, at) => ({ at, kind, value }))
  const named = sql`select report from analysis.indicator i where i.owner = platform.acting() and i.kind = g.kind and i.value = g.value`
  const { rows } = await sql<{ at: number; elsewhere: number }>`
    select g.at, (select count(distinct coalesce(m.campaign, i.report))::int
      from ((${named} order by i.report limit ${atEachEnd}) union (${named} order by i.report desc limit ${atEachEnd})) i
      left join analysis.membership m on m.report = i.report where m.campaign is distinct from ${campaign}::uuid) as elsewhere
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as g (at integer, kind text, value text)`.execute(tx)
  const counts = new Map(rows.map(({ at, elsewhere }) => [at, elsewhere]))
  return values.map((one, at) => ({ ...one, elsewhere: counts.get(at) ?? 0 }))
}

export type SharedValue = { readonly kind: string; readonly value: string; readonly going: number; readonly staying: number }

/** Values that both some reports of a campaign and the rest of its latest name. */
export async function listBothSides(
  tx: Tx,
  campaign: CampaignId,
  going: readonly ReportId[],
  limit: number,
): Promise<readonly SharedValue[]> {
  const { rows } = await sql<SharedValue>`
    with ${latest(campaign)},
    sided as (select l.report, l.report = any (${[...going]}::uuid[]) as goes from latest l)
    select i.kind, i.value, count(*) filter (where s.goes)::int as going, count(*) filter (where not s.goes)::int as staying
    from sided s join analysis.indicator i on i.report = s.report where i.kind in ('url', 'domain', 'address', 'file', 'sender', 'subject')
    group by 1, 2 having count(*) filter (where s.goes) > 0 and count(*) filter (where not s.goes) > 0
    order by least(count(*) filter (where s.goes), count(*) filter (where not s.goes)) desc, 2 limit ${limit}`.execute(tx)
  return rows
}

/** How many reports of these campaigns a person took out of another of them. */
export async function countApart(tx: Tx, campaigns: readonly CampaignId[]): Promise<number> {
  const ids = [...campaigns]
  const { rows } = await sql<{ n: number }>`
    select count(distinct s.report)::int as n from analysis.separation s join analysis.membership m on m.report = s.report
    where s.campaign = any (${ids}::uuid[]) and m.campaign = any (${ids}::uuid[])`.execute(tx)
  return rows[0]?.n ?? 0
}
