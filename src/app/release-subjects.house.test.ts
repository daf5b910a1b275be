import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReleaseView, WayView } from '../domain/cooperation/contract.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

const person = 'quirina.zobel@customer.example'
let house: House
let ann: Client
let release: string

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  const opened = await ann.call('POST', '/api/cases', { title: 'Newsletter', kind: 'spam' })
  const proposed = await ann.call('POST', `/api/cases/${(opened.body as { id: string }).id}/actions`, {
    kind: 'tell-customer',
    recipient: { name: 'Quirina Zobel', address: person, role: 'customer' },
    things: [{ kind: 'url', value: 'https://x.example/' }],
  })
  await house.settle()
  const listed = await ann.call('GET', `/api/releases?action=${(proposed.body as { id: string }).id}`)
  release = (listed.body as { items: { id: string }[] }).items[0]?.id ?? ''
  const value = { what: 'vendor', name: 'Lab', kind: 'mail', value: person, note: `ask ${person}` }
  expect((await ann.call('POST', '/api/ways', value)).status).toBe(201)
})
afterAll(() => house.close())

const read = async () => (await ann.call('GET', `/api/releases/${release}`)).body as ReleaseView
const ways = async () => ((await ann.call('GET', '/api/ways?what=vendor')).body as { items: WayView[] }).items

test('whoever asks what is held of them hears of what is to go to them, and of ways that lead to them', async () => {
  const found = await ann.call('POST', '/api/subjects/find', { text: person })
  expect(found.status).toBe(200)
  expect(JSON.stringify(found.body)).toContain('cooperation.release')
})

test('once erased nothing goes to them: the draft is gone, its release has no address, and no way leads there', async () => {
  expect((await read()).recipient.value).toBe(person)
  expect((await ann.call('POST', '/api/subjects/erase', { text: person, manner: 'erase', reason: 'asked in writing' })).status).toBe(200)
  await house.settle()
  expect(await read()).toMatchObject({ state: 'draft', fault: 'no-address', draft: null, may: { decide: false } })
  expect(JSON.stringify(await read())).not.toContain(person)
  expect((await ways()).some(({ name }) => name === 'Lab')).toBe(false)
  expect((await ann.call('GET', '/api/releases/export')).raw.toString()).not.toContain(person)
})
