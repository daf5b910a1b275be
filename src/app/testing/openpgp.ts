import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'

/** Somebody with an OpenPGP key (RFC 9580, version 4, EdDSA), made for one test. */
export type Signer = { readonly key: string; readonly fingerprint: string; sign(text: string): string }

const long = (value: number) => [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]
const integer = (bytes: Buffer) => {
  const at = bytes.findIndex((one) => one !== 0)
  const rest = bytes.subarray(at)
  const bits = rest.length * 8 - Math.clz32(rest[0] ?? 0) + 24
  return Buffer.concat([Buffer.from([bits >> 8, bits & 0xff]), rest])
}
const packet = (tag: number, body: Buffer) => Buffer.concat([Buffer.from([0xc0 | tag, 0xff, ...long(body.length)]), body])
const armour = (of: string, bytes: Buffer) => `-----BEGIN PGP ${of}-----\n\n${bytes.toString('base64')}\n-----END PGP ${of}-----\n`
const edwards = [9, 0x2b, 6, 1, 4, 1, 0xda, 0x47, 0x0f, 1]

export function makeSigner(name: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const x = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url')
  const born = Math.floor(Date.now() / 1000) - 60
  const body = Buffer.concat([Buffer.from([4, ...long(born), 22, ...edwards]), integer(Buffer.concat([Buffer.from([0x40]), x]))])
  const framed = Buffer.concat([Buffer.from([0x99, body.length >> 8, body.length & 0xff]), body])
  const fingerprint = createHash('sha1').update(framed).digest()
  const signature = (type: number, data: Buffer) => {
    const hashed = Buffer.concat([Buffer.from([5, 2, ...long(born + 1), 2, 27, 3, 22, 33, 4]), fingerprint])
    const head = Buffer.concat([Buffer.from([4, type, 22, 8, hashed.length >> 8, hashed.length & 0xff]), hashed])
    const digest = createHash('sha256')
      .update(data)
      .update(head)
      .update(Buffer.from([4, 0xff, ...long(head.length)]))
      .digest()
    const made = signBytes(null, digest, privateKey)
    return packet(
      2,
      Buffer.concat([head, Buffer.from([0, 0]), digest.subarray(0, 2), integer(made.subarray(0, 32)), integer(made.subarray(32))]),
    )
  }
  const uid = Buffer.from(name)
  const vouched = signature(0x13, Buffer.concat([framed, Buffer.from([0xb4, ...long(uid.length)]), uid]))
  return {
    key: armour('PUBLIC KEY BLOCK', Buffer.concat([packet(6, body), packet(13, uid), vouched])),
    fingerprint: fingerprint.toString('hex').toUpperCase(),
    sign: (text) => armour('SIGNATURE', signature(0, Buffer.from(text))),
  }
}
