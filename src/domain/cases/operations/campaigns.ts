import { Failure } from '../../../base/failure.ts'
import { type CampaignId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { type CampaignRow, campaignFigures, findCampaign, findCampaigns } from '../../analysis/index.ts'
import { caseProgressed } from '../events.ts'
import { casesOfCampaigns, recount } from '../store/cases.ts'
import { deleteCampaigns, insertCampaigns, insertLink, listMergedParts, type NewCampaignPart } from '../store/parts.ts'
import type { CampaignFacts } from '../triage.ts'
import { tell } from './acting.ts'

const nameOf = ({ name, title }: CampaignRow) => name ?? title

/** Campaigns of ours that live, as a case keeps them; one that was merged away is not among them. */
export async function ourCampaigns(
  tx: Tx,
  owner: OrganisationId,
  ids: readonly CampaignId[],
): Promise<ReadonlyMap<CampaignId, NewCampaignPart>> {
  const rows = (await findCampaigns(tx, ids)).filter((row) => row.owner === owner && row.merged_into === null)
  return new Map(rows.map((row) => [row.id, { campaign: row.id, name: (nameOf(row) ?? '').slice(0, 300), reports: row.reports }]))
}

/** What is known of a campaign at this moment, as triage asks; undefined for one that is not there or was merged away. */
export async function factsOf(tx: Tx, id: CampaignId, why: CampaignFacts['why'], now: Date): Promise<CampaignFacts | undefined> {
  const row = await findCampaign(tx, id)
  const figures = await campaignFigures(tx, id, now)
  if (row === undefined || figures === undefined || row.merged_into !== null) return undefined
  return {
    campaign: id,
    name: nameOf(row),
    why,
    reports: figures.reports,
    lastDay: figures.lastDay,
    countries: figures.countries.length,
    kinds: figures.kinds.map(({ name, reports }) => ({ kind: name, reports })),
  }
}

/**
 * Campaigns went into this one. The case that had one of them has this one from now on; where both had a case, each stays and the two are linked: whether they are one is
 * for a person to say.
 */
export async function followMerge(work: Work, owner: OrganisationId, into: CampaignId): Promise<void> {
  for (const part of await listMergedParts(work.tx, owner, into)) {
    await deleteCampaigns(work.tx, part.case, [part.campaign])
    const kept = (await casesOfCampaigns(work.tx, [into])).get(into)
    if (kept === undefined) {
      const found = (await ourCampaigns(work.tx, owner, [into])).get(into)
      if (found === undefined) throw new Failure('missing', 'cases.no-campaign', `campaign ${into}`)
      await insertCampaigns(work.tx, { owner, case: part.case, at: work.now, by: work.actor.id }, [found])
    } else if (kept !== part.case) {
      const link = {
        id: newId(work.now.getTime()),
        case: part.case,
        other: kept,
        kind: 'related' as const,
        at: work.now,
        by_actor: work.actor.id,
      }
      await insertLink(work.tx, owner, link)
    }
    await tell(work, part.case, 'campaign-merged', { campaign: into, before: part.campaign })
    await recount(work.tx, [part.case])
    work.publish(caseProgressed, { caseId: part.case })
  }
}
