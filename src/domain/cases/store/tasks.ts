import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { CaseId, OrganisationId, PersonId, TaskId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { taskStates } from '../contract/shapes.ts'

export type TaskRow = {
  readonly id: TaskId
  readonly case: CaseId
  readonly title: string
  readonly state: (typeof taskStates)[number]
  readonly assignee: PersonId | null
  readonly due_at: Date | null
  readonly created_by: string
  readonly created_at: Date
  readonly ended_at: Date | null
}
export type TaskLine = TaskRow & { readonly code: string; readonly case_title: string }

export async function insertTask(tx: Tx, owner: OrganisationId, row: Omit<TaskRow, 'state' | 'ended_at'>): Promise<void> {
  await tx
    .insertInto('cases.task')
    .values({ ...row, owner, origin: row.case })
    .execute()
}

export type TaskChange = Partial<{
  readonly title: string
  readonly state: TaskRow['state']
  readonly assignee: PersonId | null
  readonly due_at: Date | null
  readonly due_told_at: Date | null
  readonly ended_by: string | null
  readonly ended_at: Date | null
}>

export async function updateTask(tx: Tx, id: TaskId, change: TaskChange): Promise<void> {
  await tx.updateTable('cases.task').set(change).where('id', '=', id).execute()
}

const lines = sql`select t.id, t."case", t.title, t.state, t.assignee, t.due_at, t.created_by, t.created_at, t.ended_at, c.code, c.title as case_title
  from cases.task t join cases.case c on c.id = t."case"`

export async function findTask(tx: Tx, id: TaskId): Promise<TaskLine | undefined> {
  const { rows } = await sql<TaskLine>`${lines} where t.id = ${id}`.execute(tx)
  return rows[0]
}

const page = (before: Cursor | undefined, limit: number) => {
  const more = before === undefined ? sql`` : sql`and (t.created_at, t.id) < (${before.at}, ${before.id}::uuid)`
  return sql`${more} order by t.created_at desc, t.id desc limit ${limit}`
}

export async function listTasksOf(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly TaskLine[]> {
  const { rows } = await sql<TaskLine>`${lines} where t.owner = ${owner} and t."case" = ${id} ${page(before, limit)}`.execute(tx)
  return rows
}

/** Open ones of the organisation; of one person, of nobody (null), or all (undefined). */
export async function listOpenTasks(
  tx: Tx,
  owner: OrganisationId,
  assignee: string | null | undefined,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly TaskLine[]> {
  const whose = assignee === undefined ? sql`` : assignee === null ? sql`and t.assignee is null` : sql`and t.assignee = ${assignee}::uuid`
  const { rows } = await sql<TaskLine>`${lines} where t.owner = ${owner} and t.state = 'open' ${whose} ${page(before, limit)}`.execute(tx)
  return rows
}

/** Open ones whose time comes before then, and of which nobody was told yet. */
export async function listNearTasks(tx: Tx, before: Date, limit: number): Promise<readonly TaskLine[]> {
  const { rows } =
    await sql<TaskLine>`${lines} where t.owner = platform.acting() and t.state = 'open' and t.due_at is not null and t.due_at < ${before}
    and t.due_told_at is null order by t.due_at, t.id limit ${limit}`.execute(tx)
  return rows
}
