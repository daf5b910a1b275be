import { z } from 'zod'
import type { ReportId } from '../../base/id.ts'
import { defineEvent } from '../../platform/events.ts'

/** A report was filed; its bytes are evidence. */
export const reportReceived = defineEvent({
  name: 'intake.report-received',
  payload: z.object({ reportId: z.string().transform((text) => text as ReportId) }),
})
