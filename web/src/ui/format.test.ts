import { describe, expect, test } from 'vitest'
import {
  countryName,
  dayAfter,
  formatInstant,
  formatNumber,
  formatRelative,
  formatSize,
  formatSpan,
  languageName,
  offsetOf,
  relativeStaysFor,
  startOfDay,
} from './format.ts'

// some locales put a narrow space where others put a plain one, and isolates are there for the eye only
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u2066-\u2069\u200e\u200f]/g, '')
const noon = new Date('2026-11-21T12:00:00Z')

describe('an instant', () => {
  test('is said in the zone of the reader, with the offset that the zone has that day', () => {
    expect(plain(formatInstant(noon, 'en-GB', 'Europe/Zurich', 'minute'))).toBe('21 Nov 2026, 13:00 +01:00')
    expect(plain(formatInstant(new Date('2026-07-01T12:00:00Z'), 'en-GB', 'Europe/Zurich', 'minute'))).toBe('1 Jul 2026, 14:00 +02:00')
    expect(plain(formatInstant(noon, 'en-GB', 'Asia/Kolkata', 'second'))).toBe('21 Nov 2026, 17:30:00 +05:30')
  })

  test('in UTC says UTC, and a day alone says no offset', () => {
    expect(plain(formatInstant(noon, 'en-GB', 'UTC', 'minute'))).toBe('21 Nov 2026, 12:00 UTC')
    expect(plain(formatInstant(noon, 'zh-CN', 'UTC', 'date'))).toBe('2026年11月21日')
  })

  test('west of Greenwich has a minus sign, and no hyphen', () => {
    expect(offsetOf(noon, 'America/Sao_Paulo')).toBe('−03:00')
    expect(offsetOf(noon, 'Africa/Accra')).toBe('UTC')
  })

  test('has the digits of the locale', () => {
    expect(plain(formatInstant(noon, 'ar-EG', 'UTC', 'date'))).toMatch(/[٠-٩]/)
    expect(plain(formatInstant(noon, 'ar-MA', 'UTC', 'date'))).toMatch(/2026/)
  })
})

describe('a day', () => {
  test('begins when it begins in the zone', () => {
    expect(startOfDay('2026-11-21', 'Europe/Zurich')).toBe('2026-11-20T23:00:00.000Z')
    expect(startOfDay('2026-11-21', 'America/Sao_Paulo')).toBe('2026-11-21T03:00:00.000Z')
    expect(startOfDay('2026-11-21', 'UTC')).toBe('2026-11-21T00:00:00.000Z')
  })

  test('is followed by the next, over months and leap years', () => {
    expect(dayAfter('2026-11-30')).toBe('2026-12-01')
    expect(dayAfter('2028-02-28')).toBe('2028-02-29')
    expect(dayAfter('2026-12-31')).toBe('2027-01-01')
  })
})

describe('a distance in time', () => {
  const ago = (seconds: number) => plain(formatRelative(new Date(noon.getTime() - seconds * 1_000), noon, 'en'))

  test.each(['en', 'zh-CN', 'ar'])('tells what was from what will be, in every unit: %s', (locale) => {
    const units = [11, 60, 3_600, 86_400, 604_800, 2_629_800, 31_557_600]
    for (const seconds of units.flatMap((unit) => Array.from({ length: 12 }, (_, at) => unit * (at + 1)))) {
      const [before, after] = [-seconds, seconds].map((one) => formatRelative(new Date(noon.getTime() + one * 1_000), noon, locale))
      expect([seconds, before]).not.toEqual([seconds, after])
    }
  })

  test('is said in the largest unit that fits', () => {
    expect([3, 45, 125, 7_300, 90_000, 3_000_000].map(ago)).toEqual([
      'now',
      '45 sec. ago',
      '2 min. ago',
      '2 hr. ago',
      'yesterday',
      'last mo.',
    ])
  })

  test('can lie ahead', () => {
    expect(ago(-200)).toBe('in 3 min.')
  })

  test('is looked at again the more often the shorter it is', () => {
    const stays = [5, 600, 90_000].map((seconds) => relativeStaysFor(new Date(noon.getTime() - seconds * 1_000), noon))
    expect(stays).toEqual([...stays].sort((one, other) => one - other))
    expect(new Set(stays).size).toBe(3)
  })
})

test('a size counts in thousands', () => {
  expect([0, 999, 1_000, 18_600, 250_000, 52_428_800, 3e12].map((bytes) => plain(formatSize(bytes, 'en')))).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '18.6 kB',
    '250 kB',
    '52.4 MB',
    '3 TB',
  ])
})

test('a span is said in its two largest units', () => {
  expect(plain(formatSpan(200, 'en'))).toBe('3 min 20 sec')
  expect(plain(formatSpan(0, 'en'))).toBe('0 sec')
  expect(plain(formatSpan(90_061, 'en'))).toBe('1 day 1 hr')
})

test('countries and languages have names in the language of the reader, and unknown codes stay as they are', () => {
  expect(countryName('ch', 'en')).toBe('Switzerland')
  expect(countryName('CH', 'zh-CN')).toBe('瑞士')
  expect(countryName('CH', 'ar')).toBe('سويسرا')
  expect(countryName('??', 'en')).toBe('??')
  expect(languageName('zh', 'en')).toBe('Chinese')
  expect(languageName('not a tag', 'en')).toBe('not a tag')
})

test('numbers are grouped as the locale does it', () => {
  expect(formatNumber(1_234_567, 'en')).toBe('1,234,567')
  expect(plain(formatNumber(1_234_567, 'fr'))).toBe('1 234 567')
})
