import type { MemberRecord } from '../../../forensics/message/index.ts'
import type { ReportReading, SightingReading } from '../reading.ts'

/** What kinds of value a report names. `subject` and `brand` tell what it is, the others can be acted on or asked about. */
export const indicatorKinds = ['url', 'domain', 'host', 'address', 'file', 'sender', 'subject', 'brand'] as const
export type IndicatorKind = (typeof indicatorKinds)[number]
export type Indicator = { readonly kind: IndicatorKind; readonly value: string }

/** characters of a value; what is longer is left out, since a part of it would be another */
const longest = 500
const ofOneKind = 40

/** All that a report names, each value once, a bounded number of each kind. */
export function indicatorsOf(reading: ReportReading): readonly Indicator[] {
  const found = new Map<IndicatorKind, Set<string>>()
  const add = (kind: IndicatorKind, value: string | null | undefined) => {
    const text = value
      ?.replaceAll(/\p{Cc}+/gu, ' ')
      .toWellFormed()
      .trim()
    if (text === undefined || text === '' || text.length > longest) return
    const values = found.get(kind) ?? new Set()
    if (values.size < ofOneKind) values.add(text)
    found.set(kind, values)
  }
  for (const one of reading.sightings) addSighting(one, add)
  return [...found].flatMap(([kind, values]) => [...values].map((value) => ({ kind, value })))
}

type Add = (kind: IndicatorKind, value: string | null | undefined) => void

function addSighting({ kind, value, reading }: SightingReading, add: Add): void {
  if (kind === 'address' || kind === 'host') add(kind, value)
  if (reading.kind === 'message') {
    const { message } = reading
    add('sender', message.from?.address.toLowerCase())
    add('subject', message.subject?.slice(0, longest))
    add('address', message.origin.ip)
    for (const { url, scheme, host, domain } of message.links) {
      if (scheme !== 'http' && scheme !== 'https') continue
      addLink(url, host, domain, add)
    }
    for (const { sha256, inline, members } of message.attachments) {
      if (!inline) add('file', sha256)
      for (const one of members) addMember(one, add)
    }
    for (const { params } of message.findings) if (typeof params['brand'] === 'string') add('brand', params['brand'])
  } else if (reading.kind === 'url') {
    addLink(reading.url.url, reading.url.host, reading.url.domain, add)
    add('brand', reading.url.lookAlike?.brand)
  } else if (reading.kind === 'file') add('file', reading.file.hashes.sha256)
}

function addLink(url: string, host: string | null, domain: string | null, add: Add): void {
  add('url', url)
  if (host === null) return
  if (/^[\d.]+$|:/.test(host)) add('address', host.replace(/^\[|\]$/g, ''))
  else {
    add('host', host)
    add('domain', domain)
  }
}

function addMember({ sha256, members }: MemberRecord, add: Add): void {
  add('file', sha256)
  for (const one of members) addMember(one, add)
}
