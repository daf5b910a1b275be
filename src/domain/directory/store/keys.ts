import type { Scope } from '../../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type ApiKeyRow = {
  readonly id: string
  readonly person: PersonId
  readonly person_name: string | null
  readonly name: string
  readonly start: string
  readonly scopes: readonly Scope[]
  readonly since: Date
  readonly expires_at: Date
  readonly last_used_at: Date | null
  readonly revoked_at: Date | null
}

function keys(tx: Tx) {
  return tx
    .selectFrom('directory.api_key as k')
    .leftJoin('directory.person as p', 'p.id', 'k.person')
    .select([
      'k.id',
      'k.person',
      'p.name as person_name',
      'k.name',
      'k.start',
      'k.scopes',
      'k.since',
      'k.expires_at',
      'k.last_used_at',
      'k.revoked_at',
    ])
    .$castTo<ApiKeyRow>()
}

/** Newest first; of one person, or of everybody. */
export async function listApiKeys(
  tx: Tx,
  organisation: OrganisationId,
  person: string | undefined,
  after: string | undefined,
  limit: number,
): Promise<ApiKeyRow[]> {
  let query = keys(tx).where('k.owner', '=', organisation)
  if (person !== undefined) query = query.where('k.person', '=', person)
  if (after !== undefined) query = query.where('k.id', '<', after)
  return query.orderBy('k.id', 'desc').limit(limit).execute()
}

export async function findApiKey(tx: Tx, organisation: OrganisationId, id: string): Promise<ApiKeyRow | undefined> {
  return keys(tx).where('k.owner', '=', organisation).where('k.id', '=', id).executeTakeFirst()
}

export type NewApiKeyRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly person: string
  readonly name: string
  readonly start: string
  readonly hash: Buffer
  readonly scopes: readonly Scope[]
  readonly since: Date
  readonly expiresAt: Date
}

export async function insertApiKey(tx: Tx, row: NewApiKeyRow): Promise<void> {
  const { expiresAt, scopes, ...rest } = row
  await tx
    .insertInto('directory.api_key')
    .values({ ...rest, scopes: [...scopes], expires_at: expiresAt })
    .execute()
}

export async function revokeApiKey(tx: Tx, organisation: OrganisationId, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('directory.api_key')
    .set({ revoked_at: now })
    .where('owner', '=', organisation)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}

/** All keys of a person in the organisation. Answers how many were live. */
export async function revokeApiKeysOf(tx: Tx, organisation: OrganisationId, person: PersonId, now: Date): Promise<number> {
  const done = await tx
    .updateTable('directory.api_key')
    .set({ revoked_at: now })
    .where('owner', '=', organisation)
    .where('person', '=', person)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}

export async function touchApiKey(tx: Tx, organisation: OrganisationId, id: string, now: Date): Promise<void> {
  await tx.updateTable('directory.api_key').set({ last_used_at: now }).where('owner', '=', organisation).where('id', '=', id).execute()
}

/** Names of keys, by id. */
export async function keyNamesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('directory.api_key').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
