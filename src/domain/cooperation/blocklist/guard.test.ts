import { expect, test } from 'vitest'
import type { BlockKind } from '../../../formats/blocklist/index.ts'
import { guardEntry, guardOf } from './guard.ts'

const own = ['tocsin.example', 'mx.desk.example', '5.6.7.0/24']
const guard = guardOf(own, [{ stance: 'spare', value: 'partner.example' }])
const said = (kind: BlockKind, text: string, of = guard) => {
  const answer = guardEntry(of, kind, text)
  return 'entry' in answer ? answer.entry.value : answer.refused
}

test('nothing that half the world uses is listed, neither by itself nor by what is above or below it', () => {
  for (const name of ['gmail.com', 'GMail.com.', 'mail.google.com', 'bit.ly', 'cloudflare.com', 'www.paypal.com'])
    expect(said('domain', name), name).toBe('shared')
  for (const suffix of ['co.uk', 'github.io', 'blogspot.com']) expect(said('domain', suffix), suffix).toBe('public-suffix')
  for (const address of ['8.8.8.8', '2001:4860:4860::8888']) expect(said('address', address), address).toBe('shared')
  expect(said('url', 'https://bit.ly/')).toBe('shared')
})

test('what a tenant does there is listed by the tenant’s name or by URL', () => {
  expect(said('host', 'evil.github.io')).toBe('evil.github.io')
  expect(said('domain', 'bad-shop.pages.dev')).toBe('bad-shop.pages.dev')
  expect(said('url', 'https://bit.ly/3abc')).toBe('https://bit.ly/3abc')
})

test('our own systems and domains, what the organisation spares, special use and whole networks are refused', () => {
  expect(said('host', 'mx.desk.example')).toBe('own')
  // it would take the host along
  expect(said('domain', 'desk.example')).toBe('own')
  expect(said('url', 'https://www.tocsin.example/x')).toBe('own')
  expect(said('address', '5.6.7.8')).toBe('own')
  expect(said('url', 'http://5.6.7.8/x')).toBe('own')
  expect(said('host', 'www.partner.example')).toBe('spared')
  for (const address of ['10.0.0.1', '127.0.0.1', '192.0.2.1', '::1', 'fe80::1', '::ffff:10.0.0.1', '224.0.0.1'])
    expect(said('address', address), address).toBe('special-use')
  expect(said('address', '1.2.3.0/24')).toBe('whole-prefix')
  expect(said('address', '1.2.3.4')).toBe('1.2.3.4')
  expect(said('domain', 'a b')).toBe('malformed')
})

test('an organisation may list a name that ships as spared, and no other by that', () => {
  const permitting = guardOf(own, [{ stance: 'permit', value: 'linktr.ee' }])
  expect(said('domain', 'linktr.ee', permitting)).toBe('linktr.ee')
  expect(said('domain', 'bit.ly', permitting)).toBe('shared')
})
