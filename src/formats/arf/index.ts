export { type ArfOriginal, type ArfReport, parseArf, readArf } from './parse.ts'
export { type ArfEnvelope, serialiseArf } from './serialise.ts'
