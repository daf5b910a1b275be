import { sql } from 'kysely'
import type { Role, Scope } from '../../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { organisationKinds } from '../contract.ts'

// What must be looked up before there is an acting organisation; definer functions answer it (db/migrations/0002_directory.sql).

export type PersonRow = {
  readonly id: PersonId
  readonly email: string
  readonly name: string
  readonly locale: string
  readonly time_zone: string
  readonly digest: 'off' | 'hourly' | 'daily'
  readonly digest_hour: number
  readonly operator: boolean
}

export type OrganisationKind = (typeof organisationKinds)[number] | 'network'

export type MembershipRow = {
  readonly owner: OrganisationId
  readonly code: string
  readonly name: string
  readonly kind: OrganisationKind
  readonly country: string
  readonly suspended: boolean
  readonly role: Role
  readonly unread: number
}

export async function findPerson(tx: Tx, id: PersonId): Promise<PersonRow | undefined> {
  const { rows } =
    await sql<PersonRow>`select id, email, name, locale, time_zone, digest, digest_hour, operator from directory.find_person(${id}::uuid)`.execute(
      tx,
    )
  return rows[0]
}

/** Oldest membership first. */
export async function membershipsOf(tx: Tx, person: PersonId): Promise<MembershipRow[]> {
  const { rows } =
    await sql<MembershipRow>`select owner, code, name, kind, country, suspended, role, unread from directory.memberships_of(${person}::uuid)`.execute(
      tx,
    )
  return rows
}

export type KeyRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly person: PersonId
  readonly scopes: readonly Scope[]
  readonly role: Role
  readonly last_used_at: Date | null
  readonly expires_at: Date
  readonly revoked: boolean
  readonly suspended: boolean
}

export async function findKey(tx: Tx, hash: Buffer): Promise<KeyRow | undefined> {
  const { rows } =
    await sql<KeyRow>`select id, owner, person, scopes, role, last_used_at, expires_at, revoked, suspended from directory.find_key(${hash}::bytea)`.execute(
      tx,
    )
  return rows[0]
}

export type InvitationRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly email: string
  readonly role: Role
  readonly expires_at: Date
  readonly spent: boolean
  readonly organisation_name: string
  readonly kind: OrganisationKind
  readonly country: string
  readonly suspended: boolean
  readonly known: boolean
}

export async function findInvitation(tx: Tx, hash: Buffer): Promise<InvitationRow | undefined> {
  const { rows } =
    await sql<InvitationRow>`select id, owner, email, role, expires_at, spent, organisation_name, kind, country, suspended, known
    from directory.find_invitation(${hash}::bytea)`.execute(tx)
  return rows[0]
}
