import { isMalformed } from '../../base/parsed.ts'
import { type Certificate, parseRequest, parseResponse, sha256Id, verifyTimestamp } from '../rfc3161/index.ts'
import type { SignedCheckpoint } from '../tlog/checkpoint.ts'
import { type Crypto, webCrypto } from '../tlog/crypto.ts'
import type { VerifierKey } from '../tlog/keys.ts'
import type { Signer } from '../tlog/verify.ts'
import type { ZipLimits, ZipSource } from '../zip/index.ts'
import { type Bag, readBag } from './bag.ts'
import { descriptionLimits, type PackageDescription, parseDescription } from './description.ts'
import { type Flaws, openFlaws, type PackageFlaw } from './flaws.ts'
import { checkItems } from './items.ts'
import { places } from './layout.ts'
import { checkCustody, checkSeal } from './log.ts'

export type Timestamp = { readonly time: string; readonly authority: string | null; readonly signer: 'trusted' | 'unknown' }

export type PackageVerification = {
  /** `consistent`: everything fits together, but no key was given, so anyone may have made it */
  readonly verdict: 'true' | 'consistent' | 'untrue'
  readonly flaws: readonly PackageFlaw[]
  /** how many there are, where not all are listed */
  readonly flawCount: number
  readonly signer: Signer
  readonly description: PackageDescription | null
  readonly files: number
  readonly bytes: number
  /** custody lines, of all items */
  readonly lines: number
  readonly checkpoints: readonly SignedCheckpoint[]
  readonly timestamp: Timestamp | null
}

export type PackageKeys = {
  readonly keys: readonly VerifierKey[]
  /** certificates that an authority's chain must lead to; none: the stamp is checked as far as it goes by itself */
  readonly trusted: readonly Certificate[]
}

/**
 * Checks an evidence package: its archive, its bag, the very originals, each item's custody lines, the seal and the time stamp. Reads it piece by piece;
 * what is in memory is one file of findings or custody at most. Never throws on what a file may hold; fails as `source.read` does.
 */
export async function verifyPackage(
  source: ZipSource,
  { keys, trusted }: PackageKeys,
  { limits, crypto = webCrypto() }: { readonly limits?: ZipLimits; readonly crypto?: Crypto | undefined } = {},
): Promise<PackageVerification> {
  if (crypto === undefined) throw new Error('there is no cryptography here')
  const flaws = openFlaws()
  const bag = await readBag(source, flaws, limits)
  if (bag === undefined) return answer(flaws, {})
  const description = await readDescription(bag, flaws)
  const given = { keys, crypto }
  const hashes = description === undefined ? new Map<string, string>() : await checkItems(bag, description, flaws)
  const logged = description === undefined ? undefined : await checkCustody(bag, description, hashes, given, flaws)
  const seal = await checkSeal(bag, description, logged, given, flaws)
  const timestamp = await checkTimestamp(bag, seal?.record.timestamp ?? false, trusted, flaws)
  const signers = new Set([...(logged?.signers ?? []), ...(seal?.signers ?? [])])
  const known = keys.length > 0 && seal !== undefined && seal.signers.size > 0
  return answer(flaws, {
    signer: known && flaws.count() === 0 ? { kind: 'known', name: [...signers].join(', ') } : { kind: 'unknown' },
    description: description ?? null,
    files: bag.files.size,
    bytes: bag.bytes,
    lines: logged?.lines ?? 0,
    checkpoints: [...(logged?.checkpoints ?? []), ...(seal?.checkpoint === undefined ? [] : [seal.checkpoint])],
    timestamp,
  })
}

function answer(flaws: Flaws, found: Partial<PackageVerification>): PackageVerification {
  const signer = found.signer ?? { kind: 'unknown' }
  const verdict = flaws.count() > 0 ? 'untrue' : signer.kind === 'known' ? 'true' : 'consistent'
  const none = { description: null, files: 0, bytes: 0, lines: 0, checkpoints: [], timestamp: null }
  return { ...none, ...found, signer, verdict, flaws: flaws.list(), flawCount: flaws.count() }
}

async function readDescription(bag: Bag, flaws: Flaws): Promise<PackageDescription | undefined> {
  const bytes = await bag.read(places.description, descriptionLimits.bytes)
  const read = bytes === undefined ? { malformed: 'it is missing' } : parseDescription(bytes)
  if (!isMalformed(read)) return read
  flaws.add('description-malformed', `${places.description}: ${read.malformed}`, places.description)
  return undefined
}

const longest = 262_144

/** The stamp over `manifest-sha256.txt`, where the seal says that there is one or one lies there. */
async function checkTimestamp(bag: Bag, promised: boolean, trusted: readonly Certificate[], flaws: Flaws): Promise<Timestamp | null> {
  const bytes = await bag.read(places.timestamp, longest)
  const asked = await bag.read(places.timestampRequest, longest)
  const wrong = (detail: string): null => {
    flaws.add('timestamp-malformed', detail, places.timestamp)
    return null
  }
  if (bytes === undefined) return promised ? wrong('the time stamp that the seal speaks of is not there') : null
  const response = parseResponse(bytes)
  const request = asked === undefined ? undefined : parseRequest(asked)
  if (isMalformed(response)) return wrong(`the time stamp is not in its form: ${response.malformed}`)
  if (response.kind === 'refused') return wrong('the authority refused the time stamp')
  if (request === undefined || isMalformed(request)) return wrong('the request of the time stamp is not there, or not in its form')
  const hash = Buffer.from(bag.files.get(places.manifests.sha256)?.sha256 ?? '', 'hex')
  const verdict = verifyTimestamp(response.token, { algorithm: sha256Id, hash, nonce: request.nonce }, trusted)
  for (const { code, detail } of verdict.flaws) flaws.add(code, detail, places.timestamp)
  return { time: verdict.time.toISOString(), authority: verdict.authority, signer: verdict.signer }
}
