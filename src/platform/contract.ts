import { z } from 'zod'
import { defineRoute } from '../base/route.ts'

// The machinery as the console shows it: by kind, id and code, never by content.

const room = 'platform'
const moment = z.iso.datetime()

export const job = z.object({
  id: z.number(),
  /** `room.what` */
  task: z.string(),
  /** null: the node's own */
  organisation: z.uuid().nullable(),
  state: z.enum(['waiting', 'running', 'parked']),
  /** why the last try failed: a failure's code */
  code: z.string().nullable(),
  attempts: z.number(),
  maxAttempts: z.number(),
  runAt: moment,
  since: moment,
})
export type JobLine = z.output<typeof job>

/** An administrator sees the acting organisation's jobs, the node's operator all. */
export const listJobs = defineRoute({
  method: 'GET',
  path: '/api/jobs',
  room,
  summary: 'Jobs, newest first',
  access: 'administer',
  query: z.object({
    parked: z.stringbool().default(false),
    after: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(job), next: z.string().nullable() }),
})

/** Gives parked jobs their tries back; the others are passed over. */
export const requeueJobs = defineRoute({
  method: 'POST',
  path: '/api/jobs/requeue',
  room,
  summary: 'Run parked jobs again',
  access: 'administer',
  body: z.strictObject({ ids: z.array(z.int().min(1)).min(1).max(200) }),
  answer: z.object({ requeued: z.number() }),
})
