import { expect, test } from 'vitest'
import { day, filters, flag, oneOf, ownPath, someOf, words } from './search.ts'

const read = filters({
  q: words(5),
  of: oneOf(['me', 'all']),
  severity: someOf(['low', 'high']),
  parked: flag(),
  from: day(),
  next: ownPath(),
})

test('what can be read is there, typed', () => {
  expect(read({ q: 'spam', of: 'me', severity: 'high,low', parked: true, from: '2026-11-21', next: '/people?x=1#y' })).toEqual({
    q: 'spam',
    of: 'me',
    severity: 'high,low',
    parked: true,
    from: '2026-11-21',
    next: '/people?x=1#y',
  })
})

test('what cannot be read is as if it were not there', () => {
  expect(read({ q: 'too long', of: 'you', severity: 'grave', parked: false, from: '2026-13-45', other: 'x' })).toEqual({})
  expect(read({ q: '', of: null, severity: 7, parked: 'no', from: 'today', next: {} })).toEqual({})
})

test('unknown values among known ones are dropped', () => {
  expect(read({ severity: 'high,grave,low' })).toEqual({ severity: 'high,low' })
})

test('a number in the URL is text again', () => {
  expect(read({ q: 42 })).toEqual({ q: '42' })
})

test('the way on after signing in leads to this console and nowhere else', () => {
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'people', ''])
    expect(read({ next })).toEqual({})
})
