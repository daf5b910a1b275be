import { createHash } from 'node:crypto'
import { currentVersion, type Json, v3Types, type XarfWarningCode } from './report.ts'

/**
 * Converts a v3 report into the JSON of v4 (xarf-spec, "v3 Compatibility"). v3 has no report id: one is made from the content, so that
 * the same report is converted to the same id each time.
 */
export function convertV3(v3: Json, warn: (code: XarfWarningCode, field: string) => void): Json {
  warn('converted-from-v3', 'Version')
  const info = inner(v3.ReporterInfo)
  const report = inner(v3.Report)
  const source = inner(report.Source)
  const extra = inner(report.AdditionalInfo)
  const stated = string(report.ReportType) ?? ''
  const mapped = v3Types[stated.toLowerCase().replace(/[\s_-]+/g, '')]
  if (mapped === undefined) warn('unmapped-v3-type', 'Report.ReportType')
  const contact = string(info.ReporterOrgEmail) ?? string(info.ReporterContactEmail) ?? ''
  const reporter = {
    org: string(info.ReporterOrg) ?? '',
    contact,
    domain: string(info.ReporterOrgDomain) ?? contact.split('@')[1] ?? '',
  }
  const url = string(source.URL) ?? string(source.Url) ?? string(report.Url) ?? string(report.SourceUrl) ?? string(extra.URL)
  const date = string(report.Date)
  const samples = [report.Samples, report.Attachment, report.Attachments].find((one) => Array.isArray(one))
  const protocol = string(extra.Protocol) ?? string(report.Protocol)
  const category = mapped?.[0] ?? 'unknown'
  const fields: Record<string, unknown> = {
    protocol: protocol?.toLowerCase() ?? (category === 'messaging' ? 'smtp' : category === 'connection' ? 'tcp' : undefined),
    smtp_from: string(extra.SMTPFrom) ?? string(report.SmtpMailFromAddress) ?? string(extra.SmtpMailFromAddress),
    subject: string(extra.Subject) ?? string(report.SmtpMessageSubject),
    url,
    first_seen: string(extra.FirstSeen) ?? (category === 'connection' ? date : undefined),
    last_seen: string(extra.LastSeen),
    destination_ip: string(extra.DestinationIP) ?? string(report.DestinationIp),
    destination_port: number(extra.DestinationPort) ?? number(report.DestinationPort),
    malware_family: string(extra.MalwareFamily),
    target_brand: string(extra.TargetBrand),
    infringing_url: category === 'copyright' ? url : undefined,
    compromise_evidence:
      mapped?.[1] === 'botnet' ? (string(extra.C2Server) ?? string(extra.InfectionVector) ?? 'stated by the reporter') : undefined,
  }
  return {
    xarf_version: currentVersion,
    report_id: nameUuid(JSON.stringify(v3)),
    timestamp: date,
    reporter,
    sender: reporter,
    source_identifier: string(report.SourceIp) ?? string(source.IP) ?? string(source.Ip) ?? hostOf(url) ?? url,
    source_port: number(report.SourcePort) ?? number(source.Port),
    category,
    type: mapped?.[1] ?? stated,
    evidence_source: string(extra.DetectionMethod)?.toLowerCase() ?? 'unknown',
    evidence: Array.isArray(samples) ? samples.map((sample) => convertSample(inner(sample))) : undefined,
    legacy_version: '3',
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  }
}

function convertSample(sample: Json): Json {
  const payload = string(sample.Payload) ?? string(sample.Data) ?? ''
  const encoded = /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(payload) && payload.replace(/\s/g, '').length % 4 === 0
  return {
    content_type: string(sample.ContentType) ?? 'application/octet-stream',
    description: string(sample.Description),
    payload: encoded ? payload.replace(/\s/g, '') : Buffer.from(payload, 'utf8').toString('base64'),
  }
}

function inner(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(value: unknown): number | undefined {
  const found = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname || undefined : undefined
}

/** A UUID whose value depends on the content alone (RFC 9562 §5.8). */
function nameUuid(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
