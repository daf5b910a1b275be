import { expect, test } from 'vitest'
import { queryOf, tokensOf } from '../../analysis/index.ts'
import { allPlacesIn } from '../reply-words.ts'
import { placesOf } from './copy.ts'
import { aboveCeiling, firstRule, referencesApart, stateAt } from './sharing.ts'

test('a role decides up to its ceiling of mark and of recipient, an administrator on all', () => {
  const to = (...kinds: ('member' | 'group' | 'country' | 'agencies')[]) => kinds.map((kind) => ({ kind }))
  expect(aboveCeiling(firstRule, 'analyst', { tlp: 'green', recipients: to('member', 'group') })).toBeUndefined()
  expect(aboveCeiling(firstRule, 'analyst', { tlp: 'clear', recipients: to('member') })).toBe('tlp')
  expect(aboveCeiling(firstRule, 'analyst', { tlp: 'red', recipients: to('member', 'country') })).toBe('reach')
  expect(aboveCeiling(firstRule, 'manager', { tlp: 'clear', recipients: to('agencies') })).toBeUndefined()
  expect(aboveCeiling(firstRule, 'manager', { tlp: 'clear', recipients: [{ kind: 'country-agencies' }] })).toBeUndefined()
  expect(aboveCeiling(firstRule, 'analyst', { tlp: 'green', recipients: [{ kind: 'country-agencies' }] })).toBe('reach')
  const narrow = { ...firstRule, manager: { tlp: 'red', reach: 'member' } as const }
  expect(aboveCeiling(narrow, 'manager', { tlp: 'amber', recipients: to('member') })).toBe('tlp')
  expect(aboveCeiling(narrow, 'administrator', { tlp: 'clear', recipients: to('agencies') })).toBeUndefined()
  expect(aboveCeiling(firstRule, null, { tlp: 'clear', recipients: to('member') })).toBe('tlp')
})

test('what was shared until a moment is over from then on', () => {
  const until = new Date('2026-01-01T00:00:00Z')
  expect(stateAt({ state: 'shared', until }, new Date('2025-12-31T23:59:59Z'))).toBe('shared')
  expect(stateAt({ state: 'shared', until }, until)).toBe('expired')
  expect(stateAt({ state: 'recalled', until }, until)).toBe('recalled')
  expect(stateAt({ state: 'shared', until: null }, until)).toBe('shared')
})

test('of a long text every place is looked at, on however few lines it stands', () => {
  const values = Array.from({ length: 3_000 }, (_, at) => `host${at}.example`)
  const technique = {
    ...({ kind: 'technique', title: '', of: 'rules', version: 1, madeAt: '', textSha256: '' } as const),
    ...{ entries: 1, result: null, origin: null },
  }
  const rule = `rule "a" { link.host is ("${values.join('", "')}") }`
  for (const body of [
    { ...technique, description: '', text: rule },
    { ...technique, description: values.join(' '), text: '' },
    { kind: 'document', title: '', language: 'en', text: values.join(' ') } as const,
  ]) {
    const named = new Set(placesOf(body).texts.flatMap((text) => allPlacesIn(text).map(({ value }) => value)))
    expect(values.filter((one) => !named.has(one))).toEqual([])
  }
})

test('a copy that is called by a report’s reference is found by it, with the organisation before it or without', () => {
  const tokens = new Set(tokensOf('harbour-R-7K3M-9Q2X'))
  const asked = (words: string) => [...(queryOf(referencesApart(words)) ?? '').matchAll(/'([^']+)'/g)].map(([, token]) => token)
  for (const words of ['R-7K3M-9Q2X', 'r-7k3m-9q2x', 'harbour-R-7K3M-9Q2X', 'harbour R-7K3M-9Q2X']) {
    expect([words, asked(words).length > 0, asked(words).filter((token) => !tokens.has(token ?? ''))]).toEqual([words, true, []])
  }
  expect(referencesApart('C-2026-0042 XR-7K3M-9Q2X R-7K3M')).toBe('C-2026-0042 XR-7K3M-9Q2X R-7K3M')
})
