import { isMalformed } from '../../base/parsed.ts'
import { bundleLimits, parseBundle, parseConsistency } from '../tlog/bundle.ts'
import { parseCheckpoint, type SignedCheckpoint } from '../tlog/checkpoint.ts'
import type { Crypto } from '../tlog/crypto.ts'
import type { VerifierKey } from '../tlog/keys.ts'
import { noteLimits } from '../tlog/note.ts'
import { compareCheckpoints, verifyBundle } from '../tlog/verify.ts'
import type { Bag } from './bag.ts'
import type { PackageDescription } from './description.ts'
import type { Flaws } from './flaws.ts'
import { afterSeal, exportKind, places, sealKind } from './layout.ts'

export type Logged = { readonly lines: number; readonly checkpoints: readonly SignedCheckpoint[]; readonly signers: ReadonlySet<string> }

type Given = { readonly keys: readonly VerifierKey[]; readonly crypto: Crypto }

/** The custody lines of every item, each proved to be in the log at one of the package's checkpoints. */
export async function checkCustody(
  bag: Bag,
  description: PackageDescription,
  hashes: ReadonlyMap<string, string>,
  { keys, crypto }: Given,
  flaws: Flaws,
): Promise<Logged> {
  const notes = new Set<string>()
  const checkpoints: SignedCheckpoint[] = []
  for (const path of description.checkpoints) {
    const note = Buffer.from((await bag.read(path, noteLimits.bytes)) ?? new Uint8Array(0)).toString('utf8')
    const read = parseCheckpoint(note)
    if (isMalformed(read)) flaws.add('checkpoint-malformed', `${path}: ${read.malformed}`, path)
    else checkpoints.push(read)
    notes.add(note)
  }
  const signers = new Set<string>()
  let lines = 0
  for (const item of description.items) {
    const bytes = await bag.read(item.custody, bundleLimits.bytes)
    if (bytes === undefined) {
      flaws.add('custody-missing', `the custody of item ${item.id} is not there`, item.custody)
      continue
    }
    const found = hashes.get(item.id)
    const verified = await verifyBundle(bytes, found === undefined ? null : { sha256: found }, keys, crypto)
    for (const flaw of verified.flaws) flaws.add(flaw.code, `item ${item.id}: ${flaw.detail}`, item.custody)
    if (verified.signer.kind === 'known') signers.add(verified.signer.name)
    lines += verified.lines.length
    checkBelongs(bytes, item, description.id, notes, flaws)
  }
  return { lines, checkpoints, signers }
}

function checkBelongs(
  bytes: Uint8Array,
  item: PackageDescription['items'][number],
  id: string,
  notes: ReadonlySet<string>,
  flaws: Flaws,
): void {
  const bundle = parseBundle(Buffer.from(bytes).toString('utf8'))
  if (isMalformed(bundle)) return
  if (bundle.subject !== item.id || bundle.evidence !== item.sha256)
    flaws.add('custody-foreign', `what stands as the custody of item ${item.id} is that of ${bundle.subject}`, item.custody)
  if (!bundle.checkpoints.every((note) => notes.has(note)))
    flaws.add('checkpoint-replaced', `the custody of item ${item.id} leads to a checkpoint that is not the package's`, item.custody)
  const said = bundle.custody.some(({ entry }) => {
    const detail = entry?.record.detail as Readonly<Record<string, unknown>> | undefined
    return entry?.kind === exportKind && detail?.package === id
  })
  if (item.file !== null && !said)
    flaws.add('export-not-logged', `the custody of item ${item.id} does not say that it was put into this package`, item.custody)
}

/** What the log's line on the package says. */
export type SealRecord = { readonly package: string; readonly tags: Readonly<Record<string, string>>; readonly timestamp: boolean }

/**
 * The seal: a line of the log whose bytes are `manifest-sha256.txt`, and which names every other tag file; so nothing in the package can be replaced
 * together with its manifests. Answers what it says; undefined where there is none to be believed.
 */
export async function checkSeal(
  bag: Bag,
  description: PackageDescription | undefined,
  logged: Logged | undefined,
  { keys, crypto }: Given,
  flaws: Flaws,
): Promise<
  { readonly record: SealRecord; readonly checkpoint: SignedCheckpoint | undefined; readonly signers: ReadonlySet<string> } | undefined
> {
  const bytes = await bag.read(places.proof, bundleLimits.bytes)
  const manifest = bag.files.get(places.manifests.sha256)
  if (bytes === undefined || manifest === undefined) {
    flaws.add('seal-missing', 'the line of the log that seals the package is not there', places.proof)
    return undefined
  }
  const verified = await verifyBundle(bytes, { sha256: manifest.sha256 }, keys, crypto)
  for (const flaw of verified.flaws) {
    if (flaw.code === 'evidence-changed')
      flaws.add('manifest-changed', `${places.manifests.sha256} is not the one that was sealed`, places.manifests.sha256)
    else flaws.add(flaw.code, `the seal: ${flaw.detail}`, places.proof)
  }
  const record = readRecord(bytes)
  if (record === undefined) {
    if (verified.flaws.length === 0) flaws.add('seal-foreign', 'the line in the seal is not one that seals a package', places.proof)
    return undefined
  }
  if (description !== undefined && record.package !== description.id)
    flaws.add('seal-foreign', `the seal is that of another package, ${record.package}`, places.proof)
  checkTags(bag, record, flaws)
  const [checkpoint] = verified.checkpoints
  if (checkpoint !== undefined && logged !== undefined) await checkContinues(bag, logged.checkpoints, checkpoint, crypto, flaws)
  return { record, checkpoint, signers: new Set(verified.signer.kind === 'known' ? [verified.signer.name] : []) }
}

function readRecord(bytes: Uint8Array): SealRecord | undefined {
  const bundle = parseBundle(Buffer.from(bytes).toString('utf8'))
  const [line, ...more] = isMalformed(bundle) ? [] : bundle.custody
  if (line?.entry == null || more.length > 0 || line.entry.kind !== sealKind) return undefined
  const { package: of, tags, timestamp } = line.entry.record
  if (typeof of !== 'string' || typeof timestamp !== 'boolean' || typeof tags !== 'object' || tags === null) return undefined
  const named = Object.entries(tags as Readonly<Record<string, unknown>>)
  if (!named.every((one): one is [string, string] => typeof one[1] === 'string')) return undefined
  return { package: of, timestamp, tags: Object.fromEntries(named) }
}

function checkTags({ files }: Bag, { tags }: SealRecord, flaws: Flaws): void {
  for (const [path, sha256] of Object.entries(tags)) {
    const file = files.get(path)
    if (file === undefined) flaws.add('file-missing', `${path} is named in the seal and not there`, path)
    else if (file.sha256 !== sha256) flaws.add('tag-changed', `${path} is not the one that was sealed`, path)
  }
  for (const path of files.keys())
    if (!path.startsWith('data/') && !afterSeal.has(path) && !(path in tags))
      flaws.add('file-added', `${path} is not named in the seal`, path)
}

/** The log that the seal stands in must continue the one that the custody lines stand in. */
async function checkContinues(
  bag: Bag,
  checkpoints: readonly SignedCheckpoint[],
  later: SignedCheckpoint,
  crypto: Crypto,
  flaws: Flaws,
): Promise<void> {
  const bytes = await bag.read(places.consistency, bundleLimits.bytes)
  const proof = bytes === undefined ? undefined : parseConsistency(Buffer.from(bytes).toString('utf8'))
  if (isMalformed(proof)) flaws.add('log-rewritten', `${places.consistency}: ${proof.malformed}`, places.consistency)
  const proofs = proof === undefined || isMalformed(proof) ? [] : [proof]
  // a node that was restored has a log before this one, which ended
  for (const earlier of checkpoints.filter(({ origin }) => origin === later.origin)) {
    const flaw = await compareCheckpoints(earlier, later, proofs, crypto)
    if (flaw !== null) flaws.add(flaw.code, flaw.detail, places.consistency)
  }
}
