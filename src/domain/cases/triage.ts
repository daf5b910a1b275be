import type { CampaignId } from '../../base/id.ts'
import type { CaseKind, CaseState } from './case.ts'
import type { HarmValue } from './harm.ts'

/** What is known of a campaign when it is told of. */
export type CampaignFacts = {
  readonly campaign: CampaignId
  readonly name: string | null
  readonly why: 'started' | 'grew' | 'burst' | 'back' | 'silent' | 'merged' | 'split'
  readonly reports: number
  readonly lastDay: number
  readonly countries: number
  /** kinds of the verdict with how many reports each has */
  readonly kinds: readonly { readonly kind: string; readonly reports: number }[]
}

export type Settled = { readonly triage: boolean; readonly triageReports: number }
export type Before = { readonly state: CaseState; readonly closedWhy: string | null } | null

export type Triage =
  | { readonly kind: 'open'; readonly caseKind: CaseKind }
  | { readonly kind: 'grow' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'leave'; readonly why: 'off' | 'small' | 'harmless' | 'silent' | 'merged' }

const byVerdict: Readonly<Record<string, CaseKind>> = {
  phishing: 'phishing',
  scam: 'scam',
  malware: 'malware',
  spam: 'spam',
  marketing: 'marketing',
}

/** Verdicts that ask for a case from the first report on, however few the organisation says: waiting for a second victim would be cynical. */
const grave = new Set(['malware'])

/**
 * What a campaign that was told of means for cases. One that has a case makes it grow, or come back if it was closed; one that has none opens one when it is large
 * enough, in a burst, or grave. What is mostly legitimate opens none.
 */
export function decideTriage(facts: CampaignFacts, before: Before, settings: Settled): Triage {
  if (before !== null) return follow(facts, before)
  if (!settings.triage) return { kind: 'leave', why: 'off' }
  if (facts.why === 'silent') return { kind: 'leave', why: 'silent' }
  const verdict = leadingKind(facts)
  if (verdict === 'legitimate' || verdict === 'bounce') return { kind: 'leave', why: 'harmless' }
  const enough = facts.reports >= settings.triageReports || facts.why === 'burst' || (verdict !== undefined && grave.has(verdict))
  return enough ? { kind: 'open', caseKind: byVerdict[verdict ?? ''] ?? 'other' } : { kind: 'leave', why: 'small' }
}

function follow({ why }: CampaignFacts, { state, closedWhy }: NonNullable<Before>): Triage {
  if (state === 'merged') return { kind: 'leave', why: 'merged' }
  if (state !== 'closed') return { kind: 'grow' }
  // that it fell silent, or was told otherwise, is no recurrence; and what a person called no abuse comes back for a burst alone
  const came = why === 'grew' || why === 'burst' || why === 'back' || why === 'started'
  if (!came || (closedWhy === 'no-abuse' && why !== 'burst')) return { kind: 'grow' }
  return { kind: 'reopen' }
}

function leadingKind({ kinds }: CampaignFacts): string | undefined {
  return kinds.filter(({ kind }) => kind !== 'unknown').toSorted((a, b) => b.reports - a.reports || (a.kind < b.kind ? -1 : 1))[0]?.kind
}

/** What the machine says about harm, from what it knows of a campaign or several. */
export function harmFacts(of: readonly CampaignFacts[], caseKind: CaseKind): ReadonlyMap<string, HarmValue> {
  const sum = (value: (one: CampaignFacts) => number) => of.reduce((total, one) => total + value(one), 0)
  const said = new Map<string, HarmValue>([
    ['content', caseKind],
    ['reports', sum(({ reports }) => reports)],
    ['lastDay', sum(({ lastDay }) => lastDay)],
    ['active', of.some(({ why, lastDay }) => why !== 'silent' && lastDay > 0)],
  ])
  const countries = Math.max(0, ...of.map((one) => one.countries))
  if (countries > 0) said.set('countries', Math.min(250, countries))
  return said
}
