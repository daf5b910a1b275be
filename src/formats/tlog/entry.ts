// What a leaf of the node's log is the hash of. Its members are described in README.md beside this file.
import { joinBytes } from './base64.ts'
import { canonical } from './canonical.ts'

/**
 * One line of the log. `line` counts the owner's lines on one subject from 1, so that a line left out leaves a gap; `previous` is the
 * hash (hex) of the line before, so that nothing passes for a line whose record was erased.
 */
export type Entry = {
  readonly v: 1
  readonly id: string
  readonly kind: string
  /** the organisation, or null for what the node itself did */
  readonly owner: string | null
  readonly subject: string
  readonly line: number
  readonly previous: string | null
  /** ISO 8601, UTC, milliseconds */
  readonly at: string
  readonly record: Readonly<Record<string, unknown>>
}

export const saltLength = 16

/** The bytes that, behind the salt, are hashed for a leaf. */
export function entryText(entry: Entry): string {
  return canonical(entry)
}

/** What is hashed to the leaf's data: without the salt, the hash of an erased record could be guessed back. */
export function leafDataInput(salt: Uint8Array, text: string): Uint8Array {
  return joinBytes(salt, new TextEncoder().encode(text))
}
