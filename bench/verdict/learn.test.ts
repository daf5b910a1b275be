import { expect, test } from 'vitest'
import { readModel, scoreTraits } from '../../src/forensics/message/verdict/model.ts'
import type { Trait } from '../../src/forensics/message/verdict/traits.ts'
import { learn, packModel, sampleOf, scoreOf } from './learn.ts'

const of = (...names: string[]): Trait[] => names.map((name) => ({ family: 'words', name }))
const bad = Array.from({ length: 20 }, (_, at) => of('pills', 'cheap', `b${at % 5}`))
const good = Array.from({ length: 20 }, (_, at) => of('meeting', 'tuesday', `g${at % 5}`))
const samples = [...bad.map((traits) => sampleOf(traits, true)), ...good.map((traits) => sampleOf(traits, false))]

test('what was learned tells what it has not seen', () => {
  const learned = learn(samples)
  expect(scoreOf(sampleOf(of('cheap', 'pills', 'never-seen'), true), learned)).toBeGreaterThan(1)
  expect(scoreOf(sampleOf(of('tuesday', 'never-seen'), false), learned)).toBeLessThan(-1)
})

test('the same samples give the same model, and another order of chance another', () => {
  const text = JSON.stringify(packModel(learn(samples), 0))
  expect(JSON.stringify(packModel(learn(samples), 0))).toBe(text)
  expect(JSON.stringify(packModel(learn(samples, 'other'), 0))).not.toBe(text)
})

test('a packed model scores as the learned one, within the coarseness of its bytes', () => {
  const learned = learn(samples)
  const model = readModel(packModel(learned, 0.5))
  for (const traits of [...bad, ...good]) {
    const exact = scoreOf(sampleOf(traits, true), learned) + 0.5
    expect(Math.abs(scoreTraits(traits, model).score - exact)).toBeLessThan(0.25)
  }
})

test('what only one message has is not learned, and neither is what mail in English cannot teach', () => {
  const more = [...samples, sampleOf(of('unique'), true), ...Array.from({ length: 10 }, () => sampleOf(of('银行'), true))]
  const { start, weights } = learn(more)
  for (const name of ['unique', '银行']) expect(scoreOf(sampleOf(of(name), true), { start, weights })).toBeCloseTo(start, 5)
})
