import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ActionKind, ActionRule } from '../action.ts'
import type { CaseKind } from '../case.ts'
import type { partyRoles } from '../contract/shapes.ts'

export type RuleRow = ActionRule & {
  readonly caseKinds: readonly CaseKind[]
  readonly roles: readonly (typeof partyRoles)[number][]
  readonly note: string
  readonly setBy: string
  readonly setAt: Date
  readonly endedBy: string | null
  /** how many it approved since the moment asked for */
  readonly used: number
}

const columns = (
  since: Date,
) => sql`r.id, r.action_kind as "actionKind", r.case_kinds as "caseKinds", r.roles, r.per_day as "perDay", r.until, r.note,
  r.set_by as "setBy", r.set_at as "setAt", r.ended_by as "endedBy", r.ended_at as "endedAt",
  (select count(*) from cases.action a where a.owner = r.owner and a.rule = r.id and a.approved_at >= ${since}) as used`

export async function insertRule(tx: Tx, owner: OrganisationId, row: Omit<RuleRow, 'endedBy' | 'endedAt' | 'used'>): Promise<void> {
  await tx
    .insertInto('cases.action_rule')
    .values({
      id: row.id,
      owner,
      action_kind: row.actionKind,
      case_kinds: [...row.caseKinds],
      roles: [...row.roles],
      per_day: row.perDay,
      until: row.until,
      note: row.note,
      set_by: row.setBy,
      set_at: row.setAt,
    })
    .execute()
}

/** Ours, locked: its limit is counted by one at a time. */
export async function lockRule(tx: Tx, id: string, since: Date): Promise<RuleRow | undefined> {
  await sql`select r.id from cases.action_rule r where r.id = ${id} and r.owner = platform.acting() for no key update`.execute(tx)
  return findRule(tx, id, since)
}

export async function findRule(tx: Tx, id: string, since: Date): Promise<RuleRow | undefined> {
  const { rows } = await sql<RuleRow>`select ${columns(since)} from cases.action_rule r where r.id = ${id}`.execute(tx)
  return rows[0]
}

export async function endRule(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx.updateTable('cases.action_rule').set({ ended_at: at, ended_by: by }).where('id', '=', id).execute()
}

export async function listRules(
  tx: Tx,
  owner: OrganisationId,
  ended: boolean,
  since: Date,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly RuleRow[]> {
  const only = ended ? sql`` : sql`and r.ended_at is null`
  const more = before === undefined ? sql`` : sql`and (r.set_at, r.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<RuleRow>`select ${columns(since)} from cases.action_rule r where r.owner = ${owner} ${only} ${more}
    order by r.set_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

/** Those in force for a kind of action, the oldest first: the order in which they are asked. */
export async function listRulesFor(tx: Tx, kind: ActionKind, since: Date): Promise<readonly RuleRow[]> {
  const { rows } = await sql<RuleRow>`select ${columns(since)} from cases.action_rule r
    where r.owner = platform.acting() and r.action_kind = ${kind} and r.ended_at is null order by r.set_at, r.id limit 100`.execute(tx)
  return rows
}
