import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import { subjectSpellings } from '../../../evidence/index.ts'

/** What a contact of the acting organisation's says of people, or what an agency said of a country's. */
export type PersonalWords = {
  readonly place: 'contact' | 'signed' | 'test' | 'reason' | 'office'
  /** of the contact, or the office's; of a reason, its signature's */
  readonly id: string
  readonly at: Date
  readonly text: string
}

/** Words that may speak of the person; the caller decides. */
export async function listContactsNaming(tx: Tx, text: string): Promise<readonly PersonalWords[]> {
  const { rows } = await sql<PersonalWords>`with said as (
      select 'contact' as place, c.id, c.since as at, concat_ws(E'\n', c.unit, c.person, c.title, c.mail, c.phone, c.emergency, c.hours) as text
        from cooperation.contact c where c.owner = platform.acting()
      union all select 'signed', c.id, c.since, c.signed_by from cooperation.contact c where c.owner = platform.acting()
      union all select 'test', t.contact, max(t.sent_at), t.sent_to from cooperation.contact_test t where t.owner = platform.acting() group by t.contact, t.sent_to
      union all select 'reason', s.id, s.at, s.reason from cooperation.country_signature s where s.owner = platform.acting()
      union all select 'office', o.id, o.changed_at, concat_ws(E'\n', o.unit, o.person, o.title, o.mail, o.phone, o.emergency, o.hours)
        from cooperation.office_contact o where o.owner = platform.acting())
    select s.place, s.id, s.at, s.text from said s
    where s.text is not null and exists (select from unnest(${subjectSpellings(text)}::text[]) k
      where position(k in s.text) > 0 or position(lower(k) in lower(s.text)) > 0)
    order by s.at desc, s.id`.execute(tx)
  return rows
}

/** Takes everything that leads to a person off a contact and what it was tested by; `name` stands in the person's place. */
export async function blankContact(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update cooperation.contact set person = case when person = '' then '' else ${name} end, unit = case when role = 'staff' then '' else unit end, title = '', mail = null,
    phone = null, emergency = null, hours = '', pgp = null, pgp_fingerprint = null, pgp_since = null, pgp_by = null, smime = null, smime_fingerprint = null
    where id = ${id} and owner = platform.acting()`.execute(tx)
  await sql`update cooperation.contact_test set sent_to = '' where contact = ${id} and owner = platform.acting()`.execute(tx)
}

/** The same for the contact of the office, which is another's to name again. */
export async function blankOfficeContact(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update cooperation.office_contact set person = case when person = '' then '' else ${name} end, title = '', mail = null, phone = null, emergency = null, hours = '',
    pgp = null, pgp_fingerprint = null, smime = null, smime_fingerprint = null where id = ${id} and owner = platform.acting()`.execute(tx)
}

export async function setSignedBy(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update cooperation.contact set signed_by = ${name} where id = ${id} and owner = platform.acting()`.execute(tx)
}

export async function setDeclineReason(tx: Tx, id: string, reason: string): Promise<void> {
  await sql`update cooperation.country_signature set reason = ${reason} where id = ${id} and owner = platform.acting()`.execute(tx)
}

export type DueContacts = { readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }

const due = (
  before: Date,
) => sql`c.owner = platform.acting() and c.ended_at < ${before} and (c.mail is not null or c.phone is not null or c.emergency is not null
  or c.person not in ('', '…'))`

export async function previewEndedContacts(tx: Tx, before: Date, most: number): Promise<DueContacts> {
  const { rows } = await sql<{
    count: number
    oldest: Date | null
  }>`select count(*)::int as count, min(c.ended_at) as oldest from cooperation.contact c
    where ${due(before)}`.execute(tx)
  return { count: rows[0]?.count ?? 0, oldest: rows[0]?.oldest ?? null, samples: await listEndedContacts(tx, before, most) }
}

/** Those that ended before then, so many at most. */
export async function listEndedContacts(tx: Tx, before: Date, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select c.id from cooperation.contact c where ${due(before)} order by c.ended_at, c.id limit ${most}`.execute(tx)
  return rows.map(({ id }) => id)
}
