import { sql } from 'kysely'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type AddressChangeRow = {
  readonly owner: OrganisationId
  readonly person: PersonId
  readonly email: string
  readonly instead_of: string
  readonly expires_at: Date
}

/** Takes the place of what the organisation asked before for the same person. */
export async function putAddressChange(
  tx: Tx,
  row: AddressChangeRow & { readonly hash: Buffer; readonly asked_by: string },
  now: Date,
): Promise<void> {
  await tx
    .deleteFrom('directory.address_change')
    .where('owner', '=', row.owner)
    .where((or) => or.or([or('person', '=', row.person), or('expires_at', '<', now)]))
    .execute()
  await tx.insertInto('directory.address_change').values(row).execute()
}

/** By the hash of a link's secret, whoever asks. */
export async function findAddressChange(tx: Tx, hash: Buffer): Promise<AddressChangeRow | undefined> {
  const { rows } = await sql<AddressChangeRow>`select owner, person, email, instead_of, expires_at
    from directory.find_address_change(${hash}::bytea)`.execute(tx)
  return rows[0]
}

/**
 * The acting person takes the address of a link, for sign-in as well. `taken`: somebody has it; `void`: the link is not good, not theirs, or not of the
 * acting organisation.
 */
export async function takeAddress(tx: Tx, hash: Buffer, now: Date): Promise<'done' | 'taken' | 'void'> {
  const { rows } = await sql<{ email: string | null }>`select directory.take_address(${hash}::bytea, ${now}) as email`.execute(tx)
  const email = rows[0]?.email ?? null
  return email === null ? 'void' : email === '' ? 'taken' : 'done'
}

/** Deletes the acting person with their login; what they did keeps their id. False where they belong to an organisation. */
export async function deleteOwnAccount(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select directory.delete_account() as done`.execute(tx)
  return rows[0]?.done === true
}

/** Of two operators who go at once, the second sees what the first did. */
export async function hasOtherOperator(tx: Tx, person: PersonId): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('tocsin.operators'))`.execute(tx)
  const { rows } = await sql<{ there: boolean }>`select directory.has_other_operator(${person}::uuid) as there`.execute(tx)
  return rows[0]?.there === true
}
