import { z } from 'zod'
import type { CampaignId } from '../../base/id.ts'
import { defineEvent } from '../../platform/events.ts'

/**
 * Campaigns changed. `grew` is told at 2, 3, 5, 10, 20, 50, 100 … reports and not for each; `burst`: reports come far faster than is usual for it and for
 * the desk; `merged`: others went into these; `split`: reports were taken out of these, or came out of others as these.
 */
export const campaignChanged = defineEvent({
  name: 'analysis.campaign-changed',
  payload: z.object({
    campaignIds: z.array(z.string().transform((text) => text as CampaignId)),
    why: z.enum(['started', 'grew', 'burst', 'back', 'silent', 'merged', 'split']),
  }),
})
export type CampaignWhy = 'started' | 'grew' | 'burst' | 'back' | 'silent' | 'merged' | 'split'
