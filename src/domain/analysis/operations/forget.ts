import type { ItemId, ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { reportsOf, withholdReport } from '../../intake/index.ts'
import { forgetReports } from '../store.ts'

/** What analysis and intake remove of their own when originals are destroyed: readings, findings, search words, names and the reporter's words. */
export async function forgetItems(work: Work, items: readonly ItemId[]): Promise<void> {
  const reports: readonly ReportId[] = await reportsOf(work.tx, items)
  for (const report of reports) await withholdReport(work, report)
  await forgetReports(work.tx, reports)
}
