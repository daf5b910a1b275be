import { findingCodes } from '../../../forensics/message/findings.ts'
import type { Attachment, Finding, Hop, Link, MessageReading } from '../../../forensics/message/index.ts'
import { defang } from '../../../forensics/url/defang.ts'
import type { LocationSource } from '../../../platform/net/locate.ts'
import type { Place } from './task.ts'

/**
 * One JSON object on one line, with nothing in it that a terminal would obey. `path` is the file's, so the message's own way is `hops`;
 * `from` is the bare address. Links are as resolved, not defanged.
 */
export function toJson(reading: MessageReading, place: Place): string {
  const { from, path: hops, ...rest } = reading
  return oneLine({ ...placeOf(place), ...rest, from: from?.address ?? null, fromName: from?.name ?? null, hops })
}

/** What could not be read, in the same form. `sha256` is there when the bytes were. */
export function errorToJson(place: Place, error: string, sha256: string | null): string {
  return oneLine({ ...placeOf(place), ...(sha256 === null ? {} : { sha256 }), error })
}

function placeOf({ path, index }: Place): { path: string; index?: number } {
  return index === null ? { path } : { path, index }
}

function oneLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g, escaped)
}

function escaped(one: string): string {
  return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A page for people. What comes from the message is stripped of control characters, and links are defanged. */
export function toText(reading: MessageReading, place: Place, colour: boolean): string {
  const paint = painter(colour)
  const { authentication: auth, origin } = reading
  const lines = [
    paint('bold', title(place)),
    row('Subject', plain(reading.subject ?? '(none)')),
    row('From', reading.from === null ? '(nobody)' : plain(`${reading.from.name} <${reading.from.address}>`.trim())),
    row('Date', reading.date ?? '(none)'),
    row(
      'Origin',
      origin.ip === null
        ? 'not found'
        : `${origin.ip}${whereOf(origin)} (${origin.how}${origin.system === null ? '' : `: handed over to ${origin.system}`})`,
    ),
    row('Checked', (['spf', 'dkim', 'dmarc', 'arc'] as const).map((one) => `${one} ${paint(wordColour(auth[one]), auth[one])}`).join('  ')),
    row(
      'Language',
      reading.language === null ? '(unknown)' : `${reading.language.code} (${Math.round(reading.language.confidence * 100)} %)`,
    ),
    row('Verdict', verdictLine(reading)),
    row('SHA-256', reading.sha256),
    ...section('Path', reading.path.map(hopLine)),
    ...section('Links', reading.links.map(linkLine)),
    ...section(
      'Files',
      reading.attachments.flatMap((file) => [fileLine(file), ...membersLines(file.members, 1)]),
    ),
    ...section(
      'Findings',
      reading.findings.map((one) => findingLine(one, paint)),
    ),
  ]
  return lines.join('\n')
}

/** Whom countries and networks are owed to: their licence asks for it wherever they are shown. Once, however many messages. */
export function creditsToText(sources: readonly LocationSource[]): string {
  const lines = sources.map(({ what, date, credits }) => {
    const licences = [...new Set(credits.map(({ licence }) => licence))].join(', ')
    return `${what === 'countries' ? 'Countries' : 'Networks'} as of ${date}: ${credits.map(({ name, url }) => `${name} <${url}>`).join(', ')} (${licences})`
  })
  return lines.join('\n')
}

export function errorToText(place: Place, error: string, colour: boolean): string {
  const paint = painter(colour)
  return `${paint('bold', title(place))}\n  ${paint('red', plain(error))}`
}

function title({ path, index }: Place): string {
  return `${plain(path)}${index === null ? '' : ` · message ${index}`}`
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(9)} ${value}`
}

const most = 50
function section(name: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  const shown = lines.slice(0, most).map((line, i) => row(i === 0 ? name : '', line))
  return lines.length > most ? [...shown, row('', `… and ${lines.length - most} more`)] : shown
}

/** What it is, how surely, and the three weightiest reasons; a sign says for which side each speaks. */
function verdictLine({ verdict }: MessageReading): string {
  const reasons = verdict.reasons.slice(0, 3).map(({ code, weight }) => `${weight > 0 ? '+' : '−'}${code}`)
  return `${verdict.kind}, unwanted ${Math.round(verdict.unwanted * 100)} %${reasons.length === 0 ? '' : `  (${reasons.join(', ')})`}`
}

function hopLine(hop: Hop): string {
  const from = [hop.from.helo, hop.from.ip].filter((one) => one !== null).join(' ') || '?'
  const doubts = hop.suspicions.length === 0 ? '' : `  ! ${hop.suspicions.join(', ')}`
  return plain(`${hop.at ?? '(no time)'}  ${from}${whereOf(hop)} → ${hop.by ?? '?'}${hop.trusted ? '  trusted' : ''}${doubts}`)
}

function linkLine(link: Link): string {
  const shown =
    link.shown === null || link.shown.trim() === '' || link.shown === link.url ? '' : `  shown as “${link.shown.trim().slice(0, 80)}”`
  return plain(`${defang(link.url).slice(0, 300)}${shown}${doubtsOf(link)}`)
}

function fileLine(file: Attachment): string {
  const declared = file.declaredType === file.type ? '' : ` (declared ${file.declaredType})`
  return plain(`${file.name ?? '(no name)'}  ${file.type}${declared}  ${file.size} bytes  ${file.sha256}${doubtsOf(file)}`)
}

/** What an archive or an attached message holds, each member below what it lies in. */
function membersLines(members: Attachment['members'], depth: number): string[] {
  return members.flatMap((one) => {
    const read =
      one.type === null ? `(${one.encrypted ? 'encrypted' : 'not unpacked'})` : `${one.type}  ${one.size} bytes  ${one.sha256 ?? ''}`
    return [`${'  '.repeat(depth)}└ ${plain(`${one.name}  ${read}${doubtsOf(one)}`)}`, ...membersLines(one.members, depth + 1)]
  })
}

function doubtsOf({ features }: { readonly features: readonly string[] }): string {
  return features.length === 0 ? '' : `  ! ${features.join(', ')}`
}

function findingLine(finding: Finding, paint: Paint): string {
  const meaning = Object.hasOwn(findingCodes, finding.code) ? findingCodes[finding.code as keyof typeof findingCodes].meaning : ''
  const params = Object.entries(finding.params).map(([key, value]) => `${key}: ${String(value).slice(0, 120)}`)
  const about = params.length === 0 ? '' : ` (${params.join(', ')})`
  const tint = { high: 'red', medium: 'yellow', low: 'cyan', info: 'dim' } as const
  return `${paint(tint[finding.severity], finding.severity.padEnd(6))} ${plain(`${finding.code}: ${meaning}${about}`)}`
}

function whereOf(place: { readonly country: string | null; readonly asn: number | null; readonly network: string | null }): string {
  const network = place.asn === null ? null : `AS${place.asn} ${place.network ?? ''}`.trim()
  const known = [place.country, network].filter((one) => one !== null)
  return known.length === 0 ? '' : ` [${known.join(', ')}]`
}

type Colour = 'bold' | 'red' | 'yellow' | 'green' | 'cyan' | 'dim'
type Paint = (colour: Colour, text: string) => string
const codes: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 }
function painter(colour: boolean): Paint {
  return colour ? (one, text) => `\x1b[${codes[one]}m${text}\x1b[0m` : (_, text) => text
}

function wordColour(word: string): Colour {
  if (word === 'pass') return 'green'
  return ['fail', 'permerror', 'softfail'].includes(word) ? 'red' : 'dim'
}

/** Control characters and those that turn or hide text become a sign for what cannot be shown. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\v\f\r\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '\ufffd')
}
