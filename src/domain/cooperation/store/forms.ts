import type { OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { RedactionRules } from '../../../forensics/redact/index.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Language, LetterKind } from '../letter.ts'

export type ProfileRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly name: string
  readonly rules: RedactionRules
  readonly standard: boolean
  readonly changed_at: Date
  readonly changed_by: string
  readonly closed_at: Date | null
}

const profileColumns = ['id', 'owner', 'name', 'rules', 'standard', 'changed_at', 'changed_by', 'closed_at'] as const

/** By name; a hundred at most. */
export async function listProfiles(tx: Tx, owner: OrganisationId): Promise<readonly ProfileRow[]> {
  const rows = await tx
    .selectFrom('cooperation.profile')
    .select(profileColumns)
    .where('owner', '=', owner)
    .where('closed_at', 'is', null)
    .orderBy('name')
    .limit(100)
    .execute()
  return rows as unknown as ProfileRow[]
}

/** Closed ones too. */
export async function findProfile(tx: Tx, id: string): Promise<ProfileRow | undefined> {
  return (await tx.selectFrom('cooperation.profile').select(profileColumns).where('id', '=', id).executeTakeFirst()) as unknown as
    | ProfileRow
    | undefined
}

export async function insertProfile(tx: Tx, row: Omit<ProfileRow, 'closed_at'>): Promise<void> {
  await tx
    .insertInto('cooperation.profile')
    .values({ ...row, rules: storable(row.rules) })
    .execute()
}

export async function updateProfile(tx: Tx, id: string, { rules, ...change }: Partial<Omit<ProfileRow, 'id' | 'owner'>>): Promise<void> {
  await tx
    .updateTable('cooperation.profile')
    .set({ ...change, ...(rules === undefined ? {} : { rules: storable(rules) }) })
    .where('id', '=', id)
    .execute()
}

/** At most one is the standard. */
export async function clearStandard(tx: Tx, owner: OrganisationId): Promise<void> {
  await tx.updateTable('cooperation.profile').set({ standard: false }).where('owner', '=', owner).where('standard', '=', true).execute()
}

export type LetterRow = {
  readonly kind: LetterKind
  readonly language: Language
  readonly title: string
  readonly body: string
  readonly changed_at: Date
  readonly changed_by: string
}

export async function listOwnLetters(tx: Tx, owner: OrganisationId): Promise<readonly LetterRow[]> {
  const rows = await tx
    .selectFrom('cooperation.letter')
    .select(['kind', 'language', 'title', 'body', 'changed_at', 'changed_by'])
    .where('owner', '=', owner)
    .orderBy('kind')
    .orderBy('language')
    .execute()
  return rows as LetterRow[]
}

export async function putLetter(tx: Tx, owner: OrganisationId, row: LetterRow): Promise<void> {
  const { title, body, changed_at, changed_by } = row
  await tx
    .insertInto('cooperation.letter')
    .values({ owner, ...row })
    .onConflict((conflict) => conflict.columns(['owner', 'kind', 'language']).doUpdateSet({ title, body, changed_at, changed_by }))
    .execute()
}

export async function deleteLetter(tx: Tx, owner: OrganisationId, kind: LetterKind, language: Language): Promise<void> {
  await tx.deleteFrom('cooperation.letter').where('owner', '=', owner).where('kind', '=', kind).where('language', '=', language).execute()
}
