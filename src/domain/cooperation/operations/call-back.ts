import { Failure, present } from '../../../base/failure.ts'
import type { ReleaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { queueLetter } from '../../../platform/mail/outgoing.ts'
import type { Work } from '../../../platform/work.ts'
import { findOrganisation } from '../../directory/index.ts'
import { noteSent, threadAddress } from '../../intake/index.ts'
import { fillCallBack, letterLanguage } from '../letter.ts'
import { mayDecide, mayDraft } from '../policy.ts'
import { mayCallBack, type ReleaseRow } from '../release.ts'
import { confirmRecall, insertRecall } from '../store/letter-terms.ts'
import { lockRelease, updateRelease } from '../store/releases.ts'
import { noteEvent, ownerOf } from './note.ts'

/**
 * Calls a letter back that has gone: its recipient is asked by mail, in the same conversation, to delete it and to say so. That mail names the letter by our reference, its moment and hash,
 * never what it said. It stands open until somebody notes that they did. Refuses `cooperation.gone` for what nobody can be asked about by mail, or was already.
 */
export async function callBackLetter(work: Work, ctx: Pick<Context, 'config' | 'mac'>, found: ReleaseRow, reason: string): Promise<void> {
  work.require(mayDecide(work.actor) && work.actor.kind === 'person')
  if (!mayCallBack(found) || found.thread === null || found.sha256 === null)
    throw new Failure('conflict', 'cooperation.gone', `release ${found.id} cannot be called back`)
  const owner = ownerOf(work)
  const { name } = present(await findOrganisation(work.tx, owner), 'cooperation.no-organisation', 'the organisation')
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const message = `<${found.id}@${domain}>`
  const answer = threadAddress(ctx, found.thread)
  const words = fillCallBack(letterLanguage(found.recipient.language), {
    ...{ organisation: name, recipient: found.recipient.name ?? found.recipient.value, codes: found.codes.join(', ') },
    ...{ sent: (found.settledAt ?? work.now).toISOString().slice(0, 10), message, sha256: found.sha256 },
  })
  const mail = await queueLetter(
    work,
    {
      ...{
        kind: 'call-back',
        about: found.id,
        to: found.recipient.value,
        replyTo: answer,
        sender: answer,
        answers: message,
        auto: false,
        ...words,
      },
      from: { name, address: `report@${domain}` },
    },
    domain,
  )
  await noteSent(work, found.thread, `<${mail}@${domain}>`)
  await insertRecall(work.tx, { release: found.id, owner, mail, at: work.now, by: work.actor.id })
  await updateRelease(work.tx, found.id, { receipt: { ...found.receipt, reason } })
  await noteEvent(work, found, 'called-back')
}

/** Notes that the recipient has deleted it, whichever way they said so. Refuses `cooperation.no-recall`. */
export async function noteDeleted(work: Work, id: ReleaseId): Promise<void> {
  work.require(mayDraft(work.actor))
  const found = present(await lockRelease(work.tx, id), 'cooperation.no-release', `release ${id}`)
  if (!(await confirmRecall(work.tx, id, work.now, work.actor.id)))
    throw new Failure('missing', 'cooperation.no-recall', `release ${id} waits for no confirmation`)
  await noteEvent(work, found, 'deletion-confirmed', found.recall?.reply == null ? {} : { reply: found.recall.reply })
}
