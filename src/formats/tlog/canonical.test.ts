import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, readPlainJson } from './canonical.ts'

describe('canonical JSON', () => {
  test('sorts members by UTF-16 code units and writes no white space', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonical(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}')
  })

  test('writes numbers and strings as ECMAScript does', () => {
    expect(canonical([333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    )
    expect(canonical('\u20ac$\u000f\nA\'B"\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"')
  })

  test('does not depend on the order of members, and leaves out what is undefined', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonical(turned)).toBe(canonical(value))
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    expect(canonical({ a: undefined, b: null })).toBe('{"b":null}')
  })

  test('refuses what JSON cannot hold', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, new Date(0), () => 1, 1n, [undefined], new Map()])
      expect(() => canonical(value)).toThrow(TypeError)
  })
})

describe('plain JSON', () => {
  test('is read with any white space', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(readPlainJson(`\r\n${JSON.stringify(plain, null, indent)}\n`, 100)).toEqual({ json: plain })
      }),
    )
  })

  test.each([
    ['a member given twice', '{"a":1,"a":2}', 'ambiguous'],
    ['a needless escape', '{"\\u0061":1}', 'ambiguous'],
    ['another spelling of a number', '[1.0]', 'ambiguous'],
    ['a number that would lose digits', '[9007199254740993]', 'ambiguous'],
    ['two values that would join', '[1 2]', 'not JSON'],
    ['a comma at the end', '[1,]', 'not JSON'],
    ['an end inside of a string', '{"a":"b', 'truncated'],
    ['an end behind a backslash', '{"a":"b\\', 'truncated'],
    ['an end between members', '{"a":1,', 'truncated'],
    ['nothing', '', 'truncated'],
    ['one bracket too many', '{}]', 'not JSON'],
    ['deep nesting', '['.repeat(100_000), 'nested too deep'],
  ])('is not %s', (_, text, why) => {
    expect(readPlainJson(text, 20)).toMatchObject({ malformed: why })
  })
})
