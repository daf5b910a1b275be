import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inPrefix, parseAddress, parsePrefix } from '../../../formats/ip.ts'
import { inForce } from './in-force.ts'
import { createPace } from './pace.ts'
import { readPointers } from './pointer.ts'
import { readResponsibility, subscriberKey } from './responsible.ts'
import { heldAt, type Session } from './sessions.ts'
import { enclosingNets, keysOf, netsOfRange, recogniseThing } from './thing.ts'

describe('what somebody pasted', () => {
  test.each([
    ['192.0.2.7', { kind: 'address', value: '192.0.2.7', port: null, at: null }],
    [' 192[.]0[.]2[.]7 ', { kind: 'address', value: '192.0.2.7', port: null, at: null }],
    ['192.0.2.7:4711', { kind: 'address', value: '192.0.2.7', port: 4711, at: null }],
    ['192.0.2.7 port 4711', { kind: 'address', value: '192.0.2.7', port: 4711, at: null }],
    ['[2001:DB8::1]:443', { kind: 'address', value: '2001:db8::1', port: 443, at: null }],
    ['2001:db8::1', { kind: 'address', value: '2001:db8::1', port: null, at: null }],
    ['hxxps://evil[.]example/a?b=c', { kind: 'url', value: 'https://evil.example/a?b=c' }],
    ['<https://evil.example/>', { kind: 'url', value: 'https://evil.example/' }],
    ['evil.example/login', { kind: 'url', value: 'http://evil.example/login' }],
    ['evil.example:8080', { kind: 'url', value: 'http://evil.example:8080/' }],
    ['evil[.]example', { kind: 'domain', value: 'evil.example' }],
    ['www.evil.example.', { kind: 'host', value: 'www.evil.example' }],
    ['abuse@evil.example', { kind: 'domain', value: 'evil.example' }],
    ['bücher.example', { kind: 'domain', value: 'xn--bcher-kva.example' }],
    ['D41D8CD98F00B204E9800998ECF8427E', { kind: 'file', value: 'd41d8cd98f00b204e9800998ecf8427e' }],
    ['“evil.example”', { kind: 'domain', value: 'evil.example' }],
  ])('%j is recognised', (text, thing) => {
    expect(recogniseThing(text)).toEqual(thing)
  })

  test.each([
    '',
    '   ',
    'hello',
    'localhost',
    'javascript:alert(1)',
    '<script>alert(1)</script>',
    '192.0.2.300',
    '192.0.2.7:99999',
    'two words',
    'a..b',
  ])('%j is nothing that anybody answers for', (text) => {
    expect(recogniseThing(text)).toBeUndefined()
  })

  test('never throws, and what is recognised can be looked up', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const thing = recogniseThing(text)
        expect(thing === undefined || keysOf(thing) !== undefined).toBe(true)
      }),
    )
  })
})

test('a URL is looked up by the places that it lies below, nearest first, its host and its domain', () => {
  expect(keysOf({ kind: 'url', value: 'https://www.shop.example/~ann/x/?q' })).toEqual({
    address: null,
    port: null,
    host: 'www.shop.example',
    domain: 'shop.example',
    sites: ['www.shop.example/~ann/x/', 'www.shop.example/~ann/', 'www.shop.example/'],
  })
  expect(keysOf({ kind: 'url', value: 'http://2130706433:8080/' })).toMatchObject({ address: '127.0.0.1', port: 8080, host: null })
})

describe('networks', () => {
  test('of a range are the fewest that hold its addresses and no other', () => {
    expect(netsOfRange('192.0.2.10', '192.0.2.15')).toEqual(['192.0.2.10/31', '192.0.2.12/30'])
    expect(netsOfRange('0.0.0.0', '255.255.255.255')).toEqual(['0.0.0.0/0'])
    expect(netsOfRange('192.0.2.9', '192.0.2.1')).toBeUndefined()
    expect(netsOfRange('192.0.2.9', '2001:db8::1')).toBeUndefined()
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0x3ff), fc.nat(0xffff), (low, more, probe) => {
        const address = (n: number) => `198.51.${(n >> 8) & 255}.${n & 255}`
        const high = Math.min(0xffff, low + more)
        const nets = (netsOfRange(address(low), address(high)) ?? []).flatMap((net) => parsePrefix(net) ?? [])
        const asked = parseAddress(address(probe))
        expect(asked !== undefined && nets.some((net) => inPrefix(asked, net))).toBe(probe >= low && probe <= high)
      }),
    )
  })

  test('that enclose an address are all of them, longest first', () => {
    expect(enclosingNets('192.0.2.7')).toHaveLength(33)
    expect(enclosingNets('::ffff:192.0.2.7').slice(0, 2)).toEqual(['192.0.2.7/32', '192.0.2.6/31'])
    expect(enclosingNets('2001:db8::1')).toHaveLength(129)
  })
})

describe('what somebody answers for', () => {
  test.each([
    ['prefix', '192.0.2.77/24', '192.0.2.0/24', 1],
    ['prefix', '2001:DB8::/32', '2001:db8::/32', 1],
    ['range', '192.0.2.10 - 192.0.2.15', '192.0.2.10-192.0.2.15', 2],
    ['asn', 'as64500', 'AS64500', 1],
    ['domain', '*.Shop.Example', 'shop.example', 1],
    ['site', 'https://www.shop.example/~ann', 'www.shop.example/~ann/', 1],
    ['country', 'fr', 'FR', 1],
    ['subscriber', 'Ann@Realm', 'Ann@Realm', 1],
  ] as const)('%s %s has one form', (kind, text, value, keys) => {
    const read = readResponsibility(kind, text)
    expect(read).toMatchObject({ kind, value })
    expect('keys' in read ? read.keys : []).toHaveLength(keys)
  })

  test.each([
    ['prefix', '0.0.0.0/0', 'wide'],
    ['prefix', 'x', 'unreadable'],
    ['range', '1.0.0.0-9.255.255.255', 'wide'],
    ['asn', '0', 'unreadable'],
    ['domain', 'co.uk', 'public-suffix'],
    ['domain', '<b>.example', 'unreadable'],
    ['site', 'ftp://x.example/', 'unreadable'],
    ['country', 'XX', 'unreadable'],
  ] as const)('%s %s is refused: %s', (kind, text, fault) => {
    expect(readResponsibility(kind, text)).toEqual({ fault })
  })

  test('a hardware address is the same however it is written', () => {
    expect(new Set(['00:1A:2b:3c:4d:5e', '00-1a-2b-3c-4d-5e', '001a.2b3c.4d5e'].map(subscriberKey))).toEqual(new Set(['001a2b3c4d5e']))
    expect(subscriberKey('001a2b3c4d5e@realm')).toBe('001a2b3c4d5e@realm')
  })
})

describe('who had an address at a moment', () => {
  const at = new Date('2026-03-03T12:00:00Z')
  const session = (subscriber: string, more: Partial<Session> = {}): Session => ({
    source: 'radius',
    net: '192.0.2.7/32',
    low_port: null,
    high_port: null,
    subscriber,
    session: null,
    since: new Date('2026-03-03T10:00:00Z'),
    until: new Date('2026-03-03T14:00:00Z'),
    seen_at: new Date('2026-03-03T14:00:00Z'),
    ...more,
  })
  const ports = (low: number) => ({ source: 'nat' as const, low_port: low, high_port: low + 999 })

  test('is whoever held the port; without one, all who shared the address, marked so', () => {
    const shared = [session('ann', ports(1000)), session('bob', ports(2000)), session('bob', ports(3000))]
    expect(heldAt(shared, 2500, at)).toMatchObject([{ session: { subscriber: 'bob' }, note: null }])
    expect(heldAt(shared, 9000, at)).toEqual([])
    expect(heldAt(shared, null, at).map(({ session: { subscriber }, note }) => [subscriber, note])).toEqual([
      ['ann', 'shared-address'],
      ['bob', 'shared-address'],
    ])
  })

  test('is the longest network, and a session with an end before one whose end was lost', () => {
    const delegated = session('carrier', { net: '192.0.2.0/24' })
    const lost = session('old', { until: null, seen_at: new Date('2026-03-03T10:05:00Z') })
    expect(heldAt([delegated, lost, session('ann')], 80, at)).toMatchObject([{ session: { subscriber: 'ann' }, note: null }])
    expect(heldAt([delegated, lost], 80, at)).toMatchObject([{ session: { subscriber: 'old' }, note: 'not-seen-since' }])
    expect(heldAt([delegated], null, at)).toMatchObject([{ session: { subscriber: 'carrier' } }])
  })
})

test('what is stated holds in its time, and the first of all before anything was', () => {
  const of = (who: string, since: string) => ({ who, since: new Date(since), matched: '192.0.2.0/24', kind: 'prefix' })
  const stated = [of('second', '2026-03-01'), of('first', '2026-02-01')]
  const at = (day: string) => inForce(stated, new Date(day)).map(({ who }) => who)
  expect([at('2026-01-01'), at('2026-02-10'), at('2026-03-10')]).toEqual([['first'], ['first'], ['second', 'first']])
})

describe('the pace of a registry', () => {
  test('lets a few through, then one for each interval, and is busy when the wait is too long', () => {
    const pace = createPace({ burst: 2, interval: 6_000, patience: 3_000 })
    expect([pace.ask('a', 0), pace.ask('a', 0), pace.ask('a', 0), pace.ask('b', 0)]).toEqual([0, 0, undefined, 0])
    expect(pace.ask('a', 3_000)).toBe(3_000)
    expect(pace.ask('a', 3_000)).toBeUndefined()
  })

  test('keeps to Retry-After in seconds or as a date, and waits longer each time where none was said', () => {
    const pace = createPace({ burst: 9 })
    pace.told('a', 429, '120', 0)
    expect([pace.ask('a', 100_000), pace.ask('a', 120_000)]).toEqual([undefined, 0])
    pace.told('b', 503, new Date(60_000).toUTCString(), 0)
    expect([pace.ask('b', 50_000), pace.ask('b', 60_000)]).toEqual([undefined, 0])
    for (const _ of [1, 2]) pace.told('c', 429, undefined, 0)
    expect([pace.ask('c', 50_000), pace.ask('c', 60_000)]).toEqual([undefined, 0])
  })
})

test('pointers lead to texts and numbers, and nowhere else', () => {
  const bytes = new TextEncoder().encode('{"a":{"b/c":[{"d":"x\\u0000y"}]},"n":7,"o":{}}')
  expect(readPointers(bytes, ['/a/b~1c/0/d', '/n', '/o', '/a/__proto__', null])).toEqual(['x y', '7', null, null, null])
  expect(readPointers(new TextEncoder().encode('no'), ['/a'])).toEqual({ malformed: 'not-json' })
})
