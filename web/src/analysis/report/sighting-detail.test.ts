import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detailOf } from './sighting-detail.ts'

test('nothing that a form says is lost, and what it leaves open is not drawn', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 })), (detail) => {
      const { facts, rest } = detailOf(detail)
      const told = new Set([...facts.map((one) => one.key), ...Object.keys(rest)])
      for (const [key, value] of Object.entries(detail)) {
        const empty = value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
        expect(told.has(key)).toBe(!empty)
      }
    }),
  )
})

test('values are plain, lists of words one line, the rest as it came', () => {
  expect(detailOf({ feedbackType: 'abuse', incidents: 3, tags: ['a', 'b'], fields: { port: 25 }, warnings: [] })).toEqual({
    facts: [
      { key: 'feedbackType', value: 'abuse' },
      { key: 'incidents', value: '3' },
      { key: 'tags', value: 'a · b' },
    ],
    rest: { fields: { port: 25 } },
  })
})
