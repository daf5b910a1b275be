import { sql } from 'kysely'
import type { Actor } from '../../../base/actor.ts'
import type { Cursor } from '../../../base/cursor.ts'
import type { CaseId, OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Before } from '../bulk.ts'
import type { BulkAct } from '../contract.ts'

export type BulkRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly act: BulkAct
  readonly state: 'running' | 'done' | 'undoing' | 'undone'
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly undone: number
  readonly kept: number
  readonly actor: Pick<Actor, 'kind' | 'id' | 'role' | 'scopes'>
  readonly at: Date
  readonly ended_at: Date | null
}

export async function insertBulk(
  tx: Tx,
  row: Pick<BulkRow, 'id' | 'owner' | 'act' | 'actor' | 'at'>,
  cases: readonly CaseId[],
): Promise<void> {
  const { id, owner, act, actor, at } = row
  await tx
    .insertInto('cases.bulk')
    .values({ id, owner, act: storable(act), actor: JSON.stringify(actor), state: 'running', total: cases.length, at })
    .execute()
  await sql`insert into cases.bulk_result (owner, bulk, position, "case")
    select ${owner}::uuid, ${id}::uuid, g.at, g.id from unnest(${cases}::uuid[]) with ordinality g (id, at)`.execute(tx)
}

const columns = sql`b.id, b.owner, b.act, b.state, b.total, b.done, b.refused, b.undone, b.kept, b.actor, b.at, b.ended_at`

export async function findBulk(tx: Tx, id: string): Promise<BulkRow | undefined> {
  const { rows } = await sql<BulkRow>`select ${columns} from cases.bulk b where b.id = ${id}`.execute(tx)
  return rows[0]
}

export async function lockBulk(tx: Tx, id: string): Promise<BulkRow | undefined> {
  const { rows } =
    await sql<BulkRow>`select ${columns} from cases.bulk b where b.id = ${id} and b.owner = platform.acting() for no key update`.execute(tx)
  return rows[0]
}

export async function setBulkState(tx: Tx, id: string, state: BulkRow['state'], endedAt: Date | null): Promise<void> {
  await tx.updateTable('cases.bulk').set({ state, ended_at: endedAt }).where('id', '=', id).execute()
}

export async function listBulkRows(tx: Tx, owner: OrganisationId, before: Cursor | undefined, limit: number): Promise<readonly BulkRow[]> {
  const more = before === undefined ? sql`` : sql`and (b.at, b.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } =
    await sql<BulkRow>`select ${columns} from cases.bulk b where b.owner = ${owner} ${more} order by b.at desc, b.id desc limit ${limit}`.execute(
      tx,
    )
  return rows
}

export type ResultState = 'waiting' | 'done' | 'refused' | 'undone' | 'kept'
export type ResultRow = {
  readonly position: number
  readonly case: CaseId
  readonly state: ResultState
  readonly code: string | null
  readonly before: Before | null
}

/** The next ones that are in a state: upwards while acting, downwards while undoing. */
export async function listResultsIn(tx: Tx, bulk: string, state: ResultState, down: boolean, limit: number): Promise<readonly ResultRow[]> {
  const way = down ? sql`desc` : sql`asc`
  const { rows } = await sql<ResultRow>`select r.position, r."case", r.state, r.code, r.before from cases.bulk_result r
    where r.owner = platform.acting() and r.bulk = ${bulk} and r.state = ${state} order by r.position ${way} limit ${limit}`.execute(tx)
  return rows
}

/** Writes one result, if it is still in the state that it was found in, and counts it. False where another run was quicker. */
export async function settleResult(
  tx: Tx,
  bulk: string,
  position: number,
  from: ResultState,
  to: ResultState,
  more: { readonly code?: string; readonly before?: Before } = {},
): Promise<boolean> {
  const { rows } = await sql`update cases.bulk_result set state = ${to}, code = ${more.code ?? null},
      before = coalesce(${more.before === undefined ? null : JSON.stringify(more.before)}::jsonb, before)
    where owner = platform.acting() and bulk = ${bulk} and position = ${position} and state = ${from} returning position`.execute(tx)
  if (rows.length === 0) return false
  if (to !== 'waiting')
    await sql`update cases.bulk set ${sql.ref(to)} = ${sql.ref(to)} + 1 where id = ${bulk} and owner = platform.acting()`.execute(tx)
  return true
}

export async function listResultRows(
  tx: Tx,
  owner: OrganisationId,
  bulk: string,
  state: ResultState | undefined,
  after: number,
  limit: number,
): Promise<readonly (ResultRow & { readonly case_code: string; readonly title: string })[]> {
  const only = state === undefined ? sql`` : sql`and r.state = ${state}`
  const { rows } = await sql<ResultRow & { case_code: string; title: string }>`
    select r.position, r."case", r.state, r.code, r.before, c.code as case_code, c.title
    from cases.bulk_result r join cases.case c on c.id = r."case"
    where r.owner = ${owner} and r.bulk = ${bulk} ${only} and r.position > ${after} order by r.position limit ${limit}`.execute(tx)
  return rows
}
