import { z } from 'zod'
import { defineJob } from '../../platform/events.ts'
import { perform } from '../../platform/work.ts'
import { campaignChanged } from '../analysis/index.ts'
import { repliesMarked, replyReceived } from '../intake/index.ts'
import { actionApproved, caseClosed, caseOpened, caseProgressed, caseReopened } from './events.ts'
import { answersMarked, takeAnswer } from './operations/answers.ts'
import { tendCases } from './operations/clock.ts'
import { askDueLooks, lookBack, settleClosed, settleReopened } from './operations/lookback.ts'
import { sayReach } from './operations/reach.ts'
import { tellReporters } from './operations/reporters.ts'
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

/** News of campaigns: cases open, grow and come back. One at a time in an organisation: side by side they would only wait for the same cases. */
export const triageCampaignsJob = defineJob({
  name: 'cases.triage-campaigns',
  payload: campaignChanged.payload,
  queue: 'cases.triage-campaigns',
  eachOrganisation: true,
  run: (ctx, actor, { campaignIds, why }) => triageCampaigns(ctx, actor, campaignIds, why),
})

/** Somebody answered. */
export const takeAnswerJob = defineJob({
  name: 'cases.take-answer',
  payload: replyReceived.payload,
  run: (ctx, actor, { replyId, aboutKind, about, automatic }) =>
    perform(ctx, actor, (work) => takeAnswer(work, { reply: replyId, aboutKind, about, automatic })),
})

/** Somebody marked answers as read, unread or spam: their cases count anew. */
export const answersMarkedJob = defineJob({
  name: 'cases.count-answers',
  payload: repliesMarked.payload,
  run: (ctx, actor, { replyIds }) => perform(ctx, actor, (work) => answersMarked(work, replyIds)),
})

/** A case was opened: whether somebody could do something about it belongs to its harm. May ask outside, behind all else. */
export const sayReachJob = defineJob({
  name: 'cases.say-reach',
  payload: caseOpened.payload,
  priority: 10,
  run: (ctx, actor, { caseId }) => sayReach(ctx, actor, caseId),
})

/** Looks back at a notice: first when it is approved, then at growing intervals, or when somebody asks. Asks outside, behind all else. */
export const lookBackJob = defineJob({
  name: 'cases.look-back',
  payload: actionApproved.payload,
  priority: 10,
  run: (ctx, actor, { actionId }) => lookBack(ctx, actor, actionId),
})

/** By the clock, in each organisation: asks for the looks whose turn has come. */
export const askDueLooksJob = defineJob({
  name: 'cases.ask-due-looks',
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  run: (ctx, actor) => askDueLooks(ctx, actor, lookBackJob),
})

/** A case was closed: what was no abuse is left alone. */
export const settleClosedJob = defineJob({
  name: 'cases.settle-closed',
  payload: caseClosed.payload,
  run: (ctx, actor, { caseId }) => perform(ctx, actor, (work) => settleClosed(work, caseId)),
})

/** A case came back: so do the looks back at its notices. */
export const settleReopenedJob = defineJob({
  name: 'cases.settle-reopened',
  payload: caseReopened.payload,
  run: (ctx, actor, { caseId }) => perform(ctx, actor, (work) => settleReopened(work, caseId)),
})

/** How it goes, for those who reported it. Behind what comes in, and one at a time in an organisation: a campaign may be large. */
export const tellReportersJob = defineJob({
  name: 'cases.tell-reporters',
  payload: caseProgressed.payload,
  queue: 'cases.tell-reporters',
  eachOrganisation: true,
  priority: 2,
  run: (ctx, actor, { caseId }) => tellReporters(ctx, actor, caseId),
})

export const caseJobs = [tendCasesJob, runBulkJob, askDueLooksJob] as const
