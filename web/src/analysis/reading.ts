// Readings as the analyser stores them (src/forensics: message/3, file/1, url/1), as far as pages draw them. They are stored JSON, older
// ones among them: whatever is not of the shape is left out, and nothing here fails.

export type Place = { readonly country: string | null; readonly asn: number | null; readonly network: string | null }

export type Hop = Place & {
  readonly index: number
  readonly line: number
  readonly by: string | null
  readonly from: { readonly helo: string | null; readonly name: string | null; readonly ip: string | null }
  readonly with: string | null
  readonly id: string | null
  readonly for: string | null
  readonly at: string | null
  readonly delay: number | null
  readonly trusted: boolean
  readonly suspicions: readonly string[]
}

export type Claim = Omit<Place, 'network'> & { readonly header: string; readonly line: number; readonly ip: string }
export type Origin = Place & {
  readonly ip: string | null
  readonly hop: number | null
  readonly how: string
  /** the stated system of the reporter's side that took it over; null also in readings from before there were any */
  readonly system: string | null
  readonly claims: readonly Claim[]
}

export type AuthenticationDetail = {
  readonly method: string
  readonly result: string
  readonly domain: string | null
  readonly selector: string | null
  readonly aligned: boolean | null
  readonly comment: string | null
}

export const methods = ['spf', 'dkim', 'dmarc', 'arc'] as const
export type Method = (typeof methods)[number]

export type Claimed = { readonly by: string; readonly line: number } & { readonly [M in Method]: string | null }
export type Authentication = { readonly [M in Method]: string } & {
  readonly details: readonly AuthenticationDetail[]
  readonly policy: string | null
  readonly claimed: Claimed | null
}

export type Wrapper = { readonly kind: string; readonly url: string }
export type Link = {
  readonly url: string
  readonly written: string | null
  readonly wrappers: readonly Wrapper[]
  readonly shown: string | null
  readonly where: string
  readonly part: string
  readonly scheme: string
  readonly host: string | null
  readonly domain: string | null
  readonly features: readonly string[]
}

export type Member = {
  readonly name: string
  readonly size: number
  readonly encrypted: boolean
  readonly type: string | null
  readonly sha256: string | null
  readonly features: readonly string[]
  readonly members: readonly Member[]
}

export type Attachment = {
  readonly index: number
  readonly name: string | null
  readonly declaredType: string
  readonly type: string
  readonly size: number
  readonly sha256: string
  readonly part: string
  readonly inline: boolean
  readonly features: readonly string[]
  readonly members: readonly Member[]
}

export type Part = {
  readonly path: string
  readonly type: string
  readonly charset: string | null
  readonly encoding: string | null
  readonly disposition: string | null
  readonly name: string | null
  readonly size: number
  readonly parts: readonly Part[]
}

export type Mailbox = { readonly name: string; readonly address: string }
export type Defect = { readonly code: string; readonly at: number | null; readonly part: string | null }

export type Reason = { readonly code: string; readonly weight: number; readonly examples: readonly string[] }
export type Verdict = { readonly kind: string; readonly unwanted: number; readonly reasons: readonly Reason[] }

export type MessageReading = {
  readonly kind: 'message'
  readonly sha256: string
  readonly size: number
  readonly subject: string | null
  readonly from: Mailbox | null
  readonly sender: Mailbox | null
  readonly replyTo: readonly Mailbox[]
  readonly returnPath: string | null
  readonly recipients: number
  readonly date: string | null
  readonly messageId: string | null
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly structure: Part | null
  readonly defects: readonly Defect[]
  readonly path: readonly Hop[]
  readonly origin: Origin
  readonly authentication: Authentication
  readonly links: readonly Link[]
  readonly attachments: readonly Attachment[]
  readonly language: string | null
  readonly text: string
  /** null in readings from before there was one */
  readonly verdict: Verdict | null
}

export type FileReading = {
  readonly kind: 'file'
  readonly type: string
  readonly size: number
  readonly hashes: { readonly sha256: string | null; readonly sha1: string | null; readonly md5: string | null }
  readonly features: readonly string[]
  readonly urls: readonly string[]
  readonly members: readonly Member[]
}

export type UrlReading = {
  readonly kind: 'url'
  readonly url: string
  readonly scheme: string
  readonly host: string | null
  readonly unicodeHost: string | null
  readonly port: number | null
  readonly domain: string | null
  readonly wrappers: readonly Wrapper[]
  readonly lookAlike: { readonly brand: string; readonly how: string } | null
  readonly features: readonly string[]
}

export type Reading = MessageReading | FileReading | UrlReading

type Json = Readonly<Record<string, unknown>>

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const list = <T>(value: unknown, read: (one: Json) => T): T[] => (Array.isArray(value) ? value.map((one) => read(object(one))) : [])
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** Reads a stored reading; undefined for a kind that no page draws. */
export function readReading(json: unknown): Reading | undefined {
  const reading = object(json)
  if (reading['kind'] === 'message') return readMessage(reading)
  if (reading['kind'] === 'file') return readFile(reading)
  return reading['kind'] === 'url' ? readUrl(reading) : undefined
}

function readMessage(json: Json): MessageReading {
  return {
    kind: 'message',
    sha256: text(json['sha256']),
    size: number(json['size']),
    subject: textOrNull(json['subject']),
    from: readMailbox(json['from']),
    sender: readMailbox(json['sender']),
    replyTo: list(json['replyTo'], mailbox),
    returnPath: textOrNull(json['returnPath']),
    recipients: number(json['recipients']),
    date: textOrNull(json['date']),
    messageId: textOrNull(json['messageId']),
    headers: list(json['headers'], (one) => ({ name: text(one['name']), value: text(one['value']) })),
    structure: typeof json['structure'] === 'object' && json['structure'] !== null ? readPart(object(json['structure'])) : null,
    defects: list(json['defects'], (one) => ({ code: text(one['code']), at: numberOrNull(one['at']), part: textOrNull(one['part']) })),
    path: list(json['path'], readHop),
    origin: readOrigin(object(json['origin'])),
    authentication: readAuthentication(object(json['authentication'])),
    links: list(json['links'], readLink),
    attachments: list(json['attachments'], readAttachment),
    language: textOrNull(object(json['language'])['code']),
    text: text(json['text']),
    verdict: typeof json['verdict'] === 'object' && json['verdict'] !== null ? readVerdict(object(json['verdict'])) : null,
  }
}

function readVerdict(json: Json): Verdict {
  return {
    kind: textOrNull(json['kind']) ?? 'unknown',
    unwanted: number(json['unwanted']),
    reasons: list(json['reasons'], (one) => ({ code: text(one['code']), weight: number(one['weight']), examples: words(one['examples']) })),
  }
}

const mailbox = (one: Json): Mailbox => ({ name: text(one['name']), address: text(one['address']) })

function readMailbox(value: unknown): Mailbox | null {
  return typeof value === 'object' && value !== null ? mailbox(object(value)) : null
}

// deeper trees than this are cut off by the analyser already
const deepest = 40

function readPart(json: Json, depth = 0): Part {
  return {
    path: text(json['path']),
    type: text(json['type']),
    charset: textOrNull(json['charset']),
    encoding: textOrNull(json['encoding']),
    disposition: textOrNull(json['disposition']),
    name: textOrNull(json['name']),
    size: number(json['size']),
    parts: depth >= deepest ? [] : list(json['parts'], (one) => readPart(one, depth + 1)),
  }
}

function readPlace(json: Json): Place {
  return { country: textOrNull(json['country']), asn: numberOrNull(json['asn']), network: textOrNull(json['network']) }
}

function readHop(json: Json): Hop {
  const from = object(json['from'])
  return {
    ...readPlace(json),
    index: number(json['index']),
    line: number(json['line']),
    by: textOrNull(json['by']),
    from: { helo: textOrNull(from['helo']), name: textOrNull(from['name']), ip: textOrNull(from['ip']) },
    with: textOrNull(json['with']),
    id: textOrNull(json['id']),
    for: textOrNull(json['for']),
    at: textOrNull(json['at']),
    delay: numberOrNull(json['delay']),
    trusted: json['trusted'] === true,
    suspicions: words(json['suspicions']),
  }
}

function readOrigin(json: Json): Origin {
  return {
    ...readPlace(json),
    ip: textOrNull(json['ip']),
    hop: numberOrNull(json['hop']),
    how: text(json['how']) || 'none',
    system: textOrNull(json['system']),
    claims: list(json['claims'], (one) => ({
      header: text(one['header']),
      line: number(one['line']),
      ip: text(one['ip']),
      country: textOrNull(one['country']),
      asn: numberOrNull(one['asn']),
    })),
  }
}

function readAuthentication(json: Json): Authentication {
  const word = (method: Method) => text(json[method]) || 'unchecked'
  const claimed = object(json['claimed'])
  const claim = (method: Method) => textOrNull(claimed[method])
  return {
    spf: word('spf'),
    dkim: word('dkim'),
    dmarc: word('dmarc'),
    arc: word('arc'),
    details: list(json['details'], (one) => ({
      method: text(one['method']),
      result: text(one['result']),
      domain: textOrNull(one['domain']),
      selector: textOrNull(one['selector']),
      aligned: typeof one['aligned'] === 'boolean' ? one['aligned'] : null,
      comment: textOrNull(one['comment']),
    })),
    policy: textOrNull(json['policy']),
    claimed:
      textOrNull(claimed['by']) === null
        ? null
        : {
            by: text(claimed['by']),
            line: number(claimed['line']),
            spf: claim('spf'),
            dkim: claim('dkim'),
            dmarc: claim('dmarc'),
            arc: claim('arc'),
          },
  }
}

const readWrappers = (value: unknown) => list(value, (one): Wrapper => ({ kind: text(one['kind']), url: text(one['url']) }))

function readLink(json: Json): Link {
  return {
    url: text(json['url']),
    written: textOrNull(json['written']),
    wrappers: readWrappers(json['wrappers']),
    shown: textOrNull(json['shown']),
    where: text(json['where']),
    part: text(json['part']),
    scheme: text(json['scheme']),
    host: textOrNull(json['host']),
    domain: textOrNull(json['domain']),
    features: words(json['features']),
  }
}

function readAttachment(json: Json): Attachment {
  return {
    index: number(json['index']),
    name: textOrNull(json['name']),
    declaredType: text(json['declaredType']),
    type: text(json['type']),
    size: number(json['size']),
    sha256: text(json['sha256']),
    part: text(json['part']),
    inline: json['inline'] === true,
    features: words(json['features']),
    members: list(json['members'], (one) => readMember(one)),
  }
}

/** A member of an archive: flat in the reading of a message, with a reading of its own in that of a file. */
function readMember(json: Json, depth = 0): Member {
  const reading = object(json['reading'])
  return {
    name: text(json['name']),
    size: number(json['size']),
    encrypted: json['encrypted'] === true,
    type: textOrNull(json['type']) ?? textOrNull(reading['type']),
    sha256: textOrNull(json['sha256']) ?? textOrNull(object(reading['hashes'])['sha256']),
    features: [...new Set([...words(json['features']), ...words(reading['features'])])],
    members: depth >= deepest ? [] : list(json['members'] ?? reading['members'], (one) => readMember(one, depth + 1)),
  }
}

function readFile(json: Json): FileReading {
  const hashes = object(json['hashes'])
  return {
    kind: 'file',
    type: text(json['type']) || 'application/octet-stream',
    size: number(json['size']),
    hashes: { sha256: textOrNull(hashes['sha256']), sha1: textOrNull(hashes['sha1']), md5: textOrNull(hashes['md5']) },
    features: words(json['features']),
    urls: words(json['urls']),
    members: list(json['members'], (one) => readMember(one)),
  }
}

function readUrl(json: Json): UrlReading {
  const alike = object(json['lookAlike'])
  return {
    kind: 'url',
    url: text(json['url']),
    scheme: text(json['scheme']),
    host: textOrNull(json['host']),
    unicodeHost: textOrNull(json['unicodeHost']),
    port: numberOrNull(json['port']),
    domain: textOrNull(json['domain']),
    wrappers: readWrappers(json['wrappers']),
    lookAlike: typeof alike['brand'] === 'string' ? { brand: alike['brand'], how: text(alike['how']) } : null,
    features: words(json['features']),
  }
}
