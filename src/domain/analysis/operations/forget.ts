import type { ItemId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { listItems } from '../../evidence/index.ts'
import { emptyReplies, emptyReport, reportsOf } from '../../intake/index.ts'
import { forgetReports } from '../store/outcomes.ts'

/** What intake and analysis remove of their own when originals are destroyed: readings, findings, search words, names and the reporter's words. */
export async function forgetItems(work: Work, items: readonly ItemId[]): Promise<void> {
  await emptyReplies(work, items)
  for (const item of await listItems(work.tx, items)) {
    const reports = await reportsOf(work.tx, [item.id])
    for (const report of reports) await emptyReport(work, report, item.destroyedWhy === 'child-material' ? 'withheld' : 'expired')
    await forgetReports(work.tx, reports)
  }
}
