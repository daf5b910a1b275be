import { expect, test } from 'vitest'
import { standsIn } from './people.ts'

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const around = (bytes: Uint8Array) => Buffer.concat([Buffer.from([0xff, 0, 1, 0x41]), bytes, Buffer.from([0, 0x3b, 0xfe])])

test.each<[string, Uint8Array]>([
  ['in UTF-8', Buffer.from('<Jürgen.Müller@Firma.example>')],
  ['in capitals', Buffer.from('JÜRGEN.MÜLLER@FIRMA.EXAMPLE')],
  ['in Latin-1', Buffer.from('jürgen.müller@firma.example', 'latin1')],
  ['in UTF-16, little end first', Buffer.from('jürgen.müller@firma.example', 'utf16le')],
  ['in UTF-16, big end first', utf16be('jürgen.müller@firma.example')],
])('an address is found %s', (_, bytes) => {
  expect(standsIn(around(bytes), ['jürgen.müller@firma.example', 'other@firma.example'], [])).toBe(true)
  expect(standsIn(around(bytes), ['jurgen@firma.example'], [])).toBe(false)
})

test('a whole name is found, in either order and as a word of its own, also where words are not set apart', () => {
  const has = (text: string, name: string) => standsIn(Buffer.from(text), [], [name])
  expect(has('by Rita Reporter, at noon', 'Rita Reporter')).toBe(true)
  expect(has('REPORTER RITA', 'Rita Reporter')).toBe(true)
  expect(has('Margherita Reporters', 'Rita Reporter')).toBe(false)
  expect(has('由王小伟举报', '王小伟')).toBe(true)
  expect(standsIn(Buffer.from('由王小伟举报', 'utf16le'), [], ['王小伟'])).toBe(true)
  // too short to tell from chance, and nobody's name
  expect(has('for Li', 'Li')).toBe(false)
  expect(has('our support team', 'Support')).toBe(false)
})

test('one word inside of another is found, and many people at once', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => `reporter${at}@citizen.example`)
  expect(standsIn(Buffer.from('x reporter999@citizen.example'), many, [])).toBe(true)
  expect(standsIn(Buffer.from('x reporter1000@citizen.example'.repeat(1_000)), many.slice(1), [])).toBe(false)
  expect(standsIn(Buffer.from('abcabcde'), ['bcabcde', 'cabcx'], [])).toBe(true)
  expect(standsIn(Buffer.from('aaabcdefx'), ['aabcdefg', 'bcdef'], [])).toBe(true)
})
