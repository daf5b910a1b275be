import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { readSubmitted, type Submitted } from './submitted.ts'

const sent = (body: unknown, more: Partial<Submitted> = {}): Submitted => ({
  bytes: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)),
  mediaType: 'application/json',
  name: null,
  note: null,
  reporter: null,
  reporterName: null,
  language: null,
  said: 'unwanted',
  ...more,
})
const read = (submitted: Submitted) => {
  const found = readSubmitted(submitted)
  if (isMalformed(found)) throw new Error(found.malformed)
  return found
}
const xarf = { xarf_version: '4.0.0', category: 'content', type: 'csam', source_identifier: '203.0.113.9', url: 'https://bad.example/' }

describe('a submission', () => {
  test('as JSON is what the desk was told, with who told it', () => {
    const found = read(
      sent({ url: 'https://bad.example/', note: 'by phone', reporter: { address: 'mina@citizen.example', name: 'Mina' }, language: 'ar' }),
    )
    expect(found).toMatchObject({
      mediaType: 'application/vnd.tocsin.report+json',
      note: 'by phone',
      language: 'ar',
      reporter: { address: 'mina@citizen.example', name: 'Mina' },
      said: 'unwanted',
    })
    expect(found.places).toBeUndefined()
  })

  test('that states suspected child material tells where it lies, before it is put away', () => {
    expect(read(sent({ url: 'hxxps://bad[.]example/x', host: '203.0.113.7', said: 'child-material' }))).toMatchObject({
      said: 'child-material',
      places: [
        { kind: 'url', value: 'https://bad.example/x' },
        { kind: 'address', value: '203.0.113.7' },
      ],
    })
    const text = Buffer.from('see https://bad.example/y')
    expect(read(sent(text, { mediaType: 'text/plain', said: 'child-material' })).places).toEqual([
      { kind: 'url', value: 'https://bad.example/y' },
    ])
    // a message is not read where nothing guards against it
    expect(
      read(sent(Buffer.from('Subject: https://bad.example/z\r\n\r\n'), { mediaType: 'message/rfc822', said: 'child-material' })).places,
    ).toEqual([])
  })

  test('in XARF of that type is suspected material, whatever else it says', () => {
    expect(read(sent(xarf)).said).toBe('child-material')
    expect(read(sent({ ...xarf, type: 'phishing' })).said).toBe('unwanted')
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['what is no JSON', Buffer.from('{')],
    ['JSON that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['no url, host or text', { note: 'x' }],
    ['a field that it does not know', { url: 'x', evil: 1 }],
    ['a note too long', { url: 'x', note: 'x'.repeat(10_001) }],
    ['a list', []],
    ['null', null],
  ])('of %s is refused with the reason', (_what, body) => {
    expect(readSubmitted(sent(body))).toEqual({ malformed: expect.any(String) })
  })

  test('as any other file is kept as it came', () => {
    const bytes = Buffer.from('%PDF-1.4')
    expect(
      read(sent(bytes, { mediaType: 'application/pdf', name: 'a.pdf', reporter: 'not an address', reporterName: 'Mina' })),
    ).toMatchObject({
      bytes,
      name: 'a.pdf',
      reporter: { address: null, name: 'Mina' },
    })
  })
})
