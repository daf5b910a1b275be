import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Visit, widths } from './browser.ts'
import { ada, ask, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { doors, networkPages, pages, type Seeded, signedIn } from './looked-at.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

// Every page there is, in light and dark, left to right and right to left, on a laptop and on a telephone.

/** A4 less its margins, in the pixels of style sheets (CSS Values 4, 6.2) */
const sheet = { width: 718, height: 1_047 }

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
] as const

for (const [language, direction] of [
  ['en', 'ltr'],
  ['ar', 'rtl'],
] as const) {
  scene(
    `no page has a fault by WCAG 2.2 AA, or is wider than the window, in either scheme: ${direction}`,
    { timeout: 480_000 },
    async ({ product, visit }) => {
      const things = await signedIn(await visit(), product)
      const seen = looks.filter((look) => look.language === language)
      const found = await Promise.all(seen.map(async (look) => findFaults(await visit(look), direction, things, product)))
      await expect(found.flat()).toEqual([])
    },
  )
}

scene(
  'in Chinese on a telephone no page of the network is wider than the window; on paper each is without navigation and buttons, and no wider than the sheet',
  { timeout: 480_000 },
  async ({ product, visit }) => {
    const { network, ...things } = await signedIn(await visit(), product)
    const { page, context } = await visit({ language: 'zh-CN', width: widths.phone })
    await enter(context, product)
    await ask(context, 'PUT', '/api/session/acting', { organisation: network.id })
    const found: string[] = []
    for (const path of Object.values(networkPages({ network, ...things })).flat()) {
      await page.goto(path)
      await settled(page)
      if ((await overflowOf(page)) > 0) found.push(`${path}: wider than the window`)
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize(sheet)
      if ((await overflowOf(page)) > 0) found.push(`${path}: wider than the sheet`)
      const stray = page.locator('nav:visible, header button:visible, .t-no-print:visible')
      if ((await stray.count()) > 0) found.push(`${path}: on paper stands ${((await stray.first().textContent()) ?? '').slice(0, 60)}`)
      await page.emulateMedia({ media: 'screen' })
      await page.setViewportSize({ width: widths.phone, height: 800 })
    }
    expect(found).toEqual([])
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  },
)

scene('nor has anything that opens over a page', { timeout: 120_000 }, async ({ product, visit }) => {
  const { cases } = await signedIn(await visit(), product)
  const found = await Promise.all(
    (['en', 'ar'] as const).map(async (language) => {
      const one = await visit({ language, scheme: language === 'en' ? 'dark' : 'light' })
      await enter(one.context, product)
      return findFaultsAbove(one.page, wordsOf(language), cases.full)
    }),
  )
  expect(found.flat()).toEqual([])
})

async function findFaultsAbove(
  page: Page,
  words: (key: string, values?: Readonly<Record<string, string>>) => string,
  full: string,
): Promise<readonly string[]> {
  const found: string[] = []
  const opened = '[role=dialog], [role=menu]'
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
  const look = async (path: string, what: string, open: () => Promise<void>) => {
    await page.goto(path)
    await settled(page)
    await open()
    await page.locator(opened).first().waitFor()
    found.push(...(await faultsOf(page, opened)).map((fault) => `${what}: ${fault}`))
  }
  await look('/reports', 'palette', async () => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(words('shell:find.hint')).fill('a')
  })
  await look('/reports', 'account menu', () => press(words('shell:user.menu', { name: ada.name })))
  await look('/reports', 'files to hand in', () => press(words('analysis:reports.hand-in')))
  await look('/reports', 'form for a call', async () => {
    await press(words('analysis:reports.hand-in'))
    await page.getByRole('tab', { name: words('intake:hand-in.call') }).click()
  })
  await look('/people', 'invitation', () => press(words('directory:people.invite')))
  await look('/keys', 'new key', () => press(words('directory:keys.make')))
  await look(`/cases/${full}`, 'a letter', async () => {
    await press(words('cases:conversation.write'))
    await page.getByRole('dialog').getByLabel(words('cooperation:field.text')).waitFor()
  })
  await look('/people', 'acts on a person', () => press(words('directory:people.menu', { name: ada.name })))
  return found
}

/**
 * All pages one after the other, in one browser. On the laptop each is loaded by its address; on the telephone the first of each route is gone to from
 * the page before, as by a link.
 */
async function findFaults({ page, context }: Visit, direction: string, things: Seeded, product: Product): Promise<readonly string[]> {
  const found: string[] = []
  const look = async (path: string, go: (path: string) => Promise<unknown> = (to) => page.goto(to)) => {
    await go(path)
    await settled(page)
    const faults = [...(await faultsOf(page))]
    const [overflow, dir] = [await overflowOf(page), await page.locator('html').getAttribute('dir')]
    if (overflow > 0) faults.push(`${overflow} px wider than the window`)
    if (dir !== direction) faults.push(`runs ${dir}`)
    found.push(...faults.map((fault) => `${path} (${direction}, ${page.viewportSize()?.width} px): ${fault}`))
  }
  for (const path of doors) await look(path)
  await enter(context, product)
  const loads = page.viewportSize()?.width === widths.laptop
  for (const [first = '', ...others] of Object.values(pages(things))) {
    await look(first, loads || atDoor(page) ? undefined : (path) => follow(page, path))
    for (const path of others) await look(path)
  }
  await ask(context, 'PUT', '/api/session/acting', { organisation: things.network.id })
  for (const path of Object.values(networkPages(things)).flat()) await look(path)
  await ask(context, 'PUT', '/api/session/acting', { organisation: things.network.home })
  return found
}

const atDoor = (page: Page) => doors.some((path) => new URL(page.url()).pathname === path.replace(/#.*/, ''))

/** To a page of another route, within the console; resolves when the heading of the page before is gone. */
async function follow(page: Page, path: string): Promise<void> {
  const before = await page.getByRole('heading', { level: 1 }).first().elementHandle()
  await page.evaluate((to) => history.pushState(null, '', to), path)
  await page.waitForFunction((heading) => heading?.isConnected !== true, before)
}

scene('every route of the console is among the pages that are looked at', () => {
  const routes = ['routes', 'network-routes'].map((name) => readFileSync(new URL(`../web/src/app/${name}.tsx`, import.meta.url), 'utf8'))
  const paths = [...routes.join().matchAll(/\b(?:page|doorPage)\(\s*'(\/[^']*)'/g)].map(([, path = '']) => path)
  expect(paths.length).toBeGreaterThan(20)
  const nothing: Seeded = {
    report: '',
    several: '',
    item: '',
    campaign: '',
    technique: '',
    run: '',
    cases: { full: '', fullId: '', bare: '', merged: '', closed: '', bulk: '' },
    network: {
      id: '',
      home: '',
      agency: '',
      industry: '',
      left: '',
      away: '',
      round: '',
      law: '',
      offer: '',
      announcement: '',
      call: '',
      group: '',
      share: '',
      training: '',
      education: '',
    },
  }
  const known = [...Object.keys(pages(nothing)), ...Object.keys(networkPages(nothing)), ...doors.map((path) => path.replace(/#.*/, ''))]
  expect(paths.filter((path) => !known.includes(path))).toEqual([])
})

scene(
  'in Arabic the console is mirrored: navigation at the right, words begin there, and what machines wrote keeps its direction',
  async ({ product, visit }) => {
    const one = await visit({ language: 'ar' })
    const { page } = one
    const { report } = await signedIn(one, product)
    const words = wordsOf('ar')
    await page.goto(`/reports/${report}`)
    await settled(page)
    const side = await page.getByRole('navigation', { name: words('shell:nav.label') }).boundingBox()
    const main = await page.getByRole('main').boundingBox()
    const title = await page.getByRole('heading', { level: 1 }).boundingBox()
    if (side === null || main === null || title === null) throw new Error('something is not on the page')
    expect(side.x).toBeGreaterThanOrEqual(main.x + main.width - 1)
    expect(main.x + main.width - (title.x + title.width)).toBeLessThan(title.x - main.x)
    const address = page
      .getByRole('list', { name: words('analysis:way.label') })
      .locator('bdi')
      .filter({ hasText: /^[\da-f.:]+$/ })
      .first()
    expect(await address.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr')
    // an arrow that points along the line points the other way
    expect(
      await page
        .locator('svg.t-along')
        .first()
        .evaluate((element) => getComputedStyle(element).scale + getComputedStyle(element).transform),
    ).toMatch(/-1/)
  },
)

scene('a first visit loads at most 250 KB of compressed script', async ({ product, visit }) => {
  const one = await visit()
  const { page } = one
  await signedIn(one, product)
  const budget = 250 * 1024
  for (const path of ['/sign-in', '/reports']) {
    await one.context.clearCookies()
    if (path === '/reports') await enter(one.context, product)
    const { context, page: fresh } = await visit()
    await context.addCookies(await one.context.cookies())
    const sizes: Promise<number>[] = []
    fresh.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        sizes.push(
          response
            .request()
            .sizes()
            .then(({ responseBodySize }) => responseBodySize),
        )
    })
    await fresh.goto(path)
    await settled(fresh)
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(total).toBeGreaterThan(50 * 1024)
    expect([path, Math.round(total / 1024), total <= budget]).toEqual([path, Math.round(total / 1024), true])
  }
  expect(await overflowOf(page)).toBe(0)
})
