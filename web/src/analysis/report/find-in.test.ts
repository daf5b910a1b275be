import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findIn, mostMatches } from './find-in.ts'

test('every place that is found holds the words, and none lies over another', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'B', '.', '*', '\n', 'é') }),
      fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), minLength: 1, maxLength: 3 }),
      (text, words) => {
        const found = findIn(text, words)
        expect(found.every((at) => text.slice(at, at + words.length).toLowerCase() === words.toLowerCase())).toBe(true)
        expect(found.every((at, index) => index === 0 || at >= (found[index - 1] ?? 0) + words.length)).toBe(true)
      },
    ),
  )
})

test('what is typed is looked for as it stands, without end but with a limit', () => {
  expect(findIn('a.b a+b', '.')).toEqual([1])
  expect(findIn('x', '')).toEqual([])
  expect(findIn('a'.repeat(10_000), 'A')).toHaveLength(mostMatches)
})
