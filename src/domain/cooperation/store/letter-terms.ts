import { sql } from 'kysely'
import type { OrganisationId, ReleaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { TermedKind } from '../contract/letter-terms-names.ts'
import type { FirstTerms } from '../letter-terms.ts'

// What letters to outside bodies bear at first, and which of those that went were called back.

export type OwnTerms = FirstTerms & { readonly kind: TermedKind }

export async function listOwnTerms(tx: Tx, owner: OrganisationId): Promise<readonly OwnTerms[]> {
  const rows = await tx
    .selectFrom('cooperation.letter_terms')
    .select(['kind', 'tlp', 'permitted', 'onward', 'ground', 'purpose', 'days'])
    .where('owner', '=', owner)
    .execute()
  return rows as OwnTerms[]
}

export async function putTerms(tx: Tx, owner: OrganisationId, kind: TermedKind, terms: FirstTerms, at: Date, by: string): Promise<void> {
  const fields = { ...terms, changed_at: at, changed_by: by }
  await tx
    .insertInto('cooperation.letter_terms')
    .values({ owner, kind, ...fields })
    .onConflict((conflict) => conflict.columns(['owner', 'kind']).doUpdateSet(fields))
    .execute()
}

export async function deleteTerms(tx: Tx, owner: OrganisationId, kind: TermedKind): Promise<void> {
  await tx.deleteFrom('cooperation.letter_terms').where('owner', '=', owner).where('kind', '=', kind).execute()
}

export type NewRecall = {
  readonly release: ReleaseId
  readonly owner: OrganisationId
  readonly mail: string
  readonly at: Date
  readonly by: string
}

export async function insertRecall(tx: Tx, { release, owner, mail, at, by }: NewRecall): Promise<void> {
  await tx.insertInto('cooperation.release_recall').values({ release, owner, mail, recalled_at: at, recalled_by: by }).execute()
}

/** An answer in the conversation of letters that were called back and are not confirmed: it may be that they are deleted. Answers which those are. */
export async function noteRecallAnswer(tx: Tx, owner: OrganisationId, thread: string, reply: string): Promise<readonly ReleaseId[]> {
  const { rows } = await sql<{ release: ReleaseId }>`update cooperation.release_recall c set reply = ${reply}::uuid
    from cooperation.release r where r.id = c.release and r.thread = ${thread}::uuid and c.owner = ${owner}::uuid and c.confirmed_at is null
    returning c.release`.execute(tx)
  return rows.map(({ release }) => release)
}

/** Whether the last that went in this conversation, since that moment, asks to delete a letter, and nobody noted that it was. */
export async function isAskedToDelete(tx: Tx, owner: OrganisationId, thread: string, since: Date): Promise<boolean> {
  const { rows } = await sql`select 1 from cooperation.release_recall c join cooperation.release r on r.id = c.release
    where c.owner = ${owner}::uuid and r.thread = ${thread}::uuid and c.confirmed_at is null and c.recalled_at >= ${since} limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

/** False where it was not called back, or is confirmed already. */
export async function confirmRecall(tx: Tx, release: ReleaseId, at: Date, by: string): Promise<boolean> {
  const done = await tx
    .updateTable('cooperation.release_recall')
    .set({ confirmed_at: at, confirmed_by: by })
    .where('release', '=', release)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
