import { z } from 'zod'
import { defineEvent } from '../events.ts'

/** What became of a mail: it went, was refused for good, or somebody dropped it. */
export const mailSettled = defineEvent({
  name: 'platform.mail-settled',
  payload: z.object({ mailId: z.string(), release: z.string().nullable(), state: z.enum(['sent', 'failed', 'dropped']) }),
})
