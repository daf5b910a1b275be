import type { CampaignId, OrganisationId, ReportId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { reportsWithdrawn } from '../../../intake/index.ts'
import { noPosting, type Posting, takeFrom } from '../../campaigns/board.ts'
import { mayAnalyse } from '../../policy.ts'
import { describeCampaigns, listCampaignsOf, recount, removeMembers } from '../../store/campaigns/members.ts'
import { addPlaced, dropSignatures, listPosted, listPostings, lockCampaigns, savePostings } from '../../store/campaigns/placing.ts'
import { countAnewFor } from '../days.ts'

/** Reports that were taken back belong to no campaign any more. */
export const leaveWithdrawn = defineJob({
  name: 'analysis.leave-campaigns',
  payload: reportsWithdrawn.payload,
  run: (ctx, actor, { reportIds }) =>
    perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      await leaveCampaigns(work, reportIds)
      await countAnewFor(work, reportIds)
    }),
})

/**
 * Takes reports out of their campaigns, and all that they are compared by out of the database; campaigns are counted and called anew without them. To be called
 * once in a unit of work and after the reports' own locks were taken, since it keeps the campaigns locked to its end.
 */
export async function leaveCampaigns(work: Work, reports: readonly ReportId[]): Promise<void> {
  if (reports.length === 0) return
  const campaigns = await forgetMarks(work, reports)
  await removeMembers(work.tx, reports)
  await recount(work.tx, campaigns)
  await describeCampaigns(work.tx, campaigns)
  for (const id of campaigns) work.announce('campaign', id)
}

/** Takes out of the database what reports are compared by. Answers the campaigns that they are in. */
export async function forgetMarks(work: Work, reports: readonly ReportId[]): Promise<readonly CampaignId[]> {
  const owner = work.actor.organisation as OrganisationId
  await lockCampaigns(work.tx, owner)
  const posted = await listPosted(work.tx, reports)
  const keys = new Set(posted.flatMap((one) => one.keys))
  const postings = new Map<bigint, Posting>(await listPostings(work.tx, owner, [...keys]))
  for (const { report, keys: known, campaign } of posted)
    for (const key of known) postings.set(key, takeFrom(postings.get(key) ?? noPosting, report, campaign === null))
  await savePostings(work.tx, owner, postings)
  const counted = posted.filter((one) => one.keys.length > 0)
  await addPlaced(work.tx, owner, { reports: -counted.length, groups: -counted.filter(({ campaign }) => campaign === null).length })
  await dropSignatures(work.tx, reports)
  return listCampaignsOf(work.tx, reports)
}
