import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findingCodes } from '../../../src/forensics/message/findings.ts'
import { paramsOf } from './finding-text.ts'

const languages = ['en', 'zh-CN', 'ar']
const preferences = { locale: 'en', zone: 'UTC' }
type Text = { readonly title?: string; readonly text?: string }
const textsOf = (language: string) =>
  JSON.parse(readFileSync(new URL(`../app/catalogue/${language}/findings.json`, import.meta.url), 'utf8')) as {
    of: Record<string, Text> & { report: Record<string, Text> }
  }

describe('the texts of findings', () => {
  test.each(languages)('are there for every code of the analyser, in %s', (language) => {
    const { of } = textsOf(language)
    const codes = Object.keys(findingCodes)
    expect(codes.length).toBeGreaterThan(80)
    expect(codes.filter((code) => !of[code]?.title || !of[code]?.text)).toEqual([])
  })

  test.each(languages)('are there for what the reading of a report says, in %s', (language) => {
    const source = ['../../../src/app/sandbox/read-report.ts', '../../../src/domain/analysis/operations/analyse.ts']
      .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
      .join()
    const codes = [...source.matchAll(/code: 'report\.([a-z-]+)'/g)].map((found) => found[1] ?? '')
    expect(codes.length).toBeGreaterThan(3)
    const { report } = textsOf(language).of
    expect(codes.filter((code) => !report[code]?.title || !report[code]?.text)).toEqual([])
  })

  test.each(languages)('speak of no code that the analyser does not have, in %s', (language) => {
    expect(Object.keys(textsOf(language).of).filter((code) => code !== 'report' && !(code in findingCodes))).toEqual([])
  })
})

describe('the parameters of a finding', () => {
  const words = (key: string) => (key === 'none' ? 'not stated' : key === 'alike.typo' ? 'one letter off' : undefined)

  test('tell a length of time in its largest units, whichever way it ran', () => {
    expect(paramsOf({ seconds: -9759 }, preferences, words)).toEqual({ seconds: '2 hr 42 min' })
  })

  test('are defanged where they name a place, and words where the catalogue has them', () => {
    expect(paramsOf({ host: 'login.evil.example', how: 'typo', brand: 'Bank', n: 1234 }, preferences, words)).toEqual({
      host: '\u2068login[.]evil[.]example\u2069',
      how: 'one letter off',
      brand: '\u2068Bank\u2069',
      n: '1,234',
    })
  })

  test('say so when there is nothing', () => {
    expect(paramsOf({ name: null, host: '' }, preferences, words)).toEqual({ name: 'not stated', host: 'not stated' })
  })

  test('are told as many, where the catalogue would take count for a plural', () => {
    expect(paramsOf({ count: 3 }, preferences, words)).toEqual({ many: '3' })
  })

  test('can neither turn the sentence around nor run away with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const { name: told = '' } = paramsOf({ name }, preferences, words)
        if (told === 'not stated') return
        expect(told.slice(1, -1)).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\n]/)
        expect(told.length).toBeLessThanOrEqual(163)
      }),
    )
  })
})
