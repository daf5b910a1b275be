import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country } from '../../../directory/contract.ts'
import { at, id, next, page, params, room } from '../shapes.ts'
import { callFile } from './call-files.ts'
import { callReportKinds, decisionKinds, paperKinds, reportChannels, reportStates, standingItems } from './call-names.ts'
import { obstacleStates } from './register-names.ts'

const called = z.object({ id, name: z.string() })
const day = z.iso.date()

const action = {
  id,
  item: id,
  member: called,
  text: z.string(),
  due: day.nullable(),
  at,
  doneAt: at.nullable(),
  outcome: z.string(),
  may: z.object({ settle: z.boolean() }),
}
export const callAction = z.object(action)
export const callActionListed = z.object({ ...action, call: z.object({ id, title: z.string(), startsAt: at }) })
export type CallActionListed = z.output<typeof callActionListed>

const details = {
  state: z
    .enum([...reportStates.cases, ...reportStates.models])
    .nullable()
    .default(null),
  /** of a case the first and the last day; of a technique when it was first seen; of a model from when on */
  since: day.nullable().default(null),
  until: day.nullable().default(null),
  /** where it was seen */
  countries: z.array(country).max(60).default([]),
  /** how it reaches people */
  channels: z.array(z.enum(reportChannels)).max(reportChannels.length).default([]),
  /** of a case: reports that were counted */
  number: z.number().int().min(0).max(1e12).nullable().default(null),
  /** agencies and others of a model */
  partners: z.string().trim().max(500).default(''),
  /** what came of a case, what helps against a technique, what a model achieved */
  result: z.string().trim().max(4_000).default(''),
}
const detailsSaid = z.object({ ...details, countries: z.array(z.string()) })
export type CallReportDetails = z.output<typeof detailsSaid>

const figure = z.object({ period: day, value: z.number() })
const report = {
  id,
  kind: z.enum(callReportKinds),
  member: called,
  title: z.string(),
  text: z.string(),
  at,
  /** of figures alone: what is counted, from which number on it is a warning, by period */
  unit: z.string().nullable(),
  threshold: z.number().nullable(),
  figures: z.array(figure),
  details: detailsSaid,
  /** of an obstacle: the way round it */
  solution: z.string(),
  solvedAt: at.nullable(),
  may: z.object({ solve: z.boolean() }),
}
export const callReport = z.object(report)
export type CallReportView = z.output<typeof callReport>

/** All that belongs to an item is seen by whoever sees the item. Its number is its place among those that the reader sees. */
export const callItem = z.object({
  id,
  /** one of the six of the London Action Plan, part A; null: an item of its own, with a title */
  standing: z.enum(standingItems).nullable(),
  title: z.string(),
  note: z.string(),
  /** minutes */
  duration: z.number().nullable(),
  papers: z.array(
    z.object({
      id,
      kind: z.enum(paperKinds),
      /** null: of the secretariat */
      member: called.nullable(),
      title: z.string(),
      text: z.string(),
      at,
      withdrawnAt: at.nullable(),
      files: z.array(callFile),
      may: z.object({ withdraw: z.boolean() }),
    }),
  ),
  reports: z.array(callReport),
  /** revisions, the latest first */
  minutes: z.array(z.object({ revision: z.number(), text: z.string(), at, approvedAt: at.nullable() })),
  attendance: z.array(z.object({ member: id.nullable(), guest: id.nullable(), name: z.string() })),
  decisions: z.array(z.object({ id, kind: z.enum(decisionKinds), text: z.string(), at })),
  actions: z.array(callAction),
})
export type CallItemView = z.output<typeof callItem>

const words = {
  title: z.string().trim().max(200).default(''),
  note: z.string().trim().max(4_000).default(''),
  duration: z.number().int().min(1).max(1_440).nullable().default(null),
}

/** Refused with `cooperation.agenda-adopted`, `cooperation.item-there`, `cooperation.item-title`. */
export const addCallItem = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/items',
  room,
  access: 'write',
  summary: 'Put an item on the agenda of a call',
  params,
  body: z.strictObject({ standing: z.enum(standingItems).nullable().default(null), ...words }),
  status: 201,
  answer: z.object({ id }),
})
export const changeCallItem = defineRoute({
  method: 'PUT',
  path: '/api/call-items/:id',
  room,
  access: 'write',
  summary: 'Change the words and the time of an item of the agenda',
  params,
  body: z.strictObject(words),
  status: 204,
})
export const orderAgenda = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/order',
  room,
  access: 'write',
  summary: 'Put the items of an agenda into another order',
  params,
  body: z.strictObject({ items: z.array(id).min(1).max(200) }),
  status: 204,
})

/** Refused with `cooperation.call-over`. */
export const addCallPaper = defineRoute({
  method: 'POST',
  path: '/api/call-items/:id/papers',
  room,
  access: 'write',
  summary: 'Give a paper or a contribution to an item that one sees',
  params,
  body: z.strictObject({
    kind: z.enum(paperKinds),
    title: z.string().trim().min(1).max(200),
    text: z.string().trim().min(1).max(50_000),
  }),
  status: 201,
  answer: z.object({ id }),
})
export const withdrawCallPaper = defineRoute({
  method: 'POST',
  path: '/api/call-papers/:id/withdraw',
  room,
  access: 'write',
  summary: 'Take a paper back: its words are gone for everybody',
  params,
  status: 204,
})

export const writeCallMinutes = defineRoute({
  method: 'POST',
  path: '/api/call-items/:id/minutes',
  room,
  access: 'write',
  summary: 'Write a revision of the minutes of an item',
  params,
  body: z.strictObject({ text: z.string().trim().min(1).max(50_000) }),
  status: 204,
})
/** Refused with `cooperation.minutes-changed`. */
export const approveCallMinutes = defineRoute({
  method: 'POST',
  path: '/api/call-items/:id/minutes/approve',
  room,
  access: 'write',
  summary: 'Approve the latest revision of the minutes of an item',
  params,
  body: z.strictObject({ revision: z.number().int().min(1).max(100_000) }),
  status: 204,
})
export const keepCallAttendance = defineRoute({
  method: 'PUT',
  path: '/api/call-items/:id/attendance',
  room,
  access: 'write',
  summary: 'Say who was present at an item: members and guests',
  params,
  body: z.strictObject({ members: z.array(id).max(2_000), guests: z.array(id).max(200).default([]) }),
  status: 204,
})
export const addCallDecision = defineRoute({
  method: 'POST',
  path: '/api/call-items/:id/decisions',
  room,
  access: 'write',
  summary: 'Record a decision or a recommendation at an item',
  params,
  body: z.strictObject({ kind: z.enum(decisionKinds), text: z.string().trim().min(1).max(4_000) }),
  status: 204,
})

/** Refused with `cooperation.not-in-audience` where the member would not see the item. */
export const addCallAction = defineRoute({
  method: 'POST',
  path: '/api/call-items/:id/actions',
  room,
  access: 'write',
  summary: 'Give a member something to do, which is carried over until it is done',
  params,
  body: z.strictObject({ member: id, text: z.string().trim().min(1).max(4_000), due: day.nullable().default(null) }),
  status: 204,
})
export const settleCallAction = defineRoute({
  method: 'POST',
  path: '/api/call-actions/:id/settle',
  room,
  access: 'write',
  summary: 'Say that something is done that a call gave out, or is not after all',
  params,
  body: z.strictObject({ done: z.boolean(), outcome: z.string().trim().max(4_000).default('') }),
  status: 204,
})
export const listCallActions = defineRoute({
  method: 'GET',
  path: '/api/call-actions',
  room,
  access: 'read',
  summary: 'What calls have given out to be done, by when it is due',
  query: z.object({ state: z.enum(['open', 'done']).default('open'), whose: z.enum(['all', 'own']).default('all') }),
  answer: z.object({ items: z.array(callActionListed) }),
})

/**
 * Figures have a unit and one number for each period, other reports none: refused with `cooperation.report-figures`. Which details a kind has stands in
 * `reportDetails`: others, and a last day before the first, are refused with `cooperation.report-details`.
 */
export const addCallReport = defineRoute({
  method: 'POST',
  path: '/api/call-items/:id/reports',
  room,
  access: 'write',
  summary: 'Report to an item as a member of industry that is invited to it',
  params,
  body: z.strictObject({
    kind: z.enum(callReportKinds),
    title: z.string().trim().min(1).max(200),
    text: z.string().trim().max(20_000).default(''),
    unit: z.string().trim().min(1).max(60).nullable().default(null),
    threshold: z.number().finite().nullable().default(null),
    figures: z
      .array(z.strictObject({ period: day, value: z.number().finite() }))
      .max(500)
      .default([]),
    details: z.strictObject(details).prefault({}),
  }),
  status: 201,
  answer: z.object({ id }),
})
export const solveCallObstacle = defineRoute({
  method: 'POST',
  path: '/api/call-reports/:id/solution',
  room,
  access: 'write',
  summary: 'Write down the way round an obstacle that industry reported',
  params,
  body: z.strictObject({ solution: z.string().trim().max(4_000), solved: z.boolean() }),
  status: 204,
})

const listed = z.object({ ...report, call: called })
export type BoardLine = z.output<typeof listed>

/** What stands in the register of obstacles is not among them. */
export const listCallReports = defineRoute({
  method: 'GET',
  path: '/api/call-reports',
  room,
  access: 'read',
  summary: 'What industry reported to calls, the newest first, by kind, country and channel',
  query: z.object({
    ...page,
    kind: z.enum(['cases', 'techniques', 'models', 'figures']).optional(),
    country: z.string().max(2).optional(),
    channel: z.enum(reportChannels).optional(),
    q: z.string().trim().max(200).optional(),
  }),
  answer: z.object({ items: z.array(listed), next }),
})

/** Of the register: `call` where it was reported in one. */
const boardObstacle = z.object({
  id,
  title: z.string(),
  text: z.string(),
  /** null: of the secretariat */
  member: called.nullable(),
  state: z.enum(obstacleStates),
  solution: z.string(),
  responsible: called.nullable(),
  at,
  call: called.nullable(),
})
export type BoardObstacle = z.output<typeof boardObstacle>
/** `warning`: the latest number is at the threshold or above. */
export const readCallBoard = defineRoute({
  method: 'GET',
  path: '/api/call-board',
  room,
  access: 'read',
  summary: 'Early warnings: the latest figures of each member, and obstacles of the register still open',
  answer: z.object({ figures: z.array(listed.extend({ warning: z.boolean() })), obstacles: z.array(boardObstacle) }),
})
