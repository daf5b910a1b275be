import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengths } from './arrival.ts'
import { looksLikeMessage, recognise } from './recognise.ts'
import { most } from './recognised.ts'

const limits = { bytes: 20_000_000, depth: 20, count: 2000, time: 20_000 }
const desk = 'report@tocsin.example'
const read = (text: string | Uint8Array, sentTo: string | null = desk, mediaType = 'message/rfc822') =>
  recognise(Buffer.from(text as string), { mediaType, name: null, sentTo }, limits)
const mixed = (header: string, ...parts: string[]) =>
  `${header}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`
const inner = 'Content-Type: message/rfc822\r\n\r\nFrom: spam@bad.example\r\nSubject: prize\r\n\r\nbody'

describe('the reporter', () => {
  test.each([desk, 'report+0123abcd@tocsin.example', 'Report@TOCSIN.example'])(
    'is the author of a mail that is addressed to us: %s',
    (to) => {
      expect(read(mixed(`From: Mina <mina@citizen.example>\r\nTo: ${to}\r\n`, inner))).toMatchObject({
        form: 'attached',
        reporter: { address: 'mina@citizen.example', name: 'Mina' },
      })
    },
  )

  test('is nobody where a mail merely reached us, as in a trap: then its author is who is reported', () => {
    for (const text of [
      mixed('From: spam@bad.example\r\nTo: victim@citizen.example\r\n', inner),
      'From: spam@bad.example\r\nTo: x@y.example\r\n\r\nbuy',
    ])
      expect(read(text).reporter).toBeNull()
  })

  test('is never taken from what was handed in as bytes', () => {
    for (const text of [
      mixed(`From: spam@bad.example\r\nTo: ${desk}\r\n`, inner),
      `From: spam@bad.example\r\nTo: ${desk}\r\n\r\nhttps://bad.example/`,
    ])
      expect(read(text, null).reporter).toBeNull()
  })

  test('is never the author of the message that is forwarded', () => {
    const text = `From: mina@citizen.example\r\nTo: ${desk}\r\nSubject: Fwd: prize\r\n\r\nlook\r\n\r\n---------- Forwarded message ---------\r\nFrom: Spam <spam@bad.example>\r\nDate: Mon, 5 Jan 2026 10:00\r\nSubject: prize\r\nTo: <mina@citizen.example>\r\n\r\nbody\r\n`
    const found = read(text)
    expect(found).toMatchObject({ form: 'inline', reporter: { address: 'mina@citizen.example' }, note: 'look' })
    expect(
      Buffer.from(found.sightings[0] && 'bytes' in found.sightings[0] ? (found.sightings[0].bytes as Uint8Array) : '').toString(),
    ).toContain('<spam@bad.example>')
  })

  test.each(['From: a@b.example, c@d.example', 'From: not an address', 'From: <>', ''])('that cannot be written to is none: %s', (from) => {
    const { reporter } = read(`${from}\r\nTo: ${desk}\r\n\r\nhttps://bad.example/`)
    expect([null, 'a@b.example']).toContain(reporter?.address ?? null)
  })
})

describe('a bounce', () => {
  const bounce = (kind: string, to: string) =>
    `From: MAILER-DAEMON@post.example\r\nTo: ${to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=x; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n--b\r\nContent-Type: message/${kind}\r\n\r\nFinal-Recipient: rfc822; x@post.example\r\n\r\n--b\r\n${inner}\r\n--b--\r\n`

  test.each(['delivery-status', 'global-delivery-status', 'disposition-notification'])('of our own mail (%s) reports nothing', (kind) => {
    expect(read(bounce(kind, desk))).toMatchObject({ form: 'unrecognised', stated: 'bounce', reporter: null, note: 'sorry', sightings: [] })
  })

  test('that somebody shows us, or that reached a trap, is itself the message reported', () => {
    for (const found of [read(bounce('delivery-status', 'victim@citizen.example')), read(bounce('delivery-status', desk), null)])
      expect(found).toMatchObject({
        form: 'message',
        stated: 'bounce',
        reporter: null,
        sightings: [{ kind: 'message', bytes: 'original' }],
      })
  })

  test('is not every multipart/report', () => {
    expect(read(bounce('something-else', desk))).toMatchObject({ form: 'attached', sightings: [{ kind: 'message' }] })
  })
})

describe('what the desk was told', () => {
  const call = (stated: object) => read(JSON.stringify(stated), null, 'application/vnd.tocsin.report+json')
  test.each([
    [{ url: 'hxxp://bad[.]example/a' }, 'url', [['url', 'http://bad.example/a']]],
    [{ host: 'bad.example' }, 'url', [['host', 'bad.example']]],
    [{ host: 'bad.example:8080' }, 'url', [['host', 'bad.example:8080']]],
    [{ host: '2001:db8::1' }, 'url', [['address', '2001:db8::1']]],
    [{ host: '203.0.113.9' }, 'url', [['address', '203.0.113.9']]],
    [{ url: 'https://bad.example/', reporter: { name: 'Mina' } }, 'call', [['url', 'https://bad.example/']]],
    [
      { text: 'he said https://bad.example/ twice' },
      'call',
      [
        ['file', undefined],
        ['url', 'https://bad.example/'],
      ],
    ],
    [{ text: 'From: x@bad.example\nSubject: y\n\nz' }, 'call', [['message', undefined]]],
  ])('%o is a %s', (stated, form, seen) => {
    const found = call(stated)
    expect(found.form).toBe(form)
    expect(found.sightings.map((one) => [one.kind, 'value' in one ? one.value : undefined])).toEqual(seen)
  })
})

describe('what a report says', () => {
  test('is bounded, whatever comes', () => {
    const long = 'x'.repeat(50_000)
    const found = [
      read(`From: ${'"'}${long}" <mina@citizen.example>\r\nTo: ${desk}\r\n\r\n${long} https://bad.example/${long}`),
      read(
        JSON.stringify({
          xarf_version: '4.0.0',
          category: 'content',
          type: 'phishing',
          source_identifier: long,
          url: `https://bad.example/${long}`,
          description: long,
          reporter: { org: long, contact: `${long}@x.example` },
          [long]: long,
          tags: Array(5_000).fill('t'),
        }),
        null,
      ),
      read(
        `From: mina@citizen.example\r\nTo: ${desk}\r\n\r\n${Array.from({ length: 300 }, (_, at) => `https://bad.example/${at}`).join('\n')}`,
      ),
    ]
    for (const { note, reporter, sightings } of found) {
      expect((note ?? '').length).toBeLessThanOrEqual(lengths.note)
      expect((reporter?.name ?? '').length).toBeLessThanOrEqual(lengths.name)
      expect((reporter?.address ?? '').length).toBeLessThanOrEqual(lengths.address)
      expect(sightings.length).toBeLessThanOrEqual(most)
      for (const seen of sightings) {
        if ('value' in seen) expect(seen.value.length).toBeLessThanOrEqual(lengths.value)
        expect(JSON.stringify(seen.detail).length).toBeLessThan(70_000)
      }
    }
  })

  test('never holds what cannot be kept, and never stops the reading', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'From: a@b.example\r\n',
        `To: ${desk}\r\n`,
        'Subject: Fwd: x\r\n',
        '\r\n',
        '\u0000',
        '\ud800',
        'From: \u0000@x.example\r\n',
        inner,
        '{"xarf_version":"4.0.0"',
        '"type":"csam"}',
        'https://bad.example/\u0000',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom(desk, null),
        fc.constantFrom('message/rfc822', 'text/plain', 'application/json', 'application/vnd.tocsin.report+json'),
        (pieces, sentTo, mediaType) => {
          const { note, reporter, sightings } = read(pieces.join(''), sentTo, mediaType)
          for (const text of [
            note,
            reporter?.name,
            reporter?.address,
            ...sightings.flatMap((seen) => ('value' in seen ? [seen.value] : [seen.name])),
          ])
            expect((text ?? '').includes('\u0000') || !(text ?? '').isWellFormed()).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})

test.each([
  ['From: a@b.example\r\nSubject: x\r\n\r\n', true],
  ['From x@y Mon Jan 5 10:00:00 2026\nReceived: by x\n\n', true],
  ['X-Anything: y\nMIME-Version: 1.0\n\n', true],
  ['Note: this is a sentence\nand more', false],
  ['https://bad.example/', false],
  ['From here on: it is text', false],
  ['', false],
])('%j looks like a message: %s', (text, looks) => {
  expect(looksLikeMessage(Buffer.from(text))).toBe(looks)
})
