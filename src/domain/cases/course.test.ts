import { describe, expect, test } from 'vitest'
import { courseOf, type Reached } from './course.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour))
const row = { kind: 'phishing', state: 'closed', opened_at: at(1), closed_at: at(9), closed_why: 'done' } as const
const sent = (kind: Reached['kind'], role: string | null, hour = 3): Reached => ({ kind, role, outcome: 'sent', at: at(hour) })

describe('the course of a case', () => {
  test('names those who were told by kinds that give nothing away, and when the first was', () => {
    const reached = [
      sent('take-down', 'host', 4),
      sent('notify', 'network'),
      sent('refer', 'authority', 2),
      sent('tell-customer', 'customer'),
    ]
    expect(courseOf(row, reached, null)).toMatchObject({ told: ['host', 'network', 'other'], toldAt: at(2) })
  })

  test('says nothing of letters to those who reported, nor of what was not sent', () => {
    const reached = [
      sent('reply', 'reporter'),
      sent('warn-affected', 'victim'),
      sent('hotline', null),
      { ...sent('notify', 'host'), outcome: 'acted' as const },
    ]
    expect(courseOf(row, reached, null)).toMatchObject({ told: [], toldAt: null })
  })

  test('was stopped only where somebody acted since it was last taken up', () => {
    const acted = { ...sent('take-down', 'host'), outcome: 'acted' as const }
    expect(courseOf(row, [acted], null)?.endedHow).toBe('stopped')
    expect(courseOf(row, [acted], at(5))?.endedHow).toBe('handled')
    expect(courseOf({ ...row, closed_why: 'out-of-reach' }, [acted], null)?.endedHow).toBe('out-of-reach')
    expect(courseOf({ ...row, state: 'open', closed_at: null, closed_why: null }, [acted], null)).toMatchObject({
      endedAt: null,
      endedHow: null,
    })
  })

  test('is none of a case that lives on in another, or that concerns children', () => {
    expect(courseOf({ ...row, state: 'merged', closed_why: 'merged' }, [], null)).toBeNull()
    expect(courseOf({ ...row, kind: 'child-material' }, [], null)).toBeNull()
  })
})
