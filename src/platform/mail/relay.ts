import { createTransport } from 'nodemailer'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { Context } from '../context.ts'
import { setScope } from '../db/scope.ts'

/**
 * Sends one waiting mail through TOCSIN_RELAY. A refusal for good (5yz) marks it failed with the reply code; anything else is `unavailable`,
 * to be tried again. A crash between the relay's answer and our note sends it twice, never not at all; its Message-ID is the same.
 */
export async function deliver(ctx: Context, actor: Actor, id: string): Promise<void> {
  const relay = ctx.config.TOCSIN_RELAY
  if (relay === null) return
  const mail = await ctx.read(actor, (tx) =>
    tx.selectFrom('platform.outgoing_mail').select(['sender', 'recipient', 'message', 'state']).where('id', '=', id).executeTakeFirst(),
  )
  if (mail === undefined || mail.state !== 'waiting') return
  const transport = createTransport({ url: relay, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 })
  try {
    await transport.sendMail({ envelope: { from: mail.sender, to: [mail.recipient] }, raw: mail.message })
    await note(ctx, actor, id, 'sent', null)
  } catch (cause) {
    const code = cause instanceof Error && 'responseCode' in cause && typeof cause.responseCode === 'number' ? cause.responseCode : 0
    if (code < 500) throw new Failure('unavailable', 'platform.relay', 'the relay did not take the mail', { cause })
    await note(ctx, actor, id, 'failed', String(code))
  } finally {
    transport.close()
  }
}

async function note(ctx: Context, actor: Actor, id: string, state: 'sent' | 'failed', reason: string | null): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await setScope(tx, actor)
    await tx
      .updateTable('platform.outgoing_mail')
      .set({ state, reason, sent_at: state === 'sent' ? ctx.now() : null })
      .where('id', '=', id)
      .execute()
  })
}
