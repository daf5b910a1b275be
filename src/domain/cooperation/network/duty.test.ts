import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aheadDays, backlog, callDuty, rhythm } from './duty.ts'

const day = 86_400_000
const now = new Date('2026-11-30T12:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * day)

describe('a duty of the secretariat', () => {
  test('that is owed in a rhythm is due a month ahead, overdue after it, and due at once where it never was done', () => {
    expect(rhythm(null, 365, now)).toEqual({ state: 'due', last: null, due: null })
    expect([10, 340, 366].map((days) => rhythm(ago(days), 365, now).state)).toEqual(['done', 'due', 'overdue'])
    expect(rhythm(ago(10), 365, now).due).toEqual(new Date(now.getTime() + 355 * day))
  })

  test('never goes back by itself as time passes', () => {
    const order = { done: 0, due: 1, overdue: 2 }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3650 }), fc.nat(5000), fc.nat(5000), (every, age, more) => {
        const at = (days: number) => order[rhythm(ago(days), every, now).state]
        expect(at(age + more)).toBeGreaterThanOrEqual(at(age))
        if (at(age) === order.done) expect(every - age).toBeGreaterThan(aheadDays - 1)
      }),
    )
  })

  test('of calls is judged by the rhythm of each series: overdue where a whole quarter had none', () => {
    const series = { id: 'one', months: 3, since: new Date('2026-01-10T00:00:00Z') } as const
    const held = (at: string) => ({ series: 'one', at: new Date(at), state: 'held' }) as const
    expect(callDuty([], [], now)).toMatchObject({ state: 'due', of: 0 })
    expect(callDuty([series], [held('2026-08-01T10:00:00Z'), held('2026-10-05T10:00:00Z')], now).state).toBe('done')
    expect(callDuty([series], [held('2026-08-01T10:00:00Z')], now)).toMatchObject({ state: 'due', due: new Date('2027-01-01T00:00:00Z') })
    expect(callDuty([series], [held('2026-05-01T10:00:00Z')], now)).toMatchObject({
      state: 'overdue',
      last: new Date('2026-05-01T10:00:00Z'),
    })
  })

  test('that piles up is done when nothing is open, and overdue when it has waited too long', () => {
    expect(backlog(0, ago(100), 7, now)).toEqual({ state: 'done', last: null, due: null })
    expect(backlog(2, ago(3), 7, now).state).toBe('due')
    expect(backlog(2, ago(8), 7, now).state).toBe('overdue')
    expect(backlog(2, null, 7, now)).toEqual({ state: 'due', last: null, due: null })
  })
})
