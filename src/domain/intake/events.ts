import { z } from 'zod'
import type { ReportId } from '../../base/id.ts'
import { defineEvent } from '../../platform/events.ts'

/** how many reports one event tells of at most */
export const toldTogether = 8

/** Reports were filed, together in one transaction; their bytes are evidence. */
export const reportsReceived = defineEvent({
  name: 'intake.reports-received',
  payload: z.object({ reportIds: z.array(z.string().transform((text) => text as ReportId)).max(toldTogether) }),
})
