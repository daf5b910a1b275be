import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Pace, paces, type Tries, waitFor, withTry } from './throttle.ts'

const pace: Pace = { free: 3, pause: 1_000, longest: 8_000, forget: 60_000 }

/** Tries as fast as they are heard, for so long; answers how many were heard. */
function attack(over: number, step: number, of: Pace): number {
  let tries: Tries | undefined
  let heard = 0
  for (let now = 0; now < over; now += step) {
    if (waitFor(tries, now) > 0) continue
    heard++
    tries = withTry(tries, of, now)
  }
  return heard
}

test('after the free tries each pause is twice the one before, up to the longest', () => {
  let tries: Tries | undefined
  const waits: number[] = []
  let now = 0
  for (let n = 0; n < 9; n++) {
    tries = withTry(tries, pace, now)
    waits.push(waitFor(tries, now))
    now += waitFor(tries, now)
  }
  expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000])
})

test('tries are forgotten when none came for long enough', () => {
  const three = [0, 1, 2].reduce<Tries | undefined>((tries, at) => withTry(tries, pace, at), undefined)
  expect(withTry(three, pace, 60_003)).toEqual({ failures: 1, at: 60_003, blockedUntil: null })
})

test('a wait is never negative, never longer than the longest pause, and zero once it is over', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 60 }), (gaps) => {
      let tries: Tries | undefined
      let now = 0
      for (const gap of gaps) {
        now += gap
        tries = withTry(tries, pace, now)
        const wait = waitFor(tries, now)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(pace.longest)
        expect(waitFor(tries, now + wait)).toBe(0)
      }
    }),
  )
})

test('a day of guessing at one account from one network comes to fewer than a hundred and twenty tries', () => {
  expect(attack(86_400_000, 1_000, paces['account-network'])).toBeLessThan(120)
})
