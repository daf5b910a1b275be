import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fetched } from '../../../platform/net/fetch.ts'
import { type Counted, inOrder, lineOf, outcomeCells, outcomeHead } from './figures.ts'
import { addressToLookAt, findingOf, type LookFinding, needsBody } from './look.ts'
import { goneOf, nextLook, pace, silentOf, stateAfterLook, type ThingState } from './milestones.ts'
import { reachedBy } from './spread.ts'

const hour = 3_600_000
const at = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * hour)
const answer = (status: number, url = 'https://bad.example/x'): Fetched => ({
  ...{ kind: 'answered', status, headers: {}, body: new Uint8Array(), url, address: '192.0.0.9', redirects: 0 },
})

describe('what a look found', () => {
  test.each<[Fetched, LookFinding]>([
    [answer(200), 'answers'],
    [answer(200, 'https://www.bad.example/y'), 'answers'],
    [answer(200, 'https://parking.example/'), 'elsewhere'],
    [answer(404), 'gone'],
    [answer(410), 'gone'],
    [answer(451), 'gone'],
    [answer(403), 'forbidden'],
    [answer(503), 'faulty'],
    [{ kind: 'failed', why: 'name' }, 'no-name'],
    [{ kind: 'failed', why: 'name-server' }, 'no-name-server'],
    [{ kind: 'failed', why: 'connection' }, 'no-connection'],
    [{ kind: 'failed', why: 'tls' }, 'bad-certificate'],
    [{ kind: 'limit', why: 'time' }, 'timed-out'],
    [{ kind: 'limit', why: 'bytes' }, 'answers'],
    [{ kind: 'refused', why: 'address' }, 'private'],
    [{ kind: 'refused', why: 'off' }, 'not-looked'],
  ])('%j is %s', (fetched, found) => {
    expect(findingOf(fetched, 'https://bad.example/x').found).toBe(found)
  })

  test('a refusal of HEAD is asked again with GET, an answer is not', () => {
    expect([answer(200), answer(301), answer(405), answer(404)].map(needsBody)).toEqual([false, false, true, true])
  })

  test('an address is looked at without what may tell whose mail it was in', () => {
    const look = (kind: 'url' | 'host' | 'address' | 'file', value: string) => addressToLookAt({ kind, value })
    expect(look('url', 'https://me:pw@bad.example:8443/a/b?u=YW5uQHguZXhhbXBsZQ#ann@x.example')).toBe('https://bad.example:8443/a/b')
    expect(look('host', 'bad.example')).toBe('http://bad.example/')
    expect(look('address', '2001:db8::1')).toBe('http://[2001:db8::1]/')
    expect(look('address', '192.0.2.1')).toBe('http://192.0.2.1/')
    expect([look('file', 'aa'), look('url', 'ftp://bad.example/'), look('url', 'x'.repeat(9_000)), look('host', 'a b')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('how a thing stands', () => {
  const none: ThingState = { seenAt: null, goneAt: null, goneSure: false }
  const seen = (...looks: readonly (readonly [number, LookFinding])[]) =>
    looks.reduce((state, [hours, found]) => stateAfterLook(state, { found, status: null }, at(hours)), none)

  test('it is gone since the first look that missed it, once it is no passing fault', () => {
    expect(seen([0, 'answers'], [6, 'gone'])).toEqual({ seenAt: at(0), goneAt: at(6), goneSure: true })
    expect(seen([0, 'answers'], [6, 'no-connection'])).toMatchObject({ goneAt: at(6), goneSure: false })
    expect(seen([0, 'answers'], [6, 'no-connection'], [9, 'timed-out'])).toMatchObject({ goneAt: at(6), goneSure: true })
    expect(seen([0, 'answers'], [6, 'no-connection'], [9, 'answers'])).toEqual({ seenAt: at(0), goneAt: null, goneSure: false })
    // what says neither, and what was not looked at, change nothing
    expect(seen([0, 'answers'], [6, 'forbidden'], [7, 'elsewhere'], [8, 'not-looked'])).toMatchObject({ goneAt: null })
  })

  test('what was gone before the notice, or never seen, is nobody’s merit; all of a notice’s things must be gone', () => {
    const gone = seen([0, 'answers'], [6, 'gone'])
    expect(goneOf([gone], at(2))).toEqual(at(6))
    expect(goneOf([gone], at(7))).toBeNull()
    expect(goneOf([gone], null)).toBeNull()
    expect(goneOf([seen([0, 'gone'])], at(2))).toBeNull()
    expect(goneOf([gone, seen([0, 'answers'])], at(2))).toBeNull()
    // one that was never seen says nothing of the others
    expect(goneOf([gone, none, seen([0, 'answers'], [9, 'no-name'])], at(2))).toEqual(at(9))
  })

  test('silence is the last report, known only when none came for long', () => {
    expect(silentOf(at(0), at(48), 30, at(48 + 719))).toBeNull()
    expect(silentOf(at(0), at(48), 30, at(48 + 720))).toEqual(at(48))
    expect(silentOf(at(0), at(-5), 30, at(720))).toEqual(at(0))
    expect(silentOf(null, at(48), 30, at(9_999))).toBeNull()
  })

  test('looks come soon at first, ever more seldom, and end; a doubt is settled soon', () => {
    let now = at(0)
    const hours: number[] = []
    for (let next = nextLook(at(0), at(0), now, false); next !== null; next = nextLook(at(0), at(0), now, false)) {
      now = next
      hours.push((next.getTime() - at(0).getTime()) / hour)
    }
    expect(hours).toEqual(pace)
    expect(nextLook(at(0), at(0), at(100), true)).toEqual(at(103))
    // not sent yet
    expect(nextLook(null, at(0), at(0), false)).toEqual(at(1))
    expect(nextLook(null, at(0), at(24 * 61), false)).toBeNull()
  })
})

describe('how long it took', () => {
  const waits = (...hours: readonly (number | [number])[]) =>
    Int32Array.from(hours, (one) => (typeof one === 'number' ? one + 1 : -one[0] - 1))

  test('is the usual median and ninth decile where all came to it', () => {
    expect(reachedBy(waits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), [0.5, 0.9])).toEqual([5, 9])
    expect(reachedBy(waits(4), [0.5, 0.9])).toEqual([4, 4])
    expect(reachedBy(waits(), [0.5])).toEqual([null])
  })

  test('counts those that wait for as long as they were watched, and claims nothing beyond that', () => {
    // worked by hand: 5/6 after 1, times 3/4 after 3, times 1/2 after 5
    expect(reachedBy(waits(1, [2], 3, [4], 5, [6]), [0.5, 0.9])).toEqual([5, null])
    // one that acts within the hour and nine that do not
    expect(reachedBy(waits(1, ...Array.from({ length: 9 }, (): [number] => [500])), [0.5, 0.9])).toEqual([null, null])
  })

  test('never falls when a share rises, and never is more than anybody was watched', () => {
    const one = fc.oneof(fc.nat(1_000), fc.tuple(fc.nat(1_000)))
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (all) => {
        const [half, nine] = reachedBy(waits(...all), [0.5, 0.9])
        const most = Math.max(0, ...all.flat())
        if (nine != null) expect(half).not.toBeNull()
        if (half != null && nine != null) expect(half).toBeLessThanOrEqual(nine)
        for (const found of [half, nine]) if (found != null) expect(found).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('is the same whether few are put in order or very many are counted', () => {
    const some = Array.from({ length: 500 }, (_, n): number | [number] => (n % 3 === 0 ? [(n * 7_919) % 700] : (n * 104_729) % 900))
    const often = Array.from({ length: 10 }, () => some).flat()
    expect(reachedBy(waits(...often), [0.25, 0.5, 0.9])).toEqual(reachedBy(waits(...some), [0.25, 0.5, 0.9]))
  })

  test('is what the product over the moments says', () => {
    const one = fc.oneof(fc.nat(20), fc.tuple(fc.nat(20)))
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (all) => {
        const done = all.filter((wait) => typeof wait === 'number')
        let left = 1
        let half: number | null = null
        for (const at of [...new Set(done)].toSorted((a, b) => a - b)) {
          left *= 1 - done.filter((wait) => wait === at).length / all.flat().filter((wait) => wait >= at).length
          if (half === null && left <= 0.5 + 1e-9) half = at
        }
        expect(reachedBy(waits(...all), [0.5])).toEqual([half])
      }),
    )
  })
})

describe('the table', () => {
  const bytesOf = (minutes: number[]) =>
    Buffer.concat(minutes.map((one) => Buffer.from(new Uint8Array([one >> 24, one >> 16, one >> 8, one]))))
  const counted = (name: string, notices: number, answered: number, waits: number[] = []): Counted => ({
    ...{ key: name === 'nobody' ? '' : name.toLowerCase(), name, notices, told: notices, answered, seen: notices, gone: 0 },
    ...{ reacted: answered, silent: 0, active: 0, waits: bytesOf(waits.map((hours) => hours * 60 + 1)), quiet: bytesOf([-5]) },
  })
  const line = (...of: Parameters<typeof counted>) => lineOf(counted(...of))

  test('puts those of whom little is known behind, and whom nobody knows last, whatever the order', () => {
    const lines = [counted('nobody', 90, 90), counted('Few', 2, 2, [1, 1]), counted('Slow', 50, 5, [90]), counted('Good', 20, 19, [2])]
    const names = (order: 'notices' | 'answered' | 'reaction', down: boolean) => inOrder(lines, order, down).map(({ name }) => name)
    expect(names('answered', true)).toEqual(['Good', 'Slow', 'Few', 'nobody'])
    expect(names('reaction', false)).toEqual(['Good', 'Slow', 'Few', 'nobody'])
    expect(names('notices', true)).toEqual(['Slow', 'Good', 'Few', 'nobody'])
    expect(lines.map((one) => lineOf(one).few)).toEqual([false, true, false, false])
  })

  test('as a file says nothing where there is nothing to say', () => {
    const cells = Object.fromEntries(outcomeHead.map((name, i) => [name, outcomeCells(line('One', 6, 1, [3]))[i]]))
    expect(cells).toMatchObject({ name: 'One', notices: '6', reactionHalfHours: '3', silenceHalfHours: '', few: 'no' })
    expect(outcomeHead).toHaveLength(outcomeCells(line('One', 6, 1)).length)
  })
})
