export { type Arrival, usableAddress } from './arrival.ts'
export { reportReceived } from './events.ts'
export { ensureChannel } from './operations/channels.ts'
export { openReceiver, type Receive } from './operations/receive.ts'
export { withdrawReport } from './operations/withdraw.ts'
export { channelActor } from './policy.ts'
export {
  findReport,
  listSightings,
  lockReport,
  type NewSighting,
  type ReportRow,
  type ReportState,
  replaceSightings,
  type SightingKind,
  type SightingRow,
  setReport,
} from './store.ts'
