export { type Arrival, type Reporter, usableAddress } from './arrival.ts'
export { reportReceived } from './events.ts'
export { ensureChannel } from './operations/channels.ts'
export { openReceiver, type Receive } from './operations/receive.ts'
export { type Settled, settleReport } from './operations/settle.ts'
export { emptyReport, withdrawReport } from './operations/withdraw.ts'
export { channelActor } from './policy.ts'
export {
  findReport,
  listSightings,
  lockReport,
  type NewSighting,
  type ReportRow,
  type ReportState,
  reportsOf,
  type SightingKind,
  type SightingRow,
  setReport,
} from './store.ts'
