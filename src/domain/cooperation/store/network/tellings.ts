import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { noticeMailStates } from '../../contract/network/joining-names.ts'
import type { Audience } from '../../network/proposal.ts'

/** That a member was told of something: by the console and its digest, or by hand where it does not work on this node. */
export type Telling = {
  readonly id: string
  readonly member: string
  readonly name: string
  readonly organisation: OrganisationId | null
  /** how many of its people the console told */
  readonly people: number
  readonly toldAt: Date | null
  /** by hand: how */
  readonly how: string | null
  readonly seenAt: Date | null
  /** of one that does not work here: what became of the letter to its designated contact */
  readonly mailState: NoticeMailState | null
  readonly mailAt: Date | null
}
export type NoticeMailState = (typeof noticeMailStates)[number]
export type Addressee = Pick<Telling, 'member' | 'name' | 'organisation'>

/** Who is to be told: the members of an audience as they are now, but `except`. */
export async function listAudience(
  tx: Tx,
  network: OrganisationId,
  audience: Audience,
  except: string | null,
): Promise<readonly Addressee[]> {
  const { rows } = await sql<Addressee>`select m.id as member, m.name, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member' and (${audience === 'members'} or m.kind = 'agency') and m.id is distinct from ${except}::uuid
    order by m.country, m.name, m.id`.execute(tx)
  return rows
}

/** Who was told of it already, and has not had it taken back since. */
export async function listTold(tx: Tx, kind: string, subject: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    member: string
  }>`select t.member from cooperation.telling t where t.kind = ${kind} and t.subject = ${subject}::uuid
    and t.taken_back_at is null`.execute(tx)
  return new Set(rows.map(({ member }) => member))
}

export async function insertTellings(
  tx: Tx,
  owner: OrganisationId,
  about: { readonly kind: string; readonly subject: string },
  told: readonly (Addressee & Pick<Telling, 'people'>)[],
  at: Date,
): Promise<void> {
  if (told.length === 0) return
  const rows = told.map((one) => ({ ...one, id: newId(at.getTime()), at: one.organisation === null ? null : at }))
  await sql`insert into cooperation.telling (id, owner, kind, subject, member, name, organisation, people, told_at)
    select t.id, ${owner}::uuid, ${about.kind}, ${about.subject}::uuid, t.member, t.name, t.organisation, t.people, t.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) t(id uuid, member uuid, name text, organisation uuid, people integer, at timestamptz)
    on conflict (owner, subject, kind, member) do update set taken_back_at = null, organisation = excluded.organisation, people = excluded.people,
      told_at = coalesce(excluded.told_at, telling.told_at), seen_at = case when excluded.organisation is null then telling.seen_at end
      where telling.taken_back_at is not null`.execute(tx)
}

/** Takes back what was told of it, from these members alone or (null) from all; answers with where they work. */
export async function takeTellingsBack(
  tx: Tx,
  kind: string,
  subject: string,
  of: 'industry' | null,
  at: Date,
): Promise<readonly (OrganisationId | null)[]> {
  const { rows } = await sql<{ organisation: OrganisationId | null }>`update cooperation.telling t set taken_back_at = ${at}
    from cooperation.member m where m.id = t.member and t.kind = ${kind} and t.subject = ${subject}::uuid and t.taken_back_at is null
      and (${of === null} or m.kind = ${of ?? ''}) returning m.organisation`.execute(tx)
  return rows.map(({ organisation }) => organisation)
}

/** By name; but whoever was not told before it was taken back, for nothing is left to tell. */
export async function listTellings(tx: Tx, kind: string, subject: string): Promise<readonly Telling[]> {
  const { rows } =
    await sql<Telling>`select t.id, t.member, t.name, t.organisation, t.people, t.told_at as "toldAt", t.how, t.seen_at as "seenAt",
    t.mail_state as "mailState", t.mail_at as "mailAt" from cooperation.telling t where t.kind = ${kind} and t.subject = ${subject}::uuid
      and (t.taken_back_at is null or t.told_at is not null) order by t.name, t.member limit 2000`.execute(tx)
  return rows
}

/** Whether somebody of the member reads it for the first time; the network's own question. */
export async function isUnseen(tx: Tx, subject: string, member: string): Promise<boolean> {
  const { rows } =
    await sql`select from cooperation.telling t where t.subject = ${subject}::uuid and t.member = ${member}::uuid and t.seen_at is null limit 1`.execute(
      tx,
    )
  return rows.length > 0
}

export async function markSeen(tx: Tx, subject: string, member: string, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.telling')
    .set({ seen_at: at })
    .where('subject', '=', subject)
    .where('member', '=', member)
    .where('seen_at', 'is', null)
    .execute()
}

/** Of a member that does not work here and was not told yet: false where there is none such. */
export async function markTold(tx: Tx, kind: string, subject: string, member: string, how: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cooperation.telling')
    .set({ told_at: at, how })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('member', '=', member)
    .where('told_at', 'is', null)
    .where('taken_back_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Whom a letter is to tell, with the contact that they designated, unless it is known to be wrong: members that do not work here and were told in no way yet; locked. */
export type Unmailed = {
  readonly id: string
  readonly member: string
  readonly name: string
  readonly contact: string | null
  readonly address: string | null
  readonly language: string | null
}

export async function lockUnmailed(tx: Tx, kind: string, subject: string, limit: number): Promise<readonly Unmailed[]> {
  const { rows } = await sql<Unmailed>`select t.id, t.member, t.name, c.id as contact, c.mail as address, c.languages[1] as language
    from cooperation.telling t
    left join lateral (select c.id, c.mail, c.languages from cooperation.contact c
      where c.member = t.member and c.role in ('unit', 'industry') and c.ended_at is null and c.doubted_at is null and c.mail is not null limit 1) c on true
    where t.kind = ${kind} and t.subject = ${subject}::uuid and t.organisation is null and t.told_at is null and t.mail_state is null
    order by t.id limit ${limit} for update of t`.execute(tx)
  return rows
}

export async function setNoticeMail(
  tx: Tx,
  id: string,
  { contact, mail, state }: { readonly contact: string | null; readonly mail: string | null; readonly state: NoticeMailState },
  at: Date,
): Promise<void> {
  await tx.updateTable('cooperation.telling').set({ contact, mail, mail_state: state, mail_at: at }).where('id', '=', id).execute()
}

export type MailedTelling = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly member: string
  readonly contact: string | null
  readonly mailState: NoticeMailState | null
}

export async function lockTellingOfMail(tx: Tx, mail: string): Promise<MailedTelling | undefined> {
  const { rows } = await sql<MailedTelling>`select t.id, t.kind, t.subject, t.member, t.contact, t.mail_state as "mailState"
    from cooperation.telling t where t.mail = ${mail}::uuid for update`.execute(tx)
  return rows[0]
}

export async function findTelling(tx: Tx, id: string): Promise<Pick<MailedTelling, 'kind' | 'subject' | 'member'> | undefined> {
  const { rows } = await sql<Pick<MailedTelling, 'kind' | 'subject' | 'member'>>`select t.kind, t.subject, t.member
    from cooperation.telling t where t.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** What became of a letter; one that went has told its member, unless somebody has before. */
export async function settleNoticeMail(tx: Tx, id: string, state: 'sent' | 'failed', at: Date): Promise<void> {
  await sql`update cooperation.telling set mail_state = ${state}, mail_at = ${at},
      told_at = case when ${state === 'sent'} then coalesce(told_at, ${at}) else told_at end where id = ${id}::uuid`.execute(tx)
}
