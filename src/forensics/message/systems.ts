import { domainToASCII } from 'node:url'
import type { Parsed } from '../../base/parsed.ts'
import { formatPrefix, inPrefix, type Prefix, parseAddress, parsePrefix } from '../../formats/ip.ts'
import { registeredDomain } from '../url/index.ts'

/** Own mail systems, as somebody states them: networks by prefix, hosts by the end of their names. */

export type System = { readonly kind: 'network' | 'host'; readonly value: string }

/** Why a text states no system: `empty`, `neither` a network nor a host name, `wide` beyond any organisation, or a `public-suffix`. */
export type SystemFault = 'empty' | 'neither' | 'wide' | 'public-suffix'

/** The shortest prefixes that may be stated: a registry hands out nothing larger to one organisation (IPv4 /8 once, IPv6 /16). */
const shortest = { 4: 8, 6: 16 } as const

/**
 * Reads one system strictly, for keeping: `192.0.2.0/24`, `2001:db8::/32`, a lone address, or a host suffix (`mail.example.org`, `.example.org`,
 * `*.example.org`), which stands for that name and all below it. The value is canonical; `malformed` is a SystemFault.
 */
export function readSystem(text: string): Parsed<System> {
  const bare = text.trim()
  if (bare === '') return fault('empty')
  const prefix = parsePrefix(bare)
  if (prefix !== undefined) {
    const value = formatPrefix(prefix)
    // of IPv4 written into IPv6 it is the IPv4 prefix that counts
    const { family, bits } = parsePrefix(value) ?? prefix
    return bits < shortest[family] ? fault('wide') : { kind: 'network', value }
  }
  const name = suffixOf(domainToASCII(bare.replace(/^\*?\./, '')))
  if (name.length > 253 || !/^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/.test(name) || /^[\d.]+$/.test(name))
    return fault('neither')
  return registeredDomain(name) === null ? fault('public-suffix') : { kind: 'host', value: name }
}

function fault(malformed: SystemFault): { malformed: SystemFault } {
  return { malformed }
}

function suffixOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^\*?\.|\.$/g, '')
}

export type Own = {
  readonly prefixes: readonly { readonly system: string; readonly prefix: Prefix }[]
  readonly suffixes: readonly string[]
}

/** Systems ready to be compared with; whatever is no prefix is taken for a suffix. */
export function readOwn(list: readonly string[]): Own {
  const prefixes: Own['prefixes'][number][] = []
  const suffixes: string[] = []
  for (const entry of list) {
    const prefix = parsePrefix(entry)
    if (prefix !== undefined) prefixes.push({ system: entry.trim(), prefix })
    else if (entry.trim() !== '') suffixes.push(suffixOf(entry))
  }
  return { prefixes, suffixes }
}

/** The stated network that the address lies in, or null. */
export function ownAddress(own: Own, ip: string | null): string | null {
  const address = ip === null ? undefined : parseAddress(ip)
  return address === undefined ? null : (own.prefixes.find(({ prefix }) => inPrefix(address, prefix))?.system ?? null)
}

/** The stated suffix that the host's name ends in, label by label, or null. */
export function ownHost(own: Own, host: string | null): string | null {
  const name = host?.toLowerCase().replace(/\.$/, '') ?? ''
  return name === '' ? null : (own.suffixes.find((suffix) => name === suffix || name.endsWith(`.${suffix}`)) ?? null)
}
