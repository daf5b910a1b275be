import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Contact, ContactEnd, ContactRole, Keys, LastTest, Periods, Reach } from '../../network/contact.ts'
import type { ListedContact } from '../../network/contact-view.ts'

// Days are read as text: a day has no hour and no zone.
const columns = sql`c.id, c.owner, c.member, c.role, c.sector, c.unit, c.person, c.title, c.mail, c.phone, c.emergency, c.hours, c.time_zone as "timeZone", c.languages,
  c.pgp, c.pgp_fingerprint as "pgpFingerprint", c.pgp_since as "pgpSince", c.pgp_by as "pgpBy", c.smime, c.smime_fingerprint as "smimeFingerprint", c.audience,
  case when c.signed_on is not null then json_build_object('on', c.signed_on::text, 'by', c.signed_by) end as designated,
  case when c.consent_on is not null then json_build_object('on', c.consent_on::text, 'until', c.consent_until::text) end as consent,
  c.follows, c.since, c.since_by as "sinceBy", c.confirmed_at as "confirmedAt", c.confirmed_by as "confirmedBy", c.doubted_at as "doubtedAt",
  c.changed_at as "changedAt", c.changed_by as "changedBy", c.ended_at as "endedAt", c.ended_why as "endedWhy"`

type Listed = Omit<ListedContact, 'last'> & {
  readonly testResult: LastTest['result'] | null
  readonly testSentAt: Date
  readonly testSettledAt: Date | null
  readonly testSentTo: string
}
const listed = sql`${columns}, m.name as "memberName", m.kind as "memberKind", m.country,
  t.result as "testResult", t.sent_at as "testSentAt", t.settled_at as "testSettledAt", t.sent_to as "testSentTo"`
const joined = sql`cooperation.contact c join cooperation.member m on m.id = c.member
  left join lateral (select t.result, t.sent_at, t.settled_at, t.sent_to from cooperation.contact_test t where t.contact = c.id order by t.sent_at desc, t.id desc limit 1) t on true`

function withTest({ testResult, testSentAt, testSettledAt, testSentTo, ...row }: Listed): ListedContact {
  return {
    ...row,
    last: testResult === null ? null : { result: testResult, sentAt: testSentAt, settledAt: testSettledAt, sentTo: testSentTo },
  }
}

export async function findContact(tx: Tx, id: string): Promise<ListedContact | undefined> {
  const { rows } = await sql<Listed>`select ${listed} from ${joined} where c.id = ${id}::uuid`.execute(tx)
  return rows[0] === undefined ? undefined : withTest(rows[0])
}

/** The network's own act: locked until the end of the transaction. */
export async function lockContact(tx: Tx, id: string): Promise<Contact | undefined> {
  const { rows } = await sql<Contact>`select ${columns} from cooperation.contact c where c.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

export type ContactFilter = {
  readonly member?: string | undefined
  readonly country?: string | undefined
  readonly kind?: readonly string[] | undefined
  readonly role?: readonly string[] | undefined
  readonly sector?: readonly string[] | undefined
  readonly trouble?: readonly string[] | undefined
  readonly ended: boolean
  readonly q?: string | undefined
}
export type ContactCursor = { readonly country: string; readonly name: string; readonly id: string }

/** By country, then the member's name. `trouble` is judged as network/contact.ts:troublesOf does. */
export async function pageContacts(
  tx: Tx,
  network: OrganisationId,
  filter: ContactFilter,
  judged: { readonly periods: Periods; readonly now: Date },
  after: ContactCursor | undefined,
  limit: number,
): Promise<readonly ListedContact[]> {
  const { member, country, kind, role, sector, trouble, ended, q } = filter
  const { periods, now } = judged
  const asked = (list: readonly string[] | undefined) => sql`${[...(list ?? [])]}::text[]`
  const { rows } = await sql<Listed>`select ${listed} from ${joined}
    where c.owner = ${network} and (c.ended_at is not null) = ${ended}
      and (${member === undefined} or c.member = ${member ?? null}::uuid)
      and (${country === undefined} or m.country = ${country ?? null})
      and (${kind === undefined} or m.kind = any (${asked(kind)}))
      and (${role === undefined} or c.role = any (${asked(role)}))
      and (${sector === undefined} or c.sector = any (${asked(sector)}))
      and (${trouble === undefined}
        or ('overdue' = any (${asked(trouble)}) and coalesce(c.confirmed_at, c.since) <= ${now}::timestamptz - make_interval(days => ${periods.confirmDays}::integer))
        or ('doubted' = any (${asked(trouble)}) and c.doubted_at is not null)
        or (t.result = any (${asked(trouble)}) and t.sent_to = c.mail))
      and (${q === undefined} or position(lower(${q ?? ''}) in lower(concat_ws(' ', m.name, c.unit, c.person, c.mail))) > 0)
      and (${after === undefined} or (m.country, lower(m.name), c.id) > (${after?.country ?? ''}, lower(${after?.name ?? ''}), ${after?.id ?? zero}::uuid))
    order by m.country, lower(m.name), c.id limit ${limit}`.execute(tx)
  return rows.map(withTest)
}
const zero = '00000000-0000-0000-0000-000000000000'

/** Those that stood before and after it in the same member and role, the newest first; a hundred at most. */
export async function listDesignations(tx: Tx, member: string, role: ContactRole): Promise<readonly Contact[]> {
  const { rows } = await sql<Contact>`select ${columns} from cooperation.contact c where c.member = ${member}::uuid and c.role = ${role}
    order by c.since desc, c.id desc limit 100`.execute(tx)
  return rows
}

/** The designated units of these members that the reader may see. */
export async function listUnits(tx: Tx, members: readonly string[]): Promise<readonly ListedContact[]> {
  const { rows } =
    await sql<Listed>`select ${listed} from ${joined} where c.member = any (${[...members]}::uuid[]) and c.role = 'unit' and c.ended_at is null`.execute(
      tx,
    )
  return rows.map(withTest)
}

export async function listOpenContactsOf(tx: Tx, member: string): Promise<readonly Contact[]> {
  const { rows } =
    await sql<Contact>`select ${columns} from cooperation.contact c where c.member = ${member}::uuid and c.ended_at is null order by c.id`.execute(
      tx,
    )
  return rows
}

/** The open ones of the network, as far as a file may name them again. */
export async function listContactKeys(
  tx: Tx,
  network: OrganisationId,
): Promise<readonly Pick<Contact, 'member' | 'role' | 'person' | 'mail' | 'phone'>[]> {
  const { rows } = await sql<
    Pick<Contact, 'member' | 'role' | 'person' | 'mail' | 'phone'>
  >`select c.member, c.role, c.person, c.mail, c.phone
    from cooperation.contact c where c.owner = ${network} and c.ended_at is null`.execute(tx)
  return rows
}

/** Until the end of the transaction nobody else takes in a file of contacts. */
export async function lockContactFiles(tx: Tx, network: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cooperation.contacts ' || ${network}::text, 0))`.execute(tx)
}

/** All that there ever were. */
export async function listContactIdsOf(tx: Tx, member: string): Promise<readonly string[]> {
  const rows = await tx.selectFrom('cooperation.contact').select('id').where('member', '=', member).execute()
  return rows.map(({ id }) => id)
}

function reachColumns(reach: Reach & Keys) {
  const {
    unit,
    person,
    title,
    mail,
    phone,
    emergency,
    hours,
    timeZone,
    languages,
    pgp,
    pgpFingerprint,
    smime,
    smimeFingerprint,
    audience,
  } = reach
  return {
    ...{ unit, person, title, mail, phone, emergency, hours, pgp, smime, audience },
    time_zone: timeZone,
    languages: [...languages],
    pgp_fingerprint: pgpFingerprint,
    smime_fingerprint: smimeFingerprint,
  }
}

/** False where the member has designated one already. */
export async function insertContact(tx: Tx, row: Contact): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.contact')
    .values({
      ...reachColumns(row),
      id: row.id,
      owner: row.owner,
      member: row.member,
      role: row.role,
      sector: row.sector,
      signed_on: row.designated?.on ?? null,
      signed_by: row.designated?.by ?? null,
      consent_on: row.consent?.on ?? null,
      consent_until: row.consent?.until ?? null,
      follows: row.follows,
      pgp_since: row.pgpSince,
      pgp_by: row.pgpBy,
      since: row.since,
      since_by: row.sinceBy,
      confirmed_at: row.confirmedAt,
      confirmed_by: row.confirmedBy,
      changed_at: row.changedAt,
      changed_by: row.changedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateReach(
  tx: Tx,
  id: string,
  changed: Reach & Keys & Pick<Contact, 'sector' | 'consent' | 'confirmedAt' | 'confirmedBy' | 'pgpSince' | 'pgpBy'>,
  at: Date,
  by: string,
): Promise<void> {
  await tx
    .updateTable('cooperation.contact')
    .set({
      ...reachColumns(changed),
      sector: changed.sector,
      consent_on: changed.consent?.on ?? null,
      consent_until: changed.consent?.until ?? null,
      pgp_since: changed.pgpSince,
      pgp_by: changed.pgpBy,
      confirmed_at: changed.confirmedAt,
      confirmed_by: changed.confirmedBy,
      doubted_at: null,
      changed_at: at,
      changed_by: by,
    })
    .where('id', '=', id)
    .execute()
}

export async function setConfirmed(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx.updateTable('cooperation.contact').set({ confirmed_at: at, confirmed_by: by, doubted_at: null }).where('id', '=', id).execute()
}

export async function setDoubted(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.contact').set({ doubted_at: at }).where('id', '=', id).execute()
}

export async function setEnded(tx: Tx, id: string, why: ContactEnd, at: Date, by: string): Promise<void> {
  await tx.updateTable('cooperation.contact').set({ ended_at: at, ended_by: by, ended_why: why }).where('id', '=', id).execute()
}

/** All open ones of the acting network, with their last test, after this id. */
export async function listForTending(tx: Tx, after: string, limit: number): Promise<readonly ListedContact[]> {
  const { rows } =
    await sql<Listed>`select ${listed} from ${joined} where c.owner = platform.acting() and c.ended_at is null and c.id > ${after}::uuid order by c.id limit ${limit}`.execute(
      tx,
    )
  return rows.map(withTest)
}
