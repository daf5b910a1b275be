import { z } from 'zod'
import type { ReportId } from '../../base/id.ts'
import { defineJob } from '../../platform/events.ts'
import { reportReceived } from '../intake/index.ts'
import { analyseOne } from './operations/analyse.ts'

/** Reads a report that came in: one job, from bytes to findings. */
export const analyseReport = defineJob({
  name: 'analysis.analyse-report',
  payload: reportReceived.payload,
  run: (ctx, actor, { reportId }) => analyseOne(ctx, actor, reportId),
})

/** The same for one that was read before, because somebody asked. */
export const analyseReportAgain = defineJob({
  name: 'analysis.analyse-report-again',
  payload: z.object({ reportId: z.string().transform((text) => text as ReportId) }),
  priority: 10,
  run: (ctx, actor, { reportId }) => analyseOne(ctx, actor, reportId, true),
})
