import { expect, test } from 'vitest'
import { unmasked } from './unmasked.ts'

test('a name that turns its direction shows where it does', () => {
  expect(unmasked('invoice_\u202efdp.scr')).toBe('invoice_⟨U+202E⟩fdp.scr')
  expect(unmasked('\u2067x\u2069\u061c')).toBe('⟨U+2067⟩x⟨U+2069⟩⟨U+061C⟩')
})

test('a name in any script stays as it is', () => {
  for (const name of ['invoice.pdf', 'السيرة_الذاتية.pdf', '発票.zip', '\u200d']) expect(unmasked(name)).toBe(name)
})
