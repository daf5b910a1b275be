/** The whole product on one page: what happens, and who hears of it. */
import { campaignChanged } from '../domain/analysis/index.ts'
import {
  analyseAgain,
  analyseReceived,
  countDaysJob,
  countRecentDays,
  judgeRecentAgain,
  leaveWithdrawn,
  placeReportsJob,
  silenceCampaigns,
} from '../domain/analysis/jobs.ts'
import {
  actionApproved,
  actionProposed,
  answersMarkedJob,
  caseClosed,
  caseJobs,
  caseOpened,
  caseProgressed,
  caseReopened,
  lookBackJob,
  sayReachJob,
  settleClosedJob,
  settleReopenedJob,
  takeAnswerJob,
  tellReportersJob,
  triageCampaignsJob,
} from '../domain/cases/index.ts'
import {
  askRules,
  closeWindowsJob,
  deliverRelease,
  destroyPaperJob,
  draftBlock,
  draftProposed,
  draftReferral,
  draftSample,
  dropTakeoutsJob,
  eraseOrganisationJob,
  hearAnswer,
  hearCallAnswer,
  hearContactAnswer,
  hearNoticeAnswer,
  mailCallJob,
  mailNoticeJob,
  makeTakeoutJob,
  noticeProposalJob,
  prepareRelease,
  proposeAgain,
  remindRoundsJob,
  remindTrainingsJob,
  runTechniqueJob,
  sendContactTestJob,
  settleCallMail,
  settleContactMail,
  settleNoticeMail,
  settleReleasedMail,
  submitSample,
  sweepTakeoutFilesJob,
  tellAnnouncementJob,
  tellCallJob,
  tellCountryJob,
  tellEnteredJob,
  tellMembersJob,
  tellRecipientsJob,
  tendContactsJob,
  tendLeavingJob,
  tendRequestsJob,
} from '../domain/cooperation/jobs.ts'
import { forgetRegistrations, refreshRegistries, sendDigest, sendDigests, unlessSuspended } from '../domain/directory/index.ts'
import { evidenceJobs } from '../domain/evidence/jobs.ts'
import { repliesMarked, replyFiled, replyReceived, reportsReceived, reportsWithdrawn } from '../domain/intake/index.ts'
import { readFiledReply, tellEndingsJob } from '../domain/intake/jobs.ts'
import { publishBarometerJob } from '../domain/outreach/index.ts'
import { type Job, on } from '../platform/events.ts'
import { forgetAnswers } from '../platform/http/idempotency.ts'
import { sendMail, sendWaiting } from '../platform/mail/outgoing.ts'
import { mailSettled } from '../platform/mail/settled.ts'
import { evidenceSources } from './sources.ts'

const flow = [
  on(reportsReceived, analyseReceived(evidenceSources.forget)),
  on(reportsWithdrawn, leaveWithdrawn),
  on(replyFiled, readFiledReply(evidenceSources.forget)),
  on(campaignChanged, triageCampaignsJob),
  on(replyReceived, takeAnswerJob, hearAnswer, hearContactAnswer, hearCallAnswer, hearNoticeAnswer),
  on(repliesMarked, answersMarkedJob),
  on(caseOpened, tellReportersJob, sayReachJob),
  on(caseProgressed, tellReportersJob),
  on(actionProposed, draftProposed, draftBlock, draftSample, draftReferral),
  // an organisation that is suspended asks nobody outside
  on(actionApproved, unlessSuspended(lookBackJob)),
  on(caseClosed, settleClosedJob, tellReportersJob),
  on(caseReopened, settleReopenedJob, tellReportersJob),
  on(mailSettled, settleReleasedMail, settleContactMail, settleCallMail, settleNoticeMail),
]

/** Jobs that no event starts: rooms and the schedule enqueue them. */
const others: readonly unknown[] = [
  analyseAgain(evidenceSources.forget),
  placeReportsJob,
  silenceCampaigns,
  countDaysJob,
  countRecentDays,
  judgeRecentAgain,
  prepareRelease,
  askRules,
  // nothing of a suspended organisation's leaves the node
  unlessSuspended(sendMail),
  unlessSuspended(deliverRelease),
  unlessSuspended(submitSample),
  proposeAgain,
  unlessSuspended(sendDigest),
  sendWaiting,
  sendDigests,
  forgetAnswers,
  refreshRegistries,
  forgetRegistrations,
  ...evidenceJobs(evidenceSources),
  ...caseJobs,
  tellEndingsJob,
  publishBarometerJob,
  tendContactsJob,
  tendRequestsJob,
  tendLeavingJob,
  eraseOrganisationJob,
  makeTakeoutJob,
  dropTakeoutsJob,
  sweepTakeoutFilesJob,
  unlessSuspended(sendContactTestJob),
  tellCallJob,
  unlessSuspended(mailCallJob),
  destroyPaperJob,
  tellCountryJob,
  noticeProposalJob,
  closeWindowsJob,
  mailNoticeJob,
  tellMembersJob,
  tellAnnouncementJob,
  remindRoundsJob,
  remindTrainingsJob,
  tellRecipientsJob,
  tellEnteredJob,
  unlessSuspended(runTechniqueJob),
]

export function subscribers(): ReadonlyMap<string, readonly Job<never>[]> {
  const hearing = new Map<string, readonly Job<never>[]>()
  for (const { event, jobs } of flow) hearing.set(event, [...(hearing.get(event) ?? []), ...jobs])
  return hearing
}

/** Every job that a worker must know, each once. */
export function allJobs(): readonly Job<never>[] {
  const found = [...flow.flatMap(({ jobs }) => jobs), ...(others as readonly Job<never>[])]
  return [...new Map(found.map((job) => [job.name, job])).values()]
}
