import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../base/actor.ts'
import type { CampaignId, ReportId } from '../../base/id.ts'
import type { Http } from '../../platform/http/server.ts'
import { as, openHttp } from '../../platform/testing/platform.ts'
import { personOf } from '../evidence/testing/room.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { campaignFigures, reportFacts } from './store/campaigns/figures.ts'
import { campaignOf, listCampaignReports } from './store/campaigns/lists.ts'
import { type Desk, openDesk } from './testing/campaigns.ts'

let desk: Desk
let http: Http
let analyst: Actor
const ids: CampaignId[] = []
const reports: ReportId[][] = []

beforeAll(async () => {
  desk = await openDesk()
  http = await openHttp(desk.room.ctx)
  campaignRoutes(http, [])
  analyst = personOf(desk.owner, 'analyst')
  // three campaigns of 4, 3 and 2 reports
  for (const size of [4, 3, 2]) {
    const made: ReportId[] = []
    for (let k = 0; k < size; k++)
      made.push(await desk.record([`c${size}x`, `c${size}y`], new Date(Date.now() - size * 1_000 + k), `c${size}`))
    await desk.place(...made)
    reports.push(made)
    ids.push((await desk.campaignOf(made[0] as ReportId)) as CampaignId)
  }
})
afterAll(async () => {
  await http?.app.close()
  await desk?.room.close()
})

async function ask<T>(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
  who = analyst,
): Promise<{ status: number; body: T }> {
  const answer = await http.app.inject({ method, url, headers: as(who), ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.body === '' ? (undefined as T) : (JSON.parse(answer.body) as T) }
}
type Page = { readonly items: readonly { readonly id: string; readonly reports: number }[]; readonly next: string | null }

test('the list runs by the last report or by size, page after page, and is narrowed by kind and words', async () => {
  for (const sort of ['last', 'size']) {
    const seen: string[] = []
    let after = ''
    do {
      const { body } = await ask<Page>('GET', `/api/campaigns?sort=${sort}&limit=1${after}`)
      seen.push(...body.items.map(({ id }) => id))
      after = body.next === null ? '' : `&after=${encodeURIComponent(body.next)}`
    } while (after !== '')
    expect(seen).toEqual(sort === 'last' ? [...ids].reverse() : ids)
  }
  const found = async (query: string) => (await ask<Page>('GET', `/api/campaigns?${query}`)).body.items.map(({ id }) => id)
  expect(await found('search=C3')).toEqual([ids[1]])
  expect(await found('kind=scam')).toEqual([])
  expect(await found('state=closed')).toEqual([])
  expect((await ask('GET', '/api/campaigns?sort=size&after=nonsense')).status).toBe(400)
})

test('a campaign says how it runs, what varies, its typical report, and who is concerned', async () => {
  const { status, body } = await ask<Record<string, unknown>>('GET', `/api/campaigns/${ids[0]}`)
  expect([status, body['code']]).toEqual([200, undefined])
  expect(body).toMatchObject({
    title: 'c4',
    reports: 4,
    kind: 'phishing',
    figures: {
      reports: 4,
      lookedAt: 4,
      countries: [{ name: 'SG', reports: 4 }],
      networks: [{ name: 'Example Net', asn: null, reports: 4 }],
    },
    varying: [{ kind: 'domain', reports: 4, values: 1, most: 4, example: 'c4.example' }],
    changes: [],
  })
  const { body: members } = await ask<{ items: { id: string; why: unknown[] }[] }>('GET', `/api/campaigns/${ids[0]}/reports?limit=3`)
  expect(members.items.map(({ id }) => id)).toEqual([...(reports[0] ?? [])].reverse().slice(0, 3))
  expect(members.items.every(({ why }) => why.length > 0)).toBe(true)
})

test('what is common to all mail is no indicator, what is shared is drawn', async () => {
  await desk.room.query(
    `insert into analysis.indicator (report, owner, kind, value) select report, owner, kind, value from analysis.membership,
      (values ('domain', 'gmail.com'), ('host', 'www.c4.example'), ('subject', 'Parcel')) as named (kind, value) where campaign = $1`,
    [ids[0]],
  )
  const { body: indicators } = await ask<{ items: { value: string; reports: number }[] }>('GET', `/api/campaigns/${ids[0]}/indicators`)
  expect(indicators.items.map(({ value, reports: count }) => [value, count])).toEqual([['c4.example', 4]])
  const { body: graph } = await ask<Record<string, unknown>>('GET', `/api/campaigns/${ids[0]}/graph`)
  expect(graph).toMatchObject({ lookedAt: 4, groups: [{ reports: 4, values: [0, 1] }], left: { values: 0, groups: 0 } })
})

test('what many others name is no indicator, also where the campaign itself names it first and most; what few others name is', async () => {
  const named = (value: string, others: number, before: boolean) =>
    desk.room.query(
      `insert into analysis.indicator (report, owner, kind, value)
        select report, owner, 'sender', $2 from analysis.membership where campaign = $1
        union all select ((case when $4 then '01000000' else 'f1000000' end) || substr(gen_random_uuid()::text, 9))::uuid, $5, 'sender', $2 from generate_series(1, $3::int)`,
      [ids[0], value, others, before, desk.owner],
    )
  await named('after@all.example', 40, false)
  await named('before@all.example', 40, true)
  await named('few@some.example', 15, false)
  const { body } = await ask<{ items: { kind: string; value: string }[] }>('GET', `/api/campaigns/${ids[0]}/indicators`)
  expect(body.items.filter(({ kind }) => kind === 'sender').map(({ value }) => value)).toEqual(['few@some.example'])
  await desk.room.query(`delete from analysis.indicator where kind = 'sender'`)
})

test('merging and splitting are previewed, done, seen in the history, and undone', async () => {
  const [one, other] = ids as [CampaignId, CampaignId]
  const preview = await ask('POST', `/api/campaigns/${one}/merge/preview`, { campaigns: [other] })
  expect(preview.body).toMatchObject({ reports: 7, apart: 0, others: [{ id: other }] })
  const { body: merged } = await ask<{ change: string; moved: number }>('POST', `/api/campaigns/${one}/merge`, { campaigns: [other] })
  expect(merged.moved).toBe(3)
  expect((await ask('GET', `/api/campaigns/${one}`)).body).toMatchObject({ changes: [{ act: 'merged', reports: 3, undoable: true }] })
  expect((await ask('POST', `/api/campaigns/${one}/undo`, { change: merged.change })).body).toEqual({ moved: 3 })
  expect((await ask('GET', `/api/campaigns/${one}`)).body).toMatchObject({
    changes: [{ act: 'undone' }, { act: 'merged', undoable: false }],
  })
  const going = reports[0]?.slice(0, 2)
  expect((await ask('POST', `/api/campaigns/${one}/split/preview`, { reports: going })).body).toMatchObject({
    going: 2,
    staying: 2,
    shared: expect.arrayContaining([{ kind: 'domain', value: 'c4.example', going: 2, staying: 2 }]),
  })
  expect((await ask('POST', `/api/campaigns/${one}/split`, { reports: going, to: 'new' })).body).toMatchObject({ moved: 2 })
  expect((await ask('POST', `/api/campaigns/${one}/split`, { reports: reports[0] })).body).toMatchObject({
    code: 'analysis.nothing-to-split',
  })
  expect((await ask('PATCH', `/api/campaigns/${one}`, { name: 'Parcels' })).body).toMatchObject({ name: 'Parcels' })
})

test('a viewer changes nothing, and nobody sees another organisation’s campaigns', async () => {
  const [one] = ids as [CampaignId]
  const viewer = personOf(desk.owner, 'viewer')
  expect((await ask('PATCH', `/api/campaigns/${one}`, { name: 'x' }, viewer)).status).toBe(403)
  expect((await ask('POST', `/api/campaigns/${one}/pin`, { reports: reports[0], pinned: true }, viewer)).status).toBe(403)
  const theirs = personOf((await openDesk(desk.room)).owner, 'administrator')
  for (const path of ['', '/reports', '/indicators', '/graph'])
    expect((await ask('GET', `/api/campaigns/${one}${path}`, undefined, theirs)).status).toBe(404)
})

test('other rooms ask for figures, reports and facts through the door', async () => {
  const [, , small] = ids as [CampaignId, CampaignId, CampaignId]
  const of = reports[2] ?? []
  await desk.act(async ({ tx }) => {
    expect(await campaignFigures(tx, small)).toMatchObject({ reports: 2, byDay: [{ reports: 2 }] })
    const page = await listCampaignReports(tx, small, undefined, 1)
    const [first] = page
    if (first === undefined) throw new Error('no page')
    const rest = await listCampaignReports(tx, small, { at: first.receivedAt, id: first.report }, 5)
    expect([...page, ...rest].map(({ report }) => report)).toEqual([...of].reverse())
    expect(await campaignOf(tx, of)).toEqual(new Map(of.map((report) => [report, small])))
    expect(await reportFacts(tx, of.slice(0, 1))).toMatchObject([
      { verdict: 'phishing', severity: 'low', country: 'SG', domains: ['c2.example'] },
    ])
  })
})
