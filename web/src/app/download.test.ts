import { expect, test } from 'vitest'
import { nameIn } from './download.ts'

test('a file gets the name that the server gave, and never a path', () => {
  expect(nameIn('attachment; filename="0a1b2c.zip"')).toBe('0a1b2c.zip')
  expect(nameIn('attachment; filename="../x"')).toBeUndefined()
  expect(nameIn('inline')).toBeUndefined()
  expect(nameIn(null)).toBeUndefined()
})
