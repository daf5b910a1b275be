import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import {
  checkDeclaration,
  declaration,
  decodePath,
  encodePath,
  manifestLimits,
  parseManifest,
  parseOxum,
  parseTags,
  serialiseManifest,
  serialiseOxum,
  serialiseTags,
  tagOf,
} from './index.ts'

const hash = 'ab'.repeat(32)
const parse = (text: string, of: 'payload' | 'tags' = 'payload') => parseManifest(Buffer.from(text), 'sha256', of)
const malformed = (text: string) => {
  const read = parse(text)
  return isMalformed(read) ? read.malformed : undefined
}

describe('a manifest', () => {
  test('is written in the order of its paths, as sha256sum reads it, and read again', () => {
    const lines = [
      { path: 'data/z', hash },
      { path: 'data/a 100%', hash },
    ]
    expect(serialiseManifest(lines)).toBe(`${hash}  data/a 100%25\n${hash}  data/z\n`)
    expect(parse(serialiseManifest(lines))).toEqual([lines[1], lines[0]])
  })

  test('may have any of the three line ends, tabs, and upper-case digits', () => {
    expect(parse(`${hash.toUpperCase()}\tdata/a\r\n${hash} data/b\r${hash}  data/c`)).toEqual(
      ['data/a', 'data/b', 'data/c'].map((path) => ({ path, hash })),
    )
  })

  test.each([
    ['out of the bag', 'data/../x', 'leads out'],
    ['from the root', '/data/x', 'is absolute'],
    ['of a home', '~/x', 'is absolute'],
    ['of a drive', 'C:/x', 'is absolute'],
    ['by a backslash', 'data\\x', 'backslash'],
    ['with an encoded line end', 'data/a%0Ab', 'line end'],
    ['with an encoded carriage return', 'data/a%0db', 'line end'],
    ['with an empty part', 'data//x', 'empty part'],
    ['beside the payload', 'bagit.txt', 'does not belong'],
  ])('refuses a path %s', (_, path, why) => {
    expect(malformed(`${hash}  ${path}\n`)).toContain(why)
  })

  test('decodes three characters and no other (RFC 8493 §2.1.3)', () => {
    expect(decodePath('a%25b%0Ac%0dd%2Fe%41')).toBe('a%b\nc\rd%2Fe%41')
    expect(parse(`${hash}  data/%2e%2e/x\n`)).toEqual([{ path: 'data/%2e%2e/x', hash }])
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (path) => decodePath(encodePath(path)) === path))
  })

  test('refuses a file that is named twice, also in another case or form', () => {
    expect(malformed(`${hash}  data/a\n${hash}  data/a\n`)).toContain('twice')
    expect(malformed(`${hash}  data/a\n${hash}  data/A\n`)).toContain('one file')
    expect(malformed(`${hash}  data/\u00e9\n${hash}  data/e\u0301\n`)).toContain('one file')
  })

  test('refuses hashes of another length, no text, and more than is read', () => {
    expect(malformed(`${hash}00  data/a\n`)).toContain('no hash')
    expect(malformed('nothing\n')).toContain('no hash')
    expect(isMalformed(parseManifest(Uint8Array.of(0xff), 'sha256', 'payload'))).toBe(true)
    expect(isMalformed(parseManifest(Buffer.from(`\ufeff${hash}  data/a\n`), 'sha256', 'payload'))).toBe(true)
    const two = Buffer.from(`${hash}  data/a\n${hash}  data/b\n`)
    expect(parseManifest(two, 'sha256', 'payload', { ...manifestLimits, lines: 1 })).toMatchObject({ at: 1 })
  })

  test('never throws on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => void [parseManifest(bytes, 'sha512', 'tags'), parseTags(bytes), checkDeclaration(bytes)]),
    )
  })
})

describe('tag files', () => {
  test('are written on one line each and read with those that go on', () => {
    const written = serialiseTags([{ label: 'Purpose', value: 'one\ntwo' }])
    expect(written).toBe('Purpose: one two\n')
    expect(parseTags(Buffer.from('Purpose: one\r\n  two\nOther:x\n'))).toEqual([
      { label: 'Purpose', value: 'one two' },
      { label: 'Other', value: 'x' },
    ])
    expect(tagOf([{ label: 'PURPOSE', value: 'x' }], 'Purpose')).toBe('x')
    expect(isMalformed(parseTags(Buffer.from('no label\n')))).toBe(true)
  })

  test('declare a bag of version 1.0 in UTF-8, or none that is read', () => {
    expect(checkDeclaration(Buffer.from(declaration))).toBe(true)
    expect(checkDeclaration(Buffer.from(declaration.replaceAll('\n', '\r\n')))).toBe(true)
    expect(isMalformed(checkDeclaration(Buffer.from(declaration.replace('1.0', '0.97'))))).toBe(true)
  })

  test('count bytes and files', () => {
    expect(parseOxum(serialiseOxum(1234, 5))).toEqual({ bytes: 1234, files: 5 })
    expect(isMalformed(parseOxum('1234'))).toBe(true)
  })
})
