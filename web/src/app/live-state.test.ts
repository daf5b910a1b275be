import { describe, expect, test } from 'vitest'
import { advance, concerns, type LiveEvent, type LiveState, readNotices, retryAfter, startingState } from './live-state.ts'

const having = (...events: readonly LiveEvent[]): LiveState => events.reduce(advance, startingState)

describe('the tab that leads', () => {
  test('is live once its connection stands', () => {
    expect(having({ kind: 'elected' }, { kind: 'opened' })).toEqual({ role: 'leading', link: 'live', failures: 0 })
  })

  test('takes one failure for a hiccup and polls from the second on', () => {
    expect(having({ kind: 'elected' }, { kind: 'opened' }, { kind: 'failed' }).link).toBe('connecting')
    expect(having({ kind: 'elected' }, { kind: 'opened' }, { kind: 'failed' }, { kind: 'failed' }).link).toBe('polling')
  })

  test('is live again as soon as the connection is, and its failures are forgotten', () => {
    const state = having({ kind: 'elected' }, { kind: 'failed' }, { kind: 'failed' }, { kind: 'opened' })
    expect(state).toEqual({ role: 'leading', link: 'live', failures: 0 })
  })

  test('believes no other tab about the connection', () => {
    expect(having({ kind: 'elected' }, { kind: 'opened' }, { kind: 'heard', link: 'polling' }).link).toBe('live')
    expect(having({ kind: 'elected' }, { kind: 'opened' }, { kind: 'silent' }).link).toBe('live')
  })
})

describe('a tab that waits', () => {
  test('is as live as its leader says', () => {
    expect(having({ kind: 'heard', link: 'live' }).link).toBe('live')
    expect(having({ kind: 'heard', link: 'live' }, { kind: 'heard', link: 'polling' }).link).toBe('polling')
  })

  test('polls when nothing is heard of a leader', () => {
    expect(having({ kind: 'heard', link: 'live' }, { kind: 'silent' }).link).toBe('polling')
  })

  test('begins anew when it is elected itself', () => {
    expect(having({ kind: 'heard', link: 'live' }, { kind: 'elected' })).toEqual({ role: 'leading', link: 'connecting', failures: 0 })
  })
})

describe('tries', () => {
  test('are further and further apart, up to a minute and a quarter', () => {
    const waits = [1, 2, 3, 4, 5, 6, 20].map((failures) => retryAfter(failures, 0.5))
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(retryAfter(20, 1)).toBeLessThanOrEqual(75_000)
  })

  test('of many browsers do not fall together', () => {
    expect(retryAfter(3, 0)).not.toBe(retryAfter(3, 1))
  })
})

describe('a notice', () => {
  const report = (id: string) => [{ kind: 'report', id }]

  test('concerns what was read of its kind', () => {
    expect(concerns(report('7'), { live: ['report'] })).toBe(true)
    expect(concerns(report('7'), { live: ['person', 'item'] })).toBe(false)
    expect(concerns(report('7'), {})).toBe(false)
    expect(concerns(report('7'), undefined)).toBe(false)
  })

  test('of one thing does not concern another, one without an id concerns all of the kind', () => {
    expect(concerns(report('7'), { live: ['report'], id: '7' })).toBe(true)
    expect(concerns(report('7'), { live: ['report'], id: '8' })).toBe(false)
    expect(concerns(report(''), { live: ['report'], id: '8' })).toBe(true)
  })

  test('of every kind concerns everything', () => {
    expect(concerns([{ kind: '*', id: '' }], undefined)).toBe(true)
  })
})

test('what cannot be read is no notice', () => {
  expect(readNotices('[{"kind":"report","id":"7"}]')).toEqual([{ kind: 'report', id: '7' }])
  for (const text of ['', 'null', '{}', '[null]', '[{"kind":1,"id":"7"}]', '[[', '"report"']) expect(readNotices(text)).toEqual([])
})
