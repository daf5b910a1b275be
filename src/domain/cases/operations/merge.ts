import { Failure } from '../../../base/failure.ts'
import { type CaseId, newId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import type { CaseRow } from '../case.ts'
import { caseProgressed } from '../events.ts'
import { mayWorkCases } from '../policy.ts'
import { lockCases, recount, updateCase } from '../store/cases.ts'
import { countUnread } from '../store/conversation.ts'
import { endMerge, findMerge, insertMerge, moveBack, moveParts } from '../store/merge.ts'
import { index, refuseEnded, tell } from './acting.ts'
import { sayHarm, settleHarm } from './harm.ts'
import { notifyCase } from './people.ts'

/**
 * What belongs to one case goes to another, which is worked on; the one left is `merged`, says where it went, and keeps its timeline. Refuses `cases.merge-itself`,
 * `cases.no-case`, `cases.merged`, `cases.closed`.
 */
export async function mergeCase(work: Work, into: CaseId, from: CaseId): Promise<void> {
  work.require(mayWorkCases(work.actor))
  if (into === from) throw new Failure('conflict', 'cases.merge-itself', `case ${into} into itself`)
  const [kept, merged] = await both(work, into, from)
  refuseEnded(kept)
  if (merged.state === 'merged')
    throw new Failure('conflict', 'cases.merged', `case ${from} was merged`, { detail: { case: merged.merged_into } })
  await moveParts(work.tx, merged.owner, from, into)
  await insertMerge(work.tx, {
    id: newId(work.now.getTime()),
    owner: kept.owner,
    kept: into,
    merged: from,
    at: work.now,
    by_actor: work.actor.id,
  })
  await updateCase(work.tx, from, {
    state: 'merged',
    state_before: merged.state,
    merged_into: into,
    closed_at: merged.closed_at ?? work.now,
    closed_why: merged.closed_why ?? 'merged',
  })
  await updateCase(work.tx, into, { last_at: work.now })
  await settleBoth(work, into, from)
  await tell(work, into, 'merged', { case: from, code: merged.code })
  await tell(work, from, 'merged-into', { case: into, code: kept.code })
  await notifyCase(work, merged, 'cases.merged', { into: kept.code })
  work.record('cases.merged', from, { into })
}

/** Of a merged case: what was its own goes back to it, and it is as it was before. Refuses `cases.not-merged`, and `cases.merged` while the other is merged itself. */
export async function unmergeCase(work: Work, from: CaseId): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const merge = await findMerge(work.tx, from)
  if (merge === undefined) throw await refusal(work, from)
  const [kept, merged] = await both(work, merge.kept, from)
  if (kept.state === 'merged')
    throw new Failure('conflict', 'cases.merged', `case ${kept.id} was merged`, { detail: { case: kept.merged_into } })
  await moveBack(work.tx, from, merge.kept)
  await endMerge(work.tx, merge.id, work.now, work.actor.id)
  const state = merged.state_before ?? 'open'
  const closed = state === 'closed'
  await updateCase(work.tx, from, {
    state,
    state_before: null,
    merged_into: null,
    closed_at: closed ? merged.closed_at : null,
    closed_why: closed ? merged.closed_why : null,
    last_at: work.now,
  })
  await settleBoth(work, merge.kept, from)
  await tell(work, merge.kept, 'unmerged', { case: from, code: merged.code })
  await tell(work, from, 'unmerged-from', { case: merge.kept, code: kept.code })
  work.record('cases.unmerged', from, { from: merge.kept })
}

async function refusal(work: Work, id: CaseId): Promise<Failure> {
  const [row] = await lockCases(work.tx, [id])
  return row === undefined
    ? new Failure('missing', 'cases.no-case', `case ${id}`)
    : new Failure('conflict', 'cases.not-merged', `case ${id} is not merged`)
}

async function both(work: Work, into: CaseId, from: CaseId): Promise<readonly [CaseRow, CaseRow]> {
  const rows = await lockCases(work.tx, [into, from])
  const kept = rows.find(({ id }) => id === into)
  const merged = rows.find(({ id }) => id === from)
  if (kept === undefined || merged === undefined) throw new Failure('missing', 'cases.no-case', `case ${kept === undefined ? into : from}`)
  return [kept, merged]
}

/** Counts, words and the volume that harm is judged from, of both; and their reporters are told. */
async function settleBoth(work: Work, into: CaseId, from: CaseId): Promise<void> {
  await recount(work.tx, [into, from])
  for (const id of [into, from]) await countUnread(work.tx, id)
  for (const row of await lockCases(work.tx, [into, from])) {
    await index(work, row.id)
    if (!(await sayHarm(work, row, new Map([['reports', row.reports]])))) await settleHarm(work, row)
    work.publish(caseProgressed, { caseId: row.id })
  }
}
