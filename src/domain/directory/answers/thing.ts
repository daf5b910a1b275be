import { refang } from '../../../forensics/url/defang.ts'
import { registeredDomain } from '../../../forensics/url/index.ts'
import { type Address, formatAddress, formatPrefix, type Prefix, parseAddress, parsePrefix } from '../../../formats/ip.ts'

/** What somebody may answer for. `at` matters where addresses change hands; now where it is not said. */
export type Thing =
  | { readonly kind: 'address'; readonly value: string; readonly port: number | null; readonly at: Date | null }
  | { readonly kind: 'domain' | 'host' | 'url' | 'file'; readonly value: string; readonly at?: Date | null }

/** What a thing is looked up by; canonical texts, nearest first. */
export type Keys = {
  readonly address: string | null
  readonly port: number | null
  /** a name in ASCII; of a URL its host */
  readonly host: string | null
  /** the part of the name that somebody registered */
  readonly domain: string | null
  /** `host/a/b/`, `host/a/`, `host/` */
  readonly sites: readonly string[]
}

const none: Keys = { address: null, port: null, host: null, domain: null, sites: [] }

/** Undefined: the value is no such thing. A file is known by its hash, which leads to nobody; one that is named by where it lay is a URL. */
export function keysOf(thing: Thing): Keys | undefined {
  switch (thing.kind) {
    case 'address': {
      const address = parseAddress(thing.value)
      return address === undefined ? undefined : { ...none, address: formatAddress(address), port: thing.port }
    }
    case 'domain':
    case 'host': {
      const host = readHost(thing.value)
      return host === undefined ? undefined : { ...none, host, domain: registeredDomain(host), sites: [`${host}/`] }
    }
    case 'url':
      return keysOfUrl(thing.value)
    case 'file':
      return none
  }
}

function keysOfUrl(value: string): Keys | undefined {
  const url = value.length > 8_192 ? null : URL.parse(value)
  if (url === null || !/^(?:https?|ftp):$/.test(url.protocol)) return undefined
  const literal = parseAddress(url.hostname.replace(/^\[|\]$/g, ''))
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : url.protocol === 'ftp:' ? 21 : 80) : Number(url.port)
  const host = literal === undefined ? readHost(url.hostname) : undefined
  if (literal === undefined && host === undefined) return undefined
  const place = host ?? (literal === undefined ? '' : formatAddress(literal))
  return {
    address: literal === undefined ? null : formatAddress(literal),
    port: literal === undefined ? null : port,
    host: host ?? null,
    domain: host === undefined ? null : registeredDomain(host),
    sites: sitesOf(place, url.pathname),
  }
}

/** The places that a path lies below, nearest first; eight at most. */
function sitesOf(host: string, path: string): readonly string[] {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .slice(0, 7)
  return Array.from(
    { length: parts.length + 1 },
    (_, i) =>
      `${host}/${parts
        .slice(0, parts.length - i)
        .map((part) => `${part}/`)
        .join('')}`,
  )
}

/** A host name in its one form (ASCII, lower case, no last dot); undefined for what is none. */
export function readHost(text: string): string | undefined {
  const host = URL.parse(`http://${text.trim().replace(/\.$/, '')}`)?.hostname
  if (host === undefined || host.length > 253 || !host.includes('.') || parseAddress(host) !== undefined) return undefined
  return /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/.test(host) ? host : undefined
}

/** Names above a host, itself first: what a domain's responsibility is found by. */
export function namesAbove(host: string): readonly string[] {
  const labels = host.split('.')
  return labels
    .slice(0, -1)
    .map((_, i) => labels.slice(i).join('.'))
    .slice(-12)
}

/** The texts of all networks that an address lies in, longest first. */
export function enclosingNets(address: string): readonly string[] {
  const read = parseAddress(address)
  if (read === undefined) return []
  const plain = plainOf(read)
  const full = plain.family === 4 ? 32 : 128
  return Array.from({ length: full + 1 }, (_, i) => formatPrefix({ ...plain, bits: full - i }))
}

/** IPv4 mapped into IPv6 is IPv4 to everybody who assigns addresses. */
export function plainOf(address: Address): Address {
  return address.family === 6 && address.value >> 32n === 0xffffn ? { family: 4, value: address.value & 0xffffffffn } : address
}

/** The networks that make up a range of addresses, both ends included; undefined for no range, or one of more than 300 pieces. */
export function netsOfRange(first: string, last: string): readonly string[] | undefined {
  const [a, b] = [parseAddress(first), parseAddress(last)].map((one) => (one === undefined ? undefined : plainOf(one)))
  if (a === undefined || b === undefined || a.family !== b.family || a.value > b.value) return undefined
  const full = a.family === 4 ? 32 : 128
  const nets: string[] = []
  let at = a.value
  while (at <= b.value) {
    let size = 0
    while (size < full && (at & ((1n << BigInt(size + 1)) - 1n)) === 0n && at + (1n << BigInt(size + 1)) - 1n <= b.value) size += 1
    nets.push(formatPrefix({ family: a.family, value: at, bits: full - size }))
    if (nets.length > 300) return undefined
    at += 1n << BigInt(size)
  }
  return nets
}

/** A network in its one form, with bits beyond its length off. */
export function readNet(text: string): { readonly net: string; readonly prefix: Prefix } | undefined {
  const prefix = parsePrefix(text)
  return prefix === undefined ? undefined : { net: formatPrefix(prefix), prefix }
}

const hash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i

/**
 * What a text that somebody pasted is: defanged or not, with brackets and quotes around it, an address with its port, a mail address (its
 * domain), a URL with or without its scheme, a host, a hash. Undefined when it is nothing that anybody answers for.
 */
export function recogniseThing(pasted: string): Thing | undefined {
  const bare = pasted
    .slice(0, 8_192)
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()
  const text = refang(bare.replace(/^[<"'“”‘’«»(]+|[>"'“”‘’«»),;]+$/gu, '').trim())
  if (text === '') return undefined
  if (hash.test(text)) return { kind: 'file', value: text.toLowerCase() }
  const address = readAddressAndPort(text)
  if (address !== undefined) return { kind: 'address', ...address, at: null }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const url = URL.parse(text)
    return url !== null && keysOfUrl(url.href) !== undefined ? { kind: 'url', value: url.href } : undefined
  }
  const mail = /^(?:mailto:)?[^\s@/]{1,64}@([^\s@/?]+)(?:\?.*)?$/i.exec(text)
  if (mail !== null) return ofName(mail[1] ?? '')
  if (/[/?#]/.test(text) || /:\d{1,5}$/.test(text)) {
    const url = URL.parse(`http://${text}`)
    return url !== null && keysOfUrl(url.href) !== undefined ? { kind: 'url', value: url.href } : undefined
  }
  return ofName(text)
}

function ofName(text: string): Thing | undefined {
  const host = readHost(text)
  if (host === undefined) return undefined
  return { kind: registeredDomain(host) === host ? 'domain' : 'host', value: host }
}

function readAddressAndPort(text: string): { readonly value: string; readonly port: number | null } | undefined {
  const found =
    /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(text) ??
    /^(\d{1,3}(?:\.\d{1,3}){3})(?:[:#\s]\s{0,3}(?:port\s+)?(\d{1,5}))?$/i.exec(text) ??
    /^([0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*)$/i.exec(text)
  const address = parseAddress(found?.[1] ?? '')
  const port = found?.[2] === undefined ? null : Number(found[2])
  if (address === undefined || (port !== null && port > 65_535)) return undefined
  return { value: formatAddress(address), port }
}
