import { expect, test } from 'vitest'
import { dayOf, endOfDay } from './due.ts'

test('a deadline is the last second of its day where the reader is, and is shown as that day again', () => {
  for (const zone of ['UTC', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    for (const day of ['2026-03-29', '2026-10-25', '2026-12-31', '2028-02-29'])
      expect([zone, dayOf(endOfDay(day, zone), zone)]).toEqual([zone, day])
  }
  expect(endOfDay('2026-11-30', 'Europe/Zurich')).toBe('2026-11-30T22:59:59.000Z')
  expect(dayOf(null, 'UTC')).toBe('')
})
