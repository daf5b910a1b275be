import { sql } from 'kysely'
import type { OrganisationId, ReleaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Way, WayWhat } from '../ways/way.ts'

const columns = sql`w.id, w.owner, w.what, w.shipped, w.name, w.country, w.kind, w.value, w.archive, w.password, w.field, w.header, w.secret, w.language,
  w.again_days as "againDays", w.note, w.source, w.confirmed_at as "confirmedAt", w.confirmed_by as "confirmedBy", w.changed_at as "changedAt",
  w.changed_by as "changedBy", w.ended_at as "endedAt"`

/** All that somebody touched, ended ones too, by name; a thousand at most. */
export async function listWayRows(tx: Tx, owner: OrganisationId, what: WayWhat): Promise<readonly Way[]> {
  const { rows } = await sql<Way>`select ${columns} from cooperation.way w where w.owner = ${owner} and w.what = ${what}
    order by w.name, w.id limit 1000`.execute(tx)
  return rows
}

export async function findWayRow(tx: Tx, id: string): Promise<Way | undefined> {
  const { rows } = await sql<Way>`select ${columns} from cooperation.way w where w.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Adds it unless it is there. */
export async function insertWay(tx: Tx, way: Way & { readonly changedAt: Date; readonly changedBy: string }): Promise<void> {
  const { againDays, confirmedAt: _, confirmedBy: __, changedAt, changedBy, endedAt: ___, ...rest } = way
  await tx
    .insertInto('cooperation.way')
    .values({ ...rest, again_days: againDays, changed_at: changedAt, changed_by: changedBy })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export type WayChange = Partial<{
  readonly name: string
  readonly country: string | null
  readonly kind: Way['kind']
  readonly value: string
  readonly archive: Way['archive']
  readonly password: string
  readonly field: string
  readonly header: string | null
  readonly secret: Buffer | null
  readonly language: string | null
  readonly again_days: number | null
  readonly note: string
  readonly source: string
  readonly confirmed_at: Date | null
  readonly confirmed_by: string | null
  readonly changed_at: Date
  readonly changed_by: string
  readonly ended_at: Date
  readonly ended_by: string
}>

export async function updateWay(tx: Tx, id: string, change: WayChange): Promise<void> {
  await tx.updateTable('cooperation.way').set(change).where('id', '=', id).execute()
}

/** Drafts that would go by it. */
export async function listDraftsBy(tx: Tx, owner: OrganisationId, way: string): Promise<readonly ReleaseId[]> {
  const { rows } = await sql<{ id: ReleaseId }>`select r.id from cooperation.release r
    where r.owner = ${owner} and r.way = ${way} and r.state = 'draft' order by r.created_at desc limit 1000`.execute(tx)
  return rows.map(({ id }) => id)
}
