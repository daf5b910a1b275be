import { createHmac } from 'node:crypto'

/**
 * The code that an authenticator shows at `at` (RFC 6238 with RFC 4226: SHA-1, 30 s, 6 digits), for a secret in base32 (RFC 4648). The verifier takes the
 * one before and the one after as well: tests use that of now and then the next, so that no turn of the half minute makes them fail.
 */
export function totp(secret: string, at: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const hmac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (hmac.at(-1) ?? 0) & 0x0f
  return String((hmac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '').toUpperCase()]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
