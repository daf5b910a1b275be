import { registeredDomain } from '../../../forensics/url/index.ts'
import { type BlockEntry, type BlockKind, hostOfUrl, readEntry } from '../../../formats/blocklist/index.ts'
import { addressKind, inPrefix, type Prefix, parseAddress, parsePrefix } from '../../../formats/ip.ts'
import { sparedAddresses, sparedNames } from './spared.ts'

/** Why something is not listed: no such thing, a whole network, an address for special use, a suffix that many register under, what half the world uses, what is our own, what the organisation spares. */
export const refusals = ['malformed', 'whole-prefix', 'special-use', 'public-suffix', 'shared', 'own', 'spared'] as const
export type Refusal = (typeof refusals)[number]

/** What an organisation never lists: ours by its systems and domains, theirs by its own word, and what ships. */
export type Guard = {
  readonly shared: ReadonlySet<string>
  readonly addresses: ReadonlySet<string>
  readonly own: Ground
  readonly spared: Ground
}
type Ground = { readonly names: readonly string[]; readonly prefixes: readonly Prefix[] }

export type Stance = { readonly stance: 'spare' | 'permit'; readonly value: string }

/** Names as they ship, each once. */
export const shippedNames: readonly string[] = sparedNames.flatMap(({ names }) => names.split(' '))

/** `own`: names and prefixes of the organisation's own systems, domains of the node. */
export function guardOf(own: readonly string[], stances: readonly Stance[]): Guard {
  const permitted = new Set(stances.filter(({ stance }) => stance === 'permit').map(({ value }) => value))
  return {
    shared: new Set(shippedNames.filter((name) => !permitted.has(name))),
    addresses: new Set(sparedAddresses.split(' ').filter((address) => !permitted.has(address))),
    own: groundOf(own),
    spared: groundOf(stances.filter(({ stance }) => stance === 'spare').map(({ value }) => value)),
  }
}

function groundOf(values: readonly string[]): Ground {
  const names: string[] = []
  const prefixes: Prefix[] = []
  for (const value of values) {
    const prefix = parsePrefix(value)
    if (prefix !== undefined) prefixes.push(prefix)
    else names.push(value.toLowerCase())
  }
  return { names, prefixes }
}

export type Guarded = { readonly entry: BlockEntry } | { readonly refused: Refusal; readonly by: string }

/** Reads one thing that somebody wants listed, and refuses what would turn away the world, or ourselves; `by` is what stands against it. */
export function guardEntry(guard: Guard, kind: BlockKind, text: string): Guarded {
  if (kind === 'address' && text.includes('/')) return { refused: 'whole-prefix', by: text.slice(0, 100) }
  const entry = readEntry(kind, text)
  if (entry === undefined) return { refused: 'malformed', by: text.slice(0, 100) }
  const host = kind === 'url' ? (hostOfUrl(entry.value) ?? '') : entry.value
  const found = parseAddress(host) === undefined ? refuseName(guard, entry, host) : refuseAddress(guard, host)
  return found ?? { entry }
}

type Refused = { readonly refused: Refusal; readonly by: string } | undefined

function refuseAddress(guard: Guard, host: string): Refused {
  const address = parseAddress(host)
  const kind = addressKind(host)
  if (address === undefined || kind !== 'public') return { refused: 'special-use', by: kind ?? host }
  if (guard.own.prefixes.some((prefix) => inPrefix(address, prefix))) return { refused: 'own', by: host }
  if (guard.spared.prefixes.some((prefix) => inPrefix(address, prefix))) return { refused: 'spared', by: host }
  return guard.addresses.has(host) ? { refused: 'shared', by: host } : undefined
}

const below = (name: string, other: string) => name === other || name.endsWith(`.${other}`)
const touches = (names: readonly string[], host: string) => names.find((name) => below(host, name) || below(name, host))

function refuseName(guard: Guard, { kind, value }: BlockEntry, host: string): Refused {
  const own = touches(guard.own.names, host)
  if (own !== undefined) return { refused: 'own', by: own }
  const spared = touches(guard.spared.names, host)
  if (spared !== undefined) return { refused: 'spared', by: spared }
  // one page of a shared place harms nobody else; its root would
  if (kind === 'url' && new URL(value).pathname + new URL(value).search !== '/') return undefined
  const domain = registeredDomain(host)
  if (domain === null) return kind === 'url' ? { refused: 'shared', by: host } : { refused: 'public-suffix', by: host }
  const shared = sharedBy(guard.shared, host, domain)
  return shared === undefined ? undefined : { refused: 'shared', by: shared }
}

/** The shared name that it is, is part of, or holds. A tenant under a suffix of the host's is a name of its own. */
function sharedBy(shared: ReadonlySet<string>, host: string, domain: string): string | undefined {
  const labels = host.split('.')
  for (let at = 0; at < labels.length - 1; at++) {
    const name = labels.slice(at).join('.')
    if (shared.has(name) && (name === host || registeredDomain(name) === domain)) return name
  }
  for (const name of shared) if (name.endsWith(`.${host}`)) return name
  return undefined
}
