export { type Arrival, lengths, type Place, type Reporter, usableAddress } from './arrival.ts'
export { reportsReceived } from './events.ts'
export { ensureChannel, refuseSuspended } from './operations/channels.ts'
export { openReceiver, type Receive } from './operations/receive.ts'
export { correspondence } from './operations/retain.ts'
export { type Settled, settleReports } from './operations/settle.ts'
export { mailSubjects, renameInSightings, reportSubjects } from './operations/subjects.ts'
export { emptyReport, withdrawReport } from './operations/withdraw.ts'
export { withholdReport } from './operations/withhold.ts'
export { channelActor } from './policy.ts'
export {
  findReport,
  findReports,
  isOpen,
  listSightings,
  type ReportRow,
  type ReportState,
  reportsOf,
  type SightingKind,
  type SightingRow,
} from './store/reports.ts'
