import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { CallTelling } from '../../network/call.ts'

// To whom a call was told, and who of industry read what: the organiser's knowledge, seen by nobody else.

export type Told = { readonly member: string; readonly name: string; readonly organisation: OrganisationId | null; readonly people: number }

/** Of these members, those whose organisation is one of these or, where none is named, all agencies. */
export async function listToTell(tx: Tx, network: OrganisationId, industry: readonly string[]): Promise<readonly Omit<Told, 'people'>[]> {
  const { rows } = await sql<Omit<Told, 'people'>>`select m.id as member, m.name, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member' and (m.kind = 'agency' or m.id = any (${[...industry]}::uuid[])) order by m.country, m.name, m.id`.execute(
    tx,
  )
  return rows
}

export async function listByOrganisation(
  tx: Tx,
  network: OrganisationId,
  organisations: readonly string[],
): Promise<readonly Omit<Told, 'people'>[]> {
  const { rows } = await sql<Omit<Told, 'people'>>`select m.id as member, m.name, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member' and m.organisation = any (${[...organisations]}::uuid[]) order by m.name, m.id`.execute(
    tx,
  )
  return rows
}

export async function insertCallTellings(
  tx: Tx,
  owner: OrganisationId,
  call: string,
  what: CallTelling,
  told: readonly Told[],
  at: Date,
): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(({ member, name, people }) => ({ id: newId(at.getTime()), owner, call, what, member, name, people, at }))
  await tx.insertInto('cooperation.call_telling').values(rows).execute()
}

/** That a letter came to somebody of a member, and the last one was not refused. */
export const reachedByMail = sql<boolean>`exists (select from cooperation.call_attendee a
  where a.call = t.call and a.member = t.member and a.reached_at is not null and a.returned_at is null)`

// whoever may come no more is told nothing by hand: what they knew of is over, and why is nobody's to say
const untold = sql<boolean>`(t.people = 0 and t.how is null and not ${reachedByMail}
  and not exists (select from cooperation.call_telling e where e.call = t.call and e.member = t.member and e.what = 'ended' and e.at >= t.at)
  and exists (select from cooperation.member n where n.id = t.member and n.state = 'member'))`

/** That a member which nobody told by console or mail was told by hand, of all of the call that it was not told yet. Answers of what; nothing where there is none. */
export async function markCallTold(tx: Tx, call: string, member: string, how: string, at: Date): Promise<readonly CallTelling[]> {
  const { rows } = await sql<{ what: CallTelling }>`update cooperation.call_telling t set how = ${how}, how_at = ${at}
    where t.call = ${call}::uuid and t.member = ${member}::uuid and ${untold} returning t.what`.execute(tx)
  return [...new Set(rows.map(({ what }) => what))]
}

/** How many members wait to be told by hand of a call that is still to come, or that it is off, and since when; out of how many. */
export async function countCallsUntold(
  tx: Tx,
  network: OrganisationId,
  now: Date,
): Promise<{ readonly open: number; readonly of: number; readonly since: Date | null }> {
  const { rows } = await sql<{
    open: number
    of: number
    since: Date | null
  }>`select count(*) filter (where l.untold)::int as open, count(*)::int as of,
      min(l.at) filter (where l.untold) as since
    from (select distinct on (t.call, t.member) t.what, t.at, ${untold} as untold from cooperation.call_telling t
        join cooperation.call c on c.id = t.call and c.state in ('convened', 'under-way', 'cancelled') and c.starts_at > ${now}
        join cooperation.member m on m.id = t.member and m.state = 'member'
      where t.owner = ${network} order by t.call, t.member, t.at desc, t.id desc) l where l.what <> 'ended'`.execute(tx)
  return rows[0] ?? { open: 0, of: 0, since: null }
}

export type CallTold = {
  readonly what: CallTelling
  readonly member: string
  readonly name: string
  readonly people: number
  readonly at: Date
  /** by hand: how */
  readonly how: string | null
  /** nobody at a console, no mail that was taken, and not by hand yet */
  readonly untold: boolean
}
/** The latest first; two thousand at most. */
export async function listCallTellings(tx: Tx, call: string): Promise<readonly CallTold[]> {
  const { rows } =
    await sql<CallTold>`select t.what, t.member, t.name, t.people, t.at, t.how, ${untold} as untold from cooperation.call_telling t
    where t.call = ${call}::uuid order by t.at desc, t.name, t.id limit 2000`.execute(tx)
  return rows
}

/** Whether a member was told of the call and not yet that it is over for them. */
export async function listStillTold(tx: Tx, call: string, members: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    member: string
  }>`select l.member from (select distinct on (t.member) t.member, t.what from cooperation.call_telling t
    where t.call = ${call}::uuid and t.member = any (${[...members]}::uuid[]) order by t.member, t.at desc, t.id desc) l where l.what <> 'ended'`.execute(
    tx,
  )
  return new Set(rows.map(({ member }) => member))
}

/** The calls that a member was told of, and not yet that they are over for it. */
export async function listCallsToldTo(tx: Tx, member: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    call: string
  }>`select l.call from (select distinct on (t.call) t.call, t.what from cooperation.call_telling t
    where t.member = ${member}::uuid order by t.call, t.at desc, t.id desc) l where l.what <> 'ended' order by l.call`.execute(tx)
  return rows.map(({ call }) => call)
}

export type Receipt = { readonly item: string | null; readonly member: string; readonly name: string; readonly at: Date }
export async function listReceipts(tx: Tx, call: string): Promise<readonly Receipt[]> {
  const { rows } = await sql<Receipt>`select r.item, r.member, r.name, r.at from cooperation.call_receipt r
    where r.call = ${call}::uuid order by r.at, r.name, r.id limit 5000`.execute(tx)
  return rows
}

/** How many of these, and the call itself, a member has read. */
export async function countReceipts(tx: Tx, call: string, items: readonly string[], member: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from cooperation.call_receipt r
    where r.call = ${call}::uuid and r.member = ${member}::uuid and (r.item is null or r.item = any (${[...items]}::uuid[]))`.execute(tx)
  return rows[0]?.count ?? 0
}

export async function insertReceipts(
  tx: Tx,
  owner: OrganisationId,
  call: string,
  items: readonly string[],
  member: { readonly id: string; readonly name: string },
  at: Date,
): Promise<void> {
  const rows = [null, ...items].map((item) => ({ id: newId(at.getTime()), owner, call, item, member: member.id, name: member.name, at }))
  await tx
    .insertInto('cooperation.call_receipt')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
