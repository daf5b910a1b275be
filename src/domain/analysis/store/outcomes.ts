import { type CompiledQuery, sql } from 'kysely'
import type { ItemId, OrganisationId, ReportId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import { insertion } from '../../../platform/db/insert.ts'
import { plannedOnce } from '../../../platform/db/planned.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { sendTogether } from '../../../platform/db/scope.ts'
import type { Indicator } from '../campaigns/indicators.ts'
import { type NewSignature, signatureStatement } from './campaigns/placing.ts'

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
  readonly verdict: string | null
  readonly unwanted: number | null
  readonly analyser: string
  readonly analysed_at: Date
}

/** The position of what is said of the mail that brought a report: before all that it points at. */
export const beforeAll = -1

export type NewObservation = {
  readonly id: string
  readonly owner: OrganisationId
  readonly report: ReportId
  readonly position: number
  readonly item: ItemId | null
  readonly analyser: string
  readonly reading: object
  readonly dns: readonly unknown[]
  readonly at: Date
}

export type NewFinding = {
  readonly id: string
  readonly owner: OrganisationId
  readonly report: ReportId
  readonly observation: string | null
  readonly code: string
  readonly severity: string
  readonly params: unknown
  readonly rests: unknown
}

export type Outcome = {
  readonly summary: NewSummary
  readonly observations: readonly NewObservation[]
  readonly findings: readonly NewFinding[]
  readonly indicators: readonly (Indicator & { readonly report: ReportId; readonly owner: OrganisationId })[]
  readonly signature: NewSignature
  readonly tokens: readonly string[]
}

/** Writes readings of reports; of those that were read before, the earlier analysis is replaced. */
export async function replaceOutcomes(tx: Tx, outcomes: readonly Outcome[], readBefore: readonly ReportId[]): Promise<void> {
  if (outcomes.length === 0) return
  const summaries = outcomes.map(({ summary }) => summary)
  const observations = outcomes.flatMap((one) => one.observations)
  const findings = outcomes.flatMap((one) => one.findings)
  const indicators = outcomes.flatMap((one) => one.indicators)
  const texts = outcomes.map(({ summary: { report, owner, received_at }, tokens }) => ({ report, owner, received_at, tokens }))
  await sendTogether(tx, [
    ...(readBefore.length > 0 ? [forgetStatement(tx, readBefore)] : []),
    insertion(tx, 'analysis.summary', summaries),
    ...(observations.length > 0 ? [insertion(tx, 'analysis.observation', observations)] : []),
    ...(findings.length > 0 ? [insertion(tx, 'analysis.finding', findings)] : []),
    ...(indicators.length > 0 ? [insertion(tx, 'analysis.indicator', indicators)] : []),
    signatureStatement(
      tx,
      outcomes.map(({ signature }) => signature),
    ),
    sql`insert into analysis.search_text (report, owner, received_at, tokens)
      select report, owner, received_at, array_to_tsvector(tokens)
      from jsonb_to_recordset(${storable(texts)}::jsonb) as g (report uuid, owner uuid, received_at timestamptz, tokens text[])`.compile(
      tx,
    ),
  ])
}

/** Erases what was read in these reports; what they are compared by, and their campaigns, are left by `leaveCampaigns`. */
export async function forgetReports(tx: Tx, reports: readonly ReportId[]): Promise<void> {
  await sendTogether(tx, [forgetStatement(tx, reports)])
}

function forgetStatement(tx: Tx, reports: readonly ReportId[]): CompiledQuery {
  const ids = [...reports]
  return sql`with finding as (delete from analysis.finding where report = any(${ids})), observation as (delete from analysis.observation where report = any(${ids})),
    indicator as (delete from analysis.indicator where report = any(${ids})), summary as (delete from analysis.summary where report = any(${ids})) delete from analysis.search_text where report = any(${ids})`.compile(
    tx,
  )
}

/** Which analyser read each of these last. */
export async function findAnalysers(tx: Tx, reports: readonly ReportId[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('analysis.summary')
    .modifyFront(plannedOnce)
    .select(['report', 'analyser'])
    .where('report', '=', sql<string>`any (${[...reports]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.report, row.analyser]))
}
