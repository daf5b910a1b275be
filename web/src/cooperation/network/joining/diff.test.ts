import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './diff.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))

test('a comparison holds both texts whole, and of one text finds no difference', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after)
      const without = (is: string) => lines.filter((line) => line.is !== is).map((line) => line.text)
      expect(without('added').join('\n')).toBe(before)
      expect(without('gone').join('\n')).toBe(after)
      expect(diffLines(before, before).every((line) => line.is === 'same')).toBe(true)
    }),
  )
})

test('one changed line among many is shown as one line gone and one added', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}`)
  const changed = lines.with(2_500, 'another')
  expect(diffLines(lines.join('\n'), changed.join('\n')).filter(({ is }) => is !== 'same')).toEqual([
    { is: 'gone', text: 'line 2500' },
    { is: 'added', text: 'another' },
  ])
})
