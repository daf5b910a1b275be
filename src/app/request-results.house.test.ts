import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

// What answering a request costs, as both sides agree on it, and what came of it.

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
})
afterAll(() => house.close())

type Whole = { id: string; sha256: string; cost: object | null; outcome: string | null; outcomeSaid: { text: string } | null; may: object }
async function sent(title: string, { to = { kind: 'member', member: police.id } as object, mayPass = false } = {}): Promise<Whole> {
  const ask = {
    ...{ kind: 'enforcement', title, text: 'Please help.', language: 'en', data: [], things: [], period: null, ground: 'request' },
    ...{ law: 'Act 2007', purpose: 'inquiry', urgency: 'ordinary', answerBy: null, preserveUntil: null, mayPass, overrides: [] },
  }
  const made = await regulator.client.call('POST', '/api/requests', { to, ask })
  const { id, sha256 } = made.body as Whole
  expect(await regulator.client.call('POST', `/api/requests/${id}/send`, { sha256 })).toMatchObject({ status: 200 })
  return made.body as Whole
}
const read = async ({ client }: Joined, { id }: Whole) => (await client.call('GET', `/api/requests/${id}`)).body as Whole
const post = ({ client }: { client: Client }, { id }: Whole, path: string, body?: object) =>
  client.call('POST', `/api/requests/${id}/${path}`, body)
const euros = { amount: 20.5, currency: 'EUR', bearer: 'asker' }
const refusedAs = (code: string) => ({ status: 409, body: { code: `cooperation.${code}` } })

test('a cost is stated by whoever is asked, agreed to by whoever asks, and noted as paid; each side does its own part', async () => {
  const one = await sent('Costs')
  expect(await post(regulator, one, 'cost', euros)).toMatchObject(refusedAs('request-state'))
  expect(await post(regulator, one, 'cost/agree', { agree: true, ...euros })).toMatchObject(refusedAs('request-cost'))
  expect(await post(police, one, 'cost', { ...euros, amount: 1.234 })).toMatchObject({ status: 400 })
  expect(await post(police, one, 'cost', { ...euros, currency: 'euro' })).toMatchObject({ status: 400 })
  expect((await post(police, one, 'cost', { ...euros, amount: 99 })).status).toBe(200)
  expect((await post(regulator, one, 'cost/agree', { agree: false, ...euros, amount: 99 })).status).toBe(200)
  expect((await read(police, one)).cost).toMatchObject({ amount: 99, state: 'declined' })
  // stated anew
  expect((await post(police, one, 'cost', euros)).status).toBe(200)
  expect(await post(police, one, 'cost/agree', { agree: true, ...euros })).toMatchObject(refusedAs('request-cost'))
  expect(await post(police, one, 'cost/paid')).toMatchObject(refusedAs('request-cost'))
  expect(await read(regulator, one)).toMatchObject({ cost: { ...euros, state: 'asked' }, may: { agreeCost: true, stateCost: false } })
  // agreed to is what was looked at
  for (const other of [{ amount: 20 }, { currency: 'USD' }, { bearer: 'shared' }])
    expect(await post(regulator, one, 'cost/agree', { agree: true, ...euros, ...other })).toMatchObject(refusedAs('request-cost'))
  expect((await post(regulator, one, 'cost/agree', { agree: true, ...euros })).status).toBe(200)
  expect(await post(police, one, 'cost', { ...euros, amount: 5 })).toMatchObject(refusedAs('request-cost'))
  expect(await post(regulator, one, 'cost/paid')).toMatchObject(refusedAs('request-cost'))
  expect(await post(police, one, 'cost/paid')).toMatchObject({ status: 200, body: { cost: { ...euros, state: 'paid' } } })
  expect((await read(regulator, one)).cost).toMatchObject({ ...euros, state: 'paid' })
  const leaves = await leavesOf(house, one.id)
  for (const kind of ['asked', 'agreed', 'declined', 'paid']) expect(leaves).toContain(`cooperation.request-cost-${kind}`)
  const { items } = (await regulator.client.call('GET', '/api/notices')).body as { items: { kind: string; subject: string }[] }
  expect(items.filter(({ subject }) => subject === one.id).map(({ kind }) => kind)).toContain('cooperation.request-cost-paid')
  for (const path of ['cost', 'cost/agree', 'cost/paid', 'outcome']) {
    const bodies: Record<string, object> = { cost: euros, 'cost/agree': { agree: true, ...euros }, outcome: { outcome: 'action' } }
    expect((await post({ client: network.secretariat }, one, path, bodies[path])).status).toBe(404)
  }
})

test('what was agreed with whoever passed it on is settled by nobody: the cost on the file of who asks is then another one', async () => {
  const customs = await network.join({ kind: 'agency', name: 'Customs', country: 'FR' })
  const one = await sent('Passed on', { mayPass: true })
  expect((await post(police, one, 'cost', { ...euros, amount: 7 })).status).toBe(200)
  expect((await post(regulator, one, 'cost/agree', { agree: true, ...euros, amount: 7 })).status).toBe(200)
  expect((await post(police, one, 'acts', { act: 'pass-on', text: '', member: customs.id })).status).toBe(200)
  expect((await post(customs, one, 'cost', euros)).status).toBe(200)
  expect(await read(police, one)).toMatchObject({ cost: null, may: { settleCost: false } })
  expect(await post(police, one, 'cost/paid')).toMatchObject(refusedAs('request-cost'))
  for (const who of [regulator, customs]) expect((await read(who, one)).cost).toMatchObject({ ...euros, state: 'asked' })
})

test('what came of it is noted by whoever asked once it has ended; the other side is told which, where that is wished, and never the words', async () => {
  const [told, kept] = [await sent('Told'), await sent('Kept')]
  expect(await post(regulator, told, 'outcome', { outcome: 'action' })).toMatchObject(refusedAs('request-state'))
  for (const one of [told, kept]) await post(police, one, 'acts', { act: 'answer', text: 'That is all we hold.' })
  expect(await post(police, told, 'outcome', { outcome: 'action' })).toMatchObject(refusedAs('request-state'))
  const words = 'Seized two servers'
  expect((await post(regulator, told, 'outcome', { outcome: 'lead', text: words })).status).toBe(200)
  // more came of it later
  expect((await post(regulator, told, 'outcome', { outcome: 'judgment', text: words })).status).toBe(200)
  expect((await post(regulator, kept, 'outcome', { outcome: 'no-use', text: words, tell: false })).status).toBe(200)
  expect(await read(regulator, told)).toMatchObject({ outcome: 'judgment', outcomeSaid: { text: words } })
  expect(await read(police, told)).toMatchObject({ outcome: 'judgment', outcomeSaid: { text: '' } })
  expect(await read(police, kept)).toMatchObject({ outcome: null, outcomeSaid: null })
  expect(JSON.stringify(await read(police, told))).not.toContain(words)
})

test('both stand in the figures by pair of countries, and in what is exported', async () => {
  const figures = async ({ client }: Joined) =>
    (await client.call('GET', '/api/requests/figures')).body as { total: object; pairs: object[] }
  const results = { outcomes: 2, ledOn: 1, noUse: 1, costs: [{ currency: 'EUR', amount: 20.5 }] }
  expect(await figures(regulator)).toMatchObject({ total: results, pairs: [{ from: 'NZ', to: 'FR', ...results }] })
  expect((await figures(police)).total).toMatchObject({ ...results, outcomes: 1, noUse: 0 })
  const csv = async (path: string) => String((await regulator.client.call('GET', path)).raw)
  expect(await csv('/api/requests/figures/export')).toMatch(/,2,1,1,EUR 20.5\r?\n/)
  const lines = await csv('/api/requests/export?side=asker')
  expect(lines).toMatch(/harm,weight,cost,cost_currency,cost_bearer,cost_state,outcome\r?\n/)
  expect(lines).toMatch(/,20.5,EUR,asker,paid,\r?\n/)
  expect(lines).toMatch(/,judgment\r?\n/)
})

test('words to an outcome are found and taken out for a data subject', async () => {
  const one = await sent('Of a person')
  await post(police, one, 'acts', { act: 'answer', text: 'That is all.' })
  await post(regulator, one, 'outcome', { outcome: 'other', text: 'Wilhelmina Quist was warned.' })
  const said = { text: 'Wilhelmina Quist', manner: 'erase', reason: 'asked for it' }
  expect((await regulator.client.call('POST', '/api/subjects/erase', said)).status).toBe(200)
  expect((await read(regulator, one)).outcomeSaid?.text).toBe('… was warned.')
})
