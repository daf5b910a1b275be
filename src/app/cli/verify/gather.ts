import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { Failure } from '../../../base/failure.ts'
import { isMalformed } from '../../../base/parsed.ts'
import { bundleLimits, type ConsistencyProof, formOf, parseBundle, parseConsistency } from '../../../formats/tlog/bundle.ts'
import { parseCheckpoint, type SignedCheckpoint } from '../../../formats/tlog/checkpoint.ts'
import { webCrypto } from '../../../formats/tlog/crypto.ts'
import { parseVerifierKey, type VerifierKey } from '../../../formats/tlog/keys.ts'
import { noteLimits } from '../../../formats/tlog/note.ts'

export type Options = {
  readonly files: readonly string[]
  readonly key?: readonly string[] | undefined
  readonly checkpoint?: string | undefined
  readonly against?: string | undefined
  readonly proof?: readonly string[] | undefined
}

type BundleFile = { readonly path: string; readonly bytes: Uint8Array; readonly evidence: string | null }
type EvidenceFile = { readonly path: string; readonly sha256: string }

/** A bundle and the evidence shown for it, if any; or evidence that no bundle is about. */
export type Pair = { readonly bundle: BundleFile | null; readonly file: EvidenceFile | null }

export type Given = {
  readonly pairs: readonly Pair[]
  readonly keys: readonly VerifierKey[]
  readonly checkpoint: SignedCheckpoint | undefined
  readonly against: SignedCheckpoint | undefined
  readonly proofs: readonly ConsistencyProof[]
}

/** Reads everything that the command names. Fails with `verify.usage` or `verify.file` where the question cannot be put. */
export async function gather(options: Options): Promise<Given> {
  const { bundles, evidence, proofs } = await sortFiles(options.files)
  if (bundles.length === 0 && (evidence.length > 0 || options.checkpoint === undefined)) {
    const what =
      evidence.length > 0 ? `no bundle is given for ${evidence.join(', ')}` : 'a bundle, or --checkpoint with --against, is needed'
    throw new Failure('invalid', 'verify.usage', `${what} (see --help)`)
  }
  const keys = await Promise.all((options.key ?? []).map(readKeys))
  return {
    pairs: pair(bundles, await Promise.all(evidence.map(hashFile))),
    keys: keys.flat(),
    checkpoint: options.checkpoint === undefined ? undefined : await readCheckpointFile(options.checkpoint),
    against: options.against === undefined ? undefined : await readCheckpointFile(options.against),
    proofs: await Promise.all([...(options.proof ?? []), ...proofs].map(readProof)),
  }
}

/** By what is in them; where nothing claims to be a bundle, by name, so that a bundle damaged at its beginning is not taken for evidence. */
async function sortFiles(files: readonly string[]): Promise<{ bundles: BundleFile[]; evidence: string[]; proofs: string[] }> {
  const sorted = await Promise.all(files.map(async (path) => ({ path, form: formOf(await beginning(path)) })))
  const claimed = sorted.filter((file) => file.form === 'bundle').map((file) => file.path)
  const named = files.filter((path) => path.endsWith('.json'))
  const bundles =
    claimed.length > 0 ? claimed : named.filter((path) => sorted.every((file) => file.path !== path || file.form === undefined))
  const proofs = sorted.filter((file) => file.form === 'consistency').map((file) => file.path)
  const evidence = files.filter((path) => !bundles.includes(path) && !proofs.includes(path))
  return { bundles: await Promise.all(bundles.map(readBundleFile)), evidence, proofs }
}

/** Evidence goes to the bundle that is about its hash; what fits none goes to a bundle that got none, which will name the change. */
function pair(bundles: readonly BundleFile[], evidence: readonly EvidenceFile[]): Pair[] {
  const left = [...evidence]
  const fitting = bundles.map((bundle) => {
    const at = left.findIndex((file) => file.sha256 === bundle.evidence)
    return { bundle, file: at < 0 ? null : (left.splice(at, 1)[0] ?? null) }
  })
  const pairs: Pair[] = fitting.map(({ bundle, file }) => ({ bundle, file: file ?? left.shift() ?? null }))
  return [...pairs, ...left.map((file) => ({ bundle: null, file }))]
}

async function beginning(path: string): Promise<string> {
  return reading(path, async () => {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
      return buffer.toString('latin1', 0, bytesRead)
    } finally {
      await file.close()
    }
  })
}

async function readBundleFile(path: string): Promise<BundleFile> {
  const bytes = await readSmall(path, bundleLimits.bytes)
  const bundle = parseBundle(bytes.toString('utf8'))
  return { path, bytes, evidence: isMalformed(bundle) ? null : bundle.evidence }
}

async function hashFile(path: string): Promise<EvidenceFile> {
  return reading(path, async () => {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    return { path, sha256: hash.digest('hex') }
  })
}

async function readCheckpointFile(path: string): Promise<SignedCheckpoint> {
  const parsed = parseCheckpoint(await readSmall(path, noteLimits.bytes))
  if (isMalformed(parsed)) throw new Failure('invalid', 'verify.file', `${path} is not a checkpoint: ${parsed.malformed}`)
  return parsed
}

async function readProof(path: string): Promise<ConsistencyProof> {
  const parsed = parseConsistency((await readSmall(path, bundleLimits.bytes)).toString('utf8'))
  if (isMalformed(parsed)) throw new Failure('invalid', 'verify.file', `${path} is not a consistency proof: ${parsed.malformed}`)
  return parsed
}

/** The key itself, or a file with one a line; lines that begin with # are passed over. */
export async function readKeys(text: string): Promise<VerifierKey[]> {
  const sha256 = webCrypto()?.sha256
  if (sha256 === undefined) throw new Failure('unavailable', 'verify.no-cryptography', 'this Node has no Web Crypto')
  const direct = await parseVerifierKey(text.trim(), sha256)
  if (!isMalformed(direct)) return [direct]
  const looksLikeOne = /^[^+]+\+[0-9a-f]{8}\+/.test(text)
  if (looksLikeOne) throw new Failure('invalid', 'verify.file', `--key is not a verifier key: ${direct.malformed}`)
  const lines = (await readSmall(text, noteLimits.bytes)).toString('utf8').split(/\r?\n/)
  const keys: VerifierKey[] = []
  for (const line of lines.map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('#'))) {
    const key = await parseVerifierKey(line, sha256)
    if (isMalformed(key)) throw new Failure('invalid', 'verify.file', `${text} holds a line that is no verifier key: ${key.malformed}`)
    keys.push(key)
  }
  if (keys.length === 0) throw new Failure('invalid', 'verify.file', `${text} holds no verifier key`)
  return keys
}

export async function readSmall(path: string, limit: number): Promise<Buffer> {
  return reading(path, async () => {
    if ((await stat(path)).size > limit) throw new Failure('invalid', 'verify.file', `${path} is larger than ${limit} bytes`)
    return readFile(path)
  })
}

export async function reading<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'error'
    throw new Failure('invalid', 'verify.file', `${path} cannot be read (${code})`, { cause })
  }
}
