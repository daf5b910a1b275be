import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ItemId, OrganisationId, ReplyId, ReportId, ThreadId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import { insertion } from '../../../platform/db/insert.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { type Statement, sendTogether } from '../../../platform/db/scope.ts'
import type { Authenticated, Automatic } from '../reply-reading.ts'
import type { AboutKind } from '../thread.ts'

export type ReplyState = 'unread' | 'read' | 'spam' | 'withheld' | 'expired'

export type ReplyRow = {
  readonly id: ReplyId
  readonly owner: OrganisationId
  readonly thread: ThreadId
  readonly item: ItemId
  readonly sha256: string
  readonly size: number
  readonly times: number
  readonly state: ReplyState
  readonly arrival: unknown
  readonly settled_at: Date | null
  readonly from_address: string | null
  readonly from_name: string | null
  readonly subject: string | null
  readonly text: string
  readonly quoted: string
  readonly language: string | null
  readonly message_id: string | null
  readonly automatic: Automatic | null
  readonly authenticated: Authenticated
  readonly authentication: unknown
  readonly unread_why: string | null
  readonly report: ReportId | null
  readonly pseudonymised: boolean
  readonly received_at: Date
}

/** A reply with what its thread is about, and how much hangs on it. */
export type ReplyLine = ReplyRow & {
  readonly about_kind: AboutKind
  readonly about: string
  readonly correspondent: string | null
  readonly thread_created_at: Date
  readonly thread_closed_at: Date | null
  readonly attachments: number
}

export type NewReply = {
  readonly id: ReplyId
  readonly owner: OrganisationId
  readonly thread: ThreadId
  readonly item: ItemId
  readonly sha256: string
  readonly sameness: string
  readonly size: number
  readonly state: ReplyState
  readonly arrival: Readonly<Record<string, unknown>>
  readonly sender: string
  readonly received_at: Date
}

export function insertReply(tx: Tx, reply: NewReply): Statement {
  return insertion(tx, 'intake.reply', [reply])
}

/** The reply that these bytes are in this thread. */
export async function findSameReply(tx: Tx, thread: ThreadId, sameness: string): Promise<Pick<ReplyRow, 'id' | 'state'> | undefined> {
  return (await tx
    .selectFrom('intake.reply')
    .select(['id', 'state'])
    .where('thread', '=', thread)
    .where('sameness', '=', sameness)
    .executeTakeFirst()) as Pick<ReplyRow, 'id' | 'state'> | undefined
}

export async function countReplyAgain(tx: Tx, id: ReplyId): Promise<void> {
  await tx
    .updateTable('intake.reply')
    .set((eb) => ({ times: eb('times', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Replies that came into a thread since then: all, and those of one sender. */
export async function countRecent(tx: Tx, thread: ThreadId, sender: string, since: Date): Promise<{ all: number; sender: number }> {
  const { rows } = await sql<{ every: number; theirs: number }>`
    select count(*)::int as every, (count(*) filter (where sender = ${sender}))::int as theirs from (
      select sender from intake.reply where thread = ${thread} and received_at > ${since} order by received_at desc limit 1000) recent`.execute(
    tx,
  )
  return { all: rows[0]?.every ?? 0, sender: rows[0]?.theirs ?? 0 }
}

const line = sql`r.id, r.owner, r.thread, r.item, r.sha256, r.size, r.times, r.state, r.arrival, r.settled_at, r.from_address, r.from_name, r.subject, r.text,
  r.quoted, r.language, r.message_id, r.automatic, r.authenticated, r.authentication, r.unread_why, r.report, r.pseudonymised, r.received_at,
  t.about_kind, t.about, t.correspondent, t.created_at as thread_created_at, t.closed_at as thread_closed_at,
  (select count(*)::int from intake.reply_attachment a where a.reply = r.id) as attachments`

export async function findReply(tx: Tx, id: ReplyId): Promise<ReplyLine | undefined> {
  const { rows } =
    await sql<ReplyLine>`select ${line} from intake.reply r join intake.thread t on t.id = r.thread where r.id = ${id}`.execute(tx)
  return rows[0]
}

export type ReplyFilter = {
  readonly state?: ReplyState | undefined
  readonly before?: Cursor | undefined
  readonly limit: number
}

/** Ours, newest first; `about` null: whatever they are about. */
export async function listReplyLines(
  tx: Tx,
  owner: OrganisationId,
  about: readonly string[] | null,
  { state, before, limit }: ReplyFilter,
): Promise<readonly ReplyLine[]> {
  const { rows } = await sql<ReplyLine>`
    select ${line} from intake.reply r join intake.thread t on t.id = r.thread
    where r.owner = ${owner}
      ${about === null ? sql`` : sql`and r.thread in (select id from intake.thread where owner = ${owner} and about = any (${about}::uuid[]))`}
      ${state === undefined ? sql`` : sql`and r.state = ${state}`}
      ${before === undefined ? sql`` : sql`and (r.received_at, r.id) < (${before.at}, ${before.id}::uuid)`}
    order by r.received_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

/** What came into these threads, newest first. */
export async function listRepliesIn(
  tx: Tx,
  threads: readonly ThreadId[],
  { state, before, limit }: ReplyFilter,
): Promise<readonly ReplyLine[]> {
  if (threads.length === 0) return []
  const { rows } = await sql<ReplyLine>`
    select ${line} from intake.reply r join intake.thread t on t.id = r.thread
    where r.owner = platform.acting() and r.thread = any (${threads}::uuid[])
      ${state === undefined ? sql`` : sql`and r.state = ${state}`}
      ${before === undefined ? sql`` : sql`and (r.received_at, r.id) < (${before.at}, ${before.id}::uuid)`}
    order by r.received_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

/** Ours, locked in one order everywhere. */
export async function lockReplies(tx: Tx, ids: readonly ReplyId[]): Promise<readonly ReplyRow[]> {
  const { rows } =
    await sql<ReplyRow>`select id, owner, thread, item, sha256, size, times, state, arrival, settled_at, from_address, from_name, subject, text,
      quoted, language, message_id, automatic, authenticated, authentication, unread_why, report, pseudonymised, received_at
    from intake.reply where id = any (${ids}::uuid[]) and owner = platform.acting() order by id for no key update`.execute(tx)
  return rows
}

export async function setReplyState(tx: Tx, ids: readonly ReplyId[], state: ReplyState): Promise<void> {
  await sql`update intake.reply set state = ${state} where id = any (${ids}::uuid[]) and owner = platform.acting()`.execute(tx)
}

export async function setReplyReport(tx: Tx, id: ReplyId, report: ReportId): Promise<void> {
  await tx.updateTable('intake.reply').set({ report, state: 'read' }).where('id', '=', id).execute()
}

export type SettledReply = {
  readonly settled_at: Date
  readonly from_address: string | null
  readonly from_name: string | null
  readonly subject: string | null
  readonly text: string
  readonly quoted: string
  readonly language: string | null
  readonly message_id: string | null
  readonly automatic: Automatic | null
  readonly authenticated: Authenticated
  readonly authentication: Readonly<Record<string, string>>
  readonly unread_why: string | null
}

export async function settleReplyRow(tx: Tx, id: ReplyId, settled: SettledReply): Promise<void> {
  await tx
    .updateTable('intake.reply')
    .set({ ...settled, authentication: storable(settled.authentication) })
    .where('id', '=', id)
    .execute()
}

export type AttachmentRow = { readonly item: ItemId; readonly name: string | null; readonly media_type: string; readonly size: number }

export async function replaceAttachments(tx: Tx, owner: OrganisationId, reply: ReplyId, rows: readonly AttachmentRow[]): Promise<void> {
  const statements = [sql`delete from intake.reply_attachment where reply = ${reply}`.compile(tx)]
  if (rows.length > 0)
    statements.push(
      insertion(
        tx,
        'intake.reply_attachment',
        rows.map((row, position) => ({ ...row, owner, reply, position })),
      ),
    )
  await sendTogether(tx, statements)
}

export async function listAttachments(tx: Tx, reply: ReplyId): Promise<readonly AttachmentRow[]> {
  return (await tx
    .selectFrom('intake.reply_attachment')
    .select(['item', 'name', 'media_type', 'size'])
    .where('reply', '=', reply)
    .orderBy('position')
    .execute()) as AttachmentRow[]
}

/** The replies whose originals these are. */
export async function repliesOf(tx: Tx, items: readonly ItemId[]): Promise<readonly ReplyId[]> {
  if (items.length === 0) return []
  const { rows } = await sql<{
    id: ReplyId
  }>`select id from intake.reply where item = any (${items}::uuid[]) and owner = platform.acting()`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Nothing stays but the fact and the hash; `apart`: the same bytes that come again are a new reply. */
export async function emptyReplyRow(tx: Tx, id: ReplyId, state: 'withheld' | 'expired'): Promise<void> {
  const apart = state === 'expired' ? sql`, sameness = 'expired ' || id, arrival = '{}', sender = ''` : sql``
  await sql`update intake.reply set state = ${state}, from_address = null, from_name = null, subject = null, text = '', quoted = '', language = null,
    message_id = null ${apart} where id = ${id}`.execute(tx)
  await tx.deleteFrom('intake.reply_attachment').where('reply', '=', id).execute()
}

/** What was answered about these things, newest first, at most so many; for rooms that show or count them. */
export async function listReplies(tx: Tx, aboutKind: AboutKind, about: readonly string[], limit = 200): Promise<readonly ReplyLine[]> {
  if (about.length === 0) return []
  const { rows } = await sql<ReplyLine>`
    select ${line} from intake.reply r join intake.thread t on t.id = r.thread
    where r.owner = platform.acting() and r.thread in (
      select id from intake.thread where owner = platform.acting() and about_kind = ${aboutKind} and about = any (${about}::uuid[]))
    order by r.received_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

/** What was added to a report by its tracking link: how often, and when last. */
export async function countAdditions(tx: Tx, report: ReportId): Promise<{ count: number; lastAt: Date | null }> {
  const { rows } = await sql<{ count: number; lastAt: Date | null }>`select count(*)::int as count, max(r.received_at) as "lastAt"
    from intake.reply r join intake.thread t on t.id = r.thread
    where t.owner = platform.acting() and t.about = ${report} and t.about_kind = 'report' and r.arrival @> '{"link": true}'`.execute(tx)
  return rows[0] ?? { count: 0, lastAt: null }
}
