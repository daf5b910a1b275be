import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

// What somebody is to do.

export type CallAction = {
  readonly id: string
  readonly item: string
  readonly member: string
  readonly name: string
  readonly text: string
  /** ISO 8601 day */
  readonly due: string | null
  readonly at: Date
  readonly doneAt: Date | null
  readonly outcome: string
}
export type ListedAction = CallAction & { readonly call: string; readonly title: string; readonly startsAt: Date }
const columns = sql`a.id, a.item, a.member, a.name, a.text, a.due::text as due, a.at, a.done_at as "doneAt", a.outcome`

export async function listActionsOf(tx: Tx, items: readonly string[]): Promise<readonly CallAction[]> {
  const { rows } = await sql<CallAction>`select ${columns} from cooperation.call_action a
    where a.item = any (${[...items]}::uuid[]) order by a.at, a.id limit 2000`.execute(tx)
  return rows
}

export async function findCallAction(tx: Tx, id: string): Promise<CallAction | undefined> {
  const { rows } = await sql<CallAction>`select ${columns} from cooperation.call_action a where a.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

const listed = sql`${columns}, c.id as call, c.title, c.starts_at as "startsAt"`
const from = sql`cooperation.call_action a join cooperation.call_item i on i.id = a.item join cooperation.call c on c.id = i.call`

/** Open ones of earlier calls of the series: what is carried over to a call. */
export async function listCarried(
  tx: Tx,
  call: { readonly id: string; readonly series: string | null; readonly startsAt: Date },
): Promise<readonly ListedAction[]> {
  if (call.series === null) return []
  const { rows } = await sql<ListedAction>`select ${listed} from ${from}
    where c.series = ${call.series}::uuid and c.id <> ${call.id}::uuid and c.starts_at < ${call.startsAt} and a.done_at is null
    order by a.due nulls last, a.at, a.id limit 500`.execute(tx)
  return rows
}

/** By when they are due; those without a day last. `member` null: of all. */
export async function listCallActions(
  tx: Tx,
  network: OrganisationId,
  open: boolean,
  member: string | null,
  limit: number,
): Promise<readonly ListedAction[]> {
  const { rows } = await sql<ListedAction>`select ${listed} from ${from}
    where a.owner = ${network} and (a.done_at is null) = ${open} and (${member}::uuid is null or a.member = ${member}::uuid)
    order by a.due nulls last, a.at, a.id limit ${limit}`.execute(tx)
  return rows
}

export async function insertCallAction(tx: Tx, owner: OrganisationId, { doneAt: _, ...action }: CallAction, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_action')
    .values({ ...action, owner, by })
    .execute()
}

export async function setActionDone(tx: Tx, id: string, doneAt: Date | null, outcome: string): Promise<void> {
  await tx.updateTable('cooperation.call_action').set({ done_at: doneAt, outcome }).where('id', '=', id).execute()
}
