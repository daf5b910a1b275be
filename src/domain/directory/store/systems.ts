import type { OrganisationId } from '../../../base/id.ts'
import { plannedOnce } from '../../../platform/db/planned.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type SystemRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: 'network' | 'host'
  readonly value: string
  readonly note: string
  readonly stated_by: string
  readonly since: Date
}

const columns = ['id', 'owner', 'kind', 'value', 'note', 'stated_by', 'since'] as const

/** All of them: their number is limited. Networks first, each kind in the order of its text. */
export async function listSystems(tx: Tx, owner: OrganisationId): Promise<SystemRow[]> {
  return tx
    .selectFrom('directory.system')
    .modifyFront(plannedOnce)
    .select(columns)
    .where('owner', '=', owner)
    .orderBy('kind', 'desc')
    .orderBy('value')
    .$castTo<SystemRow>()
    .execute()
}

export async function findSystem(tx: Tx, id: string): Promise<SystemRow | undefined> {
  return tx.selectFrom('directory.system').select(columns).where('id', '=', id).$castTo<SystemRow>().executeTakeFirst()
}

export async function insertSystem(tx: Tx, row: SystemRow): Promise<void> {
  await tx.insertInto('directory.system').values(row).execute()
}

export async function updateSystemNote(tx: Tx, id: string, note: string): Promise<void> {
  await tx.updateTable('directory.system').set({ note }).where('id', '=', id).execute()
}

export async function deleteSystem(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('directory.system').where('id', '=', id).execute()
}

/** When the organisation's systems were last changed; null where none was ever stated. */
export async function systemsChangedAt(tx: Tx, owner: OrganisationId): Promise<Date | null> {
  const row = await tx.selectFrom('directory.organisation').select('systems_changed_at').where('id', '=', owner).executeTakeFirst()
  return row?.systems_changed_at ?? null
}

/** Also makes whoever else changes them wait for the end of this transaction. */
export async function markSystemsChanged(tx: Tx, owner: OrganisationId, at: Date): Promise<void> {
  await tx.updateTable('directory.organisation').set({ systems_changed_at: at }).where('id', '=', owner).execute()
}
