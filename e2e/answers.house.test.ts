import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { t, wordsOf } from './words.ts'

// A desk takes in its customers from a file, and finds who answers for what it pasted.

const bad = 'reference,name,contact,prefixes\nK-1,Harbour Shop,abuse@shop.example,192.0.2.0/99\n'
const good =
  'reference,name,country,contact,prefixes,domains\nK-1,"Harbour <b>Shop</b>",FR,abuse@shop.example,192.0.2.0/24,shop.example\nK-2,=2+5,DE,noc@other.example,198.51.100.0/24,\n'
const file = (text: string) => ({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

scene(
  'a file of customers is checked with its errors by line, taken in, and then they answer for what is pasted',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    await page.goto('/parties')
    await page.getByText(t('directory:parties.none-why')).waitFor()
    await page.getByRole('link', { name: t('directory:imports.title') }).click()
    const chooser = page.locator('input[type=file]').first()
    await chooser.setInputFiles(file(bad))
    await page.getByRole('cell', { name: '192.0.2.0/99' }).waitFor()
    expect(await page.getByRole('button', { name: t('directory:imports.run') }).count()).toBe(0)
    await settled(page)
    expect(await faultsOf(page)).toEqual([])
    await chooser.setInputFiles(file(good))
    await page.getByRole('button', { name: t('directory:imports.run') }).click()
    await page.getByText(t('directory:imports.done')).waitFor()

    // what a cell says is text and nothing else
    await page.goto('/parties?q=harbour')
    await page.getByText('Harbour <b>Shop</b>', { exact: true }).click()
    await page.getByText('192.0.2.0/24', { exact: true }).waitFor()
    const { items } = await ask<{ items: { id: string; name: string }[] }>(context, 'GET', '/api/parties')
    expect(items.map(({ name }) => name).sort()).toEqual(['=2+5', 'Harbour <b>Shop</b>'])

    await page.goto('/lookup')
    await page.getByLabel(t('directory:lookup.value'), { exact: true }).fill('hxxps://www[.]shop[.]example/login')
    await page.getByRole('button', { name: t('directory:lookup.ask'), exact: true }).click()
    const answers = page.getByRole('list', { name: t('directory:lookup.answers') })
    await answers.getByRole('link', { name: 'Harbour <b>Shop</b>' }).waitFor()
    await answers.getByText('abuse@shop.example').waitFor()
    // why nobody outside was asked
    await page
      .getByRole('note')
      .filter({ hasText: t('directory:lookup.outside.off') })
      .waitFor()

    // a system of one's own is set once, and what is refused says why
    await page.goto('/parties/imports')
    await page.getByRole('button', { name: t('directory:subscriber.set') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('directory:subscriber.url')).fill('http://aaa.example/who?ip={address}')
    await dialog.getByLabel(t('directory:subscriber.nets')).fill('192.0.2.0/24')
    await dialog.getByRole('button', { name: t('ui:save') }).click()
    await dialog
      .getByRole('alert')
      .filter({ hasText: t('directory-problems:directory.lookup-url') })
      .waitFor()
    await settled(page)
    expect(await faultsOf(page, '[role=dialog]')).toEqual([])
    await dialog.getByLabel(t('directory:subscriber.url')).fill('https://aaa.example/who?ip={address}')
    await dialog.getByRole('button', { name: t('ui:save') }).click()
    await page.getByText('https://aaa.example/who?ip={address}', { exact: true }).waitFor()

    const id = items.find(({ name }) => name.startsWith('Harbour'))?.id
    const paths = ['/lookup?value=192.0.2.7', '/lookup', '/parties', '/parties/imports', `/parties/${id}`]
    for (const look of [
      { language: 'en', scheme: 'light', width: widths.laptop },
      { language: 'ar', scheme: 'dark', width: widths.phone },
    ] as const) {
      const one = await visit(look)
      await enter(one.context, product, { locale: look.language })
      for (const path of paths) {
        await one.page.goto(path)
        await settled(one.page)
        expect([path, look.language, await faultsOf(one.page), await overflowOf(one.page)]).toEqual([path, look.language, [], 0])
      }
    }
    const words = wordsOf('en')
    await page.goto(`/parties/${id}`)
    await page.getByRole('button', { name: words('directory:parties.add-contact'), exact: true }).click()
    expect(await faultsOf(page, '[role=dialog]')).toEqual([])
  },
)
