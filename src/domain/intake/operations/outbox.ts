import { Failure, present } from '../../../base/failure.ts'
import { parseMessage } from '../../../formats/mime/index.ts'
import { sendMail } from '../../../platform/mail/outgoing.ts'
import { mailSettled } from '../../../platform/mail/settled.ts'
import type { Work } from '../../../platform/work.ts'
import { mayDecideMail } from '../policy.ts'
import { lockOutgoing, type OutgoingRow, setOutgoing } from '../store/mail.ts'

const from: Record<'release' | 'drop' | 'retry', readonly OutgoingRow['state'][]> = {
  release: ['held'],
  drop: ['held', 'waiting', 'failed'],
  retry: ['failed', 'waiting'],
}

/** Lets a held mail go, drops one, or tries a failed one again. Refuses with `intake.mail-state` what its state does not allow. */
export async function decideOutgoing(work: Work, id: string, decision: 'release' | 'drop' | 'retry'): Promise<OutgoingRow> {
  work.require(mayDecideMail(work.actor))
  const mail = present(await lockOutgoing(work.tx, id), 'intake.no-mail', `mail ${id}`)
  if (!from[decision].includes(mail.state)) throw new Failure('conflict', 'intake.mail-state', `mail ${id} is ${mail.state}`)
  const changed = present(await setOutgoing(work.tx, id, decision === 'drop' ? 'dropped' : 'waiting', null), 'intake.no-mail', `mail ${id}`)
  if (decision === 'drop') work.publish(mailSettled, { mailId: id, release: mail.kind === 'release' ? mail.about : null, state: 'dropped' })
  else work.enqueue(sendMail, { mailId: id }, { key: id })
  work.record(`intake.mail-${decision}`, id)
  work.announce('mail', id)
  return changed
}

/** What a letter of ours says, out of the message as it goes over the wire. */
export function textOfLetter(message: Uint8Array): string {
  return parseMessage(message, { bytes: 1_048_576, depth: 5, count: 100, time: 1_000 }).text
}
