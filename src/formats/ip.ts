/** IP addresses and prefixes as text and number: RFC 791, RFC 4291 §2.2, RFC 5321 §4.1.3 (address literals), RFC 6890 (special blocks). */

export type Address = { readonly family: 4 | 6; readonly value: bigint }
export type Prefix = { readonly family: 4 | 6; readonly value: bigint; readonly bits: number }

/** Reads an address; undefined when the text is none. A leading zero in IPv4 is refused, since programs disagree on what it means. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 60 || !/^[0-9a-f:.]{2,}(?:%[\w.-]+)?$/i.test(text)) return undefined
  return text.includes(':') ? parseV6(text) : parseV4(text)
}

function parseV4(text: string): Address | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (match === null) return undefined
  let value = 0n
  for (const octet of match.slice(1)) {
    if (Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0'))) return undefined
    value = value * 256n + BigInt(octet)
  }
  return { family: 4, value }
}

function parseV6(text: string): Address | undefined {
  const bare = text.replace(/%[\w.-]+$/, '')
  const tail = /^(.*:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(bare)
  let source = bare
  if (tail !== null) {
    const v4 = parseV4(tail[2] ?? '')
    if (v4 === undefined) return undefined
    source = `${tail[1]}${(v4.value >> 16n).toString(16)}:${(v4.value & 0xffffn).toString(16)}`
  }
  const halves = source.split('::')
  if (halves.length > 2) return undefined
  const groups = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'))
  const head = groups(halves[0])
  const rest = groups(halves[1])
  const missing = 8 - head.length - rest.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...rest]
  let value = 0n
  for (const group of all) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    value = (value << 16n) | BigInt(`0x${group}`)
  }
  return { family: 6, value }
}

/** An address as text in its canonical form (RFC 5952 §4); IPv4 mapped into IPv6 is written as IPv4. */
export function formatAddress(address: Address): string {
  if (address.family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 255n)).join('.')
  if (address.value >> 32n === 0xffffn) return formatAddress({ family: 4, value: address.value & 0xffffffffn })
  const groups = Array.from({ length: 8 }, (_, i) => ((address.value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  let best = { from: -1, length: 1 }
  for (let i = 0; i < 8; i++) {
    let length = 0
    while (groups[i + length] === '0') length++
    if (length > best.length) best = { from: i, length }
  }
  if (best.from < 0) return groups.join(':')
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`
}

/** The address in canonical text, or undefined: for texts out of hostile input. Understands the literals of RFC 5321 §4.1.3 too. */
export function readAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[|\]$/g, '')
    .replace(/^IPv6:/i, '')
  const address = parseAddress(bare)
  return address === undefined ? undefined : formatAddress(address)
}

/** Reads `address/bits`, or a lone address as the prefix of its full length. */
export function parsePrefix(text: string): Prefix | undefined {
  const [head = '', bits, ...more] = text.trim().split('/')
  const address = parseAddress(head.replace(/^\[|\]$/g, ''))
  if (address === undefined || more.length > 0) return undefined
  const full = address.family === 4 ? 32 : 128
  const length = bits === undefined ? full : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
  return length < 0 || length > full ? undefined : { family: address.family, value: address.value, bits: length }
}

/** A prefix as text in canonical form: without bits beyond its length. A prefix of IPv4 addresses mapped into IPv6 is one of IPv4. */
export function formatPrefix(prefix: Prefix): string {
  const plain =
    prefix.family === 6 && prefix.bits >= 96 && prefix.value >> 32n === 0xffffn
      ? { family: 4 as const, value: prefix.value & 0xffffffffn, bits: prefix.bits - 96 }
      : prefix
  const rest = BigInt((plain.family === 4 ? 32 : 128) - plain.bits)
  return `${formatAddress({ family: plain.family, value: (plain.value >> rest) << rest })}/${plain.bits}`
}

/** Whether the address lies in the prefix. */
export function inPrefix(address: Address, prefix: Prefix): boolean {
  const plain =
    address.family === 6 && address.value >> 32n === 0xffffn ? { family: 4 as const, value: address.value & 0xffffffffn } : address
  if (plain.family !== prefix.family) return false
  const rest = BigInt((prefix.family === 4 ? 32 : 128) - prefix.bits)
  return plain.value >> rest === prefix.value >> rest
}

const special: readonly { readonly kind: AddressKind; readonly prefixes: readonly Prefix[] }[] = (
  [
    ['loopback', '127.0.0.0/8 ::1/128'],
    ['private', '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 100.64.0.0/10'],
    ['link-local', '169.254.0.0/16 fe80::/10'],
    ['documentation', '192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20'],
    ['reserved', '0.0.0.0/8 192.0.0.0/24 198.18.0.0/15 224.0.0.0/3 ::/128 ff00::/8 100::/64'],
  ] as const
).map(([kind, list]) => ({ kind, prefixes: list.split(' ').flatMap((text) => parsePrefix(text) ?? []) }))

export type AddressKind = 'public' | 'loopback' | 'private' | 'link-local' | 'documentation' | 'reserved'

/** What sort of address this is (RFC 6890). Documentation addresses are told apart from private ones: they route nowhere, yet name a host. */
export function addressKind(text: string): AddressKind | undefined {
  const address = parseAddress(text)
  if (address === undefined) return undefined
  return special.find(({ prefixes }) => prefixes.some((prefix) => inPrefix(address, prefix)))?.kind ?? 'public'
}

/** Whether the address can only be met inside of a network: it says nothing on where a message came from. */
export function isInternal(text: string): boolean {
  const kind = addressKind(text)
  return kind === 'private' || kind === 'loopback' || kind === 'link-local'
}
