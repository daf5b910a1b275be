import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChannelId, newId, type OrganisationId } from '../../base/id.ts'
import { readAddressed } from './addressed.ts'
import { type Arrival, lengths, makeReference, samenessOf, tidyArrival, usableAddress } from './arrival.ts'
import { chooseLanguage, fill } from './texts.ts'

const channel = newId<'channel'>() as ChannelId
const arrival: Arrival = {
  owner: newId<'organisation'>() as OrganisationId,
  channel,
  bytes: new Uint8Array(3),
  mediaType: 'message/rfc822',
  name: null,
  reporter: null,
  note: null,
  language: null,
  envelope: null,
  said: 'unwanted',
}
const by = (address: string | null, more: Partial<Arrival> = {}) =>
  samenessOf('ab', { ...arrival, reporter: { address, name: null }, ...more })

describe('what makes two arrivals one report', () => {
  test('are the same bytes from the same address, in whatever letters and by whatever channel', () => {
    expect(by('A@b.example')).toBe(by('a@B.example', { channel: newId<'channel'>() as ChannelId }))
    expect(by('a@b.example')).not.toBe(by('c@b.example'))
    expect(samenessOf('ab', arrival)).not.toBe(samenessOf('cd', arrival))
  })

  test('is the channel where there is no address, and the visitor on the public page, address or not', () => {
    expect(by(null)).toBe(samenessOf('ab', arrival))
    expect(by(null)).not.toBe(by(null, { channel: newId<'channel'>() as ChannelId }))
    const visits = [
      by(null, { visitor: 'x' }),
      by(null, { visitor: 'y' }),
      by('a@b.example', { visitor: 'x' }),
      by('a@b.example', { visitor: 'y' }),
    ]
    expect(new Set([...visits, by(null), by('a@b.example')]).size).toBe(6)
  })

  test('does not tell the address again', () => {
    expect(by('mina@citizen.example')).toMatch(/^[0-9a-f]{64}$/)
  })
})

test('what reporters say is cut to its length and to characters that can be kept', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(40), (text, times) => {
      const said = text.repeat(times + 1)
      const tidy = tidyArrival({
        ...arrival,
        name: said,
        note: said,
        language: said,
        reporter: { address: said, name: said },
        mediaType: said,
      })
      for (const [one, most] of [
        [tidy.name, lengths.file],
        [tidy.note, lengths.note],
        [tidy.language, lengths.language],
        [tidy.reporter?.address, lengths.address],
        [tidy.reporter?.name, lengths.name],
        [tidy.mediaType, lengths.mediaType],
      ] as const) {
        expect((one ?? '').length).toBeLessThanOrEqual(most)
        expect((one ?? '').includes('\u0000') || !(one ?? '').isWellFormed()).toBe(false)
      }
    }),
  )
  expect(tidyArrival({ ...arrival, note: ' \n ' }).note).toBeNull()
})

test('a reference is eight letters of Crockford’s alphabet, one for each of 40 bits', () => {
  expect(makeReference(new Uint8Array(5))).toBe('R-0000-0000')
  expect(makeReference(new Uint8Array(5).fill(255))).toBe('R-ZZZZ-ZZZZ')
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.uint8Array({ minLength: 5, maxLength: 5 }), (a, b) => {
      expect(makeReference(a)).toMatch(/^R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(makeReference(a) === makeReference(b)).toBe(Buffer.compare(a, b) === 0)
    }),
  )
})

test.each([
  ['a@b.example', true],
  ['  a.b+c@sub.b.example ', true],
  ['müller@bücher.example', true],
  ['a@b', false],
  ['a b@c.example', false],
  ['a@b.example,c@d.example', false],
  ['"a"@b.example', false],
  ['@b.example', false],
  [`a@${'b'.repeat(250)}.example`, false],
])('%s is an address that may be written to: %s', (text, usable) => {
  expect(usableAddress(text)).toBe(usable ? text.trim() : undefined)
})

test.each([
  ['report@tocsin.example', { kind: 'desk' }],
  ['REPORT@Tocsin.EXAMPLE', { kind: 'desk' }],
  ['report+0123abcd@tocsin.example', { kind: 'token', token: '0123abcd' }],
  ['report+short@tocsin.example', { kind: 'unknown' }],
  ['report+@tocsin.example', { kind: 'unknown' }],
  ["report+0123abcd'--@tocsin.example", { kind: 'unknown' }],
  ['postmaster@tocsin.example', { kind: 'unknown' }],
  ['report@tocsin.example.evil.example', { kind: 'elsewhere' }],
  ['report@evil.example', { kind: 'elsewhere' }],
  ['report@x@tocsin.example', { kind: 'unknown' }],
  ['report', { kind: 'unknown' }],
])('%s leads to %o', (address, to) => {
  expect(readAddressed(address, 'tocsin.example')).toEqual(to)
})

test.each([
  ['ar', 'ar'],
  ['zh-Hant-TW', 'zh-CN'],
  ['fr, de;q=0.9, zh;q=0.2, ar;q=0.3', 'ar'],
  ['en;q=0, ar', 'ar'],
  ['', 'en'],
  [null, 'en'],
  ['tlh', 'en'],
  [';;;,,,q=x', 'en'],
  ['x'.repeat(100_000), 'en'],
])('who wants %s is spoken to in %s', (wanted, language) => {
  expect(chooseLanguage(wanted?.slice(0, 200) ?? null)).toBe(language)
})

test('texts are filled, and what is not given leaves nothing', () => {
  expect(fill('{{a}} and {{b}}', { a: '$&' })).toBe('$& and ')
})
