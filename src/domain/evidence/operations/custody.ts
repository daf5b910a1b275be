import { Failure } from '../../../base/failure.ts'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import { newId } from '../../../base/id.ts'
import { type Statement, sendTogether } from '../../../platform/db/scope.ts'
import type { Work } from '../../../platform/work.ts'
import type { Act, CustodyLine } from '../item.ts'
import { insertCustody } from '../store/custody.ts'

export type CustodyEntry = {
  readonly item: { readonly id: ItemId; readonly sha256: string; readonly size: number }
  readonly act: Act
  /** places, reasons and counts; never a name, an address or content, for the log cannot forget what its readers copied */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** The organisation that acts; evidence belongs to one, so the node's operator has none here. */
export function ownerOf(work: Work): OrganisationId {
  if (work.actor.organisation === null)
    throw new Failure('forbidden', 'evidence.no-organisation', 'evidence is handled for an organisation')
  return work.actor.organisation
}

/** Adds lines to the chain of custody, each with its leaf in the node's log. One statement, however many. */
export async function addCustody(work: Work, entries: readonly CustodyEntry[]): Promise<void> {
  if (entries.length > 0) await sendTogether(work.tx, [witnessCustody(work, entries)])
}

/** Witnesses the lines; answers the statement that adds them, to be sent in the same unit of work. */
export function witnessCustody(work: Work, entries: readonly CustodyEntry[]): Statement {
  const owner = ownerOf(work)
  const actor = { actorKind: work.actor.kind, actor: work.actor.id }
  const lines = entries.map(({ item, act, detail = {} }): CustodyLine => {
    const record = { item: item.id, sha256: item.sha256, size: item.size, act, actor: `${actor.actorKind}:${actor.actor}`, detail }
    return {
      id: newId(work.now.getTime()),
      item: item.id,
      at: work.now,
      act,
      ...actor,
      detail,
      // nothing is older than its receipt or its derivation
      leaf: work.witness(`evidence.${act}`, item.id, record, act === 'received' || act === 'derived'),
    }
  })
  return insertCustody(work.tx, owner, lines)
}
