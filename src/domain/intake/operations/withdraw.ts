import { Failure, present } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { reportsWithdrawn } from '../events.ts'
import { mayWithdraw } from '../policy.ts'
import { deleteFollowing, deleteWish } from '../store/courses.ts'
import { listSightings, lockReport, setReport } from '../store/reports.ts'
import { keepPlaces } from './withhold.ts'

/** The reporter takes the report back: it stays as a fact, closed to further work. */
export async function withdrawReport(work: Work, id: ReportId): Promise<void> {
  work.require(mayWithdraw(work.actor))
  const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
  if (report.state === 'withdrawn') return
  if (report.state === 'withheld' || report.state === 'expired')
    throw new Failure('conflict', 'intake.closed', `report ${id} is ${report.state}`)
  await setReport(work.tx, id, { state: 'withdrawn' })
  await deleteWish(work.tx, id)
  work.record('intake.withdrawn', id)
  work.publish(reportsWithdrawn, { reportIds: [id] })
  work.announce('report', id)
}

/**
 * A report whose original is gone: only the fact and the hash stay, and of child material (`withheld`) also where it lay and how it came. What was kept
 * long enough, or was erased for a data subject, is `expired`: handed in again it is a new report.
 */
export async function emptyReport(work: Work, id: ReportId, state: 'withheld' | 'expired'): Promise<void> {
  const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
  if (report.state === 'withheld' || report.state === state) return
  const rest = state === 'withheld' ? {} : { arrival: '{}', sameness: `expired ${id}` }
  await setReport(work.tx, id, {
    state,
    note: null,
    name: null,
    reporter_name: null,
    reporter_address: null,
    language: null,
    proven: false,
    ...rest,
  })
  await deleteFollowing(work.tx, id)
  const sightings = state === 'withheld' ? await listSightings(work.tx, id) : []
  const places = sightings.flatMap(({ kind, value }) => (value === null || kind === 'message' || kind === 'file' ? [] : [{ kind, value }]))
  await keepPlaces(work, new Map([[id, places]]))
  work.record(`intake.${state}`, id)
  work.announce('report', id)
}
