import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSecret, sealSecret } from './secret-box.ts'

const under = (secret: string) => (purpose: string, text: string) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest()

test('a secret opens again for its own purpose, under the same secret of the node, and for nothing else', () => {
  const box = sealSecret(under('a'), 'mailbox 1', 'pässword')
  expect(openSecret(under('a'), 'mailbox 1', box)).toBe('pässword')
  expect(openSecret(under('a'), 'mailbox 2', box)).toBeUndefined()
  expect(openSecret(under('b'), 'mailbox 1', box)).toBeUndefined()
  expect(box.includes('pässword')).toBe(false)
})

test('a box that was changed anywhere does not open, and none is like another', () => {
  const box = sealSecret(under('a'), 'x', 'secret')
  for (let at = 0; at < box.length; at++) {
    const changed = Buffer.from(box)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(openSecret(under('a'), 'x', changed)).toBeUndefined()
  }
  expect(openSecret(under('a'), 'x', box.subarray(0, 20))).toBeUndefined()
  expect(sealSecret(under('a'), 'x', 'secret').equals(box)).toBe(false)
})
