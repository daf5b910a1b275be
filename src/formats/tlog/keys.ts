// Keys of C2SP signed-note (https://c2sp.org/signed-note, "Verifier keys"); the signer key is written as golang.org/x/mod/sumdb/note does.
import type { Parsed } from '../../base/parsed.ts'
import { isMalformed } from '../../base/parsed.ts'
import { fromBase64, joinBytes, toBase64, toHex } from './base64.ts'
import type { Crypto } from './crypto.ts'

/** A public Ed25519 key and the name it signs under. `id`: 8 hex digits that tell the keys of one name apart. */
export type VerifierKey = { readonly name: string; readonly id: string; readonly publicKey: Uint8Array }

/** The private side: the 32 bytes that an Ed25519 key is made from (RFC 8032 §5.1.5). */
export type SignerKey = { readonly name: string; readonly id: string; readonly seed: Uint8Array }

// the signature type of plain Ed25519; no other is written or read here
const ed25519 = 0x01

/** Not empty, no Unicode white space, no plus sign, nothing that a note could not hold. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+\u0000-\u001f]/u.test(name)
}

/** The id as text, from its four bytes, big end first. */
export function keyId(bytes: Uint8Array): string {
  return toHex(bytes.subarray(0, 4))
}

/** What a key's id is the hash of: so one key may serve under several names. */
export function keyIdInput(name: string, publicKey: Uint8Array): Uint8Array {
  return joinBytes(new TextEncoder().encode(`${name}\n`), Uint8Array.of(ed25519), publicKey)
}

/** The key under a name. Throws on a name that no key may have or a key of the wrong length: the program's mistake. */
export async function verifierKey(name: string, publicKey: Uint8Array, sha256: Crypto['sha256']): Promise<VerifierKey> {
  if (!isKeyName(name) || publicKey.length !== 32) throw new Error('not a name and key that could sign a note')
  return { name, id: keyId(await sha256(keyIdInput(name, publicKey))), publicKey }
}

/** `<name>+<id>+<base64>`, the form that is handed to those who verify. */
export function serialiseVerifierKey({ name, id, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(joinBytes(Uint8Array.of(ed25519), publicKey))}`
}

/** Reads a verifier key. Malformed where the id is not that of the name and key: a typing error, or another key slipped in. */
export async function parseVerifierKey(text: string, sha256: Crypto['sha256']): Promise<Parsed<VerifierKey>> {
  const parts = keyParts(text)
  if (isMalformed(parts)) return parts
  const found = await verifierKey(parts.name, parts.bytes, sha256)
  return found.id === parts.id ? found : { malformed: 'the id does not fit the name and key' }
}

/** `PRIVATE+KEY+<name>+<id>+<base64>`, the form of the key file. */
export function serialiseSignerKey({ name, id, seed }: SignerKey): string {
  return `PRIVATE+KEY+${name}+${id}+${toBase64(joinBytes(Uint8Array.of(ed25519), seed))}`
}

/** Reads a signer key. Whether the id fits can only be told by who can derive the public key from the seed. */
export function parseSignerKey(text: string): Parsed<SignerKey> {
  if (!text.startsWith('PRIVATE+KEY+')) return { malformed: 'not a signer key' }
  const parts = keyParts(text.slice('PRIVATE+KEY+'.length))
  return isMalformed(parts) ? parts : { name: parts.name, id: parts.id, seed: parts.bytes }
}

function keyParts(text: string): Parsed<{ name: string; id: string; bytes: Uint8Array }> {
  const found = text.length > 4096 ? null : /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const [name, id, encoded] = [found?.[1], found?.[2], found?.[3]]
  if (name === undefined || id === undefined || encoded === undefined || !isKeyName(name)) return { malformed: 'not name+id+key' }
  const bytes = fromBase64(encoded)
  if (isMalformed(bytes)) return bytes
  if (bytes[0] !== ed25519 || bytes.length !== 33) return { malformed: 'not an Ed25519 key' }
  return { name, id, bytes: bytes.slice(1) }
}
