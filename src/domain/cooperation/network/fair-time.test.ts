import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hourKinds } from '../contract/network/call-names.ts'
import { type Attending, fairLimits, fairTimes, kindOf, type PastCall, usualOffice, windowOf } from './fair-time.ts'

const who = (id: string, zone: string): Attending => ({ id, zone, office: usualOffice })
const week = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-06-06T00:00:00Z'), minutes: 60 }

describe('the time of a call', () => {
  test('is within office hours of all where there is such a time', () => {
    const [best] = fairTimes({
      ...week,
      attending: [who('a', 'Europe/Paris'), who('b', 'Africa/Nairobi'), who('c', 'Europe/London')],
      past: [],
    })
    expect(best).toMatchObject({ weight: 0, counts: { office: 3, night: 0 }, nightAgain: 0 })
    expect(best?.startsAt.toISOString()).toBe('2026-06-01T08:00:00.000Z')
  })

  test('spares whoever had the night last time, and says so', () => {
    const attending = [who('wellington', 'Pacific/Auckland'), who('lisbon', 'Europe/Lisbon')]
    const night = (startsAt: string): PastCall => ({ startsAt: new Date(startsAt), minutes: 60, expected: ['wellington', 'lisbon'] })
    // 14:00 in Lisbon is 1 in the morning in Wellington
    const [spared] = fairTimes({ ...week, attending, past: [night('2026-03-03T13:00:00Z')] })
    expect(spared?.bearings.find(({ id }) => id === 'wellington')).toMatchObject({ lastNight: true })
    expect(spared?.bearings.find(({ id }) => id === 'wellington')?.kind).not.toBe('night')
    // and the other way round
    const [other] = fairTimes({ ...week, attending, past: [night('2026-03-03T02:00:00Z')] })
    expect(other?.bearings.find(({ id }) => id === 'lisbon')?.kind).not.toBe('night')
    expect(other?.nightAgain).toBe(0)
  })

  test('moves the worst hours round between three regions that have no hour in common', () => {
    const attending = [who('auckland', 'Pacific/Auckland'), who('paris', 'Europe/Paris'), who('denver', 'America/Denver')]
    const borne = new Map(attending.map(({ id }) => [id, 0]))
    let past: PastCall[] = []
    for (let month = 0; month < 12; month++) {
      const from = new Date(Date.UTC(2026, month, 8))
      const [best] = fairTimes({ attending, past, from, to: new Date(from.getTime() + 5 * 86_400_000), minutes: 60 })
      for (const { id, cost } of best?.bearings ?? []) borne.set(id, (borne.get(id) ?? 0) + cost)
      past = [...past, { startsAt: best?.startsAt ?? from, minutes: 60, expected: attending.map(({ id }) => id) }]
    }
    const sums = [...borne.values()]
    expect(Math.max(...sums)).toBeLessThan(2 * Math.min(...sums) + 12)
  })

  test('is fair to a region of few: not always the night of the one', () => {
    const many = Array.from({ length: 9 }, (_, at) => who(`europe-${at}`, 'Europe/Paris'))
    const attending = [...many, who('auckland', 'Pacific/Auckland')]
    const expected = attending.map(({ id }) => id)
    let past: PastCall[] = []
    let nights = 0
    for (let call = 0; call < 8; call++) {
      const [best] = fairTimes({ ...week, attending, past })
      if (best?.bearings.find(({ id }) => id === 'auckland')?.kind === 'night') nights++
      past = [...past, { startsAt: new Date((best?.startsAt.getTime() ?? 0) - (20 - call) * 7 * 86_400_000), minutes: 60, expected }]
    }
    expect(nights).toBeLessThan(8)
  })

  test('knows days that are not worked, nights that are, and clocks that were changed', () => {
    const sunday = Date.UTC(2026, 5, 7, 11)
    expect(kindOf(usualOffice, sunday)).toBe('rest')
    expect(kindOf({ ...usualOffice, days: [7, 1, 2, 3, 4] }, sunday)).toBe('office')
    expect(kindOf({ ...usualOffice, from: 0, to: 8 * 60 }, Date.UTC(2026, 5, 8, 3))).toBe('office')
    expect(kindOf(usualOffice, Date.UTC(2026, 5, 8, 3))).toBe('night')
    expect(kindOf(usualOffice, Date.UTC(2026, 5, 8, 8))).toBe('edge')
    expect(kindOf(usualOffice, Date.UTC(2026, 5, 8, 21))).toBe('evening')
    const around = {
      from: new Date('2026-03-27T00:00:00Z'),
      to: new Date('2026-03-31T00:00:00Z'),
      minutes: 480,
      attending: [who('a', 'Europe/Paris')],
      past: [],
    }
    expect(
      fairTimes(around)
        .map(({ startsAt }) => startsAt.toISOString())
        .slice(0, 2),
    ).toEqual(['2026-03-27T08:00:00.000Z', '2026-03-30T07:00:00.000Z'])
  })

  test('is asked for by days on somebody’s own clock', () => {
    expect(windowOf('Europe/Paris', '2026-03-28', '2026-03-29')).toEqual({
      from: new Date('2026-03-27T23:00:00Z'),
      to: new Date('2026-03-29T22:00:00Z'),
    })
  })
})

describe('whatever is asked', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Asia/Kolkata', 'Nowhere/Atall')
  const office = fc.record({
    from: fc.integer({ min: 0, max: 1440 }),
    to: fc.integer({ min: 0, max: 1440 }),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
  })
  const attending = fc
    .array(fc.record({ zone, office }), { maxLength: 8 })
    .map((some) => some.map((one, at): Attending => ({ id: String(at), ...one })))
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  const past = fc.array(
    fc.record({ startsAt: moment, minutes: fc.integer({ min: 0, max: 300 }), expected: fc.subarray(['0', '1', '2', '3', 'gone']) }),
    { maxLength: 4 },
  )
  const ask = fc.record({
    attending,
    past,
    from: moment,
    days: fc.integer({ min: -2, max: 9 }),
    minutes: fc.integer({ min: -5, max: 600 }),
    most: fc.integer({ min: 0, max: 50 }),
  })

  test('each proposal lies within the window, tells of everybody, and none is better than one before it', () => {
    fc.assert(
      fc.property(ask, ({ days, ...one }) => {
        const to = new Date(one.from.getTime() + days * 86_400_000)
        const found = fairTimes({ ...one, to })
        expect(found.length).toBeLessThanOrEqual(Math.min(one.most, fairLimits.most))
        for (const [at, { startsAt, endsAt, weight, counts, bearings }] of found.entries()) {
          expect(startsAt.getTime()).toBeGreaterThanOrEqual(one.from.getTime())
          expect(endsAt.getTime()).toBeLessThanOrEqual(to.getTime())
          expect(weight).toBeGreaterThanOrEqual(found[at - 1]?.weight ?? 0)
          expect(bearings.map(({ id }) => id)).toEqual(one.attending.map(({ id }) => id))
          expect(hourKinds.reduce((sum, kind) => sum + counts[kind], 0)).toBe(bearings.length)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('the order in which people are named, and calls are told, changes nothing', () => {
    fc.assert(
      fc.property(ask, ({ days, ...one }) => {
        const to = new Date(one.from.getTime() + days * 86_400_000)
        const times = (some: typeof one) => fairTimes({ ...some, to }).map(({ startsAt }) => startsAt.toISOString())
        expect(times({ ...one, attending: [...one.attending].reverse(), past: [...one.past].reverse() })).toEqual(times(one))
      }),
      { numRuns: 40 },
    )
  })
})
