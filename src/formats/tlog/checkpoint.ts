// C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): the state of a log as the text of a signed note.
import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { type Note, parseNote } from './note.ts'

export type Checkpoint = {
  /** which log */
  readonly origin: string
  /** how many leaves */
  readonly size: number
  readonly root: Uint8Array
  /** lines that others may add; this program writes none */
  readonly extensions: readonly string[]
}

/** The text that is signed. Throws on an origin that cannot be a line of its own: the program's mistake. */
export function serialiseCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...extensions]
  if (lines.some((line) => line === '' || line.includes('\n')) || !Number.isSafeInteger(size) || size < 0 || root.length !== 32) {
    throw new Error('not a checkpoint that could be written')
  }
  return `${lines.join('\n')}\n`
}

/** Reads the text of a note as a checkpoint. Sizes from 2^53 on are malformed here, though the specification allows them. */
export function parseCheckpointText(text: string): Parsed<Checkpoint> {
  if (!text.endsWith('\n')) return { malformed: 'the last line is not ended: truncated', at: text.length }
  const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n')
  if (origin === undefined || size === undefined || root === undefined) return { malformed: 'fewer than three lines', at: text.length }
  if (origin === '' || extensions.includes('')) return { malformed: 'an empty line in a checkpoint' }
  if (!/^(0|[1-9][0-9]*)$/.test(size) || !Number.isSafeInteger(Number(size))) return { malformed: 'the tree size is no number' }
  const bytes = fromBase64(root)
  if (isMalformed(bytes) || bytes.length !== 32) return { malformed: 'the root is not the base64 of 32 bytes' }
  return { origin, size: Number(size), root: bytes, extensions }
}

/** A checkpoint with its signatures, as it was written. */
export type SignedCheckpoint = Checkpoint & { readonly note: Note }

/** Reads a signed checkpoint. Nothing is verified yet (`verifyNote`). */
export function parseCheckpoint(input: Uint8Array | string): Parsed<SignedCheckpoint> {
  const note = parseNote(input)
  if (isMalformed(note)) return note
  const checkpoint = parseCheckpointText(note.text)
  return isMalformed(checkpoint) ? checkpoint : { ...checkpoint, note }
}
