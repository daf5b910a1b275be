import { type RawBuilder, sql } from 'kysely'
import type { CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { CaseRow } from '../case.ts'
import type { caseOrders } from '../contract/shapes.ts'
import type { CaseFilter } from '../contract.ts'
import type { Key } from '../cursor.ts'

export type CaseOrder = (typeof caseOrders)[number]

/** What is asked for, with `me` and words already understood. */
export type CaseQuery = Omit<CaseFilter, 'search' | 'assignee' | 'watching'> & {
  /** null: nobody's */
  readonly assignee?: string | null
  readonly watcher?: string
  readonly tsquery?: string
  readonly code?: { readonly year: number; readonly number: number }
  readonly now: Date
}

type Order = { readonly column: RawBuilder<unknown>; readonly down: boolean; key(row: CaseRow): number }
const orders: Readonly<Record<CaseOrder, Order>> = {
  queue: { column: sql`c.rank`, down: true, key: ({ rank }) => rank },
  opened: { column: sql`c.opened_at`, down: true, key: ({ opened_at }) => opened_at.getTime() },
  last: { column: sql`c.last_at`, down: true, key: ({ last_at }) => last_at.getTime() },
  due: { column: sql`c.due_at`, down: false, key: ({ due_at }) => due_at?.getTime() ?? 0 },
}

export function keyOf(order: CaseOrder, row: CaseRow): Key {
  return { key: orders[order].key(row), id: row.id }
}

/** up to so many hits of a search are handed over by id */
const rareHits = 5_000

/**
 * Words that few cases have are found through their index first. Where many have them, the list goes along its own order and looks into each, which is at an end
 * after a page: with 50,000 hits that is a hundredth of handing them over.
 */
async function hitsOf(tx: Tx, tsquery: string): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ case: CaseId }>`select f."case" from cases.find_some(${tsquery}::tsquery, ${rareHits + 1}) f`.execute(tx)
  return rows.length <= rareHits
    ? sql`c.id = any (${rows.map((row) => row.case)}::uuid[])`
    : sql`exists (select from cases.search_text s where s."case" = c.id and s.tokens @@ ${tsquery}::tsquery)`
}

/** Cases of the organisation in an order, from after a key on. Those worked on are found by partial indexes of the owner, so closed ones cost nothing. */
export async function listCaseRows(
  tx: Tx,
  owner: OrganisationId,
  query: CaseQuery,
  order: CaseOrder,
  after: Key | undefined,
  limit: number,
): Promise<readonly CaseRow[]> {
  const { column, down } = orders[order]
  const { tsquery, ...rest } = query
  const conditions = conditionsOf(owner, rest)
  if (tsquery !== undefined) conditions.push(await hitsOf(tx, tsquery))
  if (order === 'due') conditions.push(sql`c.due_at is not null`)
  if (after !== undefined) {
    const key = order === 'queue' ? sql`${after.key}::bigint` : sql`${new Date(after.key)}::timestamptz`
    conditions.push(sql`(${column}, c.id) ${down ? sql`<` : sql`>`} (${key}, ${after.id}::uuid)`)
  }
  const way = down ? sql`desc` : sql`asc`
  const { rows } = await sql<CaseRow>`select c.* from cases.case c where ${sql.join(conditions, sql` and `)}
    order by ${column} ${way}, c.id ${way} limit ${limit}`.execute(tx)
  return rows
}

/** How many there are, counted up to `most`. */
export async function countCases(tx: Tx, owner: OrganisationId, query: CaseQuery): Promise<number> {
  const { rows } = await sql<{ found: number }>`select count(*) as found from cases.case c
    where ${sql.join(conditionsOf(owner, query), sql` and `)}`.execute(tx)
  return rows[0]?.found ?? 0
}

const live = sql`c.closed_at is null`

function conditionsOf(owner: OrganisationId, query: CaseQuery): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [sql`c.owner = ${owner}`]
  const { state } = query
  const worked = state === undefined || state.every((one) => one === 'open' || one === 'acting' || one === 'waiting')
  // a code names one case, whatever became of it
  if (worked && query.code === undefined) found.push(live)
  if (state !== undefined) found.push(sql`c.state = any (${state})`)
  if (query.code !== undefined) found.push(sql`c.year = ${query.code.year} and c.number = ${query.code.number}`)
  if (query.kind !== undefined) found.push(sql`c.kind = any (${query.kind})`)
  if (query.assignee !== undefined)
    found.push(query.assignee === null ? sql`c.assignee is null` : sql`c.assignee = ${query.assignee}::uuid`)
  if (query.late === true) found.push(sql`c.due_at < ${query.now}`)
  if (query.toDecide === true) found.push(sql`c.actions_open > 0`)
  if (query.answered === true) found.push(sql`c.replies_unread > 0`)
  if (query.dueBefore !== undefined) found.push(sql`c.due_at < ${query.dueBefore}`)
  if (query.harmFrom !== undefined) found.push(sql`c.harm >= ${query.harmFrom}`)
  if (query.openedFrom !== undefined) found.push(sql`c.opened_at >= ${query.openedFrom}`)
  if (query.openedUntil !== undefined) found.push(sql`c.opened_at < ${query.openedUntil}`)
  if (query.quietSince !== undefined) found.push(sql`c.last_at < ${query.quietSince}`)
  return [...found, ...membership(owner, query)]
}

/** By what belongs to it. Each is answered by an index of its own table first. */
function membership(owner: OrganisationId, query: CaseQuery): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = []
  if (query.watcher !== undefined)
    found.push(sql`c.id in (select w."case" from cases.watcher w where w.owner = ${owner} and w.person = ${query.watcher}::uuid)`)
  if (query.report !== undefined)
    found.push(sql`c.id in (select r."case" from cases.case_report r where r.owner = ${owner} and r.report = ${query.report}::uuid
      union select k."case" from analysis.membership m join cases.case_campaign k on k.owner = ${owner} and k.campaign = m.campaign where m.report = ${query.report}::uuid)`)
  if (query.campaign !== undefined)
    found.push(sql`c.id in (select m."case" from cases.case_campaign m where m.owner = ${owner} and m.campaign = ${query.campaign}::uuid)`)
  if (query.item !== undefined)
    found.push(sql`c.id in (select i."case" from cases.case_item i where i.owner = ${owner} and i.item = ${query.item}::uuid)`)
  if (query.tsquery !== undefined) found.push(sql`c.id in (select f."case" from cases.find_cases(${query.tsquery}::tsquery) f)`)
  return found
}

export type CaseCounts = {
  readonly open: number
  readonly acting: number
  readonly waiting: number
  readonly mine: number
  readonly unassigned: number
  readonly late: number
  readonly to_decide: number
  readonly answered: number
}

/** Of those worked on. */
export async function countLive(tx: Tx, owner: OrganisationId, person: string | null, now: Date): Promise<CaseCounts> {
  const { rows } =
    await sql<CaseCounts>`select count(*) filter (where c.state = 'open') as open, count(*) filter (where c.state = 'acting') as acting,
      count(*) filter (where c.state = 'waiting') as waiting, count(*) filter (where c.assignee = ${person}::uuid) as mine,
      count(*) filter (where c.assignee is null) as unassigned, count(*) filter (where c.due_at < ${now}) as late,
      count(*) filter (where c.actions_open > 0) as to_decide, count(*) filter (where c.replies_unread > 0) as answered
    from cases.case c where c.owner = ${owner} and ${live}`.execute(tx)
  return rows[0] ?? { open: 0, acting: 0, waiting: 0, mine: 0, unassigned: 0, late: 0, to_decide: 0, answered: 0 }
}

export async function countLiveByKind(tx: Tx, owner: OrganisationId): Promise<readonly { kind: CaseRow['kind']; cases: number }[]> {
  const { rows } = await sql<{ kind: CaseRow['kind']; cases: number }>`select c.kind, count(*) as cases from cases.case c
    where c.owner = ${owner} and ${live} group by c.kind order by 2 desc, 1`.execute(tx)
  return rows
}

/** Which of these have nothing heard or done since, and nothing that keeps them open; oldest first. */
export async function listSilent(tx: Tx, before: Date, now: Date, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await sql<{ id: CaseId }>`select c.id from cases.case c
    where c.owner = platform.acting() and ${live} and c.last_at < ${before} and (c.due_at is null or c.due_at <= ${now})
      and c.tasks_open = 0 and c.actions_open = 0 order by c.last_at, c.id limit ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Those whose deadline comes before then, and of which nobody was told yet. */
export async function listNear(tx: Tx, before: Date, limit: number): Promise<readonly CaseRow[]> {
  const { rows } = await sql<CaseRow>`select c.* from cases.case c
    where c.owner = platform.acting() and ${live} and c.due_at is not null and c.due_at < ${before} and c.due_told_at is null
    order by c.due_at, c.id limit ${limit}`.execute(tx)
  return rows
}
