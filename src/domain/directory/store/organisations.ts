import { sql } from 'kysely'
import type { Actor } from '../../../base/actor.ts'
import { newId, type OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { setScope } from '../../../platform/db/scope.ts'
import type { OrganisationKind } from './callers.ts'

export type OrganisationRow = {
  readonly id: OrganisationId
  readonly code: string
  readonly name: string
  readonly kind: OrganisationKind
  readonly country: string
  readonly suspended_at: Date | null
  /** since when it is not on this node any more */
  readonly left_at: Date | null
  readonly since: Date
}

const columns = ['id', 'code', 'name', 'kind', 'country', 'suspended_at', 'left_at', 'since'] as const

export async function insertOrganisation(tx: Tx, row: Omit<OrganisationRow, 'suspended_at' | 'left_at'>): Promise<boolean> {
  const done = await tx
    .insertInto('directory.organisation')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function findOrganisation(tx: Tx, id: OrganisationId): Promise<OrganisationRow | undefined> {
  return tx.selectFrom('directory.organisation').select(columns).where('id', '=', id).$castTo<OrganisationRow>().executeTakeFirst()
}

export async function findOrganisationByCode(tx: Tx, code: string): Promise<OrganisationRow | undefined> {
  return tx.selectFrom('directory.organisation').select(columns).where('code', '=', code).$castTo<OrganisationRow>().executeTakeFirst()
}

/** The oldest organisation, suspended or not: what comes for one is never handed to another. The operator or the node asks. */
export async function findFirstOrganisation(tx: Tx): Promise<OrganisationRow | undefined> {
  return tx
    .selectFrom('directory.organisation')
    .select(columns)
    .orderBy('since')
    .orderBy('id')
    .limit(1)
    .$castTo<OrganisationRow>()
    .executeTakeFirst()
}

/** The network of this node. */
export async function findNetwork(tx: Tx): Promise<OrganisationId | undefined> {
  const { rows } = await sql<{ id: OrganisationId | null }>`select directory.network() as id`.execute(tx)
  return rows[0]?.id ?? undefined
}

/** The same, where the acting organisation is the network or one of its members. */
export async function findOwnNetwork(tx: Tx): Promise<OrganisationId | undefined> {
  const { rows } = await sql<{ id: OrganisationId }>`select n.id from directory.network() n(id)
    where n.id = platform.acting() or platform.granted('network', n.id)`.execute(tx)
  return rows[0]?.id
}

export async function codesLike(tx: Tx, code: string): Promise<Set<string>> {
  const rows = await tx.selectFrom('directory.organisation').select('code').where(sql<boolean>`starts_with(code, ${code})`).execute()
  return new Set(rows.map((row) => row.code))
}

export type OrganisationChange = { readonly name?: string; readonly kind?: OrganisationKind; readonly country?: string }

export async function updateOrganisation(tx: Tx, id: OrganisationId, change: OrganisationChange): Promise<void> {
  if (Object.keys(change).length === 0) return
  await tx.updateTable('directory.organisation').set(change).where('id', '=', id).execute()
}

export async function setSuspended(tx: Tx, id: OrganisationId, at: Date | null, why: string | null): Promise<void> {
  await tx.updateTable('directory.organisation').set({ suspended_at: at, suspended_why: why }).where('id', '=', id).execute()
}

const leftWhy = 'left'

/** From now on nobody acts for it, and nothing comes for it or goes. One that the operator had suspended stays so for their reason. */
export async function setLeft(tx: Tx, id: OrganisationId, at: Date): Promise<void> {
  await sql`update directory.organisation set left_at = ${at}, suspended_at = coalesce(suspended_at, ${at}), suspended_why = coalesce(suspended_why, ${leftWhy})
    where id = ${id}::uuid`.execute(tx)
}

/** The same taken back. */
export async function setStaying(tx: Tx, id: OrganisationId): Promise<void> {
  await sql`update directory.organisation set left_at = null, suspended_at = case when suspended_why = ${leftWhy} then null else suspended_at end,
    suspended_why = nullif(suspended_why, ${leftWhy}) where id = ${id}::uuid`.execute(tx)
}

export type StaffedRow = OrganisationRow & { readonly administrators: number; readonly open_invitation: boolean }

/** All organisations of the node, oldest first, with figures of their staff; the operator's. */
export async function listStaffed(
  tx: Tx,
  now: Date,
  only: OrganisationId | undefined,
  after: string | undefined,
  limit: number,
): Promise<StaffedRow[]> {
  const { rows } = await sql<StaffedRow>`
    select o.id, o.code, o.name, o.kind, o.country, o.suspended_at, o.left_at, o.since, s.administrators, s.open_invitation
    from directory.organisation o join directory.staffing(${now}) s on s.owner = o.id
    where (${only ?? null}::uuid is null or o.id = ${only ?? null}::uuid) and (${after ?? null}::uuid is null or o.id > ${after ?? null}::uuid)
    order by o.id limit ${limit}`.execute(tx)
  return rows
}

/** Everybody's organisations, for the command line. */
export async function listAllOrganisations(tx: Tx): Promise<OrganisationRow[]> {
  return tx.selectFrom('directory.organisation').select(columns).orderBy('code').$castTo<OrganisationRow>().execute()
}

/**
 * An audit line in another book than the acting organisation's, in the same transaction: what the operator does to an organisation stands in the
 * node's book and in the organisation's own. The scope is as before when it returns.
 */
export async function recordElsewhere(
  tx: Tx,
  actor: Actor,
  owner: OrganisationId | null,
  at: Date,
  action: string,
  subject: string,
  detail: object,
): Promise<void> {
  await setScope(tx, { ...actor, organisation: owner })
  await tx
    .insertInto('platform.audit')
    .values({
      id: newId(at.getTime()),
      owner,
      at,
      actor_kind: actor.kind,
      actor: actor.id,
      action,
      subject,
      detail: JSON.stringify(detail),
    })
    .execute()
  await setScope(tx, actor)
}
