import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

let house: House
let network: TestNetwork
let association: Joined
let carrier: Joined
let bank: Joined
let regulator: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  association = await network.join({ kind: 'industry', name: 'Association', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'FR' })
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
})
afterAll(() => house?.close())

type Row = {
  id: string
  association: { name: string }
  other: { id: string | null; name: string }
  since: string | null
  until: string | null
  basis: string
}
type List = { speaksFor: Row[]; spokenForBy: Row[]; may: { change: boolean } }
const path = ({ id }: { id: string }) => `/api/network/members/${id}/representations`
const see = async (who: Client, of: { id: string }) => (await who.call('GET', path(of))).body as List
const say = (who: Client, of: { id: string }, body: object) => who.call('POST', path(of), body)
const inWords = async (who: Client, { id }: { id: string }) =>
  ((await who.call('GET', `/api/network/members/${id}`)).body as { represents: string }).represents

test('an association says for whom it speaks: a member, which is told, or somebody by name; both cards show it', async () => {
  const { client } = association
  const made = await say(client, association, { member: carrier.id, since: '2020-01-01', basis: 'Statute, article 2' })
  expect(made).toMatchObject({ status: 201, body: { speaksFor: [{ other: { id: carrier.id, name: 'Carrier' }, since: '2020-01-01' }] } })
  expect((await say(client, association, { name: 'Small Providers' })).status).toBe(201)
  const { speaksFor, spokenForBy, may } = await see(regulator.client, association)
  expect(speaksFor.map(({ other, basis }) => [other.id, other.name, basis])).toEqual([
    [carrier.id, 'Carrier', 'Statute, article 2'],
    [null, 'Small Providers', ''],
  ])
  expect([spokenForBy, may]).toEqual([[], { change: false }])
  expect((await see(bank.client, carrier)).spokenForBy).toMatchObject([{ association: { name: 'Association' } }])
  expect(await inWords(regulator.client, association)).toBe('Carrier; Small Providers')
  const { items } = (await carrier.client.call('GET', '/api/notices')).body as { items: { kind: string; subject: string }[] }
  expect(items).toContainEqual(expect.objectContaining({ kind: 'cooperation.represented', subject: association.id }))
  expect(await leavesOf(house, speaksFor[0]?.id ?? '')).toEqual(['cooperation.representation-added'])
})

test('it is its own to say, once, not of itself, and no span that ends before it begins', async () => {
  const { client } = association
  const code = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer
    return [status, (body as { code?: string }).code]
  }
  expect(await code(say(client, association, { member: carrier.id }))).toEqual([409, 'cooperation.represented-already'])
  expect(await code(say(client, association, { name: 'small providers' }))).toEqual([409, 'cooperation.represented-already'])
  expect(await code(say(client, association, { member: association.id }))).toEqual([400, 'cooperation.represents-itself'])
  expect(await code(say(client, association, { name: 'X', since: '2020-02-02', until: '2020-01-01' }))).toEqual([
    400,
    'cooperation.representation-days',
  ])
  expect((await say(client, association, {})).status).toBe(400)
  expect((await say(client, association, { member: carrier.id, name: 'both' })).status).toBe(400)
  expect((await say(carrier.client, association, { name: 'Y' })).status).toBe(403)
  const [row] = (await see(client, association)).speaksFor
  const one = `/api/network/representations/${row?.id}`
  expect((await carrier.client.call('PUT', one, { basis: 'no' })).status).toBe(403)
  expect((await carrier.client.call('DELETE', one)).status).toBe(403)
})

test('one that is over stays with its last day, one that was said in error goes', async () => {
  const { client } = association
  const [first, second] = (await see(client, association)).speaksFor
  const ended = await client.call('PUT', `/api/network/representations/${first?.id}`, { since: '2020-01-01', until: '2021-12-31' })
  expect(ended).toMatchObject({ status: 200, body: { may: { change: true } } })
  expect((await client.call('DELETE', `/api/network/representations/${second?.id}`)).status).toBe(204)
  expect((await see(bank.client, carrier)).spokenForBy).toMatchObject([{ until: '2021-12-31' }])
  expect(await inWords(bank.client, association)).toBe('')
  // and may be said again from another day on
  expect((await say(client, association, { member: carrier.id, since: '2024-01-01' })).status).toBe(201)
  expect((await client.call('PUT', `/api/network/representations/${first?.id}`, {})).status).toBe(409)
})

test('a member that has left is named by nobody who spoke for it', async () => {
  expect((await say(association.client, association, { member: bank.id })).status).toBe(201)
  expect((await bank.client.call('POST', `/api/network/members/${bank.id}/leave`, {})).status).toBe(200)
  expect((await see(regulator.client, association)).speaksFor.map(({ other }) => other.name)).not.toContain('Bank')
  expect(await inWords(regulator.client, association)).toBe('Carrier')
})

test('what is said in words as a member is entered, or taken in from a file, is somebody who is named', async () => {
  const body = { kind: 'industry', name: 'Entered', country: 'FR', category: 'industry-association', represents: 'Printers of France' }
  const made = await network.secretariat.call('POST', '/api/network/members', body)
  expect(made).toMatchObject({ status: 201, body: { represents: 'Printers of France' } })
  const { id } = made.body as { id: string }
  expect((await see(network.secretariat, { id })).speaksFor).toMatchObject([{ other: { id: null, name: 'Printers of France' } }])
  // a card that is sent back as it was read changes nothing of it
  const { kind: _, ...card } = body
  const changed = await network.secretariat.call('PUT', `/api/network/members/${id}`, { ...card, represents: 'Somebody else' })
  expect(changed).toMatchObject({ status: 200, body: { represents: 'Printers of France' } })
})
