import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { timeZone } from '../../../directory/contract.ts'
import { at, id, room } from '../shapes.ts'
import { hourKinds } from './call-names.ts'

const day = z.iso.date()

const callTime = z.object({
  startsAt: at,
  /** agencies by the worst hour that it touches on their clock */
  counts: z.record(z.enum(hourKinds), z.number().int()),
  /** those for whom it is night; `again`: the last call was too */
  night: z.array(z.object({ member: id, name: z.string(), again: z.boolean() })),
})
export type CallTime = z.output<typeof callTime>

/**
 * For whoever keeps calls. A time costs somebody by what the hour is on their own clock, weighed by what the last 24 calls cost them (operations of each
 * agency are supposed from 9 to 17, Mondays to Fridays). Days are of `zone`, both included, 62 at most; a longer window is cut.
 */
export const proposeCallTimes = defineRoute({
  method: 'GET',
  path: '/api/call-times',
  room,
  access: 'read',
  summary: 'When a call would be fairest to the agencies, the best time first',
  query: z.object({ from: day, to: day, zone: timeZone, minutes: z.coerce.number().int().min(5).max(1_440) }),
  answer: z.object({
    agencies: z.number().int(),
    items: z.array(callTime),
  }),
})
