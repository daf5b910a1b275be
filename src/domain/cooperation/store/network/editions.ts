import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Edition, EditionKind, Signature } from '../../network/edition.ts'

const columns = sql`e.id, e.owner, e.kind, e.number, e.title, e.text, e.sha256, e.proposal,
  case when e.kind = 'procedures' then jsonb_build_object('accessionDays', e.accession_days, 'proceduresBy', e.procedures_by, 'proceduresDays', e.procedures_days,
    'workPlanBy', e.work_plan_by, 'workPlanDays', e.work_plan_days, 'agenciesLearn', e.agencies_learn) end as rules,
  e.made_at as "madeAt", e.made_by as "madeBy", e.since, e.until`

export async function findEdition(tx: Tx, id: string): Promise<Edition | undefined> {
  const { rows } = await sql<Edition>`select ${columns} from cooperation.edition e where e.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function findEditionOf(tx: Tx, proposal: string): Promise<Edition | undefined> {
  const { rows } = await sql<Edition>`select ${columns} from cooperation.edition e where e.proposal = ${proposal}::uuid`.execute(tx)
  return rows[0]
}

export async function findInForce(tx: Tx, network: OrganisationId, kind: EditionKind): Promise<Edition | undefined> {
  const { rows } = await sql<Edition>`select ${columns} from cooperation.edition e
    where e.owner = ${network} and e.kind = ${kind} and e.since is not null and e.until is null`.execute(tx)
  return rows[0]
}

/** The version before this one: of what came into force the one with the number below, of what did not the one in force. */
export async function findBefore(tx: Tx, { owner, kind, number }: Edition): Promise<Edition | undefined> {
  if (number === null) return findInForce(tx, owner, kind)
  const { rows } = await sql<Edition>`select ${columns} from cooperation.edition e
    where e.owner = ${owner} and e.kind = ${kind} and e.number < ${number} order by e.number desc limit 1`.execute(tx)
  return rows[0]
}

export type EditionLine = Omit<Edition, 'text'> & { readonly signatures: number }

/** Versions that are or were in force, the newest first; two hundred at most. */
export async function listEditions(tx: Tx, network: OrganisationId, kind: EditionKind): Promise<readonly EditionLine[]> {
  const { rows } =
    await sql<EditionLine>`select ${columns}, (select count(*)::int from cooperation.signature s where s.edition = e.id) as signatures
    from cooperation.edition e where e.owner = ${network} and e.kind = ${kind} and e.number is not null order by e.number desc limit 200`.execute(
      tx,
    )
  return rows
}

export async function insertEdition(tx: Tx, edition: Omit<Edition, 'number' | 'since' | 'until'>): Promise<void> {
  const { id, owner, kind, title, text, sha256, proposal, rules, madeAt, madeBy } = edition
  await tx
    .insertInto('cooperation.edition')
    .values({
      id,
      owner,
      kind,
      title,
      text,
      sha256,
      proposal,
      accession_days: rules?.accessionDays ?? null,
      procedures_by: rules?.proceduresBy ?? null,
      procedures_days: rules?.proceduresDays ?? null,
      work_plan_by: rules?.workPlanBy ?? null,
      work_plan_days: rules?.workPlanDays ?? null,
      agencies_learn: rules?.agenciesLearn ?? null,
      made_at: madeAt,
      made_by: madeBy,
    })
    .execute()
}

/** Ends the version in force and puts this one in its place; answers its number. The index on what is in force keeps two of them out. */
export async function putInForce(tx: Tx, { id, owner, kind }: Pick<Edition, 'id' | 'owner' | 'kind'>, at: Date): Promise<number> {
  await sql`update cooperation.edition set until = greatest(since, ${at}) where owner = ${owner} and kind = ${kind} and since is not null and until is null`.execute(
    tx,
  )
  const { rows } = await sql<{ number: number }>`update cooperation.edition set since = ${at},
      number = 1 + coalesce((select max(e.number) from cooperation.edition e where e.owner = ${owner} and e.kind = ${kind}), 0)
    where id = ${id}::uuid returning number`.execute(tx)
  return rows[0]?.number ?? 0
}

export async function listSignatures(tx: Tx, edition: string): Promise<readonly Signature[]> {
  const { rows } = await sql<Signature>`select s.id, s.edition, s.member, s.name, s.signer, s.capacity, s.signed_on::text as "signedOn",
      s.recorded_at as "recordedAt", s.recorded_by as "recordedBy"
    from cooperation.signature s where s.edition = ${edition}::uuid order by s.signed_on, s.name, s.id limit 2000`.execute(tx)
  return rows
}

/** False where the member has signed this version already. */
export async function insertSignature(tx: Tx, owner: OrganisationId, one: Signature): Promise<boolean> {
  const { id, edition, member, name, signer, capacity, signedOn, recordedAt, recordedBy } = one
  const done = await tx
    .insertInto('cooperation.signature')
    .values({ id, owner, edition, member, name, signer, capacity, signed_on: signedOn, recorded_at: recordedAt, recorded_by: recordedBy })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}
