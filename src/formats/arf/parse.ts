import type { Limits, Parsed } from '../../base/parsed.ts'
import { isMalformed } from '../../base/parsed.ts'
import { readAddresses, readDate } from '../headers/index.ts'
import { readAddress } from '../ip.ts'
import { decodeWords, type HeaderField, type Message, type Part, parseMessage } from '../mime/index.ts'
import { collectDefects } from '../mime/message.ts'
import { scanHeader } from '../mime/scan-header.ts'

/** The reported message: all of it, or its header only (text/rfc822-headers, RFC 6522 §4). */
export type ArfOriginal = { readonly kind: 'message' | 'headers'; readonly bytes: Uint8Array }

/** RFC 5965 feedback report, with the fields of RFC 6591 (authentication failures), RFC 6650 §3 and RFC 6692 (source port). */
export type ArfReport = {
  /** `abuse`, `fraud`, `virus`, `other`, `not-spam`, `auth-failure`, `opt-out` …, lower case; `other` when none is given */
  readonly feedbackType: string
  readonly userAgent: string | null
  readonly version: string | null
  readonly originalEnvelopeId: string | null
  /** bare address; empty for the null sender */
  readonly originalMailFrom: string | null
  readonly originalRcptTo: readonly string[]
  /** ISO 8601 UTC */
  readonly arrivalDate: string | null
  readonly reportingMta: string | null
  readonly sourceIp: string | null
  readonly sourcePort: number | null
  readonly incidents: number
  readonly authenticationResults: readonly string[]
  readonly reportedDomains: readonly string[]
  readonly reportedUris: readonly string[]
  /** RFC 6591 §3.1 and §3.2: Auth-Failure, Delivery-Result, DKIM-Domain … by lower-case name */
  readonly failure: ReadonlyMap<string, string>
  /** fields that none of the standards names, as they stood */
  readonly others: readonly { readonly name: string; readonly value: string }[]
  /** the part for people */
  readonly human: string
  readonly original: ArfOriginal | null
  /** what was wrong and was passed over */
  readonly warnings: readonly string[]
}

export const failureFields = new Set([
  'auth-failure',
  'delivery-result',
  'identity-alignment',
  'dkim-adsp-dns',
  'dkim-canonicalized-body',
  'dkim-canonicalized-header',
  'dkim-domain',
  'dkim-identity',
  'dkim-selector',
  'dkim-selector-dns',
  'spf-dns',
])

/** Reads a feedback report out of the bytes of a message. Malformed when there is no machine-readable part; lenient in all else. */
export function parseArf(bytes: Uint8Array, limits: Limits): Parsed<ArfReport> {
  return readArf(parseMessage(bytes, limits))
}

/** Reads a feedback report out of a message that is parsed already. */
export function readArf(message: Message): Parsed<ArfReport> {
  const machine = message.parts.find((part) => part.type === 'message/feedback-report' || part.type === 'message/feedback')
  if (machine === undefined) return { malformed: 'no message/feedback-report part (RFC 5965 §2)' }
  const warnings: string[] = []
  const type = message.root.type
  if (type !== 'multipart/report') warnings.push(`the message is ${type} and not multipart/report`)
  else if (message.root.parameters.get('report-type')?.toLowerCase() !== 'feedback-report')
    warnings.push('report-type is not feedback-report')
  const fields = readFields(machine)
  const known = new Set<string>()
  const all = (name: string) => {
    known.add(name)
    return fields.filter((field) => field.key === name).map((field) => field.unfolded)
  }
  const one = (name: string) => {
    const values = all(name)
    if (values.length > 1) warnings.push(`${name} stands ${values.length} times (RFC 5965 §3)`)
    return values[0] ?? null
  }
  const feedbackType = one('feedback-type')
  if (feedbackType === null) warnings.push('Feedback-Type is missing (RFC 5965 §3.1)')
  const version = one('version')
  const userAgent = one('user-agent')
  if (version === null || userAgent === null) warnings.push('Version or User-Agent is missing (RFC 5965 §3.1)')
  const mailFrom = one('original-mail-from')
  const arrival = one('arrival-date') ?? one('received-date')
  const when = arrival === null ? null : readDate(arrival)
  if (when !== null && isMalformed(when)) warnings.push('Arrival-Date cannot be read')
  const sourceText = one('source-ip')
  const source = sourceText === null ? undefined : readAddress(sourceText)
  if (sourceText !== null && source === undefined) warnings.push('Source-IP is not an address')
  const incidents = one('incidents')
  const port = one('source-port')
  const original = findOriginal(message, machine, warnings)
  const report = {
    feedbackType: feedbackType?.toLowerCase().trim() || 'other',
    userAgent,
    version,
    originalEnvelopeId: one('original-envelope-id'),
    originalMailFrom: mailFrom === null ? null : (readAddresses(mailFrom).addresses[0]?.address ?? ''),
    originalRcptTo: all('original-rcpt-to').flatMap((value) => readAddresses(value).addresses.map((one) => one.address)),
    arrivalDate: when === null || isMalformed(when) ? null : when.at,
    reportingMta: one('reporting-mta')?.replace(/^dns\s*;\s*/i, '') ?? null,
    sourceIp: source ?? null,
    sourcePort: port !== null && /^\d{1,5}$/.test(port) && Number(port) <= 65_535 ? Number(port) : null,
    incidents: incidents !== null && /^\d{1,9}$/.test(incidents) ? Number(incidents) : 1,
    authenticationResults: all('authentication-results'),
    reportedDomains: all('reported-domain').map((value) => value.toLowerCase()),
    reportedUris: all('reported-uri').map((value) => value.replace(/^<|>$/g, '')),
    failure: new Map(fields.filter((field) => failureFields.has(field.key)).map((field) => [field.key, field.unfolded])),
    others: fields
      .filter((field) => !known.has(field.key) && !failureFields.has(field.key))
      .map(({ name, unfolded }) => ({ name, value: unfolded })),
    human: message.parts.find((part) => part.type === 'text/plain')?.text ?? '',
    original,
    warnings,
  }
  return report
}

/** The machine-readable part is a header of its own; some reporters put an empty line or encoded words into it. */
function readFields(part: Part): readonly HeaderField[] {
  const defects = collectDefects()
  const limits = { bytes: 256 * 1024, field: 64 * 1024, count: 1000 }
  let from = 0
  while (part.content[from] === 0x0a || part.content[from] === 0x0d) from++
  const { fields } = scanHeader(part.content, from, part.content.length, limits, defects, part.path, () => false)
  return fields.map((field) => (field.unfolded.includes('=?') ? { ...field, unfolded: decodeWords(field.unfolded) } : field))
}

function findOriginal(message: Message, machine: Part, warnings: string[]): ArfOriginal | null {
  const after = message.parts.slice(message.parts.indexOf(machine) + 1)
  const whole = after.find((part) => part.type === 'message/rfc822' || part.type === 'message/global')
  if (whole !== undefined) return { kind: 'message', bytes: whole.content }
  const headers = after.find(
    (part) => part.type === 'text/rfc822-headers' || part.type === 'message/rfc822-headers' || part.type === 'text/rfc822',
  )
  if (headers !== undefined) return { kind: 'headers', bytes: headers.content }
  const looks = after.find((part) => part.parts.length === 0 && /^(?:Received|Return-Path|From|Delivered-To):/i.test(part.text ?? ''))
  if (looks !== undefined) {
    warnings.push(`the reported message stands in a part of type ${looks.type}`)
    return { kind: 'message', bytes: looks.content }
  }
  warnings.push('the reported message is missing (RFC 5965 §2)')
  return null
}
