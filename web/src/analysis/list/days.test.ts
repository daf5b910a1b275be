import { expect, test } from 'vitest'
import { dayIn, lastDays } from './days.ts'

test('a day is that of the zone', () => {
  expect(dayIn(new Date('2026-03-01T23:30:00Z'), 'Asia/Shanghai')).toBe('2026-03-02')
  expect(dayIn(new Date('2026-03-01T00:30:00Z'), 'America/New_York')).toBe('2026-02-28')
})

test('the last days are all there, over months and changes of the clock, with their counts', () => {
  const days = lastDays(new Date('2026-03-31T12:00:00Z'), 'Europe/Berlin', 30, [
    { day: '2026-03-29', reports: 4 },
    { day: '2020-01-01', reports: 9 },
  ])
  expect(days).toHaveLength(30)
  expect(days[0]?.day).toBe('2026-03-02')
  expect(days.at(-1)?.day).toBe('2026-03-31')
  expect(new Set(days.map((one) => one.day)).size).toBe(30)
  expect(days.reduce((sum, one) => sum + one.reports, 0)).toBe(4)
})
