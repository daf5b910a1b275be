import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let root: pg.Client
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
})
afterAll(async () => {
  await root.end()
  await house.close()
})

type Judgement = { kind: string; unwanted: number }
type Line = { id: string; summary: { title: string | null; verdict: Judgement | null } | null }
type Lesson = { id: string; report: { id: string } | null; taught: string; kind: string | null; revokedAt: string | null }
const read = async <T>(url: string) => (await ann.call('GET', url)).body as T
const lineOf = async (title: string) => {
  const { items } = await read<{ items: Line[] }>('/api/reports?limit=50')
  const found = items.find(({ summary }) => summary?.title === title)
  if (found === undefined) throw new Error(`no report ${title}`)
  return found
}
/** What the application keeps of a report, whole. */
const kept = async (id: string) =>
  (await root.query('select verdict, unwanted from analysis.summary where report = $1', [id])).rows[0] as Record<string, unknown>

const letter = (subject: string) =>
  `From: Offers <club@garden.example>\r\nTo: reports@desk.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '')}@garden.example>\r\n\r\n` +
  `Dear gardener, the spring tulips have arrived and the tool shed is open on Saturday. Bring your own basket, and the children.\r\n`

const hand = async (subject: string) => {
  const { status } = await ann.call('POST', '/api/reports', Buffer.from(letter(subject)), { 'content-type': 'message/rfc822' })
  expect(status).toBe(201)
}

test('a lesson shows at once, reaches letters like it when they are read, is taken back without a trace, and goes with what is erased', async () => {
  for (const subject of ['Tulips one', 'Tulips two']) await hand(subject)
  await house.drain()
  const first = await lineOf('Tulips one')
  const before = await kept(first.id)
  const taught = await ann.call('POST', `/api/reports/${first.id}/lessons`, { taught: 'unwanted', kind: 'scam' })
  expect(taught.status).toBe(201)
  const { id, verdict } = taught.body as { id: string; verdict: Judgement }
  expect(verdict.kind).toBe('scam')
  expect(verdict.unwanted).toBeGreaterThan(0.9)
  expect((await lineOf('Tulips one')).summary?.verdict).toEqual({ kind: 'scam', unwanted: expect.closeTo(verdict.unwanted, 3) })

  const effect = await read<{ lessons: number; teachers: number; reports: number; changed: { id: string }[] }>('/api/lessons/effect')
  expect([effect.lessons, effect.teachers, effect.reports]).toEqual([1, 1, 2])
  expect(effect.changed.map((one) => one.id)).toContain(first.id)

  // what is read from now on is judged with it, and what was read before when that is asked for
  const second = await lineOf('Tulips two')
  const plain = second.summary?.verdict?.unwanted ?? 0
  expect((await ann.call('POST', '/api/lessons/apply', { days: 30 })).status).toBe(202)
  await house.drain()
  const moved = (await lineOf('Tulips two')).summary?.verdict?.unwanted ?? 0
  expect(moved).toBeGreaterThan(plain)
  await hand('Tulips three')
  await house.drain()
  expect((await lineOf('Tulips three')).summary?.verdict?.unwanted).toBeGreaterThan(plain)

  // teaching again replaces; words that contradict each other are refused
  expect((await ann.call('POST', `/api/reports/${first.id}/lessons`, { taught: 'wanted', kind: 'phishing' })).status).toBe(400)
  const again = (await ann.call('POST', `/api/reports/${first.id}/lessons`, { taught: 'unwanted' })).body as { id: string }
  const { items } = await read<{ items: Lesson[] }>('/api/lessons')
  expect(items.map((one) => [one.id, one.revokedAt === null])).toEqual([
    [again.id, true],
    [id, false],
  ])
  const page = await read<{ items: Lesson[]; next: string }>('/api/lessons?limit=1')
  expect((await read<{ items: Lesson[] }>(`/api/lessons?limit=1&after=${page.next}`)).items.map((one) => one.id)).toEqual([id])

  expect((await ann.call('POST', `/api/lessons/${again.id}/revoke`)).status).toBe(204)
  expect((await ann.call('POST', `/api/lessons/${again.id}/revoke`)).status).toBe(409)
  expect(await kept(first.id)).toEqual(before)

  // numbers and no words; and with the report they go
  await ann.call('POST', `/api/reports/${second.id}/lessons`, { taught: 'unwanted' })
  const { rows } = await root.query('select to_jsonb(l)::text as whole from analysis.lesson l where report = $1', [second.id])
  expect(rows[0]?.whole).not.toMatch(/tulip|garden/i)
  await ann.call('POST', '/api/reports/withhold', { ids: [second.id], confirm: 'destroy' })
  const left = await root.query('select id from analysis.lesson where report = $1', [second.id])
  expect(left.rows).toEqual([])
})
