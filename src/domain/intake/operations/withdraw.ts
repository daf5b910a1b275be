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
  if (report.state === 'withheld') throw new Failure('conflict', 'intake.withheld', `report ${id} is withheld`)
  await setReport(work.tx, id, { state: 'withdrawn' })
  work.record('intake.withdrawn', id)
  work.announce('report', id)
}

/** A report whose original was destroyed: only the fact, the hash and the place stay. */
export async function withholdReport(work: Work, id: ReportId): Promise<void> {
  const report = present(await lockReport(work.tx, id), 'intake.no-report', `report ${id}`)
  if (report.state === 'withheld') return
  await setReport(work.tx, id, { state: 'withheld', note: null, name: null, reporter_name: null })
  await replaceSightings(work.tx, id, [])
  work.record('intake.withheld', id)
  work.announce('report', id)
}
