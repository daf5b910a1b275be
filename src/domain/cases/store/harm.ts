import { sql } from 'kysely'
import { type CaseId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { HarmValue } from '../harm.ts'

export type HarmInputRow = {
  readonly id: string
  readonly name: string
  readonly value: HarmValue | null
  readonly source: 'machine' | 'person'
  readonly by_actor: string
  readonly reason: string | null
  readonly at: Date
}

export type NewHarmInput = Pick<HarmInputRow, 'name' | 'value' | 'source' | 'by_actor' | 'reason'>

/** Oldest first: the order in which they count. */
export async function listHarmInputs(tx: Tx, owner: OrganisationId, id: CaseId): Promise<readonly HarmInputRow[]> {
  const { rows } = await sql<HarmInputRow>`select h.id, h.name, h.value, h.source, h.by_actor, h.reason, h.at from cases.harm_input h
    where h.owner = ${owner} and h."case" = ${id} order by h.at, h.id`.execute(tx)
  return rows
}

export async function insertHarmInputs(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  inputs: readonly NewHarmInput[],
  at: Date,
): Promise<void> {
  if (inputs.length === 0) return
  await tx
    .insertInto('cases.harm_input')
    .values(
      inputs.map(({ value, ...rest }) => ({
        ...rest,
        id: newId(at.getTime()),
        owner,
        case: id,
        value: value === null ? null : JSON.stringify(value),
        at,
      })),
    )
    .execute()
}
