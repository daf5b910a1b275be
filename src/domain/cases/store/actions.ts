import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ActionId, CaseId, OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ActionKind, ActionRecipient, ActionRow, ActionState, OutcomeKind } from '../action.ts'

const columns = sql`a.id, a.owner, a."case", a.kind, a.state, a.things, a.options, a.draft_hash as "draftHash", a.proposed_by as "proposedBy", a.proposed_at as "proposedAt",
  a.ground, a.approved_by as "approvedBy", a.approved_at as "approvedAt", a.rule, a.ended_by as "endedBy", a.ended_why as "endedWhy", a.state_at as "stateAt",
  a.outcome, a.reference,
  case when a.recipient_name is not null then jsonb_build_object('name', a.recipient_name, 'address', a.recipient_address, 'party', a.recipient_party,
    'contact', a.recipient_contact, 'role', a.recipient_role, 'format', a.recipient_format, 'language', a.recipient_language) end as recipient`

export type NewAction = Pick<
  ActionRow,
  'id' | 'owner' | 'case' | 'kind' | 'recipient' | 'things' | 'options' | 'proposedBy' | 'proposedAt' | 'ground'
>

export async function insertAction(tx: Tx, row: NewAction): Promise<void> {
  const to: ActionRecipient | null = row.recipient
  await tx
    .insertInto('cases.action')
    .values({
      id: row.id,
      owner: row.owner,
      case: row.case,
      origin: row.case,
      kind: row.kind,
      state: 'proposed',
      recipient_name: to?.name ?? null,
      recipient_address: to?.address ?? null,
      recipient_party: to?.party ?? null,
      recipient_contact: to?.contact ?? null,
      recipient_role: to?.role ?? null,
      recipient_format: to?.format ?? null,
      recipient_language: to?.language ?? null,
      things: storable(row.things),
      options: storable(row.options),
      proposed_by: row.proposedBy,
      proposed_at: row.proposedAt,
      ground: row.ground,
      state_at: row.proposedAt,
    })
    .execute()
}

export async function findAction(tx: Tx, id: ActionId): Promise<ActionRow | undefined> {
  const { rows } = await sql<ActionRow>`select ${columns} from cases.action a where a.id = ${id}`.execute(tx)
  return rows[0]
}

/** Ours, locked until the unit of work ends. */
export async function lockAction(tx: Tx, id: ActionId): Promise<ActionRow | undefined> {
  const { rows } =
    await sql<ActionRow>`select ${columns} from cases.action a where a.id = ${id} and a.owner = platform.acting() for no key update`.execute(
      tx,
    )
  return rows[0]
}

export type ActionChange = Partial<{
  readonly state: ActionState
  readonly state_at: Date
  readonly draft_hash: string
  readonly approved_by: string
  readonly approved_at: Date
  readonly rule: string | null
  readonly ended_by: string
  readonly ended_why: string
  readonly outcome: OutcomeKind
  readonly reference: string
}>

export async function updateAction(tx: Tx, id: ActionId, change: ActionChange): Promise<void> {
  await tx.updateTable('cases.action').set(change).where('id', '=', id).execute()
}

export type ActionLine = ActionRow & { readonly code: string }
const lines = sql`select ${columns}, c.code from cases.action a join cases.case c on c.id = a."case"`

export async function findActionLine(tx: Tx, id: ActionId): Promise<ActionLine | undefined> {
  const { rows } = await sql<ActionLine>`${lines} where a.id = ${id}`.execute(tx)
  return rows[0]
}

export async function listActionsOf(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly ActionLine[]> {
  const more = before === undefined ? sql`` : sql`and (a.proposed_at, a.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<ActionLine>`${lines} where a.owner = ${owner} and a."case" = ${id} ${more}
    order by a.proposed_at desc, a.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function listActionsIn(
  tx: Tx,
  owner: OrganisationId,
  state: ActionState,
  kinds: readonly ActionKind[] | undefined,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly ActionLine[]> {
  const only = kinds === undefined ? sql`` : sql`and a.kind = any (${kinds})`
  const more = before === undefined ? sql`` : sql`and (a.state_at, a.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<ActionLine>`${lines} where a.owner = ${owner} and a.state = ${state} ${only} ${more}
    order by a.state_at desc, a.id desc limit ${limit}`.execute(tx)
  return rows
}

export type OutcomeRow = {
  readonly id: string
  readonly kind: OutcomeKind
  readonly detail: string | null
  readonly reference: string | null
  readonly at: Date
  readonly by_actor: string
}

export async function insertOutcome(tx: Tx, owner: OrganisationId, action: ActionId, of: CaseId, row: OutcomeRow): Promise<void> {
  await tx
    .insertInto('cases.outcome')
    .values({ ...row, owner, action, case: of })
    .execute()
}

/** Oldest first, five hundred at most. */
export async function listOutcomes(tx: Tx, owner: OrganisationId, action: ActionId): Promise<readonly OutcomeRow[]> {
  const { rows } = await sql<OutcomeRow>`select o.id, o.kind, o.detail, o.reference, o.at, o.by_actor from cases.outcome o
    where o.owner = ${owner} and o.action = ${action} order by o.at, o.id limit 500`.execute(tx)
  return rows
}
