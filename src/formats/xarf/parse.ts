import { createHash } from 'node:crypto'
import type { Limits, Parsed } from '../../base/parsed.ts'
import { convertV3 } from './convert-v3.ts'
import {
  categoryOf,
  currentVersion,
  type Json,
  legacyTypes,
  types,
  type XarfContact,
  type XarfEvidence,
  type XarfReading,
  type XarfWarning,
  type XarfWarningCode,
} from './report.ts'

export type XarfMode = 'strict' | 'tolerant'

/** Limits of the specification: 5 MB an item, 15 MB in all, 50 items, 20 tags. */
const mostItem = 5 * 1024 * 1024
const mostTotal = 15 * 1024 * 1024
const mostItems = 50
const mostTags = 20
const deepest = 64

/** Whether a value of JSON is an object. */
function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a JSON value claims to be XARF, and of which version. */
export function xarfVersion(value: unknown): 3 | 4 | undefined {
  if (!isObject(value)) return undefined
  if (value.xarf_version !== undefined) return 4
  return value.Version !== undefined && isObject(value.Report) ? 3 : undefined
}

/**
 * Reads a XARF report out of JSON bytes. `strict` answers malformed for whatever the specification forbids; `tolerant` keeps what can
 * be understood and says the rest in `warnings`. In both a wrong evidence hash is a warning. A v3 report is converted and says so.
 */
export function parseXarf(bytes: Uint8Array, mode: XarfMode, limits: Limits): Parsed<XarfReading> {
  if (bytes.length > limits.bytes) return { malformed: 'longer than the limit', at: limits.bytes }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { malformed: 'not JSON in UTF-8' }
  }
  return readXarf(value, mode)
}

/** The same for a value that is JSON already. */
export function readXarf(value: unknown, mode: XarfMode): Parsed<XarfReading> {
  const version = xarfVersion(value)
  if (version === undefined || !isObject(value)) return { malformed: 'neither xarf_version nor Version' }
  if (deeper(value, deepest)) return { malformed: 'nested too deep' }
  const warnings: XarfWarning[] = []
  const warn = (code: XarfWarningCode, field: string) => {
    if (warnings.length < 200) warnings.push({ code, field })
  }
  const source = version === 3 ? convertV3(value, warn) : value
  const reading = readReport(source, warn)
  if (mode === 'strict') {
    const bad = warnings.find((warning) => warning.code !== 'hash-mismatch' && warning.code !== 'converted-from-v3')
    if (bad !== undefined) return { malformed: `${bad.code}: ${bad.field}` }
  }
  return reading.source === '' && reading.type === '' ? { malformed: 'neither type nor source_identifier' } : { report: reading, warnings }
}

/** Whether JSON is nested deeper than that; never goes deeper itself. */
function deeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => deeper(one, levels - 1))
}

type Warn = (code: XarfWarningCode, field: string) => void

function text(source: Json, key: string, warn: Warn, required: boolean, most = 10_000): string | null {
  const value = source[key]
  if (value === undefined || value === null) {
    if (required) warn('missing', key)
    return null
  }
  if (typeof value !== 'string') {
    warn('wrong-type', key)
    return typeof value === 'number' ? String(value) : null
  }
  if (value.length > most) {
    warn('too-large', key)
    return value.slice(0, most)
  }
  return value
}

const core = new Set([
  'xarf_version',
  'report_id',
  'timestamp',
  'reporter',
  'sender',
  'source_identifier',
  'source_port',
  'category',
  'class',
  'type',
  'evidence_source',
  'evidence',
  'tags',
  'confidence',
  'description',
  'legacy_version',
  '_internal',
])

function readReport(source: Json, warn: Warn) {
  const version = text(source, 'xarf_version', warn, true, 20) ?? currentVersion
  if (!/^4\.\d+\.\d+$/.test(version)) warn('not-allowed', 'xarf_version')
  const reportId = text(source, 'report_id', warn, true, 200) ?? ''
  if (reportId !== '' && !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(reportId)) warn('not-a-uuid', 'report_id')
  const { category, type } = readType(source, warn)
  const port = source.source_port
  const portHolds = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535
  if (port !== undefined && !portHolds) warn('wrong-type', 'source_port')
  const confidence = source.confidence
  const confidenceHolds = typeof confidence === 'number' && confidence >= 0 && confidence <= 1
  if (confidence !== undefined && !confidenceHolds) warn('wrong-type', 'confidence')
  const fields = Object.fromEntries(Object.entries(source).filter(([key]) => !core.has(key)))
  const rule = types[category]?.[type]
  for (const key of rule?.required ?? []) if (fields[key] === undefined) warn('missing', key)
  for (const [key, allowed] of Object.entries(rule?.allowed ?? {})) {
    const value = fields[key]
    if (value !== undefined && !(typeof value === 'string' && allowed.includes(value))) warn('not-allowed', key)
  }
  return {
    version,
    reportId,
    timestamp: readTime(source, warn),
    reporter: readContact(source, 'reporter', warn),
    sender: readContact(source, 'sender', warn),
    source: text(source, 'source_identifier', warn, true, 2000) ?? '',
    sourcePort: portHolds ? port : null,
    category,
    type,
    evidenceSource: text(source, 'evidence_source', warn, false, 200),
    evidence: readEvidence(source.evidence, warn),
    tags: readTags(source.tags, warn),
    confidence: confidenceHolds ? confidence : null,
    description: text(source, 'description', warn, false, 1000),
    legacyVersion: text(source, 'legacy_version', warn, false, 10),
    fields,
  }
}

function readType(source: Json, warn: Warn): { category: string; type: string } {
  const old = source.category === undefined && source.class !== undefined
  if (old) warn('legacy-type', 'class')
  const stated = (text(source, old ? 'class' : 'category', warn, true, 100) ?? '').toLowerCase()
  const raw = text(source, 'type', warn, true, 100) ?? ''
  const name = raw.toLowerCase().replace(/[\s-]+/g, '_')
  if (types[stated]?.[name] !== undefined) {
    if (name !== raw) warn('legacy-type', 'type')
    return { category: stated, type: name }
  }
  const today = legacyTypes[name] ?? name
  const category = types[stated]?.[today] === undefined ? categoryOf(today) : stated
  if (category === undefined) {
    warn('unknown-type', 'type')
    return { category: stated, type: name }
  }
  warn('legacy-type', 'type')
  return { category, type: today }
}

function readTime(source: Json, warn: Warn): string | null {
  const value = text(source, 'timestamp', warn, true, 100)
  if (value === null) return null
  const strict = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(value)
  const at = Date.parse(value)
  if (!strict || Number.isNaN(at)) warn('not-a-date', 'timestamp')
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

function readContact(source: Json, key: 'reporter' | 'sender', warn: Warn): XarfContact | null {
  const value = source[key]
  if (value === undefined) {
    warn('missing', key)
    return null
  }
  if (!isObject(value)) {
    warn('wrong-type', key)
    return null
  }
  const inner: Warn = (code, field) => warn(code, `${key}.${field}`)
  const contact = {
    org: text(value, 'org', inner, true, 200) ?? '',
    contact: text(value, 'contact', inner, true, 320) ?? '',
    domain: text(value, 'domain', inner, true, 255) ?? '',
  }
  if (contact.contact !== '' && !/^[^@\s]+@[^@\s]+$/.test(contact.contact)) warn('not-allowed', `${key}.contact`)
  for (const extra of Object.keys(value))
    if (!['org', 'contact', 'domain'].includes(extra)) warn('not-allowed', `${key}.${extra.slice(0, 100)}`)
  return contact
}

function readEvidence(value: unknown, warn: Warn): XarfEvidence[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    warn('wrong-type', 'evidence')
    return []
  }
  if (value.length > mostItems) warn('too-many', 'evidence')
  const out: XarfEvidence[] = []
  let total = 0
  for (const [i, item] of value.slice(0, mostItems).entries()) {
    const inner: Warn = (code, field) => warn(code, `evidence.${i}.${field}`)
    if (!isObject(item)) {
      warn('wrong-type', `evidence.${i}`)
      continue
    }
    const payload = text(item, 'payload', inner, true, Math.ceil((mostItem * 4) / 3) + 1000) ?? ''
    const exact = /^[A-Za-z0-9+/]*={0,2}$/.test(payload) && payload.length % 4 === 0
    if (!exact) inner('payload-not-base64', 'payload')
    // a payload that is plain text is kept as text: some senders never encode
    const bytes = exact || /^[A-Za-z0-9+/=_\s-]*$/.test(payload) ? Buffer.from(payload, 'base64') : Buffer.from(payload, 'utf8')
    total += bytes.length
    if (bytes.length > mostItem || total > mostTotal) inner('too-large', 'payload')
    if (total > mostTotal) break
    const hash = text(item, 'hash', inner, false, 300)
    const hashHolds = hash === null ? null : checkHash(hash, bytes)
    if (hash !== null && hashHolds === null) inner('hash-unreadable', 'hash')
    if (hashHolds === false) inner('hash-mismatch', 'hash')
    out.push({
      contentType: (text(item, 'content_type', inner, true, 200) ?? 'application/octet-stream').toLowerCase(),
      description: text(item, 'description', inner, false, 500),
      bytes: new Uint8Array(bytes),
      hash,
      hashHolds,
    })
  }
  return out
}

function checkHash(stated: string, bytes: Uint8Array): boolean | null {
  const match = /^(md5|sha1|sha256|sha512):([0-9a-f]+)$/i.exec(stated)
  if (match === null) return null
  const [, algorithm = '', hex = ''] = match
  return createHash(algorithm.toLowerCase()).update(bytes).digest('hex') === hex.toLowerCase()
}

function readTags(value: unknown, warn: Warn): string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    warn('wrong-type', 'tags')
    return []
  }
  if (value.length > mostTags) warn('too-many', 'tags')
  return value.slice(0, mostTags).flatMap((tag, i) => {
    if (typeof tag !== 'string' || tag.length > 200) {
      warn('wrong-type', `tags.${i}`)
      return []
    }
    if (!/^[a-z0-9][a-z0-9_+-]*:[a-z0-9][a-z0-9_+-]*$/.test(tag)) warn('not-allowed', `tags.${i}`)
    return [tag]
  })
}
