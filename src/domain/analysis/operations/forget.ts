import type { ItemId, ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { listItems } from '../../evidence/index.ts'
import { emptyReplies, emptyReport, reportsOf } from '../../intake/index.ts'
import { forgetReports } from '../store/outcomes.ts'
import { leaveCampaigns } from './campaigns/leave.ts'
import { countAnewFor } from './days.ts'
import { forgetLessons } from './taught.ts'

/**
 * What intake and analysis remove of their own when originals are destroyed: readings, findings, search words, names and the reporter's words, and what
 * they are compared by; they leave their campaigns. All reports are locked before the campaigns are.
 */
export async function forgetItems(work: Work, items: readonly ItemId[]): Promise<void> {
  await emptyReplies(work, items)
  const gone: ReportId[] = []
  for (const item of await listItems(work.tx, items)) {
    const reports = await reportsOf(work.tx, [item.id])
    for (const report of reports) await emptyReport(work, report, item.destroyedWhy === 'child-material' ? 'withheld' : 'expired')
    gone.push(...reports)
    await forgetLessons(work, reports, item.destroyedWhy === 'retention' ? 'age' : 'erased')
  }
  await forgetReadings(work, gone)
}

/** Erases all that analysis knows of these reports. */
export async function forgetReadings(work: Work, reports: readonly ReportId[]): Promise<void> {
  if (reports.length === 0) return
  await forgetReports(work.tx, reports)
  await leaveCampaigns(work, reports)
  await countAnewFor(work, reports)
}
