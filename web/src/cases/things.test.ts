import { expect, test } from 'vitest'
import { thingIn, thingsIn } from './things.ts'

test('what a line names is told by its form, defanged or not', () => {
  expect(thingIn('198.51.100.7')).toEqual({ kind: 'address', value: '198.51.100.7' })
  expect(thingIn('2001:db8::1')).toEqual({ kind: 'address', value: '2001:db8::1' })
  expect(thingIn('hxxps://bad[.]example/login')).toEqual({ kind: 'url', value: 'https://bad.example/login' })
  expect(thingIn('Bad[.]Example')).toEqual({ kind: 'domain', value: 'bad.example' })
  expect(thingIn('crook[at]mail.example')).toEqual({ kind: 'sender', value: 'crook@mail.example' })
  expect(thingIn('A'.repeat(64))).toEqual({ kind: 'file', value: 'a'.repeat(64) })
  for (const nothing of ['', 'word', 'two words.example', 'x'.repeat(9_000)]) expect(thingIn(nothing)).toBeUndefined()
})

test('a text has one a line, each once, and what cannot be read is told', () => {
  const { things, unread } = thingsIn('bad.example\n\nbad.example\nnonsense\n192.0.2.1')
  expect(things.map(({ value }) => value)).toEqual(['bad.example', '192.0.2.1'])
  expect(unread).toEqual(['nonsense'])
})
