import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Agency, Naming, NamingState, Signature } from '../../network/country.ts'
import type { Member } from '../../network/member.ts'

const columns = sql`n.id, n.country, n.agency, n.proposed_by as "proposedBy", n.proposed_at as "proposedAt", n.state, n.stood_at as "stoodAt", n.ended_at as "endedAt"`

export type CountryAgency = Agency & {
  readonly organisation: OrganisationId | null
  readonly laws: Member['laws']
  readonly joinedAt: Date | null
}

/** The agencies of a country that are members now, by name. */
export async function listAgenciesOf(tx: Tx, network: OrganisationId, country: string): Promise<readonly CountryAgency[]> {
  const { rows } = await sql<CountryAgency>`select m.id, m.name, m.organisation, m.laws, m.joined_at as "joinedAt" from cooperation.member m
    where m.owner = ${network} and m.kind = 'agency' and m.state = 'member' and m.country = ${country} order by lower(m.name), m.id limit 500`.execute(
    tx,
  )
  return rows
}

/** The latest fifty of a country, those that run before the others. */
export async function listNamings(tx: Tx, network: OrganisationId, country: string): Promise<readonly Naming[]> {
  const { rows } =
    await sql<Naming>`select ${columns} from cooperation.country_contact n where n.owner = ${network} and n.country = ${country}
    order by n.ended_at is not null, n.proposed_at desc, n.id desc limit 50`.execute(tx)
  return rows
}

export async function findNaming(tx: Tx, id: string): Promise<Naming | undefined> {
  const { rows } = await sql<Naming>`select ${columns} from cooperation.country_contact n where n.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/**
 * Those of a country that run, locked; whoever comes second waits, so that of two last signatures one makes it stand. The country is locked where there is
 * none yet.
 */
export async function lockOpenNamings(tx: Tx, network: OrganisationId, country: string): Promise<readonly Naming[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`country-contact ${network} ${country}`}, 0))`.execute(tx)
  const { rows } =
    await sql<Naming>`select ${columns} from cooperation.country_contact n where n.owner = ${network} and n.country = ${country} and n.ended_at is null
    order by n.id for update`.execute(tx)
  return rows
}

export async function insertNaming(tx: Tx, owner: OrganisationId, naming: Naming): Promise<void> {
  const { id, country, agency, proposedBy, proposedAt, state } = naming
  await tx
    .insertInto('cooperation.country_contact')
    .values({ id, owner, country, agency, proposed_by: proposedBy, proposed_at: proposedAt, state })
    .execute()
}

export async function setNamingState(tx: Tx, id: string, state: NamingState, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.country_contact')
    .set(state === 'standing' ? { state, stood_at: at } : { state, ended_at: at })
    .where('id', '=', id)
    .execute()
}

export async function listSignatures(tx: Tx, namings: readonly string[]): Promise<readonly Signature[]> {
  const { rows } = await sql<Signature>`select s.naming, s.agency, s.said, s.reason, s.at from cooperation.country_signature s
    where s.naming = any (${[...namings]}::uuid[]) order by s.at, s.id`.execute(tx)
  return rows
}

/** False where this agency has said something already. */
export async function insertSignature(tx: Tx, owner: OrganisationId, id: string, signature: Signature, by: string): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.country_signature')
    .values({ ...signature, id, owner, by })
    .onConflict((conflict) => conflict.columns(['naming', 'agency']).doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}
