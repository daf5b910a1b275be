import type { ActionId, CaseId, ContactId, OrganisationId, PartyId } from '../../base/id.ts'
import type { CaseKind } from './case.ts'
import type { actionKinds, actionStates, outcomeKinds } from './contract/shapes.ts'

export type ActionKind = (typeof actionKinds)[number]
export type ActionState = (typeof actionStates)[number]
export type OutcomeKind = (typeof outcomeKinds)[number]

export type ActionRecipient = {
  readonly name: string
  readonly address: string | null
  readonly party: PartyId | null
  readonly contact: ContactId | null
  readonly role: string | null
  readonly format: 'xarf' | 'arf' | 'text'
  readonly language: string | null
}

export type ActionThing = {
  readonly kind: 'address' | 'domain' | 'host' | 'url' | 'file' | 'sender'
  readonly value: string
  readonly port?: number | null | undefined
  readonly at?: string | null | undefined
}

/** An action, from its proposal to what became of it. `draftHash` is the SHA-256 of the bytes that were approved. */
export type ActionRow = {
  readonly id: ActionId
  readonly owner: OrganisationId
  readonly case: CaseId
  readonly kind: ActionKind
  readonly state: ActionState
  readonly recipient: ActionRecipient | null
  readonly things: readonly ActionThing[]
  readonly options: Readonly<Record<string, unknown>>
  readonly draftHash: string | null
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly ground: string | null
  readonly approvedBy: string | null
  readonly approvedAt: Date | null
  readonly rule: string | null
  readonly endedBy: string | null
  readonly endedWhy: string | null
  readonly stateAt: Date
  readonly outcome: OutcomeKind | null
  readonly reference: string | null
}

/** `done` and `failed` may still be told what became of them; `failed` may be approved again, under the hash of new bytes. */
const moves: Readonly<Record<ActionState, readonly ActionState[]>> = {
  proposed: ['approved', 'declined', 'withdrawn'],
  approved: ['running', 'done', 'failed', 'withdrawn'],
  running: ['done', 'failed'],
  failed: ['approved', 'withdrawn'],
  declined: [],
  withdrawn: [],
  done: [],
}

export function mayBecome(from: ActionState, to: ActionState): boolean {
  return moves[from].includes(to)
}

/** What an outcome makes of an action's state; undefined where the state stays. An outcome of an action that never ran is refused elsewhere. */
export function stateAfter(state: ActionState, outcome: OutcomeKind): ActionState | undefined {
  const wanted = outcome === 'failed' ? 'failed' : 'done'
  return mayBecome(state, wanted) ? wanted : undefined
}

/** Whether anything may have become of it yet. */
export function mayHaveOutcome(state: ActionState): boolean {
  return state === 'approved' || state === 'running' || state === 'done' || state === 'failed'
}

/** Whether somebody said something of it; that a machine took it in is no answer. */
export function isAnswer(outcome: OutcomeKind): boolean {
  return outcome === 'answered' || outcome === 'acted' || outcome === 'refused'
}

export type ActionRule = {
  readonly id: string
  readonly actionKind: ActionKind
  readonly caseKinds: readonly string[]
  readonly roles: readonly string[]
  readonly perDay: number
  readonly until: Date | null
  readonly endedAt: Date | null
}

/** What is never approved by rule: what concerns children is for a person, always, and so is what somebody is answered. */
const neverByRule: ReadonlySet<ActionKind> = new Set(['hotline', 'reply'])

/**
 * Whether a rule that a manager has set may approve an action in place of a person: of its kind, for its kind of case and role of recipient, in force, and below
 * its limit. `used` is how many it approved in the twenty-four hours before `now`.
 */
export function mayApproveByRule(
  rule: ActionRule,
  action: Pick<ActionRow, 'kind' | 'state' | 'recipient'>,
  caseKind: CaseKind,
  used: number,
  now: Date,
): boolean {
  if (neverByRule.has(action.kind) || caseKind === 'child-material') return false
  if (action.state !== 'proposed' || rule.actionKind !== action.kind) return false
  if (rule.endedAt !== null || (rule.until !== null && rule.until <= now)) return false
  if (rule.caseKinds.length > 0 && !rule.caseKinds.includes(caseKind)) return false
  if (rule.roles.length > 0 && (action.recipient?.role == null || !rule.roles.includes(action.recipient.role))) return false
  return used < rule.perDay
}
