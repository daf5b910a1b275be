import { type CompiledQuery, type Selectable, sql } from 'kysely'
import type { EvidenceCustody } from '../../../../db/types.ts'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Act, CustodyId, CustodyLine } from '../item.ts'

function lineOf(row: Selectable<EvidenceCustody>): CustodyLine {
  return {
    id: row.id as CustodyId,
    item: row.item as ItemId,
    at: row.at,
    act: row.act as Act,
    actorKind: row.actor_kind as CustodyLine['actorKind'],
    actor: row.actor,
    detail: row.detail as CustodyLine['detail'],
    leaf: row.leaf,
  }
}

/** The chain of custody of an item, oldest line first: the acting organisation's own lines. */
export async function custodyOf(tx: Tx, id: ItemId): Promise<readonly CustodyLine[]> {
  const rows = await tx.selectFrom('evidence.custody').selectAll().where('item', '=', id).orderBy('place').execute()
  return rows.map(lineOf)
}

/** What adds lines of custody, however many. */
export function insertCustody(tx: Tx, owner: OrganisationId, lines: readonly CustodyLine[]): CompiledQuery {
  const given = lines.map(({ actorKind, ...line }) => ({ ...line, actor_kind: actorKind }))
  return sql`
    insert into evidence.custody (id, item, owner, at, act, actor_kind, actor, detail, leaf)
    select g.id, g.item, ${owner}, g.at, g.act, g.actor_kind, g.actor, g.detail, g.leaf
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as g (id uuid, item uuid, at timestamptz, act text, actor_kind text, actor text, detail jsonb, leaf uuid)`.compile(tx)
}

/** Whether the acting organisation wrote such a line since then; `actor` null: by anyone. */
export async function wasDoneSince(tx: Tx, item: ItemId, act: Act, actor: string | null, since: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('evidence.custody')
    .select('id')
    .where('item', '=', item)
    .where('act', '=', act)
    .where('at', '>', since)
    .$if(actor !== null, (query) => query.where('actor', '=', actor ?? ''))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
