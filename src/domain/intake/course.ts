import type { CourseEnd, CourseTold, reportStates, Showing } from './contract.ts'

/** How it goes with what reports are about, as a case tells: kinds and dates, and nothing that was found. */
export type Course = {
  readonly begunAt: Date
  readonly resumedAt: Date | null
  readonly told: readonly CourseTold[]
  readonly toldAt: Date | null
  readonly endedAt: Date | null
  readonly endedHow: CourseEnd | null
}

/** One thing that happened to a report, as its reporter reads it; oldest first. `at` null: it is not known when. */
export type Step =
  | { readonly kind: 'received' | 'read' | 'begun' | 'resumed'; readonly at: Date | null }
  | { readonly kind: 'told'; readonly at: Date | null; readonly whom: readonly CourseTold[] }
  | { readonly kind: 'ended'; readonly at: Date | null; readonly how: CourseEnd }

export type Followed = { readonly state: (typeof reportStates)[number]; readonly receivedAt: Date; readonly readAt: Date | null }

/**
 * What a reporter sees of their own report. Of one that was taken back or emptied there is nothing more to tell; what ended before the report came is not its end;
 * work that began before it came began, for this reporter, when it came.
 */
export function stepsOf(report: Followed, course: Course | null, showing: Showing): readonly Step[] {
  const steps: Step[] = [{ kind: 'received', at: report.receivedAt }]
  if (report.state === 'received' || report.state === 'analysed') {
    if (report.state === 'analysed') steps.push({ kind: 'read', at: report.readAt })
    if (course !== null && showing !== 'none' && !isOver(course, report.receivedAt)) steps.push(...courseSteps(course, report, showing))
  }
  return steps
}

/** Whether it had ended before this report came. */
export function isOver({ endedAt }: Pick<Course, 'endedAt'>, receivedAt: Date): boolean {
  return endedAt !== null && endedAt < receivedAt
}

function courseSteps(course: Course, { receivedAt, readAt }: Followed, showing: Showing): Step[] {
  const from = readAt ?? receivedAt
  const steps: Step[] = [{ kind: 'begun', at: later(course.begunAt, from) }]
  if (showing === 'full' && course.toldAt !== null && course.told.length > 0)
    steps.push({ kind: 'told', at: later(course.toldAt, from), whom: course.told })
  if (course.resumedAt !== null && course.resumedAt > receivedAt) steps.push({ kind: 'resumed', at: course.resumedAt })
  if (course.endedAt !== null && course.endedHow !== null) steps.push({ kind: 'ended', at: course.endedAt, how: course.endedHow })
  return steps.sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0))
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
