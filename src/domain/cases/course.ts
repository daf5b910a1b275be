import type { Course, CourseEnd, CourseTold } from '../intake/index.ts'
import type { ActionKind, OutcomeKind } from './action.ts'
import type { CaseRow, ClosedWhy } from './case.ts'

/** Something that reached others: what, to whom by role, when first, and whether it was said to have been acted on. */
export type Reached = { readonly kind: ActionKind; readonly role: string | null; readonly outcome: OutcomeKind; readonly at: Date }

/** Roles that give nothing away: where a site lies or mail came from anybody can look up. That an authority or a customer was told is not for reporters, who may be the suspect. */
const plainRoles: Readonly<Record<string, CourseTold>> = {
  network: 'network',
  host: 'host',
  registrar: 'registrar',
  registry: 'registry',
  brand: 'brand',
}
const tells: ReadonlySet<ActionKind> = new Set(['notify', 'take-down', 'tell-customer', 'refer', 'block', 'submit-sample'])

function toldBy({ kind, role }: Reached): CourseTold {
  if (kind === 'block') return 'blocklist'
  if (kind === 'submit-sample') return 'vendor'
  return plainRoles[role ?? ''] ?? 'other'
}

const ends: Readonly<Record<Exclude<ClosedWhy, 'merged'>, CourseEnd>> = {
  done: 'handled',
  silent: 'silent',
  'no-abuse': 'no-abuse',
  'out-of-reach': 'out-of-reach',
  declined: 'declined',
}

/**
 * How a case goes, as the reporters of what is in it may know. Null where nothing is for them: it lives on in another case, or concerns child-abuse material. It was stopped
 * where somebody acted since it was last taken up and it was then closed as done; else what could be done was done.
 */
export function courseOf(
  row: Pick<CaseRow, 'kind' | 'state' | 'opened_at' | 'closed_at' | 'closed_why'>,
  reached: readonly Reached[],
  resumedAt: Date | null,
): Course | null {
  if (row.state === 'merged' || row.kind === 'child-material') return null
  const told = reached.filter(({ kind, outcome }) => tells.has(kind) && (outcome === 'sent' || outcome === 'published'))
  const since = resumedAt ?? row.opened_at
  const acted = reached.some(({ outcome, at }) => outcome === 'acted' && at >= since)
  const why = row.state === 'closed' && row.closed_why !== 'merged' ? row.closed_why : null
  return {
    begunAt: row.opened_at,
    resumedAt,
    told: [...new Set(told.map(toldBy))].sort(),
    toldAt: told.length === 0 ? null : new Date(Math.min(...told.map(({ at }) => at.getTime()))),
    endedAt: why === null ? null : row.closed_at,
    endedHow: why === null || row.closed_at === null ? null : why === 'done' && acted ? 'stopped' : ends[why],
  }
}
