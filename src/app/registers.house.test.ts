import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let prosecutor: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  prosecutor = await network.join({ kind: 'agency', name: 'Prosecutor', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

type Entry = {
  id: string
  kind: string
  title: string
  changedAt: string
  state: string
  member: { name: string } | null
  may: { change: boolean }
}
type List = { items: Entry[]; may: { enter: string[] } }
const path = '/api/network/registers'
const list = async (who: Client, query = '') => (await who.call('GET', `${path}${query}`)).body as List
const law = {
  kind: 'law',
  country: 'FR',
  title: 'Loi sur la confiance',
  state: 'in-force',
  onDate: '2004-06-21',
  lawKinds: ['mail'],
  powers: ['fine'],
  source: 'Journal officiel',
  sourceOn: '2004-06-22',
}
async function enter(who: Client, body: object): Promise<Entry> {
  const made = await who.call('POST', path, body)
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ title: expect.any(String) })])
  return made.body as Entry
}
const textOf = async (who: Client, id: string, more: object) => {
  const { changedAt } = (await who.call('GET', `${path}/${id}`)).body as Entry
  const { kind: _, ...said }: Record<string, unknown> = { ...law, ...more }
  return { ...said, seen: changedAt }
}

describe('a register', () => {
  test('is written by agencies of the country and the office, each entry with its source, and read by members', async () => {
    const made = await enter(police.client, law)
    expect(made).toMatchObject({ member: { name: 'Police' }, may: { change: true } })
    expect((await regulator.client.call('POST', path, law)).status).toBe(403)
    expect((await carrier.client.call('POST', path, law)).status).toBe(403)
    expect(await police.client.call('POST', path, { ...law, source: '' })).toMatchObject({
      status: 400,
      body: { code: 'cooperation.entry-unfit', detail: { fault: 'source' } },
    })
    for (const who of [regulator.client, carrier.client])
      expect((await list(who, '?kind=law')).items.map(({ id }) => id)).toContain(made.id)
    expect((await list(regulator.client)).may.enter).toContain('fines')
    expect((await list(carrier.client)).may.enter).toEqual(['obstacle', 'offer'])
    expect(await leavesOf(house, made.id)).toEqual(['cooperation.register'])
  })

  test('is changed by any agency of that country, not by others, and not over what somebody changed meanwhile', async () => {
    const { id } = await enter(police.client, { ...law, title: 'Second law' })
    const body = await textOf(prosecutor.client, id, { title: 'Second law, amended', state: 'repealed' })
    for (const who of [regulator.client, carrier.client]) expect((await who.call('PUT', `${path}/${id}`, body)).status).toBe(403)
    expect((await prosecutor.client.call('PUT', `${path}/${id}`, { ...body, country: 'NZ' })).status).toBe(403)
    expect(await prosecutor.client.call('PUT', `${path}/${id}`, body)).toMatchObject({ status: 200, body: { state: 'repealed' } })
    expect(await police.client.call('PUT', `${path}/${id}`, body)).toMatchObject({ body: { code: 'cooperation.disclosure-changed' } })
    expect(await leavesOf(house, id)).toEqual(['cooperation.register', 'cooperation.register'])
  })

  test('that is for agencies is not seen by industry, anywhere; nor is what was withdrawn, by anybody', async () => {
    const { id } = await enter(police.client, {
      kind: 'obstacle',
      title: 'Zanzibar obstacle',
      state: 'open',
      audience: 'agencies',
      country: 'FR',
    })
    const sees = async (who: Client) => {
      const [one, all, file] = [
        await who.call('GET', `${path}/${id}`),
        await list(who, '?q=zanzibar'),
        await who.call('GET', `${path}/export`),
      ]
      return [one.status === 200, all.items.length === 1, JSON.stringify(file.body).includes('Zanzibar')]
    }
    expect(await sees(regulator.client)).toEqual([true, true, true])
    expect(await sees(carrier.client)).toEqual([false, false, false])
    const widened = { ...(await textOf(police.client, id, { title: 'Zanzibar obstacle', state: 'open', audience: 'members' })) }
    expect((await police.client.call('PUT', `${path}/${id}`, widened)).status).toBe(200)
    expect(await sees(carrier.client)).toEqual([true, true, true])
    const narrowed = { ...(await textOf(police.client, id, { title: 'Zanzibar obstacle', state: 'open', audience: 'agencies' })) }
    expect((await police.client.call('PUT', `${path}/${id}`, narrowed)).status).toBe(200)
    expect(await sees(carrier.client)).toEqual([false, false, false])
    expect((await carrier.client.call('DELETE', `${path}/${id}`)).status).toBe(404)
    expect((await regulator.client.call('DELETE', `${path}/${id}`)).status).toBe(403)
    expect((await police.client.call('DELETE', `${path}/${id}`)).status).toBe(204)
    expect(await sees(regulator.client)).toEqual([false, false, false])
  })

  test('of obstacles is brought on by whoever is to solve one', async () => {
    const body = {
      kind: 'obstacle',
      title: 'No fast preservation',
      state: 'open',
      country: 'FR',
      affected: ['NZ'],
      responsible: carrier.id,
    }
    const { id } = await enter(police.client, body)
    const solved = await textOf(carrier.client, id, { ...body, state: 'solved', solution: '' })
    expect(await carrier.client.call('PUT', `${path}/${id}`, solved)).toMatchObject({ body: { detail: { fault: 'solution' } } })
    expect((await carrier.client.call('PUT', `${path}/${id}`, { ...solved, solution: 'A desk for it' })).status).toBe(200)
    expect((await list(regulator.client, '?country=NZ&kind=obstacle')).items.map((one) => one.id)).toContain(id)
  })

  test('of support brings help offered and help asked for together, by whoever made one of them', async () => {
    const offer = await enter(carrier.client, { kind: 'offer', title: 'Training on tracing', state: 'open', topic: 'training' })
    const ask = await enter(regulator.client, { kind: 'ask', title: 'Training wanted', state: 'open', topic: 'training', country: 'NZ' })
    const match = (who: Client) => who.call('POST', `${path}/${offer.id}/match`, { ask: ask.id, note: 'In May' })
    expect((await match(police.client)).status).toBe(403)
    expect(await match(regulator.client)).toMatchObject({
      status: 200,
      body: { state: 'matched', matches: [{ entry: { id: ask.id }, note: 'In May' }] },
    })
    expect(await match(carrier.client)).toMatchObject({ status: 409, body: { code: 'cooperation.matched-already' } })
  })

  test('says on a map how far the law of each country has come', async () => {
    await enter(network.secretariat, { ...law, country: 'KM', state: 'draft', title: 'Projet de loi' })
    const { items } = (await carrier.client.call('GET', `${path}/map`)).body as { items: object[] }
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ country: 'KM', stage: 'draft' }),
        expect.objectContaining({ country: 'FR', stage: 'in-force' }),
      ]),
    )
  })
})
