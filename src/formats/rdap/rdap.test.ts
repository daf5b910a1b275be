import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { emailOf, parseRdap, parseServices, rdapLimits, serviceForAddress, serviceForName } from './index.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const card = (...properties: unknown[]) => ['vcard', [['version', {}, 'text', '4.0'], ...properties]]

describe('an answer of a registry', () => {
  test('tells entities wherever they stand, with the roles around them', () => {
    const read = parseRdap(
      bytes({
        objectClassName: 'domain',
        ldhName: 'EXAMPLE.ORG',
        entities: [
          {
            roles: ['registrar'],
            handle: '292',
            vcardArray: card(['fn', {}, 'text', 'Names Inc.']),
            entities: [
              {
                roles: ['Abuse'],
                vcardArray: card(['email', {}, 'text', 'abuse@names.example'], ['email', {}, 'text', 'mailto:second@names.example']),
              },
            ],
          },
          {
            roles: ['registrant'],
            vcardArray: card(['org', {}, 'text', ['Owner', 'Unit']], ['adr', { cc: 'fr' }, 'text', ['', '', '', '', '', '', 'France']]),
          },
        ],
        events: [{ eventAction: 'last changed', eventDate: '2026-01-02T03:04:05Z' }],
        links: [
          { rel: 'related', type: 'application/rdap+json', href: 'https://rdap.names.example/domain/example.org' },
          { rel: 'self', href: 'https://x/' },
        ],
        redacted: [{ name: { type: 'Registrant Email' }, method: 'removal' }],
      }),
    )
    expect(read).toMatchObject({
      object: 'domain',
      name: 'EXAMPLE.ORG',
      changedAt: '2026-01-02T03:04:05.000Z',
      related: ['https://rdap.names.example/domain/example.org'],
      redacted: ['Registrant Email'],
      entities: [
        { roles: ['registrar'], name: 'Names Inc.', within: [], place: '0' },
        { roles: ['abuse'], emails: ['abuse@names.example', 'second@names.example'], within: [['registrar']], place: '0.0' },
        { roles: ['registrant'], organisation: 'Owner', country: 'FR', place: '1' },
      ],
    })
  })

  test('is malformed where it is none, and tells nothing where it is empty', () => {
    expect(parseRdap(new TextEncoder().encode('<html>'))).toEqual({ malformed: 'not-json' })
    expect(parseRdap(bytes([]))).toEqual({ malformed: 'not-json' })
    expect(parseRdap(bytes({ errorCode: 404 }))).toEqual({ malformed: 'error-answer' })
    expect(parseRdap(bytes({}))).toMatchObject({ object: 'other', entities: [], name: null })
    expect(parseRdap(bytes({}), { ...rdapLimits, bytes: 1 })).toEqual({ malformed: 'too-large' })
  })

  test('ends at its limits of depth and number, whatever is in it', () => {
    let deep: object = { roles: ['abuse'] }
    for (let i = 0; i < 50; i++) deep = { roles: ['technical'], entities: [deep] }
    const read = parseRdap(bytes({ entities: [deep, ...Array.from({ length: 1_000 }, () => ({ roles: ['x'] }))] }))
    expect(isMalformed(read) ? [] : read.entities).toHaveLength(200)
    expect(isMalformed(read) ? 0 : Math.max(...read.entities.map(({ within }) => within.length))).toBe(4)
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseRdap(bytes(value))))
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) =>
          void parseRdap(
            bytes({ entities: [{ roles: value, vcardArray: value, entities: value }], links: value, events: value, redacted: value }),
          ),
      ),
    )
  })
})

test('an address is one that mail can go to, and nothing that says more than an address', () => {
  expect(emailOf(' <Abuse@Names.Example> ')).toBe('Abuse@Names.Example')
  for (const text of [
    'none',
    'a@b',
    'a b@c.example',
    'a@c.example,b@c.example',
    '"x"@c.example',
    'a@c.example\r\nBcc: d@e.example',
    7,
    null,
  ])
    expect(emailOf(text)).toBeNull()
})

describe('the lists of registries', () => {
  const lists = parseServices(
    bytes({
      publication: '2026-06-01T20:00:00Z',
      services: [
        [['8.0.0.0/8'], ['https://arin.example/']],
        [
          ['8.8.0.0/16', '2001:db8::/32'],
          ['http://plain.example/', 'https://better.example/'],
        ],
        [['example', 'co.example'], ['https://names.example/rdap/']],
        [['bad'], ['https://no-slash.example']],
        'nonsense',
      ],
    }),
  )
  if (isMalformed(lists)) throw new Error(lists.malformed)

  test('lead to the longest network and the longest end of a name, by https where that is to be had', () => {
    expect(serviceForAddress(lists, ['8.8.8.8/32', '8.8.0.0/16', '8.0.0.0/8'])).toBe('https://better.example/')
    expect(serviceForAddress(lists, ['8.9.0.1/32', '8.0.0.0/8'])).toBe('https://arin.example/')
    expect(serviceForName(lists, 'Shop.CO.Example.')).toBe('https://names.example/rdap/')
    expect(serviceForName(lists, 'a.bad')).toBeUndefined()
  })

  test('are none without a day and services', () => {
    expect(parseServices(bytes({ services: [[['a'], ['https://a/']]] }))).toEqual({ malformed: 'no-publication' })
    expect(parseServices(bytes({ publication: '2026-06-01T20:00:00Z', services: [] }))).toEqual({ malformed: 'not-services' })
  })
})
