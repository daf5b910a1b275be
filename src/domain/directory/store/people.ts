import { sql } from 'kysely'
import type { Role } from '../../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { PersonRow } from './callers.ts'

export type NewPersonRow = {
  readonly id: PersonId
  readonly email: string
  readonly name: string
  readonly locale: string
  readonly timeZone: string
  readonly operator: boolean
  readonly since: Date
}

/** False where the address is known already. No target is named for the conflict: that would ask for the right to see the row that stands in the way. */
export async function insertPerson(tx: Tx, person: NewPersonRow): Promise<boolean> {
  const done = await tx
    .insertInto('directory.person')
    .values({
      id: person.id,
      email: person.email,
      name: person.name,
      locale: person.locale,
      time_zone: person.timeZone,
      operator: person.operator,
      since: person.since,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type ProfileChange = Partial<Pick<PersonRow, 'name' | 'locale' | 'time_zone' | 'digest' | 'digest_hour'>>

export async function updatePerson(tx: Tx, id: PersonId, change: ProfileChange): Promise<void> {
  if (Object.keys(change).length === 0) return
  await tx.updateTable('directory.person').set(change).where('id', '=', id).execute()
}

export type MemberRow = { readonly id: PersonId; readonly name: string; readonly email: string; readonly role: Role; readonly since: Date }

function members(tx: Tx) {
  return tx
    .selectFrom('directory.membership as m')
    .innerJoin('directory.person as p', 'p.id', 'm.person')
    .select(['p.id', 'p.name', 'p.email', 'm.role', 'm.since'])
    .$castTo<MemberRow>()
}

/** By name, capitals or not; `after` is the last row of the page before. */
export async function listMembers(
  tx: Tx,
  organisation: OrganisationId,
  after: { name: string; id: string } | undefined,
  limit: number,
): Promise<MemberRow[]> {
  let query = members(tx).where('m.owner', '=', organisation)
  if (after !== undefined) query = query.where(sql<boolean>`(lower(p.name), p.id) > (lower(${after.name}), ${after.id}::uuid)`)
  return query.orderBy(sql`lower(p.name)`).orderBy('p.id').limit(limit).execute()
}

export async function findMember(tx: Tx, organisation: OrganisationId, person: string): Promise<MemberRow | undefined> {
  return members(tx).where('m.owner', '=', organisation).where('m.person', '=', person).executeTakeFirst()
}

export async function findMemberByEmail(tx: Tx, organisation: OrganisationId, email: string): Promise<MemberRow | undefined> {
  return members(tx).where('m.owner', '=', organisation).where('p.email', '=', email).executeTakeFirst()
}

/** Locks the organisation's administrators, so that of two who remove each other at once the second sees what the first did. */
export async function lockAdministrators(tx: Tx, organisation: OrganisationId): Promise<PersonId[]> {
  const rows = await tx
    .selectFrom('directory.membership')
    .select('person')
    .where('owner', '=', organisation)
    .where('role', '=', 'administrator')
    .orderBy('person')
    .forUpdate()
    .execute()
  return rows.map(({ person }) => person as PersonId)
}

/** False where the person belongs to the organisation already. */
export async function insertMembership(tx: Tx, organisation: OrganisationId, person: PersonId, role: Role, since: Date): Promise<boolean> {
  const done = await tx
    .insertInto('directory.membership')
    .values({ owner: organisation, person, role, since })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateRole(tx: Tx, organisation: OrganisationId, person: PersonId, role: Role): Promise<void> {
  await tx.updateTable('directory.membership').set({ role }).where('owner', '=', organisation).where('person', '=', person).execute()
}

export async function deleteMembership(tx: Tx, organisation: OrganisationId, person: PersonId): Promise<void> {
  await tx.deleteFrom('directory.notice').where('owner', '=', organisation).where('person', '=', person).execute()
  await tx.deleteFrom('directory.membership').where('owner', '=', organisation).where('person', '=', person).execute()
}

/** Names of those among the ids whom the acting organisation may see. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('directory.person').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** For the command line: everybody, with what they belong to. Only the node itself may. */
export async function listEverybody(tx: Tx): Promise<{ id: PersonId; email: string; name: string; operator: boolean; since: Date }[]> {
  const rows = await tx.selectFrom('directory.person').select(['id', 'email', 'name', 'operator', 'since']).orderBy('email').execute()
  return rows.map((row) => ({ ...row, id: row.id as PersonId }))
}

export async function setOperator(tx: Tx, person: PersonId, operator: boolean): Promise<void> {
  await tx.updateTable('directory.person').set({ operator }).where('id', '=', person).execute()
}
