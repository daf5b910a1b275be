import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { actFor, type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined
let carrier: Joined
/** an organisation of the node that is no member */
let outsider: Client

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Outsider', kind: 'provider', country: 'FR' },
    administrator: 'eve@outsider.example',
  })
  outsider = await accept(house, (made.body as { link: string }).link, 'eve@outsider.example')
})
afterAll(() => house.close())

const read = async <T>(who: Client, path: string) => (await who.call('GET', path)).body as T
type Seen = {
  network: {
    name: string
    standing: { acting: boolean; member: { kind: string } | null }
    offices: { id: string; holder: { name: string }; until: string | null }[]
    groups: { standing: string }[]
    members: object
  } | null
}
const namesSeen = async (who: Client) =>
  (await read<{ items: { name: string }[] }>(who, '/api/network/members')).items.map(({ name }) => name)

describe('the network of a node', () => {
  test('is one: a second is refused, and nobody but the operator makes it', async () => {
    const body = { name: 'Another', country: 'FR', holder: ann.organisation }
    expect(await ann.call('POST', '/api/node/network', body)).toMatchObject({ status: 409, body: { code: 'directory.network-made' } })
    expect((await regulator.client.call('POST', '/api/node/network', body)).status).toBe(403)
  })

  test('is shown to its members by name, with who holds its office and the groups that they are in', async () => {
    const { network: seen } = await read<Seen>(regulator.client, '/api/network')
    expect(seen).toMatchObject({
      name: 'Action Network',
      standing: { acting: false, member: { kind: 'agency' } },
      members: { agencies: 1, industry: 1, countries: 2 },
      offices: [{ holder: { name: 'First Desk' }, until: null }],
      groups: [{ standing: 'agencies' }, { standing: 'members' }],
    })
    const { network: industry } = await read<Seen>(carrier.client, '/api/network')
    expect(industry?.groups.map(({ standing }) => standing)).toEqual(['industry', 'members'])
  })

  test('is nothing to an organisation that is no member', async () => {
    expect(await read<Seen>(outsider, '/api/network')).toEqual({ network: null })
    expect(await outsider.call('GET', '/api/network/members')).toMatchObject({ status: 403, body: { code: 'cooperation.no-member' } })
    expect((await outsider.call('GET', `/api/network/members/${regulator.id}`)).status).toBe(403)
  })

  test('is known to the session of whoever is in it, and to no other', async () => {
    const session = (who: Client) => read<{ network: string | null }>(who, '/api/session')
    expect((await session(regulator.client)).network).toBe(network.id)
    expect((await session(network.secretariat)).network).toBe(network.id)
    expect((await session(outsider)).network).toBeNull()
    // holding the office makes nobody a member at home
    expect((await session(await actFor(house, network.secretariat, ann.organisation))).network).toBeNull()
  })

  test('is shown by country, with the lists of the United Nations and the national team', async () => {
    expect(await read(carrier.client, '/api/network/countries')).toEqual({
      items: [
        { country: 'FR', agencies: 0, industry: 1 },
        { country: 'NZ', agencies: 1, industry: 0 },
      ],
    })
    expect(await read(carrier.client, '/api/network/countries/KM')).toMatchObject({
      agencies: 0,
      development: { ldc: true, lldc: false, sids: true },
    })
    expect(await read(carrier.client, '/api/network/countries/AT')).toMatchObject({ teams: [{ role: 'cert', name: 'CERT.at' }] })
    expect((await outsider.call('GET', '/api/network/countries/AT')).status).toBe(403)
    expect((await carrier.client.call('GET', '/api/network/countries/XX')).status).toBe(400)
  })

  test('lists its members by country, filtered, page by page', async () => {
    expect(await namesSeen(carrier.client)).toEqual(['Carrier', 'Messaging Regulator'])
    const one = await read<{ items: { name: string }[]; next: string }>(carrier.client, '/api/network/members?limit=1')
    expect(one.items.map(({ name }) => name)).toEqual(['Carrier'])
    const two = await read<{ items: { name: string }[]; next: null }>(carrier.client, `/api/network/members?limit=1&after=${one.next}`)
    expect([two.items.map(({ name }) => name), two.next]).toEqual([['Messaging Regulator'], null])
    const agencies = await read<{ items: { name: string }[] }>(carrier.client, '/api/network/members?kind=agency&q=REGUL')
    expect(agencies.items.map(({ name }) => name)).toEqual(['Messaging Regulator'])
    expect((await carrier.client.call('GET', '/api/network/members?after=nothing')).status).toBe(400)
  })
})

describe('a card', () => {
  test('is changed by its own member and the secretariat, and by no other member', async () => {
    const path = `/api/network/members/${regulator.id}`
    const card = {
      name: 'Messaging Regulator',
      country: 'NZ',
      laws: ['anti-spam', 'anti-spam'],
      languages: ['en', 'mi'],
      resources: ['example.org'],
    }
    expect(await regulator.client.call('PUT', path, card)).toMatchObject({
      status: 200,
      body: { laws: ['anti-spam'], languages: ['en', 'mi'], may: { change: true, open: false } },
    })
    expect((await carrier.client.call('PUT', path, card)).status).toBe(403)
    expect((await network.secretariat.call('PUT', path, { ...card, hours: '9 to 5' })).status).toBe(200)
    expect(await read(carrier.client, path)).toMatchObject({ hours: '9 to 5', organisation: null, may: { change: false, end: false } })
  })

  test('of industry has one of the categories, and another is explained', async () => {
    const add = (body: object) => network.secretariat.call('POST', '/api/network/members', { name: 'X', country: 'DE', ...body })
    expect(await add({ kind: 'industry' })).toMatchObject({ status: 400, body: { code: 'cooperation.category' } })
    expect(await add({ kind: 'agency', category: 'courier' })).toMatchObject({ status: 400, body: { code: 'cooperation.category' } })
    expect(await add({ kind: 'industry', category: 'other' })).toMatchObject({ status: 400, body: { code: 'cooperation.category-other' } })
    expect((await regulator.client.call('POST', '/api/network/members', { name: 'X', country: 'DE', kind: 'agency' })).status).toBe(403)
  })

  test('opens an organisation on the node once', async () => {
    const again = await network.secretariat.call('POST', `/api/network/members/${carrier.id}/organisation`, {
      administrator: 'x@y.example',
    })
    expect(again).toMatchObject({ status: 409, body: { code: 'cooperation.member-here' } })
  })
})

describe('the office', () => {
  test('is acted for by whoever holds it, from the next request on, with the role that they have at home', async () => {
    expect((await regulator.client.call('PUT', '/api/session/acting', { organisation: network.id })).status).toBeGreaterThanOrEqual(400)
    const begun = await network.secretariat.call('POST', '/api/network/offices', { member: regulator.id })
    expect(begun.status).toBe(201)
    const second = await actFor(house, regulator.client, network.id)
    expect((await read<Seen>(second, '/api/network')).network?.standing).toEqual({ acting: true, member: null })
    expect((await second.call('POST', '/api/network/members', { kind: 'agency', name: 'Police', country: 'NZ' })).status).toBe(201)
    const invited = await regulator.client.call('POST', '/api/invitations', { email: 'viewer@regulator.example', role: 'viewer' })
    const viewer = await accept(house, (invited.body as { link: string }).link, 'viewer@regulator.example')
    const acting = await actFor(house, viewer, network.id)
    expect((await acting.call('POST', '/api/network/members', { kind: 'agency', name: 'X', country: 'NZ' })).status).toBe(403)
  })

  test('ends, and with it the right to act; the last term does not end', async () => {
    const second = await actFor(house, regulator.client, network.id)
    const { network: seen } = await read<Seen>(network.secretariat, '/api/network')
    const term = seen?.offices.find(({ holder, until }) => holder.name === 'Messaging Regulator' && until === null)
    expect((await network.secretariat.call('POST', `/api/network/offices/${term?.id}/end`)).status).toBe(200)
    expect((await second.call('GET', '/api/network/members')).status).toBeGreaterThanOrEqual(400)
    const first = seen?.offices.find(({ holder }) => holder.name === 'First Desk')
    expect(await network.secretariat.call('POST', `/api/network/offices/${first?.id}/end`)).toMatchObject({
      status: 409,
      body: { code: 'directory.last-office' },
    })
  })
})

describe('a file of members', () => {
  const send = async (who: Client, path: string, text: string) => {
    const answer = await house.http.app.inject({
      method: 'POST',
      url: `/api/network/members/import${path}`,
      headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/csv' },
      payload: text,
    })
    return { status: answer.statusCode, body: answer.json() as { sha256: string; counts: object; errors: object[]; code: string } }
  }

  test('is looked at, taken in whole, and adds nobody twice', async () => {
    const text = 'name,country,kind,laws\nMessaging Regulator,NZ,agency,\nCyber Police,KE,agency,computer-crime\n'
    const looked = await send(network.secretariat, '/preview', text)
    expect(looked).toMatchObject({ status: 200, body: { counts: { added: 1, known: 1 }, errors: [] } })
    expect(await namesSeen(network.secretariat)).not.toContain('Cyber Police')
    expect(await send(network.secretariat, `?previewed=${'0'.repeat(64)}`, text)).toMatchObject({
      status: 409,
      body: { code: 'directory.import-other' },
    })
    const run = await send(network.secretariat, `?previewed=${looked.body.sha256}`, text)
    expect(run).toMatchObject({ status: 200, body: { counts: { added: 1, known: 1 } } })
    expect(await namesSeen(carrier.client)).toContain('Cyber Police')
    expect((await send(network.secretariat, '', text)).body.counts).toEqual({ added: 0, known: 2 })
  })

  test('with an error in one row adds nobody, and is no member’s to take in', async () => {
    const text = 'name,country\nGood,FR\nBad,XX\n'
    expect((await send(network.secretariat, '/preview', text)).body.errors).toEqual([
      { line: 3, column: 'country', why: 'unreadable', text: 'XX' },
    ])
    expect(await send(network.secretariat, '', text)).toMatchObject({ status: 400, body: { code: 'directory.import-errors' } })
    expect((await send(regulator.client, '', text)).status).toBe(403)
  })

  test('comes out as it can be taken in again', async () => {
    const csv = await house.http.app.inject({
      url: '/api/network/members/export?kind=agency',
      headers: { cookie: network.secretariat.cookie },
    })
    expect(csv.headers['content-type']).toContain('text/csv')
    expect((await send(network.secretariat, '/preview', csv.body)).body).toMatchObject({ counts: { added: 0 }, errors: [] })
    const json = await read<{ members: { name: string }[] }>(carrier.client, '/api/network/members/export?format=json&kind=industry')
    expect(json.members.map(({ name }) => name)).toContain('Carrier')
    expect((await outsider.call('GET', '/api/network/members/export')).status).toBe(403)
  })
})

describe('a member that leaves', () => {
  test('sees nothing more from that moment on, and is seen by the secretariat alone', async () => {
    const leaver = await network.join({ kind: 'industry', name: 'Leaver', country: 'FR' })
    expect(await namesSeen(leaver.client)).toContain('Leaver')
    expect(await leaver.client.call('POST', `/api/network/members/${regulator.id}/leave`, {})).toMatchObject({ status: 403 })
    expect(await leaver.client.call('POST', `/api/network/members/${leaver.id}/leave`, { reason: 'merged' })).toMatchObject({
      status: 200,
      body: { state: 'left', leftWhy: 'merged' },
    })
    expect(await read<Seen>(leaver.client, '/api/network')).toEqual({ network: null })
    expect((await leaver.client.call('GET', '/api/network/members')).status).toBe(403)
    expect(await namesSeen(regulator.client)).not.toContain('Leaver')
    expect((await regulator.client.call('GET', `/api/network/members/${leaver.id}`)).status).toBe(404)
    const left = await read<{ items: { name: string }[] }>(network.secretariat, '/api/network/members?state=left')
    expect(left.items.map(({ name }) => name)).toEqual(['Leaver'])
    expect(await network.secretariat.call('POST', `/api/network/members/${leaver.id}/leave`, {})).toMatchObject({
      status: 409,
      body: { code: 'cooperation.no-longer-member' },
    })
  })
})
