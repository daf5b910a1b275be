import { createHash } from 'node:crypto'
import type { Limits, Parsed } from '../base/parsed.ts'

/**
 * The SHA-256 of the first certificate in a PEM text (RFC 7468 §5), in upper-case hex; nothing of it is read. Malformed: `too-large`, `no-certificate`,
 * `private`.
 */
export function certificateFingerprint(
  text: string,
  limits: Pick<Limits, 'bytes'> = { bytes: 20_000 },
): Parsed<{ readonly fingerprint: string }> {
  if (text.length > limits.bytes) return { malformed: 'too-large' }
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return { malformed: 'private' }
  const data = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(text)?.[1]?.replaceAll(/\s/g, '')
  if (data === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return { malformed: 'no-certificate' }
  const der = Buffer.from(data, 'base64')
  // a certificate is a SEQUENCE (RFC 5280 §4.1)
  if (der[0] !== 0x30) return { malformed: 'no-certificate' }
  return { fingerprint: createHash('sha256').update(der).digest('hex').toUpperCase() }
}
