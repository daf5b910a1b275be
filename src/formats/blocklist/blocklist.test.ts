import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BlockEntry,
  blockKinds,
  readEntry,
  serialiseHosts,
  serialisePlain,
  serialisePostfix,
  serialiseRpz,
  serialiseRspamd,
  serialOf,
} from './index.ts'

const changedAt = new Date('2026-11-30T08:00:00Z')
const listOf = (entries: readonly BlockEntry[]) => ({ name: 'desk', changedAt, entries })
const list = listOf([
  { kind: 'domain', value: 'evil.example' },
  { kind: 'host', value: 'login.bad.example' },
  { kind: 'address', value: '192.0.2.7' },
  { kind: 'address', value: '2001:db8::1' },
  { kind: 'url', value: 'https://shared.example/a?b=1' },
])

test('a zone answers NXDOMAIN for a domain with all below it, for a host alone and for addresses, and leaves URLs out', () => {
  expect(serialiseRpz(list).split('\n').slice(1)).toEqual([
    '$TTL 300',
    '@ IN SOA localhost. hostmaster.localhost. 1796025600 300 60 604800 300',
    '@ IN NS localhost.',
    '32.7.2.0.192.rpz-ip CNAME .',
    '128.1.zz.db8.2001.rpz-ip CNAME .',
    'evil.example CNAME .',
    '*.evil.example CNAME .',
    'login.bad.example CNAME .',
    '',
  ])
  expect(serialOf(changedAt)).toBe(1796025600)
})

test('the other formats hold what they can say and no more', () => {
  expect(serialiseHosts(list).split('\n').slice(1)).toEqual(['0.0.0.0 evil.example', '0.0.0.0 login.bad.example', ''])
  expect(serialisePlain(list, null)).toBe('192.0.2.7\n2001:db8::1\nevil.example\nhttps://shared.example/a?b=1\nlogin.bad.example\n')
  expect(serialisePlain(list, 'url')).toBe('https://shared.example/a?b=1\n')
  expect(serialiseRspamd(list, 'name').split('\n').slice(1)).toEqual(['evil.example', '*.evil.example', 'login.bad.example', ''])
  expect(serialisePostfix(list, 'name')).toContain('\n.evil.example REJECT On a block list\nlogin.bad.example REJECT')
  expect(serialisePostfix(list, 'address')).toContain('\n192.0.2.7 REJECT On a block list\n2001:db8::1 REJECT')
})

test('names come in A-labels and lower case; what is no name, address or URL is not read', () => {
  expect(readEntry('domain', 'Bücher.Example.')).toEqual({ kind: 'domain', value: 'xn--bcher-kva.example' })
  expect(readEntry('host', '例子.example')?.value).toBe('xn--fsqu00a.example')
  expect(readEntry('url', 'HTTPS://user:pw@BAD.example/ä#x')?.value).toBe('https://bad.example/%C3%A4')
  for (const bad of [
    'example',
    'a b.example',
    'a.example\nb.example',
    '192.0.2.1',
    'evil.example CNAME',
    '*.evil.example',
    'x.1',
    '"a".example',
    '',
  ])
    expect(readEntry('domain', bad), bad).toBeUndefined()
  for (const bad of ['192.0.2.0/24', '1.2.3', '::1%eth0', 'evil.example']) expect(readEntry('address', bad), bad).toBeUndefined()
  for (const bad of ['javascript:alert(1)', 'ftp://a.example/', 'https://localhost/', 'nothing'])
    expect(readEntry('url', bad), bad).toBeUndefined()
})

test('nothing that stands in an entry can add a line, a directive or a record', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'a.example\n@ IN NS evil.',
      'a.example ; x',
      '$INCLUDE /etc/passwd',
      'a.example REJECT\nb',
      '\\010.example',
      'a\u2028b.example',
    ),
  )
  const entry = fc.record({ kind: fc.constantFrom(...blockKinds), value: hostile })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const hostileList = listOf(entries)
      for (const line of serialiseRpz(hostileList).trimEnd().split('\n').slice(4)) expect(line).toMatch(/^(?:\*\.)?[a-z0-9._-]+ CNAME \.$/)
      for (const line of serialiseHosts(hostileList).trimEnd().split('\n').slice(1)) expect(line).toMatch(/^0\.0\.0\.0 [a-z0-9._-]+$/)
      for (const line of serialisePostfix(hostileList, 'name').trimEnd().split('\n').slice(1))
        expect(line).toMatch(/^[a-z0-9._-]+ REJECT On a block list$/)
      expect(serialisePlain(hostileList, null)).toMatch(/^(?:[!-~]+\n)*$/)
      expect(serialiseRspamd(hostileList, 'url')).toMatch(/^#[ -~]*\n(?:[!-~]+\n)*$/)
    }),
    { numRuns: 200 },
  )
})
