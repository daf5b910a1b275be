import { describe, expect, test } from 'vitest'
import { analyseMessage } from '../message/index.ts'
import { factsOf, readTechnique, techniqueLimits } from './index.ts'

const mail = [
  'From: "Parcel Desk" <desk@parcel-now.example>',
  'To: someone@here.example',
  'Subject: Your PARCEL waits',
  'X-Mailer: Bulk 9',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Pay the customs fee: verify account now</p><a href="https://pay.shop.example/x">pay</a>',
].join('\r\n')
const facts = factsOf(await analyseMessage(new TextEncoder().encode(mail), {}))
const run = (kind: 'rules' | 'indicators' | 'tokens', text: string) => {
  const read = readTechnique(kind, text)
  return 'fault' in read ? read.fault : read.match(facts)
}

describe('rules', () => {
  test('fit what a message says, whatever its case', () => {
    const text = `# lures
      rule "Parcel" { subject contains "parcel"  any { link.host ends ".example" dmarc is "fail" }  none { from.domain is "post.example" } }
      rule "Program" { header "X-Mailer" starts ("bulk", "mass")  links above 0  links below 9 }
      rule "Other" { subject is "something else" }`
    expect(run('rules', text)).toEqual(['Parcel', 'Program'])
  })

  test.each([
    ['', 'empty', 1, 1],
    ['rule "a" {\n  subjct contains "x" }', 'unknown-field', 2, 3],
    ['rule "a" {\n  subject matches "x" }', 'unknown-test', 2, 11],
    ['rule "a" { subject is "x" ', 'unclosed', 1, 10],
    ['rule "a" { subject is "x }', 'unclosed', 1, 23],
    ['rule "a" { links above "x" }', 'unexpected', 1, 24],
    ['rule "a" { }', 'empty', 1, 12],
    ['rule "a" { subject is "" }', 'unfit-value', 1, 23],
    ['rule "a" { links is 1 } rule "a" { links is 1 }', 'twice', 1, 30],
    ['rule "a" { links is 1 };', 'unexpected', 1, 24],
    [`rule "a" ${'{ any '.repeat(50)}`, 'too-deep', 1, 10 + 16 * 6],
    [`rule "a" { subject is (${'"x",'.repeat(10_001)}"x") }`, 'too-many', 1, 20_000 * 2 + 20],
  ])('are refused with the place: %s', (text, code, line, column) => {
    const found = run('rules', text)
    if (code === 'too-many') expect(found).toMatchObject({ code, line })
    else expect(found).toMatchObject({ code, line, column })
  })
})

test('indicators fit the message, a domain the hosts under it, in whichever spelling', async () => {
  const list =
    '# seen in May\ndomain shop.example\nurl https://pay.shop.example/x # the form\nsender desk@parcel-now.example\naddress 192.0.2.0/24\n'
  expect(run('indicators', list)).toEqual(['url https://pay.shop.example/x', 'domain shop.example', 'sender desk@parcel-now.example'])
  expect(run('indicators', 'domain other.example')).toEqual([])
  const umlauts = factsOf(await analyseMessage(new TextEncoder().encode('Subject: x\r\n\r\nhttps://www.b\u00fccher.example/x'), {}))
  for (const name of ['B\u00fccher.example', 'xn--bcher-kva.example']) {
    const read = readTechnique('indicators', `domain ${name}`)
    expect('match' in read && read.match(umlauts)).toEqual(['domain xn--bcher-kva.example'])
  }
  expect(run('indicators', 'domain ok.example\n  file 1234')).toEqual({ code: 'unfit-value', line: 2, column: 8, found: '1234' })
  expect(run('indicators', 'host a.example')).toMatchObject({ code: 'unexpected', line: 1 })
})

test('words fit by their weights', () => {
  const table = '@start -1\n@threshold 0.6\nverify account 3\ncustoms 2.5\nmeeting -4'
  expect(run('tokens', table)).toEqual(['verify account', 'customs'])
  expect(run('tokens', table.replace('-1', '-9'))).toEqual([])
  expect(run('tokens', 'customs 1\ncustoms 2')).toMatchObject({ code: 'twice', line: 2 })
  expect(run('tokens', '@base 1')).toMatchObject({ code: 'unknown-field', line: 1 })
  expect(run('tokens', 'one\ttwo')).toMatchObject({ code: 'unexpected', line: 1 })
})

test('what is too large is refused unread', () => {
  const large = 'a'.repeat(techniqueLimits.bytes + 1)
  for (const kind of ['rules', 'indicators', 'tokens'] as const) expect(run(kind, large)).toMatchObject({ code: 'too-large' })
  expect(run('indicators', 'domain a.example\n'.repeat(30_000))).toEqual([])
})

test('nothing throws, whatever it is given', () => {
  const pieces = [
    'rule',
    '"a"',
    '{',
    '}',
    'any',
    'subject',
    'contains',
    '(',
    ',',
    ')',
    '9',
    '\n',
    '\\',
    '"',
    '@start',
    'domain',
    '\uD800',
    ' 1',
  ]
  let seed = 7
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648)
  for (let turn = 0; turn < 3_000; turn++) {
    const text = Array.from({ length: next() % 30 }, () => pieces[next() % pieces.length]).join(next() % 2 === 0 ? ' ' : '')
    for (const kind of ['rules', 'indicators', 'tokens'] as const) expect(() => run(kind, text)).not.toThrow()
  }
})
