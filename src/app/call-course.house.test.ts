import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, type Call, done, itemOf, read } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

let house: House
let network: TestNetwork
let secretariat: Client
let regulator: Joined
let police: Joined
let carrier: Joined
let bank: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  secretariat = network.secretariat
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
})
afterAll(() => house.close())

async function plan(more: object = {}): Promise<Call> {
  const { id } = await done(secretariat, 'POST', '/api/calls', asked(more))
  return read(secretariat, String(id))
}

test('times are proposed to whoever keeps calls, with whose night each is; to nobody else', async () => {
  const path = '/api/call-times?from=2030-03-04&to=2030-03-08&zone=Europe/Paris&minutes=60'
  type Times = { agencies: number; items: { startsAt: string; night: { name: string; again: boolean }[] }[] }
  const { status, body } = await secretariat.call('GET', path)
  expect(status).toBe(200)
  const { agencies, items } = body as Times
  expect([agencies, items.length]).toEqual([2, 5])
  // both cards say UTC, so the best time is in the office hours of both
  expect(items.map(({ night }) => night)).toEqual([[], [], [], [], []])
  for (const { startsAt } of items) expect(startsAt >= '2030-03-03T23:00:00.000Z' && startsAt < '2030-03-08T23:00:00.000Z').toBe(true)
  await regulator.client.call('PUT', `/api/network/members/${regulator.id}`, {
    name: 'Messaging Regulator',
    country: 'NZ',
    timeZone: 'Pacific/Auckland',
  })
  const narrow = (await secretariat.call('GET', path.replace('to=2030-03-08', 'to=2030-03-04'))).body as Times
  expect(narrow.items.some(({ night }) => night.length > 0)).toBe(true)
  for (const { client } of [regulator, carrier]) expect((await client.call('GET', path)).status).toBe(403)
  expect((await secretariat.call('GET', path.replace('Europe/Paris', 'Nowhere/Else'))).status).toBe(400)
})

describe('a call', () => {
  test('goes from its plan to its report, with minutes by revision, attendance by item, and actions that carry over', async () => {
    const { id: series } = await done(secretariat, 'POST', '/api/call-series', { name: 'Plenary', months: 3 })
    const now = new Date()
    const call = await plan({ series, startsAt: new Date(now.getTime() - 3_600_000).toISOString(), chair: regulator.id })
    const whole = `/api/calls/${call.id}`
    expect(call.items.map(({ standing }) => standing)).toEqual(['cases', 'progress', 'techniques', 'obstacles', 'education', 'training'])
    const item = itemOf(call, 'obstacles').id
    expect((await secretariat.call('POST', `/api/call-items/${item}/minutes`, { text: 'early' })).body).toMatchObject({
      code: 'cooperation.call-not-begun',
    })
    expect((await secretariat.call('POST', `${whole}/move`, { to: 'held' })).body).toMatchObject({ code: 'cooperation.call-course' })
    await done(secretariat, 'POST', `${whole}/move`, { to: 'convened' })
    await house.settle()
    expect(await leavesOf(house, call.id)).toContain('cooperation.call-convened')
    const series1 = async (who: Client) =>
      (
        (await who.call('GET', '/api/call-series')).body as {
          items: { id: string; rhythm: { state: string }; own: { state: string } | null }[]
        }
      ).items.find((one) => one.id === series)
    expect(await series1(police.client)).toMatchObject({ rhythm: { state: 'planned' }, own: { state: 'planned' } })
    // whoever chairs it runs it; who does not, does not
    await done(regulator.client, 'POST', `${whole}/move`, { to: 'under-way' })
    await done(regulator.client, 'POST', `${whole}/adopt`)
    expect((await secretariat.call('POST', `${whole}/items`, { title: 'late' })).body).toMatchObject({ code: 'cooperation.agenda-adopted' })
    expect((await police.client.call('POST', `/api/call-items/${item}/minutes`, { text: 'mine' })).status).toBe(403)
    await done(regulator.client, 'POST', `/api/call-items/${item}/minutes`, { text: 'first' })
    await done(regulator.client, 'POST', `/api/call-items/${item}/minutes`, { text: 'second' })
    expect((await regulator.client.call('POST', `/api/call-items/${item}/minutes/approve`, { revision: 1 })).body).toMatchObject({
      code: 'cooperation.minutes-changed',
    })
    await done(regulator.client, 'POST', `/api/call-items/${item}/minutes/approve`, { revision: 2 })
    await done(regulator.client, 'PUT', `/api/call-items/${item}/attendance`, { members: [regulator.id, police.id] })
    await done(regulator.client, 'PUT', `/api/call-items/${item}/attendance`, { members: [police.id] })
    await done(regulator.client, 'POST', `/api/call-items/${item}/decisions`, { kind: 'recommendation', text: 'Publish the list' })
    await done(regulator.client, 'POST', `/api/call-items/${item}/actions`, { member: police.id, text: 'Send the list', due: '2027-01-31' })
    expect((await regulator.client.call('POST', `/api/call-items/${item}/actions`, { member: bank.id, text: 'x' })).body).toMatchObject({
      code: 'cooperation.not-in-audience',
    })
    await done(regulator.client, 'POST', `${whole}/move`, { to: 'held' })
    const held = itemOf(await read(police.client, call.id), 'obstacles')
    expect(held).toMatchObject({
      attendance: [{ name: 'Cyber Police' }],
      minutes: [
        { revision: 2, text: 'second' },
        { revision: 1, approvedAt: null },
      ],
      decisions: [{ kind: 'recommendation' }],
    })
    expect(await series1(police.client)).toMatchObject({ rhythm: { state: 'met' }, own: { state: 'met' } })
    expect((await series1(regulator.client))?.own?.state).toBe('due')
    const report = await police.client.call('GET', `${whole}/report?language=fr`)
    expect(String(report.body)).toContain('Compte rendu de la réunion')
    expect(String(report.body)).toContain('Publish the list')
    const set = await house.http.app.inject({
      method: 'GET',
      url: `${whole}/report?language=zh-Hant&form=pdf`,
      headers: { cookie: police.client.cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(set.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    expect(set.rawPayload.subarray(0, 8).toString()).toBe('%PDF-1.7')

    const next = await plan({ series, startsAt: new Date(now.getTime() + 90 * 86_400_000).toISOString() })
    const carried = (await read(police.client, next.id)).carried
    expect(carried).toMatchObject([{ text: 'Send the list' }])
    expect((await bank.client.call('POST', `/api/call-actions/${carried[0]?.id}/settle`, { done: true })).status).toBe(404)
    expect((await regulator.client.call('POST', `/api/call-actions/${carried[0]?.id}/settle`, { done: true })).status).toBe(204)
    expect((await read(police.client, next.id)).carried).toEqual([])
  })

  test('shows of what industry reports the figures that warn, to whoever sees the item', async () => {
    const call = await plan()
    const item = itemOf(call, 'techniques').id
    await done(regulator.client, 'POST', `/api/calls/${call.id}/invitations`, { members: [bank.id], items: [item] })
    const figures = (value: number) => ({
      kind: 'figures',
      title: 'Phishing sites',
      unit: 'sites',
      threshold: 100,
      figures: [
        { period: '2027-01-01', value: 10 },
        { period: '2027-02-01', value },
      ],
    })
    expect((await bank.client.call('POST', `/api/call-items/${item}/reports`, { ...figures(1), figures: [] })).body).toMatchObject({
      code: 'cooperation.report-figures',
    })
    expect((await regulator.client.call('POST', `/api/call-items/${item}/reports`, figures(1))).status).toBe(403)
    const board = async (who: Client) =>
      (await who.call('GET', '/api/call-board')).body as {
        figures: { title: string; warning: boolean }[]
        obstacles: { id: string; title: string }[]
      }
    await done(bank.client, 'POST', `/api/call-items/${item}/reports`, figures(99))
    // what is read in the report of the meeting has gone out as well
    const readers = async () => ((await secretariat.call('GET', `/api/calls/${call.id}/sent`)).body as { read: object[] }).read
    expect(await readers()).toEqual([])
    expect((await bank.client.call('GET', `/api/calls/${call.id}/report`)).status).toBe(200)
    expect(await readers()).toContainEqual(
      expect.objectContaining({ member: { id: bank.id, name: 'Bank' }, item: expect.objectContaining({ id: item }) }),
    )
    expect((await board(police.client)).figures).toContainEqual(expect.objectContaining({ title: 'Phishing sites', warning: false }))
    await done(bank.client, 'POST', `/api/call-items/${item}/reports`, figures(100))
    expect((await board(police.client)).figures.filter(({ title }) => title === 'Phishing sites')).toMatchObject([{ warning: true }])
    expect((await board(carrier.client)).figures.map(({ title }) => title)).not.toContain('Phishing sites')
    const { id } = await done(bank.client, 'POST', `/api/call-items/${item}/reports`, { kind: 'obstacles', title: 'No contact abroad' })
    expect((await board(police.client)).obstacles.map(({ title }) => title)).toContain('No contact abroad')
    // a record and no words alone: what belongs to another kind is refused
    const on = `/api/call-items/${item}/reports`
    const details = {
      state: 'acted',
      since: '2027-01-01',
      until: '2027-02-01',
      countries: ['FR', 'SN'],
      channels: ['calls'],
      number: 1_200,
    }
    const wrong = { kind: 'techniques', title: 'Diallers at night', details }
    expect((await bank.client.call('POST', on, wrong)).body).toMatchObject({ code: 'cooperation.report-details' })
    const backwards = { kind: 'cases', title: 'Diallers', details: { ...details, until: '2026-12-31' } }
    expect((await bank.client.call('POST', on, backwards)).body).toMatchObject({ code: 'cooperation.report-details' })
    await done(bank.client, 'POST', on, { kind: 'cases', title: 'Diallers of a fund', details: { ...details, result: 'Cut off' } })
    const listed = async (who: Client, query: string) =>
      (await who.call('GET', `/api/call-reports?${query}`)).body as { items: { title: string; details: object }[]; next: string | null }
    expect((await listed(police.client, 'kind=cases&country=SN&channel=calls')).items).toMatchObject([
      { title: 'Diallers of a fund', call: { id: call.id }, details: { ...details, result: 'Cut off', partners: '' } },
    ])
    expect((await listed(police.client, 'country=DE')).items).toEqual([])
    expect((await listed(carrier.client, '')).items.map(({ title }) => title)).not.toContain('Diallers of a fund')
    const first = await listed(police.client, 'limit=1')
    expect((await listed(police.client, `limit=1&after=${String(first.next)}`)).items[0]?.title).not.toBe(first.items[0]?.title)
    for (const language of ['en', 'zh-Hant', 'ru'])
      expect((await police.client.call('GET', `/api/calls/${call.id}/report?language=${language}`)).raw.toString()).toContain('Cut off')
    for (let at = 4; at < 30; at++)
      await done(bank.client, 'POST', `/api/call-items/${item}/reports`, { kind: 'cases', title: `Case ${at}` })
    expect((await bank.client.call('POST', `/api/call-items/${item}/reports`, { kind: 'cases', title: 'One more' })).body).toMatchObject({
      code: 'cooperation.call-given',
    })
    await done(secretariat, 'POST', `/api/call-reports/${String(id)}/solution`, { solution: 'Ask the primary contact', solved: true })
    expect((await board(police.client)).obstacles.map(({ title }) => title)).not.toContain('No contact abroad')
  })
})
