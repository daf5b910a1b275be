import { Failure, present } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { mayWithdraw } from '../policy.ts'
import { lockReport, replaceSightings, setReport } from '../store.ts'

/** The reporter takes the report back: it stays as a fact, closed to further work. */
export async function withdrawReport(work: Work, id: ReportId): Promise<void> {
  work.require(mayWithdraw(work.actor))
  const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
  if (report.state === 'withdrawn') return
  if (report.state === 'withheld' || report.state === 'expired')
    throw new Failure('conflict', 'intake.closed', `report ${id} is ${report.state}`)
  await setReport(work.tx, id, { state: 'withdrawn' })
  work.record('intake.withdrawn', id)
  work.announce('report', id)
}

/**
 * A report whose original is gone: only the fact, the hash and the place stay. `withheld` for child material, `expired` for what was kept long enough or
 * erased for a data subject.
 */
export async function emptyReport(work: Work, id: ReportId, state: 'withheld' | 'expired'): Promise<void> {
  const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
  if (report.state === 'withheld') return
  await setReport(work.tx, id, { state, note: null, name: null, reporter_name: null, reporter_address: null, arrival: '{}' })
  await replaceSightings(work.tx, [id], [])
  work.record(`intake.${state}`, id)
  work.announce('report', id)
}
