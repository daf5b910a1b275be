// Bytes encrypted to a key that the node does not hold. README.md beside this file describes the form.
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import type { Malformed, Parsed } from '../../base/parsed.ts'
import { type Secrets, setupRecipient, setupSender } from './hpke.ts'

const form = 'tocsin-sealed/1'
const info = Buffer.from(form)
const tagLength = 16
const headerLimit = 8_192
const leastRsaBits = 2_048

const ways = ['hpke-x25519-sha256-aes256gcm', 'rsa-oaep-sha256-aes256gcm'] as const
type Way = (typeof ways)[number]

/** A key that bytes can be sealed to; `id` is the hex SHA-256 of its SubjectPublicKeyInfo. */
export type SealKey = { readonly id: string; readonly way: Way; readonly key: KeyObject }

/** Reads a public key in PEM: X25519 (RFC 8410), or RSA of at least 2,048 bits. A private key is refused: the node is not to have it. */
export function readSealKey(pem: string): Parsed<SealKey> {
  if (/PRIVATE KEY/.test(pem)) return { malformed: 'a private key, where the public one belongs' }
  try {
    const key = createPublicKey(pem)
    const way = wayOf(key)
    return typeof way === 'string' ? { id: idOf(key), way, key } : way
  } catch {
    return { malformed: 'not a public key in PEM' }
  }
}

function wayOf(key: KeyObject): Parsed<Way> {
  if (key.asymmetricKeyType === 'x25519') return 'hpke-x25519-sha256-aes256gcm'
  if (key.asymmetricKeyType !== 'rsa') return { malformed: 'neither an X25519 nor an RSA key' }
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastRsaBits
    ? 'rsa-oaep-sha256-aes256gcm'
    : { malformed: `an RSA key of fewer than ${leastRsaBits} bits` }
}

function idOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** The sealed form of `bytes`: only the holder of the private key can open it, and no byte of it can be changed unseen. */
export function seal(bytes: Uint8Array, to: SealKey): Uint8Array {
  const { enc, key, nonce } = to.way === 'rsa-oaep-sha256-aes256gcm' ? wrapForRsa(to.key) : setupSender(to.key, info)
  const head = Buffer.from(`${form}\n${JSON.stringify({ way: to.way, key: to.id, enc: Buffer.from(enc).toString('base64') })}\n`)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(head)
  return Buffer.concat([head, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function wrapForRsa(to: KeyObject): Secrets & { readonly enc: Uint8Array } {
  const secret = randomBytes(44)
  return { enc: publicEncrypt({ key: to, ...oaep }, secret), ...split(secret) }
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: info }

function split(secret: Uint8Array): Secrets {
  return { key: secret.subarray(0, 32), nonce: secret.subarray(32) }
}

type Head = { readonly way: Way; readonly key: string; readonly enc: Uint8Array; readonly length: number }

/** Which key a sealed form is for, without opening it. */
export function readSealedHead(sealed: Uint8Array): Parsed<Head> {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (!bytes.subarray(0, form.length + 1).equals(Buffer.from(`${form}\n`))) return { malformed: `not ${form}`, at: 0 }
  const end = bytes.subarray(0, headerLimit).indexOf(0x0a, form.length + 1)
  if (end < 0) return { malformed: 'no end of the header' }
  try {
    const head: unknown = JSON.parse(bytes.toString('utf8', form.length + 1, end))
    if (typeof head !== 'object' || head === null || !('way' in head) || !('key' in head) || !('enc' in head))
      return { malformed: 'header' }
    const way = ways.find((one) => one === head.way)
    if (way === undefined || typeof head.key !== 'string' || typeof head.enc !== 'string') return { malformed: 'header' }
    return { way, key: head.key, enc: Buffer.from(head.enc, 'base64'), length: end + 1 }
  } catch {
    return { malformed: 'header' }
  }
}

/** The bytes again. `privateKey` is PEM, with its passphrase where it has one; what does not open says why. */
export function unseal(sealed: Uint8Array, privateKey: string, passphrase?: string): Parsed<{ readonly bytes: Uint8Array }> {
  const head = readSealedHead(sealed)
  if ('malformed' in head) return head
  const own = readPrivateKey(privateKey, passphrase)
  if ('malformed' in own) return own
  if (idOf(createPublicKey(own)) !== head.key) return { malformed: `sealed to another key, whose SHA-256 is ${head.key}` }
  if (sealed.length < head.length + tagLength) return { malformed: 'truncated', at: sealed.length }
  try {
    const { key, nonce } = open(head, own)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
      .setAAD(sealed.subarray(0, head.length))
      .setAuthTag(sealed.subarray(-tagLength))
    return { bytes: Buffer.concat([decipher.update(sealed.subarray(head.length, -tagLength)), decipher.final()]) }
  } catch {
    return { malformed: 'altered since it was sealed' }
  }
}

function open(head: Head, own: KeyObject): Secrets {
  return head.way === 'rsa-oaep-sha256-aes256gcm'
    ? split(privateDecrypt({ key: own, ...oaep }, head.enc))
    : setupRecipient(head.enc, own, info)
}

function readPrivateKey(pem: string, passphrase: string | undefined): KeyObject | Malformed {
  try {
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase })
  } catch {
    return { malformed: 'not a private key in PEM, or the passphrase is wrong' }
  }
}
