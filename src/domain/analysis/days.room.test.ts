import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { ReportId } from '../../base/id.ts'
import { countAnewFor, countDaysJob, countRecentDays } from './operations/days.ts'
import { countPeriod, listDays, listValues, type Period, partsOf } from './store/days.ts'
import { type Desk, openDesk } from './testing/campaigns.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.room.close())

const count = async () => {
  const actor = systemActor('test', desk.owner)
  // a process of its own each time: what took long here would make the next one wait
  await countDaysJob.run({ ...desk.room.ctx } as never, actor, {})
}
const figures = (period: Period) =>
  desk.act(async (work) => ({
    total: await countPeriod(work.tx, desk.owner, period),
    byDay: (await listDays(work.tx, desk.owner, period)).map(({ day, reports }) => [day, reports]),
    countries: (await listValues(work.tx, desk.owner, await partsOf(work.tx, desk.owner, period), 'country', 9)).items,
  }))
const parts = (period: Period) => desk.act((work) => partsOf(work.tx, desk.owner, period))

const day = 86_400_000
const write = (time: number) => new Date(time).toISOString().slice(0, 10)

test('months that are over, days, and reports themselves tell the same of any period, before and after one is withdrawn or erased', async () => {
  const now = desk.room.ctx.now().getTime()
  const reports: { id: ReportId; at: number; gone: boolean }[] = []
  // at midnight, a moment before it, and at noon, over half a year
  for (let back = 0; back < 190; back += 5)
    for (const hour of [0, 12, 23.9999]) {
      const at = Math.min(now, Date.parse(`${write(now - back * day)}T00:00:00Z`) + Math.floor(hour * 3_600_000))
      reports.push({ id: await desk.record([`w${back}-${hour}`], new Date(at)), at, gone: false })
    }
  await desk.act(async (work) =>
    countAnewFor(
      work,
      reports.map(({ id }) => id),
    ),
  )
  await count()
  const check = async () => {
    for (const [first, last] of [
      [0, 0],
      [6, 0],
      [29, 0],
      [100, 3],
      [189, 0],
      [189, 40],
      [65, 64],
    ] as const) {
      const period = { from: write(now - first * day), until: write(now - last * day) }
      const inside = reports.filter(({ at, gone }) => !gone && write(at) >= period.from && write(at) <= period.until)
      const told = await figures(period)
      expect([period, told.total]).toEqual([period, inside.length])
      expect(told.byDay.map(([, n]) => n as number).reduce((sum, n) => sum + n, 0)).toBe(inside.length)
      expect(told.countries).toEqual(inside.length === 0 ? [] : [{ value: 'SG', reports: inside.length }])
    }
  }
  await check()
  expect((await parts({ from: write(now - 189 * day), until: write(now) })).months.length).toBeGreaterThanOrEqual(5)
  expect((await parts({ from: write(now - 6 * day), until: write(now) })).months).toEqual([])

  for (const one of [reports[4], reports[60], reports[61], reports[62]]) {
    if (one === undefined) throw new Error('no report')
    one.gone = true
    await desk.room.query(`update intake.report set state = 'withdrawn' where id = $1`, [one.id])
    await desk.act((work) => countAnewFor(work, [one.id]))
  }
  await count()
  await check()
})

test('the first turn counts all that there is, also where nothing said so', async () => {
  await desk.room.query('delete from analysis.report_day')
  await desk.room.query('delete from analysis.report_month')
  await desk.room.query('delete from analysis.day_count')
  const actor = systemActor('test', desk.owner)
  await countRecentDays.run(desk.room.ctx as never, actor, {})
  await count()
  const [row] = await desk.room.query(`select count(*)::int as n from intake.report where state <> 'withdrawn' and owner = $1`, [
    desk.owner,
  ])
  expect((await figures({ from: '2000-01-01', until: '2100-01-01' })).total).toBe(row?.['n'])
})
