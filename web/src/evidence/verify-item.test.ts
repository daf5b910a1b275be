import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { verifyBundle } from '../../../src/formats/tlog/verify.ts'
import { checkedOf, type Memory, remember } from './verify-item.ts'

describe('what is checked', () => {
  test('has a place for every flaw that the proof knows', async () => {
    const source = readFileSync(new URL('../../../src/formats/tlog/verify.ts', import.meta.url), 'utf8')
    const union = source.slice(source.indexOf('export type FlawCode'), source.indexOf('/** `line`'))
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map((found) => found[1] ?? '')
    expect(codes.length).toBeGreaterThan(15)
    const empty = await verifyBundle('{', null, [])
    for (const code of codes) {
      const checked = checkedOf({ ...empty, flaws: [{ code: code as never, detail: '' }] })
      expect(checked.filter((one) => !one.holds)).toHaveLength(1)
    }
  })

  test.each(['en', 'zh-CN', 'ar'])('has words for every flaw, in %s', (language) => {
    const source = readFileSync(new URL('../../../src/formats/tlog/verify.ts', import.meta.url), 'utf8')
    const union = source.slice(source.indexOf('export type FlawCode'), source.indexOf('/** `line`'))
    const texts = JSON.parse(readFileSync(new URL(`../app/catalogue/${language}/evidence.json`, import.meta.url), 'utf8')) as {
      verify: { flaw: Record<string, string> }
    }
    for (const found of union.matchAll(/'([a-z-]+)'/g)) expect(texts.verify.flaw[found[1] ?? '']).toBeTruthy()
  })
})

describe('the keys of the logs', () => {
  function store(): Memory & { text: string | null } {
    return {
      text: null,
      get() {
        return this.text
      },
      set(text) {
        this.text = text
      },
    }
  }

  test('are trusted at first sight, known again, and a changed one is told every time', () => {
    const memory = store()
    expect(remember(['a'], memory)).toBe('first')
    expect(remember(['a'], memory)).toBe('same')
    expect(remember(['b'], memory)).toBe('changed')
    expect(remember(['b'], memory)).toBe('changed')
    expect(remember(['a'], memory)).toBe('same')
  })

  test('of a log that was opened after a restore join those before', () => {
    const memory = store()
    remember(['a'], memory)
    expect(remember(['a', 'b'], memory)).toBe('same')
    expect(remember(['a'], memory)).toBe('changed')
  })
})
