import { sql } from 'kysely'
import { type ItemId, newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

/** A file of an exchange; without a message as long as it was not said. */
export type AttachmentRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly request: string
  readonly message: string | null
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly emptiedAt: Date | null
}
const columns = sql`a.id, a.owner, a.request, a.message, a.name, a.sha256, a.size, a.emptied_at as "emptiedAt"`

export async function insertAttachment(
  tx: Tx,
  { id, owner, request, name, sha256, size }: Omit<AttachmentRow, 'message' | 'emptiedAt'>,
  at: Date,
  by: string,
): Promise<void> {
  await tx.insertInto('cooperation.request_attachment').values({ id, owner, request, name, sha256, size, at, by_actor: by }).execute()
}

/** As far as the reader may see them, in order. */
export async function listAttachments(tx: Tx, request: string): Promise<readonly AttachmentRow[]> {
  const { rows } = await sql<AttachmentRow>`select ${columns} from cooperation.request_attachment a where a.request = ${request}::uuid
    order by a.at, a.id limit 2000`.execute(tx)
  return rows
}

export async function findAttachment(tx: Tx, id: string): Promise<AttachmentRow | undefined> {
  const { rows } = await sql<AttachmentRow>`select ${columns} from cooperation.request_attachment a where a.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** The acting organisation's own that were not said yet, of these ids; locked where they are to be said. */
export async function listUnsaid(tx: Tx, request: string, ids: readonly string[], locked = false): Promise<readonly AttachmentRow[]> {
  const { rows } = await sql<AttachmentRow>`select ${columns} from cooperation.request_attachment a
    where a.request = ${request}::uuid and a.owner = platform.acting() and a.message is null and a.id = any (${[...ids]}::uuid[]) order by a.at, a.id
    ${locked ? sql`for update of a` : sql``}`.execute(tx)
  return rows
}

/** False where it is not there, or was said. */
export async function setSaid(tx: Tx, id: string, message: string, item: ItemId): Promise<boolean> {
  const done = await sql`update cooperation.request_attachment set message = ${message}::uuid, item = ${item}::uuid
    where id = ${id}::uuid and owner = platform.acting() and message is null`.execute(tx)
  return done.numAffectedRows === 1n
}

/** False where it is not there, or was said. */
export async function deleteUnsaid(tx: Tx, id: string): Promise<boolean> {
  const done =
    await sql`delete from cooperation.request_attachment where id = ${id}::uuid and owner = platform.acting() and message is null`.execute(
      tx,
    )
  return (done.numAffectedRows ?? 0n) > 0n
}

/** Those of the acting organisation that nobody said for so long; not those of an answer that waits for a second person. */
export async function deleteForgotten(tx: Tx, before: Date): Promise<void> {
  await sql`delete from cooperation.request_attachment a where a.owner = platform.acting() and a.message is null and a.at < ${before}
    and not exists (select from cooperation.request_answer w where w.owner = platform.acting() and w.request = a.request
      and position(a.id::text in w.said) > 0)`.execute(tx)
}

/** With the items that they are: what was destroyed is given to nobody. */
export async function deleteWithItems(tx: Tx, items: readonly ItemId[]): Promise<void> {
  await sql`delete from cooperation.request_attachment where owner = platform.acting() and item = any (${[...items]}::uuid[])`.execute(tx)
}

/**
 * With the terms and the marks of secrecy that the message bears now (the strictest where they cannot be read): they hold for the reader when it sees that no more.
 * False where its fetching is receipted already.
 */
export async function insertFetched(
  tx: Tx,
  { id }: Pick<AttachmentRow, 'id'>,
  reader: OrganisationId,
  name: string,
  at: Date,
): Promise<boolean> {
  const done = await sql`insert into cooperation.attachment_receipt (id, owner, attachment, reader, name, at, sha256, tlp, onward, secrecy)
    select ${newId(at.getTime())}::uuid, a.owner, a.id, ${reader}::uuid, ${name}, ${at}, a.sha256,
        case when m.detail -> 'terms' ->> 'tlp' in ('clear', 'green', 'amber', 'amber-strict', 'red') then m.detail -> 'terms' ->> 'tlp'
          when m.detail -> 'terms' is not null then 'red' end,
        case when m.detail -> 'terms' ->> 'onward' in ('none', 'ask', 'as-marked') then m.detail -> 'terms' ->> 'onward'
          when m.detail -> 'terms' is not null then 'none' end,
        array(select distinct s.mark from cooperation.secrecy_mark s where s.kind = 'answer' and s.object = a.message and s.lifted_at is null)
      from cooperation.request_attachment a join cooperation.request_message m on m.id = a.message where a.id = ${id}::uuid
    on conflict (attachment, reader) do nothing`.execute(tx)
  return (done.numAffectedRows ?? 0n) > 0n
}

/** Who fetched the acting organisation's own, and when first. */
export async function listFetched(
  tx: Tx,
  request: string,
): Promise<readonly { readonly attachment: string; readonly name: string; readonly at: Date }[]> {
  const { rows } = await sql<{
    attachment: string
    name: string
    at: Date
  }>`select r.attachment, r.name, r.at from cooperation.attachment_receipt r
    join cooperation.request_attachment a on a.id = r.attachment where a.request = ${request}::uuid and r.owner = platform.acting() order by r.at, r.id`.execute(
    tx,
  )
  return rows
}
