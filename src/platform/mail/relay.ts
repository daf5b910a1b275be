import { createHash } from 'node:crypto'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { ReleaseId } from '../../base/id.ts'
import { storableText } from '../../base/storable.ts'
import type { Context } from '../context.ts'
import { depart, type ExemptKind, exemptKinds, type Warrant } from '../departures.ts'
import { perform } from '../work.ts'
import { mailSettled } from './settled.ts'

/**
 * Sends one waiting mail through TOCSIN_RELAY. What the relay refuses for good (5yz) about this mail marks it failed with the reply code; all
 * else, a relay that will not let us in among it, is `unavailable`, to be tried again. A crash between the relay's answer and our note sends it twice,
 * never not at all; its Message-ID is the same. Bytes that are not those their release names do not leave.
 */
export async function deliver(ctx: Context, actor: Actor, id: string): Promise<void> {
  const relay = ctx.config.TOCSIN_RELAY
  if (relay === null) return
  const mail = await ctx.read(actor, (tx) =>
    tx
      .selectFrom('platform.outgoing_mail')
      .select(['kind', 'release', 'release_sha256', 'sender', 'recipient', 'message', 'state'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (mail === undefined || mail.state !== 'waiting') return
  const { release } = mail
  const warrant = warrantOf(mail)
  if (warrant === undefined) {
    ctx.log.error({ mail: id }, 'mail.without-warrant')
    await note(ctx, actor, { id, release, state: 'failed', reason: 'altered', answer: null })
    return
  }
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url: relay, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 })
  try {
    depart({ way: 'smtp', to: mail.recipient, warrant, bytes: mail.message })
    const { response } = await transport.sendMail({ envelope: { from: mail.sender, to: [mail.recipient] }, raw: mail.message })
    await note(ctx, actor, { id, release, state: 'sent', reason: null, answer: storableText(response ?? '', 500) })
  } catch (cause) {
    const refused = refusalOf(cause)
    if (refused === undefined) throw new Failure('unavailable', 'platform.relay', 'the relay did not take the mail', { cause })
    await note(ctx, actor, { id, release, state: 'failed', reason: refused, answer: null })
  } finally {
    transport.close()
  }
}

type Waiting = { readonly kind: string; readonly release: string | null; readonly release_sha256: string | null; readonly message: Buffer }

/** By what right a mail may go; undefined where there is none. */
function warrantOf({ kind, release, release_sha256: sha256, message }: Waiting): Warrant | undefined {
  if (release !== null && sha256 !== null)
    return createHash('sha256').update(message).digest('hex') === sha256
      ? { kind: 'release', release: release as ReleaseId, sha256 }
      : undefined
  const exempt: ExemptKind | undefined = exemptKinds.find((one) => one === kind)
  return exempt === undefined ? undefined : { kind: 'exempt', exempt }
}

/** Why sender, recipient or message were refused for good: the relay's reply code, or `address` where none could even be asked for. */
function refusalOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause) || (cause.code !== 'EENVELOPE' && cause.code !== 'EMESSAGE')) return undefined
  if ('command' in cause && cause.command === 'API') return 'address'
  return 'responseCode' in cause && typeof cause.responseCode === 'number' && cause.responseCode >= 500
    ? String(cause.responseCode)
    : undefined
}

type Settled = {
  readonly id: string
  readonly release: string | null
  readonly state: 'sent' | 'failed'
  readonly reason: string | null
  /** what the relay said when it took it */
  readonly answer: string | null
}

async function note(ctx: Context, actor: Actor, { id, release, state, reason, answer }: Settled): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    await work.tx
      .updateTable('platform.outgoing_mail')
      .set({ state, reason, answer, sent_at: state === 'sent' ? work.now : null })
      .where('id', '=', id)
      .execute()
    work.publish(mailSettled, { mailId: id, release, state })
    work.announce('mail', id)
  })
}
