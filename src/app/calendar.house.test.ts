import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMalformed } from '../base/parsed.ts'
import { parseCalendar } from '../formats/icalendar/index.ts'
import { asked, done } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let carrier: Joined
let bank: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
})
afterAll(() => house.close())

const make = async (who: Client) => {
  const made = await who.call('POST', '/api/network/calendar', {})
  expect(made.status).toBe(201)
  return new URL((made.body as { url: string }).url).pathname
}
const fetchFeed = async (path: string) => {
  const { statusCode, body, headers } = await house.http.app.inject({ method: 'GET', url: path })
  return { status: statusCode, body, headers }
}
const eventsOf = async (path: string) => {
  const { status, body } = await fetchFeed(path)
  expect(status).toBe(200)
  const found = parseCalendar(Buffer.from(body))
  if (isMalformed(found)) throw new Error(found.malformed)
  return found.events
}

test('a calendar program reads the calls that one may see: moment, zone, room, reminder, and whether it is called off', async () => {
  const call = await done(network.secretariat, 'POST', '/api/calls', asked({ link: 'https://video.example/room' }))
  const path = await make(regulator.client)
  expect(path).toMatch(/^\/calendar\/[\w-]{43}\.ics$/)
  const { headers } = await fetchFeed(path)
  expect(headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex',
  })
  expect(headers['set-cookie']).toBeUndefined()
  const [event] = await eventsOf(path)
  expect(event).toMatchObject({
    uid: expect.stringContaining(String(call['id'])),
    summary: 'Quarterly call',
    zone: 'Asia/Singapore',
    startsAt: new Date('2027-03-02T10:00:00Z'),
    endsAt: new Date('2027-03-02T11:30:00Z'),
    location: 'https://video.example/room',
    status: 'TENTATIVE',
    alarms: [{ minutesBefore: 15 }],
    attendees: [],
  })
  await done(network.secretariat, 'POST', `/api/calls/${call['id']}/move`, { to: 'cancelled' })
  expect((await eventsOf(path))[0]).toMatchObject({ status: 'CANCELLED', free: true, alarms: [] })
})

test('industry finds in it what it is invited to, and nothing from the moment that it is taken out; the organiser sees what had gone out', async () => {
  const { id } = await done(network.secretariat, 'POST', '/api/calls', asked({ title: 'Zanzibar' }))
  const [path, other] = [await make(carrier.client), await make(bank.client)]
  expect(await eventsOf(path)).toEqual([])
  await done(regulator.client, 'POST', `/api/calls/${id}/invitations`, { members: [carrier.id, bank.id], items: [] })
  expect((await eventsOf(path)).map(({ summary }) => summary)).toEqual(['Zanzibar'])
  await done(regulator.client, 'POST', '/api/call-objections', { call: id, members: [carrier.id] })
  const { body } = await fetchFeed(path)
  for (const told of ['Zanzibar', String(id), 'VEVENT']) expect(body).not.toContain(told)
  expect((await eventsOf(other)).map(({ summary }) => summary)).toEqual(['Zanzibar'])
  const sent = (await network.secretariat.call('GET', `/api/calls/${id}/sent`)).body as { read: { member: { name: string } }[] }
  expect(sent.read.map(({ member }) => member.name).sort()).toEqual(['Bank', 'Carrier'])
})

test('an address ends as another is made, as it is revoked, and as one leaves; a wrong one tells nothing', async () => {
  const first = await make(bank.client)
  const second = await make(bank.client)
  expect((await fetchFeed(first)).status).toBe(404)
  expect((await fetchFeed(second)).status).toBe(200)
  expect((await bank.client.call('GET', '/api/network/calendar')).body).toMatchObject({ feed: { madeAt: expect.any(String) } })
  expect((await bank.client.call('POST', '/api/network/calendar/end', {})).status).toBe(204)
  expect((await fetchFeed(second)).status).toBe(404)
  const third = await make(bank.client)
  await bank.client.call('POST', `/api/network/members/${bank.id}/leave`, {})
  expect((await fetchFeed(third)).status).toBe(404)
  for (const path of ['/calendar/x.ics', `/calendar/${'A'.repeat(43)}.ics`, '/calendar/..%2f.ics', first.replace('.ics', '')])
    expect([path, (await fetchFeed(path)).status]).toEqual([path, 404])
})
