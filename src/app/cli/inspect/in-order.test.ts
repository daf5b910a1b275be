import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

async function* counting(most: number, taken: number[]): AsyncGenerator<number> {
  for (let i = 0; i < most; i++) {
    taken.push(i)
    yield i
  }
}

describe('work in order', () => {
  test('gives the answers in the order of the things, whichever is done first, and never holds more than the window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(30),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(8), { minLength: 30, maxLength: 30 }),
        async (most, count, weight, delays) => {
          let under = 0
          let heaviest = 0
          const weights = delays.map((one) => one + 1)
          const answers: number[] = []
          const work = async (one: number): Promise<number> => {
            under += weights[one] ?? 0
            heaviest = Math.max(heaviest, under - Math.max(...weights))
            for (let i = 0; i < (delays[one] ?? 0); i++) await setImmediate()
            under -= weights[one] ?? 0
            return one * 2
          }
          for await (const answer of inOrder(counting(most, []), { count, weight }, (one) => weights[one] ?? 0, work)) answers.push(answer)
          expect(answers).toEqual(Array.from({ length: most }, (_, i) => i * 2))
          expect(heaviest).toBeLessThanOrEqual(weight)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('takes no more than is wanted, and lets go of the stream when nobody asks on', async () => {
    const taken: number[] = []
    for await (const answer of inOrder(
      counting(1000, taken),
      { count: 4, weight: 100 },
      () => 1,
      async (one) => one,
    ))
      if (answer === 2) break
    expect(taken.length).toBeLessThanOrEqual(7)
  })

  test('one thing heavier than the window is worked on alone', async () => {
    const answers: number[] = []
    for await (const answer of inOrder(
      counting(3, []),
      { count: 9, weight: 1 },
      () => 50,
      async (one) => one,
    ))
      answers.push(answer)
    expect(answers).toEqual([0, 1, 2])
  })

  test('a failure reaches the one who asks', async () => {
    const fail = async (one: number): Promise<number> => {
      if (one === 1) throw new Error('broken')
      return one
    }
    const answers = inOrder(counting(5, []), { count: 3, weight: 9 }, () => 1, fail)
    expect((await answers.next()).value).toBe(0)
    await expect(answers.next()).rejects.toThrow('broken')
  })
})
