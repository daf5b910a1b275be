import { expect, test } from 'vitest'
import { bytesOf, textOf } from './passkey.ts'
import { tokenOf } from './token.ts'

test('the secret of a link is what stands after the sign', () => {
  expect(tokenOf('#JmvzDS6k0k3P3L2mRzcse8f-rLr7sVUwRhANtGLsWe4')).toBe('JmvzDS6k0k3P3L2mRzcse8f-rLr7sVUwRhANtGLsWe4')
})

test('a link that was cut or is something else has none', () => {
  for (const hash of ['', '#', '#short', '#has spaces in it and is long', `#${'x'.repeat(200)}`, '#<script>alert(1)</script>'])
    expect(tokenOf(hash)).toBeUndefined()
})

test('bytes go to base64url and come back the same, whatever their number', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length * 11) % 256)
    const text = textOf(bytes.buffer)
    expect(text).toMatch(/^[\w-]*$/)
    expect(bytesOf(text)).toEqual(bytes)
  }
})
