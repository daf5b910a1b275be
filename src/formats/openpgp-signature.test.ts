import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPgpFingerprint } from './openpgp.ts'
import { verifyDetached } from './openpgp-signature.ts'
import { signedBy, signedBytes } from './testing/openpgp.ts'
import { blockOf, certify, makeKey, openRsa, packet, shortRsa, signedWith, subpacket } from './testing/openpgp-made.ts'

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

  describe('by a made certificate', () => {
    const day = 86_400
    const made = now.getTime() / 1000 - 10 * day
    const [primary, sub] = [makeKey(made), makeKey(made)]
    const flags = (bits: number) => subpacket(27, [bits])
    const lasts = (seconds: number) => subpacket(3, [0, 0, seconds >> 8, seconds & 0xff])
    const name = packet(13, Buffer.from('unit'))
    const vouched = certify(primary, 'unit', made + 1)
    const verdict = (parts: readonly Buffer[], signature: Buffer) =>
      verifyDetached(blockOf('PUBLIC KEY BLOCK', [packet(6, primary.body), ...parts]), blockOf('SIGNATURE', [signature]), signedBytes, now)
    const bySub = signedWith(sub, made + day, signedBytes)

    test('is valid by the primary key, and by a subkey that is bound both ways', () => {
      expect(verdict([name, vouched], signedWith(primary, made + day, signedBytes))).toMatchObject({ valid: true })
      const bound = sub.boundBy(primary, made + 1, flags(2))
      expect(verdict([name, vouched, packet(14, sub.body), bound], bySub)).toMatchObject({ valid: true })
    })

    test('goes by the last word on a subkey, wherever it stands', () => {
      const [old, last] = [sub.boundBy(primary, made + 1, flags(2)), sub.boundBy(primary, made + 2, flags(4))]
      for (const words of [
        [old, last],
        [last, old],
      ])
        expect(verdict([name, vouched, packet(14, sub.body), ...words], bySub)).toEqual({ valid: false, why: 'other-key' })
      const twice = [packet(14, sub.body), last, packet(14, sub.body), old]
      expect(verdict([name, vouched, ...twice], bySub)).toEqual({ valid: false, why: 'other-key' })
    })

    test('is over where the word on the key, or on the subkey, is', () => {
      const short = certify(primary, 'unit', made + 1, lasts(60))
      expect(verdict([name, short], signedWith(primary, made + day, signedBytes))).toEqual({ valid: false, why: 'expired' })
      const bound = sub.boundBy(primary, made + 1, Buffer.concat([flags(2), lasts(60)]))
      expect(verdict([name, vouched, packet(14, sub.body), bound], bySub)).toEqual({ valid: false, why: 'expired' })
    })

    test('with a critical notation is not valid: nobody here knows what it means', () => {
      const notation = subpacket(20 | 0x80, [0, 0, 0, 0, 0, 1, 0, 1, 0x61, 0x62])
      expect(verdict([name, vouched], signedWith(primary, made + day, signedBytes, notation)).valid).toBe(false)
    })

    test('costs no more checks than it may: what stands behind fifty forged words is not looked at', () => {
      const forged = Buffer.from(certify(primary, 'unit', made + 2))
      forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
      const signed = signedWith(primary, made + day, signedBytes)
      expect(verdict([name, ...Array(49).fill(forged), vouched], signed)).toMatchObject({ valid: true })
      expect(verdict([name, ...Array(50).fill(forged), vouched], signed)).toEqual({ valid: false, why: 'key-broken' })
    })

    test.each([
      ['a modulus that zeros make long', shortRsa],
      ['an exponent of one, by which anybody signs', openRsa],
    ] as const)('by an RSA key with %s is not valid', (_what, numbers) => {
      const weak = makeKey(made, numbers())
      const key = blockOf('PUBLIC KEY BLOCK', [packet(6, weak.body), name, certify(weak, 'unit', made + 1)])
      const signature = blockOf('SIGNATURE', [signedWith(weak, made + day, signedBytes)])
      expect(verifyDetached(key, signature, signedBytes, now)).toEqual({ valid: false, why: 'key-broken' })
    })
  })

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
