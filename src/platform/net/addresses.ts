/**
 * Internet addresses as text and as bytes, and what their ranges are for: the IANA special-purpose registries (RFC 6890 with its
 * updates) and RFC 4291. Pure; the server asks it before it makes a request for somebody.
 */

/** 4 bytes of an IPv4 address or 16 of an IPv6 address. */
export type IpBytes = Uint8Array

/** A range as prefix: `bytes` with all bits behind `length` at zero. */
export type Prefix = { readonly bytes: IpBytes; readonly length: number }

export type Scope =
  | 'global'
  | 'unspecified'
  | 'this-network'
  | 'loopback'
  | 'private'
  | 'shared'
  | 'link-local'
  | 'protocol'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'broadcast'
  | 'reserved'

export type EmbeddedBy = 'mapped' | 'compatible' | 'nat64' | 'nat64-local' | '6to4' | 'teredo' | 'translated'

/** The bytes of an address in text: dotted decimal without leading zeros (no octal, no short forms), or RFC 4291 §2.2. No zone, no brackets. */
export function readIp(text: string): IpBytes | undefined {
  return text.includes(':') ? readV6(text) : readV4(text)
}

function readV4(text: string): IpBytes | undefined {
  if (text.length > 15) return undefined
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const bytes = new Uint8Array(4)
  for (const [i, part] of parts.entries()) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    bytes[i] = Number(part)
  }
  return bytes
}

function readV6(text: string): IpBytes | undefined {
  if (text.length > 45) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf)
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 16 ? Uint8Array.from(head) : undefined
  // `::` stands for at least one group of zeros
  if (tail === undefined || head.length + tail.length > 14 || halves[0]?.includes('.')) return undefined
  const bytes = new Uint8Array(16)
  bytes.set(head, 0)
  bytes.set(tail, 16 - tail.length)
  return bytes
}

/** The bytes of groups between colons; the last may be an IPv4 address in dotted form. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [i, group] of groups.entries()) {
    if (group.includes('.')) {
      const embedded = i === groups.length - 1 ? readV4(group) : undefined
      if (embedded === undefined) return undefined
      bytes.push(...embedded)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    }
  }
  return bytes
}

/** The one form of an address in text: dotted decimal, or RFC 5952 (lower case, longest run of zeros cut, mapped addresses dotted). */
export function formatIp(bytes: IpBytes): string {
  if (bytes.length === 4) return bytes.join('.')
  if (startsWith(bytes, mapped)) return `::ffff:${bytes.subarray(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, i) => wordAt(bytes, 2 * i).toString(16))
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === '0') length += 1
    if (length > best.length) best = { at, length }
  }
  if (best.at < 0) return groups.join(':')
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a lone address. Bits behind the length are cleared. */
export function readPrefix(text: string): Prefix | undefined {
  const [address = '', length, ...more] = text.split('/')
  const bytes = readIp(address)
  if (bytes === undefined || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined
  const bits = length === undefined ? bytes.length * 8 : Number(length)
  if (bits > bytes.length * 8) return undefined
  return { bytes: bytes.map((byte, i) => byte & maskAt(bits, i)), length: bits }
}

/** Whether the address lies in the prefix. An IPv4-mapped address lies where its IPv4 address does. */
export function isWithin(address: IpBytes, prefix: Prefix): boolean {
  const bytes = address.length === 16 && prefix.bytes.length === 4 && startsWith(address, mapped) ? address.subarray(12) : address
  return bytes.length === prefix.bytes.length && prefix.bytes.every((byte, i) => ((bytes[i] ?? 0) & maskAt(prefix.length, i)) === byte)
}

function maskAt(length: number, index: number): number {
  return (0xff00 >> Math.min(8, Math.max(0, length - index * 8))) & 0xff
}

function wordAt(bytes: IpBytes, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function startsWith(bytes: IpBytes, prefix: Prefix): boolean {
  return bytes.length === prefix.bytes.length && isWithin(bytes, prefix)
}

function fixed(text: string): Prefix {
  const prefix = readPrefix(text)
  if (prefix === undefined) throw new Error(`${text} is no prefix`)
  return prefix
}

const mapped = fixed('::ffff:0:0/96')

/** First match counts. Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 5771 and RFC 4291 §2.7 for multicast. */
const scopes: readonly (readonly [Scope, Prefix])[] = (
  [
    ['this-network', '0.0.0.0/8'],
    ['private', '10.0.0.0/8'],
    ['shared', '100.64.0.0/10'],
    ['loopback', '127.0.0.0/8'],
    ['link-local', '169.254.0.0/16'],
    ['private', '172.16.0.0/12'],
    // PCP and TURN anycast (RFC 7723, RFC 8155) are the two addresses of 192.0.0.0/24 that are reachable
    ['global', '192.0.0.9/32'],
    ['global', '192.0.0.10/32'],
    ['protocol', '192.0.0.0/24'],
    ['documentation', '192.0.2.0/24'],
    ['protocol', '192.88.99.0/24'],
    ['private', '192.168.0.0/16'],
    ['benchmarking', '198.18.0.0/15'],
    ['documentation', '198.51.100.0/24'],
    ['documentation', '203.0.113.0/24'],
    ['multicast', '224.0.0.0/4'],
    ['broadcast', '255.255.255.255/32'],
    ['reserved', '240.0.0.0/4'],
    ['unspecified', '::/128'],
    ['loopback', '::1/128'],
    ['reserved', '100::/64'],
    ['reserved', '100:0:0:1::/64'],
    ['benchmarking', '2001:2::/48'],
    ['documentation', '2001:db8::/32'],
    ['documentation', '3fff::/20'],
    ['global', '2001:1::1/128'],
    ['global', '2001:1::2/128'],
    ['global', '2001:1::3/128'],
    ['global', '2001:3::/32'],
    ['global', '2001:4:112::/48'],
    ['global', '2001:20::/28'],
    ['global', '2001:30::/28'],
    ['protocol', '2001::/23'],
    ['private', '5f00::/16'],
    ['private', 'fc00::/7'],
    ['link-local', 'fe80::/10'],
    ['private', 'fec0::/10'],
    ['multicast', 'ff00::/8'],
    ['global', '2000::/3'],
    ['reserved', '::/0'],
  ] as const
).map(([scope, text]) => [scope, fixed(text)] as const)

const embedding: readonly (readonly [EmbeddedBy, Prefix, number])[] = [
  ['mapped', mapped, 12],
  ['translated', fixed('::ffff:0:0:0/96'), 12],
  ['nat64', fixed('64:ff9b::/96'), 12],
  ['nat64-local', fixed('64:ff9b:1::/48'), 12],
  ['6to4', fixed('2002::/16'), 2],
  ['teredo', fixed('2001::/32'), 12],
  ['compatible', fixed('::/96'), 12],
]

/**
 * The IPv4 address within an IPv6 address: mapped and compatible (RFC 4291 §2.5.5), NAT64 (RFC 6052, and RFC 8215 at length 96),
 * 6to4 (RFC 3056), Teredo (RFC 4380: the client's address, stored inverted), translated (RFC 2765).
 */
export function embeddedIp(bytes: IpBytes): { readonly by: EmbeddedBy; readonly bytes: IpBytes } | undefined {
  if (bytes.length !== 16 || bytes.subarray(0, 15).every((byte) => byte === 0)) return undefined
  const found = embedding.find(([, prefix]) => isWithin(bytes, prefix))
  if (found === undefined) return undefined
  const [by, , at] = found
  const inner = bytes.slice(at, at + 4)
  return { by, bytes: by === 'teredo' ? inner.map((byte) => byte ^ 0xff) : inner }
}

/** What the range of an address is for. An address that carries an IPv4 address has the scope of that one. */
export function scopeOf(address: IpBytes): Scope {
  const inner = embeddedIp(address)
  if (inner !== undefined) return scopeOf(inner.bytes)
  return scopes.find(([, prefix]) => startsWith(address, prefix))?.[0] ?? 'global'
}

/**
 * Whether the server may send a request to this address on somebody's behalf: only to a global unicast address, whichever way it is
 * written. The local NAT64 prefix is refused whatever it carries, since only the local network knows where it leads.
 */
export function mayRequest(text: string): boolean {
  const bytes = readIp(text)
  if (bytes === undefined || embeddedIp(bytes)?.by === 'nat64-local') return false
  return scopeOf(bytes) === 'global'
}

/** As `mayRequest` asks, for display and findings; undefined when the text is no address. */
export function scopeOfText(text: string): Scope | undefined {
  const bytes = readIp(text)
  return bytes === undefined ? undefined : scopeOf(bytes)
}

/** Whose requests are counted together: an IPv4 address, an IPv6 /64, of which one household has all. Nobody's, once their connection is cut. */
export function neighbourhood(ip: string | undefined): string {
  const bytes = ip === undefined ? undefined : readIp(ip)
  if (bytes === undefined) return ''
  const mapped = embeddedIp(bytes)
  if (mapped?.by === 'mapped') return formatIp(mapped.bytes)
  return bytes.length === 4 ? formatIp(bytes) : formatIp(bytes.map((byte, at) => (at < 8 ? byte : 0)))
}
