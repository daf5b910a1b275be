import { Failure } from '../../../../base/failure.ts'
import { type CampaignId, newId, type OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { mayAnalyse } from '../../policy.ts'
import { describeCampaigns, recount, setTold } from '../../store/campaigns/members.ts'
import {
  type CampaignRow,
  findCampaigns,
  inheritSeparations,
  insertChange,
  listMergeable,
  moveAll,
  setMerged,
} from '../../store/campaigns/moves.ts'
import { lockCampaigns } from '../../store/campaigns/placing.ts'
import { tell } from './tell.ts'

/** reports of a campaign that the machine makes one with another; a larger one waits for a person */
const byMachineAtMost = 200

export type Merged = { readonly change: string; readonly campaign: CampaignId; readonly moved: number }

/** A report showed these to be one: the machine makes them one where nobody has said otherwise. */
export async function mergeByMachine(work: Work, owner: OrganisationId, into: CampaignId, others: readonly string[]): Promise<void> {
  const open = (await findCampaigns(work.tx, [into, ...(others as CampaignId[])])).filter(({ state }) => state !== 'closed')
  // into the largest, and into one that a person has named
  const [target, ...rest] = open.toSorted((a, b) => Number(b.name !== null) - Number(a.name !== null) || b.reports - a.reports)
  if (target === undefined || rest.length === 0) return
  const from = await listMergeable(
    work.tx,
    target.id,
    rest.map(({ id }) => id),
    byMachineAtMost,
  )
  if (from.length > 0) await merge(work, owner, target.id, from)
}

/**
 * Makes campaigns one: all their reports go into the first, the others are closed and lead there. Fails with `analysis.no-campaign`, also for another's,
 * and with `analysis.campaign-closed`.
 */
export async function mergeCampaigns(work: Work, into: CampaignId, others: readonly CampaignId[]): Promise<Merged> {
  work.require(mayAnalyse(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await lockCampaigns(work.tx, owner)
  const from = [...new Set(others)].filter((id) => id !== into)
  await requireOpen(work, [into, ...from])
  if (from.length === 0) throw new Failure('conflict', 'analysis.nothing-to-merge', 'no other campaign')
  const merged = await merge(work, owner, into, from)
  await inheritSeparations(work.tx, from, into)
  return merged
}

async function merge(work: Work, owner: OrganisationId, into: CampaignId, from: readonly CampaignId[]): Promise<Merged> {
  const change = newId(work.now.getTime())
  const { kind, id } = work.actor
  const held = (await findCampaigns(work.tx, from)).reduce((sum, { reports }) => sum + reports, 0)
  await insertChange(work.tx, {
    id: change,
    owner,
    campaign: into,
    act: 'merged',
    others: from,
    reports: held,
    by_kind: kind,
    by: id,
    at: work.now,
  })
  const moved = await moveAll(work.tx, change, from, into)
  await recount(work.tx, [into, ...from])
  await setMerged(work.tx, from, into)
  await describeCampaigns(work.tx, [into])
  await setTold(work.tx, [into])
  work.record('analysis.campaigns-merged', into, { change, from: from.length })
  tell(work, 'merged', [into])
  for (const one of from) work.announce('campaign', one)
  return { change, campaign: into, moved }
}

/** Those of the acting organisation, all of them open. */
export async function requireOpen(work: Work, ids: readonly CampaignId[]): Promise<readonly CampaignRow[]> {
  const found = (await findCampaigns(work.tx, ids)).filter(({ owner }) => owner === work.actor.organisation)
  const missing = ids.find((id) => !found.some((one) => one.id === id))
  if (missing !== undefined) throw new Failure('missing', 'analysis.no-campaign', `campaign ${missing}`)
  const closed = found.find(({ state }) => state === 'closed')
  if (closed !== undefined) throw new Failure('conflict', 'analysis.campaign-closed', `campaign ${closed.id} is closed`)
  return found
}
