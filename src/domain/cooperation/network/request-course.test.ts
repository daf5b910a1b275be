import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestActs, requestSides, requestStates } from '../contract/network/request-names.ts'
import { type Course, courseAfter, duesOf, firstPeriods, isOpen, mayAct, overdue, passedOn, rankOf, stateAt } from './request-course.ts'

const start = new Date('2026-03-02T09:00:00Z')
const later = (days: number) => new Date(start.getTime() + days * 86_400_000)
const dues = duesOf(start, { urgency: 'ordinary', data: ['logs'], foreign: true }, null, firstPeriods)
const sent: Course = { ...dues, state: 'sent', sentAt: start, acknowledgedAt: null, questionedAt: null, partlyAt: null, endedAt: null }

describe('the clocks of a request', () => {
  test('are the network’s, unless industry says of itself what it takes; the slowest kind of data counts', () => {
    expect(dues).toEqual({ acknowledgeDue: later(3), answerDue: later(30), expiresAt: later(120) })
    const lines = [
      { category: 'logs', asker: 'foreign', given: 'yes', days: 45 },
      { category: 'subscriber', asker: 'foreign', given: 'yes', days: 5 },
      { category: 'logs', asker: 'domestic', given: 'yes', days: 2 },
    ] as const
    const said = { lines, emergencyHours: 6 }
    const of = (urgency: 'ordinary' | 'urgent' | 'emergency', foreign = true) =>
      duesOf(start, { urgency, data: ['logs', 'subscriber'], foreign }, said, firstPeriods)
    expect(of('ordinary').answerDue).toEqual(later(45))
    expect(of('ordinary', false).answerDue).toEqual(later(2))
    expect(of('urgent').answerDue).toEqual(later(7))
    expect(of('emergency')).toMatchObject({ acknowledgeDue: later(0.25), answerDue: later(0.25) })
  })

  test('stand while a question waits for whoever asked', () => {
    const asked = courseAfter('asked', sent, 'question', later(2)) as Course
    expect(asked).toMatchObject({ state: 'questioned', acknowledgedAt: later(2), answerDue: later(30) })
    expect(overdue(asked, later(40))).toBe('question')
    const replied = courseAfter('asker', asked, 'reply', later(12)) as Course
    expect(replied).toMatchObject({ state: 'acknowledged', questionedAt: null, answerDue: later(40), expiresAt: later(130) })
    expect(overdue(replied, later(39))).toBeUndefined()
    expect(overdue(replied, later(41))).toBe('answer')
  })

  test('say what is overdue, and that it is over long after that', () => {
    expect([1, 4, 31].map((days) => overdue(sent, later(days)))).toEqual([undefined, 'acknowledge', 'acknowledge'])
    expect(stateAt(sent, later(119))).toBe('sent')
    expect(stateAt(sent, later(120))).toBe('expired')
    expect(overdue(sent, later(121))).toBeUndefined()
    expect(mayAct('asked', sent, 'answer', later(121))).toBe(false)
  })
})

describe('the course of a request', () => {
  test('goes from partly answered through a question back to partly answered, and ends by an answer', () => {
    let now: Course = sent
    for (const [side, act, state] of [
      ['asked', 'acknowledge', 'acknowledged'],
      ['asked', 'partial', 'partly'],
      ['asked', 'question', 'questioned'],
      ['asker', 'reply', 'partly'],
      ['asked', 'answer', 'answered'],
    ] as const) {
      now = courseAfter(side, now, act, later(1)) as Course
      expect(now.state).toBe(state)
    }
    expect(now.endedAt).toEqual(later(1))
  })

  test('lets each side do its own alone, only while it runs, and never leaves an end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        fc.constantFrom(...requestSides),
        fc.constantFrom(...requestActs),
        (state, side, act) => {
          const course = { ...sent, state, questionedAt: state === 'questioned' ? start : null }
          const next = courseAfter(side, course, act, later(1))
          const own = side === 'asker' ? act === 'reply' || act === 'withdraw' : act !== 'reply' && act !== 'withdraw'
          if (!isOpen(state) || !own) expect(next).toBeUndefined()
          if (next === undefined) return
          expect((next.endedAt === null) === isOpen(next.state)).toBe(true)
          expect((next.questionedAt === null) === (next.state !== 'questioned')).toBe(true)
          expect(next.sentAt).toEqual(start)
        },
      ),
    )
  })

  test('begins anew with whom it was passed on to, its time running on', () => {
    const heard = courseAfter('asked', sent, 'acknowledge', later(1)) as Course
    expect(courseAfter('asked', heard, 'pass-on', later(2))).toMatchObject({ state: 'passed-on', endedAt: later(2) })
    expect(passedOn(heard)).toMatchObject({ state: 'sent', acknowledgedAt: null, endedAt: null, answerDue: later(30) })
    expect(courseAfter('asked', { ...heard, state: 'partly' }, 'pass-on', later(2))).toBeUndefined()
  })
})

test('a queue goes by the weight of whoever is asked, else by the harm that was released', () => {
  expect([rankOf(null, null), rankOf(41.26, null), rankOf(41.26, 80)]).toEqual([0, 413, 800])
})
