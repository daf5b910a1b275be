import { z } from 'zod'
import { defineJob } from '../../platform/events.ts'
import { publishBarometer } from './operations/barometer.ts'

/** By the clock, for the node: the weeks of the barometer whose time has come. */
export const publishBarometerJob = defineJob({
  name: 'outreach.publish-barometer',
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  run: (ctx, actor) => publishBarometer(ctx, actor),
})
