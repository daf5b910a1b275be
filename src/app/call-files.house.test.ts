import { afterAll, beforeAll, expect, test } from 'vitest'
import { asked, done, itemOf, read } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'

// Papers as files.

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let item: string
let paper: string

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n')
const put = (who: Client, id: string, name: string, payload: Buffer) =>
  house.http.app.inject({
    method: 'POST',
    url: `/api/call-papers/${id}/files?name=${encodeURIComponent(name)}`,
    headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/pdf' },
    payload,
  })
const fetched = (who: Client, id: string) =>
  house.http.app.inject({ method: 'GET', url: `/api/call-files/${id}`, headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin' } })

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  const { id } = await done(network.secretariat, 'POST', '/api/calls', asked())
  item = itemOf(await read(network.secretariat, String(id)), 'cases').id
  const given = await done(regulator.client, 'POST', `/api/call-items/${item}/papers`, {
    kind: 'paper',
    title: 'Cases',
    text: 'See the file',
  })
  paper = String(given['id'])
})
afterAll(() => house?.close())

test('a file is put to a paper by whoever gave it, is saved by all who see the item as it was, and goes as the paper is taken back', async () => {
  expect((await put(police.client, paper, 'a.pdf', pdf)).statusCode).toBe(403)
  const added = await put(regulator.client, paper, '../Étude de cas.pdf', pdf)
  expect([added.statusCode, added.json()]).toMatchObject([
    201,
    { name: expect.stringContaining('Étude de cas.pdf'), mediaType: 'application/pdf', size: pdf.length },
  ])
  const { id } = added.json() as { id: string }
  const { rawPayload, headers } = await fetched(police.client, id)
  expect(rawPayload).toEqual(pdf)
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  expect(headers['content-disposition']).toMatch(/^attachment; filename="[0-9a-f]{16}\.bin"/)
  await done(regulator.client, 'POST', `/api/call-papers/${paper}/withdraw`)
  for (const who of [regulator.client, police.client, network.secretariat]) expect((await fetched(who, id)).statusCode).toBe(404)
  expect((await put(regulator.client, paper, 'a.pdf', pdf)).json()).toMatchObject({ code: 'cooperation.paper-withdrawn' })
})

test('what it is its bytes say, not its name; size and number have an end', async () => {
  const given = await done(regulator.client, 'POST', `/api/call-items/${item}/papers`, { kind: 'paper', title: 'More', text: 'x' })
  const other = String(given['id'])
  const refused = async (bytes: Buffer, name = 'a.pdf') => (await put(regulator.client, other, name, bytes)).json() as object
  for (const bytes of [
    'MZ\x90\0\x03',
    '<html><script>alert(1)</script></html>',
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    '\0\0\0',
  ])
    expect(await refused(Buffer.from(bytes, 'latin1'))).toMatchObject({ code: 'cooperation.paper-type' })
  expect(await refused(Buffer.alloc(0))).toMatchObject({ code: 'cooperation.paper-size' })
  expect((await put(regulator.client, other, 'words.pdf', Buffer.from('plain words\n'))).json()).toMatchObject({ mediaType: 'text/plain' })
  for (let at = 1; at < 10; at++) expect((await put(regulator.client, other, `${at}.pdf`, pdf)).statusCode).toBe(201)
  expect(await refused(pdf)).toMatchObject({ code: 'cooperation.paper-files' })
})
