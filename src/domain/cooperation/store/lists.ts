import { type RawBuilder, sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { OrganisationId, ReleaseId } from '../../../base/id.ts'
import type { BlockEntry } from '../../../formats/blocklist/index.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type EntryRow = {
  readonly id: string
  readonly kind: BlockEntry['kind']
  readonly value: string
  readonly reason: string
  readonly case: string | null
  readonly release: ReleaseId
  readonly addedBy: string
  readonly since: Date
  readonly expiresAt: Date
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly endedWhy: string | null
}

const columns = sql`e.id, e.kind, e.value, e.reason, e.in_case as "case", e.release, e.added_by as "addedBy", e.since, e.expires_at as "expiresAt",
  e.ended_at as "endedAt", e.ended_by as "endedBy", e.ended_why as "endedWhy"`

export type EntryFilter = { readonly state?: 'listed' | 'expired' | 'withdrawn' | undefined; readonly q?: string | undefined }

export async function pageEntries(
  tx: Tx,
  owner: OrganisationId,
  { state, q }: EntryFilter,
  now: Date,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly EntryRow[]> {
  const also: RawBuilder<unknown>[] = []
  if (state === 'listed') also.push(sql`e.ended_at is null and e.expires_at > ${now}`)
  if (state === 'expired') also.push(sql`e.ended_at is null and e.expires_at <= ${now}`)
  if (state === 'withdrawn') also.push(sql`e.ended_at is not null`)
  if (q !== undefined && q !== '') also.push(sql`strpos(e.value, ${q.toLowerCase()}) > 0`)
  if (before !== undefined) also.push(sql`(e.since, e.id) < (${before.at}, ${before.id}::uuid)`)
  const where = also.length === 0 ? sql`` : sql`and ${sql.join(also, sql` and `)}`
  const { rows } = await sql<EntryRow>`select ${columns} from cooperation.block_entry e where e.owner = ${owner} ${where}
    order by e.since desc, e.id desc limit ${limit}`.execute(tx)
  return rows
}

/** What is listed now, so many at most. */
export async function listListed(tx: Tx, owner: OrganisationId, now: Date, limit: number): Promise<readonly BlockEntry[]> {
  const { rows } = await sql<BlockEntry>`select e.kind, e.value from cooperation.block_entry e
    where e.owner = ${owner} and e.ended_at is null and e.expires_at > ${now} order by e.since, e.id limit ${limit}`.execute(tx)
  return rows
}

export async function countListed(tx: Tx, owner: OrganisationId, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from cooperation.block_entry e
    where e.owner = ${owner} and e.ended_at is null and e.expires_at > ${now}`.execute(tx)
  return rows[0]?.count ?? 0
}

/** When the content of the lists last changed: something was listed, withdrawn or expired, or what is spared changed; null where nothing ever was. */
export async function listsChangedAt(tx: Tx, owner: OrganisationId, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select greatest(
      (select max(listed_at) from cooperation.block_entry where owner = ${owner}),
      (select max(ended_at) from cooperation.block_entry where owner = ${owner} and ended_at is not null),
      (select max(expires_at) from cooperation.block_entry where owner = ${owner} and expires_at <= ${now}),
      (select max(greatest(at, ended_at)) from cooperation.block_guard where owner = ${owner})) as at`.execute(tx)
  return rows[0]?.at ?? null
}

export type NewEntry = BlockEntry & Omit<EntryRow, 'kind' | 'value' | 'endedAt' | 'endedBy' | 'endedWhy' | 'since'>

/** Lists it; what is listed already lasts as long as the later of the two says, and is of this release from now on. */
export async function putEntry(tx: Tx, owner: OrganisationId, entry: NewEntry, now: Date): Promise<void> {
  await sql`insert into cooperation.block_entry (id, owner, kind, value, reason, in_case, release, added_by, since, listed_at, expires_at)
    values (${entry.id}, ${owner}, ${entry.kind}, ${entry.value}, ${entry.reason}, ${entry.case}, ${entry.release}, ${entry.addedBy}, ${now}, ${now}, ${entry.expiresAt})
    on conflict (owner, kind, value) where ended_at is null do update set reason = excluded.reason, in_case = excluded.in_case, release = excluded.release,
      added_by = excluded.added_by, listed_at = excluded.listed_at, expires_at = greatest(block_entry.expires_at, excluded.expires_at)`.execute(
    tx,
  )
}

/** Ends those of ours that are not ended; answers the release of each. */
export async function endEntries(
  tx: Tx,
  ids: readonly string[],
  { by, why, at }: { readonly by: string; readonly why: string; readonly at: Date },
): Promise<readonly { readonly id: string; readonly release: ReleaseId }[]> {
  const { rows } = await sql<{
    id: string
    release: ReleaseId
  }>`update cooperation.block_entry set ended_at = ${at}, ended_by = ${by}, ended_why = ${why}
    where owner = platform.acting() and id = any (${[...ids]}::uuid[]) and ended_at is null returning id, release`.execute(tx)
  return rows
}

export async function hasListed(tx: Tx, release: ReleaseId): Promise<boolean> {
  const { rows } = await sql`select 1 from cooperation.block_entry where release = ${release} and ended_at is null limit 1`.execute(tx)
  return rows.length > 0
}

export type GuardRow = {
  readonly id: string
  readonly stance: 'spare' | 'permit'
  readonly value: string
  readonly note: string
  readonly at: Date
  readonly by: string
}

/** What the organisation spares and permits, by name; their number is limited. */
export async function listGuardRows(tx: Tx, owner: OrganisationId): Promise<readonly GuardRow[]> {
  const rows = await tx
    .selectFrom('cooperation.block_guard')
    .select(['id', 'stance', 'value', 'note', 'at', 'by'])
    .where('owner', '=', owner)
    .where('ended_at', 'is', null)
    .orderBy('value')
    .limit(2_000)
    .execute()
  return rows as GuardRow[]
}

export async function insertGuard(tx: Tx, owner: OrganisationId, row: GuardRow): Promise<boolean> {
  const done = await sql`insert into cooperation.block_guard (id, owner, stance, value, note, at, by)
    values (${row.id}, ${owner}, ${row.stance}, ${row.value}, ${row.note}, ${row.at}, ${row.by})
    on conflict (owner, value) where ended_at is null do nothing returning id`.execute(tx)
  return done.rows.length > 0
}

export async function endGuard(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const { rows } = await sql`update cooperation.block_guard set ended_at = ${at}, ended_by = ${by}
    where id = ${id} and owner = platform.acting() and ended_at is null returning id`.execute(tx)
  return rows.length > 0
}

export type ConsumerRow = {
  readonly id: string
  readonly name: string
  readonly madeAt: Date
  readonly madeBy: string
  readonly fetchedAt: Date | null
  readonly revokedAt: Date | null
}

/** The newest first, those that were taken back last. */
export async function listConsumerRows(tx: Tx, owner: OrganisationId): Promise<readonly ConsumerRow[]> {
  const { rows } =
    await sql<ConsumerRow>`select c.id, c.name, c.made_at as "madeAt", c.made_by as "madeBy", c.fetched_at as "fetchedAt", c.revoked_at as "revokedAt"
    from cooperation.block_consumer c where c.owner = ${owner} order by c.revoked_at is not null, c.made_at desc, c.id desc limit 200`.execute(
      tx,
    )
  return rows
}

export async function insertConsumer(
  tx: Tx,
  owner: OrganisationId,
  row: { readonly id: string; readonly name: string; readonly hash: string; readonly at: Date; readonly by: string },
): Promise<void> {
  await tx
    .insertInto('cooperation.block_consumer')
    .values({ id: row.id, owner, name: row.name, token_hash: row.hash, made_at: row.at, made_by: row.by })
    .execute()
}

export async function endConsumer(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const { rows } = await sql`update cooperation.block_consumer set revoked_at = ${at}, revoked_by = ${by}
    where id = ${id} and owner = platform.acting() and revoked_at is null returning id`.execute(tx)
  return rows.length > 0
}

/** Asked before any organisation acts: whose lists the address leads to. */
export async function findConsumerByToken(
  tx: Tx,
  hash: string,
): Promise<{ readonly owner: OrganisationId; readonly id: string } | undefined> {
  const { rows } = await sql<{ owner: OrganisationId; id: string }>`select owner, id from cooperation.find_consumer(${hash})`.execute(tx)
  return rows[0]
}

export type FetchRow = {
  readonly consumer: string
  readonly format: string
  readonly sha256: string
  readonly entries: number
  readonly size: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly times: number
}

export async function noteFetch(
  tx: Tx,
  owner: OrganisationId,
  row: Pick<FetchRow, 'consumer' | 'format' | 'sha256' | 'entries' | 'size'>,
  now: Date,
): Promise<void> {
  await sql`insert into cooperation.block_fetch (consumer, owner, format, sha256, entries, size, first_at, last_at)
    values (${row.consumer}, ${owner}, ${row.format}, ${row.sha256}, ${row.entries}, ${row.size}, ${now}, ${now})
    on conflict (consumer, format, sha256) do update set last_at = excluded.last_at, times = block_fetch.times + 1`.execute(tx)
  await sql`update cooperation.block_consumer set fetched_at = ${now} where id = ${row.consumer}`.execute(tx)
}

/** The last states that each consumer took, ten of each. */
export async function listFetches(tx: Tx, owner: OrganisationId, consumers: readonly string[]): Promise<readonly FetchRow[]> {
  const { rows } =
    await sql<FetchRow>`select f.consumer, f.format, f.sha256, f.entries, f.size::float8 as size, f.first_at as "firstAt", f.last_at as "lastAt",
      f.times::float8 as times
    from unnest(${[...consumers]}::uuid[]) as c (id) cross join lateral (select * from cooperation.block_fetch b
      where b.owner = ${owner} and b.consumer = c.id order by b.last_at desc limit 10) f`.execute(tx)
  return rows
}
