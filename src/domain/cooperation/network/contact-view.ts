import type { Vcard } from '../../../formats/vcard/index.ts'
import type { ContactView } from '../contract/network/contacts.ts'
import type { Contact, LastTest, Periods } from './contact.ts'
import { ageDays, troublesOf } from './contact.ts'
import type { MemberKind } from './member.ts'

/** A contact with whose it is, and its last test. */
export type ListedContact = Contact & {
  readonly memberName: string
  readonly memberKind: MemberKind
  readonly country: string
  readonly last: LastTest | null
}

const moment = (at: Date | null) => at?.toISOString() ?? null

export function contactView(row: ListedContact, periods: Periods, now: Date): ContactView {
  const { id, role, sector, unit, person, title, mail, phone, emergency, hours, timeZone, languages, audience, consent, designated } = row
  return {
    ...{ id, role, sector, unit, person, title, mail, phone, emergency, hours, timeZone, audience, consent, designated },
    languages: [...languages],
    member: { id: row.member, name: row.memberName, kind: row.memberKind, country: row.country },
    pgp: row.pgp !== null,
    pgpFingerprint: row.pgpFingerprint,
    smime: row.smime !== null,
    smimeFingerprint: row.smimeFingerprint,
    since: row.since.toISOString(),
    confirmedAt: moment(row.confirmedAt),
    ageDays: ageDays(row, now),
    confirmDays: periods.confirmDays,
    test:
      row.last === null ? null : { result: row.last.result, sentAt: row.last.sentAt.toISOString(), settledAt: moment(row.last.settledAt) },
    troubles: [...troublesOf(row, row.last, periods, now)],
    endedAt: moment(row.endedAt),
    endedWhy: row.endedWhy,
  }
}

export function vcardOf(row: ListedContact): Vcard {
  return {
    kind: row.person === '' ? 'org' : 'individual',
    uid: row.id,
    name: row.person || row.unit || row.memberName,
    organisation: row.memberName,
    unit: row.unit,
    title: row.title,
    role: row.role,
    mails: row.mail === null ? [] : [row.mail],
    phones: [
      ...(row.phone === null ? [] : [{ number: row.phone, emergency: false }]),
      ...(row.emergency === null ? [] : [{ number: row.emergency, emergency: true }]),
    ],
    languages: row.languages,
    timeZone: row.timeZone,
    keys: [
      ...(row.pgp === null ? [] : [{ mediaType: 'application/pgp-keys', text: row.pgp }]),
      ...(row.smime === null ? [] : [{ mediaType: 'application/pem-certificate-chain', text: row.smime }]),
    ],
    note: row.hours,
    categories: [row.memberKind, row.country, ...(row.sector === null ? [] : [row.sector])],
    revisedAt: row.changedAt,
  }
}

const heads = [
  ...[
    'country',
    'member',
    'kind',
    'role',
    'sector',
    'unit',
    'person',
    'title',
    'mail',
    'phone',
    'emergency',
    'hours',
    'time_zone',
    'languages',
  ],
  ...[
    'pgp_fingerprint',
    'smime_fingerprint',
    'audience',
    'designated_on',
    'designated_by',
    'consent_on',
    'consent_until',
    'confirmed_at',
    'age_days',
    'test_result',
    'tested_at',
    'troubles',
  ],
]

export function contactRows(rows: readonly ListedContact[], periods: Periods, now: Date): readonly (readonly string[])[] {
  return [
    heads,
    ...rows.map((row) => [
      ...[row.country, row.memberName, row.memberKind, row.role, row.sector ?? '', row.unit, row.person, row.title, row.mail ?? ''],
      ...[row.phone ?? '', row.emergency ?? '', row.hours, row.timeZone, row.languages.join(' ')],
      ...[row.pgpFingerprint ?? '', row.smimeFingerprint ?? '', row.audience, row.designated?.on ?? ''],
      ...[row.designated?.by ?? '', row.consent?.on ?? '', row.consent?.until ?? '', moment(row.confirmedAt) ?? ''],
      ...[String(ageDays(row, now)), row.last?.result ?? '', moment(row.last?.sentAt ?? null) ?? ''],
      troublesOf(row, row.last, periods, now).join(' '),
    ]),
  ]
}
