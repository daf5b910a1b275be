import { Failure, present } from '../../../base/failure.ts'
import { isId, newId, type OrganisationId, type ThreadId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { findOrganisation } from '../../directory/index.ts'
import { readAddressed } from '../addressed.ts'
import { channelActor, mayWorkOn } from '../policy.ts'
import {
  closeThreadRows,
  findAcknowledged,
  findThread,
  findThreadBySent,
  findThreadByToken,
  insertSent,
  putThread,
  reopenThreadRows,
} from '../store/threads.ts'
import { hashThread, type Subject, threadAddress, threadSameness, threadToken, tidyMessageId } from '../thread.ts'

export type OpenThread = {
  readonly threadId: ThreadId
  /** what to put into Reply-To: nobody can guess it, and what is sent there lands in this thread */
  readonly address: string
}

/**
 * Opens the acting organisation's thread with a correspondent about a thing, or answers the one that is there: opened twice it is the same, and a closed
 * one is open again. Asks whether the actor may work on reports.
 */
export async function openThread(work: Work, ctx: Pick<Context, 'config' | 'mac'>, subject: Subject): Promise<OpenThread> {
  work.require(mayWorkOn(work.actor))
  const id = newId<'thread'>(work.now.getTime())
  const threadId = await putThread(work.tx, {
    id,
    owner: work.actor.organisation as OrganisationId,
    about_kind: subject.aboutKind,
    about: subject.about,
    correspondent: subject.correspondent,
    created_at: work.now,
    token_hash: hashThread(threadToken(ctx.mac, id)),
    sameness: threadSameness(subject),
  })
  return { threadId, address: threadAddress(ctx, threadId) }
}

/**
 * Remembers the Message-ID of a letter that goes out in a thread, with or without angle brackets, so that an answer to it is known by In-Reply-To or
 * References. Fails with `intake.message-id` on a text that is none, `intake.no-thread`.
 */
export async function noteSent(work: Work, threadId: ThreadId, messageId: string): Promise<void> {
  work.require(mayWorkOn(work.actor))
  const tidied = tidyMessageId(messageId)
  if (tidied === undefined) throw new Failure('invalid', 'intake.message-id', 'this is no Message-ID')
  const thread = present(await findThread(work.tx, threadId), 'intake.no-thread', `thread ${threadId}`)
  await insertSent(work.tx, thread.owner, threadId, tidied, work.now)
}

/** All threads about these things have come to an end. They take mail all the same; the event then says so. */
export async function closeThreads(work: Work, about: readonly string[]): Promise<void> {
  work.require(mayWorkOn(work.actor))
  await closeThreadRows(work.tx, about, work.now)
}

/** They go on after all. */
export async function reopenThreads(work: Work, about: readonly string[]): Promise<void> {
  work.require(mayWorkOn(work.actor))
  await reopenThreadRows(work.tx, about)
}

/** Where `case+TOKEN@` leads: to a thread, nowhere, or to an organisation that takes nothing at the moment. */
export type ThreadDoor =
  | { readonly kind: 'open'; readonly owner: OrganisationId; readonly thread: ThreadId }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'none' }

export async function findThreadDoor(ctx: Context, token: string): Promise<ThreadDoor> {
  const found = await ctx.db.transaction().execute((tx) => findThreadByToken(tx, hashThread(token)))
  if (found === undefined) return { kind: 'none' }
  const owner = await ctx.read(channelActor('mail', found.owner), (tx) => findOrganisation(tx, found.owner))
  if (owner === undefined || owner.suspended_at !== null) return { kind: 'suspended' }
  return { kind: 'open', owner: found.owner, thread: found.id }
}

/** What a mail that came to the desk or into a mailbox says it answers. */
export type Answers = {
  /** of In-Reply-To and References */
  readonly messageIds: readonly string[]
  /** addresses that it names as recipients */
  readonly recipients: readonly string[]
}

/** most ids that are looked for: References grows with a conversation */
const lookedFor = 60

/**
 * The acting organisation's thread that a mail belongs to, by the address that it was sent to or by what it answers; undefined for none. An answer to an
 * acknowledgement belongs to a thread about the report, which is opened then, unless it brings something reported (`brings`).
 */
export async function findAnsweredThread(
  work: Work,
  ctx: Pick<Context, 'config' | 'mac'>,
  { messageIds, recipients }: Answers,
  brings: boolean,
): Promise<ThreadId | undefined> {
  const owner = work.actor.organisation as OrganisationId
  const addressed = recipients.map((one) => readAddressed(one, ctx.config.TOCSIN_MAIL_DOMAIN))
  for (const { token } of addressed.filter((one) => one.kind === 'thread').slice(0, 5)) {
    const found = await findThreadByToken(work.tx, hashThread(token))
    if (found?.owner === owner) return found.id
  }
  const ids = messageIds.slice(-lookedFor).flatMap((one) => tidyMessageId(one) ?? [])
  if (ids.length === 0) return undefined
  const sent = await findThreadBySent(work.tx, owner, ids)
  if (sent !== undefined || brings) return sent
  const acknowledged = await findOwnLetter(work.tx, ctx, owner, ids)
  if (acknowledged === undefined) return undefined
  const { report: about, recipient: correspondent } = acknowledged
  return (await openThread(work, ctx, { aboutKind: 'report', about, correspondent })).threadId
}

/** The Message-ID of a letter from the outbox is its id at our domain. */
async function findOwnLetter(tx: Tx, ctx: Pick<Context, 'config'>, owner: OrganisationId, ids: readonly string[]) {
  const ours = `@${ctx.config.TOCSIN_MAIL_DOMAIN.toLowerCase()}`
  const mails = ids.flatMap((one) => {
    const [local = ''] = one.split('@')
    return one.toLowerCase().endsWith(ours) && isId(local) ? [local.toLowerCase()] : []
  })
  return mails.length === 0 ? undefined : findAcknowledged(tx, owner, mails)
}
