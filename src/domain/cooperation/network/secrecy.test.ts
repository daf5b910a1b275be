import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meanings, saids } from '../contract/network/questionnaire-names.ts'
import type { Meaning } from './questionnaire.ts'
import { maySharedBe, ofGiver, ofRecipient, type Said, type Statement } from './secrecy.ts'

const statement = (meaning: Meaning, said: Said | null): Statement => ({ meaning, said, words: '', sources: [], sheet: 's', code: meaning })
const openGiver = { 'may-share': 'yes', 'needs-agreement': 'no', 'needs-secrecy': 'no', 'needs-both-unlawful': 'no' } as const
const openRecipient = { 'keeps-secret': 'yes', 'freedom-of-information': 'no', 'must-disclose': 'no' } as const
const all = (said: Readonly<Partial<Record<Meaning, Said>>>) =>
  meanings.flatMap((one) => (said[one] === undefined ? [] : [statement(one, said[one])]))
const verdict = (giver: Partial<Record<Meaning, Said>>, recipient: Partial<Record<Meaning, Said>>) =>
  maySharedBe(all({ ...openGiver, ...giver }), all({ ...openRecipient, ...recipient })).verdict

describe('whether one agency may give something to another', () => {
  test('is a plain yes only where everything was answered and nothing stands in the way', () => {
    expect(verdict({}, {})).toBe('yes')
    const { 'must-disclose': _, ...fewer } = openRecipient
    expect(maySharedBe(all(openGiver), all(fewer))).toMatchObject({
      verdict: 'conditions',
      missing: [{ side: 'recipient', meaning: 'must-disclose' }],
    })
  })

  test('is no where the giver’s law forbids it, or asks for a secrecy that the recipient’s law does not know', () => {
    expect(verdict({ 'may-share': 'no' }, {})).toBe('no')
    expect(verdict({ 'needs-secrecy': 'yes' }, { 'keeps-secret': 'no' })).toBe('no')
    expect(maySharedBe(all({ 'may-share': 'no' }), []).verdict).toBe('no')
  })

  test('has conditions where a treaty is needed, or a law on freedom of information reaches it', () => {
    expect(verdict({ 'needs-agreement': 'yes' }, {})).toBe('conditions')
    const found = maySharedBe(all(openGiver), all({ ...openRecipient, 'freedom-of-information': 'partly' }))
    expect(found.verdict).toBe('conditions')
    expect(found.rests.filter(({ weighs }) => weighs).map(({ meaning, side }) => [meaning, side])).toEqual([
      ['freedom-of-information', 'recipient'],
    ])
  })

  test('is unknown where nobody answered what it turns on', () => {
    expect(maySharedBe([], []).verdict).toBe('unknown')
    expect(maySharedBe(all(openGiver), []).verdict).toBe('unknown')
    expect(maySharedBe([statement('may-share', null)], all(openRecipient)).verdict).toBe('unknown')
  })

  // how open an answer is, by its meaning
  const openness = (meaning: Meaning, said: Said) =>
    meaning === 'may-share' || meaning === 'keeps-secret' ? 2 - saids.indexOf(said) : saids.indexOf(said)
  const order = { no: 0, conditions: 1, unknown: 1, yes: 2 }
  const answers = fc.record(
    Object.fromEntries(meanings.map((one) => [one, fc.constantFrom(...saids)])) as Record<Meaning, fc.Arbitrary<Said>>,
  )

  test('never becomes more open when an answer becomes less so', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...meanings), fc.constantFrom(...saids), (said, meaning, other) => {
        fc.pre(openness(meaning, other) <= openness(meaning, said[meaning]))
        const of = (given: Record<Meaning, Said>) => maySharedBe(all(given), all(given)).verdict
        expect(order[of({ ...said, [meaning]: other })]).toBeLessThanOrEqual(order[of(said)])
      }),
    )
  })

  test('rests on answers that are there, each of the side that it is asked of, and names all others as missing', () => {
    const some = fc.subarray([...meanings])
    fc.assert(
      fc.property(answers, some, some, (said, giver, recipient) => {
        const of = (names: readonly Meaning[]) => names.map((one) => statement(one, said[one]))
        const { rests, missing } = maySharedBe(of(giver), of(recipient))
        for (const one of rests) expect(one.side === 'giver' ? giver : recipient).toContain(one.meaning)
        expect(rests.length + missing.length).toBe(ofGiver.length + ofRecipient.length)
      }),
    )
  })
})
