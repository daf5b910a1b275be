export { forgetItems } from './operations/forget.ts'
export { analyser, type ReadInput, type ReportReading, readReportTask } from './reading.ts'
export { analysisRoutes } from './routes.ts'
