import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import type { SignedCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { type Crypto, webCrypto } from '../../formats/tlog/crypto.ts'
import type { VerifierKey } from '../../formats/tlog/keys.ts'
import { checkSignature, compareCheckpoints, type Flaw, type Signer, verdictOf, verifyBundle } from '../../formats/tlog/verify.ts'
import { type Given, gather, type Pair } from './verify/gather.ts'
import { arePackages, judgePackages } from './verify/package.ts'
import { printJson, printText } from './verify/print.ts'
import { printPackages, printPackagesJson, worst } from './verify/print-package.ts'
import type { Comparison, Item, Result } from './verify/result.ts'

/** Where a command writes; `process` is one. */
export type Io = { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

const usage = `Usage: tocsin verify BUNDLE|FILE… [--key VKEY|FILE] [--checkpoint FILE] [--against FILE] [--proof FILE] [--json]
       tocsin verify PACKAGE.zip… [--key VKEY|FILE] [--tsa FILE] [--json]

Checks without a database or a network whether evidence is what was logged. Give the proof bundle, and the evidence beside it; or an evidence package,
which holds both.

  --key VKEY|FILE     the log's public key (origin+id+base64), or a file of such lines; without it anyone may have signed
  --checkpoint FILE   a newer (or older) checkpoint of the same log, which the bundle must agree with
  --against FILE      an earlier checkpoint, which the bundle's checkpoint, or --checkpoint, must continue
  --proof FILE        a consistency proof between two checkpoints (/api/log/consistency?from=SIZE&to=SIZE)
  --tsa FILE          certificates (PEM or DER) that a package's time stamp must lead to; without it anyone may have stamped
  --json              the result as one JSON object

Exit codes: 0 true (without a key: consistent, signer unknown), 1 not true, 2 the question cannot be answered as put.
`

/** `tocsin verify`: answers the exit code. 0 true (or consistent, when no key is given), 1 not true, 2 wrong usage or a proof that is missing. */
export async function verify(argv: readonly string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(argv)
    if (options.help === true) {
      io.stdout.write(usage)
      return 0
    }
    if (await arePackages(options.files)) return await verifyPackages(options, io)
    if (options.tsa !== undefined) throw new Failure('invalid', 'verify.usage', '--tsa is for evidence packages (see --help)')
    const result = await judge(await gather(options), cryptography())
    io.stdout.write(options.json === true ? printJson(result) : printText(result))
    return { true: 0, consistent: 0, untrue: 1, unproven: 2 }[result.verdict] as 0 | 1 | 2
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    io.stderr.write(`tocsin verify: ${error.message}\n`)
    return 2
  }
}

async function verifyPackages(options: ReturnType<typeof readOptions>, io: Io): Promise<0 | 1> {
  if (options.checkpoint !== undefined || options.against !== undefined || options.proof !== undefined)
    throw new Failure('invalid', 'verify.usage', '--checkpoint, --against and --proof are for bundles (see --help)')
  const packages = await judgePackages(options, cryptography())
  io.stdout.write(options.json === true ? printPackagesJson(packages) : printPackages(packages))
  return worst(packages) === 'untrue' ? 1 : 0
}

function cryptography(): Crypto {
  const found = webCrypto()
  if (found === undefined) throw new Failure('unavailable', 'verify.no-cryptography', 'this Node has no Web Crypto')
  return found
}

function readOptions(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true, short: 'k' },
        checkpoint: { type: 'string' },
        against: { type: 'string' },
        proof: { type: 'string', multiple: true },
        tsa: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return { ...values, files: positionals }
  } catch (cause) {
    throw new Failure('invalid', 'verify.usage', `${cause instanceof Error ? cause.message : 'wrong usage'} (see --help)`, { cause })
  }
}

async function judge(given: Given, crypto: Crypto): Promise<Result> {
  const items: Item[] = []
  for (const pair of given.pairs) items.push(await judgePair(pair, given.keys, crypto))
  const alone = [given.checkpoint, given.against].filter((one) => one !== undefined)
  const flaws = await signatureFlaws(alone, given.keys, crypto)
  const comparisons = await compareAll(given, items, crypto)
  const all = [...items.flatMap((item) => item.flaws), ...flaws, ...comparisons.flatMap(({ flaw }) => (flaw === null ? [] : [flaw]))]
  const origins = [...alone, ...items.flatMap((item) => item.verification?.checkpoints ?? [])].map((one) => one.origin)
  const known = given.keys.length > 0 && !all.some((flaw) => ['wrong-key', 'signature-forged', 'checkpoint-malformed'].includes(flaw.code))
  const signer: Signer = known ? { kind: 'known', name: [...new Set(origins)].join(', ') } : { kind: 'unknown' }
  const unproven = all.length > 0 && all.every((flaw) => flaw.code === 'proof-missing')
  return { verdict: unproven ? 'unproven' : verdictOf(all, signer), signer, items, comparisons, flaws }
}

async function judgePair({ bundle, file }: Pair, keys: readonly VerifierKey[], crypto: Crypto): Promise<Item> {
  const path = file?.path ?? null
  if (bundle === null) {
    const detail = `${path} was changed, or is not what the bundle is about: its SHA-256 is ${file?.sha256}`
    return { bundle: null, file: path, flaws: [{ code: 'evidence-changed', detail }], verification: null }
  }
  const verification = await verifyBundle(bundle.bytes, file, keys, crypto)
  return { bundle: bundle.path, file: path, flaws: verification.flaws, verification }
}

async function signatureFlaws(checkpoints: readonly SignedCheckpoint[], keys: readonly VerifierKey[], crypto: Crypto): Promise<Flaw[]> {
  if (keys.length === 0) return []
  const flaws = await Promise.all(checkpoints.map((one) => checkSignature(one, keys, crypto)))
  return flaws.filter((flaw) => flaw !== null)
}

/** The checkpoints of the bundles against --checkpoint, and --against before either. */
async function compareAll(given: Given, items: readonly Item[], crypto: Crypto): Promise<Comparison[]> {
  const { checkpoint, against, proofs } = given
  const bundled = items.flatMap((item) => item.verification?.checkpoints ?? [])
  const pairs: [SignedCheckpoint, SignedCheckpoint][] = []
  if (checkpoint !== undefined) {
    // a bundle may be older or newer than the checkpoint that someone kept
    for (const one of sameLog(bundled, checkpoint)) pairs.push(one.size > checkpoint.size ? [checkpoint, one] : [one, checkpoint])
  }
  if (against !== undefined) {
    for (const later of checkpoint === undefined ? sameLog(bundled, against) : [checkpoint]) pairs.push([against, later])
  }
  return Promise.all(
    pairs.map(async ([earlier, later]) => ({ earlier, later, flaw: await compareCheckpoints(earlier, later, proofs, crypto) })),
  )
}

/** Those of the same log; where there are none, all, for it to be said that they are of another. */
function sameLog(checkpoints: readonly SignedCheckpoint[], as: SignedCheckpoint): readonly SignedCheckpoint[] {
  const same = checkpoints.filter((one) => one.origin === as.origin)
  return same.length > 0 ? same : checkpoints
}
