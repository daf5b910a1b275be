import { describe, expect, test } from 'vitest'
import { openPgpFingerprint } from './openpgp.ts'
import { certificateFingerprint } from './pem.ts'

// RFC 9580 §A.3: a version 6 certificate; its primary key's fingerprint is given there
const six = `-----BEGIN PGP PUBLIC KEY BLOCK-----

xioGY4d/4xsAAAAg+U2nu0jWCmHlZ3BqZYfQMxmZu52JGggkLq2EVD34laPCsQYf
GwoAAABCBYJjh3/jAwsJBwUVCg4IDAIWAAKbAwIeCSIhBssYbE8GCaaX5NUt+mxy
KwwfHifBilZwj2Ul7Ce62azJBScJAgcCAAAAAK0oIBA+LX0ifsDm185Ecds2v8lw
gyU2kCcUmKfvBXbAf6rhRYWzuQOwEn7E/aLwIwRaLsdry0+VcallHhSu4RN6HWaE
QsiPlR4zxP/TP7mhfVEe7XWPxtnMUMtf15OyA51YBM4qBmOHf+MZAAAAIIaTJINn
+eUBXbki+PSAld2nhJh/LVmFsS+60WyvXkQ1wpsGGBsKAAAALAWCY4d/4wKbDCIh
BssYbE8GCaaX5NUt+mxyKwwfHifBilZwj2Ul7Ce62azJAAAAAAQBIKbpGG2dWTX8
j+VjFM21J0hqWlEg+bdiojWnKfA5AQpWUWtnNwDEM0g12vYxoWM8Y81W+bHBw805
I8kWVkXU6vFOi+HWvv/ira7ofJu16NnoUkhclkUrk0mXubZvyl4GBg==
-----END PGP PUBLIC KEY BLOCK-----`

describe('an OpenPGP key', () => {
  test('is known by its fingerprint, as the standard gives it', () => {
    expect(openPgpFingerprint(six)).toEqual({ fingerprint: 'CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9' })
  })

  test('of version 4 is hashed with SHA-1 over its length and body', () => {
    const body = Buffer.from([4, 0, 0, 0, 1, 22, 1, 2, 3])
    const armour = (bytes: Buffer) =>
      `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${bytes.toString('base64')}\n-----END PGP PUBLIC KEY BLOCK-----`
    const modern = openPgpFingerprint(armour(Buffer.concat([Buffer.from([0xc6, body.length]), body])))
    expect(modern).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9A-F]{40}$/) })
    expect(openPgpFingerprint(armour(Buffer.concat([Buffer.from([0x99, 0, body.length]), body])))).toEqual(modern)
    expect(openPgpFingerprint(armour(Buffer.concat([Buffer.from([0xc6, 200]), body])))).toEqual({ malformed: 'broken' })
    expect(openPgpFingerprint(armour(Buffer.from([0xc6, 1, 3])))).toEqual({ malformed: 'unknown-version' })
  })

  test('is refused where it is a private one, none at all, or too large', () => {
    expect(openPgpFingerprint(six.replaceAll('PUBLIC', 'PRIVATE'))).toEqual({ malformed: 'private' })
    expect(openPgpFingerprint('hello')).toEqual({ malformed: 'no-key' })
    expect(openPgpFingerprint(six, { bytes: 100 })).toEqual({ malformed: 'too-large' })
  })
})

describe('a certificate', () => {
  test('is known by the SHA-256 of its bytes, and a private key is refused', () => {
    const pem = (data: string, what = 'CERTIFICATE') => `-----BEGIN ${what}-----\n${data}\n-----END ${what}-----`
    expect(certificateFingerprint(pem('MAA='))).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9A-F]{64}$/) })
    expect(certificateFingerprint(pem('MAA=', 'RSA PRIVATE KEY'))).toEqual({ malformed: 'private' })
    expect(certificateFingerprint(pem('AAAA'))).toEqual({ malformed: 'no-certificate' })
    expect(certificateFingerprint('x'.repeat(30_000))).toEqual({ malformed: 'too-large' })
  })
})
