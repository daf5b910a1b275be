import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf, lawStages, needsOf, registerFields, registerKinds } from '../contract/network/register-names.ts'
import { entryFault, farthestStage, type RegisterText, tidyEntry } from './register.ts'

const text: RegisterText = {
  country: 'NZ',
  title: 'Unsolicited Messages Act',
  text: '',
  audience: 'members',
  state: 'in-force',
  onDate: '2007-09-05',
  year: 2026,
  lawKinds: ['mail', 'mail'],
  powers: ['fine'],
  court: 'High Court',
  outcome: 'Fined.',
  amount: 100,
  collected: 40,
  currency: 'NZD',
  affected: ['FR', 'FR'],
  responsible: 'somebody',
  solution: 'A way round.',
  topic: 'training',
  until: '2027-01-01',
  body: 'OECD',
  source: 'Gazette',
  sourceUrl: '',
  sourceOn: '2007-03-05',
}

describe('an entry of a register', () => {
  test('keeps what its kind has and nothing else, and says each thing once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...registerKinds), (kind) => {
        const tidy = tidyEntry(kind, text)
        const filled = registerFields.filter((one) => tidy[one] !== null && tidy[one] !== '' && tidy[one]?.toString() !== '')
        expect(filled.filter((one) => !fieldsOf[kind].includes(one))).toEqual([])
        expect(tidyEntry(kind, tidy)).toEqual(tidy)
        expect(new Set(tidy.lawKinds).size).toBe(tidy.lawKinds.length)
      }),
    )
  })

  test('without what its kind needs is refused at that very field', () => {
    for (const kind of registerKinds)
      for (const field of needsOf[kind]) {
        const empty = ['source', 'body', 'outcome'].includes(field) ? '' : null
        const state = kind === 'law' ? 'in-force' : 'open'
        expect(entryFault(kind, tidyEntry(kind, { ...text, state, currency: 'NZD', [field]: empty }))).toBe(field)
      }
  })

  test('does not say what cannot be: more collected than set, a sum without currency, solved without how, a law of no country', () => {
    const of = (kind: (typeof registerKinds)[number], more: Partial<RegisterText>) =>
      entryFault(kind, tidyEntry(kind, { ...text, ...more }))
    expect(of('fines', { collected: 101 })).toBe('collected')
    expect(of('judgment', { currency: null })).toBe('currency')
    expect(of('obstacle', { state: 'solved', solution: ' ' })).toBe('solution')
    expect(of('law', { country: null })).toBe('country')
    expect(of('law', { state: 'solved' })).toBe('state')
    expect(of('law', {})).toBeUndefined()
  })

  test('of several laws the farthest says how far a country is, a repealed one only where there is no other', () => {
    expect(farthestStage(['draft', 'in-force', 'planned'])).toBe('in-force')
    expect(farthestStage(['repealed', 'planned'])).toBe('planned')
    expect(farthestStage(['repealed'])).toBe('repealed')
    expect(farthestStage([])).toBeUndefined()
    expect(lawStages.at(-1)).toBe('repealed')
  })
})
