import { createTransport } from 'nodemailer'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { Context } from '../context.ts'
import { perform } from '../work.ts'

/**
 * Sends one waiting mail through TOCSIN_RELAY. What the relay refuses for good (5yz) about this mail marks it failed with the reply code; all
 * else, a relay that will not let us in among it, is `unavailable`, to be tried again. A crash between the relay's answer and our note sends it twice,
 * never not at all; its Message-ID is the same.
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
    const refused = refusalOf(cause)
    if (refused === undefined) throw new Failure('unavailable', 'platform.relay', 'the relay did not take the mail', { cause })
    await note(ctx, actor, id, 'failed', refused)
  } finally {
    transport.close()
  }
}

/** Why sender, recipient or message were refused for good: the relay's reply code, or `address` where none could even be asked for. */
function refusalOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause) || (cause.code !== 'EENVELOPE' && cause.code !== 'EMESSAGE')) return undefined
  if ('command' in cause && cause.command === 'API') return 'address'
  return 'responseCode' in cause && typeof cause.responseCode === 'number' && cause.responseCode >= 500
    ? String(cause.responseCode)
    : undefined
}

async function note(ctx: Context, actor: Actor, id: string, state: 'sent' | 'failed', reason: string | null): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    await work.tx
      .updateTable('platform.outgoing_mail')
      .set({ state, reason, sent_at: state === 'sent' ? work.now : null })
      .where('id', '=', id)
      .execute()
    work.announce('mail', id)
  })
}
