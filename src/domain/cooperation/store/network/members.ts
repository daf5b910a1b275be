import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Card, Member, MemberKind, MemberState, StandingGroup } from '../../network/member.ts'

/** For whom it speaks now, in words: as far as the reader sees them. */
const spokenFor = sql`coalesce((select string_agg(coalesce(o.name, r.name), '; ' order by lower(coalesce(o.name, r.name))) from cooperation.representation r
  left join cooperation.member o on o.id = r.other and o.state = 'member'
  where r.association = m.id and (r.other is null or o.id is not null) and (r.until is null or r.until >= current_date)
    and (r.since is null or r.since <= current_date)), '')`
const columns = sql`m.id, m.owner, m.organisation, m.kind, m.category, m.category_other as "categoryOther", m.name, m.country, ${spokenFor} as represents,
  m.legal_basis as "legalBasis", m.laws, m.powers, m.languages, m.time_zone as "timeZone", m.hours, m.website, m.resources, m.public, m.state,
  m.joined_at as "joinedAt", m.left_at as "leftAt", m.left_why as "leftWhy", m.changed_at as "changedAt", m.changed_by as "changedBy"`

export async function findMember(tx: Tx, id: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`select ${columns} from cooperation.member m where m.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** The same, locked until the end of the transaction; the network's own act. */
export async function lockMember(tx: Tx, id: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`select ${columns} from cooperation.member m where m.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

/** The member for which the acting organisation works, where it is one or asks to be. */
export async function findOwnMember(tx: Tx, network: OrganisationId, organisation: OrganisationId): Promise<Member | undefined> {
  const { rows } = await sql<Member>`select ${columns} from cooperation.member m
    where m.owner = ${network} and m.organisation = ${organisation} and m.state in ('applicant', 'member')`.execute(tx)
  return rows[0]
}

export type MemberFilter = {
  readonly kind?: readonly MemberKind[] | undefined
  readonly country?: string | undefined
  readonly category?: readonly string[] | undefined
  readonly state: readonly MemberState[]
  readonly q?: string | undefined
  /** whether it works on this node */
  readonly here?: boolean | undefined
}
export type MemberCursor = { readonly country: string; readonly name: string; readonly id: string }

/** By country, then name. */
export async function pageMembers(
  tx: Tx,
  network: OrganisationId,
  filter: MemberFilter,
  after: MemberCursor | undefined,
  limit: number,
): Promise<readonly Member[]> {
  const { kind, country, category, state, q, here } = filter
  const { rows } = await sql<Member>`select ${columns} from cooperation.member m
    where m.owner = ${network} and m.state = any (${[...state]}::text[])
      and (${kind === undefined} or m.kind = any (${[...(kind ?? [])]}::text[]))
      and (${country === undefined} or m.country = ${country ?? null})
      and (${category === undefined} or m.category = any (${[...(category ?? [])]}::text[]))
      and (${here === undefined} or (m.organisation is not null) = ${here ?? null})
      and (${q === undefined} or position(lower(${q ?? ''}) in lower(m.name)) > 0)
      and (${after === undefined} or (m.country, lower(m.name), m.id) > (${after?.country ?? ''}, lower(${after?.name ?? ''}), ${after?.id ?? zero}::uuid))
    order by m.country, lower(m.name), m.id limit ${limit}`.execute(tx)
  return rows
}
const zero = '00000000-0000-0000-0000-000000000000'

export type MemberCounts = { readonly agencies: number; readonly industry: number; readonly countries: number }

export async function countMembers(tx: Tx, network: OrganisationId): Promise<MemberCounts> {
  const { rows } = await sql<MemberCounts>`select count(*) filter (where m.kind = 'agency')::int as agencies,
      count(*) filter (where m.kind = 'industry')::int as industry, count(distinct m.country)::int as countries
    from cooperation.member m where m.owner = ${network} and m.state = 'member'`.execute(tx)
  return rows[0] ?? { agencies: 0, industry: 0, countries: 0 }
}

/** Members by country, the codes in their order. */
export async function countByCountry(
  tx: Tx,
  network: OrganisationId,
): Promise<readonly (Omit<MemberCounts, 'countries'> & { readonly country: string })[]> {
  const { rows } = await sql<Omit<MemberCounts, 'countries'> & { country: string }>`select m.country,
      count(*) filter (where m.kind = 'agency')::int as agencies, count(*) filter (where m.kind = 'industry')::int as industry
    from cooperation.member m where m.owner = ${network} and m.state = 'member' group by m.country order by m.country`.execute(tx)
  return rows
}

/** Until the end of the transaction nobody else takes in a file of members. */
export async function lockMembers(tx: Tx, network: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cooperation.members ' || ${network}::text, 0))`.execute(tx)
}

/** Who is there, or asks to be. */
export async function listMemberKeys(tx: Tx, network: OrganisationId): Promise<readonly Pick<Member, 'kind' | 'country' | 'name'>[]> {
  const { rows } = await sql<Pick<Member, 'kind' | 'country' | 'name'>>`select m.kind, m.country, m.name from cooperation.member m
    where m.owner = ${network} and m.state in ('applicant', 'member')`.execute(tx)
  return rows
}

/** The members, by what names them in files. */
export async function listMembersToName(
  tx: Tx,
  network: OrganisationId,
): Promise<readonly Pick<Member, 'id' | 'kind' | 'country' | 'name'>[]> {
  const { rows } = await sql<
    Pick<Member, 'id' | 'kind' | 'country' | 'name'>
  >`select m.id, m.kind, m.country, m.name from cooperation.member m
    where m.owner = ${network} and m.state = 'member'`.execute(tx)
  return rows
}

/** For whom it speaks stands in rows of its own (representations.ts). */
function cardColumns({ represents: _, categoryOther, legalBasis, timeZone, laws, powers, languages, resources, ...rest }: Card) {
  return {
    ...rest,
    category_other: categoryOther,
    legal_basis: legalBasis,
    time_zone: timeZone,
    laws: [...laws],
    powers: [...powers],
    languages: [...languages],
    resources: [...resources],
  }
}

export async function insertMember(
  tx: Tx,
  row: Card & Pick<Member, 'id' | 'owner' | 'organisation' | 'kind' | 'state' | 'joinedAt' | 'changedAt' | 'changedBy'>,
): Promise<void> {
  const { id, owner, organisation, kind, state, joinedAt, changedAt, changedBy, ...card } = row
  await tx
    .insertInto('cooperation.member')
    .values({
      ...cardColumns(card),
      id,
      owner,
      organisation,
      kind,
      state,
      joined_at: joinedAt,
      changed_at: changedAt,
      changed_by: changedBy,
    })
    .execute()
}

export async function updateCard(tx: Tx, id: string, card: Card, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.member')
    .set({ ...cardColumns(card), changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

export async function setOrganisation(tx: Tx, id: string, organisation: OrganisationId): Promise<void> {
  await tx.updateTable('cooperation.member').set({ organisation }).where('id', '=', id).execute()
}

export async function setLeft(tx: Tx, id: string, at: Date, by: string, why: string | null): Promise<void> {
  await tx
    .updateTable('cooperation.member')
    .set({ state: 'left', left_at: at, left_why: why, changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

/** Of an organisation that asked before and was refused: it may ask again, under the same id. */
export async function findRefused(tx: Tx, network: OrganisationId, organisation: OrganisationId): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select m.id from cooperation.member m
    where m.owner = ${network} and m.organisation = ${organisation} and m.state = 'refused' order by m.changed_at desc limit 1 for update`.execute(
    tx,
  )
  return rows[0]?.id
}

export async function setApplicant(tx: Tx, id: string, kind: MemberKind, card: Card, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.member')
    .set({ ...cardColumns(card), kind, state: 'applicant', changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

export async function setJoined(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.member')
    .set({ state: 'member', joined_at: at, changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

export async function setRefused(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx.updateTable('cooperation.member').set({ state: 'refused', changed_at: at, changed_by: by }).where('id', '=', id).execute()
}

/** What these members are called, as far as the reader may see them. */
export async function namesOfMembers(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    name: string
  }>`select m.id, m.name from cooperation.member m where m.id = any (${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type AudienceMember = Pick<Member, 'id' | 'name' | 'country' | 'kind' | 'organisation'>

/** The members of an audience as they are now, by country and name; a thousand or so, since a network has no more. */
export async function listAudienceMembers(tx: Tx, network: OrganisationId, audience: StandingGroup): Promise<readonly AudienceMember[]> {
  const { rows } = await sql<AudienceMember>`select m.id, m.name, m.country, m.kind, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member'
      and (${audience === 'members'} or m.kind = ${audience === 'agencies' ? 'agency' : 'industry'})
    order by m.country, lower(m.name), m.id`.execute(tx)
  return rows
}

/** Those of them that are members now. */
export async function listMembersNamed(
  tx: Tx,
  network: OrganisationId,
  ids: readonly string[],
): Promise<readonly Pick<Member, 'id' | 'kind' | 'name' | 'organisation'>[]> {
  const { rows } = await sql<
    Pick<Member, 'id' | 'kind' | 'name' | 'organisation'>
  >`select m.id, m.kind, m.name, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member' and m.id = any (${[...ids]}::uuid[]) order by m.name, m.id`.execute(tx)
  return rows
}

/** Name and country of these members, as far as the reader may see them. */
export async function listMembersById(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<Member, 'id' | 'name' | 'country'>>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Pick<Member, 'id' | 'name' | 'country'>>`select m.id, m.name, m.country from cooperation.member m
    where m.id = any (${[...new Set(ids)]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}
