import { createHash, generateKeyPairSync, sign } from 'node:crypto'

// Certificates of version 4 (RFC 9580) put together packet by packet, as no honest program would.

const long = (value: number) => [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]
/** An integer (§3.2) of as many bytes as are given, leading zeros and all. */
const integer = (bytes: Uint8Array) => Buffer.concat([Buffer.from([(bytes.length * 8) >> 8, (bytes.length * 8) & 0xff]), bytes])
const framed = (body: Uint8Array) => Buffer.concat([Buffer.from([0x99, body.length >> 8, body.length & 0xff]), body])

export const packet = (tag: number, body: Uint8Array) => Buffer.concat([Buffer.from([0xc0 | tag, 0xff, ...long(body.length)]), body])
export const subpacket = (kind: number, bytes: readonly number[]) => Buffer.from([bytes.length + 1, kind, ...bytes])
export const blockOf = (of: string, packets: readonly Uint8Array[]) =>
  `-----BEGIN PGP ${of}-----\n\n${Buffer.concat(packets).toString('base64')}\n-----END PGP ${of}-----\n`

export type MadeKey = {
  readonly body: Buffer
  /** a signature packet over the data */
  signs(type: number, at: number, data: Uint8Array, said?: Uint8Array): Buffer
  /** the other's word that this is its subkey, with this one's own in it */
  boundBy(primary: MadeKey, at: number, said: Uint8Array): Buffer
}

/** How a key is written down and signs: `whole` is what is hashed, `digest` its SHA-256. */
type Made = { readonly algorithm: number; readonly material: Uint8Array; sign(whole: Uint8Array, digest: Uint8Array): Uint8Array }

function edwards(): Made {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const material = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url')
  return { algorithm: 27, material, sign: (_whole, digest) => sign(null, digest, privateKey) }
}

/** RSA of 1,024 bits whose modulus zeros make twice as long. */
export function shortRsa(): Made {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  const n = Buffer.from(String(publicKey.export({ format: 'jwk' }).n), 'base64url')
  const material = Buffer.concat([integer(Buffer.concat([Buffer.alloc(128), n])), integer(Buffer.from([1, 0, 1]))])
  return { algorithm: 1, material, sign: (whole) => integer(sign('sha256', whole, privateKey)) }
}

/** RSA with the exponent one: anybody signs with it, by the padding alone (RFC 8017 §9.2). */
export function openRsa(): Made {
  const info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
  const padding = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(256 - 3 - info.length - 32, 0xff), Buffer.from([0])])
  const material = Buffer.concat([integer(Buffer.alloc(256, 0xff)), integer(Buffer.from([1]))])
  return { algorithm: 1, material, sign: (_whole, digest) => integer(Buffer.concat([padding, info, digest])) }
}

/** A key as of seconds; Ed25519 unless said otherwise. */
export function makeKey(at: number, { algorithm, material, sign: signs }: Made = edwards()): MadeKey {
  const body = Buffer.concat([Buffer.from([4, ...long(at), algorithm]), material])
  const fingerprint = createHash('sha1').update(framed(body)).digest()
  const key: MadeKey = {
    body,
    signs(type, when, data, said = Buffer.alloc(0)) {
      const hashed = Buffer.concat([subpacket(2, long(when)), subpacket(33, [4, ...fingerprint]), said])
      const head = Buffer.concat([Buffer.from([4, type, algorithm, 8, hashed.length >> 8, hashed.length & 0xff]), hashed])
      const trailer = Buffer.from([4, 0xff, ...long(head.length)])
      const whole = Buffer.concat([data, head, trailer])
      const digest = createHash('sha256').update(whole).digest()
      return packet(2, Buffer.concat([head, Buffer.from([0, 0]), digest.subarray(0, 2), signs(whole, digest)]))
    },
    boundBy(primary, when, said) {
      const both = Buffer.concat([framed(primary.body), framed(body)])
      const back = key.signs(0x19, when, both).subarray(6)
      return primary.signs(0x18, when, both, Buffer.concat([said, subpacket(32, [...back])]))
    },
  }
  return key
}

/** The key's own word on a name. */
export function certify(key: MadeKey, name: string, at: number, said?: Uint8Array): Buffer {
  const bytes = Buffer.from(name)
  return key.signs(0x13, at, Buffer.concat([framed(key.body), Buffer.from([0xb4, ...long(bytes.length)]), bytes]), said)
}

export const signedWith = (key: MadeKey, at: number, bytes: Uint8Array, said?: Uint8Array) => key.signs(0, at, bytes, said)
