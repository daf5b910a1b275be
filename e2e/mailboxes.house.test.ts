import { expect } from 'vitest'
import { widths } from './browser.ts'
import { enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { t, wordsOf } from './words.ts'

// An administrator adds an IMAP mailbox, tries it, and sees on the page of channels how it does.

scene('a mailbox is tried before it is kept, and says what is wrong with it and what to do', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.goto('/channels')
  await page.getByRole('button', { name: t('intake:mailbox.add'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  const fill = (key: string, value: string) => dialog.getByLabel(t(key), { exact: true }).fill(value)
  await fill('intake:channels.name', 'abuse@ at the provider')
  await fill('intake:mailbox.address', 'abuse@provider.example')
  await fill('intake:mailbox.host', '10.0.0.1')
  await fill('intake:mailbox.username', 'abuse')
  await fill('intake:mailbox.password', 'seven quiet herons')
  await dialog.getByRole('button', { name: t('intake:mailbox.test') }).click()
  await dialog.getByText(t('intake:mailbox.trouble.private.says')).waitFor()
  expect(await faultsOf(page, '[role=dialog]')).toEqual([])
  await dialog.getByRole('button', { name: t('intake:mailbox.add'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const card = page.getByRole('listitem').filter({ hasText: 'abuse@ at the provider' })
  await card.getByText(t('intake:mailbox.trouble.private.says')).waitFor({ timeout: 60_000 })
  await settled(page)
  expect([await faultsOf(page), await overflowOf(page)]).toEqual([[], 0])

  const phone = await visit({ language: 'ar', scheme: 'dark', width: widths.phone })
  await enter(phone.context, product)
  const words = wordsOf('ar')
  await phone.page.goto('/channels')
  await phone.page.getByText(words('intake:mailbox.trouble.private.says')).waitFor()
  await settled(phone.page)
  expect([await faultsOf(phone.page), await overflowOf(phone.page)]).toEqual([[], 0])
  await phone.page.getByRole('button', { name: words('intake:mailbox.add'), exact: true }).click()
  await phone.page.getByRole('dialog').waitFor()
  await settled(phone.page)
  expect([await faultsOf(phone.page, '[role=dialog]'), await overflowOf(phone.page)]).toEqual([[], 0])
})
