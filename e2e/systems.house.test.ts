import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, enter, join, mustBeGood } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { t, wordsOf } from './words.ts'

// An organisation says which mail systems are its own, and its reports say which of them took a message over.

const spam = [
  'Received: from relay.partner.example (relay.partner.example [198.51.100.20]) by mx.home.example with ESMTP id 2; Tue, 3 Mar 2026 10:00:02 +0000',
  'Received: from dns.google (dns.google [8.8.8.8]) by relay.partner.example with ESMTP id 1; Tue, 3 Mar 2026 10:00:00 +0000',
  'From: a@b.example',
  'Subject: A prize is waiting',
  '',
  'Claim it.',
].join('\r\n')

/** States one by the form; answers when its line is there, or when the server has refused. */
async function state(page: Page, value: string, note = ''): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('directory:systems.value')).fill(value)
  await dialog.getByLabel(t('directory:systems.note'), { exact: true }).fill(note)
  await dialog.getByRole('button', { name: t('directory:systems.add'), exact: true }).click()
}

scene(
  'own mail systems are stated on the organisation’s page, and a report says which of them took it over',
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const handed = await context.request.post('/api/reports', { data: Buffer.from(spam), headers: { 'content-type': 'message/rfc822' } })
    await mustBeGood(handed)
    const { id } = (await handed.json()) as { id: string }

    await page.goto('/organisation')
    await page.getByText(t('directory:systems.none')).waitFor()
    await page.getByRole('button', { name: t('directory:systems.add'), exact: true }).click()
    await state(page, '0.0.0.0/0')
    await page.getByRole('alert').getByText(t('directory-problems:directory.system-unreadable_wide')).waitFor()
    expect(await faultsOf(page, '[role=dialog]')).toEqual([])
    await state(page, '198.51.100.77/24', 'the partner who takes mail in for us')
    const systems = page.getByRole('list', { name: t('directory:systems.title') })
    await systems.getByText('198.51.100.0/24').waitFor()
    for (const value of ['*.home.example', 'relay.partner.example']) {
      await page.getByRole('button', { name: t('directory:systems.add'), exact: true }).click()
      await state(page, value)
      await systems.getByText(value.replace('*.', ''), { exact: true }).waitFor()
    }
    expect(await systems.getByRole('listitem').count()).toBe(3)
    await settled(page)
    expect(await faultsOf(page)).toEqual([])

    // what was read before is as it was, and says that it would be read otherwise now
    await expect.poll(async () => (await ask<{ state: string }>(context, 'GET', `/api/reports/${id}`)).state).toBe('analysed')
    const removed = await ask<{ items: { id: string; value: string }[] }>(context, 'GET', '/api/organisation/systems')
    const relay = removed.items.find(({ value }) => value === 'relay.partner.example')?.id
    await ask(context, 'DELETE', `/api/organisation/systems/${relay}`)
    await ask(context, 'POST', '/api/organisation/systems', { value: 'relay.partner.example' })
    await page.goto(`/reports/${id}`)
    const note = page.getByRole('note').filter({ hasText: t('analysis:note.systems-changed.title') })
    await note.getByRole('button', { name: t('analysis:act.analyse') }).click()
    await page.getByText(t('analysis:way.taken')).waitFor()
    await note.waitFor({ state: 'detached' })
    const way = page.getByRole('region', { name: t('analysis:way.title') })
    expect(await way.getByText('relay.partner.example', { exact: true }).first().isVisible()).toBe(true)
    // the licence of the data asks for a link where results are shown
    expect(await way.getByRole('link', { name: 'IP Geolocation by DB-IP' }).getAttribute('href')).toBe('https://db-ip.com')
    await settled(page)
    expect(await faultsOf(page)).toEqual([])
  },
)

scene(
  'a manager states own systems and does not rename the organisation; the page holds on a telephone, right to left',
  async ({ product, visit }) => {
    const ada = await visit()
    await enter(ada.context, product)
    const { page, context } = await visit({ language: 'ar', width: widths.phone })
    const person = { name: 'Mina', email: 'mina@desk.example', password: 'nine-quiet-otters-waiting' }
    await join(ada.context, context, person, 'manager')
    await ask(context, 'PATCH', '/api/me', { locale: 'ar' })
    const words = wordsOf('ar')
    await page.goto('/organisation')
    await page.getByRole('heading', { level: 2, name: words('directory:systems.title') }).waitFor()
    expect(await page.getByRole('button', { name: words('ui:save') }).count()).toBe(0)
    await ask(context, 'POST', '/api/organisation/systems', { value: '2001:db8:1234::/48', note: 'غرفة البريد' })
    await page.getByText('2001:db8:1234::/48').waitFor()
    await settled(page)
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    expect(await faultsOf(page)).toEqual([])
  },
)
