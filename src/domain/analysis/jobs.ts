import { z } from 'zod'
import type { ReportId } from '../../base/id.ts'
import { defineJob, type Job } from '../../platform/events.ts'
import { perform } from '../../platform/work.ts'
import type { Forget } from '../evidence/index.ts'
import { reportsReceived } from '../intake/index.ts'
import { analyseReports } from './operations/analyse.ts'
import { judgeRecent } from './operations/judge.ts'
import { mayAnalyse } from './policy.ts'

export { leaveWithdrawn } from './operations/campaigns/leave.ts'
export { placeReportsJob } from './operations/campaigns/place.ts'
export { silenceCampaigns } from './operations/campaigns/silence.ts'
export { countDaysJob, countRecentDays } from './operations/days.ts'

/** Reads reports that came in together: one job, from bytes to findings. `forget` is what the rooms remove where one turns out to be child material. */
export function analyseReceived(forget: readonly Forget[]): Job<{ reportIds: ReportId[] }> {
  return defineJob({
    name: 'analysis.analyse-received',
    payload: reportsReceived.payload,
    run: (ctx, actor, { reportIds }) => analyseReports(ctx, actor, reportIds, forget),
  })
}

/** The same for one that was read before, because somebody asked. */
export function analyseAgain(forget: readonly Forget[]): Job<{ reportId: ReportId }> {
  return defineJob({
    name: 'analysis.analyse-again',
    payload: z.object({ reportId: z.string().transform((text) => text as ReportId) }),
    priority: 10,
    run: (ctx, actor, { reportId }) => analyseReports(ctx, actor, [reportId], forget, true),
  })
}

const Recent = z.object({ since: z.iso.datetime(), before: z.object({ at: z.iso.datetime(), id: z.uuid() }).nullable() })

/** Judges what came since then again, with what was taught by now: a page of reports, and then itself for the next. */
export const judgeRecentAgain: Job<z.infer<typeof Recent>> = defineJob({
  name: 'analysis.judge-recent',
  payload: Recent,
  priority: 10,
  async run(ctx, actor, { since, before }) {
    const cursor = before === null ? undefined : { at: new Date(before.at), id: before.id }
    const next = await judgeRecent(ctx, actor, new Date(since), cursor)
    if (next === undefined) return
    await perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      work.enqueue(judgeRecentAgain, { since, before: { at: next.at.toISOString(), id: next.id } })
    })
  },
})
