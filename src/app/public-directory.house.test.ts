import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainPolicy } from '../platform/http/security.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

const publish = (said: object) =>
  network.secretariat.call('PUT', '/api/network/publicity', { directory: true, asking: false, introduction: '', ...said })
const look = async (url: string) => {
  const { statusCode, body, headers } = await house.http.app.inject({ method: 'GET', url })
  return { status: statusCode, body, headers }
}
const secrets = {
  legalBasis: 'Basis-4711',
  represents: '',
  resources: ['AS64511'],
  hours: 'Hours-4711',
  languages: ['en'],
  timeZone: 'Pacific/Auckland',
}
const cardOf = (more: object) => ({
  name: 'Messaging Regulator',
  country: 'NZ',
  laws: ['anti-spam'],
  powers: ['fine'],
  ...secrets,
  ...more,
})
const contactOf = (name: string, audience: string) => ({
  member: regulator.id,
  role: 'staff',
  person: name,
  mail: `${name.toLowerCase()}@regulator.example`,
  emergency: '+64 21 4711',
  phone: '+64 4 1',
  audience,
  consent: { on: '2026-01-01', until: null },
})

describe('the directory of the network', () => {
  test('is nowhere to be found until the secretariat publishes it', async () => {
    await regulator.client.call('PUT', `/api/network/members/${regulator.id}`, cardOf({ public: true }))
    expect((await look('/api/directory')).status).toBe(404)
    const page = await look('/directory')
    expect(page.status).toBe(404)
    expect(page.body).not.toContain('Action Network')
    expect(page.headers['x-robots-tag']).toContain('noindex')
  })

  test('is published by the secretariat alone', async () => {
    const said = { directory: true, asking: false, introduction: '' }
    expect((await regulator.client.call('PUT', '/api/network/publicity', said)).status).toBe(403)
    expect(await regulator.client.call('GET', '/api/network/publicity')).toMatchObject({
      status: 200,
      body: { directory: false, may: { change: false } },
    })
    expect(await publish({ introduction: 'Who we are <b>4712</b>' })).toMatchObject({
      status: 200,
      body: { directory: true, named: { members: 1, contacts: 0 }, may: { change: true } },
    })
  })

  test('names who lets itself be named with contacts for the public, and nothing else', async () => {
    for (const [name, audience] of [
      ['Open', 'public'],
      ['Inner', 'members'],
      ['Closed', 'agencies'],
      ['Hidden', 'secretariat'],
    ] as const)
      expect((await regulator.client.call('POST', '/api/network/contacts', contactOf(name, audience))).status).toBeLessThan(300)
    const { status, body } = await look('/api/directory')
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({
      network: 'Action Network',
      introduction: 'Who we are <b>4712</b>',
      members: [
        {
          kind: 'agency',
          name: 'Messaging Regulator',
          country: 'NZ',
          category: null,
          categoryOther: null,
          represents: '',
          website: null,
          contacts: [
            {
              unit: '',
              person: 'Open',
              title: '',
              mail: 'open@regulator.example',
              phone: '+64 4 1',
              hours: '',
              timeZone: 'UTC',
              languages: [],
            },
          ],
        },
      ],
    })
    const page = await look('/directory?language=en')
    expect(page.status).toBe(200)
    for (const shown of ['Messaging Regulator', 'Open', 'open [at] regulator.example', 'New Zealand', '&lt;b&gt;4712'])
      expect(page.body).toContain(shown)
    for (const text of [page.body, body])
      for (const kept of ['Inner', 'Closed', 'Hidden', '4711', 'AS64511', 'Carrier', regulator.id]) expect(text).not.toContain(kept)
    expect(page.body).not.toContain('open@regulator.example')
  })

  test('sets no cookie, runs no script, and may be kept for some minutes', async () => {
    for (const url of ['/directory', '/directory?language=ar', '/api/directory']) {
      const { headers } = await look(url)
      expect(headers['set-cookie']).toBeUndefined()
      expect(headers['cache-control']).toBe('public, max-age=300')
    }
    const { headers, body } = await look('/directory?language=zh-CN')
    expect(headers['content-security-policy']).toBe(plainPolicy)
    expect(headers['vary']).toContain('accept-language')
    expect(body).not.toMatch(/<script|<form/)
  })

  test('drops whoever leaves or takes its name back', async () => {
    await regulator.client.call('PUT', `/api/network/members/${regulator.id}`, cardOf({ public: false }))
    expect(JSON.parse((await look('/api/directory')).body)).toMatchObject({ members: [] })
    await carrier.client.call('PUT', `/api/network/members/${carrier.id}`, {
      name: 'Carrier',
      country: 'FR',
      category: 'internet-provider',
      public: true,
    })
    expect((await look('/directory')).body).toContain('Carrier')
    await carrier.client.call('POST', `/api/network/members/${carrier.id}/leave`, {})
    expect((await look('/directory')).body).not.toContain('Carrier')
  })

  test('answers a flood from one place with a refusal', async () => {
    const answers = await Promise.all(Array.from({ length: 130 }, () => look('/directory')))
    expect(answers.some(({ status }) => status === 429)).toBe(true)
  })
})

describe('an organisation that is no member', () => {
  test('is told of the network where it lets itself be asked, and otherwise nothing', async () => {
    const made = await ann.call('POST', '/api/node/organisations', {
      organisation: { name: 'Outsider', kind: 'provider', country: 'FR' },
      administrator: 'eve@outsider.example',
    })
    const eve = await accept(house, (made.body as { link: string }).link, 'eve@outsider.example')
    const asking = { kind: 'industry', name: 'Outsider', country: 'FR', category: 'courier', statement: 'We carry parcels.' }
    const nothing = { network: null, applications: [], may: { apply: false } }
    expect((await eve.call('GET', '/api/network/application')).body).toEqual(nothing)
    expect(await eve.call('POST', '/api/network/application', asking)).toMatchObject({
      status: 404,
      body: { code: 'cooperation.no-network' },
    })
    await publish({ asking: true })
    expect((await eve.call('GET', '/api/network/application')).body).toMatchObject({
      network: { name: 'Action Network' },
      may: { apply: true },
    })
    const both = await Promise.all([0, 1].map(() => eve.call('POST', '/api/network/application', asking)))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    // whoever has asked sees what becomes of it, whatever the network says later
    await publish({ asking: false })
    expect((await eve.call('GET', '/api/network/application')).body).toMatchObject({
      network: { name: 'Action Network' },
      applications: [{ state: expect.any(String) }],
    })
  })
})
