import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { ask, enter } from './desk.ts'
import { faultsOf, overflowOf } from './look.ts'
import { scene } from './stage.ts'
import { publicWordsOf } from './words.ts'

// What anyone sees: no account, no script, no cookie.

type Listed = { readonly items: readonly { readonly reference: string; readonly state: string; readonly form: string }[] }

const en = publicWordsOf('en')
const sample = fileURLToPath(new URL('../fixtures/samples/wrapped-link.en.eml', import.meta.url))

scene('without script, a message is pasted, handed in, followed by its link and withdrawn', async ({ product, visit }) => {
  const [desk, { page, context }] = [await visit(), await visit({ script: false })]
  await enter(desk.context, product)
  await page.goto('/report')
  await page.getByLabel(en.report.address).fill('not an address')
  await page.getByLabel(en.report.pasted).fill('From: a@shop.example\nSubject: You have won\n\nPay at http://pay.example/now')
  await page.getByLabel(en.report.note).fill('It came twice.')
  // the browser's own check would hold it back, and another browser might not have it
  await page.locator('form').evaluate((form: HTMLFormElement) => form.setAttribute('novalidate', ''))
  await send(page)
  await page.getByRole('alert').getByText(en.report.badAddress).waitFor()
  expect(await page.getByLabel(en.report.note).inputValue()).toBe('It came twice.')
  await page.getByLabel(en.report.address).fill('reader@mail.example')
  await send(page)

  await page.getByRole('heading', { name: en.received.title }).waitFor()
  const reference = await page.getByRole('status').textContent()
  await expect
    .poll(async () => lineOf(await list(desk.context), reference), { timeout: 30_000 })
    .toMatchObject({ state: 'analysed', form: 'message' })
  await page.locator('a[href*="/track/"]').click()
  await stateOf(page, en.track.states.analysed).waitFor()
  await page.getByRole('link', { name: en.track.withdraw }).click()
  await page.getByRole('button', { name: en.track.withdrawSure }).click()
  await stateOf(page, en.track.states.withdrawn).waitFor()
  expect(lineOf(await list(desk.context), reference)).toMatchObject({ state: 'withdrawn' })
  expect(await page.getByRole('link', { name: en.track.withdraw }).count()).toBe(0)
  expect(await context.cookies()).toEqual([])
})

scene('without script, a file is handed in, in Arabic and from a telephone', async ({ product, visit }) => {
  const ar = publicWordsOf('ar')
  const [desk, { page, context }] = [await visit(), await visit({ script: false, language: 'ar', width: 390, scheme: 'dark' })]
  await enter(desk.context, product)
  await page.goto('/report')
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await overflowOf(page)).toBe(0)
  await page.getByLabel(ar.report.file).setInputFiles(sample)
  await page.getByRole('button', { name: ar.report.send }).click()
  await page.getByRole('heading', { name: ar.received.title }).waitFor()
  const reference = await page.getByRole('status').textContent()
  await expect
    .poll(async () => lineOf(await list(desk.context), reference), { timeout: 30_000 })
    .toMatchObject({ state: 'analysed', form: 'message' })
  expect(await context.cookies()).toEqual([])
})

scene('the public pages have no fault by WCAG 2.2 AA in any language, light or dark', async ({ product, visit }) => {
  const desk = await visit()
  await enter(desk.context, product)
  for (const [language, scheme, width] of [
    ['en', 'light', 1280],
    ['zh-CN', 'dark', 390],
    ['ar', 'light', 390],
  ] as const) {
    const { page } = await visit({ language, scheme, width })
    const words = publicWordsOf(language)
    await page.goto('/report')
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel(words.report.pasted).fill(`http://${language}.bad.example/`.toLowerCase())
    await page.getByRole('button', { name: words.report.send }).click()
    await page.getByRole('heading', { name: words.received.title }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.locator('a[href*="/track/"]').click()
    await page.getByRole('heading', { name: words.track.title }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
  }
})

async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: en.report.send }).click()
}

function list(context: Parameters<typeof ask>[0]): Promise<Listed> {
  return ask<Listed>(context, 'GET', '/api/reports')
}

function lineOf({ items }: Listed, reference: string | null): Listed['items'][number] | undefined {
  return items.find((line) => line.reference === reference)
}

function stateOf(page: Page, state: string): Locator {
  return page.getByRole('definition').getByText(state, { exact: true })
}
