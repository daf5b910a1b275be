import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, test } from 'vitest'
import { gatherer } from './gather.ts'

test('what waits at the same moment goes together, in groups no larger than asked, and each gets its own answer', async () => {
  const groups: number[] = []
  const take = gatherer<number, number>(4, 1, async (group) => {
    groups.push(group.length)
    return group.map((one) => one * 2)
  })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => take(at)))
  expect(answers).toEqual(Array.from({ length: 10 }, (_, at) => at * 2))
  expect(Math.max(...groups)).toBe(4)
  expect(groups.reduce((sum, one) => sum + one, 0)).toBe(10)
})

test('one bad element does not refuse the rest of its group', async () => {
  const take = gatherer<number, number>(8, 1, async (group) => {
    if (group.includes(3)) throw new Error('three')
    return group
  })
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(take))
  expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('a group carries nothing of the caller that happened to start it', async () => {
  const carried = new AsyncLocalStorage<string>()
  const seen: (string | undefined)[] = []
  const take = gatherer<number, number>(8, 1, async (group) => {
    seen.push(carried.getStore())
    return group
  })
  await Promise.all([carried.run('first', () => take(1)), carried.run('second', () => take(2))])
  await carried.run('third', () => take(3))
  expect(new Set(seen)).toEqual(new Set([undefined]))
})
