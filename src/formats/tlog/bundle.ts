// The files that carry proofs out of a node: a bundle (evidence, its custody lines and where they stand in the log) and a consistency
// proof. README.md beside this file describes them.
import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { readPlainJson } from './canonical.ts'
import { type Entry, saltLength } from './entry.ts'

/** A custody line and its place in the log. Of an erased line only the hash is left. */
export type BundleLine = {
  readonly entry: Entry | null
  readonly salt: Uint8Array | null
  /** the leaf's data: SHA-256(salt ‖ canonical entry) */
  readonly hash: Uint8Array
  /** which of the bundle's checkpoints the proof leads to */
  readonly checkpoint: number
  readonly index: number
  readonly proof: readonly Uint8Array[]
}

export type Bundle = {
  readonly subject: string
  /** lower-case hex; null where the lines are not about bytes */
  readonly evidence: string | null
  /** how many lines there were when the bundle was made */
  readonly lines: number
  /** signed notes, as written */
  readonly checkpoints: readonly string[]
  readonly custody: readonly BundleLine[]
}

/** That one tree of a log is the beginning of another. */
export type ConsistencyProof = {
  readonly origin: string
  readonly from: number
  readonly to: number
  readonly hashes: readonly Uint8Array[]
}

export type BundleLimits = { readonly bytes: number; readonly lines: number; readonly checkpoints: number; readonly depth: number }

export const bundleLimits: BundleLimits = { bytes: 33_554_432, lines: 10_000, checkpoints: 16, depth: 32 }

export const bundleForm = 'tocsin-proof/1'
export const consistencyForm = 'tocsin-consistency/1'

// a tree of fewer than 2^53 leaves has no longer proof
const longestProof = 64

/** The bundle as a file. */
export function serialiseBundle(bundle: Bundle): string {
  const custody = bundle.custody.map(({ entry, salt, hash, checkpoint, index, proof }) => ({
    entry,
    salt: salt === null ? null : toBase64(salt),
    hash: toBase64(hash),
    checkpoint,
    index,
    proof: proof.map(toBase64),
  }))
  const { subject, evidence, lines, checkpoints } = bundle
  return `${JSON.stringify({ form: bundleForm, subject, evidence, lines, checkpoints, custody }, null, 2)}\n`
}

export function serialiseConsistency({ origin, from, to, hashes }: ConsistencyProof): string {
  return `${JSON.stringify({ form: consistencyForm, origin, from, to, hashes: hashes.map(toBase64) }, null, 2)}\n`
}

/** Which of the two forms, or neither, a file claims to be: by its beginning, so that a truncated file is still recognised. */
export function formOf(text: string): 'bundle' | 'consistency' | undefined {
  const claimed = /^\s*\{\s*"form"\s*:\s*"(tocsin-[a-z]+\/)/.exec(text.slice(0, 200))?.[1]
  return claimed === 'tocsin-proof/' ? 'bundle' : claimed === 'tocsin-consistency/' ? 'consistency' : undefined
}

/**
 * Reads a bundle. `truncated` is said of a file that ends too early; unknown and missing members are malformed, so that nothing in a
 * bundle goes unverified. Nothing is verified yet.
 */
export function parseBundle(text: string, limits: BundleLimits = bundleLimits): Parsed<Bundle> {
  const read = readForm(text, bundleForm, ['subject', 'evidence', 'lines', 'checkpoints', 'custody'], limits)
  if (isMalformed(read)) return read
  const { subject, evidence, lines, checkpoints, custody } = read
  if (typeof subject !== 'string') return { malformed: 'subject' }
  if (evidence !== null && (typeof evidence !== 'string' || !/^[0-9a-f]{64}$/.test(evidence))) return { malformed: 'evidence' }
  if (!isCount(lines)) return { malformed: 'lines' }
  if (!Array.isArray(checkpoints) || checkpoints.length === 0 || !checkpoints.every((note) => typeof note === 'string'))
    return { malformed: 'checkpoints' }
  if (checkpoints.length > limits.checkpoints) return { malformed: 'too many checkpoints' }
  if (!Array.isArray(custody)) return { malformed: 'custody' }
  if (custody.length > limits.lines) return { malformed: 'too many custody lines' }
  const parsed: BundleLine[] = []
  for (const [at, line] of custody.entries()) {
    const one = parseLine(line, checkpoints.length)
    if (isMalformed(one)) return { malformed: `custody line ${at + 1}: ${one.malformed}` }
    parsed.push(one)
  }
  return { subject, evidence, lines, checkpoints, custody: parsed }
}

export function parseConsistency(text: string, limits: BundleLimits = bundleLimits): Parsed<ConsistencyProof> {
  const read = readForm(text, consistencyForm, ['origin', 'from', 'to', 'hashes'], limits)
  if (isMalformed(read)) return read
  const { origin, from, to } = read
  const hashes = parseHashes(read.hashes)
  if (typeof origin !== 'string' || !isCount(from) || !isCount(to)) return { malformed: 'origin, from or to' }
  return isMalformed(hashes) ? hashes : { origin, from, to, hashes }
}

function readForm(text: string, form: string, names: readonly string[], limits: BundleLimits): Parsed<Record<string, unknown>> {
  if (text.length > limits.bytes) return { malformed: 'longer than may be' }
  const read = readPlainJson(text, limits.depth)
  if (isMalformed(read)) return read
  if (!isObject(read.json) || read.json.form !== form) return { malformed: `not ${form}` }
  return hasExactly(read.json, ['form', ...names]) ? read.json : { malformed: 'members missing or unknown' }
}

function parseLine(line: unknown, checkpoints: number): Parsed<BundleLine> {
  if (!isObject(line) || !hasExactly(line, ['entry', 'salt', 'hash', 'checkpoint', 'index', 'proof']))
    return { malformed: 'members missing or unknown' }
  const { entry, checkpoint, index } = line
  const salt = line.salt === null ? null : parseBytes(line.salt, saltLength)
  const hash = parseBytes(line.hash, 32)
  const proof = parseHashes(line.proof)
  if (salt === undefined || hash === undefined) return { malformed: 'salt or hash' }
  if ((entry === null) !== (salt === null)) return { malformed: 'entry without salt' }
  if (entry !== null && !isEntry(entry)) return { malformed: 'entry' }
  if (!isCount(checkpoint) || checkpoint >= checkpoints || !isCount(index)) return { malformed: 'checkpoint or index' }
  return isMalformed(proof) ? proof : { entry, salt, hash, checkpoint, index, proof }
}

function parseHashes(value: unknown): Parsed<Uint8Array[]> {
  if (!Array.isArray(value) || value.length > longestProof) return { malformed: 'proof' }
  const hashes = value.map((one) => parseBytes(one, 32)).filter((one) => one !== undefined)
  return hashes.length === value.length ? hashes : { malformed: 'proof' }
}

function parseBytes(value: unknown, length: number): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length > 2 * length) return undefined
  const bytes = fromBase64(value)
  return isMalformed(bytes) || bytes.length !== length ? undefined : bytes
}

function isEntry(value: unknown): value is Entry {
  return (
    isObject(value) &&
    hasExactly(value, ['v', 'id', 'kind', 'owner', 'subject', 'line', 'previous', 'at', 'record']) &&
    value.v === 1 &&
    [value.id, value.kind, value.subject, value.at].every((member) => typeof member === 'string') &&
    (value.owner === null || typeof value.owner === 'string') &&
    (value.previous === null || typeof value.previous === 'string') &&
    isCount(value.line) &&
    value.line > 0 &&
    isObject(value.record)
  )
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasExactly(value: Record<string, unknown>, names: readonly string[]): boolean {
  const own = Object.keys(value)
  return own.length === names.length && names.every((name) => own.includes(name))
}
