import type { Actor } from '../../../base/actor.ts'
import type { CaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { followCourse, leaveCourse, tellCourse } from '../../intake/index.ts'
import type { CaseRow } from '../case.ts'
import { courseOf } from '../course.ts'
import { mayWorkCases } from '../policy.ts'
import { lockCase } from '../store/cases.ts'
import { findResumed, listReached, listStraying, listUnfollowing } from '../store/course.ts'

const atOnce = 5_000

/**
 * Tells intake how a case goes and which reports it is about, from what is true at this moment: run twice, or late, it tells the same. A campaign may bring many reports, so
 * they follow in portions, each under the lock of the case.
 */
export async function tellReporters(ctx: Context, actor: Actor, id: CaseId): Promise<void> {
  if ((await perform(ctx, actor, (work) => tell(work, id))) === null) return
  while ((await perform(ctx, actor, (work) => portion(work, id))) === atOnce);
}

async function tell(work: Work, id: CaseId): Promise<CaseRow | null> {
  work.require(mayWorkCases(work.actor))
  const row = await lockCase(work.tx, id)
  if (row === undefined) return null
  const course = courseOf(row, await listReached(work.tx, id), await findResumed(work.tx, id))
  await tellCourse(work, id, course)
  return course === null ? null : row
}

/** Answers how many reports were looked at, of those that came and those that went whichever are more. */
async function portion(work: Work, id: CaseId): Promise<number> {
  work.require(mayWorkCases(work.actor))
  const row = await lockCase(work.tx, id)
  if (row === undefined || row.state === 'merged') return 0
  const coming = await listUnfollowing(work.tx, id, atOnce)
  const going = await listStraying(work.tx, id, atOnce)
  if (coming.length > 0) await followCourse(work, id, coming)
  if (going.length > 0) await leaveCourse(work, id, going)
  return Math.max(coming.length, going.length)
}
