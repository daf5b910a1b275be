import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { StandingGroup } from '../../network/member.ts'

// Who is in which group, and what was granted: the facts that row-level security reads. Written for the acting organisation, which owns them.

export type GroupRow = { readonly id: string; readonly standing: StandingGroup | null; readonly name: string; readonly purpose: string }

export async function insertGroup(tx: Tx, owner: OrganisationId, group: GroupRow, at: Date, by: string): Promise<void> {
  const { id, standing, name, purpose } = group
  await tx.insertInto('platform.sharing_group').values({ id, owner, since: at }).execute()
  await tx.insertInto('cooperation.sharing_group').values({ id, owner, standing, name, purpose, since: at, since_by: by }).execute()
}

/** The groups that the network keeps itself, as far as the acting organisation is in them or owns them. */
export async function listStandingGroups(
  tx: Tx,
  network: OrganisationId,
): Promise<readonly { readonly id: string; readonly standing: StandingGroup }[]> {
  const { rows } = await sql<{ id: string; standing: StandingGroup }>`select g.id, g.standing from cooperation.sharing_group g
    where g.owner = ${network} and g.standing is not null and g.country is null order by g.standing`.execute(tx)
  return rows
}

/** The group of a country's agencies; it is made where there is none yet. */
export async function openCountryGroup(tx: Tx, network: OrganisationId, country: string, at: Date, by: string): Promise<string> {
  // of two first agencies at once the second sees what the first made
  await sql`select pg_advisory_xact_lock(hashtextextended(${`country-group ${network} ${country}`}, 0))`.execute(tx)
  const { rows } = await sql<{ id: string }>`select g.id from cooperation.sharing_group g
    where g.owner = ${network} and g.country = ${country}`.execute(tx)
  if (rows[0] !== undefined) return rows[0].id
  const id = newId(at.getTime())
  await tx.insertInto('platform.sharing_group').values({ id, owner: network, since: at }).execute()
  await sql`insert into cooperation.sharing_group (id, owner, standing, country, name, purpose, since, since_by)
    values (${id}, ${network}, 'country', ${country}, ${country}, '', ${at}, ${by})`.execute(tx)
  return id
}

/** From this moment on it is in no group of a country's agencies. */
export async function leaveCountryGroups(tx: Tx, network: OrganisationId, member: OrganisationId): Promise<void> {
  await sql`update platform.group_member m set ended_at = now() from cooperation.sharing_group g
    where g.id = m."group" and g.owner = ${network} and g.country is not null and m.owner = ${network} and m.member = ${member}
      and m.ended_at is null`.execute(tx)
}

/**
 * Nothing where it is in the group already. `past`: whether it sees what the group was granted before. If not, it is in it from this very moment and not from
 * the start of the transaction, which may have waited for one that granted something.
 */
export async function addToGroup(
  tx: Tx,
  owner: OrganisationId,
  group: string,
  member: OrganisationId,
  past: boolean,
  at: Date,
): Promise<void> {
  await sql`insert into platform.group_member (id, owner, "group", member, since, past) values (${newId(at.getTime())}, ${owner}, ${group}, ${member}, case when ${past}::boolean then now() else clock_timestamp() end, ${past})
    on conflict ("group", member) where ended_at is null do nothing`.execute(tx)
}

/** From this moment on it sees nothing more of what was granted to the group. */
export async function removeFromGroup(tx: Tx, owner: OrganisationId, group: string, member: OrganisationId): Promise<void> {
  await sql`update platform.group_member set ended_at = now() where owner = ${owner} and "group" = ${group} and member = ${member} and ended_at is null`.execute(
    tx,
  )
}

/** Lets `recipient` (an organisation or a group) see the object from now on, unless it does. */
export async function grant(
  tx: Tx,
  owner: OrganisationId,
  kind: string,
  object: string,
  recipient: string,
  at: Date,
  until: Date | null = null,
): Promise<void> {
  await sql`insert into platform.access_grant (id, owner, recipient, kind, object, since, until)
    select ${newId(at.getTime())}::uuid, ${owner}::uuid, ${recipient}::uuid, ${kind}, ${object}::uuid, now(), ${until}::timestamptz
    where not exists (select from platform.access_grant g where g.owner = ${owner} and g.recipient = ${recipient} and g.kind = ${kind} and g.object = ${object}
      and g.ended_at is null and (g.until is null or g.until > now()))`.execute(tx)
}

/** Ends what these were granted of the object; all of it where no recipient is named. */
export async function endGrants(
  tx: Tx,
  owner: OrganisationId,
  kind: string,
  object: string,
  recipient: string | null = null,
): Promise<void> {
  await sql`update platform.access_grant set ended_at = now()
    where owner = ${owner} and kind = ${kind} and object = ${object}::uuid and ended_at is null and (${recipient}::uuid is null or recipient = ${recipient}::uuid)`.execute(
    tx,
  )
}

/** Ends all that one organisation was granted by itself. */
export async function endGrantsTo(tx: Tx, owner: OrganisationId, recipient: OrganisationId): Promise<void> {
  await sql`update platform.access_grant set ended_at = now() where owner = ${owner} and recipient = ${recipient} and ended_at is null`.execute(
    tx,
  )
}
