import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let carrier: Joined
let rival: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  rival = await network.join({ kind: 'industry', name: 'Rival', country: 'FR' })
})
afterAll(() => house.close())

type Said = { id: string; version: number; state: string; changedAt: string; lines: { category: string; days: number }[] }
type Whole = { inForce: Said | null; draft: Said | null; versions: { version: number }[]; may: { change: boolean } }
const path = () => `/api/network/members/${carrier.id}/disclosure`
const read = async (who: Client) => (await who.call('GET', path())).body as Whole
const subscriber = {
  category: 'subscriber',
  asker: 'domestic',
  given: 'yes',
  grounds: ['request'],
  condition: '=cmd in writing',
  days: 5,
  keptDays: 180,
  cost: '',
  told: 'unless-forbidden',
}
const content = { ...subscriber, category: 'content', asker: 'foreign', given: 'no', grounds: [], condition: '', days: null }
const answers = {
  channel: 'mail',
  address: 'lea@carrier.example',
  languages: ['fr', 'en'],
  needs: ['reference', 'ground'],
  lines: [content, subscriber],
}

describe('what a member of industry can give', () => {
  test('is drafted by itself, seen by itself and the secretariat alone, and in force once it says so', async () => {
    const drafted = await carrier.client.call('PUT', path(), answers)
    expect(drafted).toMatchObject({
      status: 200,
      body: { version: 1, state: 'draft', lines: [{ category: 'subscriber' }, { category: 'content' }] },
    })
    for (const who of [regulator.client, rival.client])
      expect(await read(who)).toMatchObject({ inForce: null, draft: null, versions: [], may: { change: false } })
    expect((await read(network.secretariat)).draft?.version).toBe(1)
    expect((await regulator.client.call('GET', `/api/network/disclosures/${(drafted.body as Said).id}`)).status).toBe(404)
    const { changedAt } = drafted.body as Said
    expect(await carrier.client.call('POST', `${path()}/publish`, { changedAt: '2026-01-01T00:00:00.000Z' })).toMatchObject({
      status: 409,
      body: { code: 'cooperation.disclosure-changed' },
    })
    expect(await carrier.client.call('POST', `${path()}/publish`, { changedAt })).toMatchObject({
      status: 200,
      body: { state: 'in-force' },
    })
    expect((await read(regulator.client)).inForce).toMatchObject({ version: 1, address: 'lea@carrier.example' })
    // no other member of industry learns what it gives
    expect(await read(rival.client)).toMatchObject({ inForce: null, versions: [] })
  })

  test('keeps what was said before when it says something else, and shows agencies which is in force', async () => {
    const drafted = await carrier.client.call('PUT', path(), { ...answers, lines: [{ ...subscriber, days: 2 }] })
    expect((await read(regulator.client)).inForce?.version).toBe(1)
    const { changedAt } = drafted.body as Said
    expect((await carrier.client.call('POST', `${path()}/publish`, { changedAt })).status).toBe(200)
    const seen = await read(regulator.client)
    expect(seen).toMatchObject({ inForce: { version: 2, lines: [{ days: 2 }] }, draft: null, versions: [{ version: 2 }, { version: 1 }] })
    expect(await carrier.client.call('POST', `${path()}/publish`, { changedAt })).toMatchObject({ status: 404 })
  })

  test('is refused where it answers twice, gives on no ground, or is no member of industry’s', async () => {
    const put = (lines: object[], who = carrier.client, to = path()) => who.call('PUT', to, { channel: 'mail', lines })
    expect(await put([subscriber, subscriber])).toMatchObject({ status: 400, body: { code: 'cooperation.disclosure-lines' } })
    expect(await put([{ ...subscriber, grounds: [] }])).toMatchObject({ status: 400, body: { code: 'cooperation.disclosure-lines' } })
    expect(await put([], regulator.client, `/api/network/members/${regulator.id}/disclosure`)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.not-industry' },
    })
    expect((await put([], rival.client)).status).toBe(403)
    expect((await put([], regulator.client)).status).toBe(403)
  })

  test('is listed for agencies line by line, filtered, and as a table that runs nothing', async () => {
    const list = async (who: Client, query = '') =>
      (
        (await who.call('GET', `/api/network/disclosures${query}`)).body as {
          items: { member: { name: string }; line: { category: string } }[]
        }
      ).items
    expect(await list(regulator.client)).toMatchObject([{ member: { name: 'Carrier' }, line: { category: 'subscriber' } }])
    expect(await list(regulator.client, '?category=content')).toEqual([])
    expect(await list(regulator.client, '?asker=domestic&given=yes,conditions&country=FR')).toHaveLength(1)
    expect(await list(rival.client)).toEqual([])
    const csv = (await regulator.client.call('GET', '/api/network/disclosures/export')).raw.toString()
    expect(csv.split('\r\n')[1]).toContain("FR,Carrier,subscriber,domestic,yes,request,'=cmd in writing,2,180")
    expect((await rival.client.call('GET', '/api/network/disclosures/export')).raw.toString().split('\r\n')).toHaveLength(2)
  })

  test('goes page by page', async () => {
    const lines = ['logs', 'payment', 'traffic'].map((category) => ({ ...subscriber, category }))
    const drafted = await rival.client.call('PUT', `/api/network/members/${rival.id}/disclosure`, { channel: 'portal', lines })
    const { changedAt } = drafted.body as Said
    await rival.client.call('POST', `/api/network/members/${rival.id}/disclosure/publish`, { changedAt })
    const seen: string[] = []
    let after = ''
    do {
      const page = (await regulator.client.call('GET', `/api/network/disclosures?limit=1${after}`)).body as {
        items: { member: { name: string }; line: { category: string } }[]
        next: string | null
      }
      seen.push(...page.items.map(({ member, line }) => `${member.name} ${line.category}`))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    expect(seen).toEqual(['Carrier subscriber', 'Rival logs', 'Rival payment', 'Rival traffic'])
  })

  test('has a draft that can be thrown away, by its own people alone', async () => {
    await carrier.client.call('PUT', path(), answers)
    expect((await rival.client.call('DELETE', `${path()}/draft`)).status).toBe(403)
    expect((await carrier.client.call('DELETE', `${path()}/draft`)).status).toBe(204)
    expect((await carrier.client.call('DELETE', `${path()}/draft`)).status).toBe(404)
    expect((await read(carrier.client)).inForce?.version).toBe(2)
  })

  test('that the secretariat wrote down for a member is the member’s to see once it works here', async () => {
    const added = await network.secretariat.call('POST', '/api/network/members', {
      kind: 'industry',
      category: 'courier',
      name: 'Late',
      country: 'DE',
    })
    const late = (added.body as { id: string }).id
    const said = await network.secretariat.call('PUT', `/api/network/members/${late}/disclosure`, answers)
    expect(said.status).toBe(200)
    const { client } = await network.open(late, 'admin@late.example')
    expect(((await client.call('GET', `/api/network/members/${late}/disclosure`)).body as Whole).draft?.version).toBe(1)
  })
})
