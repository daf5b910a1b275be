import { expect, test } from 'vitest'
import { healthOf, quietAfter } from './health.ts'

test('a channel is closed, unheard, heard lately, or quiet', () => {
  const now = new Date('2026-06-15T00:00:00Z')
  const ago = (time: number) => new Date(now.getTime() - time).toISOString()
  expect(healthOf({ open: false, lastAt: ago(0) }, now)).toBe('closed')
  expect(healthOf({ open: true, lastAt: null }, now)).toBe('never')
  expect(healthOf({ open: true, lastAt: ago(quietAfter) }, now)).toBe('heard')
  expect(healthOf({ open: true, lastAt: ago(quietAfter + 1) }, now)).toBe('quiet')
})
