import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { type CampaignId, type CaseId, newId, type ReportId } from '../../base/id.ts'
import type { Caller } from '../directory/testing/node.ts'
import { sayReach } from './operations/reach.ts'
import { triageCampaigns } from './operations/triage.ts'
import { type Desk, openDesk } from './testing/node.ts'
import type { CampaignFacts } from './triage.ts'

let desk: Desk
let admin: Caller
beforeAll(async () => {
  desk = await openDesk()
  admin = desk.admin
})
afterAll(() => desk?.close())

const list = async (query: string) =>
  (await admin.call('GET', `/api/cases?${query}`)).body.items as { id: string; [more: string]: unknown }[]
const read = async (id: string) => (await admin.call('GET', `/api/cases/${id}`)).body
const tell = (id: CampaignId, why: CampaignFacts['why']) =>
  triageCampaigns(desk.node.ctx, systemActor('test', desk.organisation), [id], why)

/** A campaign as analysis keeps it, of phishing, with these reports. */
async function campaign(reports: readonly ReportId[], title = 'Your parcel waits'): Promise<CampaignId> {
  const id = newId<'campaign'>()
  await desk.query(
    `insert into analysis.campaign (id, owner, title, state, kind, first_at, last_at, reports, made_by, created_at)
    values ($1, $2, $3, 'growing', 'phishing', now(), now(), 0, 'machine', now())`,
    [id, desk.organisation, title],
  )
  await grow(id, reports)
  return id
}

async function grow(id: CampaignId, reports: readonly ReportId[]): Promise<void> {
  await desk.query(
    `insert into analysis.membership (report, owner, campaign, received_at, placed_by, at) select r, $2, $3, date_trunc('milliseconds', now()), 'machine', now() from unnest($1::uuid[]) r`,
    [reports, desk.organisation, id],
  )
  await desk.query(
    `insert into analysis.summary (report, owner, received_at, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at, verdict, unwanted, country)
    select r, $2, now(), 'high', 0, 1, 0, 'none', 'none', 'none', 'none', 'x', now(), 'phishing', 0.99, 'FR' from unnest($1::uuid[]) r`,
    [reports, desk.organisation],
  )
  await desk.query('update analysis.campaign set reports = reports + $2 where id = $1', [id, reports.length])
}

test('a campaign opens one case however often and at once it is told of, which counts its reports and grows with it', async () => {
  const id = await campaign(await desk.reports(3))
  await Promise.all([tell(id, 'started'), tell(id, 'grew'), tell(id, 'grew')])
  const found = await list(`campaign=${id}`)
  expect(found).toMatchObject([
    { title: 'Your parcel waits', kind: 'phishing', state: 'open', openedHow: 'triage', reports: 3, campaigns: 1 },
  ])
  const harm = Number(found[0]?.harm)
  const more = await desk.reports(97)
  await grow(id, more)
  await tell(id, 'grew')
  const grown = await read(String(found[0]?.id))
  expect(grown).toMatchObject({ reports: 100 })
  expect(Number(grown.harm)).toBeGreaterThan(harm)
  const pages: string[] = []
  for (let after: string | null = null; ; ) {
    const { body } = await admin.call(
      'GET',
      `/api/cases/${grown.id}/reports?limit=40${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
    )
    pages.push(...(body.items as { id: string; campaign: string }[]).map((one) => one.id))
    after = body.next as string | null
    if (after === null) break
  }
  expect([pages.length, new Set(pages).size]).toEqual([100, 100])
  expect((await list(`report=${more[50]}`)).map((one) => one.id)).toEqual([grown.id])
  const second = await admin.call('POST', '/api/cases', { title: 'again', kind: 'spam', reports: [more[0]] })
  expect([second.code, second.body.detail]).toMatchObject(['cases.has-case', { case: grown.id }])
})

test('one that was closed comes back with its campaign and says so; what is small opens none', async () => {
  const id = await campaign(await desk.reports(4), 'Comes back')
  await tell(id, 'grew')
  const [made] = await list(`campaign=${id}`)
  await admin.call('POST', `/api/cases/${made?.id}/assign`, { assignee: desk.adminId })
  await admin.call('POST', `/api/cases/${made?.id}/close`, { why: 'done' })
  await tell(id, 'silent')
  expect(await read(String(made?.id))).toMatchObject({ state: 'closed' })
  await tell(id, 'back')
  expect(await read(String(made?.id))).toMatchObject({ state: 'open', recurred: 1, closedAt: null })
  const notices = (await admin.call('GET', '/api/notices')).body.items as { kind: string; subject: string }[]
  expect(notices.filter(({ subject }) => subject === made?.id).map(({ kind }) => kind)).toContain('cases.recurred')
  const small = await campaign(await desk.reports(2), 'Small')
  await tell(small, 'started')
  expect(await list(`campaign=${small}`)).toEqual([])
})

test('a campaign joins the case that its reports were put into by hand, and counts none of them twice', async () => {
  const reports = await desk.reports(5)
  const hand = (await admin.call('POST', '/api/cases', { title: 'by hand', kind: 'phishing', reports: reports.slice(0, 2) })).body
  const id = await campaign(reports, 'Seen before')
  await tell(id, 'grew')
  expect((await list(`campaign=${id}`)).map((one) => one.id)).toEqual([hand.id])
  expect(await read(String(hand.id))).toMatchObject({ reports: 5, campaigns: 1 })
})

test('when campaigns become one, its case follows; where both had one, the two are linked for a person to judge', async () => {
  const [a, b, c] = [
    await campaign(await desk.reports(3), 'A'),
    await campaign(await desk.reports(3), 'B'),
    await campaign(await desk.reports(2), 'C'),
  ]
  await tell(a, 'grew')
  await tell(b, 'grew')
  const [caseA] = await list(`campaign=${a}`)
  const [caseB] = await list(`campaign=${b}`)
  const merge = (from: CampaignId, into: CampaignId) =>
    desk.query(`update analysis.campaign set state = 'closed', merged_into = $2, reports = 0 where id = $1`, [from, into])
  await merge(a, c)
  await tell(c, 'merged')
  expect((await list(`campaign=${c}`)).map((one) => one.id)).toEqual([caseA?.id])
  await merge(b, c)
  await tell(c, 'merged')
  expect(await read(String(caseB?.id))).toMatchObject({ campaigns: 0 })
  const links = (await admin.call('GET', `/api/cases/${caseB?.id}/links`)).body.items
  expect(links).toMatchObject([{ kind: 'related', case: { id: caseA?.id } }])
})

test('the harm of a case says how far action reaches: that its things are our own customer is seen, without being asked', async () => {
  const reports = await desk.reports(3)
  const id = await campaign(reports, 'On our own network')
  await desk.query(
    `insert into analysis.indicator (report, owner, kind, value) select r, $2, 'domain', 'shop.customer.example' from unnest($1::uuid[]) r`,
    [reports, desk.organisation],
  )
  await tell(id, 'started')
  const [opened] = await list(`campaign=${id}`)
  const partOf = async () => {
    const { body } = await admin.call('GET', `/api/cases/${opened?.id}/harm`)
    return (body.parts as { name: string }[]).find(({ name }) => name === 'reach')
  }
  const look = () => sayReach(desk.node.ctx, systemActor('test', desk.organisation), opened?.id as CaseId)
  await look()
  expect(await partOf()).toMatchObject({ value: 'nobody', source: 'machine', points: 0 })
  const made = await admin.call('POST', '/api/parties', {
    kind: 'customer',
    name: 'Shop',
    responsibilities: [{ kind: 'domain', value: 'customer.example' }],
  })
  expect(made.status).toBe(201)
  await look()
  expect(await partOf()).toMatchObject({ value: 'own-customer', points: 5 })
})
