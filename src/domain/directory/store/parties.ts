import { sql } from 'kysely'
import type { ContactId, OrganisationId, PartyId } from '../../../base/id.ts'
import { insertion } from '../../../platform/db/insert.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type PartyRow = {
  readonly id: PartyId
  readonly owner: OrganisationId
  readonly kind: string
  readonly name: string
  readonly country: string | null
  readonly language: string | null
  readonly reference: string | null
  readonly note: string
  readonly source: string
  readonly since: Date
  readonly changed_at: Date
  readonly ended_at: Date | null
}

export type CountedParty = PartyRow & { readonly sorts: string; readonly contacts: number; readonly responsibilities: number }

export type ContactRow = {
  readonly id: ContactId
  readonly owner: OrganisationId
  readonly party: PartyId
  readonly purpose: string
  readonly address: string
  readonly format: 'xarf' | 'arf' | 'text'
  readonly at_most_every: number | null
  readonly language: string | null
  readonly source: string
  readonly since: Date
  readonly confirmed_at: Date | null
  readonly closed_at: Date | null
}

export type ResponsibilityRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly party: PartyId
  readonly kind: string
  readonly value: string
  readonly source: string
  readonly since: Date
  readonly until: Date | null
}

export type KeyRow = { readonly responsibility: string; readonly owner: OrganisationId; readonly kind: string; readonly key: string }

const counted = sql`p.id, p.owner, p.kind, p.name, p.country, p.language, p.reference, p.note, p.source, p.since, p.changed_at, p.ended_at, p.sorts,
  (select count(*)::int from directory.contact c where c.owner = p.owner and c.party = p.id and c.closed_at is null) as contacts,
  (select count(*)::int from directory.responsibility r where r.owner = p.owner and r.party = p.id and r.until is null) as responsibilities`

export type PartyFilter = {
  /** a tsquery of words by their beginnings */
  readonly words?: string | undefined
  readonly address?: string | undefined
  readonly kind?: string | undefined
  readonly ended: boolean
}

/** By name; `after` is the last of the page before. */
export async function listPartyRows(
  tx: Tx,
  filter: PartyFilter,
  after: { by: string; id: string } | undefined,
  limit: number,
): Promise<CountedParty[]> {
  const { words = null, address = null, kind, ended } = filter
  const kinds = kind === undefined ? null : [kind]
  const { rows } = await sql<CountedParty>`
    select ${counted} from directory.party p
    where p.id in (select f.id from directory.find_parties(
      ${words}::tsquery, ${address}::text, ${kinds}::text[], ${ended}, ${after?.by ?? null}::text, ${after?.id ?? null}::uuid, ${limit}) f)
    order by p.sorts, p.id`.execute(tx)
  return rows
}

export async function findParty(tx: Tx, id: string): Promise<CountedParty | undefined> {
  const { rows } = await sql<CountedParty>`select ${counted} from directory.party p where p.id = ${id}`.execute(tx)
  return rows[0]
}

export async function findPartyByReference(tx: Tx, owner: OrganisationId, reference: string): Promise<PartyRow | undefined> {
  const { rows } = await sql<PartyRow>`select * from directory.party where owner = ${owner} and reference = ${reference}`.execute(tx)
  return rows[0]
}

/** Those of the acting organisation with these numbers, or all that have one. */
export async function listReferenced(tx: Tx, references: readonly string[] | undefined): Promise<PartyRow[]> {
  const { rows } = await sql<PartyRow>`
    select id, owner, kind, name, country, language, reference, note, source, since, changed_at, ended_at from directory.party
    where owner = platform.acting() and reference is not null ${references === undefined ? sql`` : sql`and reference = any (${references}::text[])`}`.execute(
    tx,
  )
  return rows
}

export async function insertParties(tx: Tx, rows: readonly PartyRow[]): Promise<void> {
  if (rows.length > 0) await tx.executeQuery(insertion(tx, 'directory.party', rows))
}

export async function updateParty(
  tx: Tx,
  id: PartyId,
  change: Partial<Omit<PartyRow, 'id' | 'owner' | 'source' | 'since'>>,
): Promise<void> {
  await tx.updateTable('directory.party').set(change).where('id', '=', id).execute()
}

export async function listContacts(tx: Tx, parties: readonly PartyId[], closed = false): Promise<ContactRow[]> {
  if (parties.length === 0) return []
  const { rows } = await sql<ContactRow>`
    select id, owner, party, purpose, address, format, at_most_every, language, source, since, confirmed_at, closed_at from directory.contact
    where owner = platform.acting() and party = any (${parties}::uuid[]) ${closed ? sql`` : sql`and closed_at is null`}
    order by party, closed_at is not null, id limit 5000`.execute(tx)
  return rows
}

export async function findContact(tx: Tx, id: string): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`
    select id, owner, party, purpose, address, format, at_most_every, language, source, since, confirmed_at, closed_at
    from directory.contact where id = ${id}`.execute(tx)
  return rows[0]
}

/** Answers how many were new: an open one of the same party, purpose and address stays as it is. */
export async function insertContacts(tx: Tx, rows: readonly ContactRow[]): Promise<number> {
  if (rows.length === 0) return 0
  const done = await tx.executeQuery(insertion(tx, 'directory.contact', rows, sql`on conflict do nothing`))
  return Number(done.numAffectedRows ?? 0)
}

export async function updateContact(
  tx: Tx,
  id: ContactId,
  change: Partial<Omit<ContactRow, 'id' | 'owner' | 'party' | 'source' | 'since'>>,
): Promise<boolean> {
  try {
    await tx.updateTable('directory.contact').set(change).where('id', '=', id).execute()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return false
    throw error
  }
}

export async function closeContacts(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length > 0) await sql`update directory.contact set closed_at = ${at} where id = any (${ids}::uuid[])`.execute(tx)
}

export async function listResponsibilities(tx: Tx, parties: readonly PartyId[], ended = false): Promise<ResponsibilityRow[]> {
  if (parties.length === 0) return []
  const { rows } = await sql<ResponsibilityRow>`
    select id, owner, party, kind, value, source, since, until from directory.responsibility
    where owner = platform.acting() and party = any (${parties}::uuid[]) ${ended ? sql`` : sql`and until is null`}
    order by party, until is not null, kind, value, id limit 60000`.execute(tx)
  return rows
}

export async function findResponsibility(tx: Tx, id: string): Promise<ResponsibilityRow | undefined> {
  const { rows } = await sql<ResponsibilityRow>`
    select id, owner, party, kind, value, source, since, until from directory.responsibility where id = ${id}`.execute(tx)
  return rows[0]
}

/** With the keys that they are looked up by. Those that are in force already must not be among them. */
export async function insertResponsibilities(tx: Tx, rows: readonly ResponsibilityRow[], keys: readonly KeyRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.executeQuery(insertion(tx, 'directory.responsibility', rows))
  await tx.executeQuery(insertion(tx, 'directory.responsible_key', keys))
}

export async function endResponsibilities(tx: Tx, ids: readonly string[], until: Date): Promise<void> {
  if (ids.length > 0) await sql`update directory.responsibility set until = ${until} where id = any (${ids}::uuid[])`.execute(tx)
}

export type Responsible = ResponsibilityRow & {
  readonly matched: string
  readonly party_kind: string
  readonly name: string
  readonly country: string | null
  readonly reference: string | null
}

/** Who answers for any of the keys at a moment, or is stated to only since then; of the acting organisation. */
export async function listResponsible(
  tx: Tx,
  keys: readonly { readonly kind: string; readonly key: string }[],
  at: Date,
): Promise<Responsible[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<Responsible>`
    select r.id, r.owner, r.party, r.kind, r.value, r.source, r.since, r.until, k.key as matched,
      p.kind as party_kind, p.name, p.country, p.reference
    from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[]) asked(kind, key)
      join directory.responsible_key k on k.owner = platform.acting() and k.kind = asked.kind and k.key = asked.key
      join directory.responsibility r on r.id = k.responsibility
      join directory.party p on p.id = r.party
    where (r.until is null or r.until > ${at}) and (p.ended_at is null or p.ended_at > ${at})
    limit 200`.execute(tx)
  return rows
}

export type ChangeRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly party: PartyId
  readonly at: Date
  readonly actor_kind: string
  readonly actor: string
  readonly what: string
  readonly detail: Readonly<Record<string, unknown>>
}

export async function insertChanges(tx: Tx, rows: readonly ChangeRow[]): Promise<void> {
  if (rows.length > 0) await tx.executeQuery(insertion(tx, 'directory.party_change', rows))
}

export async function listChanges(tx: Tx, party: string, after: string | undefined, limit: number): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select id, owner, party, at, actor_kind, actor, what, detail from directory.party_change
    where owner = platform.acting() and party = ${party} ${after === undefined ? sql`` : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit}`.execute(tx)
  return rows
}
