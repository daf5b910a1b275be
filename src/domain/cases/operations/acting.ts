import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { CaseId, OrganisationId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { tokensOf } from '../../analysis/index.ts'
import { type CaseRow, isLive } from '../case.ts'
import { mayWorkCases } from '../policy.ts'
import { lockCase, updateCase } from '../store/cases.ts'
import { putTokens, textOf } from '../store/search.ts'
import { type EntryParams, insertEntry } from '../store/timeline.ts'

// What every operation on a case begins and ends with.

/** The organisation acted for. Refuses `cases.no-organisation`. */
export function ownerOf(actor: Actor): OrganisationId {
  return present(actor.organisation, 'cases.no-organisation', 'the acting organisation')
}

/** A case of ours, locked, for somebody who may work on it. Refuses `cases.no-case`. */
export async function takeCase(work: Work, id: CaseId): Promise<CaseRow> {
  work.require(mayWorkCases(work.actor))
  return present(await lockCase(work.tx, id), 'cases.no-case', `case ${id}`)
}

/** The same for what only makes sense while it is worked on. Refuses `cases.closed`, and `cases.merged` with where it went. */
export async function takeLive(work: Work, id: CaseId): Promise<CaseRow> {
  const row = await takeCase(work, id)
  refuseEnded(row)
  return row
}

export function refuseEnded(row: CaseRow): void {
  if (row.state === 'merged')
    throw new Failure('conflict', 'cases.merged', `case ${row.id} was merged`, { detail: { case: row.merged_into } })
  if (!isLive(row)) throw new Failure('conflict', 'cases.closed', `case ${row.id} is closed`)
}

/** A line of the timeline, and the live notice that goes with it. */
export async function tell(work: Work, id: CaseId, what: string, params: EntryParams = {}): Promise<void> {
  await insertEntry(work.tx, ownerOf(work.actor), work.actor, work.now, id, what, params)
  work.announce('case', id)
}

/** Something was heard or done: silence is counted from now. */
export async function touch(work: Work, id: CaseId): Promise<void> {
  await updateCase(work.tx, id, { last_at: work.now })
}

/** Makes a case found by the words that it has now. */
export async function index(work: Work, id: CaseId): Promise<void> {
  await putTokens(work.tx, ownerOf(work.actor), id, tokensOf(await textOf(work.tx, id)))
}
