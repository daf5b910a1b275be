import { expect, test } from 'vitest'
import { chooseLanguage, directionOf, formatLocale, isTag, zoneOr } from './languages.ts'

test('the first language that is spoken here wins, whatever its region', () => {
  expect(chooseLanguage(['fr-CH', 'ar-EG', 'en'])).toBe('ar')
  expect(chooseLanguage(['zh-TW'])).toBe('zh-CN')
  expect(chooseLanguage(['ZH-cn'])).toBe('zh-CN')
  expect(chooseLanguage(['ru', 'es'])).toBe('en')
  expect(chooseLanguage([])).toBe('en')
})

test('dates and numbers follow the region that the browser names for the language', () => {
  expect(formatLocale('en', ['de-CH', 'en-GB'])).toBe('en-GB')
  expect(formatLocale('ar', ['ar-EG'])).toBe('ar-EG')
  expect(formatLocale('ar', ['en-US'])).toBe('ar')
})

test('what a browser calls itself and is no language tag is passed over', () => {
  expect(isTag('en-US@posix')).toBe(false)
  expect(formatLocale('en', ['en-US@posix', 'en-IE'])).toBe('en-IE')
  expect(formatLocale('en', ['en-US@posix'])).toBe('en')
})

test('Arabic is written from the right', () => {
  expect(directionOf('ar')).toBe('rtl')
  expect(directionOf('zh-CN')).toBe('ltr')
})

test('a time zone that is none gives way to UTC', () => {
  expect(zoneOr('Europe/Zurich', 'UTC')).toBe('Europe/Zurich')
  for (const zone of ['Etc/Unknown', '', 'Mars/Olympus', 'x'.repeat(500)]) expect(zoneOr(zone, 'UTC')).toBe('UTC')
})
