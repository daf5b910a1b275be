import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ask, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const looks = [
  { language: 'en', scheme: 'light', width: 1280 },
  { language: 'ar', scheme: 'dark', width: 390 },
  { language: 'zh-CN', scheme: 'light', width: 390 },
] as const

// for whoever wants to see what is tested: a folder for pictures
const pictures = process.env.TOCSIN_TEST_PICTURES

scene(
  'an analyst makes an evidence package of a report, watches it being made, and is handed the file',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    for (const look of looks) {
      const { page, context } = await visit(look)
      await enter(context, product)
      const words = wordsOf(look.language)
      const picture = async (name: string) =>
        pictures === undefined ? undefined : page.screenshot({ path: join(pictures, `${name}-${look.language}-${look.width}.png`) })
      await product.mail(readFileSync(new URL('../fixtures/samples/advance-fee.en.eml', import.meta.url)))
      await expect.poll(async () => (await reports()).length, { timeout: 60_000 }).toBeGreaterThan(0)
      const [report] = await reports()
      await page.goto('/packages')
      await settled(page)
      await picture('empty')
      await page.goto(`/reports/${report?.id}`)
      await settled(page)
      await page.getByRole('button', { name: words('analysis:act.more'), exact: true }).click()
      await page.getByRole('menuitem', { name: words('analysis:act.package') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: words('package:dialog.make') }).click()
      await expect.poll(() => dialog.getByText(words('package:dialog.needed')).count()).toBe(2)
      await picture('form')
      expect(await faultsOf(page, '[role=dialog]')).toEqual([])
      await dialog.getByLabel(words('package:dialog.recipient')).fill('District court of Example, 7 Cr 26')
      await dialog.getByLabel(words('package:dialog.purpose')).fill('Proceedings against persons unknown')
      await dialog.getByRole('button', { name: words('package:dialog.make') }).click()
      const link = dialog.getByRole('link', { name: words('package:fetch'), exact: true })
      await link.waitFor({ timeout: 120_000 })
      await picture('ready')
      expect(await faultsOf(page, '[role=dialog]')).toEqual([])
      const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
      expect(file.suggestedFilename()).toMatch(/^tocsin-[\d-]{10}-[0-9a-f]{12}\.zip$/)
      await dialog.getByRole('link', { name: words('package:dialog.all') }).click()
      await settled(page)
      await page.getByText('District court of Example, 7 Cr 26').first().waitFor()
      await picture('list')
      expect([await faultsOf(page), await overflowOf(page)]).toEqual([[], 0])

      async function reports() {
        const { items } = await ask<{ items: { id: string; state: string }[] }>(context, 'GET', '/api/reports?state=analysed')
        return items
      }
    }
  },
)
