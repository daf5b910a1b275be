import type { MarkKind, Marks } from '../campaign/index.ts'

/** How kinds are written in the database. Never renumbered: stored signatures speak in them. */
const codes: Readonly<Record<MarkKind, number>> = {
  text: 1,
  subject: 2,
  template: 3,
  html: 4,
  header: 5,
  link: 6,
  'link-pattern': 7,
  domain: 8,
  file: 9,
  'file-shape': 10,
  image: 11,
  sender: 12,
  infrastructure: 13,
  network: 14,
  source: 15,
  contact: 16,
  wallet: 17,
  reply: 18,
}
const kindsByCode = new Map(Object.entries(codes).map(([kind, code]) => [code, kind as MarkKind]))

/** Marks as columns: their kinds, keys and words. */
export function codesOf(marks: Marks): {
  readonly kinds: readonly number[]
  readonly keys: readonly string[]
  readonly says: readonly (string | null)[]
} {
  return { kinds: marks.map(({ kind }) => codes[kind]), keys: marks.map(({ key }) => String(key)), says: marks.map(({ say }) => say) }
}

/** Marks from columns; a kind that is not known any more is left out. */
export function marksFrom(kinds: readonly number[], keys: readonly bigint[], says: readonly (string | null)[] | null = null): Marks {
  return keys.flatMap((key, at) => {
    const kind = kindsByCode.get(kinds[at] ?? 0)
    return kind === undefined ? [] : [{ kind, key, say: says?.[at] ?? null }]
  })
}
