import { type Selectable, sql } from 'kysely'
import type { EvidencePackage } from '../../../../db/types.ts'
import type { Cursor } from '../../../base/cursor.ts'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { sendTogether } from '../../../platform/db/scope.ts'
import type { Package, PackageId } from '../package/package.ts'

function packageOf(row: Selectable<EvidencePackage>): Package {
  return {
    id: row.id as PackageId,
    owner: row.owner as OrganisationId,
    about: { kind: row.about, subjects: row.subjects, title: row.title },
    purpose: row.purpose,
    recipient: row.recipient,
    language: row.language as Package['language'],
    originals: row.originals as Package['originals'],
    state: row.state as Package['state'],
    done: row.done,
    total: row.total,
    items: row.items,
    leftOut: row.left_out,
    withheld: row.withheld,
    size: row.size,
    sha256: row.sha256,
    printed: row.printed,
    stamped: row.stamped,
    failure: row.failure,
    byKind: row.by_kind,
    by: row.by_actor,
    createdAt: row.created_at,
    readyAt: row.ready_at,
    expiresAt: row.expires_at,
  }
}

export async function findPackage(tx: Tx, id: PackageId): Promise<Package | undefined> {
  const row = await tx.selectFrom('evidence.package').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : packageOf(row)
}

/** The acting organisation's packages, newest first, by keyset. */
export async function pagePackages(tx: Tx, owner: OrganisationId, after: Cursor | undefined, limit: number): Promise<readonly Package[]> {
  const rows = await tx
    .selectFrom('evidence.package')
    .selectAll()
    .where('owner', '=', owner)
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(created_at, id) < (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(packageOf)
}

/** How many are waiting or being made. */
export async function countPackagesUnderWay(tx: Tx, owner: OrganisationId): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from evidence.package
    where owner = ${owner} and state in ('waiting', 'making')`.execute(tx)
  return rows[0]?.count ?? 0
}

export async function insertPackage(tx: Tx, one: Package, items: readonly ItemId[]): Promise<void> {
  const row = sql`
    insert into evidence.package (id, owner, about, subjects, title, purpose, recipient, language, originals, state, total, items, withheld, by_kind, by_actor, created_at)
    values (${one.id}, ${one.owner}, ${one.about.kind}, ${one.about.subjects}::text[], ${one.about.title}, ${one.purpose}, ${one.recipient}, ${one.language},
      ${one.originals}, ${one.state}, ${one.total}, ${one.items}, ${one.withheld}, ${one.byKind}, ${one.by}, ${one.createdAt})`
  const links = sql`
    insert into evidence.package_item (package, item, owner, place)
    select ${one.id}, g.item, ${one.owner}, g.place from unnest(${items}::uuid[]) with ordinality as g (item, place)`
  await sendTogether(tx, [row.compile(tx), links.compile(tx)])
}

export async function listPackagedItems(tx: Tx, id: PackageId): Promise<readonly ItemId[]> {
  const rows = await tx.selectFrom('evidence.package_item').select('item').where('package', '=', id).orderBy('place').execute()
  return rows.map(({ item }) => item as ItemId)
}

/** Says how far the making is; false where it must not go on, since something of it was destroyed or it was discarded. */
export async function setProgress(tx: Tx, id: PackageId, done: number): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update evidence.package set state = 'making', done = ${done}
    where id = ${id} and state in ('waiting', 'making') returning id`.execute(tx)
  return rows.length === 1
}

export type Made = Pick<Package, 'size' | 'sha256' | 'printed' | 'stamped' | 'leftOut' | 'withheld' | 'readyAt' | 'expiresAt'>

/** The same at its end. */
export async function setReady(tx: Tx, id: PackageId, made: Made): Promise<boolean> {
  const { rows } = await sql<{
    id: string
  }>`update evidence.package set state = 'ready', done = total, size = ${made.size}, sha256 = ${made.sha256},
      printed = ${made.printed}, stamped = ${made.stamped}, left_out = ${made.leftOut}, withheld = ${made.withheld}, ready_at = ${made.readyAt},
      expires_at = ${made.expiresAt}
    where id = ${id} and state = 'making' returning id`.execute(tx)
  return rows.length === 1
}

export async function setFailed(tx: Tx, id: PackageId, failure: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update evidence.package set state = 'failed', failure = ${failure}
    where id = ${id} and state in ('waiting', 'making') returning id`.execute(tx)
  return rows.length === 1
}

/** Its file is to go, or is not to be made. False where there is none any more. */
export async function setGone(tx: Tx, id: PackageId): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update evidence.package set state = 'gone'
    where id = ${id} and state in ('waiting', 'making', 'ready') returning id`.execute(tx)
  return rows.length === 1
}

/** Every package with bytes of these items: gone with them. Answers which. */
export async function setGoneWith(tx: Tx, items: readonly ItemId[]): Promise<readonly PackageId[]> {
  const { rows } = await sql<{ id: string }>`update evidence.package set state = 'gone'
    where state in ('waiting', 'making', 'ready')
      and id in (select package from evidence.package_item where item = any (${items}::uuid[])) returning id`.execute(tx)
  return rows.map(({ id }) => id as PackageId)
}

/** Ready ones past their time, and those whose making never came to an end. */
export async function listPackagesDue(
  tx: Tx,
  now: Date,
  startedBefore: Date,
): Promise<readonly { readonly id: PackageId; readonly made: boolean }[]> {
  const { rows } = await sql<{ id: string; made: boolean }>`select id, state = 'ready' as made from evidence.package
    where owner = platform.acting() and ((state = 'ready' and expires_at <= ${now}) or (state in ('waiting', 'making') and created_at <= ${startedBefore}))
    order by created_at limit 1000`.execute(tx)
  return rows.map(({ id, made }) => ({ id: id as PackageId, made }))
}

/** Packages of the acting organisation whose file is there or is being made. */
export async function listLivingPackages(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from evidence.package
    where owner = platform.acting() and state in ('waiting', 'making', 'ready')`.execute(tx)
  return rows.map(({ id }) => id)
}
