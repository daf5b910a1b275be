import { z } from 'zod'
import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { OrganisationId, ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { defineJob } from '../../../platform/events.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { mayAnalyse } from '../policy.ts'
import { addDue, addDueOf, addFirst, listDue, recountDays } from '../store/days.ts'

/** days that are counted in one unit of work */
const together = 16
/** milliseconds: counting that took longer than this rests for so many times as long as it took */
const quick = 200
const rest = 20

/**
 * Counts the days of which something changed, each anew from its reports: twice is once, and what was withdrawn, read again, judged otherwise or erased counts
 * as it is by then. One an organisation runs and one waits. Where a day takes long to count, it is counted less often: a twentieth of a process at most.
 */
export const countDaysJob = defineJob({
  name: 'analysis.count-days',
  payload: z.object({}),
  queue: 'analysis.count-days',
  eachOrganisation: true,
  // behind what waits to be read
  priority: 5,
  run: (ctx, actor) => countDays(ctx, actor),
})
const oneWaits = { key: 'all' }

/** By the clock: today and yesterday are counted whatever was said of them, since what nobody has read yet came too; the first time, all days are. */
export const countRecentDays = defineJob({
  name: 'analysis.count-recent-days',
  payload: z.object({}),
  run: (ctx, actor) =>
    perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      const owner = ownerOf(actor)
      await addFirst(work.tx, owner)
      await addDue(work.tx, owner, [work.now, new Date(work.now.getTime() - 86_400_000)])
      work.enqueue(countDaysJob, {}, oneWaits)
    }),
})

/** The days of these moments are counted anew, soon. */
export async function countAnew(work: Work, moments: readonly Date[]): Promise<void> {
  if (moments.length === 0) return
  await addDue(work.tx, ownerOf(work.actor), moments)
  work.enqueue(countDaysJob, {}, oneWaits)
}

/** The days on which these reports came are counted anew, soon. */
export async function countAnewFor(work: Work, reports: readonly ReportId[]): Promise<void> {
  if (reports.length === 0) return
  await addDueOf(work.tx, ownerOf(work.actor), reports)
  work.enqueue(countDaysJob, {}, oneWaits)
}

// until when an organisation's counting rests
const resting = new WeakMap<Context, Map<OrganisationId, Date>>()

async function countDays(ctx: Context, actor: Actor): Promise<void> {
  const owner = ownerOf(actor)
  const rests = resting.get(ctx) ?? new Map<OrganisationId, Date>()
  resting.set(ctx, rests)
  const until = rests.get(owner)
  if (until !== undefined && ctx.now() < until) {
    await perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      work.enqueue(countDaysJob, {}, { ...oneWaits, runAt: until })
    })
    return
  }
  const began = performance.now()
  for (;;) {
    const due = await ctx.read(actor, (tx) => listDue(tx, owner, together))
    if (due.length === 0) break
    await perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      await recountDays(work.tx, owner, due, work.now)
      work.announce('figures', owner)
    })
  }
  const took = performance.now() - began
  if (took > quick) rests.set(owner, new Date(ctx.now().getTime() + rest * took))
  else rests.delete(owner)
}

function ownerOf(actor: Actor): OrganisationId {
  return present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
}
