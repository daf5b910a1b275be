import { hashOf } from '../../../forensics/message/sketch.ts'

/** In what way two reports can be alike. */
export const markKinds = [
  'text',
  'subject',
  'template',
  'html',
  'header',
  'link',
  'link-pattern',
  'domain',
  'file',
  'file-shape',
  'image',
  'sender',
  'infrastructure',
  'network',
  'source',
  'contact',
  'reply',
  'wallet',
] as const
export type MarkKind = (typeof markKinds)[number]

/**
 * One comparable trait of a report: its kind, a 64-bit key (signed, as PostgreSQL's bigint; the kind is hashed with it, so that the key alone tells a
 * mark) and, where it can be said, what it is.
 */
export type Mark = { readonly kind: MarkKind; readonly key: bigint; readonly say: string | null }

/** All that a report is compared by, at most `mostMarks`: a stored signature is this. */
export type Marks = readonly Mark[]
export const mostMarks = 64

const longest = 200

export function markOf(kind: MarkKind, value: string, say: string | null = value): Mark {
  return { kind, key: keyOf(kind, value), say: say === null ? null : say.replace(/\p{Cc}+/gu, ' ').slice(0, longest) }
}

export function keyOf(kind: MarkKind, value: string): bigint {
  const { high, low } = hashOf(`${kind}\n${value}`)
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))
}
