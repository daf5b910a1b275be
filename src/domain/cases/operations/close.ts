import { Failure } from '../../../base/failure.ts'
import type { CaseId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import type { CaseRow, ClosedWhy, LiveState } from '../case.ts'
import { caseClosed, caseReopened } from '../events.ts'
import { rankOf } from '../queue.ts'
import { updateCase } from '../store/cases.ts'
import { takeCase, takeLive, tell } from './acting.ts'
import { addNote } from './notes.ts'
import { notifyCase } from './people.ts'

/** Closes a case that is worked on; `quiet` where it is one of many. Refuses `cases.closed`, `cases.merged`. */
export async function closeCase(work: Work, id: CaseId, why: Exclude<ClosedWhy, 'merged'>, note = '', quiet = false): Promise<void> {
  const row = await takeLive(work, id)
  if (note !== '') await addNote(work, id, 'internal', note)
  await updateCase(work.tx, id, { state: 'closed', state_before: row.state, closed_at: work.now, closed_why: why, last_at: work.now })
  await tell(work, id, 'closed', { why })
  if (!quiet) await notifyCase(work, row, why === 'silent' ? 'cases.closed-silent' : 'cases.closed')
  work.record('cases.closed', id, { why })
  work.publish(caseClosed, { caseId: id })
}

/** A person opens a closed case again; the reason stands in a note. */
export async function reopenCase(work: Work, id: CaseId, reason: string, quiet = false): Promise<void> {
  const row = await takeCase(work, id)
  if (row.state === 'merged') throw new Failure('conflict', 'cases.merged', `case ${id} was merged`, { detail: { case: row.merged_into } })
  if (row.state !== 'closed') throw new Failure('conflict', 'cases.not-closed', `case ${id} is ${row.state}`)
  await open(work, row, {})
  await addNote(work, id, 'internal', reason)
  await tell(work, id, 'reopened')
  if (!quiet) await notifyCase(work, row, 'cases.reopened')
  work.record('cases.reopened', id)
}

/** Takes a closing back: it is as it was, and waits since when it waited. Refuses `cases.not-closed`. */
export async function restoreCase(work: Work, id: CaseId, state: LiveState): Promise<void> {
  const row = await takeCase(work, id)
  if (row.state !== 'closed') throw new Failure('conflict', 'cases.not-closed', `case ${id} is ${row.state}`)
  await updateCase(work.tx, id, { state, state_before: null, closed_at: null, closed_why: null, last_at: work.now })
  await tell(work, id, 'reopened')
  work.record('cases.reopened', id)
  work.publish(caseReopened, { caseId: id })
}

/** What it was closed for came back: it opens by itself, counts that, and says so to whoever had it. */
export async function recur(work: Work, row: CaseRow): Promise<void> {
  await open(work, row, { recurred: row.recurred + 1 })
  await tell(work, row.id, 'recurred', { times: row.recurred + 1 })
  await notifyCase(work, row, 'cases.recurred')
  work.record('cases.recurred', row.id)
}

/** It waits for us from now on, behind what waits longer. */
async function open(work: Work, row: CaseRow, more: { recurred?: number }): Promise<void> {
  await updateCase(work.tx, row.id, {
    state: 'open',
    state_before: null,
    closed_at: null,
    closed_why: null,
    since: work.now,
    last_at: work.now,
    due_told_at: null,
    rank: rankOf(row.harm, work.now),
    ...more,
  })
  work.publish(caseReopened, { caseId: row.id })
}
