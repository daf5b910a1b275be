import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Context } from './context.ts'

/**
 * Secrets that the node must be able to use again (a mailbox's password), encrypted by AES-256-GCM (NIST SP 800-38D) under a key that is made from the node's
 * secret for each purpose and owner. In the database, a dump or a backup they open nothing without that secret.
 *
 * A box is: version 1 (1 byte), nonce (12), tag (16), ciphertext.
 */
const version = 1
const nonceLength = 12
const tagLength = 16

/** `purpose` names what it is for and whose it is; a box made for another purpose does not open. */
export function sealSecret(mac: Context['mac'], purpose: string, secret: string): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', mac('secret-box', purpose), nonce)
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed])
}

/** The secret, or undefined where the box was changed, is another's, or was made under another secret of the node. */
export function openSecret(mac: Context['mac'], purpose: string, box: Uint8Array): string | undefined {
  const bytes = Buffer.from(box)
  if (bytes.length < 1 + nonceLength + tagLength || bytes[0] !== version) return undefined
  const decipher = createDecipheriv('aes-256-gcm', mac('secret-box', purpose), bytes.subarray(1, 1 + nonceLength))
  decipher.setAuthTag(bytes.subarray(1 + nonceLength, 1 + nonceLength + tagLength))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceLength + tagLength)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
