import { type Selectable, sql } from 'kysely'
import type { EvidenceHold } from '../../../../db/types.ts'
import type { Cursor } from '../../../base/cursor.ts'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Hold, HoldId } from '../item.ts'

function holdOf(row: Selectable<EvidenceHold>): Hold {
  return {
    id: row.id as HoldId,
    item: row.item as ItemId,
    reason: row.reason,
    since: row.since,
    setBy: row.set_by,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    endedWhy: row.ended_why,
  }
}

/** Which holds in force protect any of these items: their own, or one on what they came out of. */
export async function listHoldsOver(tx: Tx, ids: readonly ItemId[]): Promise<readonly Hold[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Selectable<EvidenceHold>>`
    with recursive above as (
      select unnest(${ids}::uuid[]) as id
      union
      select d.parent from evidence.derivation d join above on d.child = above.id)
    select h.* from evidence.hold h join above on above.id = h.item where h.ended_at is null order by h.since, h.id`.execute(tx)
  return rows.map(holdOf)
}

/** The holds set on an item itself, ended ones too. */
export async function listHoldsOn(tx: Tx, item: ItemId): Promise<readonly Hold[]> {
  const rows = await tx.selectFrom('evidence.hold').selectAll().where('item', '=', item).orderBy('since').orderBy('id').execute()
  return rows.map(holdOf)
}

/** The acting organisation's holds, newest first, by keyset. */
export async function pageHolds(
  tx: Tx,
  owner: OrganisationId,
  inForce: boolean,
  after: Cursor | undefined,
  limit: number,
): Promise<readonly Hold[]> {
  const rows = await tx
    .selectFrom('evidence.hold')
    .selectAll()
    .where('owner', '=', owner)
    .$if(inForce, (query) => query.where('ended_at', 'is', null))
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(since, id) < (${after?.at}, ${after?.id}::uuid)`))
    .orderBy('since', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(holdOf)
}

export async function insertHold(tx: Tx, owner: OrganisationId, hold: Hold): Promise<void> {
  await tx
    .insertInto('evidence.hold')
    .values({ id: hold.id, item: hold.item, owner, reason: hold.reason, since: hold.since, set_by: hold.setBy })
    .execute()
}

/** Ends a hold of ours that is in force; undefined when there is none such. */
export async function endHold(tx: Tx, id: HoldId, at: Date, by: string, why: string): Promise<Hold | undefined> {
  const row = await tx
    .updateTable('evidence.hold')
    .set({ ended_at: at, ended_by: by, ended_why: why })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? undefined : holdOf(row)
}
