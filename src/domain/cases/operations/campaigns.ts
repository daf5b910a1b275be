import type { CampaignId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import type { NewCampaignPart } from '../store/parts.ts'

export async function findCampaigns(_work: Work, _ids: readonly CampaignId[]): Promise<ReadonlyMap<CampaignId, NewCampaignPart>> {
  return new Map()
}
