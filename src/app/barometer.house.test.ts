import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import { languages } from '../domain/intake/texts.ts'
import { publishBarometerJob } from '../domain/outreach/index.ts'
import { textsIn } from '../domain/outreach/texts.ts'
import { plainPolicy } from '../platform/http/security.ts'
import { type Client, clientOf, cookiesOf, firstRun, type House, openHouse } from './testing/house.ts'
import { readPage } from './testing/page.ts'

// The public barometer: what organisations let be counted, week by week, and nothing that tells of a few.

let house: House
let ann: Client
let bea: Client
let root: pg.Client
// a Tuesday
let now = new Date('2026-11-10T12:00:00Z')

beforeAll(async () => {
  house = await openHouse({ TOCSIN_BAROMETER: 'on' }, () => now)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  ann = await firstRun(house)
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Second Desk', kind: 'industry', country: 'FR' },
    administrator: 'bea@second.example',
  })
  const token = (made.body as { link: string }).link.split('#')[1]
  const person = { name: 'Bea', password: 'seventeen quiet herons', locale: 'en', timeZone: 'UTC' }
  const answer = await house.http.app.inject({ method: 'POST', url: '/api/invitations/accept', payload: { token, person } })
  bea = clientOf(house, cookiesOf(answer), answer.json().organisation)
})
afterAll(async () => {
  await root.end()
  await house.close()
})

/** Counts of a day, as the room of analysis has them. */
async function counted(owner: string, day: string, what: string, values: Readonly<Record<string, number>>): Promise<void> {
  for (const [value, reports] of Object.entries(values))
    await root.query('insert into analysis.report_day (owner, day, what, value, reports) values ($1, $2, $3, $4, $5)', [
      owner,
      day,
      what,
      value,
      reports,
    ])
}
const publish = () => publishBarometerJob.run(house.ctx, systemActor('test', null), {})
type Week = {
  week: string
  reports: number | null
  kinds: object[]
  countries: object[]
  brands: object[]
  channels: object[]
  ended: object | null
}
const weeks = async () => (await house.http.app.inject({ url: '/api/barometer' })).json().weeks as Week[]
const page = async (language: string, query = '') => house.http.app.inject({ url: `/barometer?language=${language}${query}` })

test('counts nobody who did not say so', async () => {
  expect((await ann.call('GET', '/api/barometer/participation')).body).toEqual({ published: true, counted: false, since: null })
  await counted(ann.organisation, '2026-11-02', 'all', { '': 500 })
  await publish()
  expect(await weeks()).toEqual([])
  expect((await page('en')).body).toContain(textsIn('en').none)
})

describe('once organisations let themselves be counted', () => {
  beforeAll(async () => {
    for (const one of [ann, bea]) expect((await one.call('PUT', '/api/barometer/participation', { counted: true })).status).toBe(200)
    await counted(ann.organisation, '2026-11-12', 'all', { '': 900 })
    await counted(ann.organisation, '2026-11-16', 'all', { '': 61 })
    await counted(ann.organisation, '2026-11-16', 'kind', { phishing: 40, scam: 18, malware: 3 })
    await counted(ann.organisation, '2026-11-22', 'country', { SG: 30, FR: 4 })
    await counted(bea.organisation, '2026-11-18', 'all', { '': 40 })
    await counted(bea.organisation, '2026-11-18', 'kind', { phishing: 20, scam: 20 })
    await counted(bea.organisation, '2026-11-18', 'brand', { 'Quillon Post': 22, Halden: 2 })
  })

  test('whole weeks appear from the Tuesday after, for both together, rounded and without what is small', async () => {
    now = new Date('2026-11-23T23:00:00Z')
    await publish()
    expect(await weeks()).toEqual([])
    now = new Date('2026-11-24T01:00:00Z')
    await publish()
    expect(await weeks()).toEqual([
      {
        week: '2026-11-16',
        until: '2026-11-22',
        reports: 100,
        kinds: [{ value: 'phishing', reports: 60 }],
        countries: [{ value: 'SG', reports: 30 }],
        brands: [{ value: 'Quillon Post', reports: 20 }],
        channels: [],
        ended: null,
      },
    ])
  })

  test('a week is published once: what changes afterwards cannot be taken from it', async () => {
    await counted(bea.organisation, '2026-11-19', 'all', { '': 300 })
    await publish()
    expect((await weeks())[0]?.reports).toBe(100)
    for (const statement of ['update outreach.barometer_figure set figure = 0', 'delete from outreach.barometer_figure']) {
      const app = new pg.Client({ connectionString: house.environment['DATABASE_URL'], options: '-c role=tocsin_app' })
      await app.connect()
      await expect(app.query(statement)).rejects.toThrow(/permission denied/)
      await app.end()
    }
  })

  test('exact counts are for the node alone', async () => {
    const app = new pg.Client({ connectionString: house.environment['DATABASE_URL'], options: '-c role=tocsin_app' })
    await app.connect()
    await app.query(`select set_config('tocsin.organisation', $1, false)`, [ann.organisation])
    const { rows: acting } = await app.query<{ id: string | null }>('select platform.acting() as id')
    if (acting[0]?.id === null) throw new Error('nobody acts')
    const { rows } = await app.query(`select * from outreach.week_counts('2026-11-16') where what <> 'ended'`)
    expect(rows).toEqual([])
    await app.end()
  })

  test('a week whose days are still being counted waits', async () => {
    await counted(ann.organisation, '2026-11-24', 'all', { '': 50 })
    await root.query('insert into analysis.day_due (owner, day) values ($1, $2)', [ann.organisation, '2026-11-25'])
    now = new Date('2026-12-01T01:00:00Z')
    await publish()
    expect(await weeks()).toHaveLength(1)
    await root.query('delete from analysis.day_due')
    await publish()
    expect((await weeks()).map(({ week, reports }) => [week, reports])).toEqual([
      ['2026-11-23', 50],
      ['2026-11-16', 100],
    ])
  })

  test('who leaves is in no further week', async () => {
    await bea.call('PUT', '/api/barometer/participation', { counted: false })
    await counted(bea.organisation, '2026-12-02', 'all', { '': 70 })
    await counted(ann.organisation, '2026-12-02', 'all', { '': 8 })
    now = new Date('2026-12-08T01:00:00Z')
    await publish()
    expect((await weeks())[0]).toMatchObject({ week: '2026-11-30', reports: null, kinds: [] })
  })

  test.each(languages)('the page says it in %s, with a table behind each picture, without script', async (language) => {
    const answer = await page(language, '&week=2026-11-16')
    const { faults, elements } = readPage(answer.body)
    expect([answer.statusCode, faults]).toEqual([200, []])
    expect(answer.headers['content-security-policy']).toBe(plainPolicy)
    expect(answer.headers['set-cookie']).toBeUndefined()
    const words = textsIn(language)
    for (const text of [words.lead, words.kind.phishing, 'Quillon Post', words.few]) expect(answer.body).toContain(text)
    expect(answer.body).not.toContain('Halden')
    expect(elements.filter(({ name }) => name === 'table')).toHaveLength(4)
    expect((await page(language, '&week=%27%3Cscript%3E')).statusCode).toBe(200)
  })

  test('only managers say whether they are counted', async () => {
    const key = (await ann.call('POST', '/api/keys', { name: 'reader', scopes: ['read'], days: 3 })).body as {
      secret?: string
      key?: string
    }
    const secret = key.secret ?? key.key ?? ''
    const answer = await house.http.app.inject({
      method: 'PUT',
      url: '/api/barometer/participation',
      headers: { authorization: `Bearer ${secret}` },
      payload: { counted: true },
    })
    expect(answer.statusCode).toBe(403)
  })
})

test('where the operator publishes none there is none', async () => {
  const other = await openHouse()
  expect((await other.http.app.inject({ url: '/api/barometer' })).statusCode).toBe(404)
  const answer = await other.http.app.inject({ url: '/barometer?language=en' })
  expect([answer.statusCode, answer.body.includes(textsIn('en').off)]).toEqual([404, true])
  await other.close()
})
