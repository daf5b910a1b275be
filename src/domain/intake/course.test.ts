import { describe, expect, test } from 'vitest'
import { type Course, stepsOf } from './course.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour))
const report = { state: 'analysed', receivedAt: at(5), readAt: at(6) } as const
const course: Course = { begunAt: at(8), resumedAt: null, told: ['host'], toldAt: at(9), endedAt: at(20), endedHow: 'stopped' }
const kinds = (...given: Parameters<typeof stepsOf>) => stepsOf(...given).map(({ kind }) => kind)

describe('what a reporter sees', () => {
  test('is each step in the order of time', () => {
    expect(kinds(report, course, 'full')).toEqual(['received', 'read', 'begun', 'told', 'ended'])
    expect(kinds(report, { ...course, resumedAt: at(15), endedAt: null, endedHow: null }, 'full')).toEqual([
      'received',
      'read',
      'begun',
      'told',
      'resumed',
    ])
  })

  test('of what began before the report came, begins no earlier than the report was read', () => {
    const early = { ...course, begunAt: at(1), toldAt: at(2) }
    expect(stepsOf(report, early, 'full').map((step) => step.at)).toEqual([at(5), at(6), at(6), at(6), at(20)])
  })

  test('is not an end that came before the report', () => {
    expect(kinds(report, { ...course, endedAt: at(4) }, 'full')).toEqual(['received', 'read'])
  })

  test('is no course where the organisation shows none, and nobody told where it shows it plainly', () => {
    expect(kinds(report, course, 'none')).toEqual(['received', 'read'])
    expect(kinds(report, course, 'plain')).toEqual(['received', 'read', 'begun', 'ended'])
  })

  test.each(['withdrawn', 'withheld', 'expired'] as const)('of a report that is %s is only that it came', (state) => {
    expect(kinds({ ...report, state }, course, 'full')).toEqual(['received'])
  })
})
