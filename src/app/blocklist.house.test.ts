import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReleaseView } from '../domain/cooperation/contract.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let url: string
let now = new Date('2026-11-30T08:00:00Z')

beforeAll(async () => {
  house = await openHouse({}, () => now)
  ann = await firstRun(house)
  const made = await ann.call('POST', '/api/block-consumers', { name: 'Resolver' })
  expect(made.status).toBe(201)
  url = new URL((made.body as { url: string }).url).pathname
})
afterAll(() => house.close())

const fetchList = (path: string, etag?: string) =>
  house.http.app.inject({ method: 'GET', url: `${url}/${path}`, headers: etag === undefined ? {} : { 'if-none-match': etag } })
const linesOf = async (path: string) => (await fetchList(path)).body.trimEnd().split('\n').slice(1)
const ask = async (entries: readonly object[], days = 30) => {
  const answer = await ann.call('POST', '/api/block-entries', { entries, reason: 'phishing', days })
  return answer.body as { release: string | null; sha256: string | null; taken: number; refused: { value: string; why: string }[] }
}
const approve = async (release: string, sha256: string) => {
  const answer = await ann.call('POST', `/api/releases/${release}/approve`, { sha256 })
  await house.drain()
  return answer.status
}
const read = async (id: string) => (await ann.call('GET', `/api/releases/${id}`)).body as ReleaseView
const listed = async () =>
  ((await ann.call('GET', '/api/block-entries?state=listed')).body as { items: { id: string; value: string; heldBack: string | null }[] })
    .items

test('what is entered is listed when its release is approved by hash, and not before; what would block the world is refused by name', async () => {
  const asked = await ask([
    { value: 'evil.example.net' },
    { kind: 'domain', value: 'gmail.com' },
    { value: '10.0.0.0/8' },
    { value: 'x.tocsin.example' },
  ])
  expect(asked.refused.map(({ value, why }) => [value, why])).toEqual([
    ['gmail.com', 'shared'],
    ['10.0.0.0/8', 'whole-prefix'],
    ['x.tocsin.example', 'own'],
  ])
  expect(await linesOf('hosts')).toEqual([])
  expect(await approve(asked.release ?? '', '0'.repeat(64))).toBe(409)
  expect(await approve(asked.release ?? '', asked.sha256 ?? '')).toBe(200)
  expect(await linesOf('hosts')).toEqual(['0.0.0.0 evil.example.net'])
  const release = await read(asked.release ?? '')
  expect(release).toMatchObject({ kind: 'block', state: 'delivered', receipt: { listed: 1, spared: 0 }, warnings: ['entries-refused'] })
  expect((await ask([{ value: 'bit.ly' }])).release).toBeNull()
})

test('an action of a case is drafted, and its approval lists what it names', async () => {
  const opened = await ann.call('POST', '/api/cases', { title: 'Bank phishing', kind: 'phishing', reports: [] })
  const things = [
    { kind: 'url', value: 'https://bit.ly/3abc' },
    { kind: 'domain', value: 'bank-login.example.org' },
  ]
  const proposed = await ann.call('POST', `/api/cases/${(opened.body as { id: string }).id}/actions`, {
    kind: 'block',
    things,
    options: { days: 1 },
  })
  expect(proposed.status).toBe(201)
  await house.drain()
  const action = (proposed.body as { id: string }).id
  const { items } = (await ann.call('GET', `/api/releases?action=${action}`)).body as { items: { id: string; sha256: string }[] }
  expect(await approve(items[0]?.id ?? '', items[0]?.sha256 ?? '')).toBe(200)
  expect((await ann.call('GET', `/api/actions/${action}`)).body).toMatchObject({ state: 'done', outcome: 'published' })
  expect(await linesOf('rpz')).toEqual(expect.arrayContaining(['bank-login.example.org CNAME .', '*.bank-login.example.org CNAME .']))
  expect((await fetchList('plain?part=url')).body).toBe('https://bit.ly/3abc\n')
})

test('the same state is answered once, every state that was taken is kept with its hash, and what is spared later leaves at once', async () => {
  const first = await fetchList('rpz')
  const etag = String(first.headers['etag'])
  expect((await fetchList('rpz', etag)).statusCode).toBe(304)
  const spared = await ann.call('POST', '/api/block-guard', { stance: 'spare', value: 'example.net', note: 'a partner' })
  expect(spared.status).toBe(201)
  const second = await fetchList('rpz', etag)
  expect(second.statusCode).toBe(200)
  expect(second.body).not.toContain('evil.example.net')
  expect((await listed()).find(({ value }) => value === 'evil.example.net')?.heldBack).toBe('spared')
  const { items } = (await ann.call('GET', '/api/block-consumers')).body as { items: { fetches: { format: string; sha256: string }[] }[] }
  const taken = items[0]?.fetches.filter(({ format }) => format === 'rpz').map(({ sha256 }) => `"${sha256}"`)
  expect(taken).toEqual(expect.arrayContaining([etag, second.headers['etag']]))
})

test('an entry that expired is on no list, one that is withdrawn leaves at once, and its release says so', async () => {
  now = new Date('2026-12-02T08:00:00Z')
  expect((await fetchList('plain')).body).toBe('')
  const asked = await ask([{ value: 'late.example.net.evil.example.com' }])
  await approve(asked.release ?? '', asked.sha256 ?? '')
  const [entry] = (await listed()).filter(({ value }) => value.startsWith('late.'))
  expect((await ann.call('POST', '/api/block-entries/withdraw', { ids: [entry?.id], reason: 'cleaned' })).body).toEqual({ withdrawn: 1 })
  now = new Date('2026-12-02T08:00:05Z')
  expect((await fetchList('plain')).body).toBe('')
  expect(await read(asked.release ?? '')).toMatchObject({ state: 'recalled' })
})

test('an address that was taken back leads nowhere, and so does one that somebody guesses', async () => {
  const { items } = (await ann.call('GET', '/api/block-consumers')).body as { items: { id: string }[] }
  expect((await ann.call('DELETE', `/api/block-consumers/${items[0]?.id}`)).status).toBe(204)
  expect((await fetchList('rpz')).statusCode).toBe(404)
  expect((await house.http.app.inject({ method: 'GET', url: `/lists/${'a'.repeat(32)}/rpz` })).statusCode).toBe(404)
})
