import type { OrganisationId } from '../../../base/id.ts'
import { isMalformed } from '../../../base/parsed.ts'
import { openPgpFingerprint } from '../../../formats/openpgp.ts'
import { certificateFingerprint } from '../../../formats/pem.ts'
import type { audiences, contactEnds, contactRoles, contactTroubles, testResults } from '../contract/network/contact-names.ts'
import type { categories } from '../contract/network/names.ts'
import type { MemberKind, StandingGroup } from './member.ts'

export type ContactRole = (typeof contactRoles)[number]
export type Audience = (typeof audiences)[number]
export type TestResult = (typeof testResults)[number]
export type ContactEnd = (typeof contactEnds)[number]
export type Trouble = (typeof contactTroubles)[number]

/** How a contact is reached, and who sees it. */
export type Reach = {
  readonly unit: string
  readonly person: string
  readonly title: string
  readonly mail: string | null
  readonly phone: string | null
  readonly emergency: string | null
  readonly hours: string
  readonly timeZone: string
  readonly languages: readonly string[]
  readonly pgp: string | null
  readonly smime: string | null
  readonly audience: Audience
}
export type Keys = { readonly pgpFingerprint: string | null; readonly smimeFingerprint: string | null }
/** ISO 8601 days */
export type Designation = { readonly on: string; readonly by: string }
export type Consent = { readonly on: string; readonly until: string | null }

export type Contact = Reach &
  Keys & {
    readonly id: string
    readonly owner: OrganisationId
    readonly member: string
    readonly role: ContactRole
    readonly sector: (typeof categories)[number] | null
    readonly designated: Designation | null
    readonly consent: Consent | null
    readonly follows: string | null
    /** since when it has the OpenPGP key that it has; null where it has none */
    readonly pgpSince: Date | null
    readonly pgpBy: string | null
    readonly since: Date
    readonly sinceBy: string
    readonly confirmedAt: Date | null
    readonly confirmedBy: string | null
    readonly doubtedAt: Date | null
    readonly changedAt: Date
    readonly changedBy: string
    readonly endedAt: Date | null
    readonly endedWhy: ContactEnd | null
  }

/** The role of the one contact that a member of this kind designates. */
export function designatedRole(kind: MemberKind): ContactRole {
  return kind === 'agency' ? 'unit' : 'industry'
}

type Asked = Pick<Contact, 'role' | 'sector' | 'designated' | 'consent'> & Pick<Reach, 'unit' | 'person' | 'mail' | 'phone'>

/** What does not go together in a contact of a member of this kind, by the code of its failure. `today` is an ISO 8601 day. */
export function contactFault(kind: MemberKind, asked: Asked, today: string): string | undefined {
  const { role, designated, consent, sector } = asked
  if (role !== 'staff' && role !== designatedRole(kind)) return 'cooperation.contact-role'
  if ((role === 'staff') !== (consent !== null) || (role === 'staff') === (designated !== null)) return 'cooperation.contact-acts'
  if (role !== 'staff' && sector !== null) return 'cooperation.contact-acts'
  if ([designated?.on, consent?.on].some((day) => day !== undefined && day > dayAfter(today))) return 'cooperation.contact-acts'
  if (consent !== null && consent.until !== null && (consent.until < consent.on || consent.until < today)) return 'cooperation.contact-acts'
  const named = role === 'staff' ? asked.person !== '' : asked.unit !== '' || asked.person !== ''
  return named && (asked.mail !== null || asked.phone !== null) ? undefined : 'cooperation.contact-empty'
}

/** It is tomorrow already in a part of the world. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayLong).toISOString().slice(0, 10)
}

/** The fingerprints of its keys; or the code of what is wrong with them. */
export function keysOf({ pgp, smime }: Pick<Reach, 'pgp' | 'smime'>): Keys | { readonly fault: string } {
  const key = pgp === null ? undefined : openPgpFingerprint(pgp)
  const certificate = smime === null ? undefined : certificateFingerprint(smime)
  if (isMalformed(key) || isMalformed(certificate)) return { fault: 'cooperation.contact-key' }
  return { pgpFingerprint: key?.fingerprint ?? null, smimeFingerprint: certificate?.fingerprint ?? null }
}

/** The standing groups that a contact is granted to. Its own member's organisation sees it whatever its audience. */
export function groupsFor(audience: Audience): readonly StandingGroup[] {
  if (audience === 'secretariat') return []
  return audience === 'agencies' ? ['agencies'] : ['members']
}

export type Periods = { readonly confirmDays: number; readonly answerDays: number }
export const defaultPeriods: Periods = { confirmDays: 90, answerDays: 14 }
const dayLong = 86_400_000

type Confirmed = Pick<Contact, 'since' | 'confirmedAt' | 'doubtedAt' | 'endedAt'>
export type LastTest = { readonly result: TestResult; readonly sentAt: Date; readonly settledAt: Date | null; readonly sentTo: string }

/** Whole days since it was confirmed, or since it was entered where it never was. */
export function ageDays({ since, confirmedAt }: Pick<Contact, 'since' | 'confirmedAt'>, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - (confirmedAt ?? since).getTime()) / dayLong))
}

/** What the secretariat asks about; nothing of one that has ended. A test that was sent elsewhere than now says nothing. */
export function troublesOf(
  contact: Confirmed & Pick<Contact, 'mail'>,
  last: LastTest | null,
  periods: Periods,
  now: Date,
): readonly Trouble[] {
  if (contact.endedAt !== null) return []
  const tested = last !== null && last.sentTo === contact.mail ? last.result : undefined
  return [
    ...(ageDays(contact, now) >= periods.confirmDays ? (['overdue'] as const) : []),
    ...(tested === 'unanswered' || tested === 'undelivered' ? [tested] : []),
    ...(contact.doubtedAt !== null ? (['doubted'] as const) : []),
  ]
}

/**
 * Whether a letter is to go now: to an address that was never tested, when the period has passed since the last one, and once more after the time of an
 * answer where none came.
 */
export function isTestDue(contact: Pick<Contact, 'mail' | 'endedAt'>, last: LastTest | null, periods: Periods, now: Date): boolean {
  if (contact.endedAt !== null || contact.mail === null || last?.result === 'waiting') return false
  if (last === null || last.sentTo !== contact.mail) return true
  const failed = last.result === 'unanswered' || last.result === 'undelivered'
  const since = now.getTime() - (failed ? (last.settledAt ?? last.sentAt) : last.sentAt).getTime()
  return since >= (failed ? periods.answerDays : periods.confirmDays) * dayLong
}

/** A person’s consent has run out: on the day after the last one. */
export function isConsentOver({ consent }: Pick<Contact, 'consent'>, now: Date): boolean {
  return consent !== null && consent.until !== null && consent.until < now.toISOString().slice(0, 10)
}
