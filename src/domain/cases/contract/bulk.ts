import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { caseFilter, caseLine } from './cases.ts'
import { at, audiences, caseKind, closingWhys, id, next, page, params, room, who } from './shapes.ts'

/** how many cases one act may be for */
export const bulkAtMost = 1_000

const noteText = z.string().trim().min(1).max(20_000)

export const bulkAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assign'), assignee: id.nullable() }),
  z.strictObject({ kind: z.literal('move'), state: z.enum(['open', 'acting', 'waiting']) }),
  z.strictObject({ kind: z.literal('close'), why: z.enum(closingWhys) }),
  z.strictObject({ kind: z.literal('reopen'), reason: z.string().trim().min(3).max(2_000) }),
  z.strictObject({ kind: z.literal('due'), dueAt: at.nullable() }),
  z.strictObject({ kind: z.literal('sort'), caseKind }),
  z.strictObject({ kind: z.literal('watch'), watching: z.boolean() }),
  z.strictObject({ kind: z.literal('merge'), into: id }),
  /** cannot be undone */
  z.strictObject({ kind: z.literal('note'), audience: z.enum(audiences), text: noteText }),
])
export type BulkAct = z.output<typeof bulkAct>

/** Either the cases by id, or all that a filter finds, in the order of the queue. */
const target = {
  ids: z.array(id).min(1).max(bulkAtMost).optional(),
  filter: caseFilter.optional(),
}
const oneOf = (body: { ids?: unknown; filter?: unknown }) => (body.ids === undefined) !== (body.filter === undefined)
const say = { message: 'say ids or a filter' }

export const bulkPreview = z.object({
  /** all that the filter finds, at most 1,000 of which are taken */
  found: z.number().int(),
  taken: z.number().int(),
  /** what would be done */
  possible: z.number().int(),
  /** what cannot, by reason (codes of failures) */
  refused: z.array(z.object({ code: z.string(), cases: z.number().int() })),
  undoable: z.boolean(),
  /** the first of what would be done */
  sample: z.array(caseLine),
  /** hand it in with the act: the act is for these cases, whatever the filter finds by then */
  previewed: z.string(),
})

export const previewBulk = defineRoute({
  method: 'POST',
  path: '/api/cases/bulk/preview',
  room,
  access: 'write',
  summary: 'What an act on many cases would do; nothing is done',
  body: z.strictObject({ ...target, act: bulkAct }).refine(oneOf, say),
  answer: bulkPreview,
})

export const bulkRun = z.object({
  id,
  act: bulkAct,
  state: z.enum(['running', 'done', 'undoing', 'undone']),
  total: z.number().int(),
  done: z.number().int(),
  refused: z.number().int(),
  /** of those done, what was undone, and what was left because it changed since */
  undone: z.number().int(),
  kept: z.number().int(),
  undoable: z.boolean(),
  by: who,
  at,
  endedAt: at.nullable(),
})
export type BulkRun = z.output<typeof bulkRun>

/**
 * Begins an act on many cases; a job carries it out. `previewed` is what the preview answered with: where the cases that are found now are others than
 * were shown, nothing is begun (`cases.preview-stale`).
 */
export const startBulk = defineRoute({
  method: 'POST',
  path: '/api/cases/bulk',
  room,
  access: 'write',
  summary: 'Act on many cases, as previewed',
  status: 202,
  body: z.strictObject({ ...target, act: bulkAct, previewed: z.string().length(64) }).refine(oneOf, say),
  answer: bulkRun,
})

export const listBulks = defineRoute({
  method: 'GET',
  path: '/api/cases/bulk',
  room,
  access: 'read',
  summary: 'Acts on many cases, newest first',
  query: z.object(page),
  answer: z.object({ items: z.array(bulkRun), next }),
})

export const readBulk = defineRoute({
  method: 'GET',
  path: '/api/cases/bulk/:id',
  room,
  access: 'read',
  summary: 'How far an act on many cases is',
  params,
  answer: bulkRun,
})

export const bulkResult = z.object({
  position: z.number().int(),
  case: z.object({ id, code: z.string(), title: z.string() }),
  state: z.enum(['waiting', 'done', 'refused', 'undone', 'kept']),
  /** why not */
  code: z.string().nullable(),
})

export const listBulkResults = defineRoute({
  method: 'GET',
  path: '/api/cases/bulk/:id/results',
  room,
  access: 'read',
  summary: 'The result for each case',
  params,
  query: z.object({ state: bulkResult.shape.state.optional(), ...page }),
  answer: z.object({ items: z.array(bulkResult), next }),
})

/** What changed since is left as it is, and counted. */
export const undoBulk = defineRoute({
  method: 'POST',
  path: '/api/cases/bulk/:id/undo',
  room,
  access: 'write',
  summary: 'Undo an act on many cases',
  status: 202,
  params,
  answer: bulkRun,
})
