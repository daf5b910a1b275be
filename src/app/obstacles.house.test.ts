import { afterAll, beforeAll, expect, test } from 'vitest'
import { asked, type Call, done, itemOf, read } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let bank: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
})
afterAll(() => house.close())

const registers = '/api/network/registers'
type Entry = {
  id: string
  title: string
  state: string
  audience: string
  changedAt: string
  call: { id: string } | null
  member: { name: string } | null
}
const listed = async (who: Client) =>
  ((await who.call('GET', `${registers}?kind=obstacle`)).body as { items: Entry[] }).items.map(({ title }) => title)
const board = async (who: Client) =>
  ((await who.call('GET', '/api/call-board')).body as { obstacles: Entry[] }).obstacles.map(({ title }) => title)
const everywhere = async (who: Client) => [
  (await listed(who)).includes('Zanzibar'),
  (await board(who)).includes('Zanzibar'),
  String((await who.call('GET', `${registers}/export`)).body).includes('Zanzibar'),
]

test('an obstacle reported in a call stands in the one register, and is seen by whoever sees the item and by nobody else', async () => {
  const call = (await done(network.secretariat, 'POST', '/api/calls', asked())) as unknown as Call
  const item = itemOf(call, 'obstacles').id
  await done(police.client, 'POST', `/api/calls/${call.id}/invitations`, { members: [carrier.id], items: [item] })
  const made = await done(carrier.client, 'POST', `/api/call-items/${item}/reports`, {
    kind: 'obstacles',
    title: 'Zanzibar',
    text: 'Nobody answers.',
  })
  const path = `${registers}/${made['id']}`
  const entry = (await regulator.client.call('GET', path)).body as Entry
  expect(entry).toMatchObject({ state: 'open', audience: 'item', member: { name: 'Carrier' }, call: { id: call.id } })
  for (const who of [network.secretariat, regulator.client, police.client, carrier.client])
    expect(await everywhere(who)).toEqual([true, true, true])
  expect(await everywhere(bank.client)).toEqual([false, false, false])
  expect((await bank.client.call('GET', path)).status).toBe(404)

  // its owner and its solution are those of the register; nobody becomes its owner who would not see it
  const said = { title: 'Zanzibar', state: 'solving', audience: 'members', seen: entry.changedAt }
  expect(await network.secretariat.call('PUT', path, { ...said, responsible: bank.id })).toMatchObject({
    body: { code: 'cooperation.not-in-audience' },
  })
  const changed = await done(network.secretariat, 'PUT', path, { ...said, responsible: regulator.id })
  expect(changed).toMatchObject({ state: 'solving', audience: 'item', responsible: { name: 'Messaging Regulator' } })
  expect(await everywhere(bank.client)).toEqual([false, false, false])
  await done(regulator.client, 'PUT', path, {
    ...said,
    state: 'solved',
    solution: 'A desk for it',
    seen: changed['changedAt'],
    responsible: regulator.id,
  })
  const [report] = itemOf(await read(carrier.client, call.id), 'obstacles').reports
  expect(report).toMatchObject({ id: made['id'], solution: 'A desk for it', solvedAt: expect.any(String) })
  expect(await board(regulator.client)).not.toContain('Zanzibar')

  // and goes with the item
  await done(regulator.client, 'POST', '/api/call-objections', { call: call.id })
  expect([await listed(carrier.client), (await carrier.client.call('GET', path)).status]).toEqual([[], 404])
  expect(await listed(police.client)).toContain('Zanzibar')
})

test('what industry read of it in the register counts as read of the call', async () => {
  const call = (await done(network.secretariat, 'POST', '/api/calls', asked({ title: 'Second' }))) as unknown as Call
  const item = itemOf(call, 'obstacles').id
  await done(police.client, 'POST', `/api/calls/${call.id}/invitations`, { members: [carrier.id, bank.id], items: [item] })
  await done(carrier.client, 'POST', `/api/call-items/${item}/reports`, { kind: 'obstacles', title: 'No logs', text: '' })
  expect(await listed(bank.client)).toContain('No logs')
  // who else of industry sees it is not asked by charging them with it: the answer is one, whether they do or not
  const [entry] = ((await carrier.client.call('GET', `${registers}?kind=obstacle&q=logs`)).body as { items: Entry[] }).items
  const charge = (responsible: string | null, seen: string | undefined) =>
    carrier.client.call('PUT', `${registers}/${entry?.id}`, { title: 'No logs', state: 'open', audience: 'members', seen, responsible })
  const refused = { status: 409, body: { code: 'cooperation.not-in-audience' } }
  expect(await charge(bank.id, entry?.changedAt)).toMatchObject(refused)
  const own = await charge(carrier.id, entry?.changedAt)
  expect(own).toMatchObject({ status: 200, body: { responsible: { name: 'Carrier' } } })
  expect(await charge(regulator.id, (own.body as Entry).changedAt)).toMatchObject({ status: 200 })
  const sent = await network.secretariat.call('GET', `/api/calls/${call.id}/sent`)
  expect(JSON.stringify(sent.body)).toContain('Bank')
})
