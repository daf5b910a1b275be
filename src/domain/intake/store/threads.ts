import { sql } from 'kysely'
import type { OrganisationId, ThreadId } from '../../../base/id.ts'
import { plannedOnce } from '../../../platform/db/planned.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { AboutKind } from '../thread.ts'

export type ThreadRow = {
  readonly id: ThreadId
  readonly owner: OrganisationId
  readonly about_kind: AboutKind
  readonly about: string
  readonly correspondent: string | null
  readonly created_at: Date
  readonly closed_at: Date | null
}

export const threadColumns = ['id', 'owner', 'about_kind', 'about', 'correspondent', 'created_at', 'closed_at'] as const

export type NewThread = Omit<ThreadRow, 'closed_at'> & { readonly token_hash: string; readonly sameness: string }

/** Adds it, or opens again the one that is there for the same two; answers its id. */
export async function putThread(tx: Tx, thread: NewThread): Promise<ThreadId> {
  const row = await tx
    .insertInto('intake.thread')
    .values(thread)
    .onConflict((on) => on.columns(['owner', 'sameness']).doUpdateSet({ closed_at: null }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id as ThreadId
}

export async function findThread(tx: Tx, id: ThreadId): Promise<ThreadRow | undefined> {
  return (await tx.selectFrom('intake.thread').select(threadColumns).where('id', '=', id).executeTakeFirst()) as ThreadRow | undefined
}

/** Ours, locked, so that what comes into one thread at the same moment comes one after another. */
export async function lockThread(tx: Tx, id: ThreadId): Promise<ThreadRow | undefined> {
  const { rows } = await sql<ThreadRow>`select id, owner, about_kind, about, correspondent, created_at, closed_at from intake.thread
    where id = ${id} and owner = platform.acting() for no key update`.execute(tx)
  return rows[0]
}

/** Asked before any organisation acts: where an address leads. */
export async function findThreadByToken(tx: Tx, hash: string): Promise<{ owner: OrganisationId; id: ThreadId } | undefined> {
  const { rows } = await sql<{ owner: OrganisationId; id: ThreadId }>`select owner, id from intake.find_thread(${hash})`.execute(tx)
  return rows[0]
}

export async function closeThreadRows(tx: Tx, about: readonly string[], at: Date): Promise<void> {
  await sql`update intake.thread set closed_at = ${at} where owner = platform.acting() and about = any (${about}::uuid[]) and closed_at is null`.execute(
    tx,
  )
}

export async function reopenThreadRows(tx: Tx, about: readonly string[]): Promise<void> {
  await sql`update intake.thread set closed_at = null where owner = platform.acting() and about = any (${about}::uuid[])`.execute(tx)
}

export async function insertSent(tx: Tx, owner: OrganisationId, thread: ThreadId, messageId: string, at: Date): Promise<void> {
  await tx
    .insertInto('intake.sent_message')
    .values({ owner, thread, message_id: messageId, at })
    .onConflict((on) => on.doNothing())
    .execute()
}

/** Message-IDs of our letters in a thread before then, without angle brackets, the oldest of the latest so many first. */
export async function listSent(tx: Tx, thread: ThreadId, before: Date, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('intake.sent_message')
    .select('message_id')
    .where('thread', '=', thread)
    .where('at', '<', before)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ message_id }) => message_id).reverse()
}

/** The thread that the latest of our letters among these belongs to. */
export async function findThreadBySent(tx: Tx, owner: OrganisationId, messageIds: readonly string[]): Promise<ThreadId | undefined> {
  const row = await tx
    .selectFrom('intake.sent_message')
    .modifyFront(plannedOnce)
    .select('thread')
    .where('owner', '=', owner)
    .where('message_id', '=', sql<string>`any (${[...messageIds]}::text[])`)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.thread as ThreadId | undefined
}

/** The acknowledgement of a report among outgoing mail of these ids: the report, and whom we wrote to. */
export async function findAcknowledged(
  tx: Tx,
  owner: OrganisationId,
  mailIds: readonly string[],
): Promise<{ readonly report: string; readonly recipient: string } | undefined> {
  const row = await tx
    .selectFrom('platform.outgoing_mail')
    .select(['about', 'recipient'])
    .where('owner', '=', owner)
    .where('kind', '=', 'acknowledgement')
    .where('id', 'in', [...mailIds])
    .where('about', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row === undefined || row.about === null ? undefined : { report: row.about, recipient: row.recipient }
}
