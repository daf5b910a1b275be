import type { Actor } from '../../../base/actor.ts'
import type { CampaignId, CaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { caseProgressed } from '../events.ts'
import { mayWorkCases } from '../policy.ts'
import { casesOfCampaigns, lockCampaign, lockCase, recount, updateCase } from '../store/cases.ts'
import { caseOfMembers, setCampaign } from '../store/parts.ts'
import { findSettings } from '../store/settings.ts'
import { type CampaignFacts, decideTriage, harmFacts, type Triage } from '../triage.ts'
import { ownerOf, tell } from './acting.ts'
import { attachCampaigns } from './attach.ts'
import { factsOf, followMerge } from './campaigns.ts'
import { recur } from './close.ts'
import { sayHarm } from './harm.ts'
import { openCase } from './open.ts'
import { notifyCase } from './people.ts'

/**
 * What a campaign that was told of does to cases: it opens one, makes its own grow, or brings a closed one back. Two that are told of the same campaign at once come one after
 * the other, so one fact is one case. Where a case already has reports of it, put there by hand, the campaign goes there.
 */
export async function triageCampaign(work: Work, facts: CampaignFacts): Promise<Triage> {
  work.require(mayWorkCases(work.actor))
  const owner = ownerOf(work.actor)
  await lockCampaign(work.tx, facts.campaign)
  if (facts.why === 'merged') await followMerge(work, owner, facts.campaign)
  const id = (await casesOfCampaigns(work.tx, [facts.campaign])).get(facts.campaign)
  if (id === undefined) return first(work, facts, await caseOfMembers(work.tx, owner, facts.campaign))
  const row = await lockCase(work.tx, id)
  const decided = decideTriage(
    facts,
    row === undefined ? null : { state: row.state, closedWhy: row.closed_why },
    await findSettings(work.tx, owner),
  )
  if (decided.kind === 'leave') return decided
  await setCampaign(work.tx, owner, { campaign: facts.campaign, name: facts.name ?? '', reports: facts.reports }, work.now)
  await grow(work, id, facts)
  if (decided.kind === 'reopen' && row !== undefined) await recur(work, row)
  return decided
}

async function first(work: Work, facts: CampaignFacts, seen: CaseId | undefined): Promise<Triage> {
  const decided = decideTriage(facts, null, await findSettings(work.tx, ownerOf(work.actor)))
  const there = seen === undefined ? undefined : await lockCase(work.tx, seen)
  if (there !== undefined && there.state !== 'merged' && facts.why !== 'silent') {
    await attachCampaigns(work, there, [facts.campaign])
    await grow(work, there.id, facts)
    work.record('cases.triaged', there.id, { campaign: facts.campaign, how: 'joined' })
    if (there.state === 'closed' && there.closed_why !== 'no-abuse') await recur(work, there)
    return { kind: 'grow' }
  }
  if (decided.kind !== 'open') return decided
  const id = await openCase(work, {
    title: titleOf(facts),
    kind: decided.caseKind,
    campaigns: [facts.campaign],
    how: 'triage',
    harm: harmFacts([facts], decided.caseKind),
  })
  work.record('cases.triaged', id, { campaign: facts.campaign, how: 'opened' })
  return decided
}

/** A campaign without words of its own still has a name to be called by. */
function titleOf({ name, campaign }: CampaignFacts): string {
  return name === null || name.trim() === '' ? `Campaign ${campaign.slice(-8)}` : name
}

async function grow(work: Work, id: CaseId, facts: CampaignFacts): Promise<void> {
  await recount(work.tx, [id])
  const row = await lockCase(work.tx, id)
  if (row === undefined) return
  const quiet = facts.why === 'silent' || facts.why === 'merged' || facts.why === 'split'
  if (!quiet) await updateCase(work.tx, id, { last_at: work.now })
  await tell(work, id, `campaign-${facts.why}`, { campaign: facts.campaign, reports: facts.reports })
  await sayHarm(work, row, new Map([...harmFacts([facts], row.kind), ['reports', row.reports]]))
  if (facts.why === 'burst') await notifyCase(work, row, 'cases.burst')
}

/** News of campaigns, each in a unit of work of its own. */
export async function triageCampaigns(ctx: Context, actor: Actor, ids: readonly CampaignId[], why: CampaignFacts['why']): Promise<void> {
  for (const id of ids) {
    await perform(ctx, actor, async (work) => {
      work.require(mayWorkCases(actor))
      const facts = await factsOf(work.tx, id, why, work.now)
      if (facts === undefined) return
      await triageCampaign(work, facts)
      const caseId = (await casesOfCampaigns(work.tx, [id])).get(id)
      if (caseId !== undefined) work.publish(caseProgressed, { caseId })
    })
  }
}
