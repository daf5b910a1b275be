import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

/** A term of the network's office: who acts for it, from when until when. */
export type OfficeRow = {
  readonly id: string
  readonly holder: OrganisationId
  /** the holder's name as the term began */
  readonly name: string
  readonly since: Date
  /** when it is to end, as it was set beforehand; it runs on until it is ended */
  readonly endsAt: Date | null
  readonly until: Date | null
}

const columns = ['id', 'holder', 'name', 'since', 'ends_at as endsAt', 'until'] as const

/** False where it holds the office already. */
export async function insertOffice(tx: Tx, owner: OrganisationId, { endsAt, ...office }: OfficeRow, by: string): Promise<boolean> {
  const done = await tx
    .insertInto('directory.office')
    .values({ ...office, owner, ends_at: endsAt, decided_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** All terms, the newest first; a thousand at most. */
export async function listOffices(tx: Tx, network: OrganisationId): Promise<readonly OfficeRow[]> {
  return tx
    .selectFrom('directory.office')
    .select(columns)
    .where('owner', '=', network)
    .orderBy('since', 'desc')
    .orderBy('id', 'desc')
    .limit(1_000)
    .$castTo<OfficeRow>()
    .execute()
}

/** The terms that run, locked in the order of their ids, so that of two who end one at once the second sees what the first did. */
export async function lockOpenOffices(tx: Tx, network: OrganisationId): Promise<readonly OfficeRow[]> {
  return tx
    .selectFrom('directory.office')
    .select(columns)
    .where('owner', '=', network)
    .where('until', 'is', null)
    .orderBy('id')
    .forUpdate()
    .$castTo<OfficeRow>()
    .execute()
}

export async function setOfficeEnd(tx: Tx, id: string, endsAt: Date): Promise<void> {
  await tx.updateTable('directory.office').set({ ends_at: endsAt }).where('id', '=', id).execute()
}

/** By the database's clock, which sign-in compares it with. */
export async function closeOffice(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('directory.office').set({ until: sql`greatest(since, now())` }).where('id', '=', id).execute()
}
