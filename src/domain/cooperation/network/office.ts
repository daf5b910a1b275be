import type { OrganisationId } from '../../../base/id.ts'
import type { OfficeContactView } from '../contract/network/office.ts'
import { type Language, letterLanguage } from '../letter.ts'
import ar from '../texts/ar.json' with { type: 'json' }
import en from '../texts/en.json' with { type: 'json' }
import zhCN from '../texts/zh-CN.json' with { type: 'json' }
import { ageDays, type Contact, type Keys, type Periods, type Reach } from './contact.ts'

/** How the secretariat's office is reached: the network's own, whoever holds it. */
export type OfficeReach = Omit<Reach, 'audience'>
export type OfficeContact = OfficeReach &
  Keys &
  Pick<Contact, 'id' | 'changedAt' | 'changedBy'> & {
    readonly owner: OrganisationId
    readonly confirmedAt: Date
    readonly confirmedBy: string
  }

export function officeContactView(
  row: OfficeContact,
  by: OfficeContactView['confirmedBy'],
  periods: Periods,
  now: Date,
): OfficeContactView {
  const { id, unit, person, title, mail, phone, emergency, hours, timeZone, languages, pgp, pgpFingerprint, smime, smimeFingerprint } = row
  const age = ageDays({ since: row.confirmedAt, confirmedAt: row.confirmedAt }, now)
  return {
    ...{ id, unit, person, title, mail, phone, emergency, hours, timeZone, languages: [...languages] },
    ...{ pgpKey: pgp, pgpFingerprint, smimeCertificate: smime, smimeFingerprint },
    confirmedAt: row.confirmedAt.toISOString(),
    confirmedBy: by,
    ageDays: age,
    confirmDays: periods.confirmDays,
    overdue: age >= periods.confirmDays,
  }
}

const texts: Readonly<Record<Language, string>> = { en: en['network-office'], 'zh-CN': zhCN['network-office'], ar: ar['network-office'] }

/** What a letter of the network ends with: where its office is asked. Empty where nobody named a contact. */
export function officeLines(tag: string | null, contact: Pick<OfficeReach, 'unit' | 'person' | 'mail' | 'phone'> | undefined): string {
  if (contact === undefined || (contact.mail === null && contact.phone === null)) return ''
  const { unit, person, mail, phone } = contact
  const names = [person, unit].filter((one) => one !== '').join(', ')
  return [texts[letterLanguage(tag)], names, mail ?? '', phone ?? ''].filter((one) => one !== '').join('\n')
}
