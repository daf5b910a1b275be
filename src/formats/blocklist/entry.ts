import { domainToASCII } from 'node:url'
import { formatAddress, parseAddress } from '../ip.ts'

export const blockKinds = ['url', 'domain', 'host', 'address'] as const
export type BlockKind = (typeof blockKinds)[number]

/** What a list holds. `domain` stands for the name and all below it, `host` for the name alone; `value` is canonical. */
export type BlockEntry = { readonly kind: BlockKind; readonly value: string }

/** A list as it is written out: whose, how old, and what is on it. The same content is the same bytes. */
export type BlockList = {
  /** who publishes it, in a few ASCII letters */
  readonly name: string
  /** when its content last changed */
  readonly changedAt: Date
  readonly entries: readonly BlockEntry[]
}

// parsers of names and URLs drop tabs and line ends, so that two lines would be read as one name
const broken = /[\s\p{Cc}\p{Cf}]/u
const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

/**
 * A host name as it stands in lists: A-labels (RFC 5891), lower case, two labels at least, no final dot; undefined for whatever else. What comes out is made of
 * letters, digits, `-`, `_` and `.` alone, so that no list can be made to say anything but names.
 */
export function blockName(text: string): string | undefined {
  if (text.length > 1_000 || broken.test(text.trim())) return undefined
  const ascii = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase()
  if (ascii.length > 240 || parseAddress(ascii) !== undefined) return undefined
  const labels = ascii.split('.')
  if (labels.length < 2 || !labels.every((one) => label.test(one))) return undefined
  // a name that ends in a number would be read as an address (WHATWG URL, "ends in a number")
  return /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? undefined : ascii
}

/** An address in its one form; no prefix, no port, no zone. */
export function blockAddress(text: string): string | undefined {
  // a zone (RFC 4007 §11) means something on one machine alone
  if (text.includes('%')) return undefined
  const address = parseAddress(text.trim().replace(/^\[(.*)\]$/, '$1'))
  return address === undefined ? undefined : formatAddress(address)
}

/** An http or https URL in its one form, without user, password and fragment, in printable ASCII without spaces; its host by the rules for names and addresses. */
export function blockUrl(text: string): string | undefined {
  if (text.length > 2_000 || broken.test(text.trim()) || !URL.canParse(text.trim())) return undefined
  const url = new URL(text.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  if (hostOf(url) === undefined) return undefined
  url.username = ''
  url.password = ''
  url.hash = ''
  return /^[!-~]{1,2000}$/.test(url.href) ? url.href : undefined
}

function hostOf(url: URL): string | undefined {
  return blockAddress(url.hostname) ?? blockName(url.hostname)
}

/** The host that a canonical URL is on. */
export function hostOfUrl(value: string): string | undefined {
  return URL.canParse(value) ? hostOf(new URL(value)) : undefined
}

/** The canonical value of an entry, or undefined where there is none of that kind. */
export function readEntry(kind: BlockKind, text: string): BlockEntry | undefined {
  const value = kind === 'url' ? blockUrl(text) : kind === 'address' ? blockAddress(text) : blockName(text)
  return value === undefined ? undefined : { kind, value }
}

/** What is on a list once more, in one order and each once; what is not canonical is left out, wherever it came from. */
export function orderly(entries: readonly BlockEntry[], ...kinds: readonly BlockKind[]): readonly BlockEntry[] {
  const wanted = new Map<string, BlockEntry>()
  for (const { kind, value } of entries) {
    if (!kinds.includes(kind)) continue
    const read = readEntry(kind, value)
    if (read !== undefined) wanted.set(`${read.kind} ${read.value}`, read)
  }
  return [...wanted.values()].sort((a, b) => (a.value === b.value ? (a.kind < b.kind ? -1 : 1) : a.value < b.value ? -1 : 1))
}

/** A name for comments: letters, digits, `-`, `.`. */
export const plainName = (name: string) => name.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60)
