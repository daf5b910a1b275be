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

/**
 * One row for each notice and each of the side that its things lay with: `gone` there, apart from its other things. A notice that no side is known of has the key ''.
 */
function told(owner: OrganisationId, filter: OutcomeFilter, now: Date): RawBuilder<unknown> {
  const { key, name, roles } = sides[filter.by]
  const also: RawBuilder<unknown>[] = []
  if (filter.since !== undefined) also.push(sql`l.sent_at >= ${filter.since}::timestamptz`)
  if (filter.until !== undefined) also.push(sql`l.sent_at < ${filter.until}::timestamptz`)
  if (filter.kind !== undefined) also.push(sql`c.kind = ${filter.kind}`)
  if (filter.told) also.push(sql`a.recipient_role = any (${roles}::text[])`)
  const where = also.length === 0 ? sql`` : sql`and ${sql.join(also, sql` and `)}`
  return sql`select l.action, l.sent_at, l.replied_at, l.silent_at, l.last_report_at, l.first_report_at, l.reports_since, coalesce(l.looked_at, l.sent_at) as looked_at,
      coalesce(g.key, '') as key, coalesce(g.name, '') as name, coalesce(g.seen, false) as seen,
      case when g.gone_at > l.sent_at then g.gone_at end as gone_at,
      least(l.replied_at, case when g.gone_at > l.sent_at then g.gone_at end) as reacted_at,
      coalesce(a.recipient_role = any (${roles}::text[]), false) as told,
      coalesce(g.there, false) or (l.reports_since > 0 and l.last_report_at > ${now}::timestamptz - ${week}) as active,
      a.kind, a.recipient_name, a.recipient_role, a."case"
    from cases.lookback l join cases.action a on a.id = l.action join cases.case c on c.id = a."case"
    left join (select t.action, coalesce(${key}, '') as key, min(${name}) as name, bool_or(t.seen_at is not null) as seen,
        bool_or(t.seen_at is not null and t.gone_at is null) as there,
        case when bool_and(t.gone_sure) filter (where t.seen_at is not null) then max(t.gone_at) filter (where t.seen_at is not null) end as gone_at
      from cases.lookback_thing t where t.owner = ${owner} group by t.action, coalesce(${key}, '')) g on g.action = l.action
    where l.owner = ${owner} and l.sent_at is not null and l.ended_why is distinct from 'no-abuse' ${where}`
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
  /** hours to the reaction, or to the last look; whether there was one */
  readonly waits: readonly number[]
  readonly happened: readonly boolean[]
  readonly quiet: readonly number[]
  readonly quieted: readonly boolean[]
}

const figures = sql`count(*)::int as notices, count(*) filter (where n.told)::int as told, count(n.replied_at)::int as answered,
  count(*) filter (where n.seen)::int as seen, count(n.gone_at)::int as gone, count(n.reacted_at)::int as reacted, count(n.silent_at)::int as silent,
  count(*) filter (where n.active)::int as active,
  coalesce(array_agg(greatest(0, extract(epoch from coalesce(n.reacted_at, n.looked_at) - n.sent_at) / 3600)::float8), '{}') as waits,
  coalesce(array_agg(n.reacted_at is not null), '{}') as happened,
  coalesce(array_agg(greatest(0, extract(epoch from coalesce(n.silent_at, n.last_report_at, n.sent_at) - n.sent_at) / 3600)::float8), '{}') as quiet,
  coalesce(array_agg(n.silent_at is not null), '{}') as quieted`

/** Each of a side, in no order. */
export async function listSides(tx: Tx, owner: OrganisationId, filter: OutcomeFilter, now: Date): Promise<readonly SideRow[]> {
  const { rows } = await sql<SideRow>`with n as (${told(owner, filter, now)})
    select n.key, min(n.name) as name, ${figures} from n group by n.key`.execute(tx)
  return rows
}

/** All of them together, each notice once: gone where all of it is. */
export async function sumSides(tx: Tx, owner: OrganisationId, filter: OutcomeFilter, now: Date): Promise<SideRow | undefined> {
  const { rows } = await sql<SideRow>`with every as (${told(owner, filter, now)}),
    n as (select e.action, min(e.sent_at) as sent_at, min(e.replied_at) as replied_at, min(e.silent_at) as silent_at, min(e.last_report_at) as last_report_at,
        max(e.looked_at) as looked_at, bool_or(e.seen) as seen, bool_or(e.told) as told, bool_or(e.active) as active,
        case when bool_and(e.gone_at is not null) filter (where e.seen) then max(e.gone_at) end as gone_at,
        least(min(e.replied_at), case when bool_and(e.gone_at is not null) filter (where e.seen) then max(e.gone_at) end) as reacted_at
      from every e group by e.action)
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
  const { rows } = await sql<NoticeRow>`with n as (${told(owner, filter, now)})
    select n.action, n.kind, n.recipient_name, n.recipient_role, n.sent_at, n.replied_at, n.gone_at, n.reacted_at, n.silent_at, n.first_report_at, n.last_report_at,
      n.looked_at, n.reports_since, n.active, c.id as "case", c.code, c.title, c.kind as case_kind, c.state as case_state
    from n join cases.case c on c.id = n."case" where n.key = ${filter.key} ${more} order by n.sent_at desc, n.action desc limit ${limit}`.execute(
    tx,
  )
  return rows
}
