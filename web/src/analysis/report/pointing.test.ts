import { expect, test } from 'vitest'
import { readReading } from '../reading.ts'
import { spotOf } from './pointing.tsx'

const reading = readReading({
  kind: 'message',
  headers: [
    { name: 'Received', value: 'x' },
    { name: 'From', value: 'y' },
  ],
  links: [{ url: 'a' }],
  path: [{ index: 0 }],
})

test('what a finding rests on is found in the reading, and what is not there leads nowhere', () => {
  if (reading?.kind !== 'message') throw new Error('no message')
  const led = (rest: Record<string, unknown>) => spotOf(rest, reading)
  expect(led({ header: 'from' })).toBe('header:1')
  expect(led({ header: 'received', line: 0 })).toBe('header:0')
  expect(led({ header: 'reply-to' })).toBeUndefined()
  expect(led({ header: 'from', line: 9 })).toBeUndefined()
  expect(led({ link: 0 })).toBe('link:0')
  expect(led({ link: 4 })).toBeUndefined()
  expect(led({ hop: 0 })).toBe('hop:0')
  expect(led({ part: '1.2' })).toBe('part:1.2')
  expect(led({ text: { part: '1', at: 4 } })).toBe('text:0')
  expect(led({ anything: 'else' })).toBeUndefined()
})
