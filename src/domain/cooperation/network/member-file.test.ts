import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMalformed } from '../../../base/parsed.ts'
import { readMemberFile } from './member-file.ts'
import type { Supposed } from './raw-member.ts'

const agency: Supposed = { kind: 'agency', category: null }
const read = (text: string, supposed = agency) => {
  const file = readMemberFile(new TextEncoder().encode(text), supposed)
  if (isMalformed(file)) throw new Error(file.malformed)
  return file
}

test('a table gives members, with what stands in several cells of a cell', () => {
  const file = read('Name;Country;Laws;Time zone;Resources\nRegulator;nz;anti-spam|criminal;Pacific/Auckland;AS64500 example.org')
  expect(file).toMatchObject({ format: 'csv', errorCount: 0, read: 1 })
  expect(file.rows[0]).toMatchObject({
    line: 2,
    kind: 'agency',
    card: {
      name: 'Regulator',
      country: 'NZ',
      laws: ['anti-spam', 'criminal'],
      timeZone: 'Pacific/Auckland',
      resources: ['AS64500', 'example.org'],
    },
  })
})

test('whatever is wrong is told by line and column', () => {
  const text =
    'kind,name,country,category,website,colour\nagency,,FR,,,\nindustry,Carrier,XX,,,\nindustry,Carrier,FR,,,\nboth,X,FR,,,\nagency,Y,FR,,javascript:1,\nagency,Z,FR,,,\nagency,z,FR,,,'
  expect(read(text).errors).toEqual([
    { line: 1, column: 'colour', why: 'unknown-column', text: 'colour' },
    { line: 2, column: 'name', why: 'missing', text: '' },
    { line: 3, column: 'country', why: 'unreadable', text: 'XX' },
    { line: 4, column: 'category', why: 'category', text: null },
    { line: 5, column: 'kind', why: 'unreadable', text: 'both' },
    { line: 6, column: 'website', why: 'unreadable', text: 'javascript:1' },
    { line: 8, column: 'name', why: 'twice', text: 'z' },
  ])
})

test('a list of teams as FIRST gives it is read, whole and minimal', () => {
  const whole = {
    status: 'OK',
    data: [
      {
        id: 'one',
        team: 'ONE',
        'team-full': 'Team One',
        country: 'BR',
        website: ['https://one.example/'],
        timezone: 'UTC-03:00',
        'operating-hours': '9 to 5',
        constituency: 'Banks',
      },
    ],
  }
  expect(read(JSON.stringify(whole))).toMatchObject({
    format: 'first',
    errorCount: 0,
    rows: [
      {
        line: 1,
        kind: 'agency',
        card: {
          name: 'Team One',
          country: 'BR',
          website: 'https://one.example/',
          timeZone: 'Etc/GMT+3',
          hours: '9 to 5',
          represents: 'Banks',
        },
      },
    ],
  })
  const minimal = [{ u: 'two.example', s: 'TWO', t: 'Team Two', c: 'DE' }, { t: 'Nowhere' }]
  const file = read(JSON.stringify(minimal), { kind: 'industry', category: 'security-software' })
  expect(file.rows).toMatchObject([{ kind: 'industry', card: { category: 'security-software', website: 'https://two.example' } }])
  expect(file.errors).toEqual([{ line: 2, column: 'country', why: 'missing', text: '' }])
})

test('more rows than are taken are a fault, and nothing is read past the limit', () => {
  const file = read(JSON.stringify(Array.from({ length: 6_000 }, (_, at) => ({ t: `Team ${at}`, c: 'FR' }))))
  expect([file.rows.length, file.errors.map(({ why }) => why)]).toEqual([5_000, ['cut']])
})

test('no bytes make it throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readMemberFile(bytes, agency)))
  fc.assert(fc.property(fc.json(), (text) => void readMemberFile(new TextEncoder().encode(text), agency)))
})
