import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Representation, Span } from '../../network/representation.ts'

// For whom members speak. Days are read as text: a day has no hour and no zone.

const columns = sql`r.id, r.association, a.name as "associationName", r.other, coalesce(o.name, r.name) as name, r.since::text, r.until::text, r.basis,
  r.changed_at as "changedAt"`
/** a member that has left, or that the reader does not see, is not named by whoever spoke for it */
const from = sql`cooperation.representation r join cooperation.member a on a.id = r.association
  left join cooperation.member o on o.id = r.other and o.state = 'member'`

/** For whom it speaks, and who speaks for it; those that go on first. */
export async function listRepresentations(tx: Tx, member: string): Promise<readonly Representation[]> {
  const { rows } = await sql<Representation>`select ${columns} from ${from}
    where (r.association = ${member}::uuid or (r.other = ${member}::uuid and a.state = 'member')) and (r.other is null or o.id is not null)
    order by r.until is not null, lower(coalesce(o.name, r.name)), r.id limit 1000`.execute(tx)
  return rows
}

/** The network's own act: locked until the end of the transaction. */
export async function lockRepresentation(tx: Tx, id: string): Promise<Pick<Representation, 'id' | 'association' | 'other'> | undefined> {
  const { rows } = await sql<Pick<Representation, 'id' | 'association' | 'other'>>`select r.id, r.association, r.other
    from cooperation.representation r where r.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

export type NewRepresentation = Span & Pick<Representation, 'id' | 'association' | 'other' | 'name'>

/** False where it is said already and goes on. */
export async function insertRepresentation(tx: Tx, owner: OrganisationId, row: NewRepresentation, at: Date, by: string): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.representation')
    .values({ ...row, owner, made_at: at, changed_at: at, changed_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False where another one of the same goes on already. */
export async function updateRepresentation(tx: Tx, id: string, { since, until, basis }: Span, at: Date, by: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update cooperation.representation r
    set since = ${since}::date, until = ${until}::date, basis = ${basis}, changed_at = ${at}, changed_by = ${by}
    where r.id = ${id}::uuid and (${until !== null} or not exists (select from cooperation.representation s
      where s.id <> r.id and s.association = r.association and s.until is null
        and (s.other = r.other or (s.other is null and r.other is null and lower(s.name) = lower(r.name)))))`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

export async function deleteRepresentation(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cooperation.representation').where('id', '=', id).execute()
}

/** All of an association: what it said before it asked anew. */
export async function deleteRepresentationsOf(tx: Tx, association: string): Promise<void> {
  await tx.deleteFrom('cooperation.representation').where('association', '=', association).execute()
}
