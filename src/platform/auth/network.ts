import { embeddedIp, formatIp, readIp } from '../net/addresses.ts'

/**
 * The network that an address belongs to, as far as sign-in needs to know it: IPv4 /24, IPv6 /48, written as a prefix. null for what is
 * no address. An IPv4 address inside of an IPv6 one (RFC 4291 §2.5.5.2) counts as itself.
 */
export function networkOf(address: string): string | null {
  const read = readIp(address)
  if (read === undefined) return null
  const inner = embeddedIp(read)
  const bytes = inner?.by === 'mapped' ? inner.bytes : read
  const kept = bytes.length === 4 ? 3 : 6
  const cut = bytes.map((byte, at) => (at < kept ? byte : 0))
  return `${formatIp(cut)}/${kept * 8}`
}
