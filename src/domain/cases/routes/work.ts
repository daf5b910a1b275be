import type { Actor } from '../../../base/actor.ts'
import { readCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import { type CaseId, isId, type NoteId, type TaskId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { harmOf, harmVersion } from '../harm.ts'
import { contestHarm } from '../operations/harm.ts'
import { addNote, changeNote, removeNote } from '../operations/notes.ts'
import { changeSettings } from '../operations/settings.ts'
import { addTask, changeTask } from '../operations/tasks.ts'
import { mayChangeNote } from '../policy.ts'
import { pointsADay, priorityAt } from '../queue.ts'
import { listHarmInputs } from '../store/harm.ts'
import { findNote, listNoteRows, type NoteRow } from '../store/notes.ts'
import { findSettings } from '../store/settings.ts'
import { findTask, listOpenTasks, listTasksOf, type TaskLine } from '../store/tasks.ts'
import { type Names, whoOf } from '../view.ts'
import { byTime, caseFor, namesFor, paged, readerOf } from './reading.ts'

/** Tasks, notes, harm and settings. */
export function serveCaseWork(http: Http): void {
  serveTasks(http)
  serveNotes(http)
  serveHarm(http)
  serveSettings(http)
}

const taskView = (row: TaskLine, names: Names): contract.Task => ({
  id: row.id,
  case: { id: row.case, code: row.code, title: row.case_title },
  title: row.title,
  state: row.state,
  assignee: row.assignee === null ? null : { id: row.assignee, name: names.get(row.assignee) ?? '' },
  dueAt: row.due_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  by: whoOf(row.created_by, names),
  endedAt: row.ended_at?.toISOString() ?? null,
})

async function tasksOf(tx: Tx, rows: readonly TaskLine[], limit: number) {
  const names = await namesFor(
    tx,
    rows.flatMap(({ assignee, created_by }) => [assignee, created_by]),
  )
  return paged(
    rows,
    limit,
    byTime<TaskLine>(
      (row) => row.created_at,
      (row) => row.id,
    ),
    (row) => taskView(row, names),
  )
}

async function taskAfter(work: Work, id: TaskId): Promise<contract.Task> {
  const row = present(await findTask(work.tx, id), 'cases.no-task', `task ${id}`)
  return taskView(row, await namesFor(work.tx, [row.assignee, row.created_by]))
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text))

function serveTasks(http: Http): void {
  const { ctx } = http
  serve(http, contract.listTasks, async ({ actor, query }) => {
    const owner = readerOf(actor)
    // a key has no tasks
    if (query.assignee === 'me' && !isId(actor.id)) return { items: [], next: null }
    const whose = query.assignee === 'me' ? actor.id : query.assignee === 'none' ? null : query.assignee
    return ctx.read(actor, async (tx) =>
      tasksOf(tx, await listOpenTasks(tx, owner, whose, readCursor(query.after), query.limit + 1), query.limit),
    )
  })
  serve(http, contract.listCaseTasks, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      return tasksOf(tx, await listTasksOf(tx, owner, id, readCursor(query.after), query.limit + 1), query.limit)
    }),
  )
  serve(http, contract.addTask, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => taskAfter(work, await addTask(work, params.id as CaseId, { ...body, dueAt: dateOf(body.dueAt) }))),
  )
  serve(http, contract.changeTask, async ({ actor, params, body: { title, assignee, dueAt, state } }) =>
    perform(ctx, actor, async (work) => {
      await changeTask(work, params.id as TaskId, {
        ...(title === undefined ? {} : { title }),
        ...(assignee === undefined ? {} : { assignee }),
        ...(dueAt === undefined ? {} : { dueAt: dateOf(dueAt) }),
        ...(state === undefined ? {} : { state }),
      })
      return taskAfter(work, params.id as TaskId)
    }),
  )
}

const noteView = (row: NoteRow, actor: Actor, names: Names): contract.Note => ({
  id: row.id,
  audience: row.audience,
  text: row.text,
  at: row.at.toISOString(),
  by: whoOf(row.by_actor, names, row.by_kind),
  changedAt: row.changed_at?.toISOString() ?? null,
  removed: row.removed_at !== null,
  own: row.removed_at === null && mayChangeNote(actor, row.by_actor),
})

async function noteAfter(work: Work, id: NoteId): Promise<contract.Note> {
  const row = present(await findNote(work.tx, id), 'cases.no-note', `note ${id}`)
  return noteView(row, work.actor, await namesFor(work.tx, [row.by_actor]))
}

function serveNotes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listNotes, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listNoteRows(tx, owner, id, query.audience, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map(({ by_actor }) => by_actor),
      )
      return paged(
        rows,
        query.limit,
        byTime<NoteRow>(
          (row) => row.at,
          (row) => row.id,
        ),
        (row) => noteView(row, actor, names),
      )
    }),
  )
  serve(http, contract.addNote, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => noteAfter(work, await addNote(work, params.id as CaseId, body.audience, body.text))),
  )
  serve(http, contract.changeNote, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      await changeNote(work, params.id as NoteId, body.text)
      return noteAfter(work, params.id as NoteId)
    }),
  )
  serve(http, contract.removeNote, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removeNote(work, params.id as NoteId))
    return undefined
  })
}

function serveHarm(http: Http): void {
  const { ctx } = http
  const viewOf = async (tx: Tx, actor: Actor, id: string): Promise<contract.HarmView> => {
    const row = await caseFor(tx, actor, id)
    const inputs = await listHarmInputs(tx, row.owner, row.id)
    const names = await namesFor(
      tx,
      inputs.map(({ by_actor }) => by_actor),
    )
    const { score, parts } = harmOf(inputs)
    const copied = <T>(value: T) => (Array.isArray(value) ? [...value] : value) as Exclude<T, readonly string[]> | string[]
    return {
      version: harmVersion,
      score,
      parts: parts.map((part) => ({ ...part, value: copied(part.value) })),
      priority: Math.round(priorityAt(row.harm, row.since, ctx.now()) * 10) / 10,
      pointsADay,
      inputs: inputs.map(({ id: input, name, value, source, by_actor, reason, at }) => ({
        id: input,
        name: name as contract.HarmName,
        value: copied(value),
        source,
        by: whoOf(by_actor, names),
        reason,
        at: at.toISOString(),
      })),
    }
  }
  serve(http, contract.readHarm, async ({ actor, params }) => ctx.read(actor, (tx) => viewOf(tx, actor, params.id)))
  serve(http, contract.contestHarm, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      await contestHarm(work, params.id as CaseId, body.name, body.value, body.reason)
      return viewOf(work.tx, actor, params.id)
    }),
  )
}

function serveSettings(http: Http): void {
  const { ctx } = http
  const viewOf = async (tx: Tx, actor: Actor): Promise<contract.CaseSettings> => {
    const { changedAt, changedBy, ...settings } = await findSettings(tx, readerOf(actor))
    const names = await namesFor(tx, [changedBy])
    return { ...settings, changedAt: changedAt?.toISOString() ?? null, changedBy: changedBy === null ? null : whoOf(changedBy, names) }
  }
  serve(http, contract.readCaseSettings, async ({ actor }) => ctx.read(actor, (tx) => viewOf(tx, actor)))
  serve(http, contract.changeCaseSettings, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      await changeSettings(work, body)
      return viewOf(work.tx, actor)
    }),
  )
}
