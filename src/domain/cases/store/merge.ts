import { sql } from 'kysely'
import type { CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { settleSidesOf } from './outcomes.ts'

export type MergeRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kept: CaseId
  readonly merged: CaseId
  readonly at: Date
  readonly by_actor: string
}

export async function insertMerge(tx: Tx, row: MergeRow): Promise<void> {
  await tx.insertInto('cases.merge').values(row).execute()
}

/** The merge in force by which a case went into another; locked. */
export async function findMerge(tx: Tx, merged: CaseId): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`select m.id, m.owner, m.kept, m.merged, m.at, m.by_actor from cases.merge m
    where m.owner = platform.acting() and m.merged = ${merged} and m.undone_at is null for update`.execute(tx)
  return rows[0]
}

export async function endMerge(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx.updateTable('cases.merge').set({ undone_at: at, undone_by: by }).where('id', '=', id).execute()
}

/** Whatever may lie in one case only goes along; what the other has already (an item, a watcher) is left behind. `origin` stays. */
export async function moveParts(tx: Tx, owner: OrganisationId, from: CaseId, into: CaseId): Promise<void> {
  const rows = sql`set "case" = ${into} where owner = ${owner} and "case" = ${from}`
  await sql`update cases.case_report ${rows}`.execute(tx)
  await sql`update cases.case_campaign ${rows}`.execute(tx)
  await sql`update cases.case_party ${rows}`.execute(tx)
  await sql`update cases.task ${rows}`.execute(tx)
  await sql`update cases.note ${rows}`.execute(tx)
  await sql`update cases.action ${rows}`.execute(tx)
  await sql`update cases.case_item i ${rows}
    and not exists (select from cases.case_item o where o.owner = ${owner} and o."case" = ${into} and o.item = i.item)`.execute(tx)
  await sql`insert into cases.watcher (owner, "case", person, origin, at)
    select owner, ${into}::uuid, person, ${from}::uuid, at from cases.watcher where owner = ${owner} and "case" = ${from}
    on conflict do nothing`.execute(tx)
  await settleSidesOf(tx, into)
}

/** What came from a case, and from those that were merged into it before, goes back to it. */
export async function moveBack(tx: Tx, from: CaseId, into: CaseId): Promise<void> {
  const { rows } = await sql<{ id: CaseId }>`with recursive under as (
      select ${from}::uuid as id
      union
      select m.merged from cases.merge m join under on m.kept = under.id where m.owner = platform.acting() and m.undone_at is null)
    select id from under`.execute(tx)
  const ids = rows.map(({ id }) => id)
  const back = sql`set "case" = ${from} where owner = platform.acting() and "case" = ${into} and origin = any (${ids}::uuid[])`
  for (const table of ['case_report', 'case_campaign', 'case_party', 'task', 'note', 'action'] as const)
    await sql`update ${sql.table(`cases.${table}`)} ${back}`.execute(tx)
  await sql`update cases.case_item i ${back}
    and not exists (select from cases.case_item o where o.owner = i.owner and o."case" = ${from} and o.item = i.item)`.execute(tx)
  await sql`delete from cases.watcher where owner = platform.acting() and "case" = ${into} and origin = any (${ids}::uuid[])`.execute(tx)
  await settleSidesOf(tx, from)
}
