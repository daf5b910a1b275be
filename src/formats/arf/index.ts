export { type ArfOriginal, type ArfReport, parseArf, readArf } from './parse.ts'
export { type ArfEnvelope, formatDate, serialiseArf, serialiseFeedback } from './serialise.ts'
