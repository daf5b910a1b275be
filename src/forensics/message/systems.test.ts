import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { ownAddress, ownHost, readOwn, readSystem } from './systems.ts'

describe('a system that is stated', () => {
  test('is kept in one form, however it was written', () => {
    const read: readonly (readonly [text: string, kind: string, value: string])[] = [
      [' 192.0.2.77/24 ', 'network', '192.0.2.0/24'],
      ['192.0.2.7', 'network', '192.0.2.7/32'],
      ['2001:DB8:0:0::1/32', 'network', '2001:db8::/32'],
      ['[2001:db8::5]', 'network', '2001:db8::5/128'],
      ['::ffff:192.0.2.0/120', 'network', '192.0.2.0/24'],
      ['Mail.Example.ORG.', 'host', 'mail.example.org'],
      ['*.example.org', 'host', 'example.org'],
      ['.example.org', 'host', 'example.org'],
      ['почта.рф', 'host', 'xn--80a1acny.xn--p1ai'],
      ['relay.corp.internal', 'host', 'relay.corp.internal'],
    ]
    for (const [text, kind, value] of read) expect(readSystem(text)).toEqual({ kind, value })
  })

  test('is refused with the reason where it would trust nobody, or everybody', () => {
    const refused: readonly (readonly [text: string, why: string])[] = [
      ['', 'empty'],
      ['  ', 'empty'],
      ['0.0.0.0/0', 'wide'],
      ['::/0', 'wide'],
      ['::ffff:0:0/96', 'wide'],
      ['128.0.0.0/7', 'wide'],
      ['2000::/15', 'wide'],
      ['co.uk', 'public-suffix'],
      ['github.io', 'public-suffix'],
      ['com', 'neither'],
      ['localhost', 'neither'],
      ['192.0.2.0/33', 'neither'],
      ['300.1.1.1', 'neither'],
      ['192.0.2', 'neither'],
      ['a b.example', 'neither'],
      ['-a.example', 'neither'],
      ['a..example', 'neither'],
      ['someone@example.org', 'neither'],
      [`${'a'.repeat(64)}.example`, 'neither'],
      ['a\0.example', 'neither'],
    ]
    for (const [text, why] of refused) expect([text, readSystem(text)]).toEqual([text, { malformed: why }])
  })

  test('reads the same again from what was kept of it', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.domain(),
      fc.ipV4Extended(),
      fc.ipV6(),
      fc.tuple(fc.ipV4(), fc.nat(40)).map((one) => one.join('/')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const read = readSystem(text)
        if (!isMalformed(read)) expect(readSystem(read.value)).toEqual(read)
      }),
    )
  })
})

describe('an own system', () => {
  const own = readOwn(['192.0.2.0/24', '2001:db8::/32', 'example.org', 'mail.example.net'])

  test('is told by address, mapped ones too', () => {
    expect(['192.0.2.9', '::ffff:192.0.2.9', '2001:db8:1::1', '192.0.3.1', 'nonsense', null].map((ip) => ownAddress(own, ip))).toEqual([
      '192.0.2.0/24',
      '192.0.2.0/24',
      '2001:db8::/32',
      null,
      null,
      null,
    ])
  })

  test('is told by whole labels of its name', () => {
    const hosts = [
      'example.org',
      'MX.Example.org.',
      'notexample.org',
      'example.org.evil.example',
      'mx.mail.example.net',
      'example.net',
      null,
    ]
    expect(hosts.map((host) => ownHost(own, host))).toEqual(['example.org', 'example.org', null, null, 'mail.example.net', null, null])
  })
})
