import { z } from 'zod'
import type { ReleaseId, ReplyId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { defineJob } from '../../../platform/events.ts'
import { queueReleased } from '../../../platform/mail/outgoing.ts'
import { mailSettled } from '../../../platform/mail/settled.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findAction, recordOutcome } from '../../cases/index.ts'
import { findReply, listAttachments, noteSent, replyReceived, threadAddress } from '../../intake/index.ts'
import { bounceStatus } from '../correspondent.ts'
import { findDraft } from '../store/drafts.ts'
import { isAskedToDelete, noteRecallAnswer } from '../store/letter-terms.ts'
import { findMail } from '../store/mail.ts'
import { findAnswered, listActions, lockRelease, updateRelease } from '../store/releases.ts'
import { noteMailed } from './answers.ts'
import { publishEntries } from './lists.ts'
import { noteEvent, ownerOf } from './note.ts'
import { settle } from './settle.ts'
import { submitSample } from './submit.ts'
import { wayFault } from './way-fault.ts'

/** Puts the approved bytes of a release into the outbox; what became of them there comes back as `platform.mail-settled`. Run twice it does so once. */
export const deliverRelease = defineJob({
  name: 'cooperation.deliver',
  payload: z.object({ releaseId: z.string() }),
  async run(ctx, actor, { releaseId }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      await deliver(work, ctx, releaseId as ReleaseId)
    })
  },
})

async function deliver(work: Work, ctx: Context, id: ReleaseId): Promise<void> {
  const found = await lockRelease(work.tx, id)
  if (found === undefined || found.state !== 'decided' || found.mail !== null || found.sha256 === null) return
  if (found.kind === 'block') {
    const receipt = await publishEntries(work, ctx.config, found)
    return settle(work, found, 'why' in receipt ? 'failed' : 'delivered', receipt)
  }
  if (found.way !== null) {
    const fault = await wayFault(work.tx, found)
    if (fault !== undefined) return settle(work, found, 'failed', { why: fault })
    // a page waits for the person who opens it
    if (found.recipient.kind !== 'address') {
      if (found.mediaType.startsWith('multipart/')) work.enqueue(submitSample, { releaseId: id }, { key: id })
      return
    }
  }
  if (found.recipient.kind !== 'address' || found.thread === null) return
  if (found.notBefore !== null && found.notBefore > work.now) {
    work.enqueue(deliverRelease, { releaseId: id }, { key: id, runAt: found.notBefore })
    return
  }
  if (found.until !== null && found.until <= work.now) return settle(work, found, 'failed', { why: 'lapsed' })
  const draft = await findDraft(work.tx, id, found.sha256)
  if (draft === undefined) return settle(work, found, 'failed', { why: 'bytes-gone' })
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const mail = await queueReleased(work, {
    release: id,
    sha256: found.sha256,
    sender: threadAddress(ctx, found.thread),
    to: found.recipient.value,
    title: found.title,
    message: draft.bytes,
  })
  await noteSent(work, found.thread, `<${id}@${domain}>`)
  await updateRelease(work.tx, id, { mail })
  work.announce('release', id)
}

/** Hears what became of a mail, and tells the release, its history and the cases. */
export const settleReleasedMail = defineJob({
  name: 'cooperation.settle-mail',
  payload: mailSettled.payload,
  async run(ctx, actor, { mailId, release, state }) {
    if (release === null) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const found = await lockRelease(work.tx, release as ReleaseId)
      if (found === undefined || found.mail !== mailId || (found.state !== 'decided' && found.state !== 'failed')) return
      const mail = await findMail(work.tx, mailId)
      const receipt = { mail: mailId, answer: mail?.answer ?? null, at: (mail?.sent_at ?? work.now).toISOString() }
      if (state === 'sent') await settle(work, found, 'delivered', receipt)
      else if (state === 'failed' && found.state === 'decided')
        await settle(work, found, 'failed', { ...receipt, why: mail?.reason ?? null })
      else if (state === 'dropped') await settle(work, found, 'recalled', { ...receipt, why: 'dropped' })
    })
  },
})

/** Hears of an answer in a conversation of ours: the letter that it is to has it in its history, and the cases that somebody answered. */
export const hearAnswer = defineJob({
  name: 'cooperation.hear-answer',
  payload: replyReceived.payload,
  async run(ctx, actor, { replyId, threadId, automatic }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      if (!automatic) for (const id of await noteRecallAnswer(work.tx, ownerOf(work), threadId, replyId)) work.announce('release', id)
      const found = await findAnswered(work.tx, ownerOf(work), threadId, replyId)
      if (found === undefined) return
      const bounced = automatic ? await bounceOf(work, replyId) : null
      // it is to the mail that called a letter back: what became of the letter stays as it was
      const asked = await isAskedToDelete(work.tx, found.owner, threadId, found.settledAt ?? found.createdAt)
      await noteEvent(work, found, 'answered', { reply: replyId, automatic, ...(bounced === null || asked ? {} : { bounced }) })
      if (found.kind === 'submit-sample') await noteMailed(work, found.id, replyId)
      if (asked || (automatic && bounced === null)) return
      for (const { action } of await listActions(work.tx, found.id)) {
        if ((await findAction(work.tx, action))?.state !== 'done') continue
        await recordOutcome(work, action, bounced === null ? { kind: 'answered', detail: null } : { kind: 'failed', detail: bounced })
      }
    })
  },
})

/** The status that a report on delivery names (RFC 3464); null for what is none: a receipt of reading, or that it only takes long. */
async function bounceOf(work: Work, id: ReplyId): Promise<string | null> {
  const reply = await findReply(work.tx, id)
  if (reply?.automatic !== 'bounce') return null
  const types = (await listAttachments(work.tx, id)).map((one) => one.media_type)
  if (types.some((type) => /disposition-notification$/.test(type))) return null
  return bounceStatus(`${reply.subject ?? ''}\n${reply.text}\n${reply.quoted}`)
}
