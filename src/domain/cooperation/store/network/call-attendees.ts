import { sql } from 'kysely'
import { newId, type OrganisationId, type PersonId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { AnswerIgnored, CallAnswer } from '../../network/call-answer.ts'

// Whom invitations to calls go to and what they answered: the network's own, asked in its name.

export type Attendee = {
  readonly id: string
  readonly owner: OrganisationId
  readonly call: string
  /** null: a guest */
  readonly member: string | null
  readonly contact: string | null
  readonly person: PersonId | null
  readonly guest: string | null
  readonly name: string
  readonly address: string
  readonly wants: boolean
  readonly sequence: number
  readonly told: string | null
  readonly toldAt: Date | null
  readonly toldStartsAt: Date | null
  readonly mail: string | null
  readonly reachedAt: Date | null
  readonly returnedAt: Date | null
  readonly outAt: Date | null
  readonly cancelledAt: Date | null
  readonly asked: number
  readonly answer: CallAnswer
  readonly answeredAt: Date | null
  readonly answeredStamp: Date | null
  readonly way: 'mail' | 'console' | null
  readonly comment: string
  readonly delegate: string | null
  readonly proposedStartsAt: Date | null
  readonly proposedEndsAt: Date | null
  readonly ignored: AnswerIgnored | null
  readonly reply: string | null
}

const columns = sql`t.id, t.owner, t.call, t.member, t.contact, t.person, t.guest, t.name, t.address, t.wants, t.sequence, t.told, t.told_at as "toldAt",
  t.told_starts_at as "toldStartsAt", t.mail, t.reached_at as "reachedAt", t.returned_at as "returnedAt", t.out_at as "outAt", t.cancelled_at as "cancelledAt", t.asked, t.answer,
  t.answered_at as "answeredAt", t.answered_stamp as "answeredStamp", t.way, t.comment, t.delegate, t.proposed_starts_at as "proposedStartsAt",
  t.proposed_ends_at as "proposedEndsAt", t.ignored, t.reply`

/** most that a call has */
const most = 5000

export async function listAttendees(tx: Tx, call: string): Promise<readonly Attendee[]> {
  const { rows } =
    await sql<Attendee>`select ${columns} from cooperation.call_attendee t where t.call = ${call}::uuid order by t.made_at, t.id limit ${most}`.execute(
      tx,
    )
  return rows
}

export async function findAttendee(tx: Tx, id: string): Promise<Attendee | undefined> {
  const { rows } = await sql<Attendee>`select ${columns} from cooperation.call_attendee t where t.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function lockAttendee(tx: Tx, id: string): Promise<Attendee | undefined> {
  const { rows } = await sql<Attendee>`select ${columns} from cooperation.call_attendee t where t.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

/** Of whom a letter in the outbox is. */
export async function findAttendeeOfMail(tx: Tx, mail: string): Promise<string | undefined> {
  const { rows } = await sql<{
    about: string
  }>`select l.about from platform.outgoing_mail l where l.id = ${mail}::uuid and l.kind = 'call-invitation' and l.about is not null`.execute(
    tx,
  )
  return rows[0]?.about
}

/** Somebody whom invitations go to: exactly one of contact, person and guest. */
export type Expected = Pick<Attendee, 'member' | 'contact' | 'person' | 'guest' | 'name' | 'address'> & {
  /** BCP 47 */
  readonly language: string | null
  readonly timeZone: string
}

/** The designated contacts of all agencies and of these members of industry, and the guests of a call: whoever of them has a mail address. */
export async function listExpected(
  tx: Tx,
  network: OrganisationId,
  call: string,
  industry: readonly string[],
): Promise<readonly Expected[]> {
  const { rows } =
    await sql<Expected>`select m.id as member, c.id as contact, null as person, null as guest, coalesce(nullif(c.person, ''), c.unit) as name, c.mail as address,
      c.languages[1] as language, c.time_zone as "timeZone"
    from cooperation.member m join cooperation.contact c on c.member = m.id and c.role in ('unit', 'industry') and c.ended_at is null and position('@' in c.mail) > 1
    where m.owner = ${network} and m.state = 'member' and (m.kind = 'agency' or m.id = any (${[...industry]}::uuid[]))
    union all
    select null, null, null, g.id, g.name, g.mail, k.language, k.time_zone from cooperation.call_guest g join cooperation.call k on k.id = g.call
    where g.call = ${call}::uuid and g.ended_at is null and position('@' in g.mail) > 1 limit ${most}`.execute(tx)
  return rows
}

/** Of all agencies and these members of industry, the organisations that they work by here. */
export async function listComing(
  tx: Tx,
  network: OrganisationId,
  industry: readonly string[],
): Promise<ReadonlyMap<string, OrganisationId>> {
  const { rows } = await sql<{ id: string; organisation: OrganisationId }>`select m.id, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member' and m.organisation is not null and (m.kind = 'agency' or m.id = any (${[...industry]}::uuid[]))`.execute(
    tx,
  )
  return new Map(rows.map(({ id, organisation }) => [id, organisation]))
}

/** Answers the row's id; there may be one already. */
export async function putAttendee(
  tx: Tx,
  owner: OrganisationId,
  call: string,
  { member, contact, person, guest, name, address }: Omit<Expected, 'language' | 'timeZone'>,
  at: Date,
): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`insert into cooperation.call_attendee (id, owner, call, member, contact, person, guest, name, address, made_at)
    values (${newId(at.getTime())}, ${owner}, ${call}, ${member}, ${contact}, ${person}, ${guest}, ${name}, ${address}, ${at})
    on conflict (call, coalesce(contact, person, guest), coalesce(member, call)) do update set name = excluded.name returning id`.execute(
    tx,
  )
  return (rows[0] as { id: string }).id
}

type Change = Partial<
  Pick<
    Attendee,
    | 'name'
    | 'address'
    | 'wants'
    | 'sequence'
    | 'told'
    | 'toldAt'
    | 'toldStartsAt'
    | 'mail'
    | 'reachedAt'
    | 'returnedAt'
    | 'outAt'
    | 'cancelledAt'
    | 'answer'
    | 'answeredAt'
    | 'answeredStamp'
    | 'way'
    | 'comment'
    | 'delegate'
    | 'proposedStartsAt'
    | 'proposedEndsAt'
    | 'ignored'
    | 'reply'
  > & { readonly ignoredAt: Date | null }
>

export async function setAttendee(tx: Tx, id: string, change: Change): Promise<void> {
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const set = Object.fromEntries(Object.entries(change).map(([name, value]) => [snake(name), value]))
  await tx.updateTable('cooperation.call_attendee').set(set).where('id', '=', id).execute()
}

/** The call is at another moment: what was answered was of the one before. */
export async function askAgain(tx: Tx, call: string): Promise<void> {
  await sql`update cooperation.call_attendee set asked = sequence + 1, answer = 'waiting', answered_at = null, way = null, comment = '', delegate = null,
      proposed_starts_at = null, proposed_ends_at = null, ignored = null, ignored_at = null
    where call = ${call}::uuid`.execute(tx)
}

/** Letters of these members' people about a call that may not have gone yet; not those that call it back without a word of it. */
export async function listLettersOf(tx: Tx, call: string, members: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ mail: string }>`select t.mail from cooperation.call_attendee t
    where t.call = ${call}::uuid and t.member = any (${[...members]}::uuid[]) and t.mail is not null
      and not (t.out_at is not null and t.cancelled_at is not null)`.execute(tx)
  return rows.map(({ mail }) => mail)
}

/** These letters were dropped: what they were to say was said to nobody. */
export async function forgetLetters(tx: Tx, mails: readonly string[]): Promise<void> {
  if (mails.length === 0) return
  await sql`update cooperation.call_attendee set told = null, mail = null, cancelled_at = null where mail = any (${[...mails]}::uuid[])`.execute(
    tx,
  )
}

/** Calls to come that were convened. */
export async function listConvened(tx: Tx, network: OrganisationId): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select c.id from cooperation.call c where c.owner = ${network} and c.state in ('convened', 'under-way') order by c.id`.execute(tx)
  return rows.map(({ id }) => id)
}
