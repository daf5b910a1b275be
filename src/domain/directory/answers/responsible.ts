import { registeredDomain } from '../../../forensics/url/index.ts'
import { formatAddress, formatPrefix, parseAddress, parsePrefix } from '../../../formats/ip.ts'
import { isCountryCode } from '../../../formats/iso3166.ts'
import type { ResponsibilityKind } from '../contract/parties.ts'
import { netsOfRange, plainOf, readHost } from './thing.ts'

/** What somebody answers for, in its one form, and the keys that it is looked up by. */
export type Stated = {
  readonly kind: ResponsibilityKind
  readonly value: string
  readonly keys: readonly { readonly kind: 'net' | 'asn' | 'domain' | 'site' | 'country' | 'subscriber'; readonly key: string }[]
}

/** Why a text states nothing: `unreadable` as its kind, `wide` beyond what one party can hold, or a `public-suffix`. */
export type Fault = { readonly fault: 'unreadable' | 'wide' | 'public-suffix' }

const wide: Fault = { fault: 'wide' }
const unreadable: Fault = { fault: 'unreadable' }

/** Reads one statement. A `prefix` may be a lone address; a `domain` covers the names below it, a `site` the paths below it. */
export function readResponsibility(kind: ResponsibilityKind, text: string): Stated | Fault {
  const value = text.trim()
  switch (kind) {
    case 'prefix':
      return readPrefixOf(value)
    case 'range':
      return readRange(value)
    case 'asn': {
      const number = /^(?:AS)?(\d{1,10})$/i.exec(value)?.[1]
      // RFC 6793: 32 bits
      if (number === undefined || Number(number) > 4_294_967_295 || Number(number) === 0) return unreadable
      return { kind, value: `AS${Number(number)}`, keys: [{ kind, key: `AS${Number(number)}` }] }
    }
    case 'domain':
      return readDomain(value)
    case 'site':
      return readSite(value)
    case 'country':
      return isCountryCode(value.toUpperCase())
        ? { kind, value: value.toUpperCase(), keys: [{ kind, key: value.toUpperCase() }] }
        : unreadable
    case 'subscriber': {
      const name = subscriberKey(value)
      return name === '' || value.length > 253 ? unreadable : { kind, value, keys: [{ kind, key: name }] }
    }
  }
}

/** Logins and hardware addresses are compared without case; hardware addresses also without the signs between their digits. */
export function subscriberKey(name: string): string {
  const bare = name.trim().toLowerCase()
  const digits = bare.replace(/[:.-]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) && /^[0-9a-f]{1,4}(?:[:.-][0-9a-f]{1,4}){2,5}$/.test(bare) ? digits : bare
}

function readPrefixOf(text: string): Stated | Fault {
  const prefix = parsePrefix(text)
  if (prefix === undefined) return unreadable
  if (prefix.bits < (prefix.family === 4 ? 8 : 16)) return wide
  const value = formatPrefix(prefix)
  return { kind: 'prefix', value, keys: [{ kind: 'net', key: value }] }
}

function readRange(text: string): Stated | Fault {
  const [first, last, ...more] = text.split('-').map((part) => part.trim())
  if (first === undefined || last === undefined || more.length > 0) return unreadable
  const nets = netsOfRange(first, last)
  if (nets === undefined) return unreadable
  if (nets.some((net) => Number(net.split('/')[1]) < (net.includes(':') ? 16 : 8))) return wide
  const ends = [first, last].map((end) => {
    const address = parseAddress(end)
    return address === undefined ? end : formatAddress(plainOf(address))
  })
  return { kind: 'range', value: ends.join('-'), keys: nets.map((key) => ({ kind: 'net' as const, key })) }
}

function readDomain(text: string): Stated | Fault {
  const host = readHost(text.replace(/^\*\./, '').replace(/^\./, ''))
  if (host === undefined) return unreadable
  // under a public suffix anybody has a name
  if (registeredDomain(host) === null) return { fault: 'public-suffix' }
  return { kind: 'domain', value: host, keys: [{ kind: 'domain', key: host }] }
}

function readSite(text: string): Stated | Fault {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  const host = url === null ? undefined : (readHost(url.hostname) ?? literalOf(url.hostname))
  if (url === null || host === undefined || !/^https?:$/.test(url.protocol)) return unreadable
  const parts = url.pathname.split('/').filter((part) => part !== '')
  if (parts.length > 7) return unreadable
  const value = `${host}/${parts.map((part) => `${part}/`).join('')}`
  return value.length > 500 ? unreadable : { kind: 'site', value, keys: [{ kind: 'site', key: value }] }
}

function literalOf(hostname: string): string | undefined {
  const address = parseAddress(hostname.replace(/^\[|\]$/g, ''))
  return address === undefined ? undefined : formatAddress(plainOf(address))
}
