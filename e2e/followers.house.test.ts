import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from '../src/app/testing/house.ts'
import { systemActor } from '../src/base/actor.ts'
import { publishBarometerJob } from '../src/domain/outreach/index.ts'
import { launchBrowser } from './browser.ts'
import { findChromium } from './chromium.ts'
import { faultsOf, overflowOf } from './look.ts'
import { publicWordsOf } from './words.ts'

// What anyone sees of a report's course, and of the barometer: the pages as a browser draws them.

const found = await findChromium()
const looks = [
  { language: 'en', scheme: 'light', width: 1280 },
  { language: 'en', scheme: 'dark', width: 390 },
  { language: 'zh-CN', scheme: 'light', width: 390 },
  { language: 'ar', scheme: 'light', width: 390 },
  { language: 'ar', scheme: 'dark', width: 1280 },
] as const

describe.skipIf(found.kind === 'missing')('what a reporter and anybody may see', () => {
  let house: House
  let ann: Client
  let browser: Browser
  let origin: string
  let link: string
  let now = new Date('2026-11-10T12:00:00Z')

  beforeAll(async () => {
    browser = await launchBrowser()
    house = await openHouse({ TOCSIN_BAROMETER: 'on' }, () => now)
    origin = await house.http.app.listen({ port: 0, host: '127.0.0.1' })
    ann = await firstRun(house)
    await fillBarometer()
    link = await follow()
  }, 240_000)
  afterAll(async () => {
    await browser.close()
    await house.close()
  }, 240_000)

  async function fillBarometer(): Promise<void> {
    await ann.call('PUT', '/api/barometer/participation', { counted: true })
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    const add = (day: string, what: string, value: string, reports: number) =>
      root.query('insert into analysis.report_day (owner, day, what, value, reports) values ($1, $2, $3, $4, $5)', [
        ann.organisation,
        day,
        what,
        value,
        reports,
      ])
    for (const [at, day] of ['2026-11-17', '2026-11-24', '2026-12-01', '2026-12-08'].entries()) {
      await add(day, 'all', '', 300 + 170 * at)
      for (const [kind, reports] of [
        ['phishing', 140],
        ['scam', 90],
        ['spam', 50],
        ['malware', 20],
      ] as const)
        await add(day, 'kind', kind, reports)
      for (const [country, reports] of [
        ['US', 120],
        ['SG', 60],
        ['FR', 22],
      ] as const)
        await add(day, 'country', country, reports)
      await add(day, 'brand', 'Quillon Post', 60)
    }
    await root.end()
    now = new Date('2026-12-15T02:00:00Z')
    await publishBarometerJob.run(house.ctx, systemActor('test', null), {})
  }

  /** A report whose case was told of, closed and taken up again. */
  async function follow(): Promise<string> {
    const sent = await ann.call('POST', '/api/reports', { url: 'https://followed.example/', reporter: { address: 'mina@citizen.example' } })
    const { id, tracking } = sent.body as { id: string; tracking: string }
    await house.settle()
    const made = (await ann.call('POST', '/api/cases', { title: 'A case', kind: 'phishing', reports: [id] })).body as { id: string }
    now = new Date('2026-12-16T02:00:00Z')
    await ann.call('POST', `/api/cases/${made.id}/close`, { why: 'done' })
    await house.settle()
    await ann.call('POST', `/api/cases/${made.id}/reopen`, { reason: 'It is back.' })
    await house.settle()
    return `/track/${tracking}`
  }

  async function open(look: (typeof looks)[number], path: string): Promise<{ page: Page; close(): Promise<void> }> {
    const context = await browser.newContext({
      locale: look.language,
      colorScheme: look.scheme,
      viewport: { width: look.width, height: 900 },
    })
    const page = await context.newPage()
    await page.goto(`${origin}${path}?language=${look.language}`)
    return { page, close: () => context.close() }
  }

  test.each(looks)(
    'the pages have no fault by WCAG 2.2 AA, and are no wider than the window: $language $scheme $width',
    async (look) => {
      for (const path of [link, '/barometer']) {
        const { page, close } = await open(look, path)
        expect(await overflowOf(page)).toBe(0)
        for (const summary of await page.locator('summary').all()) await summary.click()
        expect([path, await faultsOf(page), await overflowOf(page)]).toEqual([path, [], 0])
        expect(await page.locator('html').getAttribute('dir')).toBe(look.language === 'ar' ? 'rtl' : 'ltr')
        await close()
      }
    },
    120_000,
  )

  test('a reporter sees the course, adds something, and takes it back', async () => {
    const words = publicWordsOf('en').track
    const { page, close } = await open(looks[0], link)
    expect(await page.locator('ol.steps li').count()).toBe(4)
    await page.locator('summary').click()
    await page.getByLabel(words.add.text).fill('It came again.')
    await page.getByRole('button', { name: words.add.send }).click()
    await page.getByRole('status').getByText(words.notices.added).waitFor()
    await house.settle()
    const { items } = (await ann.call('GET', '/api/replies?state=unread')).body as { items: { text: string; byLink: boolean }[] }
    expect(items).toMatchObject([{ text: 'It came again.', byLink: true }])
    await page.getByRole('link', { name: words.withdraw }).click()
    await page.getByRole('button', { name: words.withdrawSure }).click()
    await page.getByText(words.states.withdrawn).waitFor()
    await close()
  })
})
