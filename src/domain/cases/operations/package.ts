import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { CaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { packagedReports } from '../../analysis/index.ts'
import type { PackageSource } from '../../evidence/index.ts'
import type { CaseRow } from '../case.ts'
import { chapterOf } from '../packaged.ts'
import { maySeeCases } from '../policy.ts'
import { findCase } from '../store/cases.ts'
import { listItemParts, listPartyParts } from '../store/parts.ts'
import { listEntryRows } from '../store/timeline.ts'
import { listCaseReports } from './reports.ts'

const pageOf = 200
/** each is an item of evidence, or several; past this it would be refused in any case */
const mostReports = 5_000
const mostParts = 1_000

/** Evidence packages of a case: itself as the first chapter, then its reports. Notes stay with the desk. */
export const packagedCases: PackageSource = {
  kind: 'case',
  async gather(tx, actor, subjects) {
    const { row, reports } = await caseOf(tx, actor, subjects)
    const told = await packagedReports.gather(tx, actor, reports)
    const items = await listItemParts(tx, row.owner, row.id, undefined, mostParts)
    return {
      ...told,
      title: `${row.code} ${row.title}`.slice(0, 200),
      subjects: [row.id],
      items: [...new Set([...told.items, ...items.map(({ item }) => item)])],
      chapters: 1 + told.chapters,
    }
  },
  async *chapters(ctx, actor, subjects, language) {
    const told = await ctx.read(actor, async (tx) => {
      const { row, reports } = await caseOf(tx, actor, subjects)
      const parties = await listPartyParts(tx, row.owner, row.id, undefined, mostParts)
      const entries = await listEntryRows(tx, row.owner, row.id, undefined, mostParts)
      return { row, reports, parties, entries: entries.toReversed() }
    })
    yield chapterOf(told, language)
    yield* packagedReports.chapters(ctx, actor, told.reports, language)
  },
}

/** The one case that a package is about, and the reports of it, also by way of its campaigns. */
async function caseOf(tx: Tx, actor: Actor, subjects: readonly string[]): Promise<{ row: CaseRow; reports: readonly string[] }> {
  const [id, ...more] = subjects
  const row = id === undefined || more.length > 0 || !maySeeCases(actor) ? undefined : await findCase(tx, id as CaseId)
  if (row === undefined || row.owner !== actor.organisation) throw new Failure('missing', 'cases.no-case', `case ${id}`)
  const reports = new Set<string>()
  let after: string | undefined
  do {
    const page = await listCaseReports(tx, row, after, pageOf)
    for (const report of page.items) reports.add(report.id)
    after = page.next ?? undefined
    // nothing is left out in silence
    if (reports.size > mostReports)
      throw new Failure('invalid', 'evidence.package-too-large', `case ${row.id} has too many reports`, { detail: { most: mostReports } })
  } while (after !== undefined)
  return { row, reports: [...reports] }
}
