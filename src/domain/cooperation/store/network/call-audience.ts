import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Exclusion, Invitation, Invited } from '../../network/call-audience.ts'

// Who of industry may come to what: invitations, what agencies have taken industry out of, and the grants that come of both.

/**
 * Until the end of the transaction nobody else changes who may come: what one of two reads, the other has written. Taken before any row of a member or a call
 * is, in one order by all.
 */
export async function lockAudiences(tx: Tx, network: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cooperation.call-audience ' || ${network}::text, 0))`.execute(tx)
}

/** All that decides who of industry sees a call; the network's own question. */
export async function readInvited(tx: Tx, network: OrganisationId, call: string): Promise<Invited | undefined> {
  const { rows } = await sql<Invited>`select c.id as call, c.series,
      array(select i.id from cooperation.call_item i where i.call = c.id order by i.place, i.id) as items,
      coalesce((select json_agg(json_build_object('member', m.id, 'organisation', m.organisation)) from cooperation.member m
        where m.owner = ${network} and m.kind = 'industry' and m.state = 'member' and m.organisation is not null), '[]') as industry,
      coalesce((select json_agg(json_build_object('member', v.member, 'item', v.item)) from cooperation.call_invitation v
        where v.call = c.id and v.ended_at is null), '[]') as invitations,
      coalesce((select json_agg(json_build_object('series', o.series, 'call', o.call, 'item', o.item, 'members', case when o.everyone then null else coalesce(
          (select json_agg(json_build_object('member', n.member, 'organisation', n.organisation)) from cooperation.call_objection_member n where n.objection = o.id), '[]') end))
        from cooperation.call_objection o where o.withdrawn_at is null and (o.series = c.series or o.call = c.id
          or o.item in (select i.id from cooperation.call_item i where i.call = c.id))), '[]') as exclusions
    from cooperation.call c where c.id = ${call}::uuid and c.owner = ${network}`.execute(tx)
  return rows[0]
}

/** Organisations that see these objects by themselves, not in a group. */
export async function listGrantedTo(
  tx: Tx,
  network: OrganisationId,
  objects: readonly string[],
): Promise<readonly { readonly kind: 'call' | 'call-item'; readonly object: string; readonly organisation: string }[]> {
  const { rows } = await sql<{
    kind: 'call' | 'call-item'
    object: string
    organisation: string
  }>`select g.kind, g.object, g.recipient as organisation
    from platform.access_grant g where g.owner = ${network} and g.kind in ('call', 'call-item') and g.object = any (${[...objects]}::uuid[]) and g.ended_at is null
      and not exists (select from platform.sharing_group s where s.id = g.recipient)`.execute(tx)
  return rows
}

/** Whether somebody who may come no more has known the link that stands. */
export async function isLinkKnown(tx: Tx, network: OrganisationId, call: string): Promise<boolean> {
  const { rows } =
    await sql`select from cooperation.call c join platform.access_grant g on g.owner = ${network} and g.kind = 'call' and g.object = c.id
    where c.id = ${call}::uuid and c.link is not null and g.ended_at >= c.link_at and not exists (
      select from platform.access_grant n where n.owner = ${network} and n.kind = 'call' and n.object = c.id and n.recipient = g.recipient and n.ended_at is null)
    limit 1`.execute(tx)
  return rows.length > 0
}

/** Calls that any of a member's invitations is to. */
export async function listInvitedCalls(tx: Tx, member: string): Promise<readonly string[]> {
  const { rows } = await sql<{ call: string }>`select distinct v.call from cooperation.call_invitation v
    where v.member = ${member}::uuid and v.ended_at is null order by v.call`.execute(tx)
  return rows.map(({ call }) => call)
}

export type InvitationRow = Invitation & {
  readonly id: string
  readonly call: string
  readonly agency: string
  readonly name: string
  readonly agencyName: string
}
const invitation = sql`v.id, v.call, v.item, v.member, v.agency, m.name, a.name as "agencyName"`
const invited = sql`cooperation.call_invitation v join cooperation.member m on m.id = v.member join cooperation.member a on a.id = v.agency`

export async function listInvitations(tx: Tx, call: string): Promise<readonly InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`select ${invitation} from ${invited}
    where v.call = ${call}::uuid and v.ended_at is null order by m.name, v.at, v.id limit 5000`.execute(tx)
  return rows
}
export async function findInvitation(tx: Tx, id: string): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`select ${invitation} from ${invited} where v.id = ${id}::uuid and v.ended_at is null`.execute(
    tx,
  )
  return rows[0]
}
/** Nothing where the member is invited to it already. */
export async function insertInvitation(
  tx: Tx,
  owner: OrganisationId,
  one: Omit<InvitationRow, 'name' | 'agencyName'>,
  at: Date,
  by: string,
): Promise<void> {
  await tx
    .insertInto('cooperation.call_invitation')
    .values({ ...one, owner, at, by })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
export async function endInvitation(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.call_invitation').set({ ended_at: at }).where('id', '=', id).execute()
}

export type ObjectionRow = Omit<Exclusion, 'members'> & {
  readonly id: string
  readonly everyone: boolean
  readonly agency: string
  readonly agencyName: string
  readonly reason: string | null
  readonly at: Date
  /** names of those who are taken out; empty where it is all of industry */
  readonly members: readonly string[]
}
const objection = sql`o.id, o.series, o.call, o.item, o.everyone, o.agency, a.name as "agencyName", o.reason, o.at,
  array(select m.name from cooperation.call_objection_member n join cooperation.member m on m.id = n.member where n.objection = o.id order by m.name) as members`

/** Those that stand to a whole series, as far as the reader may see them. */
export async function listObjectionsToSeries(tx: Tx, series: string): Promise<readonly ObjectionRow[]> {
  const { rows } =
    await sql<ObjectionRow>`select ${objection} from cooperation.call_objection o join cooperation.member a on a.id = o.agency
    where o.withdrawn_at is null and o.series = ${series}::uuid order by o.at, o.id limit 1000`.execute(tx)
  return rows
}

/** Those that stand and bear on a call, as far as the reader may see them. */
export async function listObjectionsTo(tx: Tx, call: string, series: string | null): Promise<readonly ObjectionRow[]> {
  const { rows } =
    await sql<ObjectionRow>`select ${objection} from cooperation.call_objection o join cooperation.member a on a.id = o.agency
    where o.withdrawn_at is null and (o.call = ${call}::uuid or o.series = ${series}::uuid
      or o.item in (select i.id from cooperation.call_item i where i.call = ${call}::uuid)) order by o.at, o.id limit 1000`.execute(tx)
  return rows
}
export async function findObjection(tx: Tx, id: string): Promise<ObjectionRow | undefined> {
  const { rows } =
    await sql<ObjectionRow>`select ${objection} from cooperation.call_objection o join cooperation.member a on a.id = o.agency
    where o.id = ${id}::uuid and o.withdrawn_at is null`.execute(tx)
  return rows[0]
}
export async function insertCallObjection(
  tx: Tx,
  owner: OrganisationId,
  one: Omit<ObjectionRow, 'agencyName' | 'members'> & { readonly members: NonNullable<Exclusion['members']> },
  by: string,
): Promise<void> {
  const { members, ...row } = one
  await tx
    .insertInto('cooperation.call_objection')
    .values({ ...row, owner, by })
    .execute()
  if (members.length > 0)
    await tx
      .insertInto('cooperation.call_objection_member')
      .values(members.map(({ member, organisation }) => ({ objection: row.id, member, owner, organisation })))
      .execute()
}
export async function endObjection(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.call_objection').set({ withdrawn_at: at }).where('id', '=', id).execute()
}
/** How many stand, of what kind whatever; for the log, which names nobody. */
export async function countObjections(tx: Tx, network: OrganisationId): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from cooperation.call_objection o
    where o.owner = ${network} and o.withdrawn_at is null`.execute(tx)
  return rows[0]?.count ?? 0
}
