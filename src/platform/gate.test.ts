import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openGate } from './gate.ts'

test('so many are inside at once, and all come through in their order, whether they fail or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ turns: fc.nat(4), fails: fc.boolean() }), { maxLength: 30 }),
      async (atOnce, all) => {
        const gate = openGate(atOnce)
        const begun: number[] = []
        let inside = 0
        const outcomes = await Promise.allSettled(
          all.map(({ turns, fails }, at) =>
            gate(async () => {
              begun.push(at)
              inside++
              expect(inside).toBeLessThanOrEqual(atOnce)
              for (let i = 0; i < turns; i++) await turn()
              inside--
              if (fails) throw new Error('no')
              return at
            }),
          ),
        )
        expect(begun).toEqual(all.map((_, at) => at))
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(all.map(({ fails }) => fails))
      },
    ),
    { numRuns: 100 },
  )
})
