import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { MemberKind } from '../../network/member.ts'

// Groups that organisations make for themselves, and who is in them.

export type OwnGroup = {
  readonly id: string
  readonly owner: OrganisationId
  readonly name: string
  readonly purpose: string
  readonly since: Date
  readonly closedAt: Date | null
  /** whether the acting organisation is in it now */
  readonly inside: boolean
  readonly members: number
}

const columns = sql`g.id, g.owner, g.name, g.purpose, g.since, g.closed_at as "closedAt",
  exists (select from platform.own_groups() o where o."group" = g.id) as inside,
  (select count(*)::int from platform.group_member m where m."group" = g.id and m.ended_at is null) as members`

/** The acting organisation's own, and those that it is in; five hundred at most. */
export async function listOwnGroups(tx: Tx): Promise<readonly OwnGroup[]> {
  const { rows } = await sql<OwnGroup>`select ${columns} from cooperation.sharing_group g where g.standing is null and g.joint is null
    order by g.closed_at nulls first, lower(g.name), g.id limit 500`.execute(tx)
  return rows
}

export async function findOwnGroup(tx: Tx, id: string): Promise<OwnGroup | undefined> {
  const { rows } =
    await sql<OwnGroup>`select ${columns} from cooperation.sharing_group g where g.id = ${id}::uuid and g.standing is null and g.joint is null`.execute(
      tx,
    )
  return rows[0]
}

/** The same, of the acting organisation's own, locked. */
export async function lockOwnGroup(tx: Tx, id: string): Promise<OwnGroup | undefined> {
  const { rows } =
    await sql<OwnGroup>`select ${columns} from cooperation.sharing_group g where g.id = ${id}::uuid and g.standing is null and g.joint is null
    and g.owner = platform.acting() for update of g`.execute(tx)
  return rows[0]
}

export async function setGroup(tx: Tx, id: string, { name, purpose }: { readonly name: string; readonly purpose: string }): Promise<void> {
  await tx.updateTable('cooperation.sharing_group').set({ name, purpose }).where('id', '=', id).execute()
}

/** Everybody is out of it from this moment on. */
export async function closeGroup(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update cooperation.sharing_group set closed_at = ${at} where id = ${id}::uuid`.execute(tx)
  await sql`update platform.group_member set ended_at = now() where "group" = ${id}::uuid and owner = platform.acting() and ended_at is null`.execute(
    tx,
  )
}

/** An organisation of the network by which a member works on this node. */
export type MemberHere = {
  readonly organisation: OrganisationId
  readonly member: string
  readonly name: string
  readonly country: string
  readonly kind: MemberKind
}
export type GroupMember = MemberHere & { readonly since: Date; readonly past: boolean }

/** Who is in it; the organisation's id stands for its name where it is no member of the network any more. */
export async function listGroupMembers(
  tx: Tx,
  network: OrganisationId,
  groups: readonly string[],
): Promise<readonly (GroupMember & { readonly group: string })[]> {
  const { rows } = await sql<
    GroupMember & { group: string }
  >`select g."group", g.member as organisation, m.id as member, m.name, m.country, m.kind, g.since, g.past
    from platform.group_member g join cooperation.member m on m.owner = ${network} and m.organisation = g.member and m.state = 'member'
    where g."group" = any (${[...groups]}::uuid[]) and g.ended_at is null order by m.country, lower(m.name), m.id limit 5000`.execute(tx)
  return rows
}

const here = sql`m.organisation, m.id as member, m.name, m.country, m.kind`

/** Members by their cards, as far as they work on this node. */
export async function listMembersHere(tx: Tx, network: OrganisationId, cards: readonly string[]): Promise<readonly MemberHere[]> {
  const { rows } = await sql<MemberHere>`select ${here} from cooperation.member m
    where m.owner = ${network} and m.id = any (${[...cards]}::uuid[]) and m.state = 'member' and m.organisation is not null`.execute(tx)
  return rows
}

/** The same, and until the end of the transaction none of them leaves the network; in its name. */
export async function holdMembersHere(tx: Tx, network: OrganisationId, cards: readonly string[]): Promise<readonly MemberHere[]> {
  const { rows } = await sql<MemberHere>`select ${here} from cooperation.member m
    where m.owner = ${network} and m.id = any (${[...cards]}::uuid[]) and m.state = 'member' and m.organisation is not null
    order by m.id for share of m`.execute(tx)
  return rows
}

/** The agencies that work on this node. */
export async function listAgenciesHere(tx: Tx, network: OrganisationId): Promise<readonly MemberHere[]> {
  const { rows } = await sql<MemberHere>`select ${here} from cooperation.member m
    where m.owner = ${network} and m.kind = 'agency' and m.state = 'member' and m.organisation is not null
    order by m.country, lower(m.name), m.id`.execute(tx)
  return rows
}

/** By the organisations' ids; who is no member any more is left out. */
export async function listMembersOf(tx: Tx, network: OrganisationId, organisations: readonly string[]): Promise<readonly MemberHere[]> {
  const { rows } = await sql<MemberHere>`select ${here} from cooperation.member m
    where m.owner = ${network} and m.organisation = any (${[...organisations]}::uuid[]) and m.state = 'member' order by m.country, lower(m.name), m.id`.execute(
    tx,
  )
  return rows
}

export async function findAgenciesGroup(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select cooperation.agencies_group() as id`.execute(tx)
  return rows[0]?.id ?? undefined
}

/** The group of a country's agencies; undefined where it never had one, and to whoever is no member. */
export async function findCountryGroup(tx: Tx, country: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select cooperation.country_group(${country}) as id`.execute(tx)
  return rows[0]?.id ?? undefined
}

/** Adds several at once; who is in it already stays as they are. */
export async function addAllToGroup(
  tx: Tx,
  owner: OrganisationId,
  group: string,
  members: readonly OrganisationId[],
  past: boolean,
  at: Date,
): Promise<void> {
  await sql`insert into platform.group_member (id, owner, "group", member, since, past)
    select i.id, ${owner}::uuid, ${group}::uuid, i.member, now(), ${past} from unnest(${members.map(() => newId(at.getTime()))}::uuid[], ${[...members]}::uuid[]) i (id, member)
    on conflict ("group", member) where ended_at is null do nothing`.execute(tx)
}

/** The acting organisation leaves by itself; false where it is not in it. */
export async function leaveGroup(tx: Tx, group: string): Promise<boolean> {
  const done =
    await sql`update platform.group_member set ended_at = now() where "group" = ${group}::uuid and member = platform.acting() and ended_at is null`.execute(
      tx,
    )
  return (done.numAffectedRows ?? 0n) > 0n
}

/** In which groups an organisation is; for the network alone. */
export async function listGroupsOf(
  tx: Tx,
  organisation: OrganisationId,
): Promise<readonly { readonly group: string; readonly owner: OrganisationId }[]> {
  const { rows } = await sql<{
    group: string
    owner: OrganisationId
  }>`select g."group", g.owner from cooperation.groups_of(${organisation}::uuid) g order by g.owner, g."group"`.execute(tx)
  return rows
}
