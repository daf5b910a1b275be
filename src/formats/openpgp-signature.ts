import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { keyLimits, unarmour } from './openpgp.ts'

/**
 * Detached OpenPGP signatures of version 4 (RFC 9580 §5.2.3) over bytes, by one key with its subkeys: RSA of 2,048 to 8,192 bits, ECDSA, EdDSA; SHA-256 and
 * longer. Strict, and no keyring: what is not read here is not valid. A certificate that holds any revocation is taken as revoked, whether that is good or not.
 */
export type SignatureVerdict =
  | { readonly valid: true; readonly fingerprint: string; readonly at: Date }
  | {
      readonly valid: false
      readonly why: 'signature-broken' | 'key-broken' | 'other-key' | 'forged' | 'expired' | 'revoked' | 'unsupported'
    }

export const signatureLimits = { bytes: 20_000 }
const mostPackets = 500
/** signatures of one certificate whose numbers are worked out: a key of many names has a few dozen of its own */
const mostChecks = 50
type Budget = { left: number }

type Packet = { readonly tag: number; readonly body: Uint8Array }
type Signature = {
  readonly type: number
  readonly algorithm: number
  readonly digest: string
  /** what is hashed after the bytes that are signed */
  readonly trailer: Uint8Array
  readonly hashed: ReadonlyMap<number, Uint8Array>
  readonly unhashed: ReadonlyMap<number, Uint8Array>
  readonly left: Uint8Array
  readonly rest: Uint8Array
}
type Key = {
  readonly body: Uint8Array
  readonly fingerprint: string
  readonly createdAt: number
  readonly algorithm: number
  readonly object: KeyObject
}

/** Whether the bytes were signed by this key, as of a moment. `fingerprint` is the primary key's, upper-case hex, whichever of its subkeys signed. Never throws. */
export function verifyDetached(keyBlock: string, signatureBlock: string, bytes: Uint8Array, now: Date): SignatureVerdict {
  if (signatureBlock.length > signatureLimits.bytes) return { valid: false, why: 'signature-broken' }
  const signed = packetsOf(unarmour(signatureBlock, 'SIGNATURE'))
  const signature = signed?.length === 1 && signed[0]?.tag === 2 ? readSignature(signed[0].body) : undefined
  if (signature === undefined) return { valid: false, why: 'signature-broken' }
  if (signature === 'unsupported') return { valid: false, why: 'unsupported' }
  const packets = keyBlock.length > keyLimits.bytes ? undefined : packetsOf(unarmour(keyBlock, 'PUBLIC KEY BLOCK'))
  const certificate = packets === undefined ? undefined : readCertificate(packets, now)
  if (certificate === undefined) return { valid: false, why: 'key-broken' }
  if (certificate === 'revoked') return { valid: false, why: 'revoked' }
  const data = signature.type === 0 ? bytes : signature.type === 1 ? canonicalText(bytes) : undefined
  const at = moment(signature.hashed.get(2))
  if (data === undefined || at === undefined) return { valid: false, why: 'signature-broken' }
  const named = issuerOf(signature)
  const signer = certificate.signers.find(({ key }) => named === undefined || key.fingerprint.endsWith(named))
  if (signer === undefined) return { valid: false, why: 'other-key' }
  if (!checks(signer.key, signature, data, { left: 1 })) return { valid: false, why: 'forged' }
  const seconds = now.getTime() / 1000
  // a clock may go a little wrong
  const early = at < signer.key.createdAt || at > seconds + 3_600
  if (early || lapseOf(signature) <= seconds || signer.until <= seconds) return { valid: false, why: 'expired' }
  return { valid: true, fingerprint: certificate.primary.fingerprint, at: new Date(at * 1000) }
}

type Signer = { readonly key: Key; readonly until: number }

/** The keys of a certificate that may sign, each with when it ends, in seconds. Undefined where it does not hold together. */
function readCertificate(
  packets: readonly Packet[],
  now: Date,
): { readonly primary: Key; readonly signers: readonly Signer[] } | 'revoked' | undefined {
  const primary = packets[0]?.tag === 6 ? readKey(packets[0].body) : undefined
  if (primary === undefined) return undefined
  const budget: Budget = { left: mostChecks }
  let under = packets[0]
  let subkey: Key | undefined
  let vouched: Signature | undefined
  const bindings = new Map<string, { readonly key: Key; readonly binding: Signature }>()
  for (const packet of packets.slice(1)) {
    if (packet.tag !== 2) {
      if (packet.tag === 6) return undefined
      under = packet
      subkey = packet.tag === 14 ? readKey(packet.body) : undefined
      continue
    }
    if (packet.body[1] === 0x20 || packet.body[1] === 0x28 || packet.body[1] === 0x30) return 'revoked'
    const signature = readSignature(packet.body)
    // others' words on the key, and what is not read here, prove nothing
    if (signature === undefined || signature === 'unsupported' || under === undefined) continue
    if (vouchesFor(primary, under, signature, budget)) vouched = newer(vouched, signature)
    if (subkey === undefined || signature.type !== 0x18 || !isBound(primary, subkey, signature, budget)) continue
    bindings.set(subkey.fingerprint, { key: subkey, binding: newer(bindings.get(subkey.fingerprint)?.binding, signature) })
  }
  return vouched === undefined ? undefined : { primary, signers: signersOf(primary, vouched, [...bindings.values()], now, budget) }
}

/** What the last word on each key lets it do: a word of before that said otherwise holds no more. */
function signersOf(
  primary: Key,
  vouched: Signature,
  bindings: readonly { readonly key: Key; readonly binding: Signature }[],
  now: Date,
  budget: Budget,
): readonly Signer[] {
  const seconds = now.getTime() / 1000
  const until = endOf(primary, vouched)
  if (until <= seconds) return [{ key: primary, until }]
  const signers: Signer[] = maySign(vouched) === false ? [] : [{ key: primary, until }]
  for (const { key, binding } of bindings)
    if (maySign(binding) === true && bindsBack(primary, key, binding, seconds, budget))
      signers.push({ key, until: Math.min(until, endOf(key, binding)) })
  return signers
}

const newer = (one: Signature | undefined, other: Signature): Signature =>
  one === undefined || (moment(other.hashed.get(2)) ?? 0) >= (moment(one.hashed.get(2)) ?? 0) ? other : one

/** A certification of a name by the key itself, or its word on itself (RFC 9580 §5.2.1). */
function vouchesFor(primary: Key, under: Packet, signature: Signature, budget: Budget): boolean {
  if (signature.type === 0x1f && under.tag === 6) return checks(primary, signature, framed(primary.body), budget)
  if (signature.type < 0x10 || signature.type > 0x13 || under.tag !== 13) return false
  const { length } = under.body
  const name = Buffer.concat([Uint8Array.of(0xb4, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff), under.body])
  return checks(primary, signature, Buffer.concat([framed(primary.body), name]), budget)
}

/** The primary key says that a subkey is its own (§5.2.1.8). */
function isBound(primary: Key, key: Key, binding: Signature, budget: Budget): boolean {
  return checks(primary, binding, Buffer.concat([framed(primary.body), framed(key.body)]), budget)
}

/** A subkey that signs says so too (§5.2.1.9). */
function bindsBack(primary: Key, key: Key, binding: Signature, seconds: number, budget: Budget): boolean {
  const embedded = binding.hashed.get(32) ?? binding.unhashed.get(32)
  const back = embedded === undefined ? undefined : readSignature(embedded)
  if (back === undefined || back === 'unsupported' || back.type !== 0x19 || lapseOf(back) <= seconds) return false
  return checks(key, back, Buffer.concat([framed(primary.body), framed(key.body)]), budget)
}

const framed = (body: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(0x99, body.length >> 8, body.length & 0xff), body])

/** Undefined where it does not say for what the key is. */
function maySign({ hashed }: Signature): boolean | undefined {
  const flags = hashed.get(27)
  return flags === undefined ? undefined : ((flags[0] ?? 0) & 2) !== 0
}

/** When the key ends, in seconds, or what is said of it (§5.2.3.13, §5.2.3.18). */
function endOf(key: Key, said: Signature): number {
  const lasts = number(said.hashed.get(9)) ?? 0
  return Math.min(lasts === 0 ? Number.POSITIVE_INFINITY : key.createdAt + lasts, lapseOf(said))
}

/** When a signature is over by its own word, in seconds; one that does not say when it was made is over (§5.2.3.11). */
function lapseOf({ hashed }: Signature): number {
  const [at, lasts = 0] = [moment(hashed.get(2)), number(hashed.get(3))]
  if (at === undefined) return 0
  return lasts === 0 ? Number.POSITIVE_INFINITY : at + lasts
}

/** By the fingerprint that the signature names, else by its key id: upper-case hex. */
function issuerOf({ hashed, unhashed }: Signature): string | undefined {
  const fingerprint = hashed.get(33) ?? unhashed.get(33)
  if (fingerprint !== undefined && fingerprint[0] === 4) return Buffer.from(fingerprint.subarray(1)).toString('hex').toUpperCase()
  const id = hashed.get(16) ?? unhashed.get(16)
  return id === undefined ? undefined : Buffer.from(id).toString('hex').toUpperCase()
}

function number(bytes: Uint8Array | undefined): number | undefined {
  return bytes?.length === 4 ? Buffer.from(bytes).readUInt32BE(0) : undefined
}
const moment = number

/** Line ends are CRLF (§5.2.1.2). */
const canonicalText = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1')

function packetsOf(bytes: Uint8Array | undefined): readonly Packet[] | undefined {
  if (bytes === undefined) return undefined
  const view = Buffer.from(bytes)
  const packets: Packet[] = []
  for (let at = 0; at < view.length; ) {
    const head = headOf(view, at)
    if (head === undefined || packets.length === mostPackets) return undefined
    const end = head.from + head.length
    if (end > view.length) return undefined
    packets.push({ tag: head.tag, body: view.subarray(head.from, end) })
    at = end
  }
  return packets
}

/** Where a packet's body begins and how long it is (§4.2); one of unsaid or partial length is not read. */
function headOf(view: Buffer, at: number): { readonly tag: number; readonly from: number; readonly length: number } | undefined {
  const [head = 0, a = 0, b = 0] = view.subarray(at, at + 3)
  if ((head & 0x80) === 0) return undefined
  if ((head & 0x40) !== 0) {
    const tag = head & 0x3f
    if (a < 192) return { tag, from: at + 2, length: a }
    if (a < 224) return { tag, from: at + 3, length: ((a - 192) << 8) + b + 192 }
    return a === 255 && at + 6 <= view.length ? { tag, from: at + 6, length: view.readUInt32BE(at + 2) } : undefined
  }
  const tag = (head >> 2) & 0x0f
  const form = head & 3
  if (form === 0) return { tag, from: at + 2, length: a }
  if (form === 1) return { tag, from: at + 3, length: (a << 8) | b }
  return form === 2 && at + 5 <= view.length ? { tag, from: at + 5, length: view.readUInt32BE(at + 1) } : undefined
}

const digests: Readonly<Record<number, string>> = { 8: 'sha256', 9: 'sha384', 10: 'sha512' }
/** subpackets whose meaning is known, so that one which is critical may stand there (§5.2.3.7); no notation is (20, §5.2.3.24) */
const known = new Set([2, 3, 4, 5, 7, 9, 11, 12, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 39])

function readSignature(body: Uint8Array): Signature | 'unsupported' | undefined {
  const [version = 0, type = 0, algorithm = 0, hash = 0, high = 0, low = 0] = body
  if (version !== 4) return version === 0 ? undefined : 'unsupported'
  const digest = digests[hash]
  if (digest === undefined) return 'unsupported'
  const hashedEnd = 6 + ((high << 8) | low)
  const unhashedEnd = hashedEnd + 2 + (((body[hashedEnd] ?? 0) << 8) | (body[hashedEnd + 1] ?? 0))
  if (unhashedEnd + 2 > body.length) return undefined
  const hashed = subpackets(body.subarray(6, hashedEnd), true)
  const unhashed = subpackets(body.subarray(hashedEnd + 2, unhashedEnd), false)
  if (hashed === undefined || unhashed === undefined) return undefined
  const trailer = Buffer.concat([body.subarray(0, hashedEnd), Uint8Array.of(4, 0xff, 0, 0, hashedEnd >> 8, hashedEnd & 0xff)])
  return {
    type,
    algorithm,
    digest,
    trailer,
    hashed,
    unhashed,
    left: body.subarray(unhashedEnd, unhashedEnd + 2),
    rest: body.subarray(unhashedEnd + 2),
  }
}

/** The last of each kind; undefined where one is cut, or a critical one is not known. */
function subpackets(bytes: Uint8Array, strict: boolean): ReadonlyMap<number, Uint8Array> | undefined {
  const view = Buffer.from(bytes)
  const found = new Map<number, Uint8Array>()
  for (let at = 0; at < view.length; ) {
    const [a = 0, b = 0] = view.subarray(at, at + 2)
    const [from, length] =
      a < 192
        ? [at + 1, a]
        : a < 255
          ? [at + 2, ((a - 192) << 8) + b + 192]
          : at + 5 <= view.length
            ? [at + 5, view.readUInt32BE(at + 1)]
            : [0, 0]
    if (length === 0 || from + length > view.length) return undefined
    const kind = view[from] ?? 0
    if (strict && (kind & 0x80) !== 0 && !known.has(kind & 0x7f)) return undefined
    found.set(kind & 0x7f, view.subarray(from + 1, from + length))
    at = from + length
  }
  return found
}

const curves: Readonly<Record<string, { readonly crv: string; readonly size: number }>> = {
  '2a8648ce3d030107': { crv: 'P-256', size: 32 },
  '2b81040022': { crv: 'P-384', size: 48 },
  '2b81040023': { crv: 'P-521', size: 66 },
}
const edwards = '2b06010401da470f01'

function readKey(body: Uint8Array): Key | undefined {
  if (body[0] !== 4 || body.length < 8 || body.length > 0xffff) return undefined
  const algorithm = body[5] ?? 0
  const jwk = jwkOf(algorithm, body.subarray(6))
  if (jwk === undefined) return undefined
  try {
    const object = createPublicKey({ key: jwk, format: 'jwk' })
    if (jwk.kty === 'RSA' && (object.asymmetricKeyDetails?.modulusLength ?? 0) < 2_048) return undefined
    const fingerprint = createHash('sha1').update(framed(body)).digest('hex').toUpperCase()
    return { body, fingerprint, createdAt: Buffer.from(body).readUInt32BE(1), algorithm, object }
  } catch {
    return undefined
  }
}

const web = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

function jwkOf(algorithm: number, material: Uint8Array): JsonWebKey | undefined {
  if (algorithm === 1 || algorithm === 3) {
    const [n, e] = integers(material, 2) ?? []
    return n === undefined || e === undefined || !isFit(n, e) ? undefined : { kty: 'RSA', n: web(n), e: web(e) }
  }
  if (algorithm === 27) return material.length < 32 ? undefined : { kty: 'OKP', crv: 'Ed25519', x: web(material.subarray(0, 32)) }
  const length = material[0] ?? 0
  const oid = Buffer.from(material.subarray(1, 1 + length)).toString('hex')
  const [point] = integers(material.subarray(1 + length), 1) ?? []
  if (algorithm === 22 && oid === edwards && point?.length === 33 && point[0] === 0x40)
    return { kty: 'OKP', crv: 'Ed25519', x: web(point.subarray(1)) }
  const curve = algorithm === 19 ? curves[oid] : undefined
  if (curve === undefined || point?.length !== 1 + 2 * curve.size || point[0] !== 4) return undefined
  return { kty: 'EC', crv: curve.crv, x: web(point.subarray(1, 1 + curve.size)), y: web(point.subarray(1 + curve.size)) }
}

/** A modulus of 2,048 to 8,192 bits and an odd exponent of 3 to 2³²: a larger one costs seconds for each signature. */
function isFit(n: Uint8Array, e: Uint8Array): boolean {
  const last = e.at(-1) ?? 0
  return n.length >= 256 && n.length <= 1_024 && n[0] !== 0 && e.length <= 4 && e[0] !== 0 && last % 2 === 1 && (e.length > 1 || last >= 3)
}

/** So many integers (§3.2); undefined where they are cut. */
function integers(bytes: Uint8Array, count: number): readonly Uint8Array[] | undefined {
  const found: Uint8Array[] = []
  let at = 0
  while (found.length < count) {
    const size = (((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0) + 7) >> 3
    if (size === 0 || at + 2 + size > bytes.length) return undefined
    found.push(bytes.subarray(at + 2, at + 2 + size))
    at += 2 + size
  }
  return found
}

const padded = (bytes: Uint8Array, size: number): Uint8Array => Buffer.concat([new Uint8Array(Math.max(0, size - bytes.length)), bytes])

function checks(key: Key, signature: Signature, data: Uint8Array, budget: Budget): boolean {
  if (signature.algorithm !== key.algorithm) return false
  const whole = Buffer.concat([data, signature.trailer])
  const digest = createHash(signature.digest).update(whole).digest()
  if (digest[0] !== signature.left[0] || digest[1] !== signature.left[1] || budget.left <= 0) return false
  budget.left -= 1
  try {
    return checkBy(key, signature, whole, digest)
  } catch {
    return false
  }
}

function checkBy({ algorithm, object }: Key, { digest: name, rest }: Signature, whole: Uint8Array, digest: Uint8Array): boolean {
  if (algorithm === 27) return rest.length === 64 && verify(null, digest, object, rest)
  if (algorithm === 1 || algorithm === 3) {
    const [s] = integers(rest, 1) ?? []
    const size = ((object.asymmetricKeyDetails?.modulusLength ?? 0) + 7) >> 3
    return s !== undefined && verify(name, whole, object, padded(s, size))
  }
  const [r, s] = integers(rest, 2) ?? []
  if (r === undefined || s === undefined) return false
  if (algorithm === 22) return verify(null, digest, object, Buffer.concat([padded(r, 32), padded(s, 32)]))
  const size = Math.ceil(({ prime256v1: 256, secp384r1: 384, secp521r1: 521 }[object.asymmetricKeyDetails?.namedCurve ?? ''] ?? 0) / 8)
  return size > 0 && verify(name, whole, { key: object, dsaEncoding: 'ieee-p1363' }, Buffer.concat([padded(r, size), padded(s, size)]))
}
