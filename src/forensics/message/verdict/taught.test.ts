import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyseMessage } from '../analyse.ts'
import { judgeMessage, judgeStored } from './judge.ts'
import type { Lesson } from './lesson.ts'
import { adviceOn, learnLessons, mostOfAll, mostOfOne } from './taught.ts'

const place = fc.integer({ min: 0, max: 30 })
/** any lesson, of few places so that lessons meet */
const lesson = fc
  .record({
    id: fc.uuid(),
    taught: fc.constantFrom('wanted', 'unwanted') as fc.Arbitrary<'wanted' | 'unwanted'>,
    teacher: fc.constantFrom('ann', 'ben', 'cy', 'di'),
    shipped: fc.double({ min: -8, max: 8, noNaN: true }),
    own: fc.uniqueArray(place, { minLength: 1, maxLength: 8 }),
  })
  .map(({ own, ...rest }): Lesson => ({ ...rest, kind: null, places: own, shares: own.map(() => 1 / Math.sqrt(own.length)) }))
const lessons = fc.uniqueArray(lesson, { selector: ({ id }) => id, maxLength: 40 })
const shape = fc
  .uniqueArray(place, { minLength: 1, maxLength: 8 })
  .map((places) => ({ places, shares: places.map(() => 1 / Math.sqrt(places.length)) }))

test('whatever one person teaches moves no score further than one person may, and all together no further than all may', () => {
  fc.assert(
    fc.property(lessons, shape, (given, asked) => {
      expect(Math.abs(adviceOn(asked, learnLessons(given, 1)).moved)).toBeLessThanOrEqual(mostOfAll)
      const without = adviceOn(
        asked,
        learnLessons(
          given.filter(({ teacher }) => teacher !== 'ann'),
          1,
        ),
      ).moved
      expect(Math.abs(adviceOn(asked, learnLessons(given, 1)).moved - without)).toBeLessThanOrEqual(mostOfOne + 1e-4)
    }),
    { numRuns: 60 },
  )
})

test('the same lessons come to the same in any order, and without one to what would be had it never been given', () => {
  fc.assert(
    fc.property(lessons, fc.nat(), (given, at) => {
      const [gone] = given.slice(given.length === 0 ? 0 : at % given.length)
      const left = given.filter((one) => one !== gone)
      expect(learnLessons([...given].reverse(), 7)).toEqual(learnLessons(given, 7))
      expect(learnLessons([...given].filter(({ id }) => id !== gone?.id).reverse(), 7)).toEqual(learnLessons(left, 7))
    }),
    { numRuns: 40 },
  )
})

const sample = async (name: string) =>
  analyseMessage(readFileSync(new URL(`../../../../fixtures/samples/${name}.eml`, import.meta.url)), {})
const taughtBy = async (name: string, teacher: string, taught: 'wanted' | 'unwanted', kind: Lesson['kind'] = null): Promise<Lesson> => {
  const judged = judgeStored(await sample(name), { learned: null, said: null })
  if (judged === null) throw new Error('a sample that cannot be judged')
  return { id: `${name} ${teacher}`, taught, kind, teacher, shipped: judged.shipped, ...judged.shape }
}

test('a lesson moves messages like its own, hardly any other, and says so as a reason', async () => {
  const learned = learnLessons([await taughtBy('newsletter.fr', 'ann', 'unwanted')], 3)
  const before = (await sample('newsletter.fr')).verdict
  const after = judgeMessage(await sample('newsletter.fr'), { learned, said: null })
  expect(after.unwanted).toBeGreaterThan(before.unwanted)
  expect(after.lessons).toBe(3)
  expect(after.reasons.map(({ code }) => code)).toContain('lessons')
  const other = await sample('personal.zh-Hans')
  expect(Math.abs(judgeMessage(other, { learned, said: null }).unwanted - other.verdict.unwanted)).toBeLessThan(0.02)
})

test('what was said of a message stands in its verdict; its kind holds for those like it, and grows milder only where two say so', async () => {
  const reading = await sample('look-alike-link.en')
  const said = judgeMessage(reading, { learned: null, said: { taught: 'wanted', kind: null } })
  expect([said.kind, said.unwanted < 0.1]).toEqual(['legitimate', true])
  expect(said.reasons.find(({ code }) => code === 'lesson')?.weight).toBeLessThan(0)
  const kindWith = async (...all: Promise<Lesson>[]) =>
    judgeMessage(reading, { learned: learnLessons(await Promise.all(all), 1), said: null }).kind
  const milder = (teacher: string) => taughtBy('look-alike-link.en', teacher, 'unwanted', 'spam')
  expect(await kindWith(milder('ann'))).toBe('phishing')
  expect(await kindWith(milder('ann'), milder('ben'))).toBe('spam')
  expect(await kindWith(taughtBy('look-alike-link.en', 'ann', 'unwanted', 'malware'))).toBe('malware')
})

test('what is no reading of a message cannot be judged, and nothing throws', () => {
  for (const reading of [null, 7, {}, { kind: 'file' }, { text: 'x', links: 7 }])
    expect(judgeStored(reading, { learned: null, said: null })).toBeNull()
})
