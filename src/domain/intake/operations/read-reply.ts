import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ItemId, OrganisationId, ReplyId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { deriveItems, dropBlobsSoon, type Forget, listItems, listMarked, openListed } from '../../evidence/index.ts'
import { tidy } from '../arrival.ts'
import { replyReceived } from '../events.ts'
import { mayWorkOn } from '../policy.ts'
import { replyLengths as most, type ReplyInput, type ReplyReading, readReplyTask } from '../reply-reading.ts'
import { findReply, lockReplies, type ReplyLine, replaceAttachments, type SettledReply, settleReplyRow } from '../store/replies.ts'
import { findThread } from '../store/threads.ts'
import { withholdReply } from './replies.ts'

/** milliseconds of work that one reply may cost before its reader is stopped */
const readTime = 20_000

type Told = { readonly reading: ReplyReading } | { readonly died: string }

/**
 * Reads a reply and records what it says; tells of it the first time. One whose bytes are gone, or that was pseudonymised, is passed over. A reader's death
 * is said, and the original stays whole.
 */
export async function readReply(ctx: Context, actor: Actor, id: ReplyId, forget: readonly Forget[]): Promise<void> {
  const { reply, item, marked } = await ctx.read(actor, async (tx) => {
    const reply = await findReply(tx, id)
    const [item] = reply === undefined ? [] : await listItems(tx, [reply.item])
    return { reply, item, marked: reply === undefined ? undefined : (await listMarked(tx, [reply.sha256])).has(reply.sha256) }
  })
  if (reply === undefined || item === undefined || reply.owner !== actor.organisation || isGone(reply) || reply.pseudonymised) return
  // the same bytes were marked as child material before: nobody has to look at them again
  if (marked === true) return withholdReply(ctx, actor, id, forget)
  try {
    const told = await read(ctx, reply, await openListed(ctx, actor, item))
    if ('reading' in told && told.reading.childMaterial) return await withholdReply(ctx, actor, id, forget)
    await keep(ctx, actor, id, told)
  } catch (error) {
    if (!isDestroyed(error)) throw error
  }
}

const isGone = ({ state }: Pick<ReplyLine, 'state'>) => state === 'withheld' || state === 'expired'

function isDestroyed(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'evidence.destroyed' || error.code === 'evidence.missing')
}

async function read(ctx: Context, reply: ReplyLine, bytes: Uint8Array): Promise<Told> {
  const said = reply.arrival as Partial<Record<'peer' | 'helo' | 'from' | 'to', string>> & { mailbox?: string; link?: boolean }
  const { peer = '', helo = '', from = '', to = '' } = said
  const envelope: ReplyInput['envelope'] = { peer, helo, from, to, mailbox: said.mailbox !== undefined || said.link === true }
  const dns = ctx.dns.session()
  const outcome = await ctx.sandbox.run(
    readReplyTask,
    { bytes, envelope, domain: ctx.config.TOCSIN_MAIL_DOMAIN },
    { time: readTime, ...(dns === undefined ? {} : { ports: { resolve: dns.resolve } }) },
  )
  if ('ok' in outcome) return { reading: outcome.ok }
  ctx.log.warn({ reply: reply.id, died: outcome.died }, 'intake.reader-died')
  return { died: outcome.died }
}

async function keep(ctx: Context, actor: Actor, id: ReplyId, told: Told): Promise<void> {
  const attachments = 'reading' in told ? told.reading.attachments : []
  await ctx.blobs.put(attachments.map(({ bytes }) => bytes))
  try {
    await perform(ctx, actor, (work) => settle(work, id, told))
  } catch (error) {
    if (!isDestroyed(error)) throw error
    // what was taken out of an original that was destroyed meanwhile must not outlast it
    await perform(ctx, actor, async (work) => {
      work.require(mayWorkOn(actor))
      dropBlobsSoon(
        work,
        attachments.map(({ sha256 }) => sha256),
      )
    })
  }
}

async function settle(work: Work, id: ReplyId, told: Told): Promise<void> {
  work.require(mayWorkOn(work.actor))
  const [reply] = await lockReplies(work.tx, [id])
  if (reply === undefined || isGone(reply) || reply.pseudonymised) return
  const attachments = 'reading' in told ? told.reading.attachments : []
  const items = await deriveItems(
    work,
    reply.item,
    attachments.map(({ sha256, size, mediaType, name, how }) => ({
      ...{ sha256, size, how, mediaType: storableText(mediaType, most.mediaType), name: tidy(name, most.file) },
      ...{ channel: null, handedBy: null, receivedAt: reply.received_at },
    })),
  )
  const rows = attachments.map(({ name, mediaType, size }, at) => ({
    item: present(items[at], 'intake.attachment', 'an item') as ItemId,
    name: tidy(name, most.file),
    media_type: storableText(mediaType, most.mediaType),
    size,
  }))
  await replaceAttachments(work.tx, work.actor.organisation as OrganisationId, id, rows)
  const settled = settledOf(told, work.now)
  await settleReplyRow(work.tx, id, settled)
  work.announce('reply', id)
  if (reply.settled_at !== null) return
  const thread = present(await findThread(work.tx, reply.thread), 'intake.no-thread', 'the thread')
  work.publish(replyReceived, {
    replyId: id,
    threadId: thread.id,
    aboutKind: thread.about_kind,
    about: thread.about,
    closed: thread.closed_at !== null,
    automatic: settled.automatic !== null,
  })
}

function settledOf(told: Told, at: Date): SettledReply {
  if ('died' in told) {
    const nothing = { from_address: null, from_name: null, subject: null, text: '', quoted: '', language: null, message_id: null }
    // who wrote what could not be read is not known: nobody is answered
    return { ...nothing, settled_at: at, automatic: 'machine', authenticated: 'unchecked', authentication: {}, unread_why: told.died }
  }
  const { reading } = told
  return {
    settled_at: at,
    from_address: tidy(reading.from?.address ?? null, most.address),
    from_name: tidy(reading.from?.name ?? null, most.name),
    subject: tidy(reading.subject, most.subject),
    text: storableText(reading.text, most.text),
    quoted: storableText(reading.quoted, most.quoted),
    language: reading.language,
    message_id: tidy(reading.messageId, 998),
    automatic: reading.automatic,
    authenticated: reading.authenticated,
    authentication: { ...reading.authentication },
    unread_why: null,
  }
}
