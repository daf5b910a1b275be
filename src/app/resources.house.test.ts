import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
})
afterAll(() => house.close())

type Item = {
  id: string
  kind: string
  name: string
  state: string
  addresses: string[]
  about: { en: string }
  confirmedBy: { name: string } | null
}
const list = async (who: Client, query = '') =>
  (await who.call('GET', `/api/resources${query}`)).body as { items: Item[]; may: { keep: boolean } }
const entry = { name: 'Safer Internet Centre', about: { en: 'Help line', 'zh-CN': '', ar: '' }, addresses: ['https://safer.example/'] }

test('a new node has the two lists of X.1207 of 2008, none of which anybody confirmed', async () => {
  const { items, may } = await list(ann)
  expect(may.keep).toBe(true)
  expect(items.filter(({ kind }) => kind === 'reading')).toHaveLength(22)
  expect(items.filter(({ kind }) => kind === 'report-contact').map(({ name, addresses }) => [name, addresses.length])).toEqual([
    ['Cisco Systems', 2],
    ['Forum of Incident Response and Security Teams (FIRST)', 1],
    ['Microsoft', 2],
    ['Telecom-ISAC Japan', 1],
  ])
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['unconfirmed']))
})

test('the operator keeps it where there is no network; others read it', async () => {
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Provider', kind: 'provider', country: 'FR' },
    administrator: 'eve@provider.example',
  })
  const eve = await accept(house, (made.body as { link: string }).link, 'eve@provider.example')
  expect(await list(eve)).toMatchObject({
    may: { keep: false },
    items: expect.arrayContaining([expect.objectContaining({ name: 'INHOPE' })]),
  })
  expect((await eve.call('POST', '/api/resources', { kind: 'reading', ...entry })).status).toBe(403)
  const added = await ann.call('POST', '/api/resources', { kind: 'reading', ...entry })
  expect(added).toMatchObject({ status: 201, body: { state: 'unconfirmed', confirmedBy: null } })
  const { id } = added.body as Item
  expect((await ann.call('POST', `/api/resources/${id}/confirm`)).body).toMatchObject({ state: 'confirmed' })
  // what leads elsewhere has to be looked at again, other words have not
  expect((await ann.call('PUT', `/api/resources/${id}`, { ...entry, name: 'Safer Internet' })).body).toMatchObject({ state: 'confirmed' })
  expect((await ann.call('PUT', `/api/resources/${id}`, { ...entry, addresses: ['mailto:help@safer.example'] })).body).toMatchObject({
    state: 'unconfirmed',
  })
  expect((await ann.call('POST', `/api/resources/${id}/withdraw`)).body).toMatchObject({ state: 'withdrawn' })
  expect((await list(eve)).items.some((one) => one.id === id)).toBe(false)
  expect((await list(eve, '?state=withdrawn')).items.map((one) => one.id)).toEqual([id])
  for (const address of ['javascript:alert(1)', 'https://user@evil.example/', 'mailto:nobody', 'ftp://x.example'])
    expect((await ann.call('POST', '/api/resources', { kind: 'reading', ...entry, addresses: [address] })).status).toBe(400)
})

test('where there is a network its office keeps it, and nobody else', async () => {
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  expect((await list(regulator.client)).may.keep).toBe(false)
  expect((await list(network.secretariat)).may.keep).toBe(true)
  const [first] = (await list(network.secretariat)).items
  const confirm = (who: Client) => who.call('POST', `/api/resources/${first?.id}/confirm`)
  expect((await confirm(regulator.client)).status).toBe(403)
  expect((await confirm(network.secretariat)).body).toMatchObject({ state: 'confirmed' })
})

test('goes out as a table', async () => {
  const { statusCode, body } = await house.http.app.inject({
    method: 'GET',
    url: '/api/resources/export?kind=report-contact',
    headers: { cookie: ann.cookie },
  })
  expect(statusCode).toBe(200)
  expect(body.split('\r\n')[0]).toMatch(/kind,name,addresses/)
  expect(body).toContain('mailto:avsubmit@submit.microsoft.com mailto:secure@microsoft.com')
})
