import { expect, test } from 'vitest'
import { mentionsIn } from '../../../src/domain/cases/mentions.ts'
import { called, callingAt, meant } from './mention.ts'

const people = [
  { id: '1', name: 'Ada Lind' },
  { id: '2', name: 'Bo' },
  { id: '3', name: 'مريم العلي' },
  { id: '4', name: '李 明' },
]

test('a name is called where an @ begins a word, and no address calls anybody', () => {
  expect(callingAt('see @ad', 7)).toEqual({ from: 4, typed: 'ad' })
  expect(callingAt('@', 1)).toEqual({ from: 0, typed: '' })
  expect(callingAt('(@مري', 5)).toEqual({ from: 1, typed: 'مري' })
  expect(callingAt('ada@desk', 8)).toBeUndefined()
  expect(callingAt('see @ada now', 12)).toBeUndefined()
})

test('people are found by the beginning of any of their names', () => {
  expect(meant(people, 'li').map(({ id }) => id)).toEqual(['1'])
  expect(meant(people, '').length).toBe(4)
  expect(meant(people, 'العلي').map(({ id }) => id)).toEqual(['3'])
})

test('whoever is completed is whom the server tells', () => {
  for (const { id, name } of people) {
    const text = `hello @${name.slice(0, 1)} and so on`
    const calling = callingAt(text, 8)
    expect(calling).toBeDefined()
    if (calling === undefined) continue
    const done = called(text, calling, name)
    expect(mentionsIn(done.text, people)).toEqual([id])
    expect(done.text.endsWith(' and so on')).toBe(true)
    expect(done.text.slice(0, done.caret).endsWith(' ')).toBe(true)
  }
})
