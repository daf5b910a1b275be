import type { CaseId, OrganisationId, PersonId } from '../../base/id.ts'
import type { caseKinds, caseStates, closedWhys } from './contract/shapes.ts'

export type CaseKind = (typeof caseKinds)[number]
export type CaseState = (typeof caseStates)[number]
export type ClosedWhy = (typeof closedWhys)[number]
export type LiveState = Extract<CaseState, 'open' | 'acting' | 'waiting'>

/** A case as it lies in the database. */
export type CaseRow = {
  readonly id: CaseId
  readonly owner: OrganisationId
  readonly year: number
  readonly number: number
  readonly code: string
  readonly title: string
  readonly kind: CaseKind
  readonly state: CaseState
  readonly assignee: PersonId | null
  readonly opened_by: string
  readonly opened_how: 'triage' | 'hand'
  readonly opened_at: Date
  readonly since: Date
  readonly last_at: Date
  readonly due_at: Date | null
  readonly due_told_at: Date | null
  readonly closed_at: Date | null
  readonly closed_why: ClosedWhy | null
  readonly merged_into: CaseId | null
  readonly state_before: CaseState | null
  readonly recurred: number
  readonly harm: number
  readonly rank: number
  readonly emptied_at: Date | null
  readonly reports: number
  readonly campaigns: number
  readonly items: number
  readonly parties: number
  readonly notes: number
  readonly tasks_open: number
  readonly actions_open: number
  readonly replies_unread: number
}

/**
 * The states of a case, and where each may go. `open`: nobody acted yet; `acting`: we do something; `waiting`: others must; `closed` may reopen; a
 * `merged` one lives on in another case, and comes back as it was when that is undone.
 */
const moves: Readonly<Record<CaseState, readonly CaseState[]>> = {
  open: ['acting', 'waiting', 'closed', 'merged'],
  acting: ['open', 'waiting', 'closed', 'merged'],
  waiting: ['open', 'acting', 'closed', 'merged'],
  closed: ['open', 'merged'],
  merged: ['open', 'acting', 'waiting', 'closed'],
}

export function mayMove(from: CaseState, to: CaseState): boolean {
  return moves[from].includes(to)
}

/** Whether it is worked on. */
export function isLive({ state }: Pick<CaseRow, 'state'>): boolean {
  return state === 'open' || state === 'acting' || state === 'waiting'
}

export function liveMoves(from: CaseState): LiveState[] {
  if (from === 'merged' || from === 'closed') return []
  return (['open', 'acting', 'waiting'] as const).filter((to) => mayMove(from, to))
}

/** What people of the organisation say: four digits and more where there are more. */
export function codeOf(year: number, number: number): string {
  return `C-${year}-${String(number).padStart(4, '0')}`
}

/** What is written to others: codes of organisations are unlike on a node, so this names one case. */
export function outsideCodeOf(organisation: string, code: string): string {
  return `${organisation}-${code}`
}

/** The year and number that a person typed: `C-2026-0042`, `c-2026-42`, `desk-C-2026-0042`; undefined for anything else. */
export function readCode(text: string): { readonly year: number; readonly number: number } | undefined {
  const found = /^(?:[a-z0-9-]{1,32}-)?c-(\d{4})-(\d{1,9})$/i.exec(text.trim())
  return found === null ? undefined : { year: Number(found[1]), number: Number(found[2]) }
}

/** The year that a case is numbered in. One calendar for all, since codes leave the house: UTC. */
export function yearOf(at: Date): number {
  return at.getUTCFullYear()
}

/** What keeps a silent case open: a deadline ahead, something left to do, or an action that waits for a decision. */
export function staysOpen(
  { due_at, tasks_open, actions_open }: Pick<CaseRow, 'due_at' | 'tasks_open' | 'actions_open'>,
  now: Date,
): boolean {
  return (due_at !== null && due_at > now) || tasks_open > 0 || actions_open > 0
}

const day = 86_400_000

/** When it closes itself if nothing is heard or done; null while something keeps it open, and for one that is closed. */
export function silentAt(row: CaseRow, silenceDays: number, now: Date): Date | null {
  return isLive(row) && !staysOpen(row, now) ? new Date(row.last_at.getTime() + silenceDays * day) : null
}
