import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { harmNames, harmValues, reaches, victimGroups } from './contract/harm.ts'
import { type HarmInput, type HarmValue, harmOf, isHarmValue, most } from './harm.ts'
import { keptHarm, pointsADay, priorityAt, rankOf } from './queue.ts'

const values: Readonly<Record<(typeof harmNames)[number], fc.Arbitrary<HarmValue>>> = {
  people: fc.integer({ min: 0, max: 10_000_000 }),
  money: fc.double({ min: 0, max: 1e12, noNaN: true }),
  victims: fc.subarray([...victimGroups]),
  content: fc.constantFrom(...harmValues.content.options),
  reports: fc.integer({ min: 0, max: 10_000_000 }),
  lastDay: fc.integer({ min: 0, max: 1_000_000 }),
  countries: fc.integer({ min: 0, max: 250 }),
  active: fc.boolean(),
  reach: fc.constantFrom(...reaches),
}
const input = fc.constantFrom(...harmNames).chain((name) =>
  fc.record({
    name: fc.constant(name),
    value: fc.option(values[name], { nil: null }),
    source: fc.constantFrom('machine' as const, 'person' as const),
  }),
)
const inputs: fc.Arbitrary<readonly HarmInput[]> = fc.array(input, { maxLength: 30 })

describe('harm', () => {
  test('is the sum of its parts, none beyond what it may give, and all of them together a hundred', () => {
    expect(Object.values(most).reduce((sum, one) => sum + one, 0)).toBe(100)
    fc.assert(
      fc.property(inputs, (said) => {
        const { score, parts } = harmOf(said)
        expect(parts.map(({ name }) => name)).toEqual([...harmNames])
        expect(parts.every((part) => part.points >= 0 && part.points <= part.most)).toBe(true)
        expect(score).toBeCloseTo(
          Math.min(
            100,
            parts.reduce((sum, { points }) => sum + points, 0),
          ),
          6,
        )
      }),
    )
  })

  test('never falls because more people, money, reports, countries or vulnerable people are known', () => {
    const growing = ['people', 'money', 'reports', 'lastDay', 'countries'] as const
    fc.assert(
      fc.property(inputs, fc.constantFrom(...growing), fc.nat(1_000_000), fc.nat(1_000_000), (said, name, a, b) => {
        const at = (value: number) => harmOf([...said, { name, value: name === 'countries' ? value % 250 : value, source: 'person' }]).score
        const [low, high] = name === 'countries' ? [a % 250, b % 250].toSorted((x, y) => x - y) : [a, b].toSorted((x, y) => x - y)
        expect(at(high ?? 0)).toBeGreaterThanOrEqual(at(low ?? 0))
      }),
    )
  })

  test('counts a person’s last word before the machine’s, and the machine’s again once that is taken back', () => {
    const machine = { name: 'people', value: 10, source: 'machine' } as const
    const person = { name: 'people', value: 10_000, source: 'person' } as const
    const part = (said: readonly HarmInput[]) => harmOf(said).parts.find(({ name }) => name === 'people')
    expect(part([person, machine])).toMatchObject({ value: 10_000, source: 'person' })
    expect(part([machine, person, { ...machine, value: 20 }, { ...person, value: null }])).toMatchObject({ value: 20, source: 'machine' })
    expect(part([])).toMatchObject({ value: null, source: null, points: 0 })
  })

  test('knows what has the form of a part, and gives nothing for what has not', () => {
    expect(isHarmValue('people', 1.5)).toBe(false)
    expect(isHarmValue('victims', ['children', 'nobody'])).toBe(false)
    expect(
      harmOf([
        { name: 'reach', value: 'moon', source: 'machine' },
        { name: 'unheard-of', value: 3, source: 'machine' },
      ]).score,
    ).toBe(0)
  })

  test('puts child-abuse material before any other kind of content', () => {
    const of = (value: string) => harmOf([{ name: 'content', value, source: 'machine' }]).score
    for (const kind of harmValues.content.options) if (kind !== 'child-material') expect(of('child-material')).toBeGreaterThan(of(kind))
  })
})

describe('the stored rank', () => {
  const waiting = fc.record({
    harm: fc.double({ min: 0, max: 100, noNaN: true }),
    since: fc.date({ min: new Date('2020-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
  })
  const day = 86_400_000

  test('orders cases as harm and waiting do, at every later moment, without being written again', () => {
    fc.assert(
      fc.property(waiting, waiting, fc.integer({ min: 0, max: 20_000 }), (a, b, days) => {
        const at = new Date(Math.max(a.since.getTime(), b.since.getTime()) + days * day)
        const difference = priorityAt(a.harm, a.since, at) - priorityAt(b.harm, b.since, at)
        const order = Math.sign(rankOf(a.harm, a.since) - rankOf(b.harm, b.since))
        // priorities are of floating point; the rank is exact
        if (Math.abs(difference) > 1e-6) expect(order).toBe(Math.sign(difference))
        if (keptHarm(a.harm) === keptHarm(b.harm) && a.since.getTime() === b.since.getTime()) expect(order).toBe(0)
        expect(Number.isSafeInteger(rankOf(a.harm, a.since))).toBe(true)
      }),
    )
  })

  test('puts more harm first among those that wait equally, and leaves nothing behind for ever', () => {
    const since = new Date('2026-03-01T00:00:00Z')
    expect(rankOf(50.1, since)).toBeGreaterThan(rankOf(50, since))
    const later = new Date(since.getTime() + (100 / pointsADay) * day + 1)
    expect(rankOf(0, since)).toBeGreaterThan(rankOf(100, later))
    expect(rankOf(0, since)).toBeLessThan(rankOf(100, new Date(later.getTime() - 2)))
  })
})
