import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { LessonId, OrganisationId, ReportId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { VerdictKind } from '../../../forensics/message/index.ts'
import { type Lesson, lessonVersion, mostLessons, type Said, type Taught } from '../../../forensics/message/verdict/index.ts'
import { insertion } from '../../../platform/db/insert.ts'
import { plannedOnce } from '../../../platform/db/planned.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { sendTogether } from '../../../platform/db/scope.ts'

export type NewLesson = {
  readonly id: LessonId
  readonly owner: OrganisationId
  readonly report: ReportId
  readonly position: number
  readonly taught: Taught
  readonly kind: VerdictKind | null
  readonly teacher_kind: string
  readonly teacher: string
  readonly at: Date
  readonly traits: number
  readonly places: readonly number[]
  readonly shares: readonly number[]
  readonly shipped: number
}

/** Lessons of an organisation change one after the other from here to the end of the unit of work. */
export async function raiseVersion(tx: Tx, owner: OrganisationId): Promise<void> {
  await sql`insert into analysis.teaching (owner, version) values (${owner}, 1)
    on conflict (owner) do update set version = analysis.teaching.version + 1`.execute(tx)
}

/** 0 where nothing was ever taught. */
export async function findVersion(tx: Tx, owner: OrganisationId): Promise<number> {
  const { rows } = await sql<{ version: number }>`select ${plannedOnce} version from analysis.teaching where owner = ${owner}`.execute(tx)
  return rows[0]?.version ?? 0
}

export async function addLesson(tx: Tx, lesson: NewLesson): Promise<void> {
  await sendTogether(tx, [insertion(tx, 'analysis.lesson', [lesson])])
}

export async function revokeOn(tx: Tx, report: ReportId, position: number, by: string, at: Date): Promise<void> {
  await sql`update analysis.lesson set revoked_at = ${at}, revoked_by = ${by}
    where report = ${report} and position = ${position} and revoked_at is null`.execute(tx)
}

export async function setRevoked(tx: Tx, id: LessonId, by: string, at: Date): Promise<void> {
  await sql`update analysis.lesson set revoked_at = ${at}, revoked_by = ${by} where id = ${id}`.execute(tx)
}

/** The newest lessons in force, as many as are learned from. All API keys are one teacher: whoever may make one may make many. */
export async function listValid(tx: Tx, owner: OrganisationId): Promise<readonly Lesson[]> {
  const { rows } =
    await sql<Lesson>`select id, taught, kind, case when teacher_kind = 'person' then teacher else teacher_kind end as teacher,
      places, shares, shipped
    from analysis.lesson where owner = ${owner} and revoked_at is null and traits = ${lessonVersion} order by id desc limit ${mostLessons}`.execute(
      tx,
    )
  return rows
}

export type LessonRow = {
  readonly id: LessonId
  readonly report: ReportId | null
  readonly reference: string | null
  readonly title: string | null
  readonly position: number
  readonly taught: Taught
  readonly kind: VerdictKind | null
  readonly teacher_kind: string
  readonly teacher: string
  readonly at: Date
  readonly revoked_at: Date | null
}

const columns = sql`l.id, l.report, r.reference, s.title, l.position, l.taught, l.kind, l.teacher_kind, l.teacher, l.at, l.revoked_at
  from analysis.lesson l left join intake.report r on r.id = l.report left join analysis.summary s on s.report = l.report`

export async function findLesson(tx: Tx, id: LessonId): Promise<LessonRow | undefined> {
  const { rows } = await sql<LessonRow>`select ${columns} where l.id = ${id}`.execute(tx)
  return rows[0]
}

/** Newest first, those revoked among them. */
export async function listLessonRows(
  tx: Tx,
  owner: OrganisationId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly LessonRow[]> {
  const older = before === undefined ? sql`true` : sql`(l.at, l.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } =
    await sql<LessonRow>`select ${columns} where l.owner = ${owner} and ${older} order by l.at desc, l.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function listLessonsOn(tx: Tx, report: ReportId): Promise<readonly LessonRow[]> {
  const { rows } = await sql<LessonRow>`select ${columns} where l.report = ${report} and l.revoked_at is null order by l.position`.execute(
    tx,
  )
  return rows
}

/** What was said of the messages of these reports, by report and position. */
export async function listSaid(tx: Tx, reports: readonly ReportId[]): Promise<ReadonlyMap<string, ReadonlyMap<number, Said>>> {
  const { rows } = await sql<
    Said & { report: ReportId; position: number }
  >`select ${plannedOnce} report, position, taught, kind from analysis.lesson
    where report = any(${[...reports]}::uuid[]) and revoked_at is null`.execute(tx)
  const found = new Map<string, Map<number, Said>>()
  for (const { report, position, taught, kind } of rows) found.set(report, (found.get(report) ?? new Map()).set(position, { taught, kind }))
  return found
}

export type StoredMessage = { readonly id: string; readonly report: ReportId; readonly position: number; readonly reading: unknown }

/** Readings of messages of our own reports, as they are stored. */
export async function listMessages(tx: Tx, owner: OrganisationId, reports: readonly ReportId[]): Promise<readonly StoredMessage[]> {
  const { rows } = await sql<StoredMessage>`select id, report, position, reading from analysis.observation
    where report = any(${[...reports]}::uuid[]) and owner = ${owner} and position >= 0 and reading ->> 'kind' = 'message'
    order by report, position`.execute(tx)
  return rows
}

export type Judged = {
  readonly id: string
  readonly report: ReportId
  readonly first: boolean
  readonly verdict: { readonly kind: string; readonly unwanted: number }
}

/** Puts verdicts in the place of earlier ones; that of a report's first message stands in its line too. */
export async function replaceVerdicts(tx: Tx, all: readonly Judged[]): Promise<void> {
  const given = storable(all)
  await sql`update analysis.observation o set reading = jsonb_set(o.reading, '{verdict}', g.verdict)
    from jsonb_to_recordset(${given}::jsonb) as g (id uuid, verdict jsonb) where o.id = g.id`.execute(tx)
  await sql`update analysis.summary s set verdict = g.verdict ->> 'kind', unwanted = (g.verdict ->> 'unwanted')::real
    from jsonb_to_recordset(${given}::jsonb) as g (report uuid, first boolean, verdict jsonb) where g.first and s.report = g.report`.execute(
    tx,
  )
}

export type Recent = { readonly report: ReportId; readonly received_at: Date; readonly reference: string; readonly title: string | null }

/** Reports that were analysed, newest first. */
export async function listRecent(
  tx: Tx,
  owner: OrganisationId,
  since: Date,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly Recent[]> {
  const older = before === undefined ? sql`true` : sql`(s.received_at, s.report) < (${before.at}, ${before.id}::uuid)`
  const { rows } =
    await sql<Recent>`select s.report, s.received_at, r.reference, s.title from analysis.summary s join intake.report r on r.id = s.report
    where s.owner = ${owner} and s.received_at >= ${since} and ${older} order by s.received_at desc, s.report desc limit ${limit}`.execute(
      tx,
    )
  return rows
}

/** Lessons on these reports go, with what they kept. Answers whether there were any. */
export async function deleteLessons(tx: Tx, reports: readonly ReportId[]): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`delete from analysis.lesson where report = any(${[...reports]}::uuid[]) returning id`.execute(
    tx,
  )
  return rows.length > 0
}

/** Lessons on these reports stay as numbers that point at nothing. */
export async function detachLessons(tx: Tx, reports: readonly ReportId[]): Promise<void> {
  await sql`update analysis.lesson set report = null where report = any(${[...reports]}::uuid[])`.execute(tx)
}
