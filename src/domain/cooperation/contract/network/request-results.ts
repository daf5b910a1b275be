import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { params, room } from '../shapes.ts'
import { costBearers, requestOutcomes } from './request-names.ts'
import { requestWhole } from './requests.ts'

// What a request costs, and what came of it.

const cost = {
  amount: z.number().min(0).max(1_000_000_000).multipleOf(0.01),
  /** ISO 4217 */
  currency: z.string().regex(/^[A-Z]{3}$/),
  bearer: z.enum(costBearers),
}

/** Refused with `cooperation.request-state` once it has ended without an answer, `cooperation.request-cost` once a cost was agreed to. */
export const stateCost = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/cost',
  room,
  access: 'write',
  summary: 'State what answering a request costs, and who is to bear it',
  params,
  body: z.strictObject(cost),
  answer: requestWhole,
})

/** Names what was looked at. Refused with `cooperation.request-cost` where none waits to be agreed to, or another than that. */
export const agreeCost = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/cost/agree',
  room,
  access: 'session',
  summary: 'Agree to what answering a request costs, or decline it',
  params,
  body: z.strictObject({ agree: z.boolean(), ...cost }),
  answer: requestWhole,
})

/** By whoever it lies with. Refused with `cooperation.request-cost` where none was agreed to, or it was passed on. */
export const settleCost = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/cost/paid',
  room,
  access: 'write',
  summary: 'Note that what answering a request costs was paid',
  params,
  answer: requestWhole,
})

/** Of whoever asked, once it has ended; said anew as often as more comes of it. The words stay with whoever wrote them. */
export const noteOutcome = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/outcome',
  room,
  access: 'write',
  summary: 'Note what came of a request that has ended',
  params,
  body: z.strictObject({
    outcome: z.enum(requestOutcomes),
    text: z.string().trim().max(2_000).default(''),
    /** whether whoever was asked is told which it is */
    tell: z.boolean().default(true),
  }),
  answer: requestWhole,
})
