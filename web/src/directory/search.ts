import { z } from 'zod'

// The filters of these pages, as they stand in the URL. What cannot be read is as if it were not there.

/** `next` is where to go afterwards: a path of this console and nothing else. */
export const doorSearch = z.object({
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
})

export const keysSearch = z.object({ of: z.enum(['me', 'everybody']).optional().catch(undefined) })

export const auditSearch = z.object({
  action: z.string().max(100).optional().catch(undefined),
  actor: z.string().max(100).optional().catch(undefined),
  subject: z.string().max(200).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
})
export type AuditSearch = z.output<typeof auditSearch>
