import { sql } from 'kysely'
import type { ItemId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type NewSummary = {
  readonly report: ReportId
  readonly owner: OrganisationId
  readonly received_at: Date
  readonly title: string | null
  readonly from_address: string | null
  readonly from_name: string | null
  readonly origin_ip: string | null
  readonly country: string | null
  readonly asn: number | null
  readonly network: string | null
  readonly language: string | null
  readonly severity: string
  readonly findings: number
  readonly links: number
  readonly attachments: number
  readonly spf: string
  readonly dkim: string
  readonly dmarc: string
  readonly arc: string
  readonly analyser: string
  readonly analysed_at: Date
}

export type NewObservation = {
  readonly id: string
  readonly owner: OrganisationId
  readonly report: ReportId
  readonly position: number
  readonly item: ItemId | null
  readonly analyser: string
  readonly reading: string
  readonly dns: string
  readonly at: Date
}

export type NewFinding = {
  readonly id: string
  readonly owner: OrganisationId
  readonly report: ReportId
  readonly observation: string | null
  readonly code: string
  readonly severity: string
  readonly params: string
  readonly rests: string
}

export type Outcome = {
  readonly summary: NewSummary
  readonly observations: readonly NewObservation[]
  readonly findings: readonly NewFinding[]
  readonly tokens: readonly string[]
}

/** Puts readings of reports in place of those of an earlier analysis. */
export async function replaceOutcomes(tx: Tx, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  const summaries = outcomes.map(({ summary }) => summary)
  await forgetReports(
    tx,
    summaries.map(({ report }) => report),
  )
  await tx.insertInto('analysis.summary').values(summaries).execute()
  const observations = outcomes.flatMap((one) => one.observations)
  if (observations.length > 0) await tx.insertInto('analysis.observation').values(observations).execute()
  const findings = outcomes.flatMap((one) => one.findings)
  for (let at = 0; at < findings.length; at += findingsAtOnce) {
    await tx
      .insertInto('analysis.finding')
      .values(findings.slice(at, at + findingsAtOnce))
      .execute()
  }
  const texts = outcomes.map(
    ({ summary, tokens }) =>
      sql`(${summary.report}::uuid, ${summary.owner}::uuid, ${summary.received_at}::timestamptz, array_to_tsvector(${[...tokens]}::text[]))`,
  )
  await sql`insert into analysis.search_text (report, owner, received_at, tokens) values ${sql.join(texts)}`.execute(tx)
}

// a statement takes at most 65,535 parameters, eight a finding
const findingsAtOnce = 5_000

/** Erases all that analysis knows of these reports. */
export async function forgetReports(tx: Tx, reports: readonly ReportId[]): Promise<void> {
  const ids = [...reports]
  await sql`with finding as (delete from analysis.finding where report = any(${ids})), observation as (delete from analysis.observation where report = any(${ids})),
    summary as (delete from analysis.summary where report = any(${ids})) delete from analysis.search_text where report = any(${ids})`.execute(
    tx,
  )
}

/** Which analyser read each of these last. */
export async function findAnalysers(tx: Tx, reports: readonly ReportId[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('analysis.summary')
    .select(['report', 'analyser'])
    .where('report', 'in', [...reports])
    .execute()
  return new Map(rows.map((row) => [row.report, row.analyser]))
}
