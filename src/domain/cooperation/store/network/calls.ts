import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Call, CallState, Envelope, RhythmMonths } from '../../network/call.ts'

export const callColumns = sql`c.id, c.owner, c.series, c.title, c.note, c.starts_at as "startsAt", c.time_zone as "timeZone", c.duration, c.language, c.link, c.link_at as "linkAt",
  c.chair, c.chair_name as "chairName", c.state, c.adopted_at as "adoptedAt", c.made_at as "madeAt", c.changed_at as "changedAt"`

export async function findCall(tx: Tx, id: string): Promise<Call | undefined> {
  const { rows } = await sql<Call>`select ${callColumns} from cooperation.call c where c.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** The same, locked until the end of the transaction; the network's own act. */
export async function lockCall(tx: Tx, id: string): Promise<Call | undefined> {
  const { rows } = await sql<Call>`select ${callColumns} from cooperation.call c where c.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

/** Those to come, the next first; or those that are over, the latest first. */
export async function pageCalls(
  tx: Tx,
  network: OrganisationId,
  when: 'coming' | 'past',
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<readonly Call[]> {
  const at = sql`${after?.at ?? null}::timestamptz`
  const id = sql`${after?.id ?? null}::uuid`
  const { rows } =
    when === 'coming'
      ? await sql<Call>`select ${callColumns} from cooperation.call c where c.owner = ${network} and c.state in ('planned', 'convened', 'under-way')
          and (${after === undefined} or (c.starts_at, c.id) > (${at}, ${id})) order by c.starts_at, c.id limit ${limit}`.execute(tx)
      : await sql<Call>`select ${callColumns} from cooperation.call c where c.owner = ${network} and c.state in ('held', 'reported', 'cancelled')
          and (${after === undefined} or (c.starts_at, c.id) < (${at}, ${id})) order by c.starts_at desc, c.id desc limit ${limit}`.execute(
          tx,
        )
  return rows
}

export async function insertCall(tx: Tx, call: Call, by: string): Promise<void> {
  const { id, owner, series, state, madeAt, ...envelope } = call
  await tx
    .insertInto('cooperation.call')
    .values({ id, owner, series, state, ...columnsOf(envelope), link_at: call.linkAt, made_at: madeAt, made_by: by, changed_at: madeAt })
    .execute()
}

function columnsOf({ title, note, startsAt, timeZone, duration, language, link, chair, chairName }: Envelope) {
  return { title, note, starts_at: startsAt, time_zone: timeZone, duration, language, link, chair, chair_name: chairName }
}

export async function updateCall(tx: Tx, id: string, envelope: Envelope, linkAt: Date | null, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.call')
    .set({ ...columnsOf(envelope), link_at: linkAt, changed_at: at })
    .where('id', '=', id)
    .execute()
}

export async function setCallState(tx: Tx, id: string, state: CallState, at: Date): Promise<void> {
  await tx.updateTable('cooperation.call').set({ state, changed_at: at }).where('id', '=', id).execute()
}

export async function setAdopted(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.call').set({ adopted_at: at, changed_at: at }).where('id', '=', id).execute()
}

export type CallSeries = {
  readonly id: string
  readonly name: string
  readonly months: RhythmMonths
  readonly since: Date
  readonly closedAt: Date | null
}
const series = sql`s.id, s.name, s.months, s.since, s.closed_at as "closedAt"`

/** Two hundred at most. */
export async function listSeries(tx: Tx, network: OrganisationId): Promise<readonly CallSeries[]> {
  const { rows } =
    await sql<CallSeries>`select ${series} from cooperation.call_series s where s.owner = ${network} order by s.name, s.id limit 200`.execute(
      tx,
    )
  return rows
}

export async function findSeries(tx: Tx, id: string): Promise<CallSeries | undefined> {
  const { rows } = await sql<CallSeries>`select ${series} from cooperation.call_series s where s.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function insertSeries(tx: Tx, owner: OrganisationId, { id, name, months, since }: CallSeries): Promise<void> {
  await tx.insertInto('cooperation.call_series').values({ id, owner, name, months, since }).execute()
}

export async function updateSeries(tx: Tx, id: string, name: string, months: RhythmMonths, closedAt: Date | null): Promise<void> {
  await tx.updateTable('cooperation.call_series').set({ name, months, closed_at: closedAt }).where('id', '=', id).execute()
}

/** When the calls of these series were, or are planned; of the last thirteen years at most, since rhythms look no further back. */
export async function listMoments(
  tx: Tx,
  ofSeries: readonly string[],
  now: Date,
): Promise<readonly { readonly series: string; readonly at: Date; readonly state: CallState }[]> {
  const { rows } = await sql<{
    series: string
    at: Date
    state: CallState
  }>`select c.series, c.starts_at as at, c.state from cooperation.call c
    where c.series = any (${[...ofSeries]}::uuid[]) and c.state <> 'cancelled' and c.starts_at > ${now}::timestamptz - interval '13 years'`.execute(
    tx,
  )
  return rows
}

/** Which members were at a call of these series, and when it was. `member` undefined: all of them. */
export async function listAttended(
  tx: Tx,
  ofSeries: readonly string[],
  member: string | undefined,
  now: Date,
): Promise<readonly { readonly series: string; readonly member: string; readonly at: Date }[]> {
  const { rows } = await sql<{ series: string; member: string; at: Date }>`select distinct c.series, a.member, c.starts_at as at
    from cooperation.call c join cooperation.call_item i on i.call = c.id join cooperation.call_attendance a on a.item = i.id
    where c.series = any (${[...ofSeries]}::uuid[]) and c.starts_at > ${now}::timestamptz - interval '13 years' and a.member is not null
      and (${member === undefined} or a.member = ${member ?? null}::uuid)`.execute(tx)
  return rows
}

/** All calls of a series. */
export async function listCallsOf(tx: Tx, ofSeries: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select c.id from cooperation.call c where c.series = ${ofSeries}::uuid order by c.starts_at, c.id`.execute(tx)
  return rows.map(({ id }) => id)
}
