import { join } from 'node:path'
import { expect } from 'vitest'
import { ada, enter } from './desk.ts'
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
  'an administrator takes out all that is the organisation’s own with their password, announces that it leaves, and stays after all',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    for (const look of looks) {
      const { page, context } = await visit(look)
      await enter(context, product)
      const words = wordsOf(look.language)
      const picture = async (name: string) =>
        pictures === undefined
          ? undefined
          : page.screenshot({ path: join(pictures, `${name}-${look.language}-${look.width}.png`), fullPage: true })
      const password = async (act: string) => {
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel(words('directory:sign-in.password'), { exact: true }).fill(ada.password)
        expect(await faultsOf(page, '[role=dialog]')).toEqual([])
        await dialog.getByRole('button', { name: words(act), exact: true }).click()
        await dialog.waitFor({ state: 'hidden' })
      }
      await page.goto('/organisation')
      await settled(page)
      await page.getByRole('link', { name: words('directory:organisation.leave-open') }).click()
      await page
        .getByRole('button', { name: words('leaving:takeout.ask') })
        .first()
        .click()
      await picture('leaving-password')
      await password('leaving:takeout.ask')
      const fetch = page.getByRole('button', { name: words('leaving:takeout.fetch'), exact: true })
      await fetch.waitFor({ timeout: 60_000 })
      await fetch.click()
      const [file] = await Promise.all([page.waitForEvent('download'), password('leaving:takeout.fetch')])
      expect(file.suggestedFilename()).toMatch(/^tocsin-takeout-[\d-]{10}-[0-9a-f]{8}\.zip$/)
      await page.getByRole('button', { name: words('leaving:announce'), exact: true }).click()
      await password('leaving:announce')
      await page.getByText(words('leaving:state.cooling'), { exact: true }).waitFor()
      await settled(page)
      await picture('leaving')
      expect([await faultsOf(page), await overflowOf(page)]).toEqual([[], 0])
      await page.getByRole('button', { name: words('leaving:undo'), exact: true }).click()
      await page
        .getByRole('alertdialog')
        .or(page.getByRole('dialog'))
        .getByRole('button', { name: words('leaving:undo'), exact: true })
        .click()
      await page.getByRole('button', { name: words('leaving:announce'), exact: true }).waitFor()
    }
  },
)
