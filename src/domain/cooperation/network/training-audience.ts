import type { Industry } from './call-audience.ts'
import type { TrainingAudience } from './training.ts'

export type Asked = {
  readonly audience: TrainingAudience
  /** who offers it; null: the office */
  readonly offers: { readonly member: string; readonly kind: 'agency' | 'industry' } | null
  /** members let in one by one, of either kind */
  readonly invited: readonly string[]
  /** agencies that work on this node */
  readonly agencies: readonly Industry[]
  readonly industry: readonly Industry[]
  /** whether any agency keeps industry out */
  readonly objected: boolean
}

/** Who sees a session: standing groups, and organisations by themselves. */
export type Seen = {
  readonly agencies: boolean
  readonly industry: boolean
  readonly organisations: ReadonlySet<string>
  /** of the organisations, those of agencies: they see who else was let in */
  readonly inside: ReadonlySet<string>
}

/** Whether a member that works on this node sees it; undefined: an organisation that is none. */
export function isShownTo(
  { agencies, industry, organisations }: Seen,
  one: { readonly kind: 'agency' | 'industry'; readonly organisation: string } | undefined,
): boolean {
  if (one === undefined) return false
  return organisations.has(one.organisation) || (one.kind === 'agency' ? agencies : industry)
}

/**
 * Who may see a training session: the one place that decides it. Industry comes where the session is for all members or where it was let in by name, unless any
 * agency objects (London Action Plan, part B.3); whoever offers a session sees it in any case.
 */
export function trainingSeenBy({ audience, offers, invited, agencies, industry, objected }: Asked): Seen {
  const named = new Set(invited)
  const own = offers?.member
  const ofAgencies = agencies.filter(({ member }) => member === own || (audience === 'named' && named.has(member)))
  const ofIndustry = industry.filter(({ member }) => member === own || (!objected && audience !== 'members' && named.has(member)))
  const inside = new Set(ofAgencies.map(({ organisation }) => organisation))
  return {
    agencies: audience !== 'named',
    industry: audience === 'members' && !objected,
    organisations: new Set([...inside, ...ofIndustry.map(({ organisation }) => organisation)]),
    inside,
  }
}
