import { createConnection } from 'node:net'
import { expect, test } from 'vitest'
import { isAway } from './away.ts'

const failing = (code: string) => Object.assign(new Error('x'), { code })

test.each(['53100', '53300', '57P01', '57P03', '08006', '58030', '40001', '40P01', 'ECONNREFUSED', 'ENOSPC'])(
  '%s passes by itself',
  (code) => {
    expect(isAway(failing(code))).toBe(true)
  },
)

test.each(['23505', '42501', '22P02', '57014', 'XX000', 'ENOENT', ''])('%s is a mistake that no waiting mends', (code) => {
  expect(isAway(failing(code))).toBe(false)
})

test('a socket that is not there passes, a file that is not there does not', async () => {
  const error = await new Promise<Error>((resolve) => createConnection('/nowhere/.s.PGSQL.5432').on('error', resolve))
  expect(isAway(error)).toBe(true)
  expect(isAway(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
})

test('what is no error at all does not pass', () => {
  expect(isAway('53100')).toBe(false)
  expect(isAway(new Error('Connection terminated unexpectedly'))).toBe(true)
})
