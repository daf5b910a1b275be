import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Figures } from '../domain/analysis/contract/figures.ts'
import { parseCsv } from '../formats/csv/index.ts'
import { type Client, clientOf, cookiesOf, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let root: pg.Client
beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const folder = new URL('../../fixtures/samples/', import.meta.url)
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.eml'))) await hand(readFileSync(new URL(name, folder)))
  await ann.call('POST', '/api/reports', { url: 'https://bad.example/login' })
  for (const word of ['one', 'two'])
    await hand(
      Buffer.from(
        `From: PayPal Service <${word}@bad.example>\r\nTo: a@desk.example\r\nSubject: Your account ${word}\r\n\r\nPay https://paypa1.example/${word}\r\n`,
      ),
    )
  await house.drain()
}, 120_000)
afterAll(async () => {
  await root.end()
  await house.close()
})

const hand = async (bytes: Uint8Array) => {
  const { status } = await ann.call('POST', '/api/reports', Buffer.from(bytes), { 'content-type': 'message/rfc822' })
  expect(status).toBe(201)
}

const today = new Date().toISOString().slice(0, 10)
const weekAgo = new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10)
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
const figures = async () => (await ann.call('GET', `/api/figures?from=${weekAgo}&until=${today}`)).body as Figures

type Line = { id: string; summary: { title: string | null; verdict: { kind: string } | null } | null }

/** The list that a figure of the console leads to. */
async function listed(filter: Readonly<Record<string, string>>, from = weekAgo, until = today): Promise<readonly Line[]> {
  const period = { from: `${from}T00:00:00.000Z`, until: `${dayAfter(until)}T00:00:00.000Z`, state: 'received,analysed,withheld,expired' }
  const query = new URLSearchParams({ ...period, ...filter, limit: '200' })
  const { status, body } = await ann.call('GET', `/api/reports?${query}`)
  expect(status).toBe(200)
  return (body as { items: Line[] }).items
}

const filterOf = {
  kind: 'verdict',
  severity: 'severity',
  country: 'country',
  network: 'asn',
  brand: 'brand',
  language: 'language',
  channel: 'channel',
}

/** Until all is read and counted; bytes that rest before they go may. */
async function rest(): Promise<void> {
  await house.settle()
  for (let tries = 0; (await figures()).counting; tries++) {
    if (tries > 300) throw new Error('days were not counted')
    await sleep(100)
  }
}

/** Every figure, and how many its list has. */
async function agree(): Promise<Figures> {
  await rest()
  const told = await figures()
  expect(told.total).toBe((await listed({})).length)
  for (const { day, reports, kinds } of told.byDay) {
    expect(reports).toBe((await listed({}, day, day)).length)
    for (const [kind, count] of Object.entries(kinds))
      expect([kind, count]).toEqual([kind, (await listed({ verdict: kind }, day, day)).length])
  }
  for (const { what, items } of told.by)
    for (const { value, reports } of items)
      expect([what, value, reports]).toEqual([what, value, (await listed({ [filterOf[what]]: value })).length])
  return told
}

const counted = (told: Figures, what: string, value: string) =>
  told.by.find((one) => one.what === what)?.items.find((one) => one.value === value)?.reports ?? 0

test('each figure is the length of the list that it leads to: of a day, a kind, a severity, a country, a network, a brand, a language and a channel', async () => {
  const told = await agree()
  expect(told.total).toBeGreaterThan(10)
  for (const what of ['kind', 'severity', 'language', 'channel', 'brand'])
    expect(told.by.find((one) => one.what === what)?.items).not.toEqual([])
  expect(counted(told, 'kind', 'none')).toBeGreaterThan(0)
})

test('so it is after reports are withdrawn, read again, judged by a lesson, marked, and erased with whom they speak of', async () => {
  const before = await agree()
  const [first, second, third] = (await listed({ verdict: 'phishing' })).map(({ id }) => id)
  const phishing = counted(before, 'kind', 'phishing')
  expect(phishing).toBeGreaterThan(2)

  await ann.call('POST', '/api/reports/withdraw', { ids: [first] })
  const withdrawn = await agree()
  expect([withdrawn.total, counted(withdrawn, 'kind', 'phishing')]).toEqual([before.total - 1, phishing - 1])

  await ann.call('POST', '/api/reports/analyse', { ids: [second] })
  expect((await agree()).total).toBe(withdrawn.total)

  const taught = await ann.call('POST', `/api/reports/${second}/lessons`, { taught: 'unwanted', kind: 'malware' })
  expect(taught.status).toBe(201)
  const judged = await agree()
  expect(counted(judged, 'kind', 'malware')).toBe(counted(withdrawn, 'kind', 'malware') + 1)

  await ann.call('POST', '/api/reports/withhold', { ids: [third], confirm: 'destroy' })
  const withheld = await agree()
  expect([withheld.total, counted(withheld, 'kind', 'phishing')]).toEqual([judged.total, counted(judged, 'kind', 'phishing') - 1])

  await hand(
    Buffer.from('From: Mina <mina@person.example>\r\nTo: a@desk.example\r\nSubject: Hello\r\n\r\nWrite to mina@person.example today\r\n'),
  )
  const more = await agree()
  expect(more.total).toBe(withheld.total + 1)
  const erased = await ann.call('POST', '/api/subjects/erase', { text: 'mina@person.example', manner: 'erase', reason: 'asked' })
  expect(erased.status).toBe(200)
  const after = await agree()
  expect([after.total, counted(after, 'kind', 'none')]).toEqual([more.total, counted(withheld, 'kind', 'none') + 1])
})

test('a search in a filtered list finds what the list has', async () => {
  const told = await figures()
  for (const what of ['language', 'brand', 'network'] as const)
    for (const { value } of told.by.find((one) => one.what === what)?.items.slice(0, 2) ?? []) {
      const filter = { [filterOf[what]]: value }
      const all = await listed(filter)
      const word = all[0]?.summary?.title?.split(/\W+/).find((one) => one.length > 3)
      if (word === undefined) continue
      const found = await listed({ ...filter, search: word })
      expect(found.length).toBeGreaterThan(0)
      expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(found.map(({ id }) => id)))
    }
  expect((await listed({ verdict: 'none', search: 'bad.example' })).length).toBe(1)
})

const table = async (url: string, by = ann) => {
  const { status, headers, raw } = await by.call('GET', url)
  expect(status).toBe(200)
  expect(headers['content-type']).toContain('text/csv')
  expect(headers['content-disposition']).toMatch(/^attachment; filename="[a-z-]+-\d{4}-\d\d-\d\d\.csv"$/)
  const read = parseCsv(raw)
  if (!('rows' in read)) throw new Error(read.malformed)
  return { text: raw.toString(), rows: read.rows.map(({ cells }) => cells) }
}

test('tables and lists are files that a spreadsheet opens and runs nothing of, and the audit says who took how much', async () => {
  const told = await figures()
  const days = await table(`/api/figures/export?of=day&from=${weekAgo}&until=${today}`)
  expect(days.text.startsWith('\ufeffday,kind,reports\r\n')).toBe(true)
  const sum = days.rows.slice(1).reduce((all, [, , reports]) => all + Number(reports), 0)
  expect(sum).toBe(told.total)
  const countries = await table(`/api/figures/export?of=language&mark=false&from=${weekAgo}&until=${today}`)
  expect(countries.text.startsWith('language,name,reports\r\n')).toBe(true)
  expect(countries.rows.slice(1).map(([value]) => value)).toEqual(
    told.by.find((one) => one.what === 'language')?.items.map(({ value }) => value),
  )

  await hand(
    Buffer.from('From: "=cmd|x" <a@bad.example>\r\nTo: b@desk.example\r\nSubject: =HYPERLINK("https://bad.example","go")\r\n\r\nx\r\n'),
  )
  await rest()
  const all = await listed({ state: 'received,analysed,withheld,expired,withdrawn' })
  const { rows } = await table('/api/reports/export')
  expect(rows.length - 1).toBe(all.length)
  const [head = [], newest = []] = rows
  const cell = (name: string) => newest[head.indexOf(name)]
  expect([cell('title'), cell('fromName')]).toEqual(['\'=HYPERLINK("https://bad.example","go")', "'=cmd|x"])
  const some = await table('/api/reports/export?verdict=phishing&mark=false')
  expect(some.rows.length - 1).toBe((await listed({ verdict: 'phishing', state: 'received,analysed,withheld,expired,withdrawn' })).length)
  expect((await table('/api/campaigns/export')).rows[0]).toContain('lastAt')
  const { rows: said } = await root.query(
    `select action, subject, detail from platform.audit where action like 'analysis.export%' and subject = 'reports' order by id`,
  )
  expect(said).toEqual([
    { action: 'analysis.export-begun', subject: 'reports', detail: { filters: [] } },
    { action: 'analysis.exported', subject: 'reports', detail: { rows: rows.length - 1, whole: true } },
    { action: 'analysis.export-begun', subject: 'reports', detail: { filters: ['verdict'] } },
    { action: 'analysis.exported', subject: 'reports', detail: { rows: some.rows.length - 1, whole: true } },
  ])
})

test('another organisation sees none of it', async () => {
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Second Desk', kind: 'industry', country: 'FR' },
    administrator: 'bea@second.example',
  })
  const token = (made.body as { link: string }).link.split('#')[1]
  const person = { name: 'Bea', password: 'seventeen quiet herons', locale: 'en', timeZone: 'UTC' }
  const answer = await house.http.app.inject({ method: 'POST', url: '/api/invitations/accept', payload: { token, person } })
  const bea = clientOf(house, cookiesOf(answer), answer.json().organisation)
  const told = (await bea.call('GET', `/api/figures?from=${weekAgo}&until=${today}`)).body as Figures
  expect([told.total, told.byDay, told.by.flatMap(({ items }) => items)]).toEqual([0, [], []])
  expect((await table('/api/reports/export', bea)).rows).toHaveLength(1)
  expect((await table('/api/campaigns/export', bea)).rows).toHaveLength(1)
  expect((await table(`/api/figures/export?of=brand&from=${weekAgo}&until=${today}`, bea)).rows).toHaveLength(1)
})

test('a period that is none, or too long, is refused', async () => {
  for (const [from, until] of [
    ['2026-02-02', '2026-02-01'],
    ['2020-01-01', '2026-01-01'],
    ['2026-02-30', '2026-03-01'],
  ])
    expect((await ann.call('GET', `/api/figures?from=${from}&until=${until}`)).status).toBe(400)
})
