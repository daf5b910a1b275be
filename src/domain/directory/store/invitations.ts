import type { Role } from '../../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type NewInvitationRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly email: string
  readonly role: Role
  readonly hash: Buffer
  readonly invitedBy: string
  readonly since: Date
  readonly expiresAt: Date
}

/** Earlier open invitations of the address into the organisation are withdrawn: there is one good link at a time. */
export async function insertInvitation(tx: Tx, row: NewInvitationRow): Promise<void> {
  await tx
    .updateTable('directory.invitation')
    .set({ withdrawn_at: row.since })
    .where('owner', '=', row.owner)
    .where('email', '=', row.email)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute()
  await tx
    .insertInto('directory.invitation')
    .values({
      id: row.id,
      owner: row.owner,
      email: row.email,
      role: row.role,
      hash: row.hash,
      invited_by: row.invitedBy,
      since: row.since,
      expires_at: row.expiresAt,
    })
    .execute()
}

export async function listOpenInvitations(tx: Tx, organisation: OrganisationId, now: Date, after: string | undefined, limit: number) {
  let query = tx
    .selectFrom('directory.invitation')
    .select(['id', 'email', 'role', 'invited_by', 'since', 'expires_at'])
    .where('owner', '=', organisation)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
  if (after !== undefined) query = query.where('id', '<', after)
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({ ...row, role: row.role as Role }))
}

/** False where it is not open any more. */
export async function withdrawInvitation(tx: Tx, organisation: OrganisationId, id: string, now: Date): Promise<boolean> {
  const done = await tx
    .updateTable('directory.invitation')
    .set({ withdrawn_at: now })
    .where('owner', '=', organisation)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Uses an invitation up; false where another did so first, or it ran out meanwhile. */
export async function spendInvitation(tx: Tx, organisation: OrganisationId, id: string, person: PersonId, now: Date): Promise<boolean> {
  const done = await tx
    .updateTable('directory.invitation')
    .set({ accepted_at: now, accepted_by: person })
    .where('owner', '=', organisation)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
