import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { parseVcards, serialiseVcards, type Vcard, vcardLimits } from './index.ts'

const read = (text: string) => {
  const found = parseVcards(text)
  if (isMalformed(found)) throw new Error(found.malformed)
  return found.cards
}

const ann: Vcard = {
  kind: 'individual',
  uid: '01890a5d-ac96-774b-bcce-b302099a8057',
  name: 'Ann Lee',
  organisation: 'Regulator; of Messages, Inc.',
  unit: 'Unsolicited\nMessages',
  title: 'Head',
  role: 'designated unit',
  mails: ['ann@regulator.example', 'desk@regulator.example'],
  phones: [
    { number: '+64 4 555 0100', emergency: false },
    { number: '+64 21 555 0101', emergency: true },
  ],
  languages: ['en', 'mi'],
  timeZone: 'Pacific/Auckland',
  keys: [{ mediaType: 'application/pgp-keys', text: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxsé\n' }],
  note: 'Back\\slash, comma; semicolon',
  categories: ['agency', 'a,b'],
  revisedAt: new Date('2026-03-04T05:06:07Z'),
}

describe('a vCard', () => {
  test('is written as RFC 6350 has it: lines of 75 bytes at most that end with CRLF, text escaped', () => {
    const text = serialiseVcards([ann])
    expect(text.startsWith('BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nUID:urn:uuid:')).toBe(true)
    expect(text).toContain('ORG:Regulator\\; of Messages\\, Inc.;Unsolicited\\nMessages\r\n')
    expect(text).toContain('TEL;TYPE=work,voice,x-emergency:+64 21 555 0101\r\n')
    expect(text).toContain('REV:20260304T050607Z\r\nEND:VCARD\r\n')
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })

  test('that was written is read as it was, whatever characters it holds', () => {
    const word = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => text.replaceAll(/\r\n?/g, '\n').trim())
      .filter((text) => text.isWellFormed())
    const card = fc.record({ name: word.filter((text) => text !== ''), organisation: word, unit: word, title: word, note: word })
    fc.assert(
      fc.property(fc.array(card, { minLength: 1, maxLength: 3 }), (cards) => {
        const whole = cards.map((one) => ({ ...ann, ...one }))
        expect(read(serialiseVcards(whole))).toEqual(whole)
      }),
    )
  })

  test('of other programs is read: groups, folded lines, quoted and escaped parameters, version 3.0, preferences', () => {
    const text = [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Lee;Ann;;;',
      'item1.EMAIL;TYPE=INTERNET:second@x.example',
      'EMAIL;TYPE=INTERNET,PREF:first@x.exa',
      ' mple',
      'TEL;TYPE="voice,cell";LABEL="say ^\'hi^\': ^n":tel:+1-555-0100',
      'X-UNKNOWN;A=b:c',
      'nonsense',
      'END:VCARD',
    ].join('\n')
    expect(read(text)).toMatchObject([
      {
        name: 'Ann Lee',
        mails: ['first@x.example', 'second@x.example'],
        phones: [{ number: '+1-555-0100', emergency: false }],
        keys: [],
        revisedAt: null,
      },
    ])
  })

  test('is refused where it is none, never ends or is too much, and stops at the limit of cards', () => {
    expect(parseVcards('hello')).toEqual({ malformed: 'no-card' })
    expect(parseVcards('BEGIN:VCARD\r\nFN:x')).toEqual({ malformed: 'open' })
    const two = serialiseVcards([ann, ann])
    expect(parseVcards(two, { ...vcardLimits, bytes: 10 })).toEqual({ malformed: 'too-large' })
    expect(parseVcards(two, { ...vcardLimits, count: 3 })).toMatchObject({ malformed: 'too-many' })
    expect(parseVcards(two, { ...vcardLimits, value: 20 })).toMatchObject({ malformed: 'too-long' })
    expect(parseVcards(two, { ...vcardLimits, cards: 1 })).toMatchObject({ cards: [{ name: 'Ann Lee' }], cut: true })
  })

  test('never throws, whatever it is given', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'BEGIN:VCARD\n',
        'END:VCARD\n',
        'KEY:data:a/b;base64,%%%\n',
        'FN;X="',
        ';',
        ':',
        '\\',
        '\n ',
        'REV:20269999T999999Z\n',
      ),
      fc.string({ maxLength: 10 }),
    )
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (parts) => void parseVcards(parts.join(''))))
  })
})
