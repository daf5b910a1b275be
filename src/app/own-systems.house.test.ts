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
