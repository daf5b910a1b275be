import { present } from '../../../base/failure.ts'
import { type CaseId, newId, type TaskId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import { mayWorkCases } from '../policy.ts'
import { recount } from '../store/cases.ts'
import { findTask, insertTask, type TaskChange, type TaskRow, updateTask } from '../store/tasks.ts'
import { index, takeCase, takeLive, tell, touch } from './acting.ts'
import { memberOf, notifyPeople, watchIfPerson } from './people.ts'

const longest = 500

export type NewTask = { readonly title: string; readonly assignee: string | null; readonly dueAt: Date | null }

/** Something to do in a case that is worked on; whoever shall do it is told. */
export async function addTask(work: Work, id: CaseId, { title, assignee, dueAt }: NewTask): Promise<TaskId> {
  const row = await takeLive(work, id)
  const to = assignee === null ? null : await memberOf(work, assignee)
  const task = newId<'task'>(work.now.getTime())
  await insertTask(work.tx, row.owner, {
    id: task,
    case: id,
    title: storableText(title, longest),
    assignee: to,
    due_at: dueAt,
    created_by: work.actor.id,
    created_at: work.now,
  })
  await settle(work, id, 'task-added', { task })
  await watchIfPerson(work, row)
  if (to !== null) await notifyPeople(work, [to], row, 'cases.task-assigned')
  return task
}

export type TaskWish = {
  readonly title?: string
  readonly assignee?: string | null
  readonly dueAt?: Date | null
  readonly state?: TaskRow['state']
}

/** Changes a task, or says that it is done, dropped or open again. Refuses `cases.no-task`. */
export async function changeTask(work: Work, id: TaskId, wish: TaskWish): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const task = present(await findTask(work.tx, id), 'cases.no-task', `task ${id}`)
  const row = await takeCase(work, task.case)
  const to = wish.assignee == null ? wish.assignee : await memberOf(work, wish.assignee)
  const ended = wish.state !== undefined && wish.state !== 'open'
  const change: TaskChange = {
    ...(wish.title === undefined ? {} : { title: storableText(wish.title, longest) }),
    ...(to === undefined ? {} : { assignee: to }),
    ...(wish.dueAt === undefined ? {} : { due_at: wish.dueAt, due_told_at: null }),
    ...(wish.state === undefined ? {} : { state: wish.state, ended_by: ended ? work.actor.id : null, ended_at: ended ? work.now : null }),
  }
  await updateTask(work.tx, id, change)
  const what =
    wish.state === undefined || wish.state === task.state ? 'task-changed' : `task-${wish.state === 'open' ? 'reopened' : wish.state}`
  await settle(work, task.case, what, { task: id })
  if (to != null && to !== task.assignee) await notifyPeople(work, [to], row, 'cases.task-assigned')
}

async function settle(work: Work, id: CaseId, what: string, params: { task: TaskId }): Promise<void> {
  await recount(work.tx, [id])
  await touch(work, id)
  await index(work, id)
  await tell(work, id, what, params)
  work.record(`cases.${what}`, id, params)
}
