import { defang } from '../../forensics/url/index.ts'
import type { ChapterPart, PackageChapter, PackageLanguage } from '../evidence/index.ts'
import type { SightingRow } from '../intake/index.ts'
import type { FindingRow, ObservationRow, ReportViewRow } from './store/reports.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

type Texts = typeof en

const all: Readonly<Record<PackageLanguage, Texts>> = { en, 'zh-CN': zhCN, ar }

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}

/** What a package of these reports is called. */
export function packageTitle(references: readonly string[]): string {
  const [first = ''] = references
  return references.length < 2 ? first : `${first} +${references.length - 1}`
}

export type PackagedReport = {
  readonly report: ReportViewRow
  readonly sightings: readonly SightingRow[]
  readonly observations: readonly ObservationRow[]
  readonly findings: readonly FindingRow[]
}

/** A report as a chapter of an evidence package. */
export function chapterOf({ report, sightings, observations, findings }: PackagedReport, language: PackageLanguage): PackageChapter {
  const texts = all[language]
  const { id, reference, received_at, analysed_at, ...rest } = report
  return {
    name: `${reference.toLowerCase().replaceAll(/[^a-z0-9-]/g, '')}-${id.slice(-6)}`,
    heading: fill(texts.report, { reference }),
    findings: {
      form: 'tocsin-findings/1',
      report: { ...rest, id, reference, receivedAt: received_at.toISOString(), analysedAt: analysed_at?.toISOString() ?? null },
      sightings,
      observations: observations.map((one) => ({ ...one, at: one.at.toISOString() })),
      findings,
    },
    parts: [told(report, texts), message(report, texts), pointedAt(sightings, texts), found(findings, texts)],
  }
}

type Rows = readonly (readonly [string, string | number | null | undefined])[]

const known = (rows: Rows): ChapterPart['rows'] =>
  rows.flatMap(([label, value]) => (value === null || value === undefined || value === '' ? [] : [[label, String(value)] as const]))

const moment = (at: Date | null) => (at === null ? null : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`)
const named = (name: string | null, address: string | null) =>
  name === null || name === '' ? address : address === null ? name : `${name} <${address}>`

function told(report: ReportViewRow, texts: Texts): ChapterPart {
  return {
    heading: texts.told,
    rows: known([
      [texts.received, moment(report.received_at)],
      [texts.times, report.times],
      [texts.channel, report.channel_name],
      [texts.reporter, named(report.reporter_name, report.reporter_address)],
      [texts.note, report.note],
      [texts.state, report.state],
      [texts.sha256, report.sha256],
    ]),
  }
}

function message(report: ReportViewRow, texts: Texts): ChapterPart {
  const results = [report.spf, report.dkim, report.dmarc, report.arc]
  const unwanted = report.unwanted === null ? '' : fill(texts.unwanted, { percent: (100 * report.unwanted).toFixed(1) })
  return {
    heading: texts.message,
    rows: known([
      [texts.subject, report.title],
      [texts.from, named(report.from_name, report.from_address)],
      [texts.origin, report.origin_ip],
      [texts.country, report.country],
      [texts.network, report.asn === null ? report.network : `AS${report.asn} ${report.network ?? ''}`.trim()],
      [texts.results, results.every((one) => one === null) ? null : results.map((one) => one ?? '–').join(', ')],
      [texts.verdict, report.verdict === null ? null : [report.verdict, unwanted].filter((one) => one !== '').join(', ')],
      [texts.analysed, moment(report.analysed_at)],
    ]),
  }
}

const mostShown = 200

function pointedAt(sightings: readonly SightingRow[], texts: Texts): ChapterPart {
  // readers of PDF make links of what looks like one; the JSON has it as it is
  const shown = sightings.slice(0, mostShown)
  return { heading: texts.sightings, rows: shown.map(({ kind, value }) => [kind, value === null ? '–' : defang(value)] as const) }
}

function found(findings: readonly FindingRow[], texts: Texts): ChapterPart {
  const rows = findings.slice(0, mostShown).map(({ code, severity, params }) => {
    const values = Object.entries(params).map(([name, value]) => `${name}: ${String(value)}`)
    return [severity, values.length === 0 ? code : `${code} (${values.join('; ')})`] as const
  })
  return { heading: texts.findings, rows }
}
