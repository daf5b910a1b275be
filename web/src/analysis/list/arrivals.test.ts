import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivedSince, isNewer, refreshed } from './arrivals.ts'

const line = fc.record({
  id: fc.uuid(),
  receivedAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z'),
  state: fc.string(),
})
const lines = fc.uniqueArray(line, { selector: (one) => one.id, maxLength: 12 }).map((all) => all.sort((a, b) => (isNewer(a, b) ? -1 : 1)))

describe('reports that arrive while a list is read', () => {
  test('are those above its top, each once, and with the list they make a list in order', () => {
    fc.assert(
      fc.property(lines, fc.nat(12), (all, at) => {
        const shown = all.slice(at)
        const fresh = arrivedSince(shown, all)
        expect([...fresh, ...shown]).toEqual(all)
      }),
    )
  })

  test('never move what is shown, and show its newest state', () => {
    fc.assert(
      fc.property(lines, lines, (shown, others) => {
        const newest = [...others, ...shown.map((one) => ({ ...one, state: 'new' }))]
        const after = refreshed(shown, newest)
        expect(after.map((one) => one.id)).toEqual(shown.map((one) => one.id))
        expect(after.every((one) => one.state === 'new')).toBe(true)
      }),
    )
  })
})
