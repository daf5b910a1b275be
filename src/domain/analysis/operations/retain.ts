import { perform } from '../../../platform/work.ts'
import type { RetentionSource } from '../../evidence/index.ts'
import { mayAnalyse } from '../policy.ts'
import { listOverdueReadings, previewReadings } from '../store/retention.ts'
import { forgetReadings } from './forget.ts'
import { forgetLessons } from './taught.ts'

/** The kind `analysis`: readings, findings, summaries and search words. The report stays, and what it pointed at as long as its original does. */
export const readings: RetentionSource = {
  kind: 'analysis',
  atOnce: 500,
  preview: previewReadings,
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      const due = await listOverdueReadings(work.tx, before, limit)
      await forgetReadings(work, due)
      await forgetLessons(work, due, 'age')
      for (const id of due) work.announce('report', id)
      return due.length
    }),
}
