import { z } from 'zod'
import type { ReportId } from '../../base/id.ts'
import { defineJob } from '../../platform/events.ts'
import { reportsReceived } from '../intake/index.ts'
import { analyseReports } from './operations/analyse.ts'

export { leaveWithdrawn } from './operations/campaigns/leave.ts'
export { placeReportsJob } from './operations/campaigns/place.ts'
export { silenceCampaigns } from './operations/campaigns/silence.ts'

/** Reads reports that came in together: one job, from bytes to findings. */
export const analyseReceived = defineJob({
  name: 'analysis.analyse-received',
  payload: reportsReceived.payload,
  run: (ctx, actor, { reportIds }) => analyseReports(ctx, actor, reportIds),
})

/** The same for one that was read before, because somebody asked. */
export const analyseAgain = defineJob({
  name: 'analysis.analyse-again',
  payload: z.object({ reportId: z.string().transform((text) => text as ReportId) }),
  priority: 10,
  run: (ctx, actor, { reportId }) => analyseReports(ctx, actor, [reportId], true),
})
