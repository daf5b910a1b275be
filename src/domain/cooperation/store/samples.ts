import { type RawBuilder, sql } from 'kysely'
import type { CaseId, ItemId, OrganisationId, ReleaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { submissionStates } from '../contract/names.ts'
import type { verdicts } from '../contract/way-names.ts'
import type { ReleaseState } from '../release.ts'
import type { WayKind } from '../ways/way.ts'

export type Verdict = (typeof verdicts)[number]
export type SubmissionState = (typeof submissionStates)[number]

export type SubmissionRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly release: ReleaseId
  readonly releaseState: ReleaseState
  readonly state: SubmissionState
  readonly way: string
  readonly vendor: string
  readonly wayKind: WayKind
  readonly case: CaseId | null
  readonly codes: readonly string[]
  readonly item: ItemId | null
  readonly sha256: string
  readonly size: number
  readonly at: Date
  readonly sentAt: Date | null
  readonly againOf: string | null
  readonly verdict: Verdict | null
  readonly detection: string | null
  readonly definition: string | null
  readonly definitionAt: Date | null
  readonly answeredAt: Date | null
}

const state = sql`case when r.state in ('draft', 'decided') then 'waiting' when r.state in ('refused', 'recalled') then 'dropped' when r.state = 'failed' then 'failed'
  when s.verdict = 'detected' then 'detected' when s.answered_at is not null then 'answered' else 'sent' end`
const columns = sql`s.id, s.owner, s.release, r.state as "releaseState", ${state} as state, s.way, w.name as vendor, w.kind as "wayKind", s.in_case as "case", r.codes,
  s.item, s.sha256, s.size::float8 as size, s.at, case when r.state = 'delivered' then r.settled_at end as "sentAt", s.again_of as "againOf", s.verdict, s.detection,
  s.definition, s.definition_at as "definitionAt", s.answered_at as "answeredAt"`
const tables = sql`cooperation.submission s join cooperation.release r on r.id = s.release join cooperation.way w on w.id = s.way`

export type NewSubmission = {
  readonly id: string
  readonly owner: OrganisationId
  readonly release: ReleaseId
  readonly way: string
  readonly in_case: CaseId | null
  readonly sha256: string
  readonly at: Date
  readonly again_of: string | null
}

export async function insertSubmission(tx: Tx, row: NewSubmission): Promise<void> {
  await tx.insertInto('cooperation.submission').values(row).execute()
}

export async function setSubmission(
  tx: Tx,
  id: string,
  change: Partial<{
    readonly item: ItemId
    readonly size: number
    readonly verdict: Verdict
    readonly detection: string | null
    readonly definition: string | null
    readonly definition_at: Date | null
    readonly answered_at: Date
    readonly again_at: Date
  }>,
): Promise<void> {
  await tx.updateTable('cooperation.submission').set(change).where('id', '=', id).execute()
}

export async function findSubmission(tx: Tx, id: string): Promise<SubmissionRow | undefined> {
  const { rows } = await sql<SubmissionRow>`select ${columns} from ${tables} where s.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function findSubmissionOf(tx: Tx, release: ReleaseId): Promise<SubmissionRow | undefined> {
  const { rows } = await sql<SubmissionRow>`select ${columns} from ${tables} where s.release = ${release}::uuid`.execute(tx)
  return rows[0]
}

/** Which of these items a vendor has already, or would have: drafted, on its way, or gone. As `sha256 way`. */
export async function listGiven(tx: Tx, owner: OrganisationId, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ given: string }>`select distinct s.sha256 || ' ' || s.way as given from ${tables}
    where s.owner = ${owner} and s.sha256 = any (${[...hashes]}::text[]) and r.state in ('draft', 'decided', 'delivered')`.execute(tx)
  return new Set(rows.map(({ given }) => given))
}

export type SampleFilter = {
  readonly vendor?: string | undefined
  readonly state?: readonly SubmissionState[] | undefined
  readonly sha256?: string | undefined
  readonly case?: string | undefined
}

/** Where a page of items ended. */
export type SampleCursor = { readonly at: Date; readonly sha256: string }

/** Items that were given to anybody as the filter says, the latest first. */
export async function pageSamples(
  tx: Tx,
  owner: OrganisationId,
  filter: SampleFilter,
  before: SampleCursor | undefined,
  limit: number,
): Promise<readonly { readonly sha256: string; readonly lastAt: Date }[]> {
  const also: RawBuilder<unknown>[] = []
  if (filter.vendor !== undefined) also.push(sql`w.name = ${filter.vendor}`)
  if (filter.state !== undefined) also.push(sql`${state} = any (${[...filter.state]}::text[])`)
  if (filter.sha256 !== undefined) also.push(sql`s.sha256 = ${filter.sha256}`)
  if (filter.case !== undefined) also.push(sql`s.in_case = ${filter.case}::uuid`)
  const where = also.length === 0 ? sql`` : sql`and ${sql.join(also, sql` and `)}`
  const having = before === undefined ? sql`` : sql`having (max(s.at), s.sha256) < (${before.at}, ${before.sha256})`
  const { rows } = await sql<{ sha256: string; lastAt: Date }>`select s.sha256, max(s.at) as "lastAt" from ${tables}
    where s.owner = ${owner} ${where} group by s.sha256 ${having} order by 2 desc, 1 desc limit ${limit}`.execute(tx)
  return rows
}

/** All submissions of these items, the newest first; two thousand at most. */
export async function listSubmissions(tx: Tx, owner: OrganisationId, hashes: readonly string[]): Promise<readonly SubmissionRow[]> {
  const { rows } = await sql<SubmissionRow>`select ${columns} from ${tables}
    where s.owner = ${owner} and s.sha256 = any (${[...hashes]}::text[]) order by s.at desc, s.id desc limit 2000`.execute(tx)
  return rows
}

export type AnswerRow = {
  readonly id: string
  readonly at: Date
  readonly by: string
  readonly came: 'person' | 'mail' | 'http'
  readonly verdict: Verdict | null
  readonly detection: string | null
  readonly definition: string | null
  readonly definition_at: Date | null
  readonly said: string
  readonly reply: string | null
}

/** False where the same mail was noted before. */
export async function insertAnswer(tx: Tx, owner: OrganisationId, submission: string, row: AnswerRow): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.submission_answer')
    .values({ ...row, owner, submission })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return done.length > 0
}

/** Oldest first, two hundred at most. */
export async function listAnswers(tx: Tx, submission: string): Promise<readonly AnswerRow[]> {
  const rows = await tx
    .selectFrom('cooperation.submission_answer')
    .select(['id', 'at', 'by', 'came', 'verdict', 'detection', 'definition', 'definition_at', 'said', 'reply'])
    .where('submission', '=', submission)
    .orderBy('at')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows as AnswerRow[]
}

export type Due = { readonly id: string; readonly case: CaseId; readonly way: string; readonly sha256: string }

/**
 * What a vendor does not detect yet, in live cases whose campaign still grows, that went longer ago than the vendor's days, and that was given to them once only
 * since. So many at most, the oldest first.
 */
export async function listDue(tx: Tx, owner: OrganisationId, now: Date, limit: number): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`select s.id, s.in_case as "case", s.way, s.sha256 from ${tables}
    where s.owner = ${owner} and r.state = 'delivered' and s.again_at is null and (s.verdict is null or s.verdict in ('received', 'not-detected'))
      and w.confirmed_at is not null and w.ended_at is null and r.settled_at <= ${now}::timestamptz - make_interval(days => w.again_days)
      and exists (select from cases."case" c join cases.case_campaign p on p."case" = c.id join analysis.campaign k on k.id = p.campaign
        where c.id = s.in_case and c.owner = s.owner and c.state in ('open', 'acting', 'waiting') and k.state = 'growing')
      and not exists (select from cooperation.submission n where n.owner = s.owner and n.way = s.way and n.sha256 = s.sha256 and (n.at, n.id) > (s.at, s.id))
    order by r.settled_at, s.id limit ${limit}`.execute(tx)
  return rows
}
