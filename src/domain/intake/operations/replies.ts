import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ItemId, OrganisationId, ReplyId, ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { destroyChildMaterial, type Forget, listItems, openEvidence, rootsHolding } from '../../evidence/index.ts'
import type { Arrival, Envelope } from '../arrival.ts'
import { repliesMarked } from '../events.ts'
import { mayReport, mayWorkOn } from '../policy.ts'
import { emptyReplyRow, findReply, lockReplies, type ReplyLine, repliesOf, setReplyReport, setReplyState } from '../store/replies.ts'
import { findReport } from '../store/reports.ts'
import { ensureChannel } from './channels.ts'
import type { Receive } from './receive.ts'

/** Marks replies as read, unread or spam; those whose bytes are gone stay as they are. Answers how many changed. */
export async function markReplies(work: Work, ids: readonly ReplyId[], state: 'unread' | 'read' | 'spam'): Promise<number> {
  work.require(mayWorkOn(work.actor))
  const locked = await lockReplies(work.tx, ids)
  const changing = locked.filter((reply) => !isGone(reply) && reply.state !== state).map(({ id }) => id)
  await setReplyState(work.tx, changing, state)
  for (const id of changing) {
    // that a person looked is no act; that they judged is one
    if (state === 'spam') work.record('intake.reply-spam', id)
    work.announce('reply', id)
  }
  tellMarked(work, changing)
  return changing.length
}

const toldTogether = 200

function tellMarked(work: Work, ids: readonly ReplyId[]): void {
  for (let at = 0; at < ids.length; at += toldTogether) work.publish(repliesMarked, { replyIds: ids.slice(at, at + toldTogether) })
}

const isGone = ({ state }: Pick<ReplyLine, 'state'>) => state === 'withheld' || state === 'expired'

/**
 * Makes a report of a reply: what was sent to the address of a case by mistake. It is filed as if it had come to the desk by mail, under the person who
 * says so. Asked again it is the same report. Fails with `intake.no-reply`, `intake.closed` where its bytes are gone.
 */
export async function reportReply(
  ctx: Context,
  actor: Actor,
  id: ReplyId,
  receive: Receive,
): Promise<{ readonly id: string; readonly reference: string }> {
  if (!mayWorkOn(actor) || !mayReport(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not report`)
  const reply = present(await ctx.read(actor, (tx) => findReply(tx, id)), 'intake.no-reply', `reply ${id}`)
  if (reply.report !== null) {
    const before = await ctx.read(actor, (tx) => findReport(tx, reply.report as ReportId))
    if (before !== undefined) return { id: before.id, reference: before.reference }
  }
  if (isGone(reply)) throw new Failure('conflict', 'intake.closed', `reply ${id} is ${reply.state}`)
  const bytes = await openEvidence(ctx, actor, reply.item)
  const channel = await perform(ctx, actor, (work) => ensureChannel(work, 'console'))
  const receipt = await receive(actor, arrivalOf(reply, channel.id, bytes))
  await perform(ctx, actor, async (work) => {
    work.require(mayWorkOn(actor))
    await setReplyReport(work.tx, id, receipt.id as ReportId)
    work.record('intake.reply-reported', id, { report: receipt.id })
    work.announce('reply', id)
    tellMarked(work, [id])
  })
  return { id: receipt.id, reference: receipt.reference }
}

function arrivalOf(reply: ReplyLine, channel: Arrival['channel'], bytes: Uint8Array): Arrival {
  const envelope = reply.arrival as Partial<Envelope>
  const { peer = '', helo = '', from = '', to = '' } = envelope
  return {
    owner: reply.owner as OrganisationId,
    channel,
    bytes,
    mediaType: 'message/rfc822',
    name: null,
    reporter: from === '' ? null : { address: from, name: null },
    note: null,
    language: null,
    // it stays a report, whatever it answers
    envelope: to === '' ? null : { peer, helo, from, to, ...(envelope.mailbox === undefined ? {} : { mailbox: envelope.mailbox }) },
    reply: reply.id,
    said: 'unwanted',
  }
}

/**
 * A reply marked as suspected child-abuse material: as with a report, its bytes, all that came out of them, and every other original of the organisation
 * that holds the same bytes are destroyed or sealed, and the rooms forget. Fails with `intake.no-reply`, also for another's.
 */
export async function withholdReply(ctx: Context, actor: Actor, id: ReplyId, forget: readonly Forget[]): Promise<void> {
  if (!mayWorkOn(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not withhold`)
  const { reply, roots } = await ctx.read(actor, async (tx) => {
    const found = present(await findReply(tx, id), 'intake.no-reply', `reply ${id}`)
    return { reply: found, roots: await rootsHolding(tx, found.sha256) }
  })
  if (reply.owner !== actor.organisation) throw new Failure('missing', 'intake.no-reply', `reply ${id}`)
  if (reply.state === 'withheld') return
  await destroyChildMaterial(ctx, actor, [...new Set([reply.item, ...roots])], forget)
}

/** What intake removes of its own of replies whose originals are destroyed. */
export async function emptyReplies(work: Work, items: readonly ItemId[]): Promise<void> {
  const gone = new Map((await listItems(work.tx, items)).map((item) => [item.id, item.destroyedWhy === 'child-material']))
  for (const reply of await lockReplies(work.tx, await repliesOf(work.tx, items))) {
    const state = gone.get(reply.item) === true ? 'withheld' : 'expired'
    if (reply.state === 'withheld' || reply.state === state) continue
    tellMarked(work, [reply.id])
    await emptyReplyRow(work.tx, reply.id, state)
    work.record(state === 'withheld' ? 'intake.reply-withheld' : 'intake.reply-expired', reply.id)
    work.announce('reply', reply.id)
  }
}
