import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
})
afterAll(() => house.close())

const spam = [
  'Received: from relay.partner.example (relay.partner.example [198.51.100.20]) by mx.home.example with ESMTP id 2; Tue, 3 Mar 2026 10:00:02 +0000',
  'Received: from sender.example (sender.example [203.0.113.9]) by relay.partner.example with ESMTP id 1; Tue, 3 Mar 2026 10:00:00 +0000',
  'From: a@b.example',
  'Subject: win',
  '',
  'body',
].join('\r\n')

type View = {
  id: string
  systemsChanged: boolean
  summary: { origin: { ip: string | null } }
  observations: { reading: { origin: { ip: string; how: string; system: string | null } } }[]
}

test('a report credits the data of countries and networks, with the day of what it was read with', async () => {
  const sent = await ann.call('POST', '/api/reports', spam.replace('203.0.113.9', '8.8.8.8'), { 'content-type': 'message/rfc822' })
  await house.drain()
  const { id } = sent.body as { id: string }
  type Credited = { location: { sources: { what: string; date: string; credits: { url: string; licence: string }[] }[] } }
  const { location } = (await ann.call('GET', `/api/reports/${id}`)).body as Credited
  expect(location.sources.map(({ what }) => what)).toEqual(['countries', 'networks'])
  for (const { date } of location.sources) expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(location.sources[1]?.credits).toContainEqual({ name: 'IP Geolocation by DB-IP', url: 'https://db-ip.com', licence: 'CC BY 4.0' })
  const figures = (await ann.call('GET', '/api/reports/figures')).body as Credited
  expect(figures.location).toEqual(location)
  // other data is installed since: what was read before keeps its day
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  await root.query(
    `update analysis.observation set reading = jsonb_set(reading, '{location,networks}', '"2020-02-02"') where report = $1`,
    [id],
  )
  await root.end()
  const later = (await ann.call('GET', `/api/reports/${id}`)).body as Credited
  expect(later.location.sources.map(({ date }) => date)).toEqual([location.sources[0]?.date, '2020-02-02'])
})

test('own systems of the organisation set the boundary of what is analysed from then on, and older readings change only when asked', async () => {
  const sent = await ann.call('POST', '/api/reports', spam, { 'content-type': 'message/rfc822' })
  const { id } = sent.body as { id: string }
  const read = async () => {
    const view = (await ann.call('GET', `/api/reports/${id}`)).body as View
    return { changed: view.systemsChanged, listed: view.summary.origin.ip, ...view.observations[0]?.reading.origin }
  }
  await house.drain()
  const guessed = { changed: false, listed: '198.51.100.20', ip: '198.51.100.20', how: 'contiguous', system: null }
  expect(await read()).toMatchObject(guessed)

  for (const value of ['*.home.example', '198.51.100.0/24', 'relay.partner.example'])
    expect((await ann.call('POST', '/api/organisation/systems', { value })).status).toBe(201)
  await house.drain()
  expect(await read()).toMatchObject({ ...guessed, changed: true })

  expect((await ann.call('POST', '/api/reports/analyse', { ids: [id] })).status).toBe(202)
  await house.drain()
  const known = { changed: false, listed: '203.0.113.9', ip: '203.0.113.9', how: 'trusted', system: 'relay.partner.example' }
  expect(await read()).toMatchObject(known)

  const { items } = (await ann.call('GET', '/api/organisation/systems')).body as { items: { id: string; value: string }[] }
  expect(items.map(({ value }) => value)).toEqual(['198.51.100.0/24', 'home.example', 'relay.partner.example'])
  expect((await ann.call('DELETE', `/api/organisation/systems/${items[0]?.id}`)).status).toBe(204)
  await house.drain()
  expect(await read()).toMatchObject({ ...known, changed: true })
})
