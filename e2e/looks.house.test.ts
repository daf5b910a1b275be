import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Visit, widths } from './browser.ts'
import { type SeededCases, seedCases } from './cases-seed.ts'
import { ada, ask, enter, mustBeGood } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { type SeededNetwork, seedNetwork } from './network-seed.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { type SeededTechnique, seedTechnique } from './techniques-seed.ts'
import { wordsOf } from './words.ts'

// Every page there is, in light and dark, left to right and right to left, on a laptop and on a telephone.

/** A4 less its margins, in the pixels of style sheets (CSS Values 4, 6.2) */
const sheet = { width: 718, height: 1_047 }

type Seeded = {
  readonly report: string
  readonly several: string
  readonly item: string
  readonly campaign: string
  readonly cases: SeededCases
  readonly network: SeededNetwork
} & SeededTechnique

// the pages by their patterns in the console's routes; `$id` stands for what was seeded
const pages = (seeded: Seeded): Readonly<Record<string, readonly string[]>> => ({
  '/': ['/'],
  '/figures': ['/figures', '/figures?last=365', '/figures?from=2020-01-01&until=2020-01-02'],
  '/reports': ['/reports', '/reports?q=nothing-like-it', '/reports?added=true'],
  '/reports/$id': [`/reports/${seeded.report}`, `/reports/${seeded.several}`, '/reports/01900000-0000-7000-8000-000000000000'],
  '/lessons': ['/lessons'],
  '/campaigns': ['/campaigns', '/campaigns?q=nothing-like-it'],
  '/campaigns/$id': [`/campaigns/${seeded.campaign}`, '/campaigns/01900000-0000-7000-8000-000000000000'],
  '/cases': ['/cases?state=open,acting,waiting,closed,merged', '/cases?q=nothing-like-it'],
  '/cases/$id': [seeded.cases.full, seeded.cases.bare, seeded.cases.merged, seeded.cases.closed, 'C-2026-9999'].map(
    (code) => `/cases/${code}`,
  ),
  '/cases/settings': ['/cases/settings'],
  '/cases/bulk/$id': [`/cases/bulk/${seeded.cases.bulk}`],
  '/outcomes': ['/outcomes?by=country', '/outcomes?until=2020-01-01'],
  '/outcomes/notices': ['/outcomes/notices'],
  '/organisation/leaving': ['/organisation/leaving'],
  '/outbox': ['/outbox'],
  '/approvals': ['/approvals'],
  '/releases': ['/releases'],
  '/releases/$id': ['/releases/01900000-0000-7000-8000-000000000000'],
  '/block-lists': ['/block-lists'],
  '/samples': ['/samples'],
  '/vendors': ['/vendors'],
  '/hotlines': ['/hotlines'],
  '/redaction': ['/redaction'],
  '/letters': ['/letters'],
  '/network/apply': ['/network/apply'],
  '/network/applications': ['/network/applications'],
  '/network/applications/$id': ['/network/applications/01900000-0000-7000-8000-000000000000'],
  '/network/instrument': ['/network/instrument'],
  '/network/procedures': ['/network/procedures', '/network/procedures?of=work-plan'],
  '/requests': ['/requests', '/requests?side=asker'],
  '/joint-cases': ['/joint-cases', '/joint-cases?list=invited', '/joint-cases?list=past&q=nothing-like-it'],
  '/joint-cases/$id': ['/joint-cases/01900000-0000-7000-8000-000000000000'],
  '/requests/new': ['/requests/new'],
  '/requests/figures': ['/requests/figures'],
  '/requests/$id': ['/requests/01900000-0000-7000-8000-000000000000'],
  '/techniques': ['/techniques', '/techniques?kind=yara'],
  '/techniques/$id': [`/techniques/${seeded.technique}`, '/techniques/01900000-0000-7000-8000-000000000000'],
  '/technique-runs/$id': [`/technique-runs/${seeded.run}`],
  '/channels': ['/channels'],
  '/evidence': ['/evidence'],
  '/evidence/$id': [`/evidence/${seeded.item}`],
  '/packages': ['/packages'],
  '/retention': ['/retention'],
  '/subjects': ['/subjects'],
  '/log': ['/log'],
  '/people': ['/people'],
  '/keys': ['/keys?of=everybody'],
  '/organisation': ['/organisation'],
  '/lookup': ['/lookup', '/lookup?value=192.0.2.7', '/lookup?value=nothing'],
  '/parties': ['/parties', '/parties?q=nothing-like-it'],
  '/parties/imports': ['/parties/imports'],
  '/parties/$id': ['/parties/01900000-0000-7000-8000-000000000000'],
  '/audit': ['/audit'],
  '/account': ['/account'],
  '/notices': ['/notices'],
  '/node/organisations': ['/node/organisations'],
  '/node/audit': ['/node/audit'],
  '/node/health': ['/node/health'],
  '/jobs': ['/jobs'],
  '/$': ['/no-such-page'],
})
// the same, acted for by the network
const networkPages = ({ network }: Seeded): Readonly<Record<string, readonly string[]>> => ({
  '/network': ['/network'],
  '/network/members': ['/network/members', '/network/members?state=left,refused', '/network/members?q=nothing-like-it'],
  '/network/members/import': ['/network/members/import'],
  '/network/members/$id': [network.agency, network.left, '01900000-0000-7000-8000-000000000000'].map((id) => `/network/members/${id}`),
  '/network/members/$id/disclosure': [`/network/members/${network.industry}/disclosure`],
  '/network/contacts': ['/network/contacts'],
  '/network/contacts/import': ['/network/contacts/import'],
  '/network/ties': ['/network/ties'],
  '/resources': ['/resources', '/resources?state=withdrawn'],
  '/network/disclosures': ['/network/disclosures'],
  '/network/registers': ['/network/registers', '/network/registers?kind=obstacle', '/network/registers?q=nothing-like-it'],
  '/network/registers/$id': [network.law, network.offer].map((id) => `/network/registers/${id}`),
  '/network/secretariat': ['/network/secretariat'],
  '/network/announcements/$id': [`/network/announcements/${network.announcement}`],
  '/network/questionnaire': ['/network/questionnaire'],
  '/network/questionnaire/rounds/$id': [
    `/network/questionnaire/rounds/${network.round}?section=sharing`,
    '/network/questionnaire/rounds/01900000-0000-7000-8000-000000000000',
  ],
  '/network/questionnaire/rounds/$id/answer': [`/network/questionnaire/rounds/${network.round}/answer?member=${network.away}`],
  '/shared': ['/shared', '/shared?q=nothing-like-it'],
  '/shared/$id': ['/shared/01900000-0000-7000-8000-000000000000'],
  '/proofs/$subject': [`/proofs/${network.announcement}`, '/proofs/01900000-0000-7000-8000-000000000000'],
  '/shares': ['/shares'],
  '/shares/$id': [`/shares/${network.share}`, '/shares/01900000-0000-7000-8000-000000000000'],
  '/groups': ['/groups'],
  '/groups/$id': [`/groups/${network.group}`],
  '/calls': ['/calls', '/calls?when=past'],
  '/calls/$id': [`/calls/${network.call}`, '/calls/01900000-0000-7000-8000-000000000000'],
  '/calls/series': ['/calls/series'],
  '/calls/actions': ['/calls/actions'],
  '/calls/board': ['/calls/board'],
  '/calls/reports': ['/calls/reports'],
  '/network/trainings': ['/network/trainings', '/network/trainings?when=self-paced'],
  '/network/trainings/$id': [`/network/trainings/${network.training}`, '/network/trainings/01900000-0000-7000-8000-000000000000'],
  '/network/educations': ['/network/educations'],
  '/network/educations/$id': [`/network/educations/${network.education}`],
  '/network/countries/$code': ['/network/countries/AT', '/network/countries/KM', '/network/countries/XX'],
})
const doors = [
  '/sign-in',
  '/setup',
  '/invitation#a-token-that-nobody-was-given',
  '/recover#a-token-that-nobody-was-given',
  '/address#a-token-that-nobody-was-given',
]

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
] as const

let seeded: Seeded | undefined
const sample = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))

async function signedIn({ context }: Visit, product: Product): Promise<Seeded> {
  await enter(context, product)
  seeded ??= await seed(context, product)
  return seeded
}

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
      expect(found.flat()).toEqual([])
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

/** Something of everything that a page may show. */
async function seed(context: BrowserContext, product: Product): Promise<Seeded> {
  const send = async (name: string, type: string): Promise<string> => {
    const answer = await context.request.post('/api/reports', { data: sample(name), headers: { 'content-type': type } })
    await mustBeGood(answer)
    return ((await answer.json()) as { id: string }).id
  }
  const report = await send('samples/forged-received.en.eml', 'message/rfc822')
  const several = await send('reports/forward-attached-several.eml', 'message/rfc822')
  for (const name of ['zip-in-zip.ru', 'charset-lie.ar', 'qr-code.zh-Hans', 'bidi-file-name.ar'])
    await send(`samples/${name}.eml`, 'message/rfc822')
  await send('reports/url-file.txt', 'text/plain')
  // the same once more with a line below it: two that belong together
  const alike = Buffer.concat([sample('samples/forged-received.en.eml'), Buffer.from('\r\nsent from a telephone\r\n')])
  await mustBeGood(await context.request.post('/api/reports', { data: alike, headers: { 'content-type': 'message/rfc822' } }))
  await send('reports/unrecognisable.bin', 'application/octet-stream')
  await product.mail(sample('reports/inline-gmail.en.eml'))
  await ask(context, 'POST', '/api/invitations', { email: 'guest@desk.example', role: 'viewer' })
  await ask(context, 'POST', '/api/keys', { name: 'feeder', scopes: ['report'] })
  await ask(context, 'POST', '/api/channels', { name: 'Consumer line' })
  const read = (id: string) => ask<{ state: string; item: string; campaign: { id: string } | null }>(context, 'GET', `/api/reports/${id}`)
  for (const id of [report, several]) await expect.poll(async () => (await read(id)).state, { timeout: 20_000 }).toBe('analysed')
  await expect.poll(async () => (await read(report)).campaign, { timeout: 20_000 }).not.toBe(null)
  const { item, campaign } = await read(report)
  return {
    report,
    several,
    item,
    campaign: campaign?.id ?? '',
    cases: await seedCases(context),
    network: await seedNetwork(context),
    ...(await seedTechnique(context)),
  }
}
