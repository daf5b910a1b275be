import { createHash } from 'node:crypto'
import { type ArfReport, failureFields } from './parse.ts'

/** What the message around the report says. Addresses are bare or with a display name in ASCII; `date` is ISO 8601. */
export type ArfEnvelope = {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly date: string
  readonly messageId: string
}

const title = (name: string) => name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`)
const spelled: Readonly<Record<string, string>> = {
  'dkim-adsp-dns': 'DKIM-ADSP-DNS',
  'dkim-canonicalized-body': 'DKIM-Canonicalized-Body',
  'dkim-canonicalized-header': 'DKIM-Canonicalized-Header',
  'dkim-domain': 'DKIM-Domain',
  'dkim-identity': 'DKIM-Identity',
  'dkim-selector': 'DKIM-Selector',
  'dkim-selector-dns': 'DKIM-Selector-DNS',
  'spf-dns': 'SPF-DNS',
}

/** One line of a header: no line break that a value brings along may open a field of its own. */
function line(name: string, value: string): string {
  return `${name.replace(/[^\x21-\x39\x3b-\x7e]/g, '')}: ${value.replace(/\s*[\r\n]+\s*/g, ' ').replace(/\0/g, '')}\r\n`
}

function encodeWord(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text
  const words: string[] = []
  let run = ''
  for (const character of text) {
    if (Buffer.byteLength(run + character) > 42) {
      words.push(run)
      run = ''
    }
    run += character
  }
  words.push(run)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

/** RFC 5322 §3.3 date, in UTC. */
export function formatDate(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000')
}

/** The machine-readable part of a feedback report (RFC 5965 §3): what stands in `message/feedback-report`, CRLF line ends. */
export function serialiseFeedback(report: Omit<ArfReport, 'human' | 'original' | 'warnings'>): string {
  let fields = line('Feedback-Type', report.feedbackType)
  fields += line('User-Agent', report.userAgent ?? 'Tocsin')
  fields += line('Version', report.version ?? '1')
  const optional: readonly (readonly [string, string | number | null])[] = [
    ['Original-Envelope-Id', report.originalEnvelopeId],
    ['Original-Mail-From', report.originalMailFrom === null ? null : `<${report.originalMailFrom}>`],
    ['Arrival-Date', report.arrivalDate === null ? null : formatDate(report.arrivalDate)],
    ['Reporting-MTA', report.reportingMta === null ? null : `dns; ${report.reportingMta}`],
    ['Source-IP', report.sourceIp],
    ['Source-Port', report.sourcePort],
    ['Incidents', report.incidents === 1 ? null : report.incidents],
  ]
  for (const [name, value] of optional) if (value !== null) fields += line(name, String(value))
  for (const value of report.originalRcptTo) fields += line('Original-Rcpt-To', `<${value}>`)
  for (const value of report.authenticationResults) fields += line('Authentication-Results', value)
  for (const value of report.reportedDomains) fields += line('Reported-Domain', value)
  for (const value of report.reportedUris) fields += line('Reported-URI', value)
  for (const [name, value] of report.failure) if (failureFields.has(name)) fields += line(spelled[name] ?? title(name), value)
  for (const { name, value } of report.others) fields += line(name, value)
  return fields
}

/**
 * Writes a feedback report (RFC 5965 §2 and §3) as a whole message with CRLF line ends. The reported message is carried byte for byte.
 * The same report and envelope give the same bytes.
 */
export function serialiseArf(report: ArfReport, envelope: ArfEnvelope): Uint8Array {
  const original = Buffer.from(report.original?.bytes ?? new Uint8Array(0))
  const digest = createHash('sha256').update(envelope.messageId).update(report.human).update(original).digest('hex')
  const boundary = `=_${digest.slice(0, 40)}`
  const fields = serialiseFeedback(report)
  const head =
    line('From', envelope.from) +
    line('To', envelope.to) +
    line('Subject', encodeWord(envelope.subject)) +
    line('Date', formatDate(envelope.date)) +
    line('Message-ID', `<${envelope.messageId.replace(/^<|>$/g, '')}>`) +
    line('MIME-Version', '1.0') +
    `Content-Type: multipart/report; report-type=feedback-report;\r\n boundary="${boundary}"\r\n\r\n`
  const part = (header: string, body: Buffer) => [Buffer.from(`--${boundary}\r\n${header}\r\n`), body, Buffer.from('\r\n')]
  const pieces = [
    Buffer.from(head),
    ...part(
      'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n',
      Buffer.from(
        Buffer.from(report.human.replace(/\r?\n/g, '\r\n'))
          .toString('base64')
          .replace(/(.{76})/g, '$1\r\n'),
      ),
    ),
    ...part('Content-Type: message/feedback-report\r\n', Buffer.from(fields)),
  ]
  if (report.original !== null) {
    const type = report.original.kind === 'message' ? 'message/rfc822' : 'text/rfc822-headers'
    // RFC 2045 §6.2: bytes above 127, and lines that SMTP would not carry, are said in the transfer encoding
    const eight = original.some((byte) => byte > 127) ? 'Content-Transfer-Encoding: 8bit\r\n' : ''
    pieces.push(...part(`Content-Type: ${type}\r\n${eight}Content-Disposition: inline\r\n`, original))
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`))
  return new Uint8Array(Buffer.concat(pieces))
}
