import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { parseCsv, serialiseCsv, tableLimits } from './index.ts'

const read = (text: string | Uint8Array) => {
  const table = parseCsv(typeof text === 'string' ? new TextEncoder().encode(text) : text)
  if (isMalformed(table)) throw new Error(table.malformed)
  return table
}

describe('a table as text', () => {
  test('is read with quotes, line ends of any kind within and between rows, and the line on which each row begins', () => {
    const { rows } = read('a,b\r\n"x, ""y""\nz", 2 \r3,4\n\n,\n5,"6"')
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"\nz', '2'] },
      { line: 4, cells: ['3', '4'] },
      { line: 7, cells: ['5', '6'] },
    ])
  })

  test.each([
    ['a;b\n1;2', ';'],
    ['a\tb\n1\t2', '\t'],
    ['\ufeffa,b\n1,2', ','],
    ['"a;b",c\n1,2', ','],
  ])('%j finds its separator', (text, separator) => {
    expect(read(text)).toMatchObject({
      separator,
      rows: [{ cells: [expect.stringMatching(/^a/), expect.anything()] }, { cells: ['1', '2'] }],
    })
  })

  test('is read in UTF-16 with its mark and in Windows-1252, and is none where it is no text', () => {
    expect(read(new Uint8Array([0xff, 0xfe, ...Buffer.from('é,b', 'utf16le')])).rows[0]?.cells).toEqual(['é', 'b'])
    expect(read(new Uint8Array([0xe9, 0x2c, 0x62])).rows[0]?.cells).toEqual(['é', 'b'])
    expect(parseCsv(new Uint8Array([0x61, 0, 0x62]))).toEqual({ malformed: 'not-text' })
  })

  test('ends at its limits', () => {
    const bytes = new TextEncoder().encode('a,b\n1,2\n3,4\n')
    expect(parseCsv(bytes, { ...tableLimits, bytes: 5 })).toEqual({ malformed: 'too-large' })
    expect(parseCsv(bytes, { ...tableLimits, count: 2 })).toMatchObject({ cut: true, rows: [{ line: 1 }, { line: 2 }] })
    expect(parseCsv(bytes, { ...tableLimits, cells: 1 })).toMatchObject({ malformed: 'too-wide' })
    expect(parseCsv(new TextEncoder().encode('a\n"b'))).toEqual({ malformed: 'open-quote', at: 2 })
  })

  test('that was written is read as it was, and nothing in it is taken for a formula', () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter(
        (text) =>
          !text.includes('\0') &&
          !/[\r\t]/.test(text) &&
          !/^[=+\-@']/.test(text) &&
          text.trim() !== '' &&
          text.isWellFormed() &&
          !text.includes('\ufeff'),
      )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const written = [['first', 'second'], ...rows]
        expect(read(serialiseCsv(written)).rows.map(({ cells }) => cells)).toEqual(written)
      }),
    )
    expect(serialiseCsv([['=cmd|x', '+1', '-2.5', '@a', '-x']])).toBe("'=cmd|x,+1,-2.5,'@a,'-x\r\n")
  })
})
