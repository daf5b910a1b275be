import { Failure } from '../../../../base/failure.ts'
import type { OrganisationId, ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { listFindings, listObservations } from '../../../analysis/index.ts'
import { outsideCodeOf } from '../../../cases/index.ts'
import type { OrganisationRow } from '../../../directory/index.ts'
import { lineageOf, listMarked } from '../../../evidence/index.ts'
import type { CopiedFindings } from '../../contract/network/copied.ts'
import { listGivenMarks } from '../../store/network/secrecy.ts'
import { listFetchedTerms } from '../../store/network/shared-files.ts'
import { hashesOf } from './copy-evidence.ts'
import { aroundReports, hotlineOnly, nothingToShare, peopleOf } from './copy-source.ts'

export type WantedFindings = { readonly kind: 'finding'; readonly id: string; readonly codes: readonly string[] }

const mostFindings = 200

/**
 * What was found in a report: codes with what they are explained by, never the message nor the place in it. Refuses `cooperation.nothing-to-share`,
 * `cooperation.no-findings` where none of those that were asked for is there, and `cooperation.hotline-only`.
 */
export async function copyFindings(tx: Tx, owner: OrganisationId, by: OrganisationRow, { id, codes }: WantedFindings) {
  const { reports, objects } = await aroundReports(tx, owner, [id as ReportId])
  const [report] = reports
  if (report?.state !== 'analysed') throw nothingToShare()
  // whatever lay in it
  const lineage = report.item === null ? [] : await lineageOf(tx, [report.item])
  const hashes = [report.sha256, ...hashesOf(lineage)]
  if ((await listMarked(tx, hashes)).size > 0) throw hotlineOnly()
  const observed = new Map((await listObservations(tx, report.id)).map((one) => [one.id, one]))
  const wanted = new Set(codes)
  const found = (await listFindings(tx, report.id)).filter(({ code }) => wanted.size === 0 || wanted.has(code)).slice(0, mostFindings)
  if (found.length === 0) throw new Failure('missing', 'cooperation.no-findings', `report ${id} has none of these`)
  const body: CopiedFindings = {
    kind: 'finding',
    title: outsideCodeOf(by.code, report.reference),
    receivedAt: report.received_at.toISOString(),
    sha256: report.sha256,
    findings: found.map(({ code, severity, params, observation }) => {
      const of = observation === null ? undefined : observed.get(observation)
      return { code, severity, params, at: of?.at.toISOString() ?? null, analyser: of?.analyser ?? null }
    }),
  }
  const under = [...new Set<string>([...objects, ...lineage.map((one) => one.id)])]
  const [rests, given] = [await listFetchedTerms(tx, hashes), await listGivenMarks(tx, hashes)]
  return { body, objects: under, people: peopleOf(reports), rests, given }
}
