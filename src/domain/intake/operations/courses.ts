import type { CaseId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import type { Showing } from '../contract.ts'
import type { Course } from '../course.ts'
import { mayRunChannels, mayWorkOn } from '../policy.ts'
import { deleteCourse, deleteFollows, putCourse, putFollows, putShowing } from '../store/courses.ts'

/** A case tells how it goes, whole each time: told twice it is the same. Null: nothing of it is for reporters, and what followed it follows nothing. */
export async function tellCourse(work: Work, id: CaseId, course: Course | null): Promise<void> {
  work.require(mayWorkOn(work.actor))
  if (course === null) await deleteCourse(work.tx, id)
  else await putCourse(work.tx, work.actor.organisation as OrganisationId, id, course)
}

/** These reports belong to it from now on; a report follows one course at most. */
export async function followCourse(work: Work, id: CaseId, reports: readonly ReportId[]): Promise<void> {
  work.require(mayWorkOn(work.actor))
  await putFollows(work.tx, work.actor.organisation as OrganisationId, id, reports)
}

/** These belong to it no more. */
export async function leaveCourse(work: Work, id: CaseId, reports: readonly ReportId[]): Promise<void> {
  work.require(mayWorkOn(work.actor))
  await deleteFollows(work.tx, id, reports)
}

export async function changeShowing(work: Work, course: Showing): Promise<void> {
  work.require(mayRunChannels(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await putShowing(work.tx, owner, course, work.now, work.actor.id)
  work.record('intake.showing-changed', owner, { course })
}
