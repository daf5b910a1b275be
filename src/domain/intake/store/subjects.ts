import { sql } from 'kysely'
import type { ItemId, ReplyId, ReportId, ThreadId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { subjectSpellings } from '../../evidence/index.ts'

export type NamingReport = {
  readonly id: ReportId
  readonly reference: string
  readonly received_at: Date
  readonly state: string
  readonly form: string
  readonly item: ItemId | null
  readonly reporter_address: string | null
  readonly reporter_name: string | null
  readonly name: string | null
  readonly note: string | null
  readonly language: string | null
  readonly arrival: Readonly<Record<string, unknown>>
}

/** Ours whose reporter, note, file name or envelope may speak of the person; the caller decides. Reads all of the organisation's reports. */
export async function listReportsNaming(tx: Tx, text: string): Promise<readonly NamingReport[]> {
  const { rows } = await sql<NamingReport>`
    select r.id, r.reference, r.received_at, r.state, r.form, r.item, r.reporter_address, r.reporter_name, r.name, r.note, r.language, r.arrival
    from intake.report r, concat_ws(E'\n', r.reporter_address, r.reporter_name, r.name, r.note,
      r.arrival ->> 'from', r.arrival ->> 'to', r.arrival ->> 'helo', r.arrival ->> 'peer') said
    where r.owner = platform.acting() and exists (select from unnest(${subjectSpellings(text)}::text[]) s
      where position(s in said) > 0 or position(lower(s) in lower(said)) > 0)
    order by r.received_at desc, r.id`.execute(tx)
  return rows
}

export type NamingMail = {
  readonly id: string
  readonly kind: string
  readonly recipient: string
  readonly title: string
  readonly state: string
  readonly created_at: Date
  readonly message: Buffer
}

/** Ours whose recipient or title may speak of the person; the caller decides. */
export async function listMailNaming(tx: Tx, text: string): Promise<readonly NamingMail[]> {
  const { rows } = await sql<NamingMail>`
    select m.id, m.kind, m.recipient, m.title, m.state, m.created_at, m.message
    from platform.outgoing_mail m, concat_ws(E'\n', m.recipient, m.title) said
    where m.owner = platform.acting() and exists (select from unnest(${subjectSpellings(text)}::text[]) s
      where position(s in said) > 0 or position(lower(s) in lower(said)) > 0)
    order by m.created_at desc, m.id`.execute(tx)
  return rows
}

export async function deleteMails(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from platform.outgoing_mail where id = any (${ids}::uuid[]) and owner = platform.acting()`.execute(tx)
}

/** What was written to somebody stays as a fact; what still waited does not go any more. */
export async function blankMails(tx: Tx, ids: readonly string[], recipient: string): Promise<void> {
  await sql`update platform.outgoing_mail set recipient = ${recipient}, title = '', message = '',
      state = case when state in ('waiting', 'held') then 'dropped' else state end
    where id = any (${ids}::uuid[]) and owner = platform.acting()`.execute(tx)
}

export type NamingReply = {
  readonly id: ReplyId
  readonly thread: ThreadId
  readonly item: ItemId
  readonly state: string
  readonly received_at: Date
  readonly from_address: string | null
  readonly from_name: string | null
  readonly subject: string | null
  readonly text: string
  readonly quoted: string
  readonly sender: string
  readonly arrival: Readonly<Record<string, unknown>>
  readonly attached: readonly string[]
}

/** Ours that may speak of the person, by whom they come from, in their words or by what hangs on them; the caller decides. */
export async function listRepliesNaming(tx: Tx, text: string): Promise<readonly NamingReply[]> {
  const { rows } = await sql<NamingReply>`
    select r.id, r.thread, r.item, r.state, r.received_at, r.from_address, r.from_name, r.subject, r.text, r.quoted, r.sender, r.arrival, a.attached
    from intake.reply r
      cross join lateral (select coalesce(array_agg(name) filter (where name is not null), '{}') as attached
        from intake.reply_attachment where reply = r.id) a,
      concat_ws(E'\n', r.from_address, r.from_name, r.subject, r.text, r.quoted, r.sender, r.arrival ->> 'from', r.arrival ->> 'to', r.arrival ->> 'helo',
        r.arrival ->> 'peer', array_to_string(a.attached, E'\n')) said
    where r.owner = platform.acting() and exists (select from unnest(${subjectSpellings(text)}::text[]) s
      where position(s in said) > 0 or position(lower(s) in lower(said)) > 0)
    order by r.received_at desc, r.id`.execute(tx)
  return rows
}

export type RenamedReply = Pick<NamingReply, 'id' | 'from_address' | 'from_name' | 'subject' | 'text' | 'quoted' | 'sender'> & {
  readonly arrival: string
}

/** A reply as it stands without the person's name; its attachments lose their names, which may say it too. It is not read again. */
export async function renameReply(tx: Tx, { id, ...said }: RenamedReply): Promise<void> {
  await tx
    .updateTable('intake.reply')
    .set({ ...said, pseudonymised: true, message_id: null })
    .where('id', '=', id)
    .execute()
}

export async function renameAttachments(tx: Tx, reply: ReplyId): Promise<void> {
  await sql`delete from intake.reply_attachment where reply = ${reply}`.execute(tx)
}

export type NamingThread = { readonly id: ThreadId; readonly correspondent: string; readonly created_at: Date }

export async function listThreadsNaming(tx: Tx, text: string): Promise<readonly NamingThread[]> {
  const { rows } = await sql<NamingThread>`
    select t.id, t.correspondent, t.created_at from intake.thread t
    where t.owner = platform.acting() and t.correspondent is not null and exists (select from unnest(${subjectSpellings(text)}::text[]) s
      where position(s in t.correspondent) > 0 or position(lower(s) in lower(t.correspondent)) > 0)
    order by t.created_at desc, t.id`.execute(tx)
  return rows
}

/** The conversation stays; whom it was with does not, nor what would make it one with a later one. */
export async function renameThreads(tx: Tx, ids: readonly ThreadId[], correspondent: string | null): Promise<void> {
  await sql`update intake.thread set correspondent = ${correspondent}, sameness = 'apart ' || id
    where id = any (${ids}::uuid[]) and owner = platform.acting()`.execute(tx)
}
