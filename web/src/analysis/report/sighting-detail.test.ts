import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detailOf, grouped } from './sighting-detail.ts'

test('nothing that a form says is lost, and what it leaves open is not drawn', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== 'fields'),
        fc.jsonValue({ maxDepth: 2 }),
      ),
      (detail) => {
        const { facts, rest } = detailOf(detail)
        const told = new Set([...facts.map((one) => one.key), ...Object.keys(rest)])
        for (const [key, value] of Object.entries(detail)) {
          const empty = value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
          expect(told.has(key)).toBe(!empty)
        }
      },
    ),
  )
})

test('a field may have any name', () => {
  expect(Object.entries(detailOf(JSON.parse('{"__proto__":{"deep":{"x":1}}}')).rest)).toEqual([['__proto__', { deep: { x: 1 } }]])
})

test('values are plain, lists of words one line, the fields of a report beside them, the rest as it came', () => {
  expect(detailOf({ feedbackType: 'abuse', incidents: 3, tags: ['a', 'b'], fields: { port: 25, deep: { x: 1 } }, warnings: [] })).toEqual({
    facts: [
      { key: 'feedbackType', value: 'abuse' },
      { key: 'incidents', value: '3' },
      { key: 'tags', value: 'a · b' },
      { key: 'port', value: '25' },
    ],
    rest: { deep: { x: 1 } },
  })
})

test('a field that contradicts the form is kept beside it', () => {
  expect(detailOf({ type: 'spam', fields: { type: 'other' } })).toEqual({
    facts: [{ key: 'type', value: 'spam' }],
    rest: { type: 'other' },
  })
})

test('sightings of which the same is said stand together', () => {
  const one = (position: number, detail: Record<string, unknown>) => ({ position, detail })
  const groups = grouped([one(0, { a: 1, port: null }), one(1, { b: 2 }), one(2, { a: 1 })])
  expect(groups.map((group) => group.map((sighting) => sighting.position))).toEqual([[0, 2], [1]])
})
