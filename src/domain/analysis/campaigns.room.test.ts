import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { CampaignId, ReportId } from '../../base/id.ts'
import { leaveCampaigns } from './operations/campaigns/leave.ts'
import { mergeCampaigns } from './operations/campaigns/merge.ts'
import { addReports, pinReports, splitCampaign, undoChange } from './operations/campaigns/shape.ts'
import { silenceCampaigns } from './operations/campaigns/silence.ts'
import { findCampaign } from './store/campaigns/moves.ts'
import { type Desk, openDesk } from './testing/campaigns.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.room.close())

let n = 0
/** Words that no other test uses. */
const fresh = () => [`w${++n}a`, `w${n}b`] as const

const campaign = async (id: CampaignId | null) => {
  if (id === null) throw new Error('no campaign')
  const found = await desk.act((work) => findCampaign(work.tx, id))
  if (found === undefined) throw new Error(`campaign ${id}`)
  return found
}
const there = async (reports: readonly ReportId[]) => Promise.all(reports.map((one) => desk.campaignOf(one)))

/** A campaign of so many reports. */
async function started(count = 2): Promise<{ id: CampaignId; reports: ReportId[]; words: readonly string[] }> {
  const words = fresh()
  const reports: ReportId[] = []
  for (let k = 0; k < count; k++) reports.push(await desk.record(words))
  await desk.place(...reports)
  return { id: (await desk.campaignOf(reports[0] as ReportId)) as CampaignId, reports, words }
}

test('a report stands alone until another has enough in common with it; both then say why, and a third joins them', async () => {
  const words = fresh()
  const first = await desk.record(words)
  await desk.place(first)
  expect(await desk.campaignOf(first)).toBe(null)
  const second = await desk.record(words)
  await desk.place(second)
  const id = await desk.campaignOf(second)
  expect(await there([first, second])).toEqual([id, id])
  const stranger = await desk.record(fresh())
  const third = await desk.record(words)
  await desk.place(stranger, third)
  expect(await there([stranger, third])).toEqual([null, id])
  expect(await campaign(id)).toMatchObject({ reports: 3, state: 'growing', title: words[0], kind: 'phishing', made_by: 'machine' })
  const why = await desk.room.query('select why from analysis.membership where campaign = $1', [id])
  for (const row of why)
    expect(row['why']).toEqual([expect.objectContaining({ kind: 'file', say: expect.any(String), weight: expect.any(Number) })])
  expect((await desk.told()).map((one) => one.why)).toEqual(['started', 'grew'])
})

test('all that wait are placed, however many; one that cannot be stays waiting, says so, and keeps nobody back', async () => {
  const words = fresh()
  const reports: ReportId[] = []
  for (let k = 0; k < 130; k++) reports.push(await desk.record(words))
  const broken = reports[70] as ReportId
  await desk.room.query(`create function analysis.refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`)
  await desk.room.query(
    `create trigger refuse before update on analysis.signature for each row when (old.report = '${broken}') execute function analysis.refuse()`,
  )
  await expect(desk.placeWaiting()).rejects.toThrow('refused')
  const places = await there(reports)
  expect(places[70]).toBe(null)
  expect(new Set(places.filter((_, at) => at !== 70)).size).toBe(1)
  expect(places[0]).not.toBe(null)
  await desk.room.query('drop function analysis.refuse() cascade')
  await desk.placeWaiting()
  expect(await desk.campaignOf(broken)).toBe(places[0])
  await desk.told()
})

test('those that came together find each other, and placing them twice changes nothing', async () => {
  const { id, reports } = await started(5)
  expect(new Set(await there(reports))).toEqual(new Set([id]))
  const before = await desk.room.query('select * from analysis.posting where owner = $1 order by key', [desk.owner])
  await desk.place(...reports)
  expect(await desk.room.query('select * from analysis.posting where owner = $1 order by key', [desk.owner])).toEqual(before)
  expect((await campaign(id)).reports).toBe(5)
})

test('a campaign that grows tells at its steps and not for each report', async () => {
  await desk.told()
  const { id, words } = await started(2)
  for (let k = 0; k < 10; k++) await desk.place(await desk.record(words))
  const told = (await desk.told()).filter(({ campaignIds }) => campaignIds.includes(id)).map(({ why }) => why)
  expect(told.filter((why) => why !== 'burst')).toEqual(['started', 'grew', 'grew', 'grew'])
})

test('workers that place at once wait for each other: nothing deadlocks, nothing is counted twice, all are together', async () => {
  const words = fresh()
  const reports = await Promise.all(Array.from({ length: 40 }, () => desk.record(words)))
  await Promise.all(Array.from({ length: 8 }, (_, worker) => desk.place(...reports.slice(worker * 5, worker * 5 + 8))))
  const [id] = new Set(await there(reports))
  expect(await there(reports)).toEqual(reports.map(() => id))
  expect((await campaign(id ?? null)).reports).toBe(40)
  const hours = await desk.room.query('select sum(reports)::int as n from analysis.campaign_hour where campaign = $1', [id])
  expect(hours).toEqual([{ n: 40 }])
  const postings = await desk.room.query(
    'select reports, groups, cardinality(latest) <= 32 as bounded from analysis.posting where reports = 40',
  )
  expect(postings).toEqual([
    { reports: 40, groups: 1, bounded: true },
    { reports: 40, groups: 1, bounded: true },
  ])
})

test('read again a report is placed by what it shows now, and its earlier marks are gone', async () => {
  const one = await started(3)
  const other = await started(3)
  const [moving] = one.reports as [ReportId]
  await desk.recordAgain(moving, other.words)
  await desk.place(moving)
  expect(await desk.campaignOf(moving)).toBe(other.id)
  expect((await campaign(one.id)).reports).toBe(2)
  expect((await campaign(other.id)).reports).toBe(4)
  const left = await desk.room.query('select count(*)::int as n from analysis.posting where $1 = any (latest)', [moving])
  expect(left).toEqual([{ n: 2 }])
})

test('a pinned report stays when it is read again', async () => {
  const one = await started(2)
  const other = await started(2)
  const [pinned] = one.reports as [ReportId]
  await desk.act((work) => pinReports(work, one.id, [pinned], true))
  await desk.recordAgain(pinned, other.words)
  await desk.place(pinned)
  expect(await desk.campaignOf(pinned)).toBe(one.id)
})

test('what a person split the machine never joins again, however it looks', async () => {
  const { id, reports, words } = await started(4)
  const [a, b] = reports as [ReportId, ReportId]
  const split = await desk.act((work) => splitCampaign(work, id, { reports: [a], to: 'new', name: 'Other hand' }))
  const alone = await desk.act((work) => splitCampaign(work, id, { reports: [b], to: 'alone', name: null }))
  expect(split).toMatchObject({ moved: 1 })
  expect(alone).toMatchObject({ moved: 1, campaign: null })
  // read again, both and one that stayed; and new ones that look like all of them
  for (const one of reports) await desk.recordAgain(one, words)
  await desk.place(...reports)
  for (let k = 0; k < 4; k++) await desk.place(await desk.record(words))
  expect(await there(reports)).toEqual([split.campaign, null, id, id])
  expect((await campaign(split.campaign)).name).toBe('Other hand')
})

test('a merge moves all, closes the other, is undone whole, and is not done again by the machine', async () => {
  const one = await started(3)
  const other = await started(2)
  await desk.told()
  const { change } = await desk.act((work) => mergeCampaigns(work, one.id, [other.id]))
  expect(await there(other.reports)).toEqual([one.id, one.id])
  expect(await campaign(other.id)).toMatchObject({ state: 'closed', merged_into: one.id, reports: 0 })
  expect(await campaign(one.id)).toMatchObject({ reports: 5 })
  expect((await desk.told()).map(({ why }) => why)).toEqual(['merged'])
  expect(await desk.act((work) => undoChange(work, one.id, change))).toBe(2)
  expect(await there(other.reports)).toEqual([other.id, other.id])
  expect(await campaign(other.id)).toMatchObject({ state: 'growing', merged_into: null, reports: 2 })
  await expect(desk.act((work) => undoChange(work, one.id, change))).rejects.toMatchObject({ code: 'analysis.undone' })
  const bridge = await desk.record([...one.words, ...other.words])
  await desk.place(bridge)
  expect(await there([...one.reports, ...other.reports])).toEqual([one.id, one.id, one.id, other.id, other.id])
})

test('a report that shows two campaigns to be one makes them one', async () => {
  const one = await started(2)
  const other = await started(2)
  await desk.place(await desk.record([...one.words, ...other.words]))
  expect(new Set(await there([...one.reports, ...other.reports])).size).toBe(1)
})

test('reports are added by hand from wherever they are, and stay', async () => {
  const { id, words } = await started(2)
  const foreign = fresh()
  const lone = await desk.record(foreign)
  await desk.place(lone)
  await desk.act((work) => addReports(work, id, [lone]))
  await desk.recordAgain(lone, foreign)
  await desk.place(lone)
  expect(await desk.campaignOf(lone)).toBe(id)
  await expect(desk.act((work) => addReports(work, id, [lone]))).rejects.toMatchObject({ code: 'analysis.nothing-to-add' })
  expect(words.length).toBe(2)
})

test('who leaves takes all marks along; a campaign of nobody is closed and says nothing', async () => {
  const { id, reports } = await started(2)
  const [first, second] = reports as [ReportId, ReportId]
  const marks = () => desk.room.query('select key from analysis.posting where $1 = any (latest)', [first])
  expect((await marks()).length).toBe(2)
  await desk.act((work) => leaveCampaigns(work, [first]))
  expect(await marks()).toEqual([])
  expect(await desk.room.query('select report from analysis.signature where report = $1', [first])).toEqual([])
  expect(await campaign(id)).toMatchObject({ reports: 1, state: 'growing' })
  await desk.act((work) => leaveCampaigns(work, [second]))
  expect(await campaign(id)).toMatchObject({ reports: 0, state: 'closed', title: null, brand: null })
})

test('withdrawn before it was placed, a report joins nothing', async () => {
  const { words } = await started(2)
  const report = await desk.record(words)
  await desk.room.query(`update intake.report set state = 'withdrawn' where id = $1`, [report])
  await desk.place(report)
  expect(await desk.campaignOf(report)).toBe(null)
})

test('after the set time without reports a campaign is silent, and a report brings it back', async () => {
  const { id, words } = await started(2)
  const actor = systemActor('test', desk.owner)
  desk.room.setNow(new Date(Date.now() + 15 * 86_400_000))
  await desk.told()
  await silenceCampaigns.run(desk.room.ctx, actor, {})
  expect((await campaign(id)).state).toBe('silent')
  expect(await desk.told()).toContainEqual({ why: 'silent', campaignIds: expect.arrayContaining([id]) })
  await desk.place(await desk.record(words))
  expect((await campaign(id)).state).toBe('growing')
  expect(await desk.told()).toEqual([{ why: 'back', campaignIds: [id] }])
})

test('a burst warns once, at once', async () => {
  const { id, words } = await started(2)
  await desk.told()
  for (let k = 0; k < 6; k++) await desk.place(...(await Promise.all(Array.from({ length: 10 }, () => desk.record(words)))))
  const bursts = (await desk.told()).filter(({ why }) => why === 'burst')
  expect(bursts).toEqual([{ why: 'burst', campaignIds: [id] }])
})

test('another organisation’s reports are no candidates, whatever they share', async () => {
  const { words } = await started(2)
  const theirs = await openDesk(desk.room)
  const report = await theirs.record(words)
  await theirs.place(report)
  expect(await theirs.campaignOf(report)).toBe(null)
})
