import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { RequestAct } from '../../network/request-course.ts'
import type { MessageDetail } from '../../network/request-view.ts'

/** What is said in an exchange, by its author's own row. */
export type MessageRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly request: string
  readonly at: Date
  readonly act: RequestAct
  readonly byName: string
  readonly person: string
  readonly personName: string
  readonly text: string
  readonly detail: MessageDetail
  readonly sha256: string
  readonly leaf: string | null
}

export async function insertMessage(tx: Tx, row: MessageRow): Promise<void> {
  await tx
    .insertInto('cooperation.request_message')
    .values({
      ...{ id: row.id, owner: row.owner, request: row.request, at: row.at, act: row.act, by_name: row.byName, person: row.person },
      ...{ person_name: row.personName, text: row.text, detail: storable(row.detail), sha256: row.sha256, leaf: row.leaf },
    })
    .execute()
}

/** Those that the reader may see, in order; a thousand at most. */
export async function listMessages(tx: Tx, request: string): Promise<readonly MessageRow[]> {
  const { rows } =
    await sql<MessageRow>`select m.id, m.owner, m.request, m.at, m.act, m.by_name as "byName", m.person, m.person_name as "personName", m.text, m.detail,
      m.sha256, m.leaf
    from cooperation.request_message m where m.request = ${request}::uuid order by m.at, m.id limit 1000`.execute(tx)
  return rows
}

export type NoteRow = { readonly id: string; readonly at: Date; readonly by: string; readonly text: string }

export async function insertNote(tx: Tx, owner: OrganisationId, request: string, { id, at, by, text }: NoteRow): Promise<void> {
  await tx.insertInto('cooperation.request_note').values({ id, owner, request, at, by, text }).execute()
}

export async function listNotes(tx: Tx, request: string): Promise<readonly NoteRow[]> {
  const { rows } = await sql<NoteRow>`select n.id, n.at, n.by, n.text from cooperation.request_note n
    where n.request = ${request}::uuid order by n.at, n.id limit 1000`.execute(tx)
  return rows
}
