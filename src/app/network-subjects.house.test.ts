import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'

let house: House
let network: TestNetwork
let regulator: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
})
afterAll(() => house.close())

async function made<T>(who: Client, path: string, body?: object, method: 'POST' | 'PUT' = 'POST'): Promise<T> {
  const answer = await who.call(method, path, body)
  expect([path, answer.status, answer.body]).toEqual([path, expect.toBeOneOf([200, 201]), expect.anything()])
  return answer.body as T
}
type Id = { readonly id: string }

test('whoever signed, or is spoken of in what the network keeps, is found there by its office and taken out; the words stay', async () => {
  const name = 'Mina Quill'
  const { secretariat } = network
  const edition = await made<Id>(secretariat, '/api/network/instrument', { title: 'Plan', text: 'We help each other.' })
  await made(regulator.client, `/api/network/editions/${edition.id}/signatures`, {
    signer: name,
    capacity: 'Chair',
    signedOn: '2026-03-04',
  })
  const applying = {
    kind: 'industry',
    name: 'New Courier',
    country: 'DE',
    category: 'courier',
    statement: `Write to ${name} about parcels.`,
  }
  const application = await made<Id>(secretariat, '/api/network/applications', applying)
  await house.settle()
  await made(regulator.client, `/api/network/proposals/${application.id}/objection`, { reason: `${name} never answered us.` })
  await made(secretariat, '/api/network/announcements', {
    title: 'Welcome',
    text: `${name} joins us.`,
    language: 'en',
    audience: 'members',
  })
  const obstacle = { kind: 'obstacle', title: 'Slow answers', text: `Ask ${name}.`, audience: 'members', state: 'open' }
  await made(secretariat, '/api/network/registers', obstacle)
  const questions = await made<Id>(secretariat, '/api/network/questionnaires/shipped')
  const round = await made<Id>(secretariat, '/api/network/rounds', {
    questionnaire: questions.id,
    title: 'One',
    closesAt: '2030-01-01T00:00:00.000Z',
  })
  const answer = { code: 'contacts.how', choice: null, amount: null, words: `Through ${name}.`, sources: [] }
  await made(regulator.client, `/api/network/rounds/${round.id}/sheet`, { answers: [answer] }, 'PUT')

  const found = async (who: Client) => {
    const { body } = await who.call('POST', '/api/subjects/find', { text: name })
    const { kinds } = body as { kinds: { kind: string; hits: { label: string }[] }[] }
    return (kinds.find(({ kind }) => kind === 'cooperation.network')?.hits ?? []).map(({ label }) => label).sort()
  }
  expect(await found(secretariat)).toEqual(['announcement', 'answer', 'application', 'objection', 'register_entry', 'signature'])
  expect(await found(regulator.client)).toEqual([])
  const erased = await secretariat.call('POST', '/api/subjects/erase', { text: name, manner: 'erase', reason: 'asked in writing' })
  expect([erased.status, erased.body]).toEqual([200, expect.anything()])
  expect(await found(secretariat)).toEqual([])
  const { body } = await regulator.client.call('GET', `/api/network/editions/${edition.id}`)
  expect(body).toMatchObject({ signatures: [{ signer: '…', capacity: 'Chair' }] })
})
