import type { Actor } from '../../../base/actor.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { staysOpen } from '../case.ts'
import { caseProgressed } from '../events.ts'
import { findCases, lockCases, updateCase } from '../store/cases.ts'
import { listWithNewcomers } from '../store/course.ts'
import { listNear, listSilent } from '../store/lists.ts'
import { findSettings } from '../store/settings.ts'
import { listNearTasks, updateTask } from '../store/tasks.ts'
import { ownerOf, tell } from './acting.ts'
import { closeCase } from './close.ts'
import { notifyCase, notifyPeople } from './people.ts'

const day = 86_400_000
const hour = 3_600_000
const atOnce = 50

/** Closes what has been silent for the organisation's time, tells of deadlines that come near, and lets reports that joined a campaign follow its case. */
export async function tendCases(ctx: Context, actor: Actor): Promise<void> {
  while ((await closeSilent(ctx, actor)) === atOnce);
  while ((await tellNear(ctx, actor)) === atOnce);
  while ((await tellNearTasks(ctx, actor)) === atOnce);
  await tellNewcomers(ctx, actor)
}

/** Asked again under the lock: what was heard of in between is left alone. Answers how many were looked at. */
function closeSilent(ctx: Context, actor: Actor): Promise<number> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const { silenceDays } = await findSettings(work.tx, ownerOf(actor))
    const before = new Date(work.now.getTime() - silenceDays * day)
    const ids = await listSilent(work.tx, before, work.now, atOnce)
    for (const row of await lockCases(work.tx, ids))
      if (row.closed_at === null && row.last_at < before && !staysOpen(row, work.now)) await closeCase(work, row.id, 'silent')
    return ids.length
  })
}

function tellNear(ctx: Context, actor: Actor): Promise<number> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const { nearHours } = await findSettings(work.tx, ownerOf(actor))
    const rows = await listNear(work.tx, new Date(work.now.getTime() + nearHours * hour), atOnce)
    for (const row of rows) {
      await updateCase(work.tx, row.id, { due_told_at: work.now })
      await tell(work, row.id, 'deadline-near', { due: row.due_at?.toISOString() ?? null })
      await notifyCase(work, row, 'cases.deadline-near')
    }
    return rows.length
  })
}

function tellNearTasks(ctx: Context, actor: Actor): Promise<number> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const { nearHours } = await findSettings(work.tx, ownerOf(actor))
    const tasks = await listNearTasks(work.tx, new Date(work.now.getTime() + nearHours * hour), atOnce)
    const cases = new Map(
      (
        await findCases(
          work.tx,
          tasks.map((task) => task.case),
        )
      ).map((row) => [row.id, row]),
    )
    for (const task of tasks) {
      await updateTask(work.tx, task.id, { due_told_at: work.now })
      const row = cases.get(task.case)
      const who = task.assignee ?? row?.assignee ?? null
      if (row !== undefined && who !== null) await notifyPeople(work, [who], row, 'cases.task-near')
    }
    return tasks.length
  })
}

/** A campaign tells of its growth at some counts only; whoever reports in between is not to wait for the next. */
function tellNewcomers(ctx: Context, actor: Actor): Promise<void> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const ids = await listWithNewcomers(work.tx, new Date(work.now.getTime() - 2 * hour), 1_000)
    for (const caseId of ids) work.publish(caseProgressed, { caseId })
  })
}
