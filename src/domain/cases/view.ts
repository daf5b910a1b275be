import type { Actor } from '../../base/actor.ts'
import { isId } from '../../base/id.ts'
import type { ActionRow } from './action.ts'
import { type CaseRow, isLive, liveMoves, outsideCodeOf } from './case.ts'
import type { Action, CaseLine, CaseView, Who } from './contract.ts'
import { mayApprove, mayWorkCases } from './policy.ts'

// How rows look on the wire.

/** Names of people by their id, as far as the reader may know them. */
export type Names = ReadonlyMap<string, string>

const iso = (at: Date | null) => at?.toISOString() ?? null

/** Who did something, from what was kept of the actor: a person's id, or the name of the machinery. */
export function whoOf(by: string, names: Names, kind?: Actor['kind']): Who {
  const known = names.get(by) ?? null
  return { kind: kind ?? (known !== null || isId(by) ? 'person' : 'system'), id: by, name: known }
}

export function lineOf(row: CaseRow, organisation: string, names: Names): CaseLine {
  return {
    id: row.id,
    code: row.code,
    outsideCode: outsideCodeOf(organisation, row.code),
    title: row.title,
    kind: row.kind,
    state: row.state,
    harm: row.harm,
    assignee: row.assignee === null ? null : { id: row.assignee, name: names.get(row.assignee) ?? '' },
    openedAt: row.opened_at.toISOString(),
    openedHow: row.opened_how,
    since: row.since.toISOString(),
    lastAt: row.last_at.toISOString(),
    dueAt: iso(row.due_at),
    closedAt: iso(row.closed_at),
    closedWhy: row.closed_why,
    mergedInto: row.merged_into,
    recurred: row.recurred,
    reports: row.reports,
    campaigns: row.campaigns,
    tasksOpen: row.tasks_open,
    actionsOpen: row.actions_open,
    repliesUnread: row.replies_unread,
  }
}

export function rightsOn(row: CaseRow, actor: Actor): CaseView['may'] {
  const write = mayWorkCases(actor) && row.owner === actor.organisation
  return {
    write,
    moves: write ? liveMoves(row.state) : [],
    close: write && isLive(row),
    reopen: write && row.state === 'closed',
    merge: write && isLive(row),
    unmerge: write && row.state === 'merged',
    approve: mayApprove(actor) && isLive(row),
  }
}

export function actionView(row: ActionRow & { readonly code: string }, names: Names): Action {
  return {
    id: row.id,
    case: row.case,
    caseCode: row.code,
    kind: row.kind,
    state: row.state,
    recipient: row.recipient as Action['recipient'],
    things: [...row.things],
    options: { ...row.options },
    draftHash: row.draftHash,
    proposedBy: whoOf(row.proposedBy, names),
    proposedAt: row.proposedAt.toISOString(),
    ground: row.ground,
    approvedBy: row.approvedBy === null ? null : whoOf(row.approvedBy, names, row.rule === null ? undefined : 'system'),
    approvedAt: iso(row.approvedAt),
    rule: row.rule,
    endedWhy: row.endedWhy,
    stateAt: row.stateAt.toISOString(),
    outcome: row.outcome,
    reference: row.reference,
  }
}
