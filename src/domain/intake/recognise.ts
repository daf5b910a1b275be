import { isMalformed, type Limits } from '../../base/parsed.ts'
import { refang } from '../../forensics/url/index.ts'
import { type ArfReport, readArf } from '../../formats/arf/index.ts'
import { formatDate } from '../../formats/arf/serialise.ts'
import { type InlineForward, splitForward } from '../../formats/forwarded/index.ts'
import { readAddresses } from '../../formats/headers/index.ts'
import { readAddress } from '../../formats/ip.ts'
import { findField, type Message, type Part, parseOnce } from '../../formats/mime/index.ts'
import { parseXarf, type XarfReading, xarfVersion } from '../../formats/xarf/index.ts'
import type { Place, Reporter } from './arrival.ts'
import { StatedReport } from './contract.ts'
import { bounded, most, placesOf, type Recognised, type Seen } from './recognised.ts'

/** How it came: by mail to one of our addresses, or handed in as bytes. */
export type Circumstances = { readonly mediaType: string; readonly name: string | null; readonly sentTo: string | null }

/**
 * Decides what arrived: a message sent on as attachment, an inline forward, ARF (RFC 5965), XARF, a bare URL, a stated report, a file, or the unwanted
 * message itself. Pure and total: what it cannot tell is `unrecognised`, still a report. The reporter is never taken from the reported message: a mail counts as
 * written by a reporter only when it is addressed to us; one that merely reached us (a trap, a redirect) is the reported thing itself.
 */
export function recognise(bytes: Uint8Array, circumstances: Circumstances, limits: Limits): Recognised {
  return bounded(recogniseAny(bytes, circumstances, limits))
}

function recogniseAny(bytes: Uint8Array, circumstances: Circumstances, limits: Limits): Recognised {
  if (circumstances.mediaType === 'application/vnd.tocsin.report+json') return recogniseStated(bytes)
  if (looksLikeJson(bytes)) {
    const xarf = parseXarf(bytes, 'tolerant', limits)
    if (!isMalformed(xarf)) return fromXarf(xarf, null, null)
  }
  if (circumstances.sentTo !== null || circumstances.mediaType === 'message/rfc822' || looksLikeMessage(bytes)) {
    return recogniseMessage(parseOnce(bytes, limits), circumstances, limits)
  }
  return recogniseFile(bytes, circumstances)
}

function recogniseMessage(message: Message, { sentTo, name }: Circumstances, limits: Limits): Recognised {
  const author = sentTo === null ? null : authorOf(message)
  const toUs = sentTo !== null && isAddressedTo(message, sentTo)
  const own = message.text.trim() === '' ? null : message.text.trim()
  const arf = readArf(message)
  if (!isMalformed(arf)) return fromArf(arf, author)
  const xarf = message.parts.map((part) => xarfIn(part, limits)).find((reading) => reading !== undefined)
  if (xarf !== undefined) return fromXarf(xarf, author, own)
  const whole: Seen = { kind: 'message', bytes: 'original', name, mediaType: 'message/rfc822', how: 'original', detail: {} }
  // a bounce or receipt brings back a message, but it is the bounce that somebody shows us; one of our own mail shows nothing
  const bounce = isBounce(message)
  if (bounce && toUs) return { form: 'unrecognised', reporter: null, note: own, sightings: [], stated: 'bounce', childMaterial: false }
  const attached = bounce
    ? []
    : message.parts.filter((part) => part.type === 'message/rfc822' || (/\.eml$/i.test(part.name ?? '') && looksLikeMessage(part.content)))
  if (attached.length > 0) {
    const sightings = attached.slice(0, most).map(
      (part): Seen => ({
        kind: 'message',
        bytes: part.content,
        name: part.name,
        mediaType: 'message/rfc822',
        how: `attachment ${part.path}`,
        detail: { part: part.path },
      }),
    )
    return { form: 'attached', reporter: toUs ? author : null, note: own, sightings, stated: null, childMaterial: false }
  }
  if (!toUs) {
    return { form: 'message', reporter: null, note: null, sightings: [whole], stated: bounce ? 'bounce' : null, childMaterial: false }
  }
  const forward = splitForward(message.text === '' ? textOfHtml(message.html) : message.text)
  if (forward !== undefined && (forward.announced || isForwardSubject(findField(message, 'subject')?.value ?? ''))) {
    const seen: Seen = {
      kind: 'message',
      bytes: rebuild(forward),
      name: null,
      mediaType: 'message/rfc822',
      how: 'inline forward, rebuilt',
      detail: { rebuilt: true, date: forward.dateText },
    }
    return {
      form: 'inline',
      reporter: author,
      note: forward.own === '' ? null : forward.own,
      sightings: [seen, ...filesOf(message)],
      stated: null,
      childMaterial: false,
    }
  }
  return written(message, author, own)
}

/** A delivery status (RFC 3464) or a disposition notification (RFC 8098): machines' word on a mail, never a report of it. */
function isBounce(message: Message): boolean {
  return (
    message.root.type === 'multipart/report' &&
    message.parts.some((part) => /^message\/(?:global-)?(?:delivery-status|disposition-notification)$/.test(part.type))
  )
}

/** A mail that somebody wrote to us: what it names and what hangs on it. */
function written(message: Message, author: Reporter | null, own: string | null): Recognised {
  const urls = urlsIn(own ?? textOfHtml(message.html))
  const files = filesOf(message)
  const sightings = [...files, ...urls.map((value): Seen => ({ kind: 'url', value, detail: {} }))]
  const form = files.length > 0 ? 'file' : urls.length > 0 ? 'url' : 'unrecognised'
  return { form, reporter: author, note: own, sightings, stated: null, childMaterial: false }
}

function recogniseFile(bytes: Uint8Array, { mediaType, name }: Circumstances): Recognised {
  const nothing = { reporter: null, note: null, stated: null, childMaterial: false }
  if (mediaType === 'text/plain' && bytes.length < 20_000) {
    const text = new TextDecoder().decode(bytes)
    const urls = urlsIn(text)
    const rest = urls.reduce((left, url) => left.replace(url, ''), text).trim()
    if (urls.length > 0 && rest.length < 200)
      return {
        ...nothing,
        form: 'url',
        note: rest === '' ? null : rest,
        sightings: urls.map((value) => ({ kind: 'url', value, detail: {} })),
      }
  }
  if (bytes.length === 0) return { ...nothing, form: 'unrecognised', sightings: [] }
  return { ...nothing, form: 'file', sightings: [{ kind: 'file', bytes: 'original', name, mediaType, how: 'original', detail: {} }] }
}

function recogniseStated(bytes: Uint8Array): Recognised {
  const read = StatedReport.safeParse(parseJson(bytes))
  if (!read.success) return { form: 'unrecognised', reporter: null, note: null, sightings: [], stated: null, childMaterial: false }
  const { url, host, text, note, reporter, said } = read.data
  const sightings: Seen[] = []
  if (url !== undefined) sightings.push({ kind: 'url', value: refang(url), detail: {} })
  if (host !== undefined) sightings.push({ ...placeOf(refang(host)), detail: {} })
  if (text !== undefined) {
    const pasted = new TextEncoder().encode(text)
    const message = looksLikeMessage(pasted)
    sightings.push({
      kind: message ? 'message' : 'file',
      bytes: pasted,
      name: null,
      mediaType: message ? 'message/rfc822' : 'text/plain',
      how: 'pasted text',
      detail: {},
    })
    if (!message) sightings.push(...urlsIn(text).map((value): Seen => ({ kind: 'url', value, detail: {} })))
  }
  const who = reporter === undefined ? null : { address: reporter.address ?? null, name: reporter.name ?? null }
  const form = text === undefined && who === null ? 'url' : 'call'
  return {
    form,
    reporter: who,
    note: note ?? null,
    sightings: sightings.slice(0, most),
    stated: null,
    childMaterial: said === 'child-material',
  }
}

function fromArf(arf: ArfReport, author: Reporter | null): Recognised {
  const sightings: Seen[] = []
  const detail = {
    feedbackType: arf.feedbackType,
    userAgent: arf.userAgent,
    incidents: arf.incidents,
    arrivalDate: arf.arrivalDate,
    sourceIp: arf.sourceIp,
    originalMailFrom: arf.originalMailFrom,
    warnings: arf.warnings,
  }
  if (arf.original !== null) {
    sightings.push({
      kind: 'message',
      bytes: arf.original.bytes,
      name: null,
      mediaType: 'message/rfc822',
      how: arf.original.kind === 'headers' ? 'headers in a feedback report' : 'message in a feedback report',
      detail,
    })
  }
  if (arf.sourceIp !== null) sightings.push({ kind: 'address', value: arf.sourceIp, detail: { ...detail, port: arf.sourcePort } })
  for (const value of arf.reportedUris) sightings.push({ kind: 'url', value, detail: {} })
  for (const value of arf.reportedDomains) sightings.push({ kind: 'host', value, detail: {} })
  return {
    form: 'arf',
    reporter: author,
    note: arf.human,
    sightings: sightings.slice(0, most),
    stated: arf.feedbackType,
    childMaterial: false,
  }
}

function fromXarf({ report, warnings }: XarfReading, author: Reporter | null, own: string | null): Recognised {
  const detail = {
    category: report.category,
    type: report.type,
    version: report.version,
    legacyVersion: report.legacyVersion,
    timestamp: report.timestamp,
    tags: report.tags,
    fields: report.fields,
    warnings,
  }
  const sightings: Seen[] = []
  const url = report.fields['url']
  if (typeof url === 'string') sightings.push({ kind: 'url', value: url, detail })
  const source = report.source
  const place = placeOf(source)
  if (source !== '') sightings.push({ ...place, detail: place.kind === 'address' ? { ...detail, port: report.sourcePort } : detail })
  report.evidence.forEach((evidence, index) => {
    const message = evidence.contentType.startsWith('message/rfc822') || looksLikeMessage(evidence.bytes)
    sightings.push({
      kind: message ? 'message' : 'file',
      bytes: evidence.bytes,
      name: null,
      mediaType: evidence.contentType,
      how: `evidence ${index + 1}`,
      detail: { description: evidence.description, hash: evidence.hash, hashHolds: evidence.hashHolds },
    })
  })
  const contact = report.reporter
  return {
    form: 'xarf',
    reporter: contact === null ? author : { address: contact.contact, name: contact.org },
    note: report.description ?? own,
    sightings: sightings.slice(0, most),
    stated: `${report.category}/${report.type}`,
    childMaterial: report.type === 'csam' || report.type === 'csem',
  }
}

/** Whether a text is an address (RFC 4291, dotted decimal), a URL, or else a host. */
function placeOf(text: string): Place {
  const value = text.trim()
  if (readAddress(value) !== undefined) return { kind: 'address', value }
  return { kind: /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? 'url' : 'host', value }
}

/** Where suspected material lies, read out of what states it before that is put away: a stated report, XARF, a text with addresses. */
export function placesIn(bytes: Uint8Array, mediaType: string): readonly Place[] {
  const states = mediaType === 'text/plain' || mediaType === 'application/json' || mediaType === 'application/vnd.tocsin.report+json'
  const limits = { bytes: 20_000_000, depth: 10, count: 1_000, time: 1_000 }
  return states && bytes.length < limits.bytes ? placesOf(recognise(bytes, { mediaType, name: null, sentTo: null }, limits)) : []
}

function xarfIn(part: Part, limits: Limits): XarfReading | undefined {
  if (
    part.content.length === 0 ||
    !(part.type === 'application/json' || part.type === 'application/xarf+json' || /\.json$/i.test(part.name ?? ''))
  )
    return undefined
  if (!looksLikeJson(part.content)) return undefined
  if (xarfVersion(parseJson(part.content)) === undefined) return undefined
  const reading = parseXarf(part.content, 'tolerant', limits)
  return isMalformed(reading) ? undefined : reading
}

function authorOf(message: Message): Reporter | null {
  const from = readAddresses(findField(message, 'from')?.unfolded ?? '').addresses[0]
  return from === undefined || from.address === '' ? null : { address: from.address, name: from.name === '' ? null : from.name }
}

/** To the desk or to one of its channels: which of them is the mail server's affair, as with an alias. */
function isAddressedTo(message: Message, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@')).toLowerCase()
  // a mailbox has an address of its own, and whatever stands behind a plus is the same one (RFC 5233)
  const exact = address.toLowerCase().replace(/\+[^@]*(?=@)/, '')
  const ours = (one: string) =>
    one.endsWith(domain) && (/^report(?:\+.*)?$/.test(one.slice(0, -domain.length)) || one.replace(/\+[^@]*(?=@)/, '') === exact)
  return ['to', 'cc', 'bcc', 'resent-to'].some((key) =>
    message.header
      .filter((field) => field.key === key)
      .some((field) => readAddresses(field.unfolded).addresses.some((one) => ours(one.address.toLowerCase()))),
  )
}

/** Fw, Fwd and what programs write for it in other languages. */
function isForwardSubject(subject: string): boolean {
  return /^\s*(?:fwd?|wg|tr|rv|enc|i|vs|vb|doorst|пересл|fs|转发|轉寄|轉發|答复转发|إعادة توجيه|تحويل|転送)\s*[:：]/iu.test(subject)
}

/** A reduced message with what an inline forward still shows. Its header is the forwarder's copy: nothing of the path survives. */
function rebuild(forward: InlineForward): Uint8Array {
  const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
  const lines = [
    ...(forward.from === null ? [] : [`From: ${forward.from.name === '' ? '' : `${word(forward.from.name)} `}<${forward.from.address}>`]),
    ...(forward.subject === null ? [] : [`Subject: ${word(forward.subject)}`]),
    ...(forward.date === null ? [] : [`Date: ${formatDate(forward.date)}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ]
  return new TextEncoder().encode(
    `${lines.map((line) => line.replaceAll(/[\r\n]+/g, ' ')).join('\r\n')}\r\n\r\n${forward.body.replaceAll('\n', '\r\n')}\r\n`,
  )
}

function filesOf(message: Message): Seen[] {
  return message.parts
    .filter(
      (part) =>
        part.parts.length === 0 &&
        part.content.length > 0 &&
        (part.disposition === 'attachment' || (part.name !== null && !part.type.startsWith('text/'))),
    )
    .slice(0, most)
    .map((part) => ({
      kind: 'file',
      bytes: part.content,
      name: part.name,
      mediaType: part.type,
      how: `attachment ${part.path}`,
      detail: { part: part.path },
    }))
}

const webAddress = /\b(?:h(?:tt|xx)ps?|ftp)(?::\/\/|\[:\]\/\/)[^\s<>"'`]{3,2000}/gi

function urlsIn(text: string): string[] {
  const found = (text.slice(0, 100_000).match(webAddress) ?? []).map((url) => refang(url.replace(/[).,;:!?\]}»”’]+$/u, '')))
  return [...new Set(found)].slice(0, most)
}

function textOfHtml(html: string): string {
  return html
    .slice(0, 500_000)
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li)\b[^<>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
}

/** Whether bytes begin like the header of a message: field lines, among them one that mail always has. */
export function looksLikeMessage(bytes: Uint8Array): boolean {
  const lines = new TextDecoder('latin1').decode(bytes.subarray(0, 8192)).split(/\r?\n/)
  const start = lines[0]?.startsWith('From ') === true ? 1 : 0
  if (!/^[!-9;-~]{1,76}:/.test(lines[start] ?? '')) return false
  const end = lines.findIndex((line, at) => at >= start && line === '')
  return lines
    .slice(start, end < 0 ? undefined : end)
    .some((line) => /^(?:from|received|subject|date|message-id|return-path|delivered-to|mime-version):/i.test(line))
}

function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.subarray(0, 64).find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return first === 0x7b
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
