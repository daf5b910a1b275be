import type { CampaignId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { isCommonValue } from '../../campaigns/common-values.ts'
import { countElsewhere, listCampaignIndicators } from '../../store/campaigns/figures.ts'

const kinds = ['url', 'domain', 'address', 'file', 'sender'] as const
/** values of each kind */
const ofEach = 100

export type CommonFree = {
  readonly kind: (typeof kinds)[number]
  readonly value: string
  readonly reports: number
  readonly firstAt: Date
  readonly lastAt: Date
}

/** What reports of a campaign name that could be acted on, the most frequent of each kind, without what is common to the world or to the organisation's mail. */
export async function campaignIndicators(tx: Tx, id: CampaignId): Promise<readonly CommonFree[]> {
  const all = await countElsewhere(tx, id, await listCampaignIndicators(tx, id, kinds, ofEach))
  return all
    .filter((one) => !isCommonValue(one))
    .map(({ kind, value, reports, firstAt, lastAt }) => ({ kind: kind as CommonFree['kind'], value, reports, firstAt, lastAt }))
}
