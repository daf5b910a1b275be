import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { room } from '../shapes.ts'
import { requestSides } from './request-names.ts'

const day = z.iso.date()
const pair = z.object({
  from: z.string(),
  to: z.string(),
  requests: z.number().int(),
  open: z.number().int(),
  answered: z.number().int(),
  refused: z.number().int(),
  /** withdrawn, or over without an answer */
  ended: z.number().int(),
  /** medians in hours; null where there is none yet */
  acknowledgeHours: z.number().nullable(),
  answerHours: z.number().nullable(),
  /** of which it was noted what came: all; those that led to action, a judgment or a settlement; those whose answer was of no use */
  outcomes: z.number().int(),
  ledOn: z.number().int(),
  noUse: z.number().int(),
  /** what was agreed to, or paid, by currency */
  costs: z.array(z.object({ currency: z.string(), amount: z.number() })),
})
export type RequestPair = z.output<typeof pair>
const figureQuery = { side: z.enum(requestSides).optional(), since: day.optional() }

/** Of the requests that the organisation sent or got. */
export const requestFigures = defineRoute({
  method: 'GET',
  path: '/api/requests/figures',
  room,
  access: 'read',
  summary: 'Volume, time and result of our requests by pair of countries',
  query: z.object(figureQuery),
  answer: z.object({ total: pair.omit({ from: true, to: true }), pairs: z.array(pair) }),
})

export const exportRequestFigures = defineRoute({
  method: 'GET',
  path: '/api/requests/figures/export',
  room,
  access: 'read',
  summary: 'Figures of our requests as a table for a spreadsheet',
  query: z.object(figureQuery),
})

const periods = {
  acknowledgeHours: z.number().int().min(1).max(720),
  answerDays: z.number().int().min(1).max(365),
  urgentAcknowledgeHours: z.number().int().min(1).max(720),
  urgentAnswerDays: z.number().int().min(1).max(365),
  emergencyHours: z.number().int().min(1).max(720),
  expireDays: z.number().int().min(1).max(730),
}
export const readRequestPeriods = defineRoute({
  method: 'GET',
  path: '/api/network/request-periods',
  room,
  access: 'read',
  summary: 'How soon the members acknowledge and answer requests',
  answer: z.object({ ...periods, may: z.object({ set: z.boolean() }) }),
})

export const setRequestPeriods = defineRoute({
  method: 'PUT',
  path: '/api/network/request-periods',
  room,
  access: 'administer',
  summary: 'Set how soon the members acknowledge and answer requests',
  body: z.strictObject(periods),
  answer: z.object({ ...periods, may: z.object({ set: z.boolean() }) }),
})
