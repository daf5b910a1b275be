import { createHash } from 'node:crypto'
import { type ArfReport, serialiseFeedback } from '../../formats/arf/index.ts'
import { serialiseXarf, type XarfContact, type XarfEvidence } from '../../formats/xarf/index.ts'

/** One thing that a letter tells of. */
export type ThingLine = {
  readonly kind: 'address' | 'domain' | 'host' | 'url' | 'file' | 'sender'
  readonly value: string
  readonly port: number | null
  /** ISO 8601 UTC */
  readonly at: string | null
  /** code of its case, as others are told it */
  readonly code: string
  /** what the case is of: phishing, spam, … */
  readonly caseKind: string
}

export type Telling = {
  readonly release: string
  /** ISO 8601 UTC */
  readonly at: string
  readonly organisation: XarfContact
  readonly evidence: readonly XarfEvidence[]
  readonly description: string
}

/** The type of XARF v4.2 that says what a thing of such a case is. What has fields that we cannot state is told as what it also is. */
function xarfType(thing: ThingLine): {
  readonly category: string
  readonly type: string
  readonly fields: Readonly<Record<string, unknown>>
} {
  const url = thing.kind === 'url' ? thing.value : `http://${thing.value}/`
  if (thing.kind === 'url' || thing.kind === 'domain' || thing.kind === 'host') {
    const type = thing.caseKind === 'malware' || thing.caseKind === 'spyware' ? 'malware' : thing.caseKind === 'scam' ? 'fraud' : 'phishing'
    return { category: 'content', type, fields: type === 'fraud' ? { url, fraud_type: 'other' } : { url } }
  }
  if (thing.caseKind === 'compromise')
    return { category: 'infrastructure', type: 'compromised_server', fields: { compromise_method: 'unknown' } }
  return {
    category: 'messaging',
    type: 'spam',
    fields: { protocol: 'smtp', ...(thing.kind === 'sender' ? { smtp_from: thing.value } : {}) },
  }
}

/** A UUID whose value depends on the content alone (RFC 9562 §5.8), so that a draft made again is the same draft. */
function nameUuid(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A thing as XARF v4 JSON; evidence comes with the first one of a letter, so that it travels once. */
export function xarfOf(thing: ThingLine, telling: Telling, first: boolean): string {
  const { category, type, fields } = xarfType(thing)
  return serialiseXarf({
    version: '4.2.0',
    reportId: nameUuid(`${telling.release} ${thing.kind} ${thing.value} ${thing.port ?? ''} ${thing.at ?? ''}`),
    timestamp: thing.at ?? telling.at,
    reporter: telling.organisation,
    sender: telling.organisation,
    source: sourceOf(thing),
    sourcePort: thing.port,
    category,
    type,
    evidenceSource: 'user_report',
    evidence: first ? telling.evidence : [],
    tags: [`case:${thing.code.toLowerCase()}`],
    confidence: null,
    description: telling.description.slice(0, 1_000),
    legacyVersion: null,
    fields,
  })
}

function sourceOf({ kind, value }: ThingLine): string {
  if (kind === 'url' && URL.canParse(value)) return new URL(value).hostname.replace(/^\[|\]$/g, '')
  return kind === 'sender' ? (value.split('@')[1] ?? value) : value
}

const feedbackTypes: Readonly<Record<string, string>> = { phishing: 'fraud', scam: 'fraud', malware: 'virus', spyware: 'virus' }

/** The machine-readable part of a feedback report (RFC 5965) on all the things of a letter. It names no recipient: they are removed. */
export function feedbackOf(things: readonly ThingLine[], reports: number): string {
  const of = (...kinds: readonly ThingLine['kind'][]) => things.filter(({ kind }) => kinds.includes(kind))
  const address = of('address')[0]
  const report: Omit<ArfReport, 'human' | 'original' | 'warnings'> = {
    feedbackType: feedbackTypes[things[0]?.caseKind ?? ''] ?? 'abuse',
    userAgent: 'Tocsin',
    version: '1',
    originalEnvelopeId: null,
    originalMailFrom: of('sender')[0]?.value ?? null,
    originalRcptTo: [],
    arrivalDate: things.find(({ at }) => at !== null)?.at ?? null,
    reportingMta: null,
    sourceIp: address?.value ?? null,
    sourcePort: address?.port ?? null,
    incidents: Math.max(1, reports),
    authenticationResults: [],
    reportedDomains: [...new Set(of('domain', 'host').map(({ value }) => value))],
    reportedUris: of('url').map(({ value }) => value),
    failure: new Map(),
    others: [],
  }
  return serialiseFeedback(report)
}
