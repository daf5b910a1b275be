import { type CaseRow, type CaseState, isLive, mayMove } from './case.ts'
import type { BulkAct } from './contract.ts'

/** What undoing needs to know of how a case was before. */
export type Before = {
  readonly assignee?: string | null
  readonly state?: CaseState
  readonly closedWhy?: string | null
  readonly dueAt?: string | null
  readonly kind?: string
  readonly watching?: boolean
}

/** Whether what was done can be undone at all. A note was read by others by then. */
export function isUndoable(act: BulkAct): boolean {
  return act.kind !== 'note'
}

/** Why an act cannot be done on a case as it is now (the code of a failure); undefined where it can. */
export function refusalOf(act: BulkAct, row: CaseRow): string | undefined {
  if (row.state === 'merged') return 'cases.merged'
  if (act.kind === 'watch' || act.kind === 'note') return undefined
  if (act.kind === 'reopen') return row.state === 'closed' ? undefined : 'cases.not-closed'
  if (act.kind === 'merge') return row.id === act.into ? 'cases.merge-itself' : undefined
  if (!isLive(row)) return 'cases.closed'
  return isSo(act, row) ? 'cases.already-so' : undefined
}

function isSo(act: BulkAct, row: CaseRow): boolean {
  if (act.kind === 'assign') return row.assignee === act.assignee
  if (act.kind === 'move') return row.state === act.state
  if (act.kind === 'due') return (row.due_at?.getTime() ?? null) === (act.dueAt === null ? null : new Date(act.dueAt).getTime())
  return act.kind === 'sort' && row.kind === act.caseKind
}

/** How a case is before the act, as far as undoing needs it. */
export function beforeOf(act: BulkAct, row: CaseRow, watching: boolean): Before {
  if (act.kind === 'assign') return { assignee: row.assignee }
  if (act.kind === 'move' || act.kind === 'close') return { state: row.state }
  if (act.kind === 'reopen') return { closedWhy: row.closed_why }
  if (act.kind === 'due') return { dueAt: row.due_at?.toISOString() ?? null }
  if (act.kind === 'sort') return { kind: row.kind }
  return act.kind === 'watch' ? { watching } : {}
}

/** Whether a case is still as the act left it: only then is it put back, and what people did since stays. */
export function isAsLeft(act: BulkAct, row: CaseRow): boolean {
  if (act.kind === 'close') return row.state === 'closed' && row.closed_why === act.why
  if (act.kind === 'reopen') return row.state === 'open' && mayMove(row.state, 'closed')
  if (act.kind === 'merge') return row.state === 'merged' && row.merged_into === act.into
  return act.kind === 'watch' || (isLive(row) && isSo(act, row))
}
