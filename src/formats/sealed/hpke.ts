// Hybrid Public Key Encryption, RFC 9180: base mode (§5.1.1) with DHKEM(X25519, HKDF-SHA256) (§4.1, §7.1), HKDF-SHA256 and AES-256-GCM.
// One message a context, so only the nonce of sequence number 0 is ever used (§5.2).
import { createHmac, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto'

const kemId = 0x0020
const kdfId = 0x0001

const version = Buffer.from('HPKE-v1')
const kemSuite = Buffer.concat([Buffer.from('KEM'), twoBytes(kemId)])
const nothing = Buffer.alloc(0)

/** §7.3; the two of the published vectors differ from ours in these numbers alone. */
export type Aead = { readonly id: number; readonly keyLength: number }
export const aes256Gcm: Aead = { id: 0x0002, keyLength: 32 }

export type Secrets = { readonly key: Uint8Array; readonly nonce: Uint8Array }

/** SetupBaseS: the encapsulated key to send, and the secrets. Key pair and AEAD are given only by the tests against published vectors. */
export function setupSender(
  recipient: KeyObject,
  info: Uint8Array,
  ephemeral: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = generateKeyPairSync('x25519'),
  aead: Aead = aes256Gcm,
): Secrets & { readonly enc: Uint8Array } {
  const enc = rawPublicKey(ephemeral.publicKey)
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient })
  return { enc, ...schedule(extractShared(shared, enc, rawPublicKey(recipient)), info, aead) }
}

/** SetupBaseR. Throws where `enc` is no X25519 public key, or one whose shared secret is all zero (§7.1.4). */
export function setupRecipient(enc: Uint8Array, own: KeyObject, info: Uint8Array, aead: Aead = aes256Gcm): Secrets {
  const sender = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: Buffer.from(enc).toString('base64url') }, format: 'jwk' })
  const shared = diffieHellman({ privateKey: own, publicKey: sender })
  return schedule(extractShared(shared, enc, rawPublicKey(createPublicKey(own))), info, aead)
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
}

/** ExtractAndExpand of §4.1. */
function extractShared(dh: Uint8Array, enc: Uint8Array, recipient: Uint8Array): Uint8Array {
  const prk = labeledExtract(kemSuite, nothing, 'eae_prk', dh)
  return labeledExpand(kemSuite, prk, 'shared_secret', Buffer.concat([enc, recipient]), 32)
}

/** KeySchedule of §5.1 in mode_base: no pre-shared key. */
function schedule(shared: Uint8Array, info: Uint8Array, aead: Aead): Secrets {
  const suite = Buffer.concat([Buffer.from('HPKE'), twoBytes(kemId), twoBytes(kdfId), twoBytes(aead.id)])
  const context = Buffer.concat([
    Buffer.from([0]),
    labeledExtract(suite, nothing, 'psk_id_hash', nothing),
    labeledExtract(suite, nothing, 'info_hash', info),
  ])
  const secret = labeledExtract(suite, shared, 'secret', nothing)
  return {
    key: labeledExpand(suite, secret, 'key', context, aead.keyLength),
    nonce: labeledExpand(suite, secret, 'base_nonce', context, 12),
  }
}

function labeledExtract(id: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array {
  return hmac(salt, Buffer.concat([version, id, Buffer.from(label), ikm]))
}

function labeledExpand(id: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  const labelled = Buffer.concat([twoBytes(length), version, id, Buffer.from(label), info])
  // HKDF-Expand, RFC 5869 §2.3: nothing here is longer than one block of SHA-256
  return hmac(prk, Buffer.concat([labelled, Buffer.from([1])])).subarray(0, length)
}

function hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(data).digest()
}

function twoBytes(value: number): Uint8Array {
  return Buffer.from([value >> 8, value & 0xff])
}
