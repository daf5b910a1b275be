import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Takeout } from '../../leaving/takeout.ts'

const columns = sql`o.id, o.state, o.done, o.total, o.rows, o.originals, o.left_out as "leftOut", o.size, o.sha256, o.failure, o.by_actor as by,
  o.created_at as "createdAt", o.ready_at as "readyAt", o.expires_at as "expiresAt"`

export async function findTakeout(tx: Tx, id: string): Promise<Takeout | undefined> {
  const { rows } =
    await sql<Takeout>`select ${columns} from cooperation.takeout o where o.id = ${id}::uuid and o.owner = platform.acting()`.execute(tx)
  return rows[0]
}

/** Newest first. */
export async function pageTakeouts(tx: Tx, after: Cursor | undefined, limit: number): Promise<readonly Takeout[]> {
  const { rows } = await sql<Takeout>`select ${columns} from cooperation.takeout o where o.owner = platform.acting()
      and (${after === undefined} or (o.created_at, o.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by o.created_at desc, o.id desc limit ${limit}`.execute(tx)
  return rows
}

/** False while another is under way. */
export async function insertTakeout(tx: Tx, owner: OrganisationId, id: string, by: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`insert into cooperation.takeout (id, owner, state, done, total, by_actor, created_at)
    values (${id}::uuid, ${owner}::uuid, 'waiting', 0, 1, ${by}, ${at}) on conflict (owner) where state in ('waiting', 'making') do nothing returning id`.execute(
    tx,
  )
  return rows.length === 1
}

/** Says how far it is; false where it is not to go on. */
export async function setProgress(tx: Tx, id: string, done: number, total: number): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update cooperation.takeout set state = 'making', done = ${done}, total = ${total}
    where id = ${id}::uuid and state in ('waiting', 'making') returning id`.execute(tx)
  return rows.length === 1
}

export type Made = Pick<Takeout, 'rows' | 'originals' | 'leftOut' | 'size' | 'sha256' | 'readyAt' | 'expiresAt'>

export async function setReady(tx: Tx, id: string, made: Made): Promise<boolean> {
  const { rows } = await sql<{
    id: string
  }>`update cooperation.takeout set state = 'ready', done = total, rows = ${made.rows}, originals = ${made.originals},
      left_out = ${made.leftOut}, size = ${made.size}, sha256 = ${made.sha256}, ready_at = ${made.readyAt}, expires_at = ${made.expiresAt}
    where id = ${id}::uuid and state = 'making' returning id`.execute(tx)
  return rows.length === 1
}

export async function setFailed(tx: Tx, id: string, failure: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update cooperation.takeout set state = 'failed', failure = ${failure}
    where id = ${id}::uuid and state in ('waiting', 'making') returning id`.execute(tx)
  return rows.length === 1
}

/** Its file is to go, or is not to be made. */
export async function setGone(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update cooperation.takeout set state = 'gone'
    where id = ${id}::uuid and state in ('waiting', 'making', 'ready') returning id`.execute(tx)
  return rows.length === 1
}

/** Finished ones that are there: all, or those whose time is up. */
export async function listReady(tx: Tx, expiredBy: Date | null): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select o.id from cooperation.takeout o where o.owner = platform.acting() and o.state = 'ready'
    and (${expiredBy}::timestamptz is null or o.expires_at <= ${expiredBy})`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Those whose making never came to an end. */
export async function listUnfinished(tx: Tx, startedBefore: Date): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select o.id from cooperation.takeout o where o.owner = platform.acting() and o.state in ('waiting', 'making')
    and o.created_at <= ${startedBefore}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Archives of the acting organisation whose file is there or is being made. */
export async function listLiving(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select o.id from cooperation.takeout o
    where o.owner = platform.acting() and o.state in ('waiting', 'making', 'ready')`.execute(tx)
  return rows.map(({ id }) => id)
}

/** What others show to the acting organisation, without what it says: who, when, on which terms. */
export async function* listShownToUs(tx: Tx): AsyncGenerator<string> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string; line: string }>`select c.id, row_to_json(x)::text as line from (
        select c.* from cooperation.shared_copy c where c.owner <> platform.acting() and c.id > ${after}::uuid order by c.id limit 500) c
      cross join lateral (select c.id, c.owner, c.content -> 'from' ->> 'name' as by, c.kind, c.tlp, c.permitted, c.onward, c.shared_at, c.until, c.sha256) x order by c.id`.execute(
      tx,
    )
    for (const { line } of rows) yield line
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

/** The places of the acting organisation's leaves in the log. */
export async function* listOwnPlaces(tx: Tx): AsyncGenerator<string> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ leaf: string; line: string }>`select r.leaf, row_to_json(x)::text as line from (
        select r.leaf, r.subject, r.kind, r.line, r.at from platform.log_record r where r.owner = platform.acting() and r.leaf > ${after}::uuid order by r.leaf limit 1000) r
      left join platform.log_leaf l on l.id = r.leaf left join platform.log g on g.id = l.log
      cross join lateral (select r.leaf, r.kind, r.subject, r.line, r.at, g.origin as log, l.position, encode(l.data, 'hex') as hash) x order by r.leaf`.execute(
      tx,
    )
    for (const { line } of rows) yield line
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.leaf
  }
}

/** One leaf for each subject on which the organisation did something with others: what was sent, shown, asked, answered, signed. */
export async function listDealings(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ leaf: string }>`select distinct on (r.subject) r.leaf from platform.log_record r
    where r.owner = platform.acting() and r.kind like 'cooperation.%' and r.entry is not null order by r.subject, r.line`.execute(tx)
  return rows.map(({ leaf }) => leaf)
}

export type OwnOriginal = { readonly sha256: string; readonly size: number; readonly mediaType: string; readonly items: readonly string[] }

/** Every original of the acting organisation whose bytes are kept, once for all items that have the same, and how many there are whose bytes are not. */
export async function listOriginals(tx: Tx): Promise<{ readonly kept: readonly OwnOriginal[]; readonly without: number }> {
  const { rows } =
    await sql<OwnOriginal>`select i.sha256, min(i.size)::float8 as size, min(i.media_type) as "mediaType", array_agg(i.id::text order by i.id) as items
    from evidence.item i where i.owner = platform.acting() and i.state = 'kept' group by i.sha256 order by i.sha256`.execute(tx)
  const { rows: gone } = await sql<{
    count: number
  }>`select count(*)::int as count from evidence.item i where i.owner = platform.acting() and i.state <> 'kept'`.execute(tx)
  return { kept: rows, without: gone[0]?.count ?? 0 }
}
