import { sql } from 'kysely'
import type { Actor } from '../../../base/actor.ts'
import type { Cursor } from '../../../base/cursor.ts'
import type { CaseId, NoteId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { audiences } from '../contract/shapes.ts'

export type NoteRow = {
  readonly id: NoteId
  readonly case: CaseId
  readonly audience: (typeof audiences)[number]
  readonly text: string
  readonly by_kind: Actor['kind']
  readonly by_actor: string
  readonly at: Date
  readonly changed_at: Date | null
  readonly removed_at: Date | null
}

const columns = sql`n.id, n."case", n.audience, n.text, n.by_kind, n.by_actor, n.at, n.changed_at, n.removed_at`

export async function insertNote(tx: Tx, owner: OrganisationId, row: Omit<NoteRow, 'changed_at' | 'removed_at'>): Promise<void> {
  await tx
    .insertInto('cases.note')
    .values({ ...row, owner, origin: row.case })
    .execute()
}

export async function findNote(tx: Tx, id: NoteId): Promise<NoteRow | undefined> {
  const { rows } = await sql<NoteRow>`select ${columns} from cases.note n where n.id = ${id}`.execute(tx)
  return rows[0]
}

export async function setNoteText(tx: Tx, id: NoteId, text: string, at: Date): Promise<void> {
  await tx.updateTable('cases.note').set({ text, changed_at: at }).where('id', '=', id).execute()
}

export async function blankNote(tx: Tx, id: NoteId, at: Date): Promise<void> {
  await tx.updateTable('cases.note').set({ text: '', removed_at: at }).where('id', '=', id).execute()
}

export async function listNoteRows(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  audience: NoteRow['audience'] | undefined,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly NoteRow[]> {
  const only = audience === undefined ? sql`` : sql`and n.audience = ${audience}`
  const more = before === undefined ? sql`` : sql`and (n.at, n.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<NoteRow>`select ${columns} from cases.note n
    where n.owner = ${owner} and n."case" = ${id} ${only} ${more} order by n.at desc, n.id desc limit ${limit}`.execute(tx)
  return rows
}
