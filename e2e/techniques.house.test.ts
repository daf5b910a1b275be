import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const sample = (name: string) => readFileSync(new URL(`../fixtures/samples/${name}.eml`, import.meta.url))

scene(
  'a technique is written, checked where it is wrong, kept, and held against our own reports',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    const words = wordsOf('en')
    const { page, context } = await visit()
    await enter(context, product)
    for (const name of ['look-alike-link.en', 'invoice-pdf.de', 'personal.zh-Hans'])
      await context.request.post('/api/reports', { data: sample(name), headers: { 'content-type': 'message/rfc822' } })
    await expect
      .poll(
        async () =>
          (await ask<{ items: { state: string }[] }>(context, 'GET', '/api/reports')).items.filter(({ state }) => state === 'analysed')
            .length,
        {
          timeout: 30_000,
        },
      )
      .toBe(3)
    await page.goto('/techniques')
    await page.getByRole('button', { name: words('techniques:add') }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(words('techniques:field.name')).fill('Links')
    const text = form.getByLabel(words('techniques:field.text'), { exact: true })
    await text.fill('rule "Any link" {\n  lnks above 0\n}')
    await form.getByRole('button', { name: words('techniques:keep'), exact: true }).click()
    await form.getByText(words('techniques:fault.at', { line: '2', column: '3' })).waitFor()
    await text.fill('rule "Any link" {\n  links above 0\n}')
    await form.getByRole('button', { name: words('techniques:keep'), exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Links' }).waitFor()
    await look(page)
    await page.getByRole('button', { name: words('techniques:run.act') }).click()
    await page.getByText(words('techniques:state.done'), { exact: true }).waitFor({ timeout: 30_000 })
    await page.getByText('Any link').first().waitFor()
    await look(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.reload()
    await look(page)
  },
)

/** On a laptop and on a telephone: nothing is wider than the window, and nothing is at fault for those who hear or see it otherwise. */
async function look(page: Page): Promise<void> {
  for (const width of [widths.laptop, widths.phone]) {
    await page.setViewportSize({ width, height: 900 })
    await settled(page)
    expect(await overflowOf(page)).toBe(0)
    expect(await faultsOf(page)).toEqual([])
  }
  await page.setViewportSize({ width: widths.laptop, height: 900 })
}
