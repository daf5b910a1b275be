import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { type Ceiling, firstRule, type SharingRule } from '../../network/sharing.ts'
import type { Tlp } from '../../network/tlp.ts'

// How the acting organisation shares.

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
