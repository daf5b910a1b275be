import { createHash, createPrivateKey, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

/** What a browser's `navigator.credentials` would answer, as `toJSON()` gives it (WebAuthn Level 3, §5.1.8 and §5.1.9). */
export type Credential = {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly clientExtensionResults: object
  readonly response: Readonly<Record<string, unknown>>
}

/** An authenticator in software, with one resident ES256 credential; `verifies` says whether it recognises its user. */
export type Authenticator = {
  create(options: Readonly<Record<string, unknown>>, origin: string): Credential
  get(options: Readonly<Record<string, unknown>>, origin: string, verifies?: boolean): Credential
}

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

export function authenticator(rpId: string, verifies = true): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0

  // §6.1: RP id hash, flags (UP 1, UV 4, BE 8, BS 16, AT 64), signature counter
  const authData = (flags: number, more = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, more])
  }
  const clientData = (type: string, challenge: unknown, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const credential = (response: Record<string, unknown>): Credential => ({
    id: base64(id),
    rawId: base64(id),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  })

  return {
    create(options, origin) {
      const jwk = publicKey.export({ format: 'jwk' })
      // COSE_Key (RFC 9053 §7.1): EC2, ES256, P-256, x, y
      const key = cbor({
        map: [
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(jwk.x ?? '', 'base64url')],
          [-3, Buffer.from(jwk.y ?? '', 'base64url')],
        ],
      })
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const data = authData((verifies ? 0x45 : 0x41) | 0x18, Buffer.concat([Buffer.alloc(16), length, id, key]))
      const attestationObject = cbor({
        map: [
          ['fmt', 'none'],
          ['attStmt', { map: [] }],
          ['authData', data],
        ],
      })
      const client = clientData('webauthn.create', options.challenge, origin)
      return credential({ clientDataJSON: base64(client), attestationObject: base64(attestationObject), transports: ['internal'] })
    },
    get(options, origin, now = verifies) {
      const client = clientData('webauthn.get', options.challenge, origin)
      const data = authData((now ? 0x05 : 0x01) | 0x18)
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })))
      return credential({ clientDataJSON: base64(client), authenticatorData: base64(data), signature: base64(signature) })
    },
  }
}

type Value = number | string | Buffer | { readonly map: readonly (readonly [number | string, Value])[] }

/** RFC 8949, as much of it as an attestation object needs. */
function cbor(value: Value): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.map.length), ...value.map.flatMap(([key, one]) => [cbor(key), cbor(one)])])
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff])
}
