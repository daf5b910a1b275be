import { type CompiledQuery, type Selectable, sql } from 'kysely'
import type { EvidenceItem } from '../../../../db/types.ts'
import type { Cursor } from '../../../base/cursor.ts'
import type { ChannelId, ItemId, OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import { plannedOnce } from '../../../platform/db/planned.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { DerivedItem, DestroyedWhy, Item, ItemState, NewItem } from '../item.ts'

type Row = Selectable<EvidenceItem>

function itemOf(row: Row): Item {
  return {
    id: row.id as ItemId,
    owner: row.owner as OrganisationId,
    root: row.root as ItemId,
    origin: row.origin as Item['origin'],
    sha256: row.sha256,
    size: row.size,
    mediaType: row.media_type,
    name: row.name,
    channel: row.channel as ChannelId | null,
    handedBy: row.handed_by,
    receivedAt: row.received_at,
    state: row.state as ItemState,
    destroyedAt: row.destroyed_at,
    destroyedWhy: row.destroyed_why as DestroyedWhy | null,
    sealedSha256: row.sealed_sha256,
  }
}

/** The items among these that the acting organisation may see, in the order asked; a stranger's and an unknown one look alike: absent. */
export async function listItems(tx: Tx, ids: readonly ItemId[]): Promise<readonly Item[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('evidence.item')
    .modifyFront(plannedOnce)
    .selectAll()
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .execute()
  const found = new Map(rows.map((row) => [row.id, itemOf(row)]))
  return ids.map((id) => found.get(id)).filter((item) => item !== undefined)
}

export async function findItem(tx: Tx, id: ItemId): Promise<Item | undefined> {
  return (await listItems(tx, [id]))[0]
}

/** Everything that came out of an item, directly or not, parents before children; the item itself is not among it. */
export async function itemsUnder(tx: Tx, root: ItemId): Promise<readonly DerivedItem[]> {
  const { rows } = await sql<Row & { parent: string; how: string }>`
    with recursive under as (
      select d.parent, d.child, d.how, 1 as depth from evidence.derivation d where d.parent = ${root}
      union all
      select d.parent, d.child, d.how, under.depth + 1 from evidence.derivation d join under on d.parent = under.child)
    select i.*, under.parent, under.how from under join evidence.item i on i.id = under.child order by under.depth, i.id`.execute(tx)
  return rows.map((row) => ({ ...itemOf(row), parent: row.parent as ItemId, how: row.how }))
}

/** These items with all that they came out of and all that came out of them: what holds their bytes, and what their bytes hold. */
export async function lineageOf(tx: Tx, ids: readonly ItemId[]): Promise<readonly Item[]> {
  const { rows } = await sql<Row>`
    with recursive given as (select unnest(${[...ids]}::uuid[]) as id),
      up as (select id from given union select d.parent from evidence.derivation d join up on d.child = up.id),
      down as (select id from given union select d.child from evidence.derivation d join down on d.parent = down.id)
    select i.* from evidence.item i where i.id in (select id from up union select id from down) order by i.id`.execute(tx)
  return rows.map(itemOf)
}

/** What an item came out of, if we may see it. */
export async function findParent(tx: Tx, id: ItemId): Promise<{ readonly parent: ItemId; readonly how: string } | undefined> {
  const row = await tx.selectFrom('evidence.derivation').select(['parent', 'how']).where('child', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { parent: row.parent as ItemId, how: row.how }
}

/** Received items of an organisation in one state, newest first, by keyset. */
export async function pageItems(
  tx: Tx,
  owner: OrganisationId,
  state: ItemState,
  after: Cursor | undefined,
  limit: number,
): Promise<readonly Item[]> {
  const rows = await tx
    .selectFrom('evidence.item')
    .selectAll()
    .where('owner', '=', owner)
    .where('origin', '=', 'received')
    .where('state', '=', state)
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(received_at, id) < (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(itemOf)
}

export type ItemRow = { readonly id: ItemId; readonly root: ItemId; readonly item: NewItem }

/** What adds items, however many. */
export function insertItems(tx: Tx, owner: OrganisationId, at: Date, rows: readonly ItemRow[]): CompiledQuery {
  const given = rows.map(({ id, root, item }) => ({
    id,
    root,
    sha256: item.sha256,
    size: item.size,
    media_type: item.mediaType,
    name: item.name,
    channel: item.channel,
    handed_by: item.handedBy,
    received_at: item.receivedAt,
  }))
  return sql`
    insert into evidence.item (id, owner, root, origin, sha256, size, media_type, name, channel, handed_by, received_at, recorded_at)
    select g.id, ${owner}, g.root, case when g.root = g.id then 'received' else 'derived' end,
      g.sha256, g.size, g.media_type, g.name, g.channel, g.handed_by, g.received_at, ${at}
    from jsonb_to_recordset(${storable(given)}::jsonb) as g (id uuid, root uuid, sha256 text, size bigint, media_type text, name text,
      channel uuid, handed_by text, received_at timestamptz)`.compile(tx)
}

/**
 * Our item, locked until the unit of work ends, so that derivation, holds and destruction of one item come one after another. Undefined
 * for what the acting organisation does not own.
 */
export async function lockItem(tx: Tx, id: ItemId): Promise<Item | undefined> {
  return (await lockItems(tx, [id]))[0]
}

export async function lockItems(tx: Tx, ids: readonly ItemId[]): Promise<readonly Item[]> {
  const { rows } = await sql<Row>`select * from evidence.item where id = any (${ids}::uuid[]) and owner = platform.acting()
    order by id for no key update`.execute(tx)
  return rows.map(itemOf)
}

/** These items of ours and everything under them, locked. Asked again until nothing more was derived while we waited for the locks. */
export async function lockTrees(tx: Tx, roots: readonly ItemId[]): Promise<readonly Item[]> {
  let locked: readonly Item[] = []
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      with recursive tree as (
        select unnest(${roots}::uuid[]) as id
        union
        select d.child from evidence.derivation d join tree on d.parent = tree.id)
      select id from tree`.execute(tx)
    const ids = rows.map((row) => row.id as ItemId)
    const known = new Set(locked.map((item) => item.id))
    if (locked.length > 0 && ids.every((id) => known.has(id))) return locked
    locked = await lockItems(tx, ids)
    if (locked.length < ids.length) return locked
  }
}

export type DerivationRow = { readonly parent: ItemId; readonly child: ItemId; readonly sha256: string; readonly how: string }

/** An item of ours with these bytes that are still kept, the first that came; undefined where there is none. */
export async function findKept(tx: Tx, sha256: string): Promise<Item | undefined> {
  const { rows } =
    await sql<Row>`select * from evidence.item i where i.sha256 = ${sha256} and i.state = 'kept' and i.owner = platform.acting()
    order by i.received_at, i.id limit 1`.execute(tx)
  return rows.map(itemOf)[0]
}

/** Which bytes came out of these items before, and as which item. */
export async function listDerivations(
  tx: Tx,
  parents: readonly ItemId[],
  hashes: readonly string[],
): Promise<readonly Pick<DerivationRow, 'parent' | 'child' | 'sha256'>[]> {
  const rows = await tx
    .selectFrom('evidence.derivation')
    .modifyFront(plannedOnce)
    .select(['parent', 'sha256', 'child'])
    .where('parent', '=', sql<string>`any (${parents}::uuid[])`)
    .where('sha256', '=', sql<string>`any (${hashes}::text[])`)
    .execute()
  return rows.map(({ parent, child, sha256 }) => ({ parent: parent as ItemId, child: child as ItemId, sha256 }))
}

/** What adds derivations, however many. */
export function insertDerivations(tx: Tx, owner: OrganisationId, at: Date, rows: readonly DerivationRow[]): CompiledQuery {
  return sql`
    insert into evidence.derivation (parent, child, owner, sha256, how, at)
    select g.parent, g.child, ${owner}, g.sha256, g.how, ${at}
    from jsonb_to_recordset(${storable(rows)}::jsonb) as g (parent uuid, child uuid, sha256 text, how text)`.compile(tx)
}

/** Marks items as gone. Names go with the bytes; who handed them in stays where a hotline or the police may have to ask. */
export async function setDestroyed(tx: Tx, ids: readonly ItemId[], why: DestroyedWhy, at: Date): Promise<void> {
  await sql`update evidence.item set state = 'destroyed', destroyed_at = ${at}, destroyed_why = ${why}, name = null,
      handed_by = case when ${why} = 'child-material' then handed_by end
    where id = any (${ids}::uuid[])`.execute(tx)
}

export async function setSealed(tx: Tx, sealed: readonly { id: ItemId; sha256: string }[], why: DestroyedWhy, at: Date): Promise<void> {
  await sql`update evidence.item i set state = 'sealed', destroyed_at = ${at}, destroyed_why = ${why}, name = null, sealed_sha256 = g.sha256
    from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as g (id uuid, sha256 text) where i.id = g.id`.execute(tx)
}

/** Queued jobs of ours whose payload names one of the items are dropped with it (R13). */
export async function dropJobsAbout(tx: Tx, ids: readonly ItemId[]): Promise<void> {
  await sql`select platform.drop_jobs_about(id) from unnest(${ids}::uuid[]) id`.execute(tx)
}

/** The received items of ours whose kept trees hold these bytes, as they came or somewhere inside. */
export async function rootsHolding(tx: Tx, sha256: string): Promise<readonly ItemId[]> {
  const { rows } = await sql<{ root: string }>`select distinct i.root from evidence.item i
    where i.sha256 = ${sha256} and i.state = 'kept' and i.owner = platform.acting() order by i.root`.execute(tx)
  return rows.map((row) => row.root as ItemId)
}

/** Which of these hashes the acting organisation has marked as child material. */
export async function listMarked(tx: Tx, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ sha256: string }>`select ${plannedOnce} distinct i.sha256 from evidence.item i
    where i.sha256 = any (${hashes}::text[]) and i.destroyed_why = 'child-material' and i.owner = platform.acting()`.execute(tx)
  return new Set(rows.map((row) => row.sha256))
}

/** Which blobs no organisation refers to; answers only to the jobs that remove blobs. */
export async function listUnreferenced(tx: Tx, hashes: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ hash: string }>`select evidence.unreferenced(${hashes}::text[]) as hash`.execute(tx)
  return rows.map((row) => row.hash)
}
