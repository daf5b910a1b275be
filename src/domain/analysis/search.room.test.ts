import fc from 'fast-check'
import type { Transaction } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DB } from '../../../db/types.ts'
import { systemActor } from '../../base/actor.ts'
import type { Cursor } from '../../base/cursor.ts'
import { newId, type OrganisationId } from '../../base/id.ts'
import { openDatabase, openPool } from '../../platform/db/pools.ts'
import { readAs } from '../../platform/db/scope.ts'
import { type TestDatabase, testDatabase } from '../../platform/testing/database.ts'
import type { ReportFilter } from './contract.ts'
import { listReportLines } from './store/reports.ts'

// 3,600 reports of ours and as many of another organisation's, with the same words
const many = 3_600
const ours = newId<'organisation'>()
const theirs = newId<'organisation'>()
const channels = [newId(), newId()] as const

let database: TestDatabase
let root: pg.Client
let pool: pg.Pool
beforeAll(async () => {
  database = await testDatabase()
  root = new pg.Client({ connectionString: database.superuserUrl })
  await root.connect()
  for (const owner of [ours, theirs]) await fill(owner, owner === ours ? channels : [newId(), newId()])
  await root.query('analyze analysis.summary, analysis.search_text, intake.report, analysis.finding')
  pool = openPool(database.url, 'tocsin_app', 2)
})
afterAll(async () => {
  await pool?.end()
  await root?.end()
  await database?.drop()
})

/** Of report n all is told by n. Several have the same moment, so that the id decides their order; moments are of milliseconds, as the application's are. */
async function fill(owner: OrganisationId, [one, other]: readonly [string, string]): Promise<void> {
  await root.query(
    `insert into intake.channel (id, owner, kind, name, token, created_at) values ($1::uuid, $3, 'mail', 'a', $1::text, now()), ($2::uuid, $3, 'mail', 'b', $2::text, now())`,
    [one, other, owner],
  )
  await root.query(
    `with made as (
      insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at, state, form)
      select gen_random_uuid(), $1::uuid, n::text, case when n % 5 = 0 then $3::uuid else $2::uuid end, 'x', 1, n::text, $1::text || ' ' || n, date_trunc('milliseconds', now()) - make_interval(secs => n / 3),
        case when n % 11 = 0 then 'withdrawn' else 'analysed' end, case when n % 13 = 0 then 'url' else 'message' end
      from generate_series(1, $4::int) n
      returning id, owner, received_at, reference::int as n),
    summed as (
      insert into analysis.summary (report, owner, received_at, verdict, unwanted, country, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at)
      select id, owner, received_at, case when n % 17 = 0 then 'phishing' when n % 3 = 1 then 'spam' end, case when n % 17 = 0 or n % 3 = 1 then 0.9 end,
        case when n % 7 = 0 then 'SG' when n % 7 = 1 then 'ZA' end, case when n % 900 = 0 then 'high' when n % 2 = 0 then 'low' else 'none' end,
        0, 0, 0, 'none', 'none', 'none', 'none', 'x', now() from made),
    told as (
      insert into analysis.finding (id, owner, report, code, severity) select gen_random_uuid(), owner, id, 'rare', 'low' from made where n % 1200 = 1)
    insert into analysis.search_text (report, owner, received_at, tokens)
      select id, owner, received_at, array_to_tsvector(array['common', case when n % 3 = 0 then 'third' else 'rest' end]) from made`,
    [owner, one, other, many],
  )
}

type Told = { n: number; id: string; at: Date }

/** All that a search answers with, page by page, and how full each page was. */
async function pages(owner: OrganisationId, query: string | undefined, filter: ReportFilter, limit: number) {
  const sizes: number[] = []
  const found: Told[] = []
  let before: Cursor | undefined
  do {
    const rows = await readAs(openDatabase(pool), systemActor('test', owner), (tx) =>
      listReportLines(tx, owner, filter, query, before, limit + 1),
    )
    const items = rows.slice(0, limit).map((row) => ({ n: Number(row.reference), id: row.id as string, at: row.received_at }))
    sizes.push(items.length)
    found.push(...items)
    const last = rows.length > limit ? items.at(-1) : undefined
    before = last === undefined ? undefined : { at: last.at, id: last.id }
  } while (before !== undefined)
  return { sizes, found }
}

/** What a report n must be to be answered, told once more by n alone. */
function passes(n: number, { query, filter }: { query: string; filter: ReportFilter }): boolean {
  const severity = n % 900 === 0 ? 'high' : n % 2 === 0 ? 'low' : 'none'
  const country = n % 7 === 0 ? 'SG' : n % 7 === 1 ? 'ZA' : ''
  const verdict = n % 17 === 0 ? 'phishing' : n % 3 === 1 ? 'spam' : ''
  return (
    (query !== `'third'` || n % 3 === 0) &&
    query !== `'absent'` &&
    (filter.severity?.includes(severity) ?? true) &&
    (filter.country?.includes(country) ?? true) &&
    (filter.verdict?.includes(verdict as 'spam') ?? true) &&
    (filter.form?.includes(n % 13 === 0 ? 'url' : 'message') ?? true) &&
    (filter.state?.includes(n % 11 === 0 ? 'withdrawn' : 'analysed') ?? true) &&
    (filter.channel === undefined || filter.channel === channels[n % 5 === 0 ? 1 : 0]) &&
    (filter.finding === undefined || n % 1200 === 1)
  )
}

const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 1 })
const asked = fc.record({
  query: fc.constantFrom(`'common'`, `'third'`, `'absent'`),
  filter: fc
    .record({
      severity: some(fc.constantFrom(['high'], ['low'], ['high', 'none']) as fc.Arbitrary<ReportFilter['severity']>),
      verdict: some(fc.constantFrom(['phishing'], ['phishing', 'spam'], ['scam']) as fc.Arbitrary<ReportFilter['verdict']>),
      country: some(fc.constantFrom(['SG'], ['SG', 'ZA'], ['FR'])),
      form: some(fc.constantFrom(['url'], ['message', 'url']) as fc.Arbitrary<ReportFilter['form']>),
      state: some(fc.constantFrom(['withdrawn'], ['analysed']) as fc.Arbitrary<ReportFilter['state']>),
      channel: some(fc.constantFrom(...channels)),
      finding: some(fc.constant('rare')),
    })
    .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as ReportFilter),
  limit: fc.constantFrom(7, 50, 200),
})

test('a search with any other filters answers all there is, newest first, each page full but the last', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ query, filter, limit }) => {
      const wanted = Array.from({ length: many }, (_, at) => at + 1).filter((n) => passes(n, { query, filter }))
      // hundreds of pages of seven show no more than tens
      fc.pre(wanted.length / limit < 40)
      const { sizes, found } = await pages(ours, query, filter, limit)
      expect(found.map(({ n }) => n).sort((a, b) => a - b)).toEqual(wanted)
      expect(new Set(found.map(({ id }) => id)).size).toBe(wanted.length)
      const inOrder = [...found].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
      expect(found.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id))
      expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true)
      expect(sizes.at(-1) === 0 && wanted.length > 0).toBe(false)
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('a list without words is filtered by kinds of verdict, and what was never judged is of none', async () => {
  const numbers = Array.from({ length: many }, (_, at) => at + 1)
  const of = async (...verdict: NonNullable<ReportFilter['verdict']>) => {
    const { found } = await pages(ours, undefined, { verdict }, 200)
    return found.map(({ n }) => n).sort((a, b) => a - b)
  }
  expect(await of('phishing')).toEqual(numbers.filter((n) => n % 17 === 0))
  expect(await of('phishing', 'spam')).toEqual(numbers.filter((n) => n % 17 === 0 || n % 3 === 1))
  expect(await of('scam')).toEqual([])
})

test('a period narrows it to the moments from one to before the other', async () => {
  const { found } = await pages(ours, `'third'`, {}, 200)
  const [newer, older] = [found[10], found[40]]
  if (newer === undefined || older === undefined) throw new Error('too few')
  const within = await pages(ours, `'third'`, { from: older.at.toISOString(), until: newer.at.toISOString() }, 200)
  const least = Date.parse(older.at.toISOString())
  const most = Date.parse(newer.at.toISOString())
  expect(within.found.map(({ n }) => n)).toEqual(found.filter(({ at }) => at.getTime() >= least && at.getTime() < most).map(({ n }) => n))
  expect(within.found.length).toBeGreaterThan(5)
})

test('what arrives while somebody turns pages moves nothing that is on later ones', async () => {
  const [first] = (await pages(ours, `'third'`, { severity: ['high'] }, 1)).found
  const db = openDatabase(pool)
  const after = (before: Cursor | undefined) =>
    readAs(db, systemActor('test', ours), (tx) => listReportLines(tx, ours, { severity: ['high'] }, `'third'`, before, 3))
  const id = newId()
  await root.query(
    `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at) values ($1::uuid, $2, '0', $3, 'x', 1, 'new', 'new', now() + interval '1 day')`,
    [id, ours, channels[0]],
  )
  await root.query(
    `insert into analysis.summary (report, owner, received_at, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at)
     values ($1, $2, now() + interval '1 day', 'high', 0, 0, 0, 'none', 'none', 'none', 'none', 'x', now())`,
    [id, ours],
  )
  await root.query(
    `insert into analysis.search_text (report, owner, received_at, tokens) values ($1, $2, now() + interval '1 day', array_to_tsvector(array['third']))`,
    [id, ours],
  )
  expect((await after(undefined)).map(({ reference }) => reference)).toEqual(['0', '900', '1800'])
  expect((await after(first === undefined ? undefined : { at: first.at, id: first.id })).map(({ reference }) => reference)).toEqual([
    '1800',
    '2700',
    '3600',
  ])
  await root.query('delete from analysis.search_text where report = $1', [id])
  await root.query('delete from analysis.summary where report = $1', [id])
  await root.query('delete from intake.report where id = $1', [id])
})

test('a page costs as many statements whether its reports stand first or last among the hits', async () => {
  const count = async (filter: ReportFilter) => {
    let statements = 0
    const counted = openDatabase(pool).withPlugin({
      transformQuery: ({ node }) => {
        statements++
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const rows = await readAs(counted, systemActor('test', ours), (tx) =>
      listReportLines(tx as Transaction<DB>, ours, filter, `'common'`, undefined, 51),
    )
    return { statements, rows: rows.length }
  }
  const every = await count({})
  expect(every).toEqual({ statements: 2, rows: 51 })
  expect(await count({ severity: ['high'] })).toEqual({ statements: 2, rows: 4 })
  expect(await count({ country: ['FR'] })).toEqual({ statements: 2, rows: 0 })
})

test('a search that would take too long is ended and says so', async () => {
  const other = new pg.Client({ connectionString: database.superuserUrl })
  await other.connect()
  try {
    await other.query('begin')
    // it waits for as long as this is held
    await other.query('lock table analysis.search_text in access exclusive mode')
    const searching = readAs(openDatabase(pool), systemActor('test', ours), (tx) =>
      listReportLines(tx, ours, { severity: ['high'] }, `'common'`, undefined, 50, 200),
    )
    await expect(searching).rejects.toMatchObject({ kind: 'invalid', code: 'analysis.search-too-wide' })
  } finally {
    await other.query('rollback')
    await other.end()
  }
  expect((await pages(ours, `'common'`, { severity: ['high'] }, 50)).found).toHaveLength(4)
})

test('another organisation’s reports never come with it, whatever the filters', async () => {
  const mine = new Set((await pages(ours, `'common'`, {}, 200)).found.map(({ id }) => id))
  const others = (await pages(theirs, `'common'`, {}, 200)).found.map(({ id }) => id)
  expect([mine.size, others.length]).toEqual([many, many])
  expect(others.filter((id) => mine.has(id))).toEqual([])
  // the acting organisation decides, not the one that is asked for
  const db = openDatabase(pool)
  expect(await readAs(db, systemActor('test', ours), (tx) => listReportLines(tx, theirs, {}, `'common'`, undefined, 50))).toEqual([])
  // theirs by channel
  const { rows } = await root.query<{ id: string }>('select id from intake.channel where owner = $1', [theirs])
  for (const { id } of rows) expect((await pages(ours, `'common'`, { channel: id }, 50)).found).toEqual([])
})
