import { expect, test } from 'vitest'
import { thingOf, thingsIn } from './thing.ts'

test('a line is read as what it looks like', () => {
  const kinds = [
    'https://a.example/x',
    '192.0.2.7',
    '2001:db8::1',
    '192.0.2.0/24',
    'a.example',
    'bücher.example',
    '+1 555 0100',
    'ada@a.example',
    'ada_99',
  ]
  expect(kinds.map((line) => thingOf(line).kind)).toEqual([
    'url',
    'address',
    'address',
    'address',
    'domain',
    'domain',
    'phone',
    'account',
    'account',
  ])
})

test('empty lines and what is there twice count for nothing', () => {
  expect(thingsIn(' a.example \n\na.example\n')).toEqual([{ kind: 'domain', value: 'a.example' }])
})
