import fc from 'fast-check'
import { expect, test } from 'vitest'
import { storable, storableText } from './storable.ts'

const hostile = fc.string({ unit: fc.constantFrom('a', '\u0000', '\ud83d', '\ude00', '😀', '好'), maxLength: 30 })

test('text is never longer than asked, holds nothing that PostgreSQL refuses, and no character is cut in two', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 30 }), (text, most) => {
      const kept = storableText(text, most)
      expect(kept.length).toBeLessThanOrEqual(most)
      expect(kept.includes('\u0000') || !kept.isWellFormed()).toBe(false)
    }),
  )
  expect(storableText('ab😀', 3)).toBe('ab')
  expect(storableText('ab😀', 4)).toBe('ab😀')
  expect(storableText('😀', 1)).toBe('')
})

test('JSON keeps its shape, and what it says but for those characters', () => {
  expect(JSON.parse(storable({ a: ['x\u0000y', 1, null, { '\u0000b': '\ud800' }] }))).toEqual({
    a: ['x\ufffdy', 1, null, { '\ufffdb': '\ufffd' }],
  })
  expect(JSON.parse(storable('a\\u0000 \\\u0000 \\ud800'))).toBe('a\\u0000 \\\ufffd \\ud800')
  fc.assert(
    fc.property(hostile, (text) => {
      expect(JSON.parse(storable({ text }))).toEqual({ text: storableText(text, 99) })
    }),
  )
})
