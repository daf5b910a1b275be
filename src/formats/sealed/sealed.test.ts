import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { setupRecipient, setupSender } from './hpke.ts'
import { readSealedHead, readSealKey, type SealKey, seal, unseal } from './index.ts'

// RFC 9180, A.1.1 and A.2.1: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256
const vectors = [
  {
    aead: { id: 1, keyLength: 16 },
    pkEm: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
    skEm: '52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736',
    pkRm: '3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d',
    skRm: '4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8',
    key: '4531685d41d65f03dc48f6b8302c05b0',
    nonce: '56d890e5accaaf011cff4b7d',
  },
  {
    aead: { id: 3, keyLength: 32 },
    pkEm: '1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a',
    skEm: 'f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600',
    pkRm: '4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a',
    skRm: '8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb',
    key: 'ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91',
    nonce: '5c4d98150661b848853b547f',
  },
]
const odeOnAGrecianUrn = Buffer.from('4f6465206f6e2061204772656369616e2055726e', 'hex')

const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
const publicKey = (hex: string) => createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: base64url(hex) }, format: 'jwk' })
const privateKey = (secret: string, open: string) =>
  createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', x: base64url(open), d: base64url(secret) }, format: 'jwk' })

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
const pem = ({ publicKey, privateKey }: Pair, passphrase?: string) => ({
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  privateKey: privateKey
    .export({ type: 'pkcs8', format: 'pem', ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }) })
    .toString(),
})
const pairs = {
  x25519: pem(generateKeyPairSync('x25519')),
  rsa: pem(generateKeyPairSync('rsa', { modulusLength: 2048 })),
}

function given<T extends object>(value: Parsed<T>): T {
  if (isMalformed(value)) throw new Error(value.malformed)
  return value as T
}

const keyOf = (kind: keyof typeof pairs): SealKey => given(readSealKey(pairs[kind].publicKey))

describe('HPKE', () => {
  test.each(vectors)(
    'comes to the secrets of RFC 9180 with AEAD $aead.id, on both sides',
    ({ aead, pkEm, skEm, pkRm, skRm, key, nonce }) => {
      const pair = { publicKey: publicKey(pkEm), privateKey: privateKey(skEm, pkEm) }
      const sent = setupSender(publicKey(pkRm), odeOnAGrecianUrn, pair, aead)
      expect(Buffer.from(sent.enc).toString('hex')).toBe(pkEm)
      expect(Buffer.from(sent.key).toString('hex')).toBe(key)
      expect(Buffer.from(sent.nonce).toString('hex')).toBe(nonce)
      const got = setupRecipient(sent.enc, privateKey(skRm, pkRm), odeOnAGrecianUrn, aead)
      expect(got).toEqual({ key: sent.key, nonce: sent.nonce })
    },
  )
})

describe.each(['x25519', 'rsa'] as const)('sealed to an %s key', (kind) => {
  test('bytes come back for the holder of the private key, and look different each time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
        const sealed = seal(bytes, keyOf(kind))
        expect(Buffer.from(given(unseal(sealed, pairs[kind].privateKey)).bytes).equals(bytes)).toBe(true)
        expect(Buffer.from(sealed).equals(seal(bytes, keyOf(kind)))).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  test('a changed, dropped or added byte anywhere is noticed', () => {
    const sealed = seal(Buffer.from('what must be kept and not be seen'), keyOf(kind))
    for (let at = 0; at < sealed.length; at += 7) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(isMalformed(unseal(changed, pairs[kind].privateKey)), `byte ${at}`).toBe(true)
      expect(isMalformed(unseal(sealed.subarray(0, at), pairs[kind].privateKey)), `cut at ${at}`).toBe(true)
    }
    expect(isMalformed(unseal(Buffer.concat([sealed, Buffer.alloc(1)]), pairs[kind].privateKey))).toBe(true)
  })

  test('another private key is told which one it takes', () => {
    const other = pem(generateKeyPairSync('x25519')).privateKey
    const answer = unseal(seal(Buffer.from('x'), keyOf(kind)), other)
    expect(answer).toEqual({ malformed: `sealed to another key, whose SHA-256 is ${keyOf(kind).id}` })
  })
})

test('keys that would not keep a secret are refused', () => {
  expect(readSealKey(pairs.x25519.privateKey)).toEqual({ malformed: 'a private key, where the public one belongs' })
  expect(isMalformed(readSealKey('garbage'))).toBe(true)
  expect(isMalformed(readSealKey(pem(generateKeyPairSync('ed25519')).publicKey))).toBe(true)
  expect(isMalformed(readSealKey(pem(generateKeyPairSync('rsa', { modulusLength: 1024 })).publicKey))).toBe(true)
})

test('bytes that were never sealed are malformed, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(isMalformed(unseal(bytes, pairs.x25519.privateKey))).toBe(true)
      expect(isMalformed(readSealedHead(Buffer.concat([Buffer.from('tocsin-sealed/1\n'), bytes])))).toBe(true)
    }),
  )
})

test('a passphrase protects the private key', () => {
  const pair = pem(generateKeyPairSync('x25519'), 'long and dull')
  const sealed = seal(Buffer.from('x'), given(readSealKey(pair.publicKey)))
  expect(isMalformed(unseal(sealed, pair.privateKey))).toBe(true)
  expect(Buffer.from(given(unseal(sealed, pair.privateKey, 'long and dull')).bytes).toString()).toBe('x')
})
