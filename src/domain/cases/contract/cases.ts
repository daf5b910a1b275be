import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import {
  at,
  caseKind,
  caseOrders,
  caseState,
  closedWhys,
  closingWhys,
  id,
  member,
  next,
  page,
  params,
  reason,
  room,
  several,
  someIds,
  who,
} from './shapes.ts'

export const caseLine = z.object({
  id,
  /** as people of the organisation say it: `C-2026-0042` */
  code: z.string(),
  /** as it is written to others, with the organisation's code before: `desk-C-2026-0042` */
  outsideCode: z.string(),
  title: z.string(),
  kind: caseKind,
  state: caseState,
  /** 0 to 100; GET …/harm shows every part of it */
  harm: z.number(),
  assignee: member.nullable(),
  openedAt: at,
  openedHow: z.enum(['triage', 'hand']),
  /** since when it waits for the desk: opened, reopened or answered; it rises in the queue from then on */
  since: at,
  /** the last that was heard or done */
  lastAt: at,
  dueAt: at.nullable(),
  closedAt: at.nullable(),
  closedWhy: z.enum(closedWhys).nullable(),
  mergedInto: id.nullable(),
  /** how often it came back after it was closed */
  recurred: z.number().int(),
  reports: z.number().int(),
  campaigns: z.number().int(),
  tasksOpen: z.number().int(),
  /** actions that wait for a decision */
  actionsOpen: z.number().int(),
  repliesUnread: z.number().int(),
})
export type CaseLine = z.output<typeof caseLine>

/** What the asking person may do with it now; each act asks again. */
export const caseRights = z.object({
  write: z.boolean(),
  /** states that it may be moved to */
  moves: z.array(z.enum(['open', 'acting', 'waiting'])),
  close: z.boolean(),
  reopen: z.boolean(),
  merge: z.boolean(),
  unmerge: z.boolean(),
  approve: z.boolean(),
})

export const caseView = caseLine.extend({
  openedBy: who,
  items: z.number().int(),
  parties: z.number().int(),
  notes: z.number().int(),
  /** the acting person watches it */
  watching: z.boolean(),
  watchers: z.array(member),
  /** when it closes itself unless something is heard or done before; null while something keeps it open */
  silentAt: at.nullable(),
  /** its words were taken off: its time was up */
  emptied: z.boolean(),
  may: caseRights,
})
export type CaseView = z.output<typeof caseView>

export const caseFilter = z.object({
  /** words of title, notes, tasks and parties, or a code; all must be there */
  search: z.string().max(300).optional(),
  /** separated by commas; without it those that are worked on: open, acting, waiting */
  state: several(caseState).optional(),
  kind: several(caseKind).optional(),
  /** a person's id, `me`, or `none` */
  assignee: z.union([z.literal('me'), z.literal('none'), id]).optional(),
  /** those that the acting person watches */
  watching: z.stringbool().optional(),
  /** only those whose deadline is past */
  late: z.stringbool().optional(),
  /** only those with actions that wait for a decision */
  toDecide: z.stringbool().optional(),
  /** only those with replies that nobody read */
  answered: z.stringbool().optional(),
  dueBefore: at.optional(),
  harmFrom: z.coerce.number().min(0).max(100).optional(),
  openedFrom: at.optional(),
  openedUntil: at.optional(),
  /** nothing was heard or done since */
  quietSince: at.optional(),
  report: id.optional(),
  campaign: id.optional(),
  item: id.optional(),
})
export type CaseFilter = z.output<typeof caseFilter>

export const listCases = defineRoute({
  method: 'GET',
  path: '/api/cases',
  room,
  access: 'read',
  summary: 'Cases in the order of the queue: by harm and by how long they wait; or by opening, last event, deadline',
  query: caseFilter.extend({ order: z.enum(caseOrders).default('queue'), ...page }),
  answer: z.object({ items: z.array(caseLine), next }),
})

export const exportCases = defineRoute({
  method: 'GET',
  path: '/api/cases/export',
  room,
  access: 'read',
  summary: 'The list of cases as filtered, in its order, as CSV',
  /** `mark`: with a byte-order mark spreadsheets take it for UTF-8 */
  query: caseFilter.extend({ order: z.enum(caseOrders).default('queue'), mark: z.stringbool().default(true) }),
})

export const caseFigures = z.object({
  /** of cases that are worked on */
  open: z.number().int(),
  acting: z.number().int(),
  waiting: z.number().int(),
  mine: z.number().int(),
  unassigned: z.number().int(),
  late: z.number().int(),
  /** cases with actions that wait for a decision */
  toDecide: z.number().int(),
  /** cases with replies that nobody read */
  answered: z.number().int(),
  byKind: z.array(z.object({ kind: caseKind, cases: z.number().int() })),
})
export const readCaseFigures = defineRoute({
  method: 'GET',
  path: '/api/cases/figures',
  room,
  access: 'read',
  summary: 'Counts of the cases that are worked on',
  answer: caseFigures,
})

const title = z.string().trim().min(1).max(300)

/** What a case is opened for. A report or campaign that has a case already is refused with `cases.has-case`; `detail.case` names it. */
export const openCase = defineRoute({
  method: 'POST',
  path: '/api/cases',
  room,
  access: 'write',
  summary: 'Open a case, for reports or campaigns, or for something told otherwise',
  status: 201,
  body: z.strictObject({
    title,
    kind: caseKind,
    reports: z.array(id).max(1_000).default([]),
    campaigns: z.array(id).max(100).default([]),
    items: z.array(id).max(1_000).default([]),
    assignee: id.nullable().default(null),
    dueAt: at.nullable().default(null),
    note: z.string().trim().max(20_000).default(''),
  }),
  answer: caseView,
})

/** `id` may also be a code: `C-2026-0042`, with or without the organisation's before it. */
export const readCase = defineRoute({
  method: 'GET',
  path: '/api/cases/:id',
  room,
  access: 'read',
  summary: 'One case, by its id or its code',
  params: z.object({ id: z.string().min(1).max(80) }),
  answer: caseView,
})

export const changeCase = defineRoute({
  method: 'PATCH',
  path: '/api/cases/:id',
  room,
  access: 'write',
  summary: 'Change title, kind or deadline',
  params,
  body: z
    .strictObject({ title: title.optional(), kind: caseKind.optional(), dueAt: at.nullable().optional() })
    .refine((change) => Object.values(change).some((one) => one !== undefined), { message: 'say what changes' }),
  answer: caseView,
})

export const assignCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/assign',
  room,
  access: 'write',
  summary: 'Give a case to somebody, or to nobody; a note goes into the case and with the notice',
  params,
  body: z.strictObject({ assignee: id.nullable(), note: z.string().trim().max(20_000).default('') }),
  answer: caseView,
})

/** As assigning, but with a note that cannot be left out, and the one who hands over goes on watching. */
export const handOverCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/hand-over',
  room,
  access: 'write',
  summary: 'Hand a case over to somebody, with a note',
  params,
  body: z.strictObject({ assignee: id, note: z.string().trim().min(3).max(20_000) }),
  answer: caseView,
})

export const watchCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/watch',
  room,
  access: 'read',
  summary: 'Hear of what happens to a case, or not any more',
  params,
  body: z.strictObject({ watching: z.boolean() }),
  answer: caseView,
})

export const moveCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/state',
  room,
  access: 'write',
  summary: 'Say that a case is open, acted on, or waits for others',
  params,
  body: z.strictObject({ state: z.enum(['open', 'acting', 'waiting']) }),
  answer: caseView,
})

export const closeCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/close',
  room,
  access: 'write',
  summary: 'Close a case; it reopens by itself if it comes back',
  params,
  body: z.strictObject({ why: z.enum(closingWhys), note: z.string().trim().max(20_000).default('') }),
  answer: caseView,
})

export const reopenCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/reopen',
  room,
  access: 'write',
  summary: 'Reopen a closed case',
  params,
  body: z.strictObject({ reason }),
  answer: caseView,
})

/** All that belongs to the others moves to this one; their codes lead here. */
export const mergeCases = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/merge',
  room,
  access: 'write',
  summary: 'Merge other cases into this one',
  params,
  body: z.strictObject({ from: someIds.max(100) }),
  answer: caseView,
})

/** Of a merged case: what was its own goes back to it, and it is in the state that it was in. */
export const unmergeCase = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/unmerge',
  room,
  access: 'write',
  summary: 'Undo the merge of this case',
  params,
  answer: caseView,
})

/** The answers themselves are read where mail is: `GET /api/replies?about=…`; here the case stops saying that some wait. */
export const readAnswers = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/answers-read',
  room,
  access: 'write',
  summary: 'Say that the answers of a case were read',
  params,
  answer: caseView,
})

/** The words for each `what` are the console's; `params` hold ids, codes and figures, never content. */
export const entry = z.object({
  id,
  at,
  by: who,
  what: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Entry = z.output<typeof entry>

export const listEntries = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/entries',
  room,
  access: 'read',
  summary: 'What happened in a case, newest first',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(entry), next }),
})
