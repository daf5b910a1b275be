import { expect, test } from 'vitest'
import { figuresOf, lastDayOf, publishedBefore, weekOf } from './week.ts'

test('a week of fewer than ten reports shows nothing of them, and cases apart', () => {
  const counts = [
    { what: 'reports', value: '', count: 9 },
    { what: 'kind', value: 'spam', count: 9 },
    { what: 'ended', value: '', count: 14 },
    { what: 'days', value: '', count: 6 },
  ]
  expect(figuresOf(counts)).toEqual([
    { what: 'ended', value: '', figure: 15 },
    { what: 'days', value: '', figure: 6 },
  ])
  expect(weekOf('2026-11-16', figuresOf(counts))).toMatchObject({ reports: null, kinds: [], ended: { cases: 15, medianDays: 6 } })
})

test('how long cases took is told only where enough ended', () => {
  expect(
    figuresOf([
      { what: 'ended', value: '', count: 9 },
      { what: 'days', value: '', count: 2 },
    ]),
  ).toEqual([])
})

test('each property is suppressed by itself', () => {
  const figures = figuresOf([
    { what: 'reports', value: '', count: 62 },
    { what: 'kind', value: 'spam', count: 30 },
    { what: 'kind', value: 'phishing', count: 32 },
    { what: 'channel', value: 'mail', count: 60 },
    { what: 'channel', value: 'public', count: 2 },
  ])
  expect(weekOf('2026-11-16', figures)).toMatchObject({
    reports: 60,
    kinds: [
      { value: 'phishing', reports: 30 },
      { value: 'spam', reports: 30 },
    ],
    channels: [],
    ended: null,
  })
})

test('a week lasts from Monday to Sunday, and is published from the Tuesday after', () => {
  expect(lastDayOf('2026-11-16')).toBe('2026-11-22')
  expect(publishedBefore(new Date('2026-11-24T00:00:00Z'))).toBe('2026-11-23')
})
