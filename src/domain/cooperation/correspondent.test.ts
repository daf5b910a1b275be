import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strictRules } from '../../forensics/redact/index.ts'
import { answering, bounceStatus, type Correspondent, joinCorrespondents, proposeLanguage } from './correspondent.ts'
import { addressesIn, allPlacesIn, namesReporter, placesIn, redactReply } from './reply-words.ts'

describe('the language that is proposed', () => {
  test('is what they wrote in, else what is known of them, and English where nothing is', () => {
    const of = (said: Correspondent['said']) => proposeLanguage(said)
    expect(of({ message: 'zh', report: 'ar', country: 'EG' })).toEqual({ language: 'zh-CN', from: 'message' })
    expect(of({ message: null, report: 'ar' })).toEqual({ language: 'ar', from: 'report' })
    expect(of({ message: 'de', contact: 'zh-Hant' })).toEqual({ language: 'zh-CN', from: 'contact' })
    expect(of({ message: 'de', party: 'fr', country: 'eg' })).toEqual({ language: 'ar', from: 'country' })
    expect(of({ country: 'DE' })).toEqual({ language: 'en', from: null })
    expect(of({})).toEqual({ language: 'en', from: null })
    expect(of({ message: 'arc' })).toEqual({ language: 'en', from: null })
  })
})

describe('the same address by several ways', () => {
  const base = { name: null, role: null, party: null, contact: null, reply: null, report: null, said: {} }
  const one = (more: Partial<Correspondent>): Correspondent => ({ ...base, address: 'a@b.example', how: 'party', trust: 'known', ...more })
  test('is one: one proof is enough, and whoever reported stays a reporter', () => {
    const joined = joinCorrespondents([
      one({ how: 'answered', trust: 'forged', name: 'A', reply: 'r', said: { message: null } }),
      one({ trust: 'proven', role: 'reporter', said: { report: 'ar' } }),
      one({ trust: 'known', role: 'host', said: { message: 'en' } }),
      one({ address: 'c@d.example' }),
    ])
    expect(joined).toHaveLength(2)
    expect(joined[0]).toMatchObject({
      how: 'answered',
      trust: 'known',
      role: 'reporter',
      name: 'A',
      reply: 'r',
      said: { message: 'en', report: 'ar' },
    })
  })
})

describe('a subject that answers', () => {
  test('says so once, whatever program wrote the one before', () => {
    for (const subject of ['phishing', 'Re: phishing', 'RE: AW: Re[2]: phishing', '回复：phishing', 'Fwd: re: phishing'])
      expect(answering(subject)).toBe('Re: phishing')
    expect(answering(`x${'y'.repeat(400)}`)).toHaveLength(200)
    expect(answering('a\r\nBcc: b')).toBe('Re: a Bcc: b')
  })
})

describe('a report on delivery', () => {
  test('names its status; one that only says it takes long, or arrived, is no failure', () => {
    expect(bounceStatus('550 5.1.1 no such user; host 192.0.2.7 said')).toBe('5.1.1')
    expect(bounceStatus('4.4.1 will be tried until tomorrow, then 5.4.7')).toBe('5.4.7')
    expect(bounceStatus('451 4.7.1 try later')).toBeNull()
    expect(bounceStatus('delivered 2.0.0')).toBeNull()
    expect(bounceStatus('The mail system could not find them.')).toBe('failed')
    expect(bounceStatus('10.5.1.1 and 5.1.1.9')).toBe('failed')
  })
})

describe('what a person writes to a partner', () => {
  const reporters = { addresses: ['quirina.zobel@citizen.example'], names: ['Quirina Zobel', '王小明', 'Page'] }
  test('names no address of who reported, unless the profile leaves it', () => {
    const text = 'Ask Quirina.Zobel@citizen.example, not xquirina.zobel@citizen.example or quirina.zobel@citizen.example.org.'
    expect(redactReply(text, strictRules, reporters)).toEqual({
      text: 'Ask removed@removed.invalid, not xquirina.zobel@citizen.example or quirina.zobel@citizen.example.org.',
      removed: [{ why: 'address', where: 'text', count: 1 }],
    })
    expect(redactReply(text, { ...strictRules, reporter: false }, reporters).text).toBe(text)
    expect(redactReply('host web-7.inside', { ...strictRules, words: ['web-7.inside'] }, reporters).removed).toMatchObject([
      { why: 'word' },
    ])
  })

  test('is doubted where it says a name, but not an ordinary word', () => {
    expect(namesReporter('as quirina  zobel said', reporters)).toBe(true)
    expect(namesReporter('王小明 举报', reporters)).toBe(true)
    expect(namesReporter('the page is gone', reporters)).toBe(false)
  })

  test('is looked through for addresses and places, also defanged ones', () => {
    expect(addressesIn('a <B@c.example>, d@e.example. f@@g')).toEqual(['b@c.example', 'd@e.example'])
    expect(placesIn('See hxxps://dreadful[.]example/x), or www.bad.example.')).toEqual([
      { kind: 'url', value: 'https://dreadful.example/x' },
      { kind: 'host', value: 'dreadful.example' },
      { kind: 'host', value: 'www.bad.example' },
    ])
  })

  test('is looked through to its end: no place hides behind many others, nor in a link that is too long', () => {
    const many = Array.from({ length: 900 }, (_, at) => `https://host${at}.example/`).join(' ')
    const values = allPlacesIn(`${many}\nhttps://withheld.example/x https://long.example/${'a'.repeat(9_000)}`).map(({ value }) => value)
    expect(values).toEqual(expect.arrayContaining(['host0.example', 'https://withheld.example/x', 'withheld.example', 'long.example']))
  })

  test('whatever it is, nothing throws and nothing takes long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.string({ maxLength: 60 }), (text, address) => {
        redactReply(text, strictRules, { addresses: [address], names: [address] })
        namesReporter(text, { addresses: [], names: [address] })
        expect(addressesIn(text).length).toBeLessThanOrEqual(200)
        expect(placesIn(text).length).toBeLessThanOrEqual(500)
        expect(answering(text).length).toBeLessThanOrEqual(200)
        bounceStatus(text)
      }),
      { numRuns: 200 },
    )
  })
})
