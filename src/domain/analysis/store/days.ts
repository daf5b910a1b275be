import { type RawBuilder, sql } from 'kysely'
import type { OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { figureKinds } from '../contract/names.ts'

export type FigureKind = (typeof figureKinds)[number]

/** The day (UTC, `2026-11-21`) of a moment in SQL. */
const dayOf = (moment: RawBuilder<unknown>) => sql`(${moment} at time zone 'UTC')::date`
/** The first moment of a day in SQL. */
const startOf = (day: RawBuilder<unknown>) => sql`((${day})::timestamp at time zone 'UTC')`

/** Says that the days of these moments are to be counted anew. Rows are only added: nobody waits for another. */
export async function addDue(tx: Tx, owner: OrganisationId, moments: readonly Date[]): Promise<void> {
  const days = [...new Set(moments.map((one) => one.toISOString().slice(0, 10)))]
  await sql`insert into analysis.day_due (owner, day) select ${owner}, day from unnest(${days}::date[]) day`.execute(tx)
}

/** The same for the days on which these reports came. */
export async function addDueOf(tx: Tx, owner: OrganisationId, reports: readonly ReportId[]): Promise<void> {
  await sql`insert into analysis.day_due (owner, day) select distinct ${owner}::uuid, ${dayOf(sql`r.received_at`)} from intake.report r
    where r.id = any (${[...reports]}::uuid[]) and r.owner = ${owner}`.execute(tx)
}

/** All days on which anything came, unless days were counted before: the first time, everything is. */
export async function addFirst(tx: Tx, owner: OrganisationId): Promise<void> {
  await sql`insert into analysis.day_due (owner, day) select distinct ${owner}::uuid, ${dayOf(sql`r.received_at`)} from intake.report r
    where r.owner = ${owner} and not exists (select from analysis.day_count c where c.owner = ${owner})`.execute(tx)
}

export type Due = { readonly day: string; readonly last: number }

/** Days that are to be counted, the newest first, each with the last row that says so. */
export async function listDue(tx: Tx, owner: OrganisationId, limit: number): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`select to_char(day, 'YYYY-MM-DD') as day, max(id) as last from analysis.day_due where owner = ${owner}
    group by day_due.day order by day_due.day desc limit ${limit}`.execute(tx)
  return rows
}

/** Counts days from the reports themselves, in place of what was counted before. Those that were withdrawn do not count. */
export async function recountDays(tx: Tx, owner: OrganisationId, due: readonly Due[], at: Date): Promise<void> {
  const days = due.map(({ day }) => day)
  await sql`delete from analysis.report_day where owner = ${owner} and day = any (${days}::date[])`.execute(tx)
  await sql`
    with said as materialized (
      select r.id, d.day, r.channel, s.verdict, s.severity, s.country, s.asn, s.language from unnest(${days}::date[]) d (day)
      cross join lateral (select id, channel from intake.report r where r.owner = ${owner} and r.received_at >= ${startOf(sql`d.day`)}
        and r.received_at < ${startOf(sql`d.day + 1`)} and r.state <> 'withdrawn') r
      left join analysis.summary s on s.report = r.id)
    insert into analysis.report_day (owner, day, what, value, reports)
    select ${owner}::uuid, day, what, value, count(*)::int from (
      select said.day, v.what, v.value from said cross join lateral (values ('all', ''), ('kind', coalesce(said.verdict, 'none')), ('severity', said.severity),
        ('country', said.country), ('network', said.asn::text), ('language', said.language), ('channel', said.channel::text)) v (what, value)
      where v.value is not null
      union all select said.day, 'brand', i.value from said join analysis.indicator i on i.report = said.id and i.kind = 'brand') each
    group by day, what, value`.execute(tx)
  await recountMonths(tx, owner, days, at)
  await sql`delete from analysis.day_due t using jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as g (day date, last bigint)
    where t.owner = ${owner} and t.day = g.day and t.id <= g.last`.execute(tx)
  await sql`insert into analysis.day_count (owner, at) values (${owner}, ${at}) on conflict (owner) do update set at = excluded.at`.execute(
    tx,
  )
}

/** Months of these days that are over, from all their days: what is told of them is as exact as the days are. */
async function recountMonths(tx: Tx, owner: OrganisationId, days: readonly string[], at: Date): Promise<void> {
  const now = at.toISOString().slice(0, 7)
  const months = [...new Set(days.map((day) => day.slice(0, 7)))].filter((month) => month < now).map((month) => `${month}-01`)
  if (months.length === 0) return
  await sql`delete from analysis.report_month where owner = ${owner} and month = any (${months}::date[])`.execute(tx)
  await sql`insert into analysis.report_month (owner, month, what, value, reports)
    select ${owner}::uuid, m.month, d.what, d.value, sum(d.reports)::int from unnest(${months}::date[]) m (month)
    join analysis.report_day d on d.owner = ${owner} and d.day >= m.month and d.day < (m.month + interval '1 month')::date
    group by m.month, d.what, d.value`.execute(tx)
}

/** Days from the first to the last, both with them, as `2026-11-21`. */
export type Period = { readonly from: string; readonly until: string }

const within = (owner: OrganisationId, { from, until }: Period) => sql`owner = ${owner} and day between ${from}::date and ${until}::date`

/** When days were last counted, and whether some wait to be. */
export async function findCounted(tx: Tx, owner: OrganisationId): Promise<{ readonly at: Date | null; readonly waiting: boolean }> {
  const { rows } = await sql<{ at: Date | null; waiting: boolean }>`select (select at from analysis.day_count where owner = ${owner}) as at,
    exists (select from analysis.day_due where owner = ${owner}) as waiting`.execute(tx)
  return rows[0] ?? { at: null, waiting: false }
}

/** Reports of each day that has any, oldest first, by the kind of their verdict; `none` are those without. */
export async function listDays(
  tx: Tx,
  owner: OrganisationId,
  period: Period,
): Promise<readonly { day: string; kind: string; reports: number }[]> {
  const { rows } = await sql<{
    day: string
    kind: string
    reports: number
  }>`select to_char(day, 'YYYY-MM-DD') as day, value as kind, reports
    from analysis.report_day where ${within(owner, period)} and what = 'kind' order by report_day.day, value`.execute(tx)
  return rows
}

export async function countPeriod(tx: Tx, owner: OrganisationId, period: Period): Promise<number> {
  const { rows } = await sql<{ reports: number }>`select coalesce(sum(reports), 0)::int as reports from analysis.report_day
    where ${within(owner, period)} and what = 'all'`.execute(tx)
  return rows[0]?.reports ?? 0
}

export type Counted = { readonly value: string; readonly reports: number }

/** A period as the whole months that are counted as such, and the days beside them. */
export type Parts = { readonly months: readonly string[]; readonly days: readonly Period[] }

export async function partsOf(tx: Tx, owner: OrganisationId, { from, until }: Period): Promise<Parts> {
  const { rows } = await sql<{ first: string; last: string }>`select to_char(month, 'YYYY-MM-DD') as first,
      to_char(month + interval '1 month' - interval '1 day', 'YYYY-MM-DD') as last
    from analysis.report_month where owner = ${owner} and what = 'all' and month >= ${from}::date and (month + interval '1 month')::date <= ${until}::date + 1
    order by month`.execute(tx)
  const days: Period[] = []
  let next = from
  for (const { first, last } of rows) {
    if (next < first) days.push({ from: next, until: dayBeside(first, -1) })
    next = dayBeside(last, 1)
  }
  if (next <= until) days.push({ from: next, until })
  return { months: rows.map(({ first }) => first), days }
}

function dayBeside(day: string, by: number): string {
  return new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10)
}

/** The values of one property in a period, those of most reports first, and how many there are in all. */
export async function listValues(
  tx: Tx,
  owner: OrganisationId,
  { months, days }: Parts,
  what: FigureKind,
  limit: number,
): Promise<{ readonly items: readonly Counted[]; readonly values: number }> {
  const { rows } = await sql<
    Counted & { values: number }
  >`select value, sum(reports)::int as reports, (count(*) over ())::int as values from (
      select value, reports from analysis.report_month where owner = ${owner} and what = ${what} and month = any (${[...months]}::date[])
      union all select d.value, d.reports from unnest(${days.map(({ from }) => from)}::date[], ${days.map(({ until }) => until)}::date[]) g (first, last)
        join analysis.report_day d on d.owner = ${owner} and d.what = ${what} and d.day between g.first and g.last) counted
    group by value order by 2 desc, 1 limit ${limit}`.execute(tx)
  return { items: rows.map(({ value, reports }) => ({ value, reports })), values: rows[0]?.values ?? 0 }
}

/** What networks of these numbers were last called. */
export async function networkNames(tx: Tx, owner: OrganisationId, asns: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{
    asn: string
    name: string
  }>`select g.asn::text as asn, s.network as name from unnest(${asns}::bigint[]) g (asn)
    cross join lateral (select network from analysis.summary s where s.owner = ${owner} and s.asn = g.asn and s.asn is not null and s.network is not null
      order by s.received_at desc limit 1) s`.execute(tx)
  return new Map(rows.map(({ asn, name }) => [asn, name]))
}

export async function channelNames(tx: Tx, channels: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, case when kind in ('mail', 'imap') then name else kind end as name from intake.channel
    where id = any (${channels}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
