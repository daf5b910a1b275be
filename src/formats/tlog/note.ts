// C2SP signed-note (https://c2sp.org/signed-note): text, an empty line, one line a signature.
import type { Parsed } from '../../base/parsed.ts'
import { isMalformed } from '../../base/parsed.ts'
import { fromBase64, joinBytes, toBase64 } from './base64.ts'
import type { Crypto } from './crypto.ts'
import { isKeyName, keyId, type VerifierKey } from './keys.ts'

export type NoteSignature = { readonly name: string; readonly id: string; readonly signature: Uint8Array }

export type Note = {
  /** with its last newline; this is what is signed */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export type NoteLimits = { readonly bytes: number; readonly signatures: number }

// room for 16 post-quantum signatures of 5 kB, which the specification says must be accepted, and many more
export const noteLimits: NoteLimits = { bytes: 262_144, signatures: 64 }

/** Reads a note. Nothing is verified: the text means nothing before `verifyNote` has answered. */
export function parseNote(input: Uint8Array | string, limits: NoteLimits = noteLimits): Parsed<Note> {
  const whole = asText(input, limits.bytes)
  if (typeof whole !== 'string') return whole
  if (hasControl(whole)) return { malformed: 'a control character in a note' }
  const gap = whole.lastIndexOf('\n\n')
  if (gap < 0) return { malformed: 'no empty line before the signatures' }
  if (!whole.endsWith('\n')) return { malformed: 'the last line is not ended: truncated', at: whole.length }
  const lines = whole.slice(gap + 2, -1).split('\n')
  if (lines.length > limits.signatures) return { malformed: 'too many signatures' }
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = parseSignature(line)
    if (isMalformed(signature)) return signature
    signatures.push(signature)
  }
  return { text: whole.slice(0, gap + 1), signatures }
}

function asText(input: Uint8Array | string, limit: number): Parsed<string> {
  if (input.length > limit) return { malformed: 'longer than a note may be' }
  if (typeof input === 'string') return input.isWellFormed() ? input : { malformed: 'not Unicode' }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input)
  } catch {
    return { malformed: 'not UTF-8' }
  }
}

function hasControl(text: string): boolean {
  return /[\u0000-\u0009\u000b-\u001f]/.test(text)
}

function parseSignature(line: string): Parsed<NoteSignature> {
  const found = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line)
  const [name, encoded] = [found?.[1], found?.[2]]
  if (name === undefined || encoded === undefined) return { malformed: 'a line that is no signature' }
  if (!isKeyName(name)) return { malformed: 'a signature whose key has no proper name' }
  const bytes = fromBase64(encoded)
  if (isMalformed(bytes)) return bytes
  if (bytes.length < 5) return { malformed: 'a signature too short' }
  return { name, id: keyId(bytes), signature: bytes.slice(4) }
}

/** The note as it is written. Refuses (throws) text that no note may hold: that is the program's mistake. */
export function serialiseNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n') || hasControl(text) || !text.isWellFormed()) throw new Error('this text cannot be signed as a note')
  return `${text}\n${signatures.map(serialiseSignature).join('')}`
}

function serialiseSignature({ name, id, signature }: NoteSignature): string {
  const idBytes = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(id.slice(at, at + 2), 16))
  return `\u2014 ${name} ${toBase64(joinBytes(idBytes, signature))}\n`
}

/** Who signs: `sign` gives the 64 bytes of Ed25519 over the text. */
export type Signer = { readonly name: string; readonly id: string; readonly sign: (message: Uint8Array) => Uint8Array }

/** Signs a text and gives the note as it is written. */
export function signNote(text: string, ...signers: readonly Signer[]): string {
  const message = new TextEncoder().encode(text)
  return serialiseNote({ text, signatures: signers.map(({ name, id, sign }) => ({ name, id, signature: sign(message) })) })
}

/** `forged`: a signature that claims to be of a known key and is not. `unknown`: none of the known keys signed. */
export type NoteVerdict =
  | { readonly kind: 'signed'; readonly by: readonly VerifierKey[] }
  | { readonly kind: 'forged'; readonly by: VerifierKey }
  | { readonly kind: 'unknown' }

/**
 * Who of the known keys signed. As the specification asks, signatures of other keys are passed over, and one bad signature of a known
 * key spoils the note.
 */
export async function verifyNote(note: Note, keys: readonly VerifierKey[], crypto: Crypto): Promise<NoteVerdict> {
  const message = new TextEncoder().encode(note.text)
  const by = new Set<VerifierKey>()
  for (const { name, id, signature } of note.signatures) {
    const key = keys.find((known) => known.name === name && known.id === id)
    if (key === undefined) continue
    if (!(await crypto.verify(key.publicKey, message, signature))) return { kind: 'forged', by: key }
    by.add(key)
  }
  return by.size === 0 ? { kind: 'unknown' } : { kind: 'signed', by: [...by] }
}
