import { type RawBuilder, sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ActionId, CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ActionKind } from '../action.ts'
import type { CaseKind, CaseState } from '../case.ts'
import type { OutcomeFilter } from '../contract/lookback.ts'

/** Whom a notice goes to that goes to the side itself. Of an address, the registry's holder of the network hosts it. */
const roles: Readonly<Record<OutcomeFilter['by'], readonly string[]>> = {
  network: ['network'],
  host: ['host', 'network'],
  registrar: ['registrar'],
  country: ['cert', 'authority'],
}

/**
 * Writes anew what these notices of the acting organisation count as, for each side that their things lay with and as a whole: whoever changes a lookback, its things or
 * the kind of its case asks for it, in the same transaction. What has not gone counts for nothing, and neither does what was no abuse. What groups by name does so whatever the case of its letters; a notice that no
 * side is known of has the key ''.
 */
export async function settleSides(tx: Tx, actions: readonly ActionId[]): Promise<void> {
  if (actions.length === 0) return
  const ids = [...actions]
  await sql`delete from cases.lookback_side where owner = platform.acting() and action = any (${ids}::uuid[])`.execute(tx)
  await sql`with chosen as materialized (
      select l.*, a.recipient_role as role, k.kind, case when l.reports_since > 0 then l.last_report_at end as reported_at, coalesce(l.looked_at, l.sent_at) as seen_until
      from cases.lookback l join cases.action a on a.id = l.action join cases.case k on k.id = a."case"
      where l.owner = platform.acting() and l.action = any (${ids}::uuid[]) and l.sent_at is not null and l.ended_why is distinct from 'no-abuse'),
    lay as (
      select t.action, v.side, coalesce(v.key, '') as key, coalesce(min(v.name), '') as name, bool_or(t.seen_at is not null) as seen,
        bool_or(t.seen_at is not null and t.gone_at is null) as there,
        case when bool_and(t.gone_sure) filter (where t.seen_at is not null) then max(t.gone_at) filter (where t.seen_at is not null) end as gone_at
      from cases.lookback_thing t cross join lateral (values ('all', '', ''), ('network', coalesce(t.network, lower(t.network_name)), coalesce(t.network_name, t.network)),
        ('host', lower(t.host), t.host), ('registrar', lower(t.registrar), t.registrar), ('country', t.country, t.country)) v (side, key, name)
      where t.owner = platform.acting() and t.action = any (${ids}::uuid[]) group by t.action, v.side, coalesce(v.key, '')),
    every as (
      select c.*, s.side, coalesce(y.key, '') as key, coalesce(y.name, '') as name, coalesce(y.seen, false) as seen, coalesce(y.there, false) as there,
        case when s.side = 'all' then c.gone_at when y.gone_at > c.sent_at then y.gone_at end as went_at
      from chosen c cross join unnest(array['all', 'network', 'host', 'registrar', 'country']) s (side) left join lay y on y.action = c.action and y.side = s.side)
    insert into cases.lookback_side (action, owner, side, key, name, sent_at, kind, role, answered, seen, gone_at, silent, there, reported_at, waits, quiet)
    select e.action, e.owner, e.side, e.key, e.name, e.sent_at, e.kind, e.role, e.replied_at is not null, e.seen, e.went_at, e.silent_at is not null, e.there, e.reported_at,
      ${minutes(sql`least(e.replied_at, e.went_at)`, sql`e.seen_until`)}, ${minutes(sql`e.silent_at`, sql`e.last_report_at`)} from every e`.execute(
    tx,
  )
}

/** The same for all notices of a case. */
export async function settleSidesOf(tx: Tx, id: CaseId): Promise<void> {
  const { rows } = await sql<{ action: ActionId }>`select l.action from cases.action a join cases.lookback l on l.action = a.id
    where a.owner = platform.acting() and a."case" = ${id}`.execute(tx)
  await settleSides(
    tx,
    rows.map(({ action }) => action),
  )
}

/** Minutes and one until it happened, or less than nothing: until it was last known not to have. */
function minutes(happened: RawBuilder<unknown>, last: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${happened} is null then -1 else 1 end
    * (1 + greatest(0, extract(epoch from coalesce(${happened}, ${last}, e.sent_at) - e.sent_at) / 60)::integer)`
}

/** The notices `n` of a side that are counted. */
function chosen(owner: OrganisationId, side: OutcomeFilter['by'] | 'all', filter: OutcomeFilter): RawBuilder<unknown> {
  const found = [sql`n.owner = ${owner}`, sql`n.side = ${side}`]
  if (filter.since !== undefined) found.push(sql`n.sent_at >= ${filter.since}::timestamptz`)
  if (filter.until !== undefined) found.push(sql`n.sent_at < ${filter.until}::timestamptz`)
  if (filter.told) found.push(sql`n.role = any (${roles[filter.by]}::text[])`)
  if (filter.kind !== undefined) found.push(sql`n.kind = ${filter.kind}`)
  return sql.join(found, sql` and `)
}

/** Something is still there, or reports came within the last week. */
const active = (now: Date) => sql`(n.there or coalesce(n.reported_at > ${new Date(now.getTime() - 7 * 86_400_000)}::timestamptz, false))`

export type SideRow = {
  readonly key: string
  readonly name: string
  readonly notices: number
  readonly told: number
  readonly answered: number
  readonly seen: number
  readonly gone: number
  readonly reacted: number
  readonly silent: number
  readonly active: number
  /** minutes to the reaction and one, or less than nothing: to the last look, without any; four bytes each (`waitsOf`) */
  readonly waits: Uint8Array
  /** the same of silence */
  readonly quiet: Uint8Array
}

/** Each of one side, or all notices together, by statements that read nothing else. Waits travel as the database holds them, and are read where they are shown. */
async function count(
  tx: Tx,
  owner: OrganisationId,
  side: OutcomeFilter['by'] | 'all',
  filter: OutcomeFilter,
  now: Date,
): Promise<readonly SideRow[]> {
  // read in the order of its index nothing is sorted or hashed; several at once would read the whole table instead. Until the transaction ends
  await sql`select set_config('max_parallel_workers_per_gather', '0', true)`.execute(tx)
  const { rows } =
    await sql<SideRow>`select n.key, min(n.name collate "C") as name, count(*)::int as notices, count(*) filter (where n.role = any (${roles[filter.by]}::text[]))::int as told,
      count(*) filter (where n.answered)::int as answered, count(*) filter (where n.seen)::int as seen, count(n.gone_at)::int as gone,
      count(*) filter (where n.waits > 0)::int as reacted, count(*) filter (where n.silent)::int as silent, count(*) filter (where ${active(now)})::int as active,
      string_agg(int4send(n.waits), '') as waits, string_agg(int4send(n.quiet), '') as quiet
    from cases.lookback_side n where ${chosen(owner, side, filter)} group by n.key`.execute(tx)
  return rows
}

/** Each of a side, in no order. */
export function listSides(tx: Tx, owner: OrganisationId, filter: OutcomeFilter, now: Date): Promise<readonly SideRow[]> {
  return count(tx, owner, filter.by, filter, now)
}

/** All of them together, each notice once: gone where all of it is. */
export async function sumSides(tx: Tx, owner: OrganisationId, filter: OutcomeFilter, now: Date): Promise<SideRow | undefined> {
  return (await count(tx, owner, 'all', filter, now))[0]
}

export type NoticeRow = {
  readonly action: ActionId
  readonly kind: ActionKind
  readonly recipient_name: string | null
  readonly recipient_role: string | null
  readonly sent_at: Date
  readonly replied_at: Date | null
  readonly gone_at: Date | null
  readonly reacted_at: Date | null
  readonly silent_at: Date | null
  readonly first_report_at: Date | null
  readonly last_report_at: Date | null
  readonly looked_at: Date | null
  readonly reports_since: number
  readonly active: boolean
  readonly case: CaseId
  readonly code: string
  readonly title: string
  readonly case_kind: CaseKind
  readonly case_state: CaseState
}

/** The notices of one line, newest first. */
export async function listNoticesOf(
  tx: Tx,
  owner: OrganisationId,
  filter: OutcomeFilter & { readonly key: string },
  now: Date,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly NoticeRow[]> {
  const more = before === undefined ? sql`` : sql`and (n.sent_at, n.action) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<NoticeRow>`select n.action, a.kind, a.recipient_name, a.recipient_role, n.sent_at, l.replied_at, n.gone_at,
      least(l.replied_at, n.gone_at) as reacted_at, l.silent_at, l.first_report_at, l.last_report_at, coalesce(l.looked_at, l.sent_at) as looked_at, l.reports_since,
      ${active(now)} as active, c.id as "case", c.code, c.title, c.kind as case_kind, c.state as case_state
    from cases.lookback_side n join cases.lookback l on l.action = n.action join cases.action a on a.id = n.action join cases.case c on c.id = a."case"
    where ${chosen(owner, filter.by, filter)} and n.key = ${filter.key} ${more} order by n.sent_at desc, n.action desc limit ${limit}`.execute(
    tx,
  )
  return rows
}
