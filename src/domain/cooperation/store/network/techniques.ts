import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import {
  type ListedVersion,
  mostVersions,
  type Origin,
  type Result,
  type Technique,
  type TechniqueKind,
  type Version,
} from '../../network/technique.ts'

// The organisation's own techniques, their versions, and what was stated of them.

const columns = sql`t.id, t.kind, t.name, t.changed_at as "changedAt", case when t.origin_copy is not null then json_build_object('copy', t.origin_copy,
    'owner', t.origin_owner, 'name', t.origin_name, 'sha256', t.origin_sha256, 'tlp', t.origin_tlp, 'permitted', t.origin_permitted, 'onward', t.origin_onward,
    'until', to_char(t.origin_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'secrecy',
    case when exists (select from cooperation.shared_copy c where c.id = t.origin_copy and c.secrecy = '{}') then '{}' else t.origin_secrecy end) end as origin,
  coalesce(t.origin_until <= now(), false) as over, exists (select from cooperation.tombstone b where b.copy = t.origin_copy and b.organisation = t.owner) as recalled`
const versionColumns = sql`v.id, v.technique, v.number, v.description, v.sha256, v.entries, v.tlp, v.permitted, v.made_at as "madeAt", v.made_by as "madeBy"`

export type TechniqueRow = Technique & Pick<Version, 'number' | 'tlp' | 'permitted' | 'entries'>

/** With what a list says of the newest version; last changed first. */
export async function pageTechniques(
  tx: Tx,
  owner: OrganisationId,
  kinds: readonly TechniqueKind[] | undefined,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly TechniqueRow[]> {
  const older = before === undefined ? sql`true` : sql`(t.changed_at, t.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<TechniqueRow>`select ${columns}, v.number, v.tlp, v.permitted, v.entries from cooperation.technique t
    cross join lateral (select n.number, n.tlp, n.permitted, n.entries from cooperation.technique_version n where n.technique = t.id order by n.number desc limit 1) v
    where t.owner = ${owner} and (${kinds === undefined} or t.kind = any (${[...(kinds ?? [])]}::text[])) and ${older}
    order by t.changed_at desc, t.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function findTechnique(tx: Tx, id: string): Promise<Technique | undefined> {
  const { rows } =
    await sql<Technique>`select ${columns} from cooperation.technique t where t.id = ${id}::uuid and t.owner = platform.acting()`.execute(
      tx,
    )
  return rows[0]
}

/** The same, locked until the end of the transaction. */
export async function lockTechnique(tx: Tx, id: string): Promise<Technique | undefined> {
  await sql`select from cooperation.technique t where t.id = ${id}::uuid and t.owner = platform.acting() for update`.execute(tx)
  return findTechnique(tx, id)
}

/** The newest first; with its text, and that of the one of this number. */
export async function listVersions(tx: Tx, technique: string, asked: number | null): Promise<readonly ListedVersion[]> {
  const { rows } = await sql<ListedVersion>`select ${versionColumns},
      case when v.number = ${asked}::int or v.number = max(v.number) over () then v.content end as text from cooperation.technique_version v
    where v.technique = ${technique}::uuid and v.owner = platform.acting() order by v.number desc limit ${mostVersions}`.execute(tx)
  return rows
}

/** The newest, or the one of that number. */
export async function findVersion(tx: Tx, technique: string, number: number | null = null): Promise<Version | undefined> {
  const { rows } = await sql<Version>`select ${versionColumns}, v.content as text from cooperation.technique_version v
    where v.technique = ${technique}::uuid and v.owner = platform.acting() and (${number}::int is null or v.number = ${number}::int) order by v.number desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

/** The latest first. */
export async function listResults(tx: Tx, techniques: readonly string[]): Promise<readonly (Result & { readonly technique: string })[]> {
  const { rows } = await sql<
    Result & { technique: string }
  >`select r.id, r.version, v.technique, r.corpus, r.unwanted, r.wanted, r.true_positives as "truePositives",
      r.false_positives as "falsePositives", r.measured_on::text as "measuredOn", r.measured_by as "measuredBy", r.at, r.stated_by as "statedBy"
    from cooperation.technique_version v join cooperation.technique_result r on r.version = v.id
    where v.technique = any (${[...techniques]}::uuid[]) and r.owner = platform.acting() order by v.number desc, r.at desc, r.id desc limit 1000`.execute(
    tx,
  )
  return rows
}

export type NewTechnique = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: TechniqueKind
  readonly name: string
  readonly origin: Origin | null
}

export async function insertTechnique(tx: Tx, { id, owner, kind, name, origin }: NewTechnique, at: Date, by: string): Promise<void> {
  await sql`insert into cooperation.technique (id, owner, kind, name, origin_copy, origin_owner, origin_name, origin_sha256, origin_tlp, origin_permitted, origin_onward, origin_until,
      origin_secrecy, made_at, made_by, changed_at)
    values (${id}::uuid, ${owner}::uuid, ${kind}, ${name}, ${origin?.copy ?? null}::uuid, ${origin?.owner ?? null}::uuid, ${origin?.name ?? null}, ${origin?.sha256 ?? null},
      ${origin?.tlp ?? null}, ${origin?.permitted ?? null}, ${origin?.onward ?? null}, ${origin?.until ?? null}::timestamptz,
      ${[...(origin?.secrecy ?? [])]}::text[], ${at}, ${by}, ${at})`.execute(tx)
}

export async function setTechnique(tx: Tx, id: string, name: string, at: Date): Promise<void> {
  await sql`update cooperation.technique set name = ${name}, changed_at = ${at} where id = ${id}::uuid`.execute(tx)
}

export async function insertVersion(tx: Tx, owner: OrganisationId, version: Version): Promise<void> {
  const { id, technique, number, description, text, sha256, entries, tlp, permitted, madeAt, madeBy } = version
  await sql`insert into cooperation.technique_version (id, owner, technique, number, description, content, sha256, entries, tlp, permitted, made_at, made_by)
    values (${id}::uuid, ${owner}::uuid, ${technique}::uuid, ${number}, ${description}, ${text}, ${sha256}, ${entries}, ${tlp}, ${permitted}, ${madeAt}, ${madeBy})`.execute(
    tx,
  )
}

export async function insertResult(tx: Tx, owner: OrganisationId, result: Omit<Result, 'id'>): Promise<void> {
  const { version, corpus, unwanted, wanted, truePositives, falsePositives, measuredOn, measuredBy, at, statedBy } = result
  await sql`insert into cooperation.technique_result (id, owner, version, corpus, unwanted, wanted, true_positives, false_positives, measured_on, measured_by, at, stated_by)
    values (${newId(at.getTime())}::uuid, ${owner}::uuid, ${version}::uuid, ${corpus}, ${unwanted}, ${wanted}, ${truePositives}, ${falsePositives}, ${measuredOn}::date,
      ${measuredBy}, ${at}, ${statedBy})`.execute(tx)
}

export async function deleteTechnique(tx: Tx, id: string): Promise<void> {
  await sql`delete from cooperation.technique where id = ${id}::uuid and owner = platform.acting()`.execute(tx)
}
