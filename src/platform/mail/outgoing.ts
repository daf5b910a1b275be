import MailComposer from 'nodemailer/lib/mail-composer'
import { z } from 'zod'
import { newId } from '../../base/id.ts'
import { defineJob } from '../events.ts'
import { perform, type Work } from '../work.ts'
import { deliver } from './relay.ts'

/** A letter in plain text. `auto` marks what no person wrote (RFC 3834 §5): it goes out with the null reverse path and asks for no answer. */
export type Letter = {
  /** what sort of mail it is: `acknowledgement`, `invitation`, `digest` */
  readonly kind: string
  /** id of what it is about, for the console */
  readonly about: string | null
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly title: string
  readonly text: string
  readonly auto: boolean
  /** message id that it answers */
  readonly answers?: string
  /** why a person must look first; held mail goes only when released */
  readonly held?: string
}

const payload = z.object({ mailId: z.string() })

/** Hands one mail to the relay; retried with back-off while the relay is away. Without a relay the mail stays in the outbox. */
export const sendMail = defineJob({
  name: 'platform.send-mail',
  payload,
  attempts: 12,
  async run(ctx, actor, { mailId }) {
    await deliver(ctx, actor, mailId)
  },
})

/** Asks again for all of the acting organisation's mail that waits to be sent: after a time in which none was to leave. */
export const sendWaiting = defineJob({
  name: 'platform.send-waiting',
  payload: z.object({}),
  async run(ctx, actor) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const waiting = await work.tx
        .selectFrom('platform.outgoing_mail')
        .select('id')
        .where('owner', '=', actor.organisation)
        .where('state', '=', 'waiting')
        .orderBy('created_at')
        .execute()
      for (const { id } of waiting) work.enqueue(sendMail, { mailId: id }, { key: id })
    })
  },
})

/** Puts a letter into the acting organisation's outbox, and asks for it to be sent unless it is held. Answers its id. */
export async function queueLetter(work: Work, letter: Letter, domain: string): Promise<string> {
  const id = newId(work.now.getTime())
  const message = await compose(letter, id, domain, work.now)
  await work.tx
    .insertInto('platform.outgoing_mail')
    .values({
      id,
      owner: work.actor.organisation ?? '',
      kind: letter.kind,
      about: letter.about,
      sender: letter.auto ? '' : letter.from.address,
      recipient: letter.to,
      title: letter.title,
      message,
      state: letter.held === undefined ? 'waiting' : 'held',
      reason: letter.held ?? null,
      created_at: work.now,
    })
    .execute()
  if (letter.held === undefined) work.enqueue(sendMail, { mailId: id }, { key: id })
  work.announce('mail', id)
  return id
}

/** The letter as it will go over the wire (RFC 5322), its text as quoted-printable UTF-8. */
export async function compose(letter: Letter, id: string, domain: string, now: Date): Promise<Buffer> {
  const automatic = letter.auto ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'auto_reply' } : {}
  const mail = new MailComposer({
    from: letter.from,
    to: letter.to,
    subject: letter.title,
    text: letter.text,
    date: now,
    messageId: `<${id}@${domain}>`,
    ...(letter.answers === undefined ? {} : { inReplyTo: letter.answers, references: letter.answers }),
    headers: automatic,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return mail.compile().build()
}
