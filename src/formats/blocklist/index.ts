import { type BlockKind, type BlockList, orderly, plainName } from './entry.ts'

export { type BlockEntry, type BlockKind, type BlockList, blockKinds, hostOfUrl, readEntry } from './entry.ts'
export { serialiseRpz, serialOf } from './rpz.ts'

export const listFormats = ['rpz', 'hosts', 'plain', 'rspamd', 'postfix'] as const
export type ListFormat = (typeof listFormats)[number]
/** Which part of a list, where a format holds one at a time. */
export const listParts = ['name', 'address', 'url'] as const
export type ListPart = (typeof listParts)[number]

const kindsOf: Readonly<Record<ListPart, readonly BlockKind[]>> = { name: ['domain', 'host'], address: ['address'], url: ['url'] }

const head = (list: BlockList, what: string) => `# ${plainName(list.name)}: ${what}, changed ${list.changedAt.toISOString().slice(0, 19)}Z`
const text = (lines: readonly string[]) => `${lines.join('\n')}\n`

/** hosts(5): each name leads nowhere. The format has no wildcards, so what lies below a domain is not covered. */
export function serialiseHosts(list: BlockList): string {
  const names = new Set(orderly(list.entries, 'domain', 'host').map(({ value }) => value))
  return text([head(list, 'names that lead nowhere'), ...[...names].map((name) => `0.0.0.0 ${name}`)])
}

/** One value a line and nothing else; all of them, or one part. */
export function serialisePlain(list: BlockList, part: ListPart | null): string {
  const kinds = part === null ? (['domain', 'host', 'address', 'url'] as const) : kindsOf[part]
  const values = [...new Set(orderly(list.entries, ...kinds).map(({ value }) => value))]
  return values.length === 0 ? '' : text(values)
}

/**
 * A map of rspamd's multimap: names for a map with `glob = true` (a domain with `*.` beside it), addresses for `type = "ip"`, URLs for `type = "url"` with
 * `filter = "full"`.
 */
export function serialiseRspamd(list: BlockList, part: ListPart): string {
  const values = orderly(list.entries, ...kindsOf[part]).flatMap(({ kind, value }) => (kind === 'domain' ? [value, `*.${value}`] : [value]))
  return text([head(list, 'multimap'), ...new Set(values)])
}

/** access(5) of Postfix: names for a table such as `hash:` or `texthash:`, addresses for `cidr:`. Postfix has no place for URLs. */
export function serialisePostfix(list: BlockList, part: 'name' | 'address'): string {
  const values = orderly(list.entries, ...kindsOf[part]).flatMap(({ kind, value }) => (kind === 'domain' ? [value, `.${value}`] : [value]))
  return text([head(list, 'access table'), ...[...new Set(values)].map((value) => `${value} REJECT On a block list`)])
}
