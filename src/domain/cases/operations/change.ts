import { Failure } from '../../../base/failure.ts'
import type { CaseId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import type { CaseKind, CaseRow, LiveState } from '../case.ts'
import { caseProgressed } from '../events.ts'
import { maySeeCases, mayWatch } from '../policy.ts'
import { findCase, updateCase } from '../store/cases.ts'
import { deleteWatcher, insertWatcher } from '../store/timeline.ts'
import { index, ownerOf, takeLive, tell, touch } from './acting.ts'
import { sayHarm } from './harm.ts'
import { addNote } from './notes.ts'
import { memberOf, notifyPeople, watchIfPerson } from './people.ts'

export type Change = { readonly title?: string; readonly kind?: CaseKind; readonly dueAt?: Date | null }

/** Changes what a case is called, what kind it is, and by when something must happen. Refuses `cases.closed`, `cases.merged`. */
export async function changeCase(work: Work, id: CaseId, change: Change): Promise<void> {
  const row = await takeLive(work, id)
  if (change.title !== undefined && change.title !== row.title) {
    await updateCase(work.tx, id, { title: storableText(change.title, 300) })
    await index(work, id)
    await tell(work, id, 'title-changed')
  }
  if (change.kind !== undefined && change.kind !== row.kind) {
    await updateCase(work.tx, id, { kind: change.kind })
    await tell(work, id, 'kind-changed', { from: row.kind, to: change.kind })
    work.publish(caseProgressed, { caseId: id })
    await sayHarm(work, row, new Map([['content', change.kind]]))
  }
  if (change.dueAt !== undefined && change.dueAt?.getTime() !== row.due_at?.getTime()) {
    await updateCase(work.tx, id, { due_at: change.dueAt, due_told_at: null })
    await tell(work, id, 'due-changed', { to: change.dueAt?.toISOString() ?? null, from: row.due_at?.toISOString() ?? null })
  }
  await touch(work, id)
  work.record('cases.changed', id, { what: Object.keys(change).join(' ') })
}

/** Gives a case to a member, or to nobody; `quiet` where they are told of many at once. Refuses `cases.no-person`, `cases.closed`. */
export async function assignCase(work: Work, id: CaseId, assignee: string | null, note = '', quiet = false): Promise<void> {
  const row = await takeLive(work, id)
  await give(work, row, assignee, note, 'assigned', quiet)
}

/** The same with a note that says what the next one must know; who hands over goes on hearing of it. */
export async function handOver(work: Work, id: CaseId, assignee: string, note: string): Promise<void> {
  const row = await takeLive(work, id)
  if (row.assignee === assignee) throw new Failure('conflict', 'cases.has-it', `${assignee} has case ${id} already`)
  await watchIfPerson(work, row)
  await give(work, row, assignee, note, 'handed-over')
}

async function give(
  work: Work,
  row: CaseRow,
  assignee: string | null,
  note: string,
  what: 'assigned' | 'handed-over',
  quiet = false,
): Promise<void> {
  const to = assignee === null ? null : await memberOf(work, assignee)
  if (note !== '') await addNote(work, row.id, 'internal', note)
  if (row.assignee === to) return
  await updateCase(work.tx, row.id, { assignee: to })
  await touch(work, row.id)
  await tell(work, row.id, what, { to, from: row.assignee })
  if (to !== null && !quiet) await notifyPeople(work, [to], row, 'cases.assigned')
  work.record(`cases.${what}`, row.id, { to })
}

/** A person hears of what happens to a case, or does not any more. Whoever may see it may watch it. */
export async function watchCase(work: Work, id: CaseId, watching: boolean): Promise<void> {
  work.require(maySeeCases(work.actor) && mayWatch(work.actor))
  const row = await findCase(work.tx, id)
  if (row === undefined || row.owner !== work.actor.organisation) throw new Failure('missing', 'cases.no-case', `case ${id}`)
  if (watching) await insertWatcher(work.tx, ownerOf(work.actor), id, work.actor.id, work.now)
  else await deleteWatcher(work.tx, id, work.actor.id)
}

/** Says whether we act, others must, or nobody did yet. What waited for others waits for us again from then on. */
export async function moveCase(work: Work, id: CaseId, to: LiveState): Promise<void> {
  const row = await takeLive(work, id)
  if (row.state === to) return
  await updateCase(work.tx, id, { state: to })
  await touch(work, id)
  await tell(work, id, 'moved', { from: row.state, to })
  work.record('cases.moved', id, { from: row.state, to })
}
