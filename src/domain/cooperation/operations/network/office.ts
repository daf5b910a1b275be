import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { listOffices, notifyRole } from '../../../directory/index.ts'
import { keysOf } from '../../network/contact.ts'
import { isTermReminder } from '../../network/duty.ts'
import type { OfficeContact, OfficeReach } from '../../network/office.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { lockOfficeContact, putOfficeContact, setOfficeConfirmed } from '../../store/network/office.ts'
import { showToMembers } from './members.ts'

/**
 * Names how the office is reached, or changes it; whoever says so says that it is right. Members see it from then on. Refuses `cooperation.contact-empty`,
 * `cooperation.contact-key`.
 */
export async function setOfficeContact(work: Work, standing: Standing, said: OfficeReach): Promise<void> {
  work.require(mayKeepNetwork(standing))
  if ((said.unit === '' && said.person === '') || (said.mail === null && said.phone === null))
    throw new Failure('invalid', 'cooperation.contact-empty', 'a contact of the office that leads to nobody')
  const keys = keysOf(said)
  if ('fault' in keys) throw new Failure('invalid', keys.fault, 'a key that is none')
  const before = await lockOfficeContact(work.tx, standing.network)
  // a program's credential must not be enough to sign as the office
  if (said.pgp !== (before?.pgp ?? null)) work.require(work.actor.kind === 'person')
  const [at, by] = [work.now, work.actor.id]
  const row: OfficeContact = {
    ...said,
    ...keys,
    ...{ id: before?.id ?? newId(at.getTime()), owner: standing.network },
    ...{ confirmedAt: at, confirmedBy: by, changedAt: at, changedBy: by },
  }
  await putOfficeContact(work.tx, row)
  if (before === undefined) await showToMembers(work, standing.network, 'office-contact', row.id)
  work.record('cooperation.office-contact-set', row.id)
  // no name of a person: those can be erased, the log can not be changed
  work.witness('cooperation.office-contact-set', row.id, { pgp: keys.pgpFingerprint, smime: keys.smimeFingerprint })
  announceOffice(work, row.id)
}

/** Says that it is right as it stands today. Refuses `cooperation.no-contact`. */
export async function confirmOfficeContact(work: Work, standing: Standing): Promise<void> {
  work.require(mayKeepNetwork(standing))
  const { id } = present(await lockOfficeContact(work.tx, standing.network), 'cooperation.no-contact', 'a contact of the office')
  await setOfficeConfirmed(work.tx, id, work.now, work.actor.id)
  work.record('cooperation.office-contact-confirmed', id)
  announceOffice(work, id)
}

/** To the network's consoles, and to those of all members. */
export function announceOffice(work: Work, id: string): void {
  work.announce('office-contact', id)
  work.tell('office-contact', id)
}

/** By the clock: whoever acts for the network is reminded of a term that is about to end, or is past its end. */
export async function remindOfTerms(work: Work, { network }: Pick<Standing, 'network'>): Promise<void> {
  for (const { id, endsAt, until } of await listOffices(work.tx, network)) {
    if (until !== null || endsAt === null || !isTermReminder(endsAt, work.now)) continue
    const params = { day: endsAt.toISOString().slice(0, 10) }
    await notifyRole(work, 'manager', { kind: 'cooperation.term-due', subject: id, params })
  }
}
