import { Failure } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { PackageSource } from '../../evidence/index.ts'
import { findReports, listSightings } from '../../intake/index.ts'
import { chapterOf, packageTitle } from '../packaged.ts'
import { findReportView, listFindings, listObservations } from '../store/reports.ts'

/** Evidence packages of chosen reports. Of what was withheld as child-abuse material only how much it was is said. */
export const packagedReports: PackageSource = {
  kind: 'report',
  async gather(tx, actor, subjects) {
    const found = await findReports(tx, subjects as readonly ReportId[])
    const own = new Map(found.filter(({ owner }) => owner === actor.organisation).map((report) => [report.id as string, report]))
    const reports = subjects.map((id) => {
      const report = own.get(id)
      if (report === undefined) throw new Failure('missing', 'analysis.no-report', `report ${id}`)
      return report
    })
    const shown = reports.filter(({ state }) => state !== 'withheld')
    return {
      title: packageTitle(shown.map(({ reference }) => reference)),
      subjects: shown.map(({ id }) => id),
      items: [...new Set(shown.flatMap(({ item }) => (item === null ? [] : [item])))],
      withheld: reports.length - shown.length,
      chapters: shown.length,
    }
  },
  async *chapters(ctx, actor, subjects, language) {
    for (const subject of subjects) {
      const id = subject as ReportId
      const told = await ctx.read(actor, async (tx) => {
        const report = await findReportView(tx, id)
        // withheld since it was asked for
        if (report === undefined || report.state === 'withheld') return undefined
        const [sightings, observations, findings] = [
          await listSightings(tx, id),
          await listObservations(tx, id),
          await listFindings(tx, id),
        ]
        return { report, sightings, observations, findings }
      })
      if (told !== undefined) yield chapterOf(told, language)
    }
  },
}
