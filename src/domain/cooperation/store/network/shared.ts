import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { SharedKind } from '../../network/sharing.ts'
import type { Tlp } from '../../network/tlp.ts'
import { type CopyLine, type CopyRow, copyColumns, copyLineColumns } from './shares.ts'

// What others show to the acting organisation, and what it says to them: that it has read it, that it has deleted it.

export type SharedLine = CopyLine & { readonly since: string; readonly readAt: Date | null }
export type SharedRow = CopyRow & Pick<SharedLine, 'readAt'>
export type SharedFilter = {
  /** a tsquery */
  readonly words?: string | undefined
  readonly kind?: readonly SharedKind[] | undefined
  readonly tlp?: readonly Tlp[] | undefined
  readonly from?: string | undefined
}
/** `since` with all its digits, as the database writes it */
export type SharedCursor = { readonly since: string; readonly id: string }

/** Newest first; never without the policy: the finder says which, the rows are read under it. */
export async function pageShared(
  tx: Tx,
  filter: SharedFilter,
  before: SharedCursor | undefined,
  limit: number,
): Promise<readonly SharedLine[]> {
  const { words, kind, tlp, from } = filter
  const list = (all: readonly string[] | undefined) => (all === undefined ? null : [...all])
  const { rows } = await sql<SharedLine>`select ${copyLineColumns}, f.since::text as since, r.at as "readAt"
    from cooperation.find_shared(${words ?? null}::tsquery, ${list(kind)}::text[], ${list(tlp)}::text[], ${from ?? null}::uuid,
      ${before?.since ?? null}::timestamptz, ${before?.id ?? null}::uuid, ${limit}) f
    join cooperation.shared_copy c on c.id = f.id
    left join cooperation.share_receipt r on r.copy = c.id and r.reader = platform.acting()
    order by f.since desc, c.id desc`.execute(tx)
  return rows
}

/** One that others show to the acting organisation; its own is none. */
export async function findShared(tx: Tx, id: string): Promise<SharedRow | undefined> {
  const { rows } = await sql<SharedRow>`select ${copyColumns}, r.at as "readAt" from cooperation.shared_copy c
    left join cooperation.share_receipt r on r.copy = c.id and r.reader = platform.acting()
    where c.id = ${id}::uuid and c.owner <> platform.acting() and c.shared_at is not null`.execute(tx)
  return rows[0]
}

export async function findSharedAmong(tx: Tx, ids: readonly string[]): Promise<readonly CopyLine[]> {
  const { rows } = await sql<CopyLine>`select ${copyLineColumns} from cooperation.shared_copy c
    where c.id = any (${[...ids]}::uuid[]) and c.owner <> platform.acting() and c.shared_at is not null`.execute(tx)
  return rows
}

export type SharedCount = { readonly kind: SharedKind; readonly count: number; readonly unread: number }

export async function countShared(tx: Tx): Promise<readonly SharedCount[]> {
  const { rows } = await sql<SharedCount>`select n.kind, n.count, n.unread from cooperation.count_shared() n order by n.kind`.execute(tx)
  return rows
}

/** False where it was read before. */
export async function insertReceipt(tx: Tx, copy: CopyLine, reader: OrganisationId, name: string, at: Date): Promise<boolean> {
  const done = await sql`insert into cooperation.share_receipt (id, owner, copy, reader, name, at)
    values (${newId(at.getTime())}::uuid, ${copy.owner}::uuid, ${copy.id}::uuid, ${reader}::uuid, ${name}, ${at}) on conflict (copy, reader) do nothing`.execute(
    tx,
  )
  return (done.numAffectedRows ?? 0n) > 0n
}

export type Receipt = { readonly copy: string; readonly reader: OrganisationId; readonly name: string; readonly at: Date }

export async function listReceipts(tx: Tx, copies: readonly string[]): Promise<readonly Receipt[]> {
  const { rows } = await sql<Receipt>`select r.copy, r.reader, r.name, r.at from cooperation.share_receipt r
    where r.copy = any (${[...copies]}::uuid[]) and r.owner = platform.acting() order by r.at, r.id`.execute(tx)
  return rows
}

export type Tombstone = {
  readonly id: string
  readonly owner: OrganisationId
  readonly ownerName: string
  readonly copy: string
  readonly kind: SharedKind
  readonly sha256: string
  readonly sharedAt: Date
  readonly recalledAt: Date
  readonly organisation: OrganisationId
  readonly name: string
  readonly hadRead: boolean
  readonly confirmedAt: Date | null
}

const tombstoneColumns = sql`t.id, t.owner, t.owner_name as "ownerName", t.copy, t.kind, t.sha256, t.shared_at as "sharedAt", t.recalled_at as "recalledAt",
  t.organisation, t.name, t.had_read as "hadRead", t.confirmed_at as "confirmedAt"`

export type NewTombstones = Pick<Tombstone, 'owner' | 'ownerName' | 'copy' | 'kind' | 'sha256' | 'sharedAt' | 'recalledAt'>

/** One for each organisation, in one statement. */
export async function insertTombstones(
  tx: Tx,
  of: NewTombstones,
  asked: readonly { readonly organisation: string; readonly name: string; readonly hadRead: boolean }[],
): Promise<void> {
  await sql`insert into cooperation.tombstone (id, owner, owner_name, copy, kind, sha256, shared_at, recalled_at, organisation, name, had_read)
    select i.id, ${of.owner}::uuid, ${of.ownerName}, ${of.copy}::uuid, ${of.kind}, ${of.sha256}, ${of.sharedAt}, ${of.recalledAt}, i.organisation, i.name, i.had_read
    from unnest(${asked.map(() => newId(of.recalledAt.getTime()))}::uuid[], ${asked.map(({ organisation }) => organisation)}::uuid[], ${asked.map(({ name }) => name)}::text[],
      ${asked.map(({ hadRead }) => hadRead)}::boolean[]) i (id, organisation, name, had_read)`.execute(tx)
}

/** With the hashes of bytes that the acting organisation fetched of the copy. */
export type LeftTombstone = Tombstone & { readonly fetched: readonly string[] }

/** Those that the acting organisation was left, the latest first; a thousand at most. */
export async function listTombstones(tx: Tx, organisation: OrganisationId, openAlone: boolean): Promise<readonly LeftTombstone[]> {
  const { rows } = await sql<LeftTombstone>`select ${tombstoneColumns},
      array(select distinct f.sha256 from cooperation.share_fetch f where f.copy = t.copy and f.reader = platform.acting()) as fetched
    from cooperation.tombstone t
    where t.organisation = ${organisation} and (not ${openAlone} or t.confirmed_at is null) order by t.recalled_at desc, t.id desc limit 1000`.execute(
    tx,
  )
  return rows
}

/** Those of copies of the acting organisation: who was asked to delete, and who said so. */
export async function listAsked(tx: Tx, copies: readonly string[]): Promise<readonly Tombstone[]> {
  const { rows } = await sql<Tombstone>`select ${tombstoneColumns} from cooperation.tombstone t
    where t.copy = any (${[...copies]}::uuid[]) and t.owner = platform.acting() order by t.confirmed_at nulls first, lower(t.name), t.id`.execute(
    tx,
  )
  return rows
}

/** Undefined where there is none open of that id for the acting organisation. */
export async function confirmTombstone(
  tx: Tx,
  id: string,
  at: Date,
): Promise<{ readonly copy: string; readonly owner: OrganisationId } | undefined> {
  const { rows } = await sql<{ copy: string; owner: OrganisationId }>`update cooperation.tombstone set confirmed_at = ${at}
    where id = ${id}::uuid and organisation = platform.acting() and confirmed_at is null returning copy, owner`.execute(tx)
  return rows[0]
}
