import type { CampaignId, OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyRole } from '../../../directory/index.ts'
import { burstRest, isBurst, toldOf, usualDays } from '../../campaigns/life.ts'
import { type CampaignWhy, campaignChanged } from '../../events.ts'
import { describeCampaigns, type Grown, paceOf, setBurst, setTold, usualOf } from '../../store/campaigns/members.ts'

const hour = 3_600_000

/** Publishes a change of campaigns, and tells the consoles. */
export function tell(work: Work, why: CampaignWhy, campaignIds: readonly CampaignId[]): void {
  if (campaignIds.length === 0) return
  work.publish(campaignChanged, { campaignIds: [...campaignIds], why })
  for (const id of campaignIds) work.announce('campaign', id)
}

/** Tells of campaigns that grew what is worth telling: at the steps of their growth, when they are back, when they burst. */
export async function tellGrown(work: Work, grown: readonly Grown[]): Promise<void> {
  const news = new Map(grown.map((one) => [one.id, toldOf(one, one.reports)]))
  const told = grown.filter(({ id, title }) => news.get(id) !== null || title === null).map(({ id }) => id)
  await describeCampaigns(work.tx, told)
  await setTold(
    work.tx,
    told.filter((id) => news.get(id) !== null),
  )
  for (const why of ['started', 'grew', 'back'] as const) {
    tell(
      work,
      why,
      told.filter((id) => news.get(id) === why),
    )
  }
  for (const { id } of grown) work.announce('campaign', id)
  await tellBursts(work, grown)
}

/** The early warning, at once: whoever works at the desk gets a notice. */
async function tellBursts(work: Work, grown: readonly Grown[]): Promise<void> {
  const owner = work.actor.organisation as OrganisationId
  const now = work.now.getTime()
  const may = grown.filter(({ reports, burst_at }) => reports >= 10 && (burst_at === null || now - burst_at.getTime() > burstRest))
  if (may.length === 0) return
  const hourAgo = new Date(now - hour)
  const weekAgo = new Date(now - usualDays * 24 * hour)
  const paces = await paceOf(
    work.tx,
    owner,
    may.map(({ id }) => id),
    hourAgo,
    weekAgo,
  )
  const likely = paces.filter((pace) => burst(pace, 0))
  if (likely.length === 0) return
  const desk = await usualOf(work.tx, owner, hourAgo)
  const bursting = likely.filter((pace) => burst(pace, desk))
  await setBurst(
    work.tx,
    bursting.map(({ id }) => id),
    work.now,
  )
  for (const { id, last_hour: reports } of bursting)
    await notifyRole(work, 'analyst', { kind: 'analysis.campaign-burst', subject: id, params: { reports } })
  tell(
    work,
    'burst',
    bursting.map(({ id }) => id),
  )

  function burst({ id, last_hour: lastHour, before }: { id: CampaignId; last_hour: number; before: number }, usual: number): boolean {
    const first = may.find((one) => one.id === id)?.first_at.getTime() ?? now
    return isBurst({ lastHour, before, hours: Math.min(usualDays * 24, Math.max(0, (now - hour - first) / hour)), desk: usual })
  }
}
