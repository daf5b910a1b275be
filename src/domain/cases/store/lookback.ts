import { type RawBuilder, sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ActionId, CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ActionKind, ActionThing } from '../action.ts'
import type { LookFinding } from '../lookback/look.ts'
import { settleSides } from './outcomes.ts'

export type EndedWhy = 'settled' | 'over' | 'withdrawn' | 'no-abuse'

export type LookbackRow = {
  readonly action: ActionId
  readonly owner: OrganisationId
  readonly begun_at: Date
  readonly sent_at: Date | null
  readonly replied_at: Date | null
  readonly first_report_at: Date | null
  readonly last_report_at: Date | null
  readonly reports_since: number
  readonly gone_at: Date | null
  readonly silent_at: Date | null
  readonly looked_at: Date | null
  readonly looks: number
  readonly next_at: Date | null
  readonly ended_why: EndedWhy | null
}

const columns = sql`l.action, l.owner, l.begun_at, l.sent_at, l.replied_at, l.first_report_at, l.last_report_at, l.reports_since, l.gone_at, l.silent_at,
  l.looked_at, l.looks, l.next_at, l.ended_why`

/** Of ours, locked; undefined where it was never begun. */
export async function lockLookback(tx: Tx, action: ActionId): Promise<LookbackRow | undefined> {
  const { rows } = await sql<LookbackRow>`select ${columns} from cases.lookback l
    where l.action = ${action} and l.owner = platform.acting() for no key update`.execute(tx)
  return rows[0]
}

/** False where it was begun before. */
export async function insertLookback(tx: Tx, owner: OrganisationId, action: ActionId, at: Date): Promise<boolean> {
  const { rows } = await sql`insert into cases.lookback (action, owner, begun_at, next_at) values (${action}, ${owner}, ${at}, ${at})
    on conflict (action) do nothing returning action`.execute(tx)
  return rows.length > 0
}

export type LookbackChange = Partial<Omit<LookbackRow, 'action' | 'owner' | 'begun_at'>>

/** After its things: with them it is counted anew. */
export async function updateLookback(tx: Tx, action: ActionId, change: LookbackChange): Promise<void> {
  await tx.updateTable('cases.lookback').set(change).where('action', '=', action).execute()
  await settleSides(tx, [action])
}

export type ThingRow = {
  readonly id: string
  readonly action: ActionId
  readonly digest: string
  readonly network: string | null
  readonly network_name: string | null
  readonly host: string | null
  readonly registrar: string | null
  readonly country: string | null
  readonly seen_at: Date | null
  readonly gone_at: Date | null
  readonly gone_sure: boolean
  readonly found: LookFinding
  readonly status: number | null
  readonly looked_at: Date
}

const thingColumns = sql`t.id, t.action, t.digest, t.network, t.network_name, t.host, t.registrar, t.country, t.seen_at, t.gone_at, t.gone_sure, t.found, t.status,
  t.looked_at`

export async function listThings(tx: Tx, owner: OrganisationId, actions: readonly ActionId[]): Promise<readonly ThingRow[]> {
  const { rows } = await sql<ThingRow>`select ${thingColumns} from cases.lookback_thing t
    where t.owner = ${owner} and t.action = any (${actions}::uuid[]) order by t.id`.execute(tx)
  return rows
}

export async function insertThings(tx: Tx, owner: OrganisationId, rows: readonly ThingRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('cases.lookback_thing')
    .values(rows.map((row) => ({ ...row, owner })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function updateThing(tx: Tx, id: string, change: Partial<ThingRow>): Promise<void> {
  await tx.updateTable('cases.lookback_thing').set(change).where('id', '=', id).execute()
}

export type LookRow = {
  readonly id: string
  readonly action: ActionId
  readonly thing: string | null
  readonly at: Date
  readonly actor_kind: 'person' | 'key' | 'channel' | 'public' | 'system'
  readonly actor: string
  readonly what: 'thing' | 'reports' | 'answer'
  readonly found: string
  readonly status: number | null
  readonly count: number | null
}

export async function insertLooks(tx: Tx, owner: OrganisationId, rows: readonly LookRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('cases.look')
    .values(rows.map((row) => ({ ...row, owner })))
    .execute()
}

export type LookLine = LookRow & { readonly digest: string | null; readonly things: readonly ActionThing[] }

export async function listLookLines(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly LookLine[]> {
  const more = before === undefined ? sql`` : sql`and (k.at, k.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } =
    await sql<LookLine>`select k.id, k.action, k.thing, k.at, k.actor_kind, k.actor, k.what, k.found, k.status, k.count, t.digest, a.things
    from cases.action a join cases.look k on k.owner = a.owner and k.action = a.id left join cases.lookback_thing t on t.id = k.thing
    where a.owner = ${owner} and a."case" = ${id} ${more} order by k.at desc, k.id desc limit ${limit}`.execute(tx)
  return rows
}

export type LookbackLine = LookbackRow & {
  readonly kind: ActionKind
  readonly recipient_name: string | null
  readonly recipient_role: string | null
  readonly things: readonly ActionThing[]
}

/** Of a case, the last first, a hundred at most. */
export async function listLookbacks(tx: Tx, owner: OrganisationId, id: CaseId): Promise<readonly LookbackLine[]> {
  const { rows } = await sql<LookbackLine>`select ${columns}, a.kind, a.recipient_name, a.recipient_role, a.things
    from cases.action a join cases.lookback l on l.action = a.id
    where a.owner = ${owner} and a."case" = ${id} order by coalesce(l.sent_at, l.begun_at) desc, l.action desc limit 100`.execute(tx)
  return rows
}

/** Whose turn has come, the longest waiting first. */
export async function listDueLookbacks(tx: Tx, now: Date, limit: number): Promise<readonly ActionId[]> {
  const { rows } = await sql<{ action: ActionId }>`select l.action from cases.lookback l
    where l.owner = platform.acting() and l.next_at <= ${now} order by l.next_at limit ${limit}`.execute(tx)
  return rows.map(({ action }) => action)
}

export type ReportsOfCase = { readonly first: Date | null; readonly last: Date | null; readonly since: number }

/** First and last report of a case, by themselves and by way of its campaigns, and how many came after a moment. */
export async function reportsOfCase(tx: Tx, owner: OrganisationId, id: CaseId, after: Date | null): Promise<ReportsOfCase> {
  const since = after === null ? sql`null::timestamptz` : sql`${after}::timestamptz`
  const { rows } = await sql<ReportsOfCase>`with own as (
      select min(t.received_at) as first, max(t.received_at) as last, count(*) filter (where t.received_at > ${since})::int as since
      from cases.case_report r join intake.report t on t.id = r.report where r.owner = ${owner} and r."case" = ${id}),
    theirs as (
      select min(k.first_at) as first, max(k.last_at) as last,
        coalesce(sum((select count(*) from analysis.membership m where m.owner = k.owner and m.campaign = k.id and m.received_at > ${since}
          and not exists (select from cases.case_report r where r.owner = m.owner and r.report = m.report))), 0)::int as since
      from cases.case_campaign c join analysis.campaign k on k.id = c.campaign where c.owner = ${owner} and c."case" = ${id})
    select least(o.first, t.first) as first, greatest(o.last, t.last) as last, o.since + t.since as since from own o, theirs t`.execute(tx)
  return rows[0] ?? { first: null, last: null, since: 0 }
}

/** When an action was sent, and when somebody said something of it first; an automatic answer is no outcome. */
export async function outcomesOf(tx: Tx, owner: OrganisationId, action: ActionId): Promise<{ sent: Date | null; replied: Date | null }> {
  const { rows } = await sql<{ sent: Date | null; replied: Date | null }>`select min(o.at) filter (where o.kind = 'sent') as sent,
      min(o.at) filter (where o.kind in ('answered', 'acted', 'refused')) as replied
    from cases.outcome o where o.owner = ${owner} and o.action = ${action}`.execute(tx)
  return rows[0] ?? { sent: null, replied: null }
}

/** Changes lookbacks, and what they count as. */
async function changed(tx: Tx, update: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ action: ActionId }>`${update} returning l.action`.execute(tx)
  await settleSides(
    tx,
    rows.map(({ action }) => action),
  )
}

/** An outcome is known at once, and does not wait for the next look: that it went, and is to be looked at by `next`; or that somebody said something of it. */
export async function noteOutcome(tx: Tx, action: ActionId, what: 'sent' | 'replied', at: Date, next: Date | null): Promise<void> {
  const change =
    what === 'sent'
      ? sql`sent_at = coalesce(sent_at, ${at}), next_at = case when next_at is null then null else ${next}::timestamptz end`
      : sql`replied_at = coalesce(replied_at, ${at})`
  await changed(tx, sql`update cases.lookback l set ${change} where l.action = ${action} and l.owner = platform.acting()`)
}

/** Ends what is looked back at of a case: nobody did wrong. */
export async function endLookbacks(tx: Tx, owner: OrganisationId, id: CaseId, why: EndedWhy): Promise<void> {
  await changed(
    tx,
    sql`update cases.lookback l set next_at = null, ended_why = ${why} from cases.action a where l.action = a.id and a.owner = ${owner} and a."case" = ${id}`,
  )
}

/** What was ended is looked back at again. */
export async function resumeLookbacks(tx: Tx, owner: OrganisationId, id: CaseId, at: Date): Promise<void> {
  await changed(
    tx,
    sql`update cases.lookback l set next_at = ${at}, ended_why = null from cases.action a
      where l.action = a.id and a.owner = ${owner} and a."case" = ${id} and l.ended_why in ('settled', 'no-abuse')`,
  )
}

/** What is looked back at of a case, and when it was last. */
export async function listToLookAt(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
): Promise<readonly { readonly action: ActionId; readonly looked_at: Date | null }[]> {
  const { rows } = await sql<{ action: ActionId; looked_at: Date | null }>`select l.action, l.looked_at from cases.action a
    join cases.lookback l on l.action = a.id where a.owner = ${owner} and a."case" = ${id} and l.ended_why is distinct from 'withdrawn'
    order by l.action limit 100`.execute(tx)
  return rows
}
