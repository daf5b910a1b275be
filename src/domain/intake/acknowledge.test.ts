import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acknowledgedADay, decideAnswer, type Sender } from './acknowledge.ts'

const domain = 'tocsin.example'
const proven: Sender = {
  envelopeFrom: 'mina@citizen.example',
  headerFrom: 'mina@citizen.example',
  spf: 'pass',
  dmarc: 'none',
  automatic: false,
}
const mina = { address: 'mina@citizen.example', name: null }
const decide = (sender: Partial<Sender> | null, reporter: { address: string | null; name: null } | null = mina, today = 0) =>
  decideAnswer(reporter, sender === null ? null : { ...proven, ...sender }, domain, today)

describe('an acknowledgement', () => {
  test.each([
    ['SPF for the very address', {}, 'now'],
    ['DMARC for the author', { spf: 'fail', envelopeFrom: 'other@x.example', dmarc: 'pass' }, 'now'],
    ['DMARC for the author, in other letters', { spf: 'fail', headerFrom: 'MINA@Citizen.Example', dmarc: 'pass' }, 'now'],
    ['SPF for another address', { envelopeFrom: 'other@citizen.example' }, 'held'],
    ['DMARC for another author', { spf: 'none', headerFrom: 'other@citizen.example', dmarc: 'pass' }, 'held'],
    ['DMARC where several authors are named', { spf: 'none', headerFrom: null, dmarc: 'pass' }, 'held'],
    ['nothing', { spf: 'none' }, 'held'],
    ['SPF that nobody checked', { spf: 'unchecked', dmarc: 'unchecked' }, 'held'],
    ['SPF, of a machine', { automatic: true }, 'never'],
    ['SPF, of the null sender', { envelopeFrom: '' }, 'never'],
  ] as const)('is decided by what proves the sender: %s', (_proof, sender, kind) => {
    expect(decide(sender).kind).toBe(kind)
  })

  test('waits for a person where an address was only typed', () => {
    expect(decide(null)).toEqual({ kind: 'held', to: 'mina@citizen.example', why: 'address-unproven' })
  })

  test.each(['report@tocsin.example', 'Report+abc@TOCSIN.example', 'noreply@tocsin.example'])('never goes to ourselves: %s', (address) => {
    expect(decide({ envelopeFrom: address, headerFrom: address }, { address, name: null })).toEqual({ kind: 'never', why: 'ourselves' })
  })

  test('goes to people whose mail lies under the same domain', () => {
    const address = 'staff@tocsin.example'
    expect(decide({ envelopeFrom: address, headerFrom: address }, { address, name: null }).kind).toBe('now')
  })

  test('ends at the daily limit', () => {
    expect(decide({}, mina, acknowledgedADay - 1).kind).toBe('now')
    expect(decide({}, mina, acknowledgedADay)).toEqual({ kind: 'never', why: 'limit' })
  })

  test('is never sent at once to an address that nothing proved, whatever is claimed', () => {
    const address = fc.constantFrom('mina@citizen.example', 'eve@bad.example', 'MINA@citizen.example', '', 'report@tocsin.example', 'a@b')
    const word = fc.constantFrom('pass', 'fail', 'softfail', 'none', 'neutral', 'temperror', 'unchecked')
    fc.assert(
      fc.property(
        address,
        address,
        address,
        word,
        word,
        fc.boolean(),
        fc.nat(30),
        (to, envelopeFrom, headerFrom, spf, dmarc, automatic, today) => {
          const answer = decideAnswer({ address: to, name: null }, { envelopeFrom, headerFrom, spf, dmarc, automatic }, domain, today)
          if (answer.kind !== 'now') return
          const same = (other: string) => other.toLowerCase() === to.toLowerCase()
          expect((spf === 'pass' && same(envelopeFrom)) || (dmarc === 'pass' && same(headerFrom))).toBe(true)
          expect([automatic, envelopeFrom === '', today >= acknowledgedADay]).toEqual([false, false, false])
        },
      ),
    )
  })

  test.each([
    null,
    '',
    'no address',
    'a@b.example\r\nBcc: all@x.example',
    'a@b.example, c@d.example',
    '<a@b.example>',
    `${'a'.repeat(65)}@b.example`,
  ])('has nowhere to go to %j', (address) => {
    expect(decide({}, { address, name: null })).toEqual({ kind: 'never', why: 'no-address' })
  })
})
