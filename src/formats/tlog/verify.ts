// Whether a bundle, its evidence and its checkpoints are true. The same code runs in `tocsin verify` and in the console.
import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { sameBytes, toHex } from './base64.ts'
import { type Bundle, type BundleLine, type ConsistencyProof, parseBundle } from './bundle.ts'
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { type Crypto, webCrypto } from './crypto.ts'
import { entryText, leafDataInput } from './entry.ts'
import { type VerifierKey, verifierKey } from './keys.ts'
import { verifyNote } from './note.ts'
import { verifyConsistency, verifyInclusion } from './proof.ts'
import { leafInput } from './tree.ts'

/** Everything that can be found wrong; README.md beside this file says what each means. */
export type FlawCode =
  | 'bundle-truncated'
  | 'bundle-malformed'
  | 'evidence-changed'
  | 'evidence-not-logged'
  | 'line-changed'
  | 'line-not-in-log'
  | 'line-dropped'
  | 'line-reordered'
  | 'line-repeated'
  | 'line-foreign'
  | 'line-replaced'
  | 'checkpoint-malformed'
  | 'signature-forged'
  | 'wrong-key'
  | 'other-log'
  | 'log-forked'
  | 'log-shrunk'
  | 'log-rewritten'
  | 'proof-missing'

/** `line`: the custody line's number. `detail`: in English, for a log or a terminal. */
export type Flaw = { readonly code: FlawCode; readonly detail: string; readonly line?: number }

export type Signer = { readonly kind: 'known'; readonly name: string } | { readonly kind: 'unknown' }

export type VerifiedLine = {
  readonly number: number
  readonly kind: string | null
  readonly at: string | null
  readonly index: number
  readonly erased: boolean
}

export type Verification = {
  /** `consistent`: everything fits together, but no key was given, so anyone may have made it. */
  readonly verdict: 'true' | 'consistent' | 'untrue'
  readonly flaws: readonly Flaw[]
  readonly signer: Signer
  readonly evidence: { readonly sha256: string | null; readonly bytes: 'same' | 'changed' | 'not-shown' }
  readonly lines: readonly VerifiedLine[]
  readonly checkpoints: readonly SignedCheckpoint[]
}

/** The evidence itself, or its SHA-256 in lower-case hex where the caller hashed it while reading. */
export type Shown = Uint8Array | { readonly sha256: string }

/**
 * Checks a bundle: the evidence against the lines, each line against its leaf, each leaf against a checkpoint, the checkpoints against
 * the keys, and that no line is missing between the first and the last. Without keys the best answer is `consistent`. Never throws on
 * what a file may hold; rejects where the runtime has no cryptography.
 */
export async function verifyBundle(
  input: string | Uint8Array,
  shown: Shown | null,
  keys: readonly VerifierKey[],
  crypto: Crypto | undefined = webCrypto(),
): Promise<Verification> {
  if (crypto === undefined) throw new Error('this page cannot verify: Web Crypto needs HTTPS or localhost')
  const bundle = readBundle(input)
  if (isMalformed(bundle)) {
    const code = bundle.malformed === 'truncated' ? 'bundle-truncated' : 'bundle-malformed'
    const detail =
      code === 'bundle-truncated' ? 'the bundle ends before it is complete' : `the bundle is not in its form: ${bundle.malformed}`
    return {
      verdict: 'untrue',
      flaws: [{ code, detail }],
      signer: { kind: 'unknown' },
      evidence: { sha256: null, bytes: 'not-shown' },
      lines: [],
      checkpoints: [],
    }
  }
  const seen = await checkShown(bundle, shown, crypto)
  const { flaws: checkpointFlaws, checkpoints, signer } = await checkCheckpoints(bundle.checkpoints, keys, crypto)
  const lineFlaws = await checkLines(bundle.custody, checkpoints, crypto)
  const order = checkOrder(bundle)
  const flaws = [...seen.flaws, ...checkLogged(bundle), ...lineFlaws, ...order.flaws, ...checkpointFlaws]
  return {
    verdict: verdictOf(flaws, signer),
    flaws,
    signer,
    evidence: { sha256: bundle.evidence, bytes: seen.bytes },
    lines: order.lines,
    checkpoints: checkpoints.filter((checkpoint) => checkpoint !== null),
  }
}

function readBundle(input: string | Uint8Array): Parsed<Bundle> {
  if (typeof input === 'string') return parseBundle(input)
  try {
    return parseBundle(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input))
  } catch {
    return { malformed: 'not UTF-8' }
  }
}

export function verdictOf(flaws: readonly Flaw[], signer: Signer): Verification['verdict'] {
  return flaws.length > 0 ? 'untrue' : signer.kind === 'known' ? 'true' : 'consistent'
}

async function checkShown(
  bundle: Bundle,
  shown: Shown | null,
  crypto: Crypto,
): Promise<{ bytes: Verification['evidence']['bytes']; flaws: Flaw[] }> {
  if (shown === null) return { bytes: 'not-shown', flaws: [] }
  const hash = shown instanceof Uint8Array ? toHex(await crypto.sha256(shown)) : shown.sha256
  if (hash === bundle.evidence) return { bytes: 'same', flaws: [] }
  const detail = `the evidence was changed: its SHA-256 is ${hash}, the bundle is about ${bundle.evidence ?? 'no bytes'}`
  return { bytes: 'changed', flaws: [{ code: 'evidence-changed', detail }] }
}

/** The bundle's own word on which bytes it is about counts for nothing unless its lines say the same. */
function checkLogged({ evidence, custody }: Bundle): Flaw[] {
  if (evidence === null) return []
  const named = custody.flatMap(({ entry }) => (typeof entry?.record.sha256 === 'string' ? [entry.record.sha256] : []))
  if (named.length > 0 && named.every((hash) => hash === evidence)) return []
  return [{ code: 'evidence-not-logged', detail: `no custody line, or not every one, is about the bytes with SHA-256 ${evidence}` }]
}

/** Number given to each line, an erased one standing where it is shown. */
function numbered(custody: readonly BundleLine[]): { line: BundleLine; number: number }[] {
  let last = 0
  return custody.map((line) => {
    last = line.entry?.line ?? last + 1
    return { line, number: last }
  })
}

async function checkLines(
  custody: readonly BundleLine[],
  checkpoints: readonly (SignedCheckpoint | null)[],
  crypto: Crypto,
): Promise<Flaw[]> {
  const flaws: Flaw[] = []
  for (const { line, number } of numbered(custody)) {
    const { entry, salt, hash, index, proof } = line
    if (entry !== null && salt !== null && !sameBytes(await crypto.sha256(leafDataInput(salt, entryText(entry))), hash)) {
      flaws.push({
        code: 'line-changed',
        line: number,
        detail: `custody line ${number} was changed: it does not have the hash that was logged`,
      })
    }
    const checkpoint = checkpoints[line.checkpoint]
    if (checkpoint === null || checkpoint === undefined) continue
    const verdict = await verifyInclusion(crypto.sha256, { index, hash: await crypto.sha256(leafInput(hash)) }, checkpoint, proof)
    if (verdict !== 'holds') {
      const detail = `custody line ${number} is not proved to be leaf ${index} of the log at size ${checkpoint.size} (${verdict})`
      flaws.push({ code: 'line-not-in-log', line: number, detail })
    }
  }
  return flaws
}

function checkOrder({ custody, lines, subject }: Bundle): { flaws: Flaw[]; lines: VerifiedLine[] } {
  const flaws: Flaw[] = []
  const all = numbered(custody)
  const owner = all.find(({ line }) => line.entry !== null)?.line.entry?.owner
  const met = new Set<number>()
  let before: { line: BundleLine; number: number } | undefined
  for (const { line, number } of all) {
    if (met.has(number)) flaws.push({ code: 'line-repeated', line: number, detail: `custody line ${number} is given twice` })
    else if (before !== undefined && (number < before.number || comesBefore(line, before.line))) {
      flaws.push({
        code: 'line-reordered',
        line: number,
        detail: `custody line ${number} does not follow the line before it: lines were reordered`,
      })
    }
    if (line.entry !== null && (line.entry.subject !== subject || line.entry.owner !== owner)) {
      flaws.push({ code: 'line-foreign', line: number, detail: `custody line ${number} is about something else: ${line.entry.subject}` })
    }
    if (before !== undefined && number === before.number + 1 && line.entry !== null && line.entry.previous !== toHex(before.line.hash)) {
      const detail = `what is shown as custody line ${before.number} is not the line that line ${number} followed`
      flaws.push({ code: 'line-replaced', line: before.number, detail })
    }
    met.add(number)
    before = { line, number }
  }
  // a line may claim any number, so the gaps are found from the numbers met and not by counting up to the highest
  const sorted = [...met, lines + 1].sort((a, b) => a - b)
  for (const [at, number] of sorted.entries()) {
    const first = (sorted[at - 1] ?? 0) + 1
    if (number <= first) continue
    const which = number - first === 1 ? `custody line ${first}` : `custody lines ${first} to ${number - 1}`
    flaws.push({ code: 'line-dropped', line: first, detail: `${which} of ${lines} ${number - first === 1 ? 'was' : 'were'} dropped` })
  }
  if (custody.length === 0 && lines === 0) flaws.push({ code: 'line-dropped', detail: 'the bundle has no custody line' })
  if (all.some(({ number }) => number > lines))
    flaws.push({ code: 'bundle-malformed', detail: `the bundle says that there are ${lines} custody lines and shows others` })
  return {
    flaws,
    lines: all.map(({ line: { entry, index }, number }) => ({
      number,
      kind: entry?.kind ?? null,
      at: entry?.at ?? null,
      index,
      erased: entry === null,
    })),
  }
}

function comesBefore(line: BundleLine, other: BundleLine): boolean {
  return line.checkpoint === other.checkpoint ? line.index <= other.index : line.checkpoint < other.checkpoint
}

async function checkCheckpoints(
  notes: readonly string[],
  keys: readonly VerifierKey[],
  crypto: Crypto,
): Promise<{ flaws: Flaw[]; checkpoints: (SignedCheckpoint | null)[]; signer: Signer }> {
  const flaws: Flaw[] = []
  const names = new Set<string>()
  const checkpoints: (SignedCheckpoint | null)[] = []
  for (const note of notes) {
    const checkpoint = parseCheckpoint(note)
    checkpoints.push(isMalformed(checkpoint) ? null : checkpoint)
    if (isMalformed(checkpoint)) {
      flaws.push({ code: 'checkpoint-malformed', detail: `a checkpoint is not in its form: ${checkpoint.malformed}` })
      continue
    }
    if (keys.length === 0) continue
    const flaw = await checkSignature(checkpoint, keys, crypto)
    if (flaw === null) names.add(checkpoint.origin)
    else flaws.push(flaw)
  }
  const known = keys.length > 0 && flaws.length === 0
  return { flaws, checkpoints, signer: known ? { kind: 'known', name: [...names].join(', ') } : { kind: 'unknown' } }
}

/** What is wrong with who signed a checkpoint; null where one of the keys did, under the name of the log. */
export async function checkSignature(checkpoint: SignedCheckpoint, keys: readonly VerifierKey[], crypto: Crypto): Promise<Flaw | null> {
  const { note, origin } = checkpoint
  const verdict = await verifyNote(note, keys, crypto)
  if (verdict.kind === 'forged') {
    const detail = `the signature of ${verdict.by.name} on the checkpoint is forged, or the checkpoint was changed after it was signed`
    return { code: 'signature-forged', detail }
  }
  if (verdict.kind === 'signed') {
    if (verdict.by.some((key) => key.name === origin)) return null
    return {
      code: 'other-log',
      detail: `the checkpoint is of the log ${origin}, the key is that of ${verdict.by.map((key) => key.name).join(', ')}`,
    }
  }
  // a node that was restored signs with the same key under another name
  const renamed = await Promise.all(keys.map((key) => verifierKey(origin, key.publicKey, crypto.sha256).catch(() => key)))
  if ((await verifyNote(note, renamed, crypto)).kind === 'signed') {
    return { code: 'other-log', detail: `the key signed this, but for another log: ${origin}. Ask for the key of that log` }
  }
  const signers = note.signatures.map((signature) => `${signature.name}+${signature.id}`).join(', ')
  return { code: 'wrong-key', detail: `the checkpoint was not signed by the key given, but by ${signers}` }
}

/** Whether the later checkpoint continues the earlier one; null where it does. Signatures are not looked at. */
export async function compareCheckpoints(
  earlier: SignedCheckpoint,
  later: SignedCheckpoint,
  proofs: readonly ConsistencyProof[],
  crypto: Crypto,
): Promise<Flaw | null> {
  if (earlier.origin !== later.origin) return { code: 'other-log', detail: `${earlier.origin} and ${later.origin} are two logs` }
  if (earlier.size > later.size) return { code: 'log-shrunk', detail: `the log had ${earlier.size} leaves and now shows ${later.size}` }
  if (earlier.size === later.size) {
    return sameBytes(earlier.root, later.root)
      ? null
      : { code: 'log-forked', detail: `two checkpoints of ${later.size} leaves have different roots: the log was forked` }
  }
  if (earlier.size === 0) {
    const nothing = sameBytes(earlier.root, await crypto.sha256(new Uint8Array(0)))
    return nothing ? null : { code: 'log-forked', detail: 'the earlier checkpoint gives an empty log a root that it cannot have' }
  }
  const proof = proofs.find(({ origin, from, to }) => origin === later.origin && from === earlier.size && to === later.size)
  if (proof === undefined) return { code: 'proof-missing', detail: `a consistency proof from ${earlier.size} to ${later.size} is needed` }
  const verdict = await verifyConsistency(crypto.sha256, earlier, later, proof.hashes)
  if (verdict === 'holds') return null
  return {
    code: 'log-rewritten',
    detail: `the log at size ${later.size} is not proved to continue the log at size ${earlier.size} (${verdict}): leaves were dropped, changed or reordered`,
  }
}
