import type { Failure } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { agenciesLearn, proposalAudiences, proposalKinds, proposalStates } from '../contract/network/joining-names.ts'
import type { MemberKind } from './member.ts'

// How a proposal goes: noticed, open to objections for as long as the procedures in force at the notice said, then decided by the clock. The same for who
// asks to join (London Action Plan, part D), for the procedures and for the work plan (part F); only who is asked, and for how long, differs.

export type ProposalKind = (typeof proposalKinds)[number]
export type ProposalState = (typeof proposalStates)[number]
export type Audience = (typeof proposalAudiences)[number]
export type Learnt = (typeof agenciesLearn)[number]

/** What the procedures say; days are of 24 hours. */
export type Rules = {
  readonly accessionDays: number
  readonly proceduresBy: Audience
  readonly proceduresDays: number
  readonly workPlanBy: Audience
  readonly workPlanDays: number
  readonly agenciesLearn: Learnt
}

/** What a network begins with. That agencies change the procedures and all participants the work plan is part F of the plan; the days are ours. */
export const firstRules: Rules = {
  accessionDays: 14,
  proceduresBy: 'agencies',
  proceduresDays: 14,
  workPlanBy: 'members',
  workPlanDays: 14,
  agenciesLearn: 'nothing',
}

/** By what one proposal goes, from its notice to its end, whatever becomes of the procedures meanwhile. */
export type Terms = { readonly audience: Audience; readonly windowDays: number; readonly agenciesLearn: Learnt }

export function termsOf(kind: ProposalKind, rules: Rules): Terms {
  const { agenciesLearn } = rules
  if (kind === 'accession') return { audience: 'agencies', windowDays: rules.accessionDays, agenciesLearn }
  if (kind === 'procedures') return { audience: rules.proceduresBy, windowDays: rules.proceduresDays, agenciesLearn }
  return { audience: rules.workPlanBy, windowDays: rules.workPlanDays, agenciesLearn }
}

export type Course = {
  readonly kind: ProposalKind
  readonly state: ProposalState
  /** null until it is noticed */
  readonly terms: Terms | null
  readonly noticedAt: Date | null
  readonly closesAt: Date | null
  readonly decidedAt: Date | null
}

export type Proposal = Course & {
  readonly id: string
  readonly owner: OrganisationId
  readonly proposer: string | null
  readonly reason: string
  readonly proposedAt: Date
  readonly proposedBy: string
  /** the edition of the procedures that the terms are of */
  readonly procedures: string | null
}

/** `objecting`: the members whose objections stand, as they are when it happens. */
export type Step =
  | { readonly what: 'notice'; readonly rules: Rules }
  | { readonly what: 'object'; readonly member: string; readonly kind: MemberKind; readonly objecting: readonly string[] }
  | { readonly what: 'take-back'; readonly member: string; readonly objecting: readonly string[] }
  | { readonly what: 'withdraw' }
  /** the applicant left the node */
  | { readonly what: 'leave' }
  | { readonly what: 'close'; readonly objecting: readonly string[] }

const day = 86_400_000

/**
 * What becomes of it: its course afterwards, or the code of the refusal. The window is open from the notice to just before its end; from its end on nobody
 * adds or takes back anything, and nobody decides before. Whoever left the node is admitted by none of it.
 */
export function step(course: Course, taken: Step, at: Date): Course | Failure['code'] {
  if (course.decidedAt !== null) return 'cooperation.proposal-ended'
  if (taken.what === 'notice') return notice(course, taken.rules, at)
  if (taken.what === 'leave' || (taken.what === 'withdraw' && course.state === 'proposed'))
    return { ...course, state: 'withdrawn', decidedAt: at }
  if (course.closesAt === null || course.terms === null) return 'cooperation.not-noticed'
  const over = at >= course.closesAt
  if (taken.what === 'close') {
    if (!over) return 'cooperation.window-open'
    return { ...course, state: taken.objecting.length === 0 ? 'accepted' : 'refused', decidedAt: at }
  }
  if (over) return 'cooperation.window-closed'
  if (taken.what === 'withdraw') return { ...course, state: 'withdrawn', decidedAt: at }
  const objects = taken.objecting.includes(taken.member)
  if (taken.what === 'take-back') return objects ? course : 'cooperation.no-objection'
  if (!hasVoice(course.terms, taken.kind)) return 'cooperation.no-voice'
  return objects ? 'cooperation.objected-already' : course
}

function notice(course: Course, rules: Rules, at: Date): Course | Failure['code'] {
  if (course.state !== 'proposed') return 'cooperation.noticed-already'
  const terms = termsOf(course.kind, rules)
  return { ...course, state: 'open', terms, noticedAt: at, closesAt: new Date(at.getTime() + terms.windowDays * day) }
}

/** Whether a member of this kind is asked. */
export function hasVoice({ audience }: Terms, kind: MemberKind): boolean {
  return audience === 'members' || kind === 'agency'
}

/** Whether objections can be made and taken back now. */
export function isOpen({ state, closesAt }: Course, now: Date): boolean {
  return state === 'open' && closesAt !== null && now < closesAt
}

/** The kind of the notice by which members are told of it. */
export function noticeKindOf(kind: ProposalKind): string {
  return `cooperation.${kind === 'accession' ? 'application' : `${kind}-proposed`}`
}
