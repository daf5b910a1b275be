import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ErasureManner } from '../sources.ts'
import { subjectMatcher, subjectSpellings } from '../subject.ts'

export type NamedItem = {
  readonly id: ItemId
  readonly root: ItemId
  readonly name: string | null
  readonly handedBy: string | null
  readonly receivedAt: Date
}

/** Our kept items whose name or giver speaks of the person, newest first. Reads all of the organisation's items: asked seldom, answered in seconds. */
export async function listItemsNaming(tx: Tx, text: string): Promise<readonly NamedItem[]> {
  const { rows } = await sql<{ id: string; root: string; name: string | null; handed_by: string | null; received_at: Date }>`
    select i.id, i.root, i.name, i.handed_by, i.received_at from evidence.item i
    where i.owner = platform.acting() and (i.name is not null or i.handed_by is not null)
      and exists (select from unnest(${subjectSpellings(text)}::text[]) s
        where position(s in coalesce(i.name, '')) > 0 or position(s in coalesce(i.handed_by, '')) > 0
          or position(lower(s) in lower(coalesce(i.name, ''))) > 0 or position(lower(s) in lower(coalesce(i.handed_by, ''))) > 0)
    order by i.received_at desc, i.id`.execute(tx)
  const matches = subjectMatcher(text)
  return rows
    .filter((row) => matches(row.name) || matches(row.handed_by))
    .map((row) => ({
      id: row.id as ItemId,
      root: row.root as ItemId,
      name: row.name,
      handedBy: row.handed_by,
      receivedAt: row.received_at,
    }))
}

export type Renaming = { readonly id: ItemId; readonly name: string | null; readonly handedBy: string | null }

export async function setNames(tx: Tx, renamings: readonly Renaming[]): Promise<void> {
  const given = renamings.map(({ id, name, handedBy }) => ({ id, name, handed_by: handedBy }))
  await sql`update evidence.item i set name = g.name, handed_by = g.handed_by
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, name text, handed_by text) where i.id = g.id`.execute(tx)
}

export type Erasure = {
  readonly id: string
  readonly at: Date
  readonly by: string
  readonly manner: ErasureManner
  readonly reason: string
  readonly counts: Readonly<Record<string, number>>
}

type ErasureRow = {
  readonly id: string
  readonly at: Date
  readonly by_actor: string
  readonly manner: string
  readonly reason: string
  readonly counts: unknown
}

const erasureOf = (row: ErasureRow): Erasure => ({
  id: row.id,
  at: row.at,
  by: row.by_actor,
  manner: row.manner as ErasureManner,
  reason: row.reason,
  counts: row.counts as Erasure['counts'],
})

/** Keeps no text: only `salt` and what the node's secret makes of salt and text. */
export async function insertErasure(tx: Tx, owner: OrganisationId, erasure: Erasure, salt: Uint8Array, digest: Uint8Array): Promise<void> {
  const { id, at, by, manner, reason, counts } = erasure
  await tx
    .insertInto('evidence.erasure')
    .values({
      id,
      owner,
      at,
      by_actor: by,
      manner,
      reason,
      counts: JSON.stringify(counts),
      salt: Buffer.from(salt),
      digest: Buffer.from(digest),
    })
    .execute()
}

/** What was erased before for the text that `digestOf` is about. */
export async function listErasuresFor(tx: Tx, owner: OrganisationId, digestOf: (salt: Uint8Array) => Buffer): Promise<readonly Erasure[]> {
  const rows = await tx.selectFrom('evidence.erasure').selectAll().where('owner', '=', owner).orderBy('at', 'desc').execute()
  return rows.filter((row) => digestOf(row.salt).equals(row.digest)).map(erasureOf)
}

export async function pageErasures(tx: Tx, owner: OrganisationId, after: Cursor | undefined, limit: number): Promise<readonly Erasure[]> {
  const rows = await tx
    .selectFrom('evidence.erasure')
    .selectAll()
    .where('owner', '=', owner)
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(at, id) < (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(erasureOf)
}
