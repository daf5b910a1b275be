import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPgpFingerprint } from './openpgp.ts'
import { verifyDetached } from './openpgp-signature.ts'
import { signedBy, signedBytes } from './testing/openpgp.ts'

const now = new Date('2026-12-01T00:00:00Z')
const all = Object.entries(signedBy)

describe('a detached signature', () => {
  test.each(all)('by a key of GnuPG is valid, and names the primary key (%s)', (_name, { key, signature }) => {
    const fingerprint = (openPgpFingerprint(key) as { fingerprint: string }).fingerprint
    expect(verifyDetached(key, signature, signedBytes, now)).toMatchObject({ valid: true, fingerprint })
  })

  test.each(all)('over other bytes is forged (%s)', (_name, { key, signature }) => {
    expect(verifyDetached(key, signature, Buffer.concat([signedBytes, Buffer.from(' ')]), now)).toEqual({ valid: false, why: 'forged' })
  })

  test('by another key is told as that', () => {
    expect(verifyDetached(signedBy.unit.key, signedBy.old.signature, signedBytes, now)).toEqual({ valid: false, why: 'other-key' })
  })

  test('from before its key, or from the future, is not valid', () => {
    expect(verifyDetached(signedBy.unit.key, signedBy.unit.signature, signedBytes, new Date('2020-01-01T00:00:00Z'))).toEqual({
      valid: false,
      why: 'expired',
    })
  })

  test.each(all)(
    'with any byte changed in signature or key is never valid for these bytes unless nothing that counts was (%s)',
    (_name, { key, signature }) => {
      const bytesOf = (block: string) =>
        Buffer.from(
          block
            .split('\n')
            .filter((line) => /^[A-Za-z0-9+/=]+$/.test(line) && !line.startsWith('='))
            .join(''),
          'base64',
        )
      const blockOf = (bytes: Buffer, of: string) => `-----BEGIN PGP ${of}-----\n\n${bytes.toString('base64')}\n-----END PGP ${of}-----\n`
      const [signatureBytes, keyBytes] = [bytesOf(signature), bytesOf(key)]
      fc.assert(
        fc.property(fc.nat(signatureBytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
          const changed = Buffer.from(signatureBytes)
          changed[at] = (changed[at] ?? 0) ^ by
          const verdict = verifyDetached(key, blockOf(changed, 'SIGNATURE'), signedBytes, now)
          // the issuer's key id is not hashed, and merely says where to look
          if (verdict.valid) expect(verifyDetached(key, blockOf(changed, 'SIGNATURE'), Buffer.from('other'), now).valid).toBe(false)
        }),
        { numRuns: 60 },
      )
      fc.assert(
        fc.property(fc.nat(keyBytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
          const changed = Buffer.from(keyBytes)
          changed[at] = (changed[at] ?? 0) ^ by
          const verdict = verifyDetached(blockOf(changed, 'PUBLIC KEY BLOCK'), signature, signedBytes, now)
          // a name or an unhashed hint may differ; the key itself may not
          if (verdict.valid) expect(verdict.fingerprint).toBe((openPgpFingerprint(key) as { fingerprint: string }).fingerprint)
        }),
        { numRuns: 60 },
      )
    },
  )

  test('of whatever a stranger sends never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 }), (one, other) => {
        const block = (bytes: Uint8Array, of: string) =>
          `-----BEGIN PGP ${of}-----\n\n${Buffer.from(bytes).toString('base64')}\n-----END PGP ${of}-----`
        expect(verifyDetached(block(one, 'PUBLIC KEY BLOCK'), block(other, 'SIGNATURE'), signedBytes, now).valid).toBe(false)
      }),
    )
  })
})
