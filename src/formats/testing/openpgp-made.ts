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

/** An Ed25519 key, as of seconds. */
export function makeKey(at: number): MadeKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const x = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url')
  const body = Buffer.from([4, ...long(at), 27, ...x])
  const fingerprint = createHash('sha1').update(framed(body)).digest()
  const key: MadeKey = {
    body,
    signs(type, when, data, said = Buffer.alloc(0)) {
      const hashed = Buffer.concat([subpacket(2, long(when)), subpacket(33, [4, ...fingerprint]), said])
      const head = Buffer.concat([Buffer.from([4, type, 27, 8, hashed.length >> 8, hashed.length & 0xff]), hashed])
      const trailer = Buffer.from([4, 0xff, ...long(head.length)])
      const digest = createHash('sha256').update(data).update(head).update(trailer).digest()
      return packet(2, Buffer.concat([head, Buffer.from([0, 0]), digest.subarray(0, 2), sign(null, digest, privateKey)]))
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

/** An RSA key of these numbers, whatever they are. */
export const rsaKey = (at: number, n: Uint8Array, e: Uint8Array) => Buffer.concat([Buffer.from([4, ...long(at), 1]), integer(n), integer(e)])
