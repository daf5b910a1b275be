import type { CampaignId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { campaignIndicators } from '../../analysis/index.ts'
import type { CaseRow } from '../case.ts'
import type { Suggestion, Thing } from '../contract.ts'
import { playsFor } from '../playbook.ts'
import { listActionsOf } from '../store/actions.ts'
import { listCampaignParts, listPartyParts } from '../store/parts.ts'

const atMost = 200
/** of the latest campaigns of a case, so many; and so many things an action, the most reported first */
const campaignsAtMost = 3
const thingsAtMost = 50

/**
 * What the playbook proposes for a case: what suits its kind, with the parties of the case that could receive it and what its campaigns point at (what half the world uses
 * is not among it). Nothing is written.
 */
export async function suggest(tx: Tx, row: CaseRow): Promise<Suggestion[]> {
  const parties = await listPartyParts(tx, row.owner, row.id, undefined, atMost)
  const actions = await listActionsOf(tx, row.owner, row.id, undefined, atMost)
  const campaigns = await listCampaignParts(tx, row.owner, row.id, undefined, campaignsAtMost)
  const things = await thingsOf(
    tx,
    campaigns.map(({ campaign }) => campaign),
  )
  const taken = new Set(actions.filter(({ state }) => state !== 'declined' && state !== 'withdrawn').map(({ kind }) => kind))
  return playsFor(row.kind).map(({ kind, ground, roles, within, about }) => ({
    kind,
    ground,
    roles: [...roles],
    recipients: parties
      .filter(({ role }) => roles.includes(role))
      .map(({ role, party, name, address }) => ({ name, address, party, contact: null, role, format: 'text' as const, language: null })),
    things: things.filter((one) => about.includes(one.kind)).slice(0, thingsAtMost),
    within,
    taken: taken.has(kind),
  }))
}

/** What these campaigns point at, the most reported first. */
export async function thingsOf(tx: Tx, campaigns: readonly CampaignId[]): Promise<readonly Thing[]> {
  const found = new Map<string, Thing & { readonly reports: number }>()
  for (const campaign of campaigns) {
    for (const { kind, value, reports, lastAt } of await campaignIndicators(tx, campaign)) {
      if (kind !== 'url' && kind !== 'domain' && kind !== 'address' && kind !== 'file' && kind !== 'sender') continue
      const before = found.get(`${kind} ${value}`)?.reports ?? 0
      found.set(`${kind} ${value}`, { kind, value, at: lastAt.toISOString(), reports: before + reports })
    }
  }
  return [...found.values()].toSorted((a, b) => b.reports - a.reports).map(({ reports: _, ...thing }) => thing)
}
