import type { Finding, Severity } from '../../forensics/message/index.ts'
import type { ReportReading } from './reading.ts'
import type { NewSummary } from './store/outcomes.ts'

type Summary = Omit<NewSummary, 'report' | 'owner' | 'received_at' | 'analyser' | 'analysed_at'>

const order: readonly (Severity | 'none')[] = ['none', 'info', 'low', 'medium', 'high']

/** The one line that a list shows of a report: its first message where there is one, else its first address or file. */
export function summarise(reading: ReportReading): Summary {
  const findings = allFindings(reading)
  const first = reading.sightings.map((one) => one.reading).find((one) => one.kind === 'message')
  const common = {
    severity: worst(findings),
    findings: findings.length,
    links: reading.sightings.reduce(
      (sum, { reading: inner }) => sum + (inner.kind === 'message' ? inner.message.links.length : inner.kind === 'url' ? 1 : 0),
      0,
    ),
    attachments: reading.sightings.reduce(
      (sum, { reading: inner }) => sum + (inner.kind === 'message' ? inner.message.attachments.length : inner.kind === 'file' ? 1 : 0),
      0,
    ),
  }
  if (first?.kind === 'message') {
    const { message } = first
    return {
      ...common,
      title: clean(message.subject),
      from_address: clean(message.from?.address),
      from_name: clean(message.from?.name),
      origin_ip: message.origin.ip,
      country: message.origin.country,
      asn: message.origin.asn,
      network: clean(message.origin.network),
      language: message.language?.code ?? null,
      spf: message.authentication.spf,
      dkim: message.authentication.dkim,
      dmarc: message.authentication.dmarc,
      arc: message.authentication.arc,
      verdict: message.verdict.kind,
      unwanted: message.verdict.unwanted,
    }
  }
  const named =
    reading.sightings.find((one) => one.value !== null)?.value ??
    reading.sightings.map((one) => (one.reading.kind === 'file' ? one.reading.name : null)).find((name) => name !== null)
  const unjudged = { spf: 'unchecked', dkim: 'unchecked', dmarc: 'unchecked', arc: 'unchecked', verdict: null, unwanted: null }
  const nobody = { from_address: null, from_name: null, origin_ip: null, country: null, asn: null, network: null, language: null }
  return { ...common, ...nobody, title: clean(named), ...unjudged }
}

export function allFindings(reading: ReportReading): readonly Finding[] {
  return [
    ...reading.findings,
    ...reading.sightings.flatMap(({ reading: inner }) =>
      inner.kind === 'message' ? inner.message.findings : inner.kind === 'none' ? [] : inner.findings,
    ),
  ]
}

function worst(findings: readonly Finding[]): Severity | 'none' {
  return order[Math.max(0, ...findings.map((finding) => order.indexOf(finding.severity)))] ?? 'none'
}

/** Text for a column and a line: PostgreSQL takes no U+0000, and a list no page of text. */
function clean(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 500)
}
