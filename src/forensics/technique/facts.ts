import type { MemberRecord, MessageReading } from '../message/index.ts'
import { folded } from './technique.ts'

/** What rules, indicators and words are held against: the reading of one message, in folded text. */
export type Facts = {
  /** by the name of a field of the rule language; numbers are in `numbers` */
  readonly texts: ReadonlyMap<string, readonly string[]>
  readonly numbers: ReadonlyMap<string, number>
  /** by the name of the header field in lower case */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** as they were read, for the words of a table */
  readonly subject: string
  readonly text: string
}

export const textFields = [
  'subject',
  'text',
  'from.name',
  'from.address',
  'from.domain',
  'reply.address',
  'return.address',
  'link.url',
  'link.host',
  'link.text',
  'attachment.name',
  'attachment.type',
  'attachment.sha256',
  'origin.ip',
  'origin.country',
  'language',
  'spf',
  'dkim',
  'dmarc',
  'finding',
] as const
export const numberFields = ['links', 'attachments', 'recipients', 'origin.asn', 'size'] as const

const mostValues = 2_000

export function factsOf(reading: MessageReading): Facts {
  const { from, replyTo, returnPath, links, attachments, origin, authentication } = reading
  const files = attachments.flatMap((one) => [
    { name: one.name, type: one.type, sha256: one.sha256 as string | null },
    ...membersOf(one.members),
  ])
  const given: Record<(typeof textFields)[number], readonly (string | null)[]> = {
    subject: [reading.subject],
    text: [reading.text],
    'from.name': [from?.name ?? null],
    'from.address': [from?.address ?? null],
    'from.domain': [from === null ? null : domainOf(from.address)],
    'reply.address': replyTo.map(({ address }) => address),
    'return.address': [returnPath],
    'link.url': links.map(({ url }) => url),
    'link.host': links.map(({ host }) => host),
    'link.text': links.map(({ shown }) => shown),
    'attachment.name': files.map(({ name }) => name),
    'attachment.type': files.map(({ type }) => type),
    'attachment.sha256': files.map(({ sha256 }) => sha256),
    'origin.ip': [origin.ip],
    'origin.country': [origin.country],
    language: [reading.language?.code ?? null],
    spf: [authentication.spf],
    dkim: [authentication.dkim],
    dmarc: [authentication.dmarc],
    finding: reading.findings.map(({ code }) => code),
  }
  const numbers: Record<(typeof numberFields)[number], number | null> = {
    links: links.length,
    attachments: attachments.length,
    recipients: reading.recipients,
    'origin.asn': origin.asn,
    size: reading.size,
  }
  const headers = new Map<string, string[]>()
  for (const { name, value } of reading.headers.slice(0, mostValues)) {
    const key = name.toLowerCase()
    headers.set(key, [...(headers.get(key) ?? []), folded(value)])
  }
  return {
    texts: new Map(Object.entries(given).map(([field, values]) => [field, known(values)])),
    numbers: new Map(Object.entries(numbers).flatMap(([field, value]) => (value === null ? [] : [[field, value] as const]))),
    headers,
    subject: reading.subject ?? '',
    text: reading.text,
  }
}

function* membersOf(members: readonly MemberRecord[]): Generator<{ name: string | null; type: string | null; sha256: string | null }> {
  for (const { name, type, sha256, members: inside } of members) {
    yield { name, type, sha256 }
    yield* membersOf(inside)
  }
}

const known = (values: readonly (string | null)[]): readonly string[] =>
  values.slice(0, mostValues).flatMap((value) => (value === null || value === '' ? [] : [folded(value)]))

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
