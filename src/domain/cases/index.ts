// The door of the room: what other rooms may use. README.md tells what it promises.
export type { ActionKind, ActionRecipient, ActionRow, ActionState, ActionThing, OutcomeKind } from './action.ts'
export { type CaseKind, type CaseRow, type CaseState, outsideCodeOf } from './case.ts'
export { actionApproved, actionProposed, caseClosed, caseOpened, caseProgressed, caseReopened } from './events.ts'
export {
  answersMarkedJob,
  askDueLooksJob,
  caseJobs,
  lookBackJob,
  sayReachJob,
  settleClosedJob,
  settleReopenedJob,
  takeAnswerJob,
  tellReportersJob,
  tendCasesJob,
  triageCampaignsJob,
} from './jobs.ts'
export {
  approveAction,
  declineAction,
  type Outcome,
  type Proposal,
  proposeAction,
  recordOutcome,
  ruleFor,
  startAction,
  withdrawAction,
} from './operations/actions.ts'
export { caseHarm } from './operations/harm.ts'
export { openCase } from './operations/open.ts'
export { packagedCases } from './operations/package.ts'
export { type CaseReport, listCaseReports } from './operations/reports.ts'
export { caseSubjects, caseWords } from './operations/subjects.ts'
export { caseRoutes } from './routes.ts'
export { findAction } from './store/actions.ts'
export { casesOfCampaigns, casesOfReports, findCase } from './store/cases.ts'
export { listLives as listCaseLives, listThreads as listCaseThreads, reportsAmong } from './store/conversation.ts'
export { listCampaignParts as listCaseCampaigns, listItemParts as listCaseItems, listPartyParts as listCaseParties } from './store/parts.ts'
