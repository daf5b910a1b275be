import { expect, test } from 'vitest'
import { secrecyMarks } from '../contract/network/names.ts'
import { indicatorKey, keptBy } from './secret.ts'

test('marks of others keep it from everybody but their owner, to whom it goes under the same', () => {
  for (const mark of secrecyMarks) {
    const given = [{ owner: 'a', secrecy: [mark] }]
    expect(keptBy(given, (owner) => owner === 'b', [mark])).toEqual([mark])
    expect(keptBy(given, (owner) => owner === 'a', [])).toEqual([mark])
    expect(keptBy(given, (owner) => owner === 'a', [mark])).toEqual([])
  }
  const two = [
    { owner: 'a', secrecy: ['confidential' as const] },
    { owner: 'b', secrecy: ['confidential' as const] },
  ]
  expect(keptBy(two, (owner) => owner === 'a', ['confidential'])).toEqual(['confidential'])
  expect(keptBy([{ owner: 'a', secrecy: [] }], () => false, [])).toEqual([])
})

test('an indicator is known however its host is written, and a path stays as it is', () => {
  expect(indicatorKey('domain', ' Phish.Example ')).toBe(indicatorKey('host', 'phish.example'))
  expect(indicatorKey('url', 'https://a.example/A')).not.toBe(indicatorKey('url', 'https://a.example/a'))
  expect(indicatorKey('domain', 'a.example')).not.toBe(indicatorKey('sender', 'a.example'))
  expect(indicatorKey('domain', 'a.example')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})
