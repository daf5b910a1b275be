import type { CallReportDetails } from '../contract/network/call-items.ts'
import { type ReportDetail, reportDetails, reportStates } from '../contract/network/call-names.ts'
import type { CallReportKind } from './call.ts'

/** Of reports that have none. */
export const noDetails: CallReportDetails = {
  ...{ state: null, since: null, until: null, countries: [], channels: [], number: null, partners: '', result: '' },
}

/** What is said in them, in the order of the kind's form. */
export function detailsSaid(kind: CallReportKind, details: CallReportDetails): readonly ReportDetail[] {
  return (reportDetails[kind] as readonly ReportDetail[]).filter((name) => isSaid(details[name]))
}

function isSaid(value: CallReportDetails[ReportDetail]): boolean {
  return value !== null && (typeof value === 'number' || value.length > 0)
}

/** Whether they are those of the kind, and its days in order. */
export function detailsFit(kind: CallReportKind, details: CallReportDetails): boolean {
  const own: readonly ReportDetail[] = reportDetails[kind]
  const foreign = (Object.keys(details) as ReportDetail[]).some((name) => !own.includes(name) && isSaid(details[name]))
  const states: readonly string[] = kind === 'cases' || kind === 'models' ? reportStates[kind] : []
  const { state, since, until } = details
  return !foreign && (state === null || states.includes(state)) && (since === null || until === null || since <= until)
}
