import { createHash } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type ItemId, newId, type OrganisationId, type ReplyId, type ThreadId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { sendTogether } from '../../../platform/db/scope.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { draftItems, dropBlobsSoon } from '../../evidence/index.ts'
import type { Envelope } from '../arrival.ts'
import { replyFiled } from '../events.ts'
import { mayReport } from '../policy.ts'
import { countRecent, countReplyAgain, findSameReply, insertReply } from '../store/replies.ts'
import { lockThread } from '../store/threads.ts'
import { heldBack } from '../thread.ts'

/** Mail that was sent to a thread's address, before anything of it is believed. */
export type ArrivingReply = {
  readonly thread: ThreadId
  readonly bytes: Uint8Array
  readonly envelope: Envelope
  /** it came by a tracking link, and no server delivered it */
  readonly link?: true
}

const hour = 3_600_000

/**
 * Takes a reply in. Resolves when its bytes are synced and reply, custody, audit and job are committed: only then may 250 be said. The same bytes to the
 * same thread are one reply, which counts. Fails with `intake.held-back` when one sender, or all together, have sent too much within an hour.
 */
export async function takeReply(ctx: Context, actor: Actor, arriving: ArrivingReply): Promise<ReplyId> {
  if (!mayReport(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} ${actor.id} may not report`)
  const sha256 = createHash('sha256').update(arriving.bytes).digest('hex')
  await refuseFlood(ctx, actor, arriving, sha256)
  const kept = ctx.blobs.put([arriving.bytes])
  // whoever commits is told
  kept.catch(() => {})
  return perform(ctx, actor, async (work) => {
    const { bytes, thread, envelope } = arriving
    const arrival = { ...envelope, ...(arriving.link === undefined ? {} : { link: true }) }
    const id = await fileReply(work, { thread, sha256, size: bytes.length, arrival, sender: envelope.from, item: null })
    // nothing is committed before what it refers to is safe
    await kept
    return id
  })
}

/** Before a byte is kept. What is here already costs nothing, and may come again. */
async function refuseFlood(ctx: Context, actor: Actor, { thread, envelope }: ArrivingReply, sha256: string): Promise<void> {
  const since = new Date(ctx.now().getTime() - hour)
  const { known, recent } = await ctx.read(actor, async (tx) => ({
    known: await findSameReply(tx, thread, sha256),
    recent: await countRecent(tx, thread, envelope.from.toLowerCase(), since),
  }))
  if (known === undefined && (recent.sender >= heldBack.sender || recent.all >= heldBack.thread))
    throw new Failure('limited', 'intake.held-back', `thread ${thread} had ${recent.all} replies within an hour`)
}

export type FiledReply = {
  readonly thread: ThreadId
  readonly sha256: string
  readonly size: number
  readonly arrival: Readonly<Record<string, unknown>>
  /** the reverse path; empty for the null sender, or where it is not known */
  readonly sender: string
  /** the original, where it is evidence already */
  readonly item: ItemId | null
}

/** Files a reply in the acting organisation and asks for it to be read. The caller has put the bytes into the blob store, and asked for leave. */
export async function fileReply(work: Work, filed: FiledReply): Promise<ReplyId> {
  work.require(mayReport(work.actor))
  const { thread, sha256, size } = filed
  const { owner } = present(await lockThread(work.tx, thread), 'intake.no-thread', `thread ${thread}`)
  const known = await findSameReply(work.tx, thread, sha256)
  if (known !== undefined) {
    // withheld once: the bytes that were put on their way here go at once
    if (known.state === 'withheld') dropBlobsSoon(work, [sha256])
    await countReplyAgain(work.tx, known.id)
    work.record('intake.reply-again', known.id)
    work.announce('reply', known.id)
    return known.id
  }
  const id = newId<'reply'>(work.now.getTime())
  const items = filed.item === null ? draftOriginal(work, filed) : { ids: [filed.item], statements: [] }
  const item = present(items.ids[0], 'intake.reply', 'an item')
  const reply = {
    ...{ id, owner: owner as OrganisationId, thread, item, sha256, sameness: sha256, size, state: 'unread' as const },
    ...{ arrival: filed.arrival, sender: filed.sender.toLowerCase().slice(0, 254), received_at: work.now },
  }
  await sendTogether(work.tx, [...items.statements, insertReply(work.tx, reply)])
  work.publish(replyFiled, { replyId: id })
  work.record('intake.reply-received', id, { thread, size })
  work.announce('reply', id)
  return id
}

function draftOriginal(work: Work, { sha256, size, sender }: FiledReply) {
  const handedBy = sender === '' ? null : sender.slice(0, 254)
  return draftItems(work, [{ sha256, size, mediaType: 'message/rfc822', name: null, channel: null, handedBy, receivedAt: work.now }])
}
