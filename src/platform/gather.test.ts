import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatherer } from './gather.ts'

/** A gatherer whose groups the test lets go one by one. */
function held(size: number, side: number) {
  const groups: { readonly of: readonly number[]; readonly end: (answer: readonly string[] | Error) => void }[] = []
  const gather = gatherer<number, string>(
    size,
    side,
    (group) =>
      new Promise((resolve, reject) => {
        groups.push({ of: group, end: (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)) })
      }),
  )
  const named = (of: readonly number[]) => of.map((n) => `got ${n}`)
  return { gather, groups, named }
}

describe('what waits at the same moment', () => {
  test('goes as one group, and what comes meanwhile gathers for the next', async () => {
    const { gather, groups, named } = held(10, 1)
    const first = [1, 2, 3].map(gather)
    await turn()
    await turn()
    const second = [4, 5].map(gather)
    await turn()
    expect(groups.map(({ of }) => of)).toEqual([[1, 2, 3]])
    groups[0]?.end(named([1, 2, 3]))
    expect(await Promise.all(first)).toEqual(named([1, 2, 3]))
    await turn()
    expect(groups.map(({ of }) => of)).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
    groups[1]?.end(named([4, 5]))
    expect(await Promise.all(second)).toEqual(named([4, 5]))
  })

  test('is split at the size of a group, and no more groups run side by side than allowed', async () => {
    const { gather, groups, named } = held(2, 2)
    const all = [1, 2, 3, 4, 5].map(gather)
    await turn()
    await turn()
    expect(groups.map(({ of }) => of)).toEqual([
      [1, 2],
      [3, 4],
    ])
    groups[1]?.end(named([3, 4]))
    await turn()
    await turn()
    expect(groups[2]?.of).toEqual([5])
    groups[0]?.end(named([1, 2]))
    groups[2]?.end(named([5]))
    expect(await Promise.all(all)).toEqual(named([1, 2, 3, 4, 5]))
  })

  test('is one group for each key, in the order of who waits longest', async () => {
    const groups: (readonly string[])[] = []
    const run = async (group: readonly string[]) => {
      groups.push(group)
      if (group.includes('b2') && group.length > 1) throw new Error('together')
      return group
    }
    const gather = gatherer(10, 1, run, (one) => one.slice(0, 1))
    const all = ['a1', 'b1', 'a2', 'c1', 'b2']
    expect(await Promise.all(all.map(gather))).toEqual(all)
    expect(groups).toEqual([['a1', 'a2'], ['b1', 'b2'], ['b1'], ['b2'], ['c1']])
  })

  test('does not suffer from one that is bad: each of a failed group is tried alone', async () => {
    const tried: (readonly number[])[] = []
    const gather = gatherer<number, string>(10, 1, async (group) => {
      tried.push(group)
      if (group.includes(2)) throw new Error('two is bad')
      return group.map((n) => `got ${n}`)
    })
    const outcomes = await Promise.allSettled([1, 2, 3].map(gather))
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      'got 1',
      'Error: two is bad',
      'got 3',
    ])
    expect(tried).toEqual([[1, 2, 3], [1], [2], [3]])
    expect(await gather(4)).toBe('got 4')
  })
})

test('everybody gets their own answer, whatever the sizes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(), { maxLength: 40 }),
      async (size, side, all) => {
        let running = 0
        const gather = gatherer<number, number>(size, side, async (group) => {
          running++
          expect(running).toBeLessThanOrEqual(side)
          expect(group.length).toBeLessThanOrEqual(size)
          await turn()
          running--
          return group.map((n) => n * 2)
        })
        expect(await Promise.all(all.map(gather))).toEqual(all.map((n) => n * 2))
      },
    ),
    { numRuns: 60 },
  )
})
