export { parseXarf, readXarf, type XarfMode, xarfVersion } from './parse.ts'
export type { XarfContact, XarfEvidence, XarfReading, XarfReport, XarfWarning } from './report.ts'
export { serialiseXarf } from './serialise.ts'
