import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { embeddedIp, formatIp, isWithin, mayRequest, neighbourhood, readIp, readPrefix, scopeOfText } from './addresses.ts'

describe('reading an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:7.8.9.10', '1:2:3:4:5:6:708:90a'],
  ])('%s is %s', (text, canonical) => {
    const bytes = readIp(text)
    expect(bytes && formatIp(bytes)).toBe(canonical)
  })

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '0x7f.1',
    '127.1',
    '2130706433',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.٤',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '[::1]',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '1:',
    ':1',
  ])('%j is no address', (text) => {
    expect(readIp(text)).toBeUndefined()
  })

  test('agrees with the platform on what is an address', () => {
    const piece = fc.constantFrom('0', '1', 'ff', '255', '256', '1.2.3.4', ':', '::', '.', 'db8', 'FFFF', '10000', '00')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        expect(readIp(text) !== undefined).toBe(isIP(text) !== 0)
      }),
      { numRuns: 3000 },
    )
  })

  test('text and bytes lead to each other', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 }).map((list) => Uint8Array.from(list)),
    )
    fc.assert(
      fc.property(bytes, (one) => {
        expect(readIp(formatIp(one))).toEqual(one)
      }),
    )
  })
})

describe('what a range is for', () => {
  test.each([
    ['8.8.8.8', 'global'],
    ['0.1.2.3', 'this-network'],
    ['10.255.0.1', 'private'],
    ['100.64.0.1', 'shared'],
    ['100.127.255.255', 'shared'],
    ['100.128.0.1', 'global'],
    ['127.9.9.9', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['172.15.255.255', 'global'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'global'],
    ['192.0.0.8', 'protocol'],
    ['192.0.0.9', 'global'],
    ['192.0.2.5', 'documentation'],
    ['192.168.1.1', 'private'],
    ['198.19.0.1', 'benchmarking'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.77', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:8.8.8.8', 'global'],
    ['::127.0.0.1', 'loopback'],
    ['::ffff:0:127.0.0.1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['64:ff9b::808:808', 'global'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:a00:1::5', 'private'],
    ['2002:808:808::1', 'global'],
    // Teredo hides its client's address by inverting the bits
    ['2001:0:4136:e378:8000:63bf:80ff:fffe', 'loopback'],
    ['2001:db8::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['2001:2::1', 'benchmarking'],
    ['2001:10::1', 'protocol'],
    ['2001:20::1', 'global'],
    ['100::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fdff::1', 'private'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
    ['2606:4700::1111', 'global'],
    ['4000::1', 'reserved'],
    ['::5:1:2:3:4', 'reserved'],
  ])('%s is %s', (text, scope) => {
    expect(scopeOfText(text)).toBe(scope)
  })

  test('a request may go to global addresses alone, however they are written', () => {
    const refused = [
      '127.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::10.0.0.1',
      '64:ff9b:1::8.8.8.8',
      '2002:c0a8:101::',
      '0.0.0.0',
      '::',
      'localhost',
      '',
    ]
    expect(refused.filter(mayRequest)).toEqual([])
    expect(['8.8.8.8', '2606:4700::1111', '64:ff9b::8.8.8.8'].every(mayRequest)).toBe(true)
  })

  test('says by which scheme an address carries another', () => {
    const by = (text: string) => {
      const found = embeddedIp(readIp(text) ?? new Uint8Array(0))
      return found && [found.by, formatIp(found.bytes)]
    }
    expect(by('::ffff:192.0.2.1')).toEqual(['mapped', '192.0.2.1'])
    expect(by('2002:c000:201::1')).toEqual(['6to4', '192.0.2.1'])
    expect(by('2001:0:4136:e378:8000:63bf:3fff:fdd2')).toEqual(['teredo', '192.0.2.45'])
    expect(by('::1')).toBeUndefined()
    expect(by('2001:db8::1')).toBeUndefined()
  })
})

describe('prefixes', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['192.0.2.1', '192.0.2.1', true],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '8.8.8.8', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ])('%s and %s: %s', (prefix, address, within) => {
    const read = readPrefix(prefix)
    const bytes = readIp(address)
    expect(read && bytes && isWithin(bytes, read)).toBe(within)
  })

  test.each(['192.0.2.0/33', '::/129', '192.0.2.0/', '192.0.2.0/-1', '192.0.2.0/8/8', 'x/8', '192.0.2.0/08x'])(
    '%j is no prefix',
    (text) => {
      expect(readPrefix(text)).toBeUndefined()
    },
  )

  test('an address lies in every prefix cut from it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(128), (bytes, length) => {
        const prefix = readPrefix(`${formatIp(bytes)}/${length}`)
        expect(prefix !== undefined && isWithin(bytes, prefix)).toBe(true)
      }),
    )
  })
})

describe('whose requests are counted together', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    [undefined, ''],
  ])('%s counts as %s', (ip, as) => {
    expect(neighbourhood(ip)).toBe(as)
  })
})
