import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWhois } from './index.ts'

const read = (text: string) => parseWhois(new TextEncoder().encode(text))

test('a registrar’s answer tells registrar, abuse contact and where to ask next', () => {
  expect(
    read(
      'Domain Name: EXAMPLE.COM\r\n   Registrar WHOIS Server: whois.names.example\r\n   Registrar: Names Inc.\r\n   Registrar Abuse Contact Email: abuse@names.example\r\n   Updated Date: 2026-01-02T00:00:00Z\r\n',
    ),
  ).toMatchObject({
    registrar: 'Names Inc.',
    abuse: ['abuse@names.example'],
    referral: 'whois.names.example',
    changedAt: '2026-01-02T00:00:00.000Z',
  })
})

test('a registry’s answer of a network tells holder, range and country, also where the contact stands in a comment', () => {
  expect(
    read(
      "% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'abuse@net.example'\n\ninetnum:        192.0.2.0 - 192.0.2.255\nnetname:        EXAMPLE-NET\ncountry:        fr\nabuse-mailbox:  abuse@net.example\nabuse-mailbox:  noc@net.example\n",
    ),
  ).toMatchObject({
    holder: 'EXAMPLE-NET',
    country: 'FR',
    range: { first: '192.0.2.0', last: '192.0.2.255' },
    abuse: ['abuse@net.example', 'noc@net.example'],
  })
  expect(read('refer:        whois.arin.net\n').referral).toBe('whois.arin.net')
  expect(read('OrgAbuseEmail:  abuse@a.example\nReferralServer:  rwhois://rwhois.a.example:4321\n')).toMatchObject({
    abuse: ['abuse@a.example'],
    referral: 'rwhois.a.example',
  })
})

test('any text is read, and one that says nothing says nothing', () => {
  expect(read('No match for "X".\n')).toEqual({
    referral: null,
    registrar: null,
    holder: null,
    country: null,
    range: null,
    abuse: [],
    changedAt: null,
  })
  expect(read('refer: http://127.0.0.1/\n').referral).toBeNull()
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void parseWhois(bytes)))
})
