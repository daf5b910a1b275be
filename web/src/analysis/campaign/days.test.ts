import { expect, test } from 'vitest'
import { spansOf } from './days.ts'

test('days without reports have a bar too, up to the last day', () => {
  const spans = spansOf(
    [
      { day: '2026-03-01', reports: 2 },
      { day: '2026-03-04', reports: 1 },
    ],
    '2026-03-05',
  )
  expect(spans.map(({ from, reports }) => [from, reports])).toEqual([
    ['2026-03-01', 2],
    ['2026-03-02', 0],
    ['2026-03-03', 0],
    ['2026-03-04', 1],
    ['2026-03-05', 0],
  ])
})

test('a long time is gathered into few bars that lose no report', () => {
  const days = Array.from({ length: 400 }, (_, at) => ({
    day: new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10),
    reports: at % 3,
  }))
  const spans = spansOf(days, '2026-03-01', 60)
  expect(spans.length).toBeLessThanOrEqual(60)
  expect(spans.reduce((sum, { reports }) => sum + reports, 0)).toBe(days.reduce((sum, { reports }) => sum + reports, 0))
  expect(spans.at(-1)?.until).toBe('2026-03-01')
  expect(spansOf([], '2026-03-01')).toEqual([])
})
