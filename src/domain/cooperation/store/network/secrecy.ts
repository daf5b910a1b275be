import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { GivenMark, SecrecyKind, SecrecyName } from '../../network/secret.ts'

// Marks of secrecy: what the acting organisation put on its own, and what others put on what they gave it.

export type SecrecyMark = {
  readonly id: string
  readonly kind: SecrecyKind
  readonly object: string
  /** of an indicator */
  readonly label: string | null
  readonly mark: SecrecyName
  readonly since: Date
  readonly sinceBy: string
}
const columns = sql`m.id, m.kind, m.object, m.label, m.mark, m.since, m.since_by as "sinceBy"`

/**
 * The marks that stand on these objects of the acting organisation's. `inside`: cases and campaigns among them, of which marks on what lies in them stand too: on campaigns of a case, on what
 * was found in their reports, on evidence of those.
 */
export async function listSecrecyMarks(
  tx: Tx,
  objects: readonly string[],
  inside: readonly string[] = [],
): Promise<readonly SecrecyMark[]> {
  const { rows } = await sql<SecrecyMark>`with asked as (
      select i.id from unnest(${[...inside]}::uuid[]) i (id)
      union select c.campaign from cases.case_campaign c where c.owner = platform.acting() and c."case" = any (${[...inside]}::uuid[]))
    select ${columns} from cooperation.secrecy_mark m
    where m.owner = platform.acting() and m.lifted_at is null and (m.object = any (${[...objects]}::uuid[]) or m.object in (select a.id from asked a)
      or (m.kind in ('finding', 'evidence') and exists (select from intake.report r
        where r.owner = platform.acting() and (r.id = m.object or r.item = (select i.root from evidence.item i where i.id = m.object and i.owner = platform.acting()))
          and (exists (select from analysis.membership s where s.report = r.id and s.campaign in (select a.id from asked a))
            or exists (select from cases.case_report k where k.report = r.id and k."case" in (select a.id from asked a))))))
    order by m.since, m.id`.execute(tx)
  return rows
}

/** All that stand, the newest first. */
export async function pageSecrecyMarks(tx: Tx, owner: OrganisationId, before: Cursor | undefined, limit: number) {
  const { rows } = await sql<SecrecyMark>`select ${columns} from cooperation.secrecy_mark m where m.owner = ${owner} and m.lifted_at is null
      ${before === undefined ? sql`` : sql`and (m.since, m.id) < (${before.at}, ${before.id}::uuid)`}
    order by m.since desc, m.id desc limit ${limit}`.execute(tx)
  return rows
}

/** False where it stands already. */
export async function insertSecrecyMark(
  tx: Tx,
  owner: OrganisationId,
  mark: Omit<SecrecyMark, 'id' | 'since' | 'sinceBy'>,
  at: Date,
  by: string,
): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.secrecy_mark')
    .values({ id: newId(at.getTime()), owner, ...mark, since: at, since_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Undefined where none of that id stands. */
export async function liftSecrecyMark(tx: Tx, id: string, at: Date, by: string): Promise<Pick<SecrecyMark, 'object' | 'mark'> | undefined> {
  const { rows } = await sql<Pick<SecrecyMark, 'object' | 'mark'>>`update cooperation.secrecy_mark set lifted_at = ${at}, lifted_by = ${by}
    where id = ${id}::uuid and owner = platform.acting() and lifted_at is null returning object, mark`.execute(tx)
  return rows[0]
}

/** Marks on evidence of the acting organisation's that are these bytes. */
export async function listMarksOnBytes(tx: Tx, hashes: readonly string[]): Promise<readonly SecrecyName[]> {
  if (hashes.length === 0) return []
  const { rows } = await sql<{
    mark: SecrecyName
  }>`select distinct m.mark from cooperation.secrecy_mark m join evidence.item i on i.id = m.object
    where m.owner = platform.acting() and m.kind = 'evidence' and m.lifted_at is null and i.owner = platform.acting() and i.sha256 = any (${[...hashes]}::text[])`.execute(
    tx,
  )
  return rows.map(({ mark }) => mark)
}

/**
 * Marks under which others gave bytes of these hashes, or what holds them: with a copy, or with an answer to a request. What its owner has lifted since holds no more,
 * as far as the reader still sees that.
 */
export async function listGivenMarks(tx: Tx, hashes: readonly string[]): Promise<readonly GivenMark[]> {
  if (hashes.length === 0) return []
  const { rows } = await sql<GivenMark>`select f.owner, f.secrecy from cooperation.share_fetch f
      where f.reader = platform.acting() and f.secrecy <> '{}' and (f.sha256 = any (${[...hashes]}::text[]) or f.inside && ${[...hashes]}::text[])
        and not exists (select from cooperation.shared_copy c where c.id = f.copy and c.secrecy = '{}')
    union all
    select r.owner, r.secrecy from cooperation.attachment_receipt r
      where r.reader = platform.acting() and r.secrecy <> '{}' and r.sha256 = any (${[...hashes]}::text[])
        and not exists (select from cooperation.request_attachment a where a.id = r.attachment
          and not exists (select from cooperation.secrecy_mark m where m.kind = 'answer' and m.object = a.message and m.lifted_at is null))
    union all
    select a.owner, array[m.mark] from cooperation.request_attachment a join cooperation.secrecy_mark m on m.object = a.message
      where a.owner <> platform.acting() and a.sha256 = any (${[...hashes]}::text[]) and m.kind = 'answer' and m.owner = a.owner and m.lifted_at is null`.execute(
    tx,
  )
  return rows
}

/** Marks of answers that the reader may see, its own and the other side's. */
export async function listAnswerMarks(tx: Tx, messages: readonly string[]): Promise<readonly Pick<SecrecyMark, 'object' | 'mark'>[]> {
  const { rows } = await sql<Pick<SecrecyMark, 'object' | 'mark'>>`select m.object, m.mark from cooperation.secrecy_mark m
    where m.kind = 'answer' and m.object = any (${[...messages]}::uuid[]) and m.lifted_at is null order by m.mark`.execute(tx)
  return rows
}

/** Whose a message of a request is, for who may see it. */
export async function findMessageOwner(tx: Tx, message: string): Promise<OrganisationId | undefined> {
  const { rows } = await sql<{
    owner: OrganisationId
  }>`select m.owner from cooperation.request_message m where m.id = ${message}::uuid`.execute(tx)
  return rows[0]?.owner
}

/** Takes all marks off a copy of the acting organisation's. */
export async function clearCopyMarks(tx: Tx, copy: string): Promise<void> {
  await sql`update cooperation.shared_copy set secrecy = '{}' where id = ${copy}::uuid and owner = platform.acting()`.execute(tx)
}
