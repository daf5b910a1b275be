import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countryCodes, isCountryCode } from '../../formats/iso3166.ts'
import { organisationCode } from './contract.ts'
import { cursorOf, pageOf, readCursor } from './cursor.ts'
import { isDigestDue } from './digest.ts'
import { keyIn, keyRefusal, makeKey, tidyScopes } from './key.ts'
import { digestLetter, invitationLetter, languageFor } from './letters.ts'
import { codeOf, freeCode } from './organisation.ts'

test('every name gives a code that the contract takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (name) => {
      expect(organisationCode.safeParse(freeCode(codeOf(name), new Set([codeOf(name)]))).success).toBe(true)
    }),
  )
  expect(codeOf('Agence des Télécoms & Postes')).toBe('agence-des-telecoms-post')
  expect(codeOf('国家互联网应急中心')).toMatch(/^org-[0-9a-f]{6}$/)
  expect(freeCode('a', new Set(['a', 'a-2']))).toBe('a-3')
})

test('a cursor is read back, and anything else is no cursor', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '"', '苍', ' ') }), fc.uuid(), (by, id) => {
      expect(readCursor(cursorOf(by, id))).toEqual({ by, id })
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => void readCursor(text)))
  for (const wrong of ['', 'x', cursorOf('a', 'not-an-id'), cursorOf('a\0', '01900000-0000-7000-8000-000000000000')])
    expect(readCursor(wrong)).toBeUndefined()
  expect(pageOf([1, 2, 3], 2, String)).toEqual({ rows: [1, 2], next: '2' })
  expect(pageOf([1, 2], 2, String)).toEqual({ rows: [1, 2], next: null })
})

test('a daily digest is due from its hour on, in the reader’s zone, once a day', () => {
  const wish = { digest: 'daily', hour: 8, timeZone: 'Asia/Shanghai' } as const
  const at = (text: string) => new Date(text)
  expect(isDigestDue(wish, null, at('2026-03-01T23:59:00Z'))).toBe(false)
  expect(isDigestDue(wish, null, at('2026-03-02T00:00:00Z'))).toBe(true)
  expect(isDigestDue(wish, at('2026-03-02T00:00:00Z'), at('2026-03-02T15:59:00Z'))).toBe(false)
  expect(isDigestDue(wish, at('2026-03-02T00:00:00Z'), at('2026-03-02T16:30:00Z'))).toBe(false)
  expect(isDigestDue(wish, at('2026-03-02T00:00:00Z'), at('2026-03-03T00:00:00Z'))).toBe(true)
  expect(isDigestDue({ ...wish, digest: 'off' }, null, at('2026-03-02T00:00:00Z'))).toBe(false)
  expect(isDigestDue({ ...wish, digest: 'hourly' }, at('2026-03-02T00:00:00Z'), at('2026-03-02T00:30:00Z'))).toBe(false)
  expect(isDigestDue({ ...wish, digest: 'hourly' }, at('2026-03-02T00:00:00Z'), at('2026-03-02T00:59:58Z'))).toBe(true)
})

test('a day that loses or gains an hour has one digest, asked for every hour', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Shanghai', 'Pacific/Apia', 'UTC'),
      fc.integer({ min: 0, max: 23 }),
      (timeZone, hour) => {
        let last: Date | null = null
        let sent = 0
        const begin = Date.UTC(2026, 2, 1)
        for (let n = 0; n < 24 * 40; n++) {
          const now = new Date(begin + n * 3_600_000)
          if (!isDigestDue({ digest: 'daily', hour, timeZone }, last, now)) continue
          last = now
          sent++
        }
        expect(Math.abs(sent - 40)).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 6 },
  )
})

test('a key is 256 random bits under its prefix, and is read out of a header that holds nothing else', () => {
  const { key, start } = makeKey()
  expect(key).toMatch(/^tcs_[A-Za-z0-9_-]{43}$/)
  expect(key.startsWith(start)).toBe(true)
  expect(keyIn(`Bearer ${key}`)).toBe(key)
  expect(keyIn(`bearer  ${key} `)).toBe(key)
  for (const wrong of ['', key, `Basic ${key}`, `Bearer ${key}x`, `Bearer ${key} ${key}`, 'Bearer tcs_'])
    expect(keyIn(wrong)).toBeUndefined()
  const now = new Date(1_000)
  expect(keyRefusal({ revoked: false, suspended: false, expires_at: new Date(1_001) }, now)).toBeUndefined()
  expect(keyRefusal({ revoked: false, suspended: false, expires_at: now }, now)).toBe('expired')
  expect(keyRefusal({ revoked: true, suspended: true, expires_at: now }, now)).toBe('revoked')
  expect(keyRefusal({ revoked: false, suspended: true, expires_at: new Date(1_001) }, now)).toBe('suspended')
  expect(tidyScopes(['write', 'read', 'write'])).toEqual(['read', 'write'])
})

test('letters are in the reader’s language where we have it, with its plural forms', () => {
  expect([languageFor('zh-Hans-CN'), languageFor('ar-EG'), languageFor('en-GB'), languageFor('pt')]).toEqual(['zh-CN', 'ar', 'en', 'en'])
  const about = (count: number) => ({ organisation: 'Agence', count, link: 'https://x.example/notices' })
  expect(digestLetter('en', about(1)).title).toBe('Agence: 1 new notice')
  expect(digestLetter('en', about(1_200)).title).toBe('Agence: 1,200 new notices')
  const arabic = [1, 2, 3, 11, 100].map((count) => digestLetter('ar', about(count)).title)
  expect(new Set(arabic).size).toBe(5)
  for (const locale of ['en', 'zh-CN', 'ar']) {
    expect(digestLetter(locale, about(3)).text).toContain('https://x.example/notices')
    expect(invitationLetter(locale, { organisation: 'Agence', link: 'https://x.example/i', expiresAt: new Date(0) }).text).toContain(
      'https://x.example/i',
    )
  }
})

test('country codes are the 249 assigned ones', () => {
  expect(countryCodes).toHaveLength(249)
  expect(new Set(countryCodes).size).toBe(249)
  expect([isCountryCode('SN'), isCountryCode('sn'), isCountryCode('EU'), isCountryCode('XK')]).toEqual([true, false, false, false])
})
