import type { OrganisationId } from '../../../base/id.ts'
import type {
  callReportKinds,
  callStates,
  callTellings,
  decisionKinds,
  paperKinds,
  reportChannels,
  reportLanguages,
  reportStates,
  rhythmMonths,
  standingItems,
} from '../contract/network/call-names.ts'

export type CallState = (typeof callStates)[number]
export type StandingItem = (typeof standingItems)[number]
export type PaperKind = (typeof paperKinds)[number]
export type DecisionKind = (typeof decisionKinds)[number]
export type CallReportKind = (typeof callReportKinds)[number]
export type ReportChannel = (typeof reportChannels)[number]
export type ReportState = (typeof reportStates)[keyof typeof reportStates][number]
export type CallTelling = (typeof callTellings)[number]
export type RhythmMonths = (typeof rhythmMonths)[number]
export type ReportLanguage = (typeof reportLanguages)[number]

/** What everybody who may come to any part of a call knows. */
export type Envelope = {
  readonly title: string
  readonly note: string
  readonly startsAt: Date
  /** IANA name: by which clock it was set */
  readonly timeZone: string
  /** minutes */
  readonly duration: number
  /** BCP 47 */
  readonly language: string
  /** of the video room */
  readonly link: string | null
  /** a member's id */
  readonly chair: string | null
  readonly chairName: string
}

export type Call = Envelope & {
  readonly id: string
  readonly owner: OrganisationId
  readonly series: string | null
  readonly state: CallState
  readonly linkAt: Date | null
  readonly adoptedAt: Date | null
  readonly madeAt: Date
  readonly changedAt: Date
}

const courses: Readonly<Record<CallState, readonly CallState[]>> = {
  planned: ['convened', 'cancelled'],
  convened: ['under-way', 'held', 'cancelled'],
  'under-way': ['held'],
  held: ['reported'],
  reported: [],
  cancelled: [],
}

/** Whether a call goes on from one state to the other. */
export function mayMove(from: CallState, to: CallState): boolean {
  return courses[from].includes(to)
}

/** Whether it is still to be held: its moment, agenda and audience can be changed. */
export function isAhead(state: CallState): boolean {
  return state === 'planned' || state === 'convened'
}

/** Whether it is at another moment: who said that they come said so of the one before. */
export function isRescheduled(before: Envelope, after: Envelope): boolean {
  return before.startsAt.getTime() !== after.startsAt.getTime() || before.duration !== after.duration
}

/** Whether its envelope differs in what somebody who comes must know. */
export function isMoved(before: Envelope, after: Envelope): boolean {
  return isRescheduled(before, after) || before.link !== after.link
}
