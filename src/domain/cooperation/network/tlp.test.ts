import { expect, test } from 'vitest'
import { onwardRules, permittedUses, sharedTlps } from '../contract/network/names.ts'
import { contradicts, isAsStrict, marksIn, whyNotOn } from './tlp.ts'

const order = ['clear', 'green', 'amber', 'amber-strict', 'red'] as const

test('marks stand in the order of TLP 2.0, each as strict as itself', () => {
  for (const [at, one] of order.entries())
    for (const [than, other] of order.entries()) expect([one, other, isAsStrict(one, other)]).toEqual([one, other, at >= than])
})

test('over all pairs, nothing is passed on more openly than it came, nor out of an organisation that should keep it', () => {
  for (const source of sharedTlps)
    for (const onward of onwardRules)
      for (const wanted of sharedTlps) {
        const wider = order.indexOf(wanted) < order.indexOf(source)
        // back to whoever gave it, only a more open mark is refused
        expect(whyNotOn({ tlp: source, onward }, wanted, true)).toBe(wider ? 'wider' : undefined)
        const why = whyNotOn({ tlp: source, onward }, wanted, false)
        const kept = source === 'amber' || source === 'amber-strict' || source === 'red'
        expect([source, onward, wanted, why]).toEqual([
          source,
          onward,
          wanted,
          wider ? 'wider' : kept ? 'audience' : onward === 'as-marked' ? undefined : 'onward',
        ])
      }
})

test('only what the world may know contradicts a limit', () => {
  for (const tlp of sharedTlps)
    for (const onward of onwardRules)
      for (const permitted of permittedUses) {
        const limited = onward !== 'as-marked' || permitted === 'none' || permitted === 'contact-for-instruction'
        expect(contradicts({ tlp, onward, permitted })).toBe(tlp === 'clear' && limited)
        // what is kept secret is neither for a community nor passed on as a mark allows
        const kept = tlp !== 'clear' && tlp !== 'green' && onward !== 'as-marked'
        expect(contradicts({ tlp, onward, permitted, secrecy: ['confidential'] })).toBe(!kept)
      }
})

test.each([
  ['nothing marked, the word amber', []],
  ['TLP:RED', ['red']],
  ['tlp : amber + strict and TLP:AMBER', ['amber-strict', 'amber']],
  ['TLP：GREEN TLP:WHITE TLP:WHITE', ['green', 'clear']],
  ['TLP:REDDISH XTLP:RED', []],
])('the marks of %j are %j', (text, marks) => {
  expect(marksIn(text)).toEqual(marks)
})
