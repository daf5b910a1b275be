import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let prosecutor: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  prosecutor = await network.join({ kind: 'agency', name: 'Prosecutor', country: 'FR' })
})
afterAll(() => house?.close())

const ask = {
  ...{ kind: 'enforcement', title: 'Stop it', data: [], things: [], period: null, ground: 'request', law: 'Act 2007, section 34' },
  ...{ purpose: 'inquiry 12', text: 'Please help.', language: 'en', urgency: 'ordinary', answerBy: null, preserveUntil: null },
  ...{ mayPass: true, overrides: [] },
}
type Drafted = { id: string; sha256: string; bytes: string; findings: { code: string; level: string; detail: object }[] }

/** What is drafted to the country, what the asker is told of it, and what whoever is asked would read. */
async function draft(law: string) {
  const made = await regulator.client.call('POST', '/api/requests', { to: { kind: 'country', country: 'FR', law }, ask })
  expect(made.status).toBe(201)
  const { id, sha256, bytes, findings } = made.body as Drafted
  const { to } = JSON.parse(bytes) as { to: { name: string; route: string; law?: string } }
  return { id, sha256, said: [to.name, to.route, to.law], told: findings.find(({ code }) => code === 'fallback') }
}
const send = ({ id, sha256 }: { id: string; sha256: string }) => regulator.client.call('POST', `/api/requests/${id}/send`, { sha256 })
const card = (change: object, by = prosecutor.client) =>
  by.call('PUT', `/api/network/members/${prosecutor.id}`, { name: 'Prosecutor', country: 'FR', ...change })

test('a request to a country that named nobody goes to one by the law in question, and both sides are told so', async () => {
  expect(await draft('criminal')).toMatchObject({
    said: ['Cyber Police', 'longest', 'criminal'],
    told: { level: 'warning', detail: { law: 'criminal', names: ['Prosecutor'] } },
  })
  expect((await card({ laws: ['criminal'] })).status).toBe(200)
  const one = await draft('criminal')
  expect(one).toMatchObject({ said: ['Prosecutor', 'by-law', 'criminal'], told: { detail: { names: ['Cyber Police'] } } })
  expect((await send(one)).status).toBe(200)
  const { bytes } = (await prosecutor.client.call('GET', `/api/requests/${one.id}`)).body as Drafted
  expect(JSON.parse(bytes)).toMatchObject({ to: { name: 'Prosecutor', route: 'by-law', law: 'criminal' } })
})

test('what was said of the route is so still when it goes', async () => {
  const before = await draft('criminal')
  expect((await card({ country: 'BE', laws: ['criminal'] }, network.secretariat)).status).toBe(200)
  expect((await send(before)).status).toBe(409)
  const alone = await draft('criminal')
  expect(alone).toMatchObject({ said: ['Cyber Police', 'only-agency', undefined], told: undefined })
  expect((await card({ laws: ['competition'] }, network.secretariat)).status).toBe(200)
  expect(await send(alone)).toMatchObject({ status: 409, body: { code: 'cooperation.request-changed' } })
  expect((await send(await draft('criminal'))).status).toBe(200)
})
