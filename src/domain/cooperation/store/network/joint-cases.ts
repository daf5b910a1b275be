import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { JointActKind, JointOutcome, PartyState } from '../../network/joint.ts'
import type { MemberKind } from '../../network/member.ts'

// Joint cases, who is in them and what was done: the network's rows, as far as the reader sees them.

/** Until the end of the transaction nobody else changes who is in it, or gives anything to it. */
export async function lockJoint(tx: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cooperation.joint ' || ${id}::text, 0))`.execute(tx)
}

export type JointRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly code: string
  readonly state: 'open' | 'closed'
  readonly lead: OrganisationId
  readonly leadMember: string
  readonly leadSince: Date
  readonly proposed: string | null
  readonly proposedAt: Date | null
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly outcome: JointOutcome | null
}

export async function findJoint(tx: Tx, id: string): Promise<JointRow | undefined> {
  const { rows } =
    await sql<JointRow>`select j.id, j.owner, j.code, j.state, j.lead, j.lead_member as "leadMember", j.lead_since as "leadSince", j.proposed,
      j.proposed_at as "proposedAt", j.opened_at as "openedAt", j.closed_at as "closedAt", j.outcome
    from cooperation.joint_case j where j.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export type NewJoint = Pick<JointRow, 'id' | 'owner' | 'code' | 'lead' | 'leadMember'>

export async function insertJoint(tx: Tx, { id, owner, code, lead, leadMember }: NewJoint, at: Date): Promise<void> {
  await tx
    .insertInto('cooperation.joint_case')
    .values({ id, owner, code, state: 'open', lead, lead_member: leadMember, lead_since: at, opened_at: at })
    .execute()
}

export async function setProposed(tx: Tx, id: string, party: string | null, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.joint_case')
    .set({ proposed: party, proposed_at: party === null ? null : at })
    .where('id', '=', id)
    .execute()
}

export async function setLead(tx: Tx, id: string, lead: Pick<PartyRow, 'organisation' | 'member'>, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.joint_case')
    .set({ lead: lead.organisation, lead_member: lead.member, lead_since: at, proposed: null, proposed_at: null })
    .where('id', '=', id)
    .execute()
}

/** What was given stays with its groups; nothing more is shown to them. */
export async function setClosed(tx: Tx, id: string, outcome: JointOutcome, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.joint_case')
    .set({ state: 'closed', closed_at: at, outcome, proposed: null, proposed_at: null })
    .where('id', '=', id)
    .execute()
  await sql`update cooperation.sharing_group set closed_at = ${at} where joint = ${id}::uuid and owner = platform.acting()`.execute(tx)
}

/** A group of the case: `reach` says of whom, `late` whether whoever enters sees what it was shown before. */
export type JointGroup = {
  readonly id: string
  readonly joint: string
  readonly reach: 'agencies' | 'all'
  readonly late: boolean
  readonly name: string
  readonly open: boolean
}

/** For whoever is in the case. */
export async function listJointGroups(tx: Tx, joint: string): Promise<readonly JointGroup[]> {
  const { rows } =
    await sql<JointGroup>`select g.id, g.joint, g.reach, g.late, g.name, g.open from cooperation.joint_groups(${joint}::uuid, null) g
    order by g.reach, g.late`.execute(tx)
  return rows
}

export async function findJointGroup(tx: Tx, group: string): Promise<JointGroup | undefined> {
  const { rows } =
    await sql<JointGroup>`select g.id, g.joint, g.reach, g.late, g.name, g.open from cooperation.joint_groups(null, ${group}::uuid) g`.execute(
      tx,
    )
  return rows[0]
}

/** The same of the network's own, where whoever acts is not in it yet. */
export async function listOwnJointGroups(tx: Tx, joint: string): Promise<readonly Pick<JointGroup, 'id' | 'reach' | 'late'>[]> {
  const { rows } = await sql<Pick<JointGroup, 'id' | 'reach' | 'late'>>`select g.id, g.reach, g.late from cooperation.sharing_group g
    where g.joint = ${joint}::uuid and g.reach in ('agencies', 'all') and g.owner = platform.acting() order by g.reach, g.late`.execute(tx)
  return rows
}

export type NewGroup = {
  readonly joint: string
  readonly reach: 'agencies' | 'all' | 'seat'
  readonly late: boolean
  readonly name: string
}

export async function insertJointGroup(tx: Tx, owner: OrganisationId, group: NewGroup, at: Date, by: string): Promise<string> {
  const id = newId(at.getTime())
  await tx.insertInto('platform.sharing_group').values({ id, owner, since: at }).execute()
  await tx
    .insertInto('cooperation.sharing_group')
    .values({ id, owner, ...group, standing: null, purpose: '', since: at, since_by: by })
    .execute()
  return id
}

export type PartyRow = {
  readonly id: string
  readonly joint: string
  readonly member: string
  readonly organisation: OrganisationId
  readonly name: string
  readonly country: string
  readonly kind: MemberKind
  readonly state: PartyState
  readonly seat: string
  readonly invitedAt: Date
  readonly since: Date | null
  readonly endedAt: Date | null
}

const partyColumns = sql`p.id, p.joint, p.member, p.organisation, p.name, p.country, p.kind, p.state, p.seat, p.invited_at as "invitedAt", p.since,
  p.ended_at as "endedAt"`

/** Those that the reader sees, in the order in which they were asked; a thousand at most: all who are in it or asked, and who went last. */
export async function listParties(tx: Tx, joint: string): Promise<readonly PartyRow[]> {
  const { rows } = await sql<PartyRow>`select ${partyColumns} from (select * from cooperation.joint_party o where o.joint = ${joint}::uuid
      order by (o.ended_at is null) desc, o.ended_at desc, o.id limit 1000) p
    order by p.invited_at, p.kind, lower(p.name), p.id`.execute(tx)
  return rows
}

/** In which joint cases an organisation is or was asked into; for the network alone. */
export async function listOpenParties(tx: Tx, organisation: OrganisationId): Promise<readonly PartyRow[]> {
  const { rows } = await sql<PartyRow>`select ${partyColumns} from cooperation.joint_party p
    where p.organisation = ${organisation}::uuid and p.ended_at is null order by p.joint`.execute(tx)
  return rows
}

export async function insertParty(tx: Tx, owner: OrganisationId, row: PartyRow): Promise<void> {
  const { invitedAt, endedAt, ...rest } = row
  await tx
    .insertInto('cooperation.joint_party')
    .values({ ...rest, owner, invited_at: invitedAt, ended_at: endedAt })
    .execute()
}

export async function setParty(tx: Tx, { id, state, since, endedAt }: Pick<PartyRow, 'id' | 'state' | 'since' | 'endedAt'>): Promise<void> {
  await tx.updateTable('cooperation.joint_party').set({ state, since, ended_at: endedAt }).where('id', '=', id).execute()
}

export type JointActRow = {
  readonly id: string
  readonly at: Date
  readonly what: JointActKind
  readonly byName: string
  readonly name: string | null
  readonly sha256: string | null
}

export async function insertJointAct(tx: Tx, owner: OrganisationId, joint: string, row: JointActRow): Promise<void> {
  const { byName, ...rest } = row
  await tx
    .insertInto('cooperation.joint_act')
    .values({ ...rest, owner, joint, by_name: byName })
    .execute()
}

/** Those that the reader sees, in order; the last thousand. */
export async function listJointActs(tx: Tx, joint: string): Promise<readonly JointActRow[]> {
  const { rows } = await sql<JointActRow>`select a.id, a.at, a.what, a.by_name as "byName", a.name, a.sha256 from (
      select * from cooperation.joint_act o where o.joint = ${joint}::uuid order by o.at desc, o.id desc limit 1000) a
    order by a.at, a.id`.execute(tx)
  return rows
}

/** Copies that were shown to the case and are shown still, the newest first. */
export async function listJointCopies(
  tx: Tx,
  joint: string,
): Promise<readonly { readonly copy: string; readonly since: Date; readonly reach: 'agencies' | 'all' }[]> {
  const { rows } = await sql<{ copy: string; since: Date; reach: 'agencies' | 'all' }>`select c.copy, c.since, c.reach
    from cooperation.joint_copies(${joint}::uuid, 500) c`.execute(tx)
  return rows
}
