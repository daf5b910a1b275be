import { expect, test } from 'vitest'
import { daysIn, everyDay, listOfValue, periodOf, spansOf } from './period.ts'

const day = (day: string, kinds: Record<string, number>) => ({
  day,
  kinds,
  reports: Object.values(kinds).reduce((sum, one) => sum + one, 0),
})

test('a period is what was asked for, else the last thirty days with today', () => {
  expect(periodOf({}, '2026-03-01')).toEqual({ from: '2026-01-31', until: '2026-03-01' })
  expect(daysIn(periodOf({ last: '7' }, '2026-03-01'))).toBe(7)
  expect(periodOf({ last: '7', from: '2026-01-01', until: '2026-01-02' }, '2026-03-01')).toEqual({
    from: '2026-01-01',
    until: '2026-01-02',
  })
  // the wrong way round is as if it were not said
  expect(daysIn(periodOf({ from: '2026-01-02', until: '2026-01-01' }, '2026-03-01'))).toBe(30)
})

test('days on which nothing came are there, and many are gathered into fewer bars with all their reports', () => {
  const days = everyDay('2026-02-27', '2026-03-03', [day('2026-02-28', { spam: 2 }), day('2026-03-03', { spam: 1, none: 3 })])
  expect(days.map((one) => one.reports)).toEqual([0, 2, 0, 0, 4])
  expect(spansOf(days, 2)).toEqual([
    { from: '2026-02-27', until: '2026-03-01', reports: 2, kinds: { spam: 2 } },
    { from: '2026-03-02', until: '2026-03-03', reports: 4, kinds: { spam: 1, none: 3 } },
  ])
})

test('a figure leads to the reports that it counts: those days of UTC, without what was withdrawn', () => {
  expect(listOfValue({ from: '2026-01-01', until: '2026-01-02' }, 'network', '64496')).toEqual({
    asn: '64496',
    from: '2026-01-01',
    until: '2026-01-02',
    utc: true,
    state: 'received,analysed,withheld,expired',
  })
})
