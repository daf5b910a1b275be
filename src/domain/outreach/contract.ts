import { z } from 'zod'
import { defineRoute } from '../../base/route.ts'

const room = 'outreach'
const date = z.iso.date()
const counted = z.array(z.object({ value: z.string(), reports: z.number().int() }))

export const Barometer = z.object({
  /** smaller counts are not shown, nor those that they could be guessed from */
  least: z.number().int(),
  /** counts are rounded to multiples of this */
  step: z.number().int(),
  weeks: z.array(
    z.object({
      /** its Monday; weeks are those of UTC */
      week: date,
      until: date,
      /** null: too few to show */
      reports: z.number().int().nullable(),
      kinds: counted,
      /** ISO 3166-1 alpha-2, of where the message came from */
      countries: counted,
      brands: counted,
      channels: counted,
      ended: z.object({ cases: z.number().int(), medianDays: z.number().int() }).nullable(),
    }),
  ),
})
export type Barometer = z.infer<typeof Barometer>

export const readBarometer = defineRoute({
  method: 'GET',
  path: '/api/barometer',
  room,
  access: 'public',
  summary: 'The public barometer: totals of whole weeks, newest first, small counts suppressed',
  query: z.object({ weeks: z.coerce.number().int().min(1).max(104).default(26) }),
  answer: Barometer,
})

export const Participation = z.object({
  /** whether the operator publishes a barometer at all */
  published: z.boolean(),
  counted: z.boolean(),
  /** weeks that began before it stay without; null: never counted */
  since: date.nullable(),
})
export type Participation = z.infer<typeof Participation>

export const readParticipation = defineRoute({
  method: 'GET',
  path: '/api/barometer/participation',
  room,
  access: 'read',
  summary: 'Whether the organisation is counted in the public barometer',
  answer: Participation,
})

export const changeParticipation = defineRoute({
  method: 'PUT',
  path: '/api/barometer/participation',
  room,
  access: 'administer',
  summary: 'Let the organisation be counted in the public barometer, or no more',
  body: z.strictObject({ counted: z.boolean() }),
  answer: Participation,
})
