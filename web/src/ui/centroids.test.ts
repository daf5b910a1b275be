import { expect, test } from 'vitest'
import { countryCodes } from '../../../src/formats/iso3166.ts'
import { centroidOf } from './centroids.ts'

test('every country can be placed on the map', () => {
  expect(countryCodes.filter((code) => centroidOf(code) === undefined)).toEqual([])
  for (const code of countryCodes) {
    const { latitude = 99, longitude = 999 } = centroidOf(code) ?? {}
    expect(Math.abs(latitude)).toBeLessThanOrEqual(90)
    expect(Math.abs(longitude)).toBeLessThanOrEqual(180)
  }
})
