import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Audience } from '../../network/proposal.ts'

/** That a member was told of something: by the console and its digest, or by hand where it does not work on this node. */
export type Telling = {
  readonly member: string
  readonly name: string
  readonly organisation: OrganisationId | null
  /** how many of its people the console told */
  readonly people: number
  readonly toldAt: Date | null
  /** by hand: how */
  readonly how: string | null
  readonly seenAt: Date | null
}
export type Addressee = Pick<Telling, 'member' | 'name' | 'organisation'>

/** Who is to be told: the members of an audience as they are now, but `except`. */
export async function listAudience(
  tx: Tx,
  network: OrganisationId,
  audience: Audience,
  except: string | null,
): Promise<readonly Addressee[]> {
  const { rows } = await sql<Addressee>`select m.id as member, m.name, m.organisation from cooperation.member m
    where m.owner = ${network} and m.state = 'member' and (${audience === 'members'} or m.kind = 'agency') and m.id is distinct from ${except}::uuid
    order by m.country, m.name, m.id`.execute(tx)
  return rows
}

/** Who among these was told of it already. */
export async function listTold(tx: Tx, kind: string, subject: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    member: string
  }>`select t.member from cooperation.telling t where t.kind = ${kind} and t.subject = ${subject}::uuid`.execute(tx)
  return new Set(rows.map(({ member }) => member))
}

export async function insertTellings(
  tx: Tx,
  owner: OrganisationId,
  about: { readonly kind: string; readonly subject: string },
  told: readonly (Addressee & Pick<Telling, 'people'>)[],
  at: Date,
): Promise<void> {
  if (told.length === 0) return
  const rows = told.map((one) => ({ ...one, id: newId(at.getTime()), at: one.organisation === null ? null : at }))
  await sql`insert into cooperation.telling (id, owner, kind, subject, member, name, organisation, people, told_at)
    select t.id, ${owner}::uuid, ${about.kind}, ${about.subject}::uuid, t.member, t.name, t.organisation, t.people, t.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) t(id uuid, member uuid, name text, organisation uuid, people integer, at timestamptz)
    on conflict (owner, subject, kind, member) do nothing`.execute(tx)
}

/** By name. */
export async function listTellings(tx: Tx, kind: string, subject: string): Promise<readonly Telling[]> {
  const { rows } = await sql<Telling>`select t.member, t.name, t.organisation, t.people, t.told_at as "toldAt", t.how, t.seen_at as "seenAt"
    from cooperation.telling t where t.kind = ${kind} and t.subject = ${subject}::uuid order by t.name, t.member limit 2000`.execute(tx)
  return rows
}

/** Whether somebody of the member reads it for the first time; the network's own question. */
export async function isUnseen(tx: Tx, subject: string, member: string): Promise<boolean> {
  const { rows } =
    await sql`select from cooperation.telling t where t.subject = ${subject}::uuid and t.member = ${member}::uuid and t.seen_at is null limit 1`.execute(
      tx,
    )
  return rows.length > 0
}

export async function markSeen(tx: Tx, subject: string, member: string, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.telling')
    .set({ seen_at: at })
    .where('subject', '=', subject)
    .where('member', '=', member)
    .where('seen_at', 'is', null)
    .execute()
}

/** Of a member that does not work here and was not told yet: false where there is none such. */
export async function markTold(tx: Tx, kind: string, subject: string, member: string, how: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cooperation.telling')
    .set({ told_at: at, how })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('member', '=', member)
    .where('told_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
