import { createHash } from 'node:crypto'
import type { Limits, Parsed } from '../base/parsed.ts'

/** OpenPGP keys as text (RFC 9580 §6.2), as far as their fingerprint; nothing else of them is read. */
export type KeyLimits = Pick<Limits, 'bytes'>
export const keyLimits: KeyLimits = { bytes: 100_000 }

/**
 * The fingerprint of the first key in an armoured block, in upper-case hex: of version 4 SHA-1, of version 6 SHA-256 (RFC 9580 §5.5.4). Malformed:
 * `too-large`, `no-key`, `private` (it is one that nobody should have been given), `broken`, `unknown-version`.
 */
export function openPgpFingerprint(armoured: string, limits: KeyLimits = keyLimits): Parsed<{ readonly fingerprint: string }> {
  if (armoured.length > limits.bytes) return { malformed: 'too-large' }
  if (/-----BEGIN PGP PRIVATE KEY BLOCK-----/.test(armoured)) return { malformed: 'private' }
  const bytes = unarmour(armoured, 'PUBLIC KEY BLOCK')
  if (bytes === undefined) return { malformed: 'no-key' }
  const body = firstKey(bytes)
  if (body === undefined) return { malformed: 'broken' }
  const length = body.length
  // RFC 9580 §5.5.4.2, §5.5.4.3
  if (body[0] === 4 && length <= 0xffff) return hashed('sha1', [0x99, length >> 8, length & 0xff], body)
  if (body[0] === 6) return hashed('sha256', [0x9b, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff], body)
  return { malformed: 'unknown-version' }
}

function hashed(algorithm: string, prefix: readonly number[], body: Uint8Array): { readonly fingerprint: string } {
  return { fingerprint: createHash(algorithm).update(Uint8Array.from(prefix)).update(body).digest('hex').toUpperCase() }
}

/** The bytes between the lines of an armour; its checksum is not needed, and may be left out (RFC 9580 §6.1). */
export function unarmour(text: string, of: 'PUBLIC KEY BLOCK' | 'SIGNATURE'): Uint8Array | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const begin = lines.indexOf(`-----BEGIN PGP ${of}-----`)
  const end = lines.indexOf(`-----END PGP ${of}-----`, begin)
  if (begin < 0 || end < 0) return undefined
  const inside = lines.slice(begin + 1, end)
  const blank = inside.indexOf('')
  const data = (blank < 0 ? inside : inside.slice(blank + 1)).filter((line) => !/^=.{4}$/.test(line)).join('')
  if (data === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return undefined
  return Buffer.from(data, 'base64')
}

/** The body of the first packet, where that is a public key (RFC 9580 §4.2, §5.5.1.1). */
function firstKey(bytes: Uint8Array): Uint8Array | undefined {
  const [head = 0, a = 0, b = 0, c = 0, d = 0, e = 0] = bytes
  const four = (w: number, x: number, y: number, z: number) => ((w << 24) | (x << 16) | (y << 8) | z) >>> 0
  let tag: number
  let at: number
  let length: number
  if ((head & 0xc0) === 0xc0) {
    tag = head & 0x3f
    ;[at, length] = a < 192 ? [2, a] : a < 224 ? [3, ((a - 192) << 8) + b + 192] : a === 255 ? [6, four(b, c, d, e)] : [0, 0]
  } else if ((head & 0xc0) === 0x80) {
    tag = (head >> 2) & 0x0f
    const form = head & 3
    ;[at, length] = form === 0 ? [2, a] : form === 1 ? [3, (a << 8) | b] : form === 2 ? [5, four(a, b, c, d)] : [0, 0]
  } else return undefined
  if (tag !== 6 || at === 0 || length === 0 || at + length > bytes.length) return undefined
  return bytes.subarray(at, at + length)
}
