import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKind, formatAddress, inPrefix, isInternal, parseAddress, parsePrefix, readAddress } from './ip.ts'

test('addresses are read and written in their canonical form', () => {
  expect(readAddress('[IPv6:2001:DB8:0:0:0:0:0:1]')).toBe('2001:db8::1')
  expect(readAddress('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(readAddress('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1')
  expect(readAddress('fe80::1%eth0')).toBe('fe80::1')
})

test('what is none is refused', () => {
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1:2',
    ':::',
    '1::2::3',
    '12345::',
    'example.org',
    '1.2.3.4.5',
    `${'1:'.repeat(100)}`,
  ])
    expect(readAddress(text), text).toBeUndefined()
})

test('any address is read back from its text', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      expect(readAddress(text)).toBe(text)
    }),
  )
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const address = parseAddress(text)
      if (address !== undefined) expect(readAddress(formatAddress(address))).toBe(formatAddress(address))
    }),
  )
})

test('prefixes hold what lies in them', () => {
  const holds = (prefix: string, text: string) => {
    const [one, address] = [parsePrefix(prefix), parseAddress(text)]
    return one !== undefined && address !== undefined && inPrefix(address, one)
  }
  expect(holds('192.0.2.0/24', '192.0.2.255')).toBe(true)
  expect(holds('192.0.2.0/24', '192.0.3.0')).toBe(false)
  expect(holds('192.0.2.1', '192.0.2.1')).toBe(true)
  expect(holds('2001:db8::/32', '2001:db8:ffff::1')).toBe(true)
  expect(holds('192.0.2.0/24', '::ffff:192.0.2.9')).toBe(true)
  expect(parsePrefix('192.0.2.0/33')).toBeUndefined()
})

test('special blocks are told apart', () => {
  expect(addressKind('127.0.0.1')).toBe('loopback')
  expect(addressKind('100.64.1.1')).toBe('private')
  expect(addressKind('203.0.113.9')).toBe('documentation')
  expect(addressKind('fe80::1')).toBe('link-local')
  expect(addressKind('8.8.8.8')).toBe('public')
  expect(isInternal('10.0.0.1')).toBe(true)
  expect(isInternal('198.51.100.1')).toBe(false)
})
