import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wayOf } from './item-text.ts'

test('the way out of a parent is told in words, and an unknown one as it was recorded', () => {
  expect(wayOf('attachment 1.2')).toEqual({ key: 'attachment', part: '1.2' })
  expect(wayOf('archive member')).toEqual({ key: 'member' })
  expect(wayOf('by magic')).toBeUndefined()
})

test('every way that the intake and the analysis record has its words', () => {
  const sources = ['../../../src/domain/intake/recognise.ts', '../../../src/app/sandbox/read-report.ts'].map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  )
  const ways = sources.flatMap((source) =>
    [...source.matchAll(/how: '([^']+)'|derived\.add\(at, '([^']+)'/g)].map((found) => found[1] ?? found[2] ?? ''),
  )
  expect(ways.length).toBeGreaterThan(3)
  expect(ways.filter((way) => way !== 'original' && wayOf(way) === undefined)).toEqual([])
})
