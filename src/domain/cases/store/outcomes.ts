import { type RawBuilder, sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ActionId, CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ActionKind } from '../action.ts'
import type { CaseKind, CaseState } from '../case.ts'
import type { OutcomeFilter } from '../contract/lookback.ts'

/** Where a thing lay, by each side: what groups it, and what it is called. What groups by name does so whatever the case of its letters. */
const sides: Readonly<
  Record<OutcomeFilter['by'], { readonly key: RawBuilder<string>; readonly name: RawBuilder<string>; readonly roles: readonly string[] }>
> = {
  network: { key: sql`coalesce(t.network, lower(t.network_name))`, name: sql`coalesce(t.network_name, t.network)`, roles: ['network'] },
  // of an address, the registry's holder of the network hosts it
  host: { key: sql`lower(t.host)`, name: sql`t.host`, roles: ['host', 'network'] },
  registrar: { key: sql`lower(t.registrar)`, name: sql`t.registrar`, roles: ['registrar'] },
  country: { key: sql`t.country`, name: sql`t.country`, roles: ['cert', 'authority'] },
}

const week = sql`interval '7 days'`

/** The table `chosen`: the notices that are counted. */
function chosen(owner: OrganisationId, filter: OutcomeFilter, now: Date): RawBuilder<unknown> {
  const { roles } = sides[filter.by]
  const also: RawBuilder<unknown>[] = []
  if (filter.since !== undefined) also.push(sql`l.sent_at >= ${filter.since}::timestamptz`)
  if (filter.until !== undefined) also.push(sql`l.sent_at < ${filter.until}::timestamptz`)
  if (filter.kind !== undefined) also.push(sql`c.kind = ${filter.kind}`)
  if (filter.told) also.push(sql`a.recipient_role = any (${roles}::text[])`)
  const where = also.length === 0 ? sql`` : sql`and ${sql.join(also, sql` and `)}`
  return sql`chosen as materialized (select l.action, l.sent_at, l.replied_at, l.silent_at, l.last_report_at, l.first_report_at, l.reports_since,
      l.gone_at as all_gone_at, coalesce(l.looked_at, l.sent_at) as looked_at, coalesce(a.recipient_role = any (${roles}::text[]), false) as told,
      coalesce(l.reports_since > 0 and l.last_report_at > ${now}::timestamptz - ${week}, false) as reported, a.kind, a.recipient_name, a.recipient_role, a."case"
    from cases.lookback l join cases.action a on a.id = l.action join cases.case c on c.id = a."case"
    where l.owner = ${owner} and l.sent_at is not null and l.ended_why is distinct from 'no-abuse' ${where})`
}

/** The things of those that are chosen, and of no others: without this a month cost as much as all years. */
const theirs = (owner: OrganisationId) =>
  sql`cases.lookback_thing t where t.owner = ${owner} and t.action in (select w.action from chosen w)`
const seen = sql`bool_or(t.seen_at is not null) as seen, bool_or(t.seen_at is not null and t.gone_at is null) as there`

/**
 * The tables `chosen` and `every`: one row for each notice and each of the side that its things lay with, `gone` there, apart from its other things. A notice that no
 * side is known of has the key ''.
 */
function told(owner: OrganisationId, filter: OutcomeFilter, now: Date): RawBuilder<unknown> {
  const { key, name } = sides[filter.by]
  return sql`${chosen(owner, filter, now)},
  every as (select h.*, coalesce(g.key, '') as key, coalesce(g.name, '') as name, coalesce(g.seen, false) as seen,
      case when g.gone_at > h.sent_at then g.gone_at end as gone_at,
      least(h.replied_at, case when g.gone_at > h.sent_at then g.gone_at end) as reacted_at,
      coalesce(g.there, false) or h.reported as active
    from chosen h
    left join (select t.action, coalesce(${key}, '') as key, min(${name}) as name, ${seen},
        case when bool_and(t.gone_sure) filter (where t.seen_at is not null) then max(t.gone_at) filter (where t.seen_at is not null) end as gone_at
      from ${theirs(owner)} group by t.action, coalesce(${key}, '')) g on g.action = h.action)`
}

/** What is counted here is sorted in memory: with the four megabytes that are usual it goes to disk several times. Until the transaction ends. */
async function takeRoom(tx: Tx): Promise<void> {
  await sql`select set_config('work_mem', '64MB', true)`.execute(tx)
}

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
  /** minutes to the reaction and one, or less than nothing: to the last look, without any */
  readonly waits: readonly number[]
  /** the same of silence */
  readonly quiet: readonly number[]
}

// one whole number each: twenty thousand notices of one country are read in no time
function minutes(happened: RawBuilder<unknown>, last: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(array_agg(case when ${happened} is null then -1 else 1 end
    * (1 + greatest(0, extract(epoch from coalesce(${happened}, ${last}, n.sent_at) - n.sent_at) / 60)::integer)), '{}')`
}

const figures = sql`count(*)::int as notices, count(*) filter (where n.told)::int as told, count(n.replied_at)::int as answered,
  count(*) filter (where n.seen)::int as seen, count(n.gone_at)::int as gone, count(n.reacted_at)::int as reacted, count(n.silent_at)::int as silent,
  count(*) filter (where n.active)::int as active,
  ${minutes(sql`n.reacted_at`, sql`n.looked_at`)} as waits, ${minutes(sql`n.silent_at`, sql`n.last_report_at`)} as quiet`

/** Each of a side, in no order. */
export async function listSides(tx: Tx, owner: OrganisationId, filter: OutcomeFilter, now: Date): Promise<readonly SideRow[]> {
  await takeRoom(tx)
  const { rows } = await sql<SideRow>`with ${told(owner, filter, now)}
    select n.key, min(n.name) as name, ${figures} from every n group by n.key`.execute(tx)
  return rows
}

/** All of them together, each notice once: gone where all of it is. */
export async function sumSides(tx: Tx, owner: OrganisationId, filter: OutcomeFilter, now: Date): Promise<SideRow | undefined> {
  await takeRoom(tx)
  const { rows } = await sql<SideRow>`with ${chosen(owner, filter, now)},
    n as (select h.*, h.all_gone_at as gone_at, least(h.replied_at, h.all_gone_at) as reacted_at, coalesce(g.seen, false) as seen,
        coalesce(g.there, false) or h.reported as active
      from chosen h left join (select t.action, ${seen} from ${theirs(owner)} group by t.action) g on g.action = h.action)
    select '' as key, '' as name, ${figures} from n`.execute(tx)
  return rows[0]
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
  const { rows } = await sql<NoticeRow>`with ${told(owner, filter, now)}
    select n.action, n.kind, n.recipient_name, n.recipient_role, n.sent_at, n.replied_at, n.gone_at, n.reacted_at, n.silent_at, n.first_report_at, n.last_report_at,
      n.looked_at, n.reports_since, n.active, c.id as "case", c.code, c.title, c.kind as case_kind, c.state as case_state
    from every n join cases.case c on c.id = n."case" where n.key = ${filter.key} ${more} order by n.sent_at desc, n.action desc limit ${limit}`.execute(
    tx,
  )
  return rows
}
