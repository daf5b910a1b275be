import { expect, test } from 'vitest'
import { placeOf, ticks } from './scale.ts'

test('more hours stand further along, and nothing stands outside', () => {
  const places = [0, 0.25, ...ticks.map(([, hours]) => hours), 2_160].map(placeOf)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect([places.at(0), places.at(-1), placeOf(1e9)]).toEqual([0, 1, 1])
})
