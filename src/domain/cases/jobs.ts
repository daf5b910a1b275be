import { z } from 'zod'
import { defineJob } from '../../platform/events.ts'
import { perform } from '../../platform/work.ts'
import { campaignChanged } from '../analysis/index.ts'
import { replyReceived } from '../intake/index.ts'
import { takeAnswer } from './operations/answers.ts'
import { tendCases } from './operations/clock.ts'
import { runBulk } from './operations/run-bulk.ts'
import { triageCampaigns } from './operations/triage.ts'

/** By the clock, in each organisation: silence and deadlines. */
export const tendCasesJob = defineJob({
  name: 'cases.tend',
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  run: (ctx, actor) => tendCases(ctx, actor),
})

const bulk = z.object({ bulkId: z.string() })

/** Carries out an act on many cases. Behind what comes in: it may take minutes. */
export const runBulkJob = defineJob({
  name: 'cases.run-bulk',
  payload: bulk,
  priority: 5,
  run: (ctx, actor, { bulkId }) => runBulk(ctx, actor, bulkId),
})

/** News of campaigns: cases open, grow and come back. */
export const triageCampaignsJob = defineJob({
  name: 'cases.triage-campaigns',
  payload: campaignChanged.payload,
  run: (ctx, actor, { campaignIds, why }) => triageCampaigns(ctx, actor, campaignIds, why),
})

/** Somebody answered. */
export const takeAnswerJob = defineJob({
  name: 'cases.take-answer',
  payload: replyReceived.payload,
  run: (ctx, actor, { replyId, aboutKind, about, automatic }) =>
    perform(ctx, actor, (work) => takeAnswer(work, { reply: replyId, aboutKind, about, automatic })),
})

export const caseJobs = [tendCasesJob, runBulkJob] as const
