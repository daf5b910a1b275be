import { afterAll, beforeAll, expect, test } from 'vitest'
import { asked as askedCall, done, itemOf, read as readCall } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { asked, member, paper, show } from './testing/sharing.ts'

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

type Obligation = {
  kind: string
  subject: string
  notice: string | null
  title: string | null
  count: number
  since: string | null
  until: string | null
}
const owed = async (who: Client, kind: string) =>
  ((await who.call('GET', '/api/network/obligations')).body as { items: Obligation[] }).items.filter((one) => one.kind === kind)

test('what a call gave a member to do is owed by its day, and gone once it is done', async () => {
  const { id } = await done(
    network.secretariat,
    'POST',
    '/api/calls',
    askedCall({ startsAt: new Date(Date.now() - 3_600_000).toISOString() }),
  )
  const whole = `/api/calls/${id}`
  for (const to of ['convened', 'under-way']) await done(network.secretariat, 'POST', `${whole}/move`, { to })
  const item = itemOf(await readCall(network.secretariat, String(id)), 'cases').id
  const give = (text: string, due: string | null) =>
    done(network.secretariat, 'POST', `/api/call-items/${item}/actions`, { member: police.id, text, due })
  await give('Whenever', null)
  await give('Late', '2026-01-31')
  const found = await owed(police.client, 'action')
  expect(found).toMatchObject([
    { subject: id, title: 'Late', until: '2026-02-01T11:59:59.999Z' },
    { subject: id, title: 'Whenever', until: null, since: expect.any(String) },
  ])
  for (const who of [regulator, carrier]) expect(await owed(who.client, 'action')).toEqual([])
  await done(police.client, 'POST', `/api/call-actions/${found[0]?.notice}/settle`, { done: true, outcome: 'sent' })
  expect((await owed(police.client, 'action')).map(({ title }) => title)).toEqual(['Whenever'])
})

test('a request is owed by whoever it waits for: to be acknowledged, to be answered, to say what was asked back', async () => {
  const ask = {
    ...{ kind: 'data', title: 'Who rents it', data: ['subscriber'], things: [{ kind: 'domain', value: 'dialler.example' }], period: null },
    ...{ ground: 'request', law: 'Act 2007', purpose: 'inquiry', text: 'Please say.', language: 'en', urgency: 'ordinary' },
    ...{ answerBy: null, preserveUntil: null, mayPass: true, overrides: [] },
  }
  const made = await done(regulator.client, 'POST', '/api/requests', { to: { kind: 'member', member: police.id }, ask })
  expect(await owed(police.client, 'request')).toEqual([])
  const path = `/api/requests/${made['id']}`
  await done(regulator.client, 'POST', `${path}/send`, { sha256: made['sha256'] })
  expect(await owed(police.client, 'request')).toMatchObject([
    { subject: made['id'], notice: 'acknowledge', until: expect.any(String), title: expect.stringContaining('Who rents it') },
  ])
  expect(await owed(regulator.client, 'request')).toEqual([])
  await done(police.client, 'POST', `${path}/acts`, { act: 'acknowledge', text: '' })
  expect(await owed(police.client, 'request')).toMatchObject([{ notice: 'answer' }])
  await done(police.client, 'POST', `${path}/acts`, { act: 'question', text: 'Which?' })
  expect(await owed(police.client, 'request')).toEqual([])
  expect(await owed(regulator.client, 'request')).toMatchObject([{ subject: made['id'], notice: 'reply' }])
  await done(regulator.client, 'POST', `${path}/acts`, { act: 'reply', text: 'That.' })
  await done(police.client, 'POST', `${path}/acts`, { act: 'answer', text: 'Bo.' })
  for (const who of [regulator, police]) expect(await owed(who.client, 'request')).toEqual([])
})

test('what was called back is owed until its deletion is confirmed', async () => {
  const shared = await show(regulator.client, asked(paper('Dialler wave'), [member(police)]))
  expect((await police.client.call('GET', `/api/shared/${shared.copy}`)).status).toBe(200)
  expect((await regulator.client.call('POST', `/api/shares/${shared.id}/recall`)).status).toBe(200)
  expect(await owed(police.client, 'tombstone')).toMatchObject([{ count: 1, since: expect.any(String) }])
  for (const who of [regulator, prosecutor, carrier]) expect(await owed(who.client, 'tombstone')).toEqual([])
  const { items } = (await police.client.call('GET', '/api/tombstones')).body as { items: { id: string }[] }
  await done(police.client, 'POST', `/api/tombstones/${items[0]?.id}/confirm`)
  expect(await owed(police.client, 'tombstone')).toEqual([])
})

test('an invitation into a joint case is owed an answer by whoever was invited alone', async () => {
  const brief = { title: 'Wave', text: 'words', ground: 'Act 2007', permitted: 'internally-visible', tlp: 'amber' }
  const joint = await done(regulator.client, 'POST', '/api/joint-cases', brief)
  await done(regulator.client, 'POST', `/api/joint-cases/${joint['id']}/invitations`, { members: [police.id] })
  expect(await owed(police.client, 'joint')).toMatchObject([{ subject: joint['id'], title: joint['code'], since: expect.any(String) }])
  for (const who of [regulator, prosecutor, carrier]) expect(await owed(who.client, 'joint')).toEqual([])
  await done(police.client, 'POST', `/api/joint-cases/${joint['id']}/answer`, { accept: true })
  expect(await owed(police.client, 'joint')).toEqual([])
})

test('a country’s contact is owed the signature of each other agency of the country', async () => {
  await done(police.client, 'POST', '/api/network/countries/FR/contact', { agency: police.id, by: police.id })
  const found = await owed(prosecutor.client, 'signature')
  expect(found).toMatchObject([{ title: 'FR', since: expect.any(String) }])
  for (const who of [regulator, police, carrier]) expect(await owed(who.client, 'signature')).toEqual([])
  await done(prosecutor.client, 'POST', `/api/network/country-contacts/${found[0]?.subject}/sign`, { agency: prosecutor.id })
  expect(await owed(prosecutor.client, 'signature')).toEqual([])
})
