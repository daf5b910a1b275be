import { sql } from 'kysely'
import type { CaseId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { CourseEnd, Showing } from '../contract.ts'
import type { Course } from '../course.ts'
import type { Language } from '../texts.ts'

export async function putCourse(tx: Tx, owner: OrganisationId, id: CaseId, course: Course): Promise<void> {
  const { begunAt, resumedAt, told, toldAt, endedAt, endedHow } = course
  const row = {
    begun_at: begunAt,
    resumed_at: resumedAt,
    told: [...told],
    told_at: toldAt,
    ended_at: endedAt,
    ended_how: endedHow,
  }
  await tx
    .insertInto('intake.course')
    .values({ id, owner, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

/** With what follows it. */
export async function deleteCourse(tx: Tx, id: CaseId): Promise<void> {
  await sql`delete from intake.course where id = ${id} and owner = platform.acting()`.execute(tx)
}

/** These follow this course from now on, whichever they followed before. */
export async function putFollows(tx: Tx, owner: OrganisationId, course: CaseId, reports: readonly ReportId[]): Promise<void> {
  await sql`insert into intake.follow (report, owner, course)
    select r.id, r.owner, ${course}::uuid from intake.report r where r.id = any (${reports}::uuid[]) and r.owner = ${owner}::uuid
    on conflict (report) do update set course = excluded.course`.execute(tx)
}

/** These follow this course no more. */
export async function deleteFollows(tx: Tx, course: CaseId, reports: readonly ReportId[]): Promise<void> {
  await sql`delete from intake.follow where course = ${course} and report = any (${reports}::uuid[]) and owner = platform.acting()`.execute(
    tx,
  )
}

/** A report of which nothing more is told. */
export async function deleteFollowing(tx: Tx, report: ReportId): Promise<void> {
  await sql`delete from intake.follow where report = ${report} and owner = platform.acting()`.execute(tx)
  await deleteWish(tx, report)
}

export async function findCourse(tx: Tx, report: ReportId): Promise<Course | null> {
  const { rows } = await sql<Course>`select c.begun_at as "begunAt", c.resumed_at as "resumedAt", c.told, c.told_at as "toldAt",
      c.ended_at as "endedAt", c.ended_how as "endedHow"
    from intake.follow f join intake.course c on c.id = f.course where f.report = ${report}`.execute(tx)
  return rows[0] ?? null
}

export type WishRow = { readonly language: Language; readonly asked_at: Date; readonly mailed_at: Date | null }

export async function findWish(tx: Tx, report: ReportId): Promise<WishRow | undefined> {
  return (await tx
    .selectFrom('intake.wish')
    .select(['language', 'asked_at', 'mailed_at'])
    .where('report', '=', report)
    .executeTakeFirst()) as WishRow | undefined
}

/** One that was answered stays answered. */
export async function putWish(tx: Tx, owner: OrganisationId, report: ReportId, language: Language, at: Date): Promise<void> {
  await tx
    .insertInto('intake.wish')
    .values({ report, owner, language, asked_at: at })
    .onConflict((conflict) => conflict.column('report').doUpdateSet({ language }))
    .execute()
}

export async function deleteWish(tx: Tx, report: ReportId): Promise<void> {
  await sql`delete from intake.wish where report = ${report} and mailed_at is null and owner = platform.acting()`.execute(tx)
}

export type DueWish = {
  readonly report: ReportId
  readonly reference: string
  readonly address: string
  readonly language: Language
  readonly course: CaseId
  readonly how: CourseEnd
}

/** Wishes of reporters whose address is proven and whose course ended before then, after their report came; locked, so that each is answered once. */
export async function lockDueWishes(tx: Tx, before: Date, limit: number): Promise<readonly DueWish[]> {
  const { rows } =
    await sql<DueWish>`select w.report, r.reference, r.reporter_address as address, w.language, c.id as course, c.ended_how as how
    from intake.wish w join intake.report r on r.id = w.report join intake.follow f on f.report = w.report join intake.course c on c.id = f.course
    where w.owner = platform.acting() and w.mailed_at is null and c.ended_at < ${before} and c.ended_at > r.received_at
      and r.state in ('received', 'analysed') and r.proven and r.reporter_address is not null
    order by c.id, lower(r.reporter_address), r.received_at, r.id limit ${limit} for update of w skip locked`.execute(tx)
  return rows
}

export async function setMailed(tx: Tx, reports: readonly ReportId[], at: Date): Promise<void> {
  await sql`update intake.wish set mailed_at = ${at} where report = any (${reports}::uuid[]) and owner = platform.acting()`.execute(tx)
}

export async function findShowing(tx: Tx, owner: OrganisationId): Promise<Showing> {
  const row = await tx.selectFrom('intake.showing').select('course').where('owner', '=', owner).executeTakeFirst()
  return (row?.course ?? 'full') as Showing
}

export async function putShowing(tx: Tx, owner: OrganisationId, course: Showing, at: Date, by: string): Promise<void> {
  const row = { course, changed_at: at, changed_by: by }
  await tx
    .insertInto('intake.showing')
    .values({ owner, ...row })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(row))
    .execute()
}
