// A response policy zone: draft-vixie-dnsop-dns-rpz-00, as BIND, Unbound, Knot Resolver and PowerDNS Recursor read it.
import { parseAddress } from '../ip.ts'
import { type BlockList, orderly, plainName } from './entry.ts'

/** A serial (RFC 1035 §3.3.13) out of the moment at which the content last changed, in seconds: it grows, and the same content has the same. */
export function serialOf(changedAt: Date): number {
  return Math.max(1, Math.floor(changedAt.getTime() / 1000)) % 2 ** 32
}

/**
 * Names and addresses as a zone that answers NXDOMAIN (`CNAME .`) for them. A domain has a wildcard beside its name, a host has not. Addresses are triggers on
 * what a name resolves to (§4.3, `rpz-ip`). URLs are left out: a zone could only block their whole host.
 */
export function serialiseRpz(list: BlockList): string {
  const lines = [
    `; ${plainName(list.name)}: names and addresses that are answered NXDOMAIN`,
    '$TTL 300',
    `@ IN SOA localhost. hostmaster.localhost. ${serialOf(list.changedAt)} 300 60 604800 300`,
    '@ IN NS localhost.',
  ]
  for (const { kind, value } of orderly(list.entries, 'domain', 'host', 'address')) {
    if (kind === 'address') lines.push(`${addressTrigger(value)}.rpz-ip CNAME .`)
    else {
      lines.push(`${value} CNAME .`)
      if (kind === 'domain') lines.push(`*.${value} CNAME .`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** Prefix length, then the parts of the address from the last to the first; the longest run of zeros of IPv6 is `zz` (§4.1.1). */
function addressTrigger(text: string): string {
  const address = parseAddress(text)
  if (address === undefined) return ''
  const { family, value } = address
  if (family === 4) return ['32', ...[0n, 8n, 16n, 24n].map((shift) => String((value >> shift) & 255n))].join('.')
  const groups = [0n, 16n, 32n, 48n, 64n, 80n, 96n, 112n].map((shift) => ((value >> shift) & 0xffffn).toString(16))
  const runs = [
    ...groups
      .map((group) => (group === '0' ? '0' : '1'))
      .join('')
      .matchAll(/0{2,}/g),
  ]
  const longest = runs.toSorted((a, b) => b[0].length - a[0].length)[0]
  if (longest !== undefined) groups.splice(longest.index, longest[0].length, 'zz')
  return ['128', ...groups].join('.')
}
