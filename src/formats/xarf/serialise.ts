import { createHash } from 'node:crypto'
import { currentVersion, type XarfReport } from './report.ts'

/**
 * Writes a report as XARF v4 JSON. `_internal` never leaves (xarf-core), evidence is base64 with the SHA-256 of its true bytes, and
 * what is null is left out. Names of the core cannot be overridden by `fields`.
 */
export function serialiseXarf(report: XarfReport): string {
  const { _internal, ...fields } = report.fields as Readonly<Record<string, unknown>> & { _internal?: unknown }
  return JSON.stringify({
    ...fields,
    xarf_version: /^4\.\d+\.\d+$/.test(report.version) ? report.version : currentVersion,
    report_id: report.reportId,
    timestamp: report.timestamp ?? undefined,
    reporter: report.reporter ?? undefined,
    sender: report.sender ?? undefined,
    source_identifier: report.source,
    source_port: report.sourcePort ?? undefined,
    category: report.category,
    type: report.type,
    evidence_source: report.evidenceSource ?? undefined,
    evidence: report.evidence.length === 0 ? undefined : report.evidence.map(writeEvidence),
    tags: report.tags.length === 0 ? undefined : report.tags,
    confidence: report.confidence ?? undefined,
    description: report.description ?? undefined,
    legacy_version: report.legacyVersion ?? undefined,
  })
}

function writeEvidence(item: XarfReport['evidence'][number]) {
  return {
    content_type: item.contentType,
    description: item.description ?? undefined,
    payload: Buffer.from(item.bytes).toString('base64'),
    hash: `sha256:${createHash('sha256').update(item.bytes).digest('hex')}`,
    size: item.bytes.length,
  }
}
