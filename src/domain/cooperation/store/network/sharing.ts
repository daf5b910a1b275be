import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { secrecyMarks } from '../../contract/network/names.ts'
import { type Ceiling, firstRule, type SharingRule } from '../../network/sharing.ts'
import type { Tlp } from '../../network/tlp.ts'

// How the acting organisation shares, and what it keeps to itself.

export async function findRule(tx: Tx, owner: OrganisationId): Promise<SharingRule> {
  const { rows } = await sql<{
    second: boolean
    atlp: Tlp
    areach: Ceiling['reach']
    mtlp: Tlp
    mreach: Ceiling['reach']
    originals: boolean
  }>`select r.second_person as second, r.analyst_tlp as atlp,
    r.analyst_reach as areach, r.manager_tlp as mtlp, r.manager_reach as mreach, r.originals from cooperation.sharing_rule r where r.owner = ${owner}`.execute(
    tx,
  )
  const row = rows[0]
  if (row === undefined) return firstRule
  return {
    secondPerson: row.second,
    analyst: { tlp: row.atlp, reach: row.areach },
    manager: { tlp: row.mtlp, reach: row.mreach },
    originals: row.originals,
  }
}

export async function setRule(
  tx: Tx,
  owner: OrganisationId,
  { secondPerson, analyst, manager, originals }: SharingRule,
  at: Date,
  by: string,
): Promise<void> {
  const fields = {
    second_person: secondPerson,
    analyst_tlp: analyst.tlp,
    analyst_reach: analyst.reach,
    manager_tlp: manager.tlp,
    manager_reach: manager.reach,
    originals,
    changed_at: at,
    changed_by: by,
  }
  await tx
    .insertInto('cooperation.sharing_rule')
    .values({ owner, ...fields })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(fields))
    .execute()
}

export type SecrecyMark = {
  readonly id: string
  readonly kind: 'case' | 'campaign'
  readonly object: string
  readonly mark: (typeof secrecyMarks)[number]
  readonly since: Date
  readonly sinceBy: string
}

/** The marks that stand on these objects. */
export async function listSecrecyMarks(tx: Tx, objects: readonly string[]): Promise<readonly SecrecyMark[]> {
  const { rows } =
    await sql<SecrecyMark>`select m.id, m.kind, m.object, m.mark, m.since, m.since_by as "sinceBy" from cooperation.secrecy_mark m
    where m.owner = platform.acting() and m.object = any (${[...objects]}::uuid[]) and m.lifted_at is null order by m.since, m.id`.execute(
      tx,
    )
  return rows
}

/** False where it stands already. */
export async function insertSecrecyMark(
  tx: Tx,
  owner: OrganisationId,
  mark: Omit<SecrecyMark, 'id' | 'since' | 'sinceBy'>,
  at: Date,
  by: string,
): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.secrecy_mark')
    .values({ id: newId(at.getTime()), owner, ...mark, since: at, since_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Undefined where none of that id stands. */
export async function liftSecrecyMark(tx: Tx, id: string, at: Date, by: string): Promise<Pick<SecrecyMark, 'object' | 'mark'> | undefined> {
  const { rows } = await sql<Pick<SecrecyMark, 'object' | 'mark'>>`update cooperation.secrecy_mark set lifted_at = ${at}, lifted_by = ${by}
    where id = ${id}::uuid and owner = platform.acting() and lifted_at is null returning object, mark`.execute(tx)
  return rows[0]
}
