import { z } from 'zod'
import type { OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform } from '../../../../platform/work.ts'
import { mayAnalyse } from '../../policy.ts'
import { fallSilent } from '../../store/campaigns/members.ts'
import { lockCampaigns } from '../../store/campaigns/placing.ts'
import { tell } from './tell.ts'

const day = 86_400_000
// told together in one unit of work
const atOnce = 500

/** Campaigns that had no report for the set number of days are silent; a report brings them back. */
export const silenceCampaigns = defineJob({
  name: 'analysis.silence-campaigns',
  payload: z.object({}),
  async run(ctx, actor) {
    const since = new Date(ctx.now().getTime() - ctx.config.TOCSIN_CAMPAIGN_SILENT_DAYS * day)
    for (;;) {
      const silent = await perform(ctx, actor, async (work) => {
        work.require(mayAnalyse(actor))
        const owner = actor.organisation as OrganisationId
        await lockCampaigns(work.tx, owner)
        const ids = await fallSilent(work.tx, owner, since, atOnce)
        tell(work, 'silent', ids)
        return ids.length
      })
      if (silent < atOnce) return
    }
  },
})
