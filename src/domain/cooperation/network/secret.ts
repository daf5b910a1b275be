import { createHash } from 'node:crypto'
import type { secrecyKinds, secrecyMarks } from '../contract/network/names.ts'

export type SecrecyName = (typeof secrecyMarks)[number]
export type SecrecyKind = (typeof secrecyKinds)[number]

/** Marks that another put on what it gave. */
export type GivenMark = { readonly owner: string; readonly secrecy: readonly SecrecyName[] }

/**
 * Which marks of others keep something from being given: all of theirs, but where it goes back to the one whose they are, and bears them itself. `toOwner` says whether it
 * goes to that organisation and nobody else; `carried` are the marks that it would go under.
 */
export function keptBy(
  given: readonly GivenMark[],
  toOwner: (owner: string) => boolean,
  carried: readonly SecrecyName[],
): readonly SecrecyName[] {
  const kept = given.flatMap(({ owner, secrecy }) => (toOwner(owner) ? secrecy.filter((one) => !carried.includes(one)) : secrecy))
  return [...new Set(kept)]
}

/** By what an indicator is known to marks: the same for the same, however it is written. */
export function indicatorKey(kind: string, value: string): string {
  const of = kind === 'host' ? 'domain' : kind
  const said = of === 'url' || of === 'file' ? value.trim() : value.trim().toLowerCase()
  const hex = createHash('sha256').update(`indicator ${of} ${said}`).digest('hex')
  // a UUID made of the content (RFC 9562 §5.8)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
