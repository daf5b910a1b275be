import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed, type Limits } from '../../base/parsed.ts'
import { brandInText, defang, lookAlike, mixesScripts, readUrl, refang, skeleton, type UrlReading } from './index.ts'

const limits: Limits = { bytes: 100_000, depth: 5, count: 100, time: 100 }

function read(text: string): UrlReading {
  const url = readUrl(text, limits)
  if (isMalformed(url)) throw new Error(`${text}: ${url.malformed}`)
  return url
}

describe('a URL', () => {
  test('is normalised, with its host and registered domain', () => {
    expect(read('HTTP://WWW.Example.CO.UK:80/a/../b')).toMatchObject({
      url: 'http://www.example.co.uk/b',
      host: 'www.example.co.uk',
      domain: 'example.co.uk',
      hostKind: 'name',
      port: null,
    })
    expect(read('https://user.github.io/x').domain).toBe('user.github.io')
    expect(read('www.example.org/x').url).toBe('http://www.example.org/x')
  })

  test('that hides its address is seen through', () => {
    for (const text of ['http://0x7f.1/', 'http://2130706433/', 'http://0177.0.0.1/', 'http://127.1/']) {
      expect(read(text)).toMatchObject({ host: '127.0.0.1', hostKind: 'ipv4' })
      expect(read(text).features).toEqual(expect.arrayContaining(['ip-literal', 'ip-obscured', 'private-address']))
    }
    expect(read('http://192.0.2.1/').features).not.toContain('ip-obscured')
    expect(read('http://[2001:db8::1]/')).toMatchObject({ host: '2001:db8::1', hostKind: 'ipv6' })
  })

  test('shows its features', () => {
    const features = (text: string) => read(text).features
    expect(features('https://paypal.com@evil.example/')).toContain('userinfo')
    expect(features('https://bit.ly/abc')).toContain('shortener')
    expect(features('javascript:alert(1)')).toContain('script')
    expect(features('data:text/html,<b>')).toContain('data')
    expect(features('https://x.example:8443/')).toContain('odd-port')
    expect(features('https://x.example/setup.exe')).toContain('executable')
    expect(features('https://x.example/ws/ISAPI.dll?View')).not.toContain('executable')
    expect(features('https://x.example/r?u=https%3A%2F%2Fy.example')).toContain('nested-url')
    expect(features('https:\\\\evil.example\\x')).toContain('backslash')
    expect(features('https://evil\u200b.example/')).toContain('control-characters')
    expect(features('https://a.b.c.d.evil.example/')).toContain('many-subdomains')
    expect(features('https://x.pages.dev/')).toContain('hosted-by-anyone')
    expect(features('https://ipfs.example/ipfs/bafy')).toContain('ipfs')
    expect(features('https://example.org/plain')).toEqual([])
  })

  test('that is none is malformed', () => {
    for (const text of ['', 'no scheme at all', 'http://', 'http://a b/', `https://x/${'a'.repeat(200_000)}`])
      expect(isMalformed(readUrl(text, limits)), text.slice(0, 30)).toBe(true)
  })
})

describe('wrappers', () => {
  const target = 'https://evil.example/login?a=1&b=2'
  const v3 = `https://urldefense.com/v3/__https:/*evil.example/a*b__;${Buffer.from('/~').toString('base64url')}!!x$`

  test.each([
    ['safelinks', `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(target)}&data=05`],
    ['google', `https://www.google.com/url?q=${encodeURIComponent(target)}&sa=D`],
    ['urldefense', `https://urldefense.proofpoint.com/v2/url?u=${encodeURIComponent(target).replace(/%/g, '-')}&d=x`],
    ['facebook', `https://l.facebook.com/l.php?u=${encodeURIComponent(target)}`],
    ['barracuda', `https://linkprotect.cudasvc.com/url?a=${encodeURIComponent(target)}&c=E`],
    ['youtube', `https://www.youtube.com/redirect?q=${encodeURIComponent(target)}`],
  ])('of %s are taken off, and kept', (kind, wrapped) => {
    const url = read(wrapped)
    expect(url.url).toBe(target)
    expect(url.wrappers).toEqual([{ kind, url: new URL(wrapped).href }])
    expect(url.features).toContain('wrapped')
  })

  test('inside of wrappers are taken off too, but not for ever', () => {
    const inner = `https://www.google.com/url?q=${encodeURIComponent(target)}`
    expect(read(`https://x.safelinks.protection.outlook.com/?url=${encodeURIComponent(inner)}`).wrappers.map((one) => one.kind)).toEqual([
      'safelinks',
      'google',
    ])
    let nested = target
    for (let i = 0; i < 9; i++) nested = `https://www.google.com/url?q=${encodeURIComponent(nested)}`
    expect(read(nested).wrappers).toHaveLength(5)
  })

  test('of the third kind of urldefense put the removed characters back', () => {
    expect(read(v3).url).toBe('https://evil.example/a~b')
  })

  test('without a target stay as they are', () => {
    expect(read('https://www.google.com/url?q=').wrappers).toEqual([])
    expect(read('https://www.google.com/url?q=weather').wrappers).toEqual([])
  })
})

describe('defanging', () => {
  test('makes a URL harmless, and refanging whole again', () => {
    expect(defang('https://evil.example/x')).toBe('hxxps://evil[.]example/x')
    for (const text of ['hxxps://evil[.]example/x', 'hxxps[:]//evil[.]example/x', 'https://evil(dot)example/x', 'hxxps://evil{.}example/x'])
      expect(refang(text)).toBe('https://evil.example/x')
    expect(read('hxxp://evil[.]example').features).toContain('defanged')
  })

  test('and back gives the same URL', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        expect(refang(defang(url))).toBe(url)
      }),
    )
  })
})

describe('look-alikes', () => {
  const how = (host: string, domain: string) => lookAlike(host, domain)?.how

  test('are seen in foreign letters, digits, typing errors, words and front labels', () => {
    expect(how('раураl.com', 'раураl.com')).toBe('homograph')
    expect(how('paypa1.com', 'paypa1.com')).toBe('typo')
    expect(how('rnicrosoft.com', 'rnicrosoft.com')).toBe('typo')
    expect(how('netfllx.com', 'netfllx.com')).toBe('typo')
    expect(how('paypal-secure.example', 'paypal-secure.example')).toBe('word')
    expect(how('paypal.com.evil.example', 'evil.example')).toBe('subdomain')
    expect(how('login.microsoftonline.com-verify.example', 'com-verify.example')).toBe('subdomain')
    expect(how('ups-tracking.example', 'ups-tracking.example')).toBe('word')
  })

  test('are not seen where there are none', () => {
    for (const host of [
      'www.paypal.com',
      'yahoo.com.au',
      'verizon.net',
      'orange-juice.example',
      'groups.example',
      'applewood.example',
      'example.org',
      'pineapple.com',
    ])
      expect(lookAlike(host, host), host).toBeUndefined()
  })

  test('in names are the brand in whole words', () => {
    expect(brandInText('PayPaI Support')?.name ?? brandInText('PayPal Support')?.name).toBe('PayPal')
    expect(brandInText('Bank of America')?.name).toBe('Bank of America')
    expect(brandInText('Wells Fargo Alerts')?.name).toBe('Wells Fargo')
    expect(brandInText('Apple Core weekly')).toBeUndefined()
    expect(brandInText('Apple Support')?.name).toBe('Apple')
    expect(brandInText('Jane Doe')).toBeUndefined()
  })

  test('come from letters that look alike and scripts that do not mix', () => {
    expect(skeleton('Раураӏ')).toBe('paypal')
    expect(mixesScripts('pаypal')).toBe(true)
    expect(mixesScripts('東京tower')).toBe(false)
    expect(mixesScripts('привет')).toBe(false)
  })
})

test('any text is read without an exception', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom('http://', 'https://', 'hxxp[:]//', 'data:', '//', ''),
      (text, scheme) => {
        const url = readUrl(scheme + text, limits)
        if (!isMalformed(url)) expect(url.url.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 500 },
  )
})
