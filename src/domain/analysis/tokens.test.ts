import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryOf, tokensOf } from './tokens.ts'

/** What PostgreSQL answers to `array_to_tsvector(tokens) @@ query`, for queries made of quoted words joined by `&`. */
function finds(document: string, search: string): boolean {
  const tokens = tokensOf(document)
  const query = queryOf(search)
  if (query === undefined) return false
  return query.split(' & ').every((part) => {
    const [, quoted = '', prefix] = /^'((?:[^']|'')*)'(:\*)?$/s.exec(part) ?? []
    const word = quoted.replaceAll("''", "'").replaceAll('\\\\', '\\')
    return prefix === undefined ? tokens.includes(word) : tokens.some((token) => token.startsWith(word))
  })
}

test.each([
  ['Your account was SUSPENDED', 'suspended'],
  ['from billing@secure.bad-bank.example', 'bad-bank'],
  ['from billing@secure.bad-bank.example', 'billing@secure.bad-bank.example'],
  ['see http://203.0.113.9/login', '203.0.113.9'],
  ['Ihre Überweisung', 'uberweisung'],
  ['您的银行账户已被冻结', '账户已被'],
  ['東京の銀行からのお知らせ', '銀行'],
  ['은행 계좌가 정지되었습니다', '정지'],
  ['تم إيقاف حسابك', 'حسابك'],
  ['ｆｕｌｌｗｉｄｔｈ ｓｐａｍ', 'fullwidth spam'],
  ['account suspended today', 'suspen'],
])('%s is found by %s', (document, search) => {
  expect(finds(document, search)).toBe(true)
})

test.each([
  ['Your account was suspended', 'account closed'],
  ['您的银行账户', '账银'],
  ['abc', ''],
  ['abc', '  …  '],
])('%s is not found by «%s»', (document, search) => {
  expect(finds(document, search)).toBe(false)
})

test('whatever a text holds, each of its words finds it, and the query is never malformed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      for (const word of text.split(/\s+/)) {
        const query = queryOf(word)
        if (query === undefined) continue
        expect(query).toMatch(/^'(?:[^']|'')*'(:\*)?( & '(?:[^']|'')*'(:\*)?)*$/s)
        expect(finds(text, word), JSON.stringify([text, word])).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test('a document gives at most as many tokens as asked for, none longer than a word', () => {
  const tokens = tokensOf(`${'x'.repeat(10_000)} ${Array.from({ length: 9000 }, (_, n) => `w${n}`).join(' ')}`, 500)
  expect(tokens.length).toBeLessThanOrEqual(500)
  expect(Math.max(...tokens.map((token) => token.length))).toBeLessThanOrEqual(64)
})
