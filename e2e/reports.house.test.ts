import { readFileSync } from 'node:fs'
import type { BrowserContext, Page, Route } from 'playwright-core'
import { expect } from 'vitest'
import { fileOf } from './built.ts'
import { ask, enter, mustBeGood } from './desk.ts'
import { scene } from './stage.ts'
import { hostileMail, openTrap, ownWidth } from './trap.ts'
import { t } from './words.ts'

// Reports as a desk meets them: they come in, are read, and their evidence is proved.

type View = { readonly state: string; readonly item: string; readonly sha256: string }

const sample = (name: string) => readFileSync(new URL(`../fixtures/samples/${name}.eml`, import.meta.url))

scene('files dropped on the page become reports, a line each, that open with origin, way and findings', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  const ofHandIn = `/${fileOf('src/intake/hand-in.tsx')}`
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await page.goto('/reports')
  await page.getByRole('heading', { level: 1, name: t('analysis:reports.title') }).waitFor()
  // what handing in needs comes with the first drag, and the first drop is not lost meanwhile
  await page.getByRole('button', { name: t('analysis:reports.hand-in') }).waitFor()
  expect(fetched.filter((url) => url.endsWith(ofHandIn))).toEqual([])
  const dropped = Promise.withResolvers<void>()
  await page.route(`**${ofHandIn}`, async (route) => {
    await dropped.promise
    await route.continue()
  })
  await drop(page, ['forged-received.en', 'invoice-pdf.de'])
  dropped.resolve()
  const row = (name: string) =>
    page
      .locator('bdi', { hasText: `${name}.eml` })
      .first()
      .locator('..')
  await row('invoice-pdf.de').getByRole('link').waitFor()
  // the same bytes again are the same report, and that is said
  await drop(page, ['invoice-pdf.de'])
  await page.getByText(t('intake:hand-in.was-here')).first().waitFor()
  expect(fetched.filter((url) => url.endsWith(ofHandIn))).toHaveLength(1)

  await row('forged-received.en').getByRole('link').click()
  // the page is there before the analysis is, and fills by itself
  await page.getByRole('heading', { level: 2, name: t('analysis:way.title') }).waitFor()
  await page.getByRole('heading', { level: 1, name: 'Change of our account details' }).waitFor()
  await page.getByText('South Africa').first().waitFor()
  expect(
    await page
      .getByRole('list', { name: t('analysis:way.label') })
      .getByRole('listitem')
      .count(),
  ).toBeGreaterThan(1)
  await page.locator('#findings').getByRole('heading', { level: 3 }).first().waitFor()
})

scene('a report that comes by SMTP appears in the open list without a reload', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.goto('/reports')
  await page.getByRole('heading', { level: 1, name: t('analysis:reports.title') }).waitFor()
  await page.evaluate(() => Object.assign(window, { stillTheSame: true }))
  await product.mail(sample('phone-bait.en'))
  await page.getByRole('row').filter({ hasText: 'renew' }).first().waitFor()
  expect(await page.evaluate(() => 'stillTheSame' in window)).toBe(true)
})

scene(
  'the preview of a message runs nothing, loads nothing and leads nowhere; pictures are blurred until asked for',
  async ({ product, visit, onTestFinished }) => {
    const trap = await openTrap()
    onTestFinished(() => trap.close())
    const { page, context } = await visit()
    await enter(context, product)
    const id = await handIn(context, hostileMail(trap.origin))
    const opened: string[] = []
    page.on('dialog', (dialog) => {
      opened.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(`/reports/${id}`)
    const frame = page.frameLocator(`iframe[title="${t('analysis:preview.title')}"]`)
    await frame.getByText('The balance of your account').waitFor()
    context.on('page', (other) => opened.push(`page ${other.url()}`))
    const address = page.url()

    const inside = page.frames().find((one) => one !== page.mainFrame())
    expect(await inside?.evaluate(() => window.origin)).toBe('null')
    // a blurred picture holds a few dozen pixels and no more, whatever is done to the document
    const pixels = () =>
      frame
        .locator('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth)
    expect(await pixels()).toBeLessThan(ownWidth / 2)
    expect(
      await frame.locator('script, link, iframe, object, embed, form, base, meta[http-equiv=refresh], [onload], [onerror]').count(),
    ).toBe(0)
    // whatever is left to press is pressed
    for (const target of await frame.locator('a, button, input, [href]').all())
      await target.click({ force: true, noWaitAfter: true }).catch(() => {})

    await choose(page, t('analysis:preview.shown'))
    await expect.poll(pixels).toBe(ownWidth)
    await choose(page, t('analysis:preview.hidden'))
    await expect.poll(() => frame.locator('img').count()).toBe(0)

    expect(page.url()).toBe(address)
    expect(opened).toEqual([])
    expect(trap.hits).toEqual([])
    // and the trap would have noticed
    await fetch(`${trap.origin}/visit`)
    expect(trap.hits).toEqual(['GET /visit'])
  },
)

scene('evidence is proved in the browser, and what was tampered with on the way is named', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  const id = await handIn(context, sample('extortion.ru'))
  await page.goto(`/reports/${id}`)
  const outcome = page.locator('[data-verdict]')
  const verify = async (again: boolean) => {
    await page.getByRole('button', { name: t(again ? 'evidence:verify.again' : 'evidence:verify.do'), exact: true }).click()
    await outcome.waitFor()
  }
  // the log gives a line its place within two seconds, and says so until then
  await expect
    .poll(async () => {
      const { item } = await ask<View>(context, 'GET', `/api/reports/${id}`)
      return (await context.request.get(`/api/evidence/${item}/proof`)).status()
    })
    .toBe(200)
  await verify(false)
  expect(await outcome.getAttribute('data-verdict')).toBe('true')
  expect(await outcome.locator('li[data-holds=true]').count()).toBe(5)

  // the hash that the server tells is that of other bytes
  const verifying = /\/api\/evidence\/[^/]+\/verify$/
  await page.route(verifying, (route) => answerWith(route, (text) => text.replace(/"sha256":"[0-9a-f]{8}/, '"sha256":"00000000')))
  await verify(true)
  await page.getByText(t('evidence:verify.flaw.evidence-changed')).waitFor()
  expect(await outcome.getAttribute('data-verdict')).toBe('untrue')
  await page.unroute(verifying)

  // a line of custody says something else than what was sealed
  const proving = /\/api\/evidence\/[^/]+\/proof$/
  await page.route(proving, (route) => answerWith(route, (text) => text.replace('"act": "received"', '"act": "exported"')))
  await verify(true)
  await page.getByText(t('evidence:verify.flaw.line-changed')).waitFor()
  expect(await outcome.getAttribute('data-verdict')).toBe('untrue')
  await page.unroute(proving)

  await verify(true)
  await expect.poll(() => outcome.getAttribute('data-verdict')).toBe('true')

  // and what was done to the original itself
  const { sha256 } = await ask<View>(context, 'GET', `/api/reports/${id}`)
  await product.swap(sha256, sample('newsletter.fr'))
  await page.getByRole('button', { name: t('evidence:verify.again') }).click()
  await page.getByText(t('evidence:verify.altered'), { exact: true }).waitFor()
  // nobody who comes later has to run the proof or read the custody to be warned
  await page.reload()
  await page
    .getByRole('note')
    .filter({ hasText: t('evidence:act.altered') })
    .waitFor()
})

scene('a report that is not there leads to those that are', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.goto('/reports/01900000-0000-7000-8000-000000000000')
  await page.getByRole('heading', { name: t('ui:trouble.missing') }).waitFor()
  await page
    .getByRole('main')
    .getByRole('link', { name: t('analysis:reports.title') })
    .click()
  await page.waitForURL(`${product.origin}/reports`)
})

scene('the list is moved in by keys, and the palette leads anywhere', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  for (const name of ['advance-fee.en', 'newsletter.fr', 'extortion.ru']) await handIn(context, sample(name))
  await page.goto('/reports')
  await page.getByRole('row').nth(2).waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-id'))
  await page.keyboard.press('j')
  const first = await focused()
  await page.keyboard.press('j')
  const second = await focused()
  expect([first, second]).not.toContain(null)
  expect(second).not.toBe(first)
  expect(await page.evaluate(() => document.activeElement !== null && getComputedStyle(document.activeElement).outlineStyle)).not.toBe(
    'none',
  )
  await page.keyboard.press('x')
  await page.getByText(t('ui:list.chosen_one', { count: '1' })).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('k')
  expect(await focused()).toBe(first)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/reports/${first}`)

  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(t('shell:find.hint')).fill(t('shell:nav.audit'))
  await page.keyboard.press('Enter')
  await page.waitForURL(`${product.origin}/audit`)
})

scene('a printed list has its cells under their heads, and words where the screen has words', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await handIn(context, sample('advance-fee.en'))
  await page.goto('/reports')
  const row = page.getByRole('row').nth(1)
  await row.waitFor()
  await page.emulateMedia({ media: 'print' })
  const places = (of: string) => page.locator(of).evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().x)))
  const heads = await places('thead th')
  expect(heads.length).toBeGreaterThan(4)
  expect(await places('tbody tr:first-child td')).toEqual(heads)
  expect((await row.getByRole('link').first().boundingBox())?.width ?? 0).toBeGreaterThan(100)
})

scene('a server that fails, or a line that is cut, is said so, with a way to try again', async ({ product, visit }) => {
  const { page, context, complaints } = await visit()
  await enter(context, product)
  await handIn(context, sample('split-words.ja'))
  const lists = /\/api\/reports(?:\?.*)?$/
  await page.route(lists, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, code: 'platform.unavailable' }),
    }),
  )
  await page.goto('/reports')
  await page.getByRole('alert').getByText(t('ui:trouble.failed')).first().waitFor()
  await page.unroute(lists)
  await page
    .getByRole('button', { name: t('ui:trouble.retry') })
    .first()
    .click()
  await page.getByRole('row').nth(1).waitFor()

  await context.setOffline(true)
  await page.getByRole('link', { name: t('shell:nav.people') }).click()
  await page.getByRole('alert').getByText(t('ui:trouble.offline')).first().waitFor()
  await context.setOffline(false)
  await page
    .getByRole('button', { name: t('ui:trouble.retry') })
    .first()
    .click()
  await page.getByRole('row').nth(1).waitFor()
  // what a cut line makes a browser say is no fault of the page
  complaints.splice(0)
})

/** One of a row of choices: its input has no size of its own, so the words are pressed. */
async function choose(page: Page, words: string): Promise<void> {
  await page.locator('label').getByText(words, { exact: true }).click()
}

/** Drops samples on the page, as somebody would who drags them there. */
async function drop(page: Page, names: readonly string[]): Promise<void> {
  const files = names.map((name) => ({ name: `${name}.eml`, text: sample(name).toString('latin1') }))
  const transfer = await page.evaluateHandle((given) => {
    const carried = new DataTransfer()
    for (const { name, text } of given) {
      const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
      carried.items.add(new File([bytes], name, { type: 'message/rfc822' }))
    }
    return carried
  }, files)
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('main', event, { dataTransfer: transfer })
}

/** Hands a message in by the API and waits until it was read; answers the id of its report. */
async function handIn(context: BrowserContext, bytes: Buffer): Promise<string> {
  const answer = await context.request.post('/api/reports', { data: bytes, headers: { 'content-type': 'message/rfc822' } })
  await mustBeGood(answer)
  const { id } = (await answer.json()) as { id: string }
  await expect.poll(async () => (await ask<View>(context, 'GET', `/api/reports/${id}`)).state, { timeout: 20_000 }).toBe('analysed')
  return id
}

async function answerWith(route: Route, change: (text: string) => string): Promise<void> {
  const response = await route.fetch()
  await route.fulfill({ response, body: change(await response.text()) })
}
