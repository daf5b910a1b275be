import type { Tx } from '../../../platform/db/pools.ts'
import type { CaseRow } from '../case.ts'
import type { Suggestion } from '../contract.ts'
import { playsFor } from '../playbook.ts'
import { listActionsOf } from '../store/actions.ts'
import { listPartyParts } from '../store/parts.ts'

const atMost = 200

/** What the playbook proposes for a case: what suits its kind, with the parties of the case that could receive it. Nothing is written. */
export async function suggest(tx: Tx, row: CaseRow): Promise<Suggestion[]> {
  const parties = await listPartyParts(tx, row.owner, row.id, undefined, atMost)
  const actions = await listActionsOf(tx, row.owner, row.id, undefined, atMost)
  const taken = new Set(actions.filter(({ state }) => state !== 'declined' && state !== 'withdrawn').map(({ kind }) => kind))
  return playsFor(row.kind).map(({ kind, ground, roles, within }) => ({
    kind,
    ground,
    roles: [...roles],
    recipients: parties
      .filter(({ role }) => roles.includes(role))
      .map(({ role, party, name, address }) => ({ name, address, party, contact: null, role, format: 'text' as const, language: null })),
    things: [],
    within,
    taken: taken.has(kind),
  }))
}
