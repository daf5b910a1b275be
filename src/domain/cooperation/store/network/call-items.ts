import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { DecisionKind, PaperKind, StandingItem } from '../../network/call.ts'

// The agenda of a call, and what belongs to its items. Who sees an item sees what belongs to it.

export type CallItem = {
  readonly id: string
  readonly call: string
  readonly standing: StandingItem | null
  readonly title: string
  readonly note: string
  readonly duration: number | null
}
const columns = sql`i.id, i.call, i.standing, i.title, i.note, i.duration`

export async function findItem(tx: Tx, id: string): Promise<CallItem | undefined> {
  const { rows } = await sql<CallItem>`select ${columns} from cooperation.call_item i where i.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** In the order of the agenda. */
export async function listItems(tx: Tx, call: string): Promise<readonly CallItem[]> {
  const { rows } =
    await sql<CallItem>`select ${columns} from cooperation.call_item i where i.call = ${call}::uuid order by i.place, i.id limit 200`.execute(
      tx,
    )
  return rows
}

/** How many items of each of these calls the reader sees. */
export async function countItems(tx: Tx, calls: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ call: string; count: number }>`select i.call, count(*)::int as count from cooperation.call_item i
    where i.call = any (${[...calls]}::uuid[]) group by i.call`.execute(tx)
  return new Map(rows.map(({ call, count }) => [call, count]))
}

export async function countAllItems(tx: Tx, call: string): Promise<number> {
  return (await countItems(tx, [call])).get(call) ?? 0
}

/** At the end of the agenda. False where the standing item is on it already. */
export async function insertItem(
  tx: Tx,
  owner: OrganisationId,
  { id, call, standing, title, note, duration }: CallItem,
  at: Date,
): Promise<boolean> {
  const done = await sql`insert into cooperation.call_item (id, owner, call, standing, title, note, duration, place, added_at)
    select ${id}::uuid, ${owner}::uuid, ${call}::uuid, ${standing}, ${title}, ${note}, ${duration}::integer, coalesce(max(i.place), 0) + 1, ${at}::timestamptz
    from cooperation.call_item i where i.call = ${call}::uuid on conflict do nothing`.execute(tx)
  return (done.numAffectedRows ?? 0n) > 0n
}

export async function updateItem(
  tx: Tx,
  id: string,
  { title, note, duration }: Pick<CallItem, 'title' | 'note' | 'duration'>,
): Promise<void> {
  await tx.updateTable('cooperation.call_item').set({ title, note, duration }).where('id', '=', id).execute()
}

/** Puts the agenda into this order; items that are not named keep theirs behind it. */
export async function orderItems(tx: Tx, call: string, order: readonly string[]): Promise<void> {
  await sql`update cooperation.call_item i set place = o.place from (
      select j.id, row_number() over (order by array_position(${[...order]}::uuid[], j.id) nulls last, j.place, j.id)::integer as place
      from cooperation.call_item j where j.call = ${call}::uuid) o
    where o.id = i.id and i.place <> o.place`.execute(tx)
}

export type Paper = {
  readonly id: string
  readonly item: string
  readonly kind: PaperKind
  readonly member: string | null
  readonly name: string
  readonly title: string
  readonly text: string
  readonly at: Date
  readonly withdrawnAt: Date | null
}
export async function listPapers(tx: Tx, items: readonly string[]): Promise<readonly Paper[]> {
  const { rows } = await sql<Paper>`select p.id, p.item, p.kind, p.member, p.name, p.title, p.text, p.at, p.withdrawn_at as "withdrawnAt"
    from cooperation.call_paper p where p.item = any (${[...items]}::uuid[]) order by p.at, p.id limit 2000`.execute(tx)
  return rows
}
/** How many papers, withdrawn ones too, or reports with obstacles, a member has given to an item. */
export async function countGiven(tx: Tx, what: 'paper' | 'report', item: string, member: string): Promise<number> {
  const of = sql`t.item = ${item}::uuid and t.member = ${member}::uuid`
  const all =
    what === 'paper'
      ? sql`select 1 from cooperation.call_paper t where ${of}`
      : sql`select 1 from cooperation.call_report t where ${of} union all select 1 from cooperation.register_entry t where ${of} and t.withdrawn_at is null`
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${all}) n`.execute(tx)
  return rows[0]?.count ?? 0
}
export async function findPaper(tx: Tx, id: string): Promise<Paper | undefined> {
  const { rows } = await sql<Paper>`select p.id, p.item, p.kind, p.member, p.name, p.title, p.text, p.at, p.withdrawn_at as "withdrawnAt"
    from cooperation.call_paper p where p.id = ${id}::uuid`.execute(tx)
  return rows[0]
}
export async function insertPaper(tx: Tx, owner: OrganisationId, { withdrawnAt: _, ...paper }: Paper, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_paper')
    .values({ ...paper, owner, by })
    .execute()
}
export async function withdrawPaper(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.call_paper').set({ title: '', text: '', withdrawn_at: at }).where('id', '=', id).execute()
}

export type Minute = {
  readonly item: string
  readonly revision: number
  readonly text: string
  readonly at: Date
  readonly by: string
  readonly approvedAt: Date | null
}
/** The latest revision of each first; fifty of each at most. */
export async function listMinutes(tx: Tx, items: readonly string[]): Promise<readonly Minute[]> {
  const { rows } = await sql<Minute>`select m.item, m.revision, m.text, m.at, m.by, m.approved_at as "approvedAt"
    from unnest(${[...items]}::uuid[]) a (item) cross join lateral (
      select * from cooperation.call_minute n where n.item = a.item order by n.revision desc limit 50) m order by m.item, m.revision desc`.execute(
    tx,
  )
  return rows
}
/** Answers the number of the revision. */
export async function insertMinute(
  tx: Tx,
  owner: OrganisationId,
  id: string,
  item: string,
  text: string,
  at: Date,
  by: string,
): Promise<number> {
  const { rows } = await sql<{ revision: number }>`insert into cooperation.call_minute (id, owner, item, revision, text, at, by)
    select ${id}::uuid, ${owner}::uuid, ${item}::uuid, coalesce(max(m.revision), 0) + 1, ${text}, ${at}::timestamptz, ${by}
    from cooperation.call_minute m where m.item = ${item}::uuid returning revision`.execute(tx)
  return rows[0]?.revision ?? 0
}
/** False unless it is the latest, and not approved yet. */
export async function approveMinute(tx: Tx, item: string, revision: number, at: Date): Promise<boolean> {
  const done =
    await sql`update cooperation.call_minute m set approved_at = ${at} where m.item = ${item}::uuid and m.revision = ${revision} and m.approved_at is null
    and not exists (select from cooperation.call_minute n where n.item = m.item and n.revision > m.revision)`.execute(tx)
  return (done.numAffectedRows ?? 0n) > 0n
}

export type Attendance = { readonly item: string; readonly member: string | null; readonly guest: string | null; readonly name: string }
export async function listAttendance(tx: Tx, items: readonly string[]): Promise<readonly Attendance[]> {
  const { rows } = await sql<Attendance>`select a.item, a.member, a.guest, a.name from cooperation.call_attendance a
    where a.item = any (${[...items]}::uuid[]) order by a.item, a.name, a.id limit 20000`.execute(tx)
  return rows
}
/** Those and nobody else were present at the item. */
export async function setAttendance(
  tx: Tx,
  owner: OrganisationId,
  item: string,
  present: readonly (Omit<Attendance, 'item'> & { readonly id: string })[],
  at: Date,
): Promise<void> {
  const who = present.map(({ member, guest }) => member ?? guest)
  await sql`delete from cooperation.call_attendance where item = ${item}::uuid and not (coalesce(member, guest) = any (${who}::uuid[]))`.execute(
    tx,
  )
  await sql`insert into cooperation.call_attendance (id, owner, item, member, guest, name, at)
    select p.id, ${owner}::uuid, ${item}::uuid, p.member, p.guest, p.name, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(present)}::jsonb) p (id uuid, member uuid, guest uuid, name text) on conflict do nothing`.execute(
    tx,
  )
}

export type Decision = { readonly id: string; readonly item: string; readonly kind: DecisionKind; readonly text: string; readonly at: Date }
export async function listDecisions(tx: Tx, items: readonly string[]): Promise<readonly Decision[]> {
  const { rows } = await sql<Decision>`select d.id, d.item, d.kind, d.text, d.at from cooperation.call_decision d
    where d.item = any (${[...items]}::uuid[]) order by d.at, d.id limit 2000`.execute(tx)
  return rows
}
export async function insertDecision(tx: Tx, owner: OrganisationId, decision: Decision, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_decision')
    .values({ ...decision, owner, by })
    .execute()
}

export type Guest = {
  readonly id: string
  readonly call: string
  readonly name: string
  readonly body: string
  readonly mail: string | null
}
/** Those that come. */
export async function listGuests(tx: Tx, call: string): Promise<readonly Guest[]> {
  const { rows } = await sql<Guest>`select g.id, g.call, g.name, g.body, g.mail from cooperation.call_guest g
    where g.call = ${call}::uuid and g.ended_at is null order by g.at, g.id limit 200`.execute(tx)
  return rows
}
export async function insertGuest(tx: Tx, owner: OrganisationId, guest: Guest, at: Date, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_guest')
    .values({ ...guest, owner, at, by })
    .execute()
}
/** Undefined where none of that id comes. */
export async function endGuest(tx: Tx, id: string, at: Date): Promise<{ readonly call: string } | undefined> {
  const { rows } = await sql<{
    call: string
  }>`update cooperation.call_guest set ended_at = ${at} where id = ${id}::uuid and ended_at is null returning call`.execute(tx)
  return rows[0]
}
