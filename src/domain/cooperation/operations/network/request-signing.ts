import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import type { Context } from '../../../../platform/context.ts'
import { hashText, requestBytes } from '../../network/request-content.ts'
import type { RequestSignature } from '../../network/request-view.ts'
import { mayShare } from '../../network/sharing.ts'
import { listUnits } from '../../store/network/contacts.ts'
import { findRequest } from '../../store/network/requests.ts'
import { checkSignatureTask } from '../../tasks.ts'
import { wrongState } from './request-drafts.ts'
import { readStanding } from './standing.ts'

/** milliseconds of work that the check of one signature may cost */
const checkTime = 5_000

/** A signature that is good over these bytes by this key; whether they are still those is asked when it goes. */
export type CheckedSignature = {
  readonly text: string
  readonly sha256: string
  readonly key: string
  readonly fingerprint: string
  readonly at: Date
}

/**
 * Checks a signature over a draft with the key on the card of the designated unit, apart from the server's own thread and before anything is locked. Refuses
 * `cooperation.no-request`, `cooperation.request-state`, `cooperation.no-key`, `cooperation.signature`.
 */
export async function checkSignature(ctx: Context, actor: Actor, id: string, text: string): Promise<CheckedSignature> {
  if (!mayShare(actor)) throw new Failure('forbidden', 'platform.forbidden', 'may not send a request')
  const { bytes, key } = await ctx.read(actor, async (tx) => {
    const { state, owner, content } = present(await findRequest(tx, id), 'cooperation.no-request', `request ${id}`)
    if (state !== 'draft' || owner !== actor.organisation || content === null) throw wrongState(id, state)
    const { member } = await readStanding(tx, actor)
    const [unit] = await listUnits(tx, member === null ? [] : [member.id])
    const held = present(unit?.pgp ?? undefined, 'cooperation.no-key', 'an OpenPGP key on the card of the designated unit')
    return { bytes: requestBytes(content), key: held }
  })
  const looked = await ctx.sandbox.run(checkSignatureTask, { key, signature: text, bytes, now: ctx.now() }, { time: checkTime })
  const verdict = 'ok' in looked ? looked.ok : ({ valid: false, why: 'unsupported' } as const)
  if (!verdict.valid) throw refused(verdict.why)
  return { text, sha256: hashText(bytes), key, fingerprint: verdict.fingerprint, at: verdict.at }
}

type Unit = Awaited<ReturnType<typeof listUnits>>[number]

/** What is told of it, where the request and the card are still what was checked. Refuses `cooperation.signature`. */
export function signatureOf(unit: Unit | undefined, sha256: string, signed: CheckedSignature): RequestSignature {
  if (unit?.pgp !== signed.key) throw refused('other-key')
  if (sha256 !== signed.sha256) throw refused('forged')
  return {
    fingerprint: signed.fingerprint,
    at: signed.at.toISOString(),
    unit: unit.unit,
    keySince: unit.pgpSince?.toISOString() ?? null,
    confirmedAt: unit.confirmedAt?.toISOString() ?? null,
    text: signed.text,
  }
}

const refused = (why: string) => new Failure('invalid', 'cooperation.signature', `the signature is not valid: ${why}`, { detail: { why } })
