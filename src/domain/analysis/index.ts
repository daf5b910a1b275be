export {
  type Assigned,
  assign,
  type Candidate,
  comparableKeys,
  type Frequency,
  type Gathered,
  type Gatherer,
  type Mark,
  type Marked,
  type MarkKind,
  type Marks,
  markKinds,
  marksOf,
  marksOfAll,
  mostCandidates,
  mostMarks,
  openGatherer,
  type Share,
  type Why,
} from './campaign/index.ts'
export { campaignChanged } from './events.ts'
export { campaignIndicators } from './operations/campaigns/indicators.ts'
export { campaignSubjects } from './operations/campaigns/subjects.ts'
export { forgetItems } from './operations/forget.ts'
export { packagedReports } from './operations/package.ts'
export { readings } from './operations/retain.ts'
export { readingSubjects } from './operations/subjects.ts'
export { analyser, type ReadInput, type ReportReading, readReportTask } from './reading.ts'
export { analysisRoutes } from './routes.ts'
export { type CampaignFigures, campaignFigures, type ReportFact, reportFacts } from './store/campaigns/figures.ts'
export { campaignOf, listCampaignReports } from './store/campaigns/lists.ts'
export { type CampaignRow, findCampaign, findCampaigns } from './store/campaigns/moves.ts'
export { countJudged, type HeldFor, type JudgedFilter, type JudgedReport, pageJudged } from './store/judged.ts'
export { listFindings, listObservations } from './store/reports.ts'
export { queryOf, tokensOf } from './tokens.ts'
