import { z } from 'zod'
import { defineJob } from '../../../../platform/events.ts'
import { perform } from '../../../../platform/work.ts'
import { isDue } from '../../leaving/leaving.ts'
import { emptyKeptRequests, findLeaving } from '../../store/leaving/leavings.ts'
import { eraseOrganisationJob } from './erase.ts'
import { sweepTakeouts } from './take-out.ts'

/** as long as words of requests are kept where nobody set another period */
const keptDays = 500
const day = 86_400_000

/** Every hour, for each organisation, those that left among them: archives whose time is up, leaving that is due, words that stayed for others until their time. */
export const tendLeavingJob = defineJob({
  name: 'cooperation.tend-leaving',
  payload: z.object({}),
  async run(ctx, actor) {
    await perform(ctx, actor, async (work) => {
      await sweepTakeouts(work)
      const leaving = await findLeaving(work.tx)
      if (leaving === undefined) return
      if (leaving.state === 'erasing' || isDue(leaving, work.now)) work.enqueue(eraseOrganisationJob, {}, { key: 'erase' })
      if (leaving.state === 'left') await emptyKeptRequests(work.tx, new Date(work.now.getTime() - keptDays * day), work.now)
    })
  },
})
