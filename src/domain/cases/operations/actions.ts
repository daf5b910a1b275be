import { Failure, present } from '../../../base/failure.ts'
import { type ActionId, type CaseId, newId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import {
  type ActionKind,
  type ActionRecipient,
  type ActionRow,
  type ActionState,
  type ActionThing,
  isAnswer,
  mayApproveByRule,
  mayBecome,
  mayHaveOutcome,
  type OutcomeKind,
  stateAfter,
} from '../action.ts'
import { actionApproved, actionProposed, caseProgressed } from '../events.ts'
import { nextLook } from '../lookback/milestones.ts'
import { mayPropose } from '../playbook.ts'
import { mayApprove, mayDecline, mayWorkCases } from '../policy.ts'
import { rankOf } from '../queue.ts'
import { insertAction, insertOutcome, lockAction, type OutcomeRow, updateAction } from '../store/actions.ts'
import { findCase, lockCase, recount, updateCase } from '../store/cases.ts'
import { noteOutcome } from '../store/lookback.ts'
import { listRulesFor, lockRule } from '../store/rules.ts'
import { takeLive, tell, touch } from './acting.ts'

export type Proposal = {
  readonly kind: ActionKind
  readonly recipient: ActionRecipient | null
  readonly things: readonly ActionThing[]
  readonly options: Readonly<Record<string, unknown>>
  /** why the playbook proposes it; null: a person's own thought */
  readonly ground: string | null
}

/** Proposes an action in a case that is worked on. Refuses `cases.hotline-only`: of child-abuse material nothing goes but to the hotline. */
export async function proposeAction(work: Work, id: CaseId, proposal: Proposal): Promise<ActionId> {
  const row = await takeLive(work, id)
  if (!mayPropose(row.kind, proposal.kind)) throw new Failure('conflict', 'cases.hotline-only', `${proposal.kind} in case ${id}`)
  const action = newId<'action'>(work.now.getTime())
  await insertAction(work.tx, { ...proposal, id: action, owner: row.owner, case: id, proposedBy: work.actor.id, proposedAt: work.now })
  await recount(work.tx, [id])
  await touch(work, id)
  await tell(work, id, 'action-proposed', { action, kind: proposal.kind })
  work.record('cases.action-proposed', id, { action, kind: proposal.kind })
  work.publish(actionProposed, { actionId: action })
  return action
}

/**
 * Approves an action for the bytes with this SHA-256 (lower-case hex) and no others. With `rule` it is the rule that approves: it is asked again here, under a lock, so
 * that its limit holds however many ask at once. Refuses `cases.action-state`, `cases.rule-not-met`, and for whoever may not approve.
 */
export async function approveAction(work: Work, id: ActionId, draftHash: string, rule?: string): Promise<void> {
  work.require(mayApprove(work.actor))
  if (!/^[0-9a-f]{64}$/.test(draftHash)) throw new Failure('invalid', 'cases.draft-hash', 'no SHA-256')
  const action = await take(work, id, 'approved')
  if (rule === undefined) work.require(work.actor.kind === 'person')
  else await askRule(work, action, rule)
  await updateAction(work.tx, id, {
    state: 'approved',
    state_at: work.now,
    draft_hash: draftHash,
    approved_by: rule === undefined ? work.actor.id : `rule ${rule}`,
    approved_at: work.now,
    rule: rule ?? null,
  })
  await settle(work, action, 'action-approved', { rule: rule ?? null })
  const found = await findCase(work.tx, action.case)
  if (found?.state === 'open') {
    await updateCase(work.tx, action.case, { state: 'acting' })
    await tell(work, action.case, 'moved', { from: 'open', to: 'acting' })
  }
  work.publish(actionApproved, { actionId: id })
}

const dayBefore = (now: Date) => new Date(now.getTime() - 86_400_000)

async function askRule(work: Work, action: ActionRow, id: string): Promise<void> {
  const rule = await lockRule(work.tx, id, dayBefore(work.now))
  const found = await findCase(work.tx, action.case)
  if (rule === undefined || found === undefined || !mayApproveByRule(rule, action, found.kind, rule.used, work.now))
    throw new Failure('conflict', 'cases.rule-not-met', `rule ${id} does not approve action ${action.id}`)
}

/** The rule that would approve this action now, if any: the first in force that is met and below its limit. */
export async function ruleFor(work: Work, id: ActionId): Promise<string | undefined> {
  const action = present(await lockAction(work.tx, id), 'cases.no-action', `action ${id}`)
  const found = present(await findCase(work.tx, action.case), 'cases.no-case', `case ${action.case}`)
  const rules = await listRulesFor(work.tx, action.kind, dayBefore(work.now))
  return rules.find((rule) => mayApproveByRule(rule, action, found.kind, rule.used, work.now))?.id
}

export async function declineAction(work: Work, id: ActionId, reason: string): Promise<void> {
  work.require(mayDecline(work.actor))
  await end(work, id, 'declined', reason)
}

/** Takes it back before it runs. */
export async function withdrawAction(work: Work, id: ActionId, reason: string): Promise<void> {
  work.require(mayWorkCases(work.actor))
  await end(work, id, 'withdrawn', reason)
}

/** Said by the room that executes it, when it begins. */
export async function startAction(work: Work, id: ActionId): Promise<void> {
  work.require(work.actor.kind === 'system')
  const action = await take(work, id, 'running')
  await updateAction(work.tx, id, { state: 'running', state_at: work.now })
  await settle(work, action, 'action-running', {})
}

async function end(work: Work, id: ActionId, state: 'declined' | 'withdrawn', reason: string): Promise<void> {
  const action = await take(work, id, state)
  await updateAction(work.tx, id, { state, state_at: work.now, ended_by: work.actor.id, ended_why: storableText(reason, 2_000) })
  await settle(work, action, `action-${state}`, {})
}

async function take(work: Work, id: ActionId, to: ActionState): Promise<ActionRow> {
  const action = present(await lockAction(work.tx, id), 'cases.no-action', `action ${id}`)
  if (!mayBecome(action.state, to))
    throw new Failure('conflict', 'cases.action-state', `action ${id} is ${action.state}`, { detail: { state: action.state } })
  return action
}

async function settle(work: Work, action: ActionRow, what: string, params: Readonly<Record<string, string | null>>): Promise<void> {
  await recount(work.tx, [action.case])
  await touch(work, action.case)
  await tell(work, action.case, what, { action: action.id, kind: action.kind, ...params })
  work.announce('action', action.id)
  work.record(`cases.${what}`, action.case, { action: action.id, kind: action.kind, ...params })
}

export type Outcome = { readonly kind: OutcomeKind; readonly detail?: string | null; readonly reference?: string | null }

/**
 * What became of an action: by the room that executed it, or by a person who heard of it. An outcome is never written over; the first one ends the action, and
 * what others answer later is added. Refuses `cases.no-outcome-yet`.
 */
export async function recordOutcome(work: Work, id: ActionId, outcome: Outcome): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const action = present(await lockAction(work.tx, id), 'cases.no-action', `action ${id}`)
  if (!mayHaveOutcome(action.state)) throw new Failure('conflict', 'cases.no-outcome-yet', `action ${id} is ${action.state}`)
  const row: OutcomeRow = {
    id: newId(work.now.getTime()),
    kind: outcome.kind,
    detail: outcome.detail == null ? null : storableText(outcome.detail, 2_000),
    reference: outcome.reference == null ? null : storableText(outcome.reference, 200),
    at: work.now,
    by_actor: work.actor.id,
  }
  await insertOutcome(work.tx, action.owner, id, action.case, row)
  const state = stateAfter(action.state, outcome.kind)
  await updateAction(work.tx, id, {
    outcome: outcome.kind,
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(state === undefined ? {} : { state, state_at: work.now }),
  })
  if (outcome.kind === 'sent') await noteOutcome(work.tx, id, 'sent', work.now, nextLook(work.now, work.now, work.now, false))
  else if (isAnswer(outcome.kind)) await noteOutcome(work.tx, id, 'replied', work.now, null)
  await settle(work, action, 'outcome', { outcome: outcome.kind })
  await waitForOthers(work, action, outcome.kind)
  if (outcome.kind === 'failed') await backToUs(work, action)
  if (outcome.kind === 'sent' || outcome.kind === 'published' || outcome.kind === 'acted')
    work.publish(caseProgressed, { caseId: action.case })
}

/** What did not reach them is for us again, also where it came back after it had gone. */
async function backToUs(work: Work, action: ActionRow): Promise<void> {
  const row = await lockCase(work.tx, action.case)
  if (row?.state !== 'waiting') return
  await updateCase(work.tx, row.id, { state: 'acting', since: work.now, rank: rankOf(row.harm, work.now) })
  await tell(work, row.id, 'moved', { from: 'waiting', to: 'acting' })
}

/** What was sent to others waits for them, unless something waits for us still. */
async function waitForOthers(work: Work, action: ActionRow, outcome: OutcomeKind): Promise<void> {
  if (outcome !== 'sent') return
  // a word to whoever reported it: nobody else has to do anything
  if (action.kind === 'reply' && action.recipient?.role === 'reporter') return
  const row = await lockCase(work.tx, action.case)
  if (row === undefined || (row.state !== 'acting' && row.state !== 'open') || row.actions_open > 0 || row.tasks_open > 0) return
  await updateCase(work.tx, row.id, { state: 'waiting' })
  await tell(work, row.id, 'moved', { from: row.state, to: 'waiting' })
}
