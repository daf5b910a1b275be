import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { openRelay, readMail } from '../src/app/testing/relay.ts'
import { widths } from './browser.ts'
import { ask, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { t } from './words.ts'

// What leaves a desk: seen, approved, sent, answered.

// the product of this file has a relay to send by; it is asked for before the stage is set
const relay = await openRelay()
process.env['TOCSIN_RELAY'] = relay.url
afterAll(() => relay.away())

const button = (page: Page, key: string, values: Readonly<Record<string, string>> = {}) =>
  page.getByRole('button', { name: t(key, values), exact: true })
const section = (page: Page, key: string) => page.getByRole('region', { name: t(key), exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).or(dialog(page).getByLabel(label)).first().click()
  await page.getByRole('option', { name: option }).first().click()
}

type Made = { readonly id: string; readonly code: string }

scene(
  'a draft is read and approved on its page, goes as it was shown, and the answer lands in its case',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const made = await ask<Made>(context, 'POST', '/api/cases', { title: 'A page that asks for cards', kind: 'phishing' })
    await ask(context, 'POST', `/api/cases/${made.id}/actions`, {
      kind: 'take-down',
      recipient: { name: 'Example Hosting', address: 'abuse@host.example', role: 'host', language: 'en' },
      things: [{ kind: 'url', value: 'https://prize.example/card' }],
    })
    await page.goto(`/cases/${made.code}`)
    await page.goto('/approvals')
    await page.getByText('Example Hosting').first().click()
    await page.getByText('hxxps://prize[.]example/card').first().waitFor()
    expect(relay.mails).toEqual([])
    await button(page, 'cooperation:act.approve').first().click()
    await expect.poll(() => relay.mails.length, { timeout: 20_000 }).toBe(1)
    const sent = readMail(relay.mails[0] ?? { from: '', to: '', raw: Buffer.alloc(0) })
    const to = sent.field('reply-to') ?? ''
    await product.mail(
      Buffer.from(
        `From: abuse@host.example\r\nTo: ${to}\r\nSubject: Re: ${sent.field('subject')}\r\nMessage-ID: <1@host.example>\r\n\r\nTaken down, ticket 4711.\r\n`,
      ),
      { from: 'abuse@host.example', to },
    )
    await page.goto(`/cases/${made.code}`)
    await page.getByText('ticket 4711').first().waitFor({ timeout: 20_000 })
  },
)

scene(
  'a file is given to a vendor that somebody confirmed, on the vendor’s page, and what they answer is in the ledger',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const program = Buffer.from('MZ a program that does harm')
    const handed = await context.request.post('/api/reports?name=tool.exe', {
      data: program,
      headers: { 'content-type': 'application/octet-stream' },
    })
    const report = ((await handed.json()) as { id: string }).id
    const sha256 = createHash('sha256').update(program).digest('hex')
    await expect
      .poll(async () => (await ask<{ state: string }>(context, 'GET', `/api/reports/${report}`)).state, { timeout: 20_000 })
      .toBe('analysed')
    const made = await ask<Made>(context, 'POST', '/api/cases', { title: 'A tool that spies', kind: 'spyware', reports: [report] })

    await page.goto('/vendors')
    await page.getByText('safetyandsecurity@cisco.com').waitFor()
    await button(page, 'samples:vendors.add').click()
    await dialog(page).getByLabel(t('samples:form.name')).fill('Example Labs')
    await choose(page, t('samples:form.kind'), t('samples:way.page'))
    await dialog(page).getByLabel(t('samples:form.url')).fill('https://labs.example/submit')
    await button(page, 'ui:save').click()
    const row = page.getByRole('listitem').filter({ hasText: 'Example Labs' })
    await row.getByRole('button', { name: t('samples:confirm.act'), exact: true }).click()
    await dialog(page)
      .getByRole('button', { name: t('samples:confirm.act'), exact: true })
      .click()
    await row.getByText(t('samples:confirmed'), { exact: true }).first().waitFor()

    await ask(context, 'POST', `/api/cases/${made.id}/actions`, { kind: 'submit-sample', things: [{ kind: 'file', value: sha256 }] })
    await page.goto('/samples')
    await page
      .getByText(`Example Labs: ${t('samples:state.waiting')}`)
      .first()
      .click()
    await section(page, 'samples:given.title')
      .getByRole('link', { name: t('samples:given.release'), exact: true })
      .click()
    await button(page, 'cooperation:act.approve').click()
    await button(page, 'cooperation:act.by-hand').click()
    await dialog(page).getByLabel(t('cooperation:field.reference')).fill('L-77')
    await dialog(page)
      .getByRole('button', { name: t('cooperation:act.by-hand'), exact: true })
      .click()
    await page.getByText(t('cooperation:state.delivered')).first().waitFor()

    await page.goto(`/samples?sha256=${sha256}`)
    await button(page, 'samples:answer.add').click()
    await dialog(page).getByLabel(t('samples:answer.detection')).fill('Spy.Tool.A')
    await button(page, 'ui:save').click()
    await section(page, 'samples:given.title').getByText('Spy.Tool.A').waitFor()
    await settled(page)
    await page
      .getByText(`Example Labs: ${t('samples:state.detected')}`)
      .first()
      .waitFor()
  },
)

scene(
  'a report that is withheld is referred to the hotline from its page, with where it lies alone',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const told = { url: 'https://terrible.example/page', note: 'words of the reporter', said: 'child-material' }
    const { id } = await ask<{ id: string }>(context, 'POST', '/api/reports', told)
    await page.goto(`/reports/${id}`)
    // nothing but the hotline is offered: no case can be made of it
    await section(page, 'cases:of.title').getByText(t('cases:of.none')).waitFor()
    expect(await button(page, 'cases:open.for').count()).toBe(0)
    await button(page, 'samples:referral.act').click()
    await page.getByRole('heading', { level: 1, name: /Clickandstop/ }).waitFor()
    await page.getByText(t('cooperation:preview.parts'), { exact: true }).click()
    await page.getByText('https://terrible.example/page').first().waitFor()
    expect(await page.getByText('words of the reporter').count()).toBe(0)
    await button(page, 'cooperation:act.approve').click()
    expect(await page.getByRole('link', { name: t('cooperation:act.open-page') }).getAttribute('href')).toBe('https://www.clickandstop.ch/')
    await page.goto(`/reports/${id}`)
    await section(page, 'samples:referral.title').getByText('Clickandstop').first().waitFor()
  },
)

scene(
  'a letter is given its terms in the form, states them at its end, and is called back after it went',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    relay.mails.length = 0
    const made = await ask<Made>(context, 'POST', '/api/cases', { title: 'A shop that never sends', kind: 'scam' })
    const action = await ask<{ id: string }>(context, 'POST', `/api/cases/${made.id}/actions`, {
      kind: 'refer',
      recipient: { name: 'Consumer Office', address: 'cases@office.example', role: 'authority', language: 'en' },
      things: [{ kind: 'url', value: 'https://shop.example/pay' }],
    })
    type Found = { items: { id: string; sha256: string | null }[] }
    const drafted = async () => (await ask<Found>(context, 'GET', `/api/releases?action=${action.id}`)).items[0]
    await expect.poll(async () => (await drafted())?.sha256 ?? null, { timeout: 20_000 }).not.toBe(null)
    const id = (await drafted())?.id
    await page.goto(`/releases/${id}`)
    // a referral has no ground in law until somebody says one
    await page.getByText(t('cooperation:doubt.terms-ground')).waitFor()
    await button(page, 'cooperation:act.change').click()
    await dialog(page).getByLabel(t('cooperation:terms.ground')).fill('Consumer Act, section 9')
    await button(page, 'ui:save').click()
    await page.getByText('Ground: Consumer Act, section 9').waitFor()
    expect(await page.getByText(t('cooperation:doubt.terms-ground')).count()).toBe(0)
    await button(page, 'cooperation:act.approve').click()
    await expect.poll(() => relay.mails.length, { timeout: 20_000 }).toBe(1)
    await button(page, 'cooperation:act.call-back').click()
    await dialog(page).getByLabel(t('cooperation:field.reason')).fill('It went to the wrong office')
    await dialog(page)
      .getByRole('button', { name: t('cooperation:act.call-back'), exact: true })
      .click()
    await expect.poll(() => relay.mails.length, { timeout: 20_000 }).toBe(2)
    await section(page, 'cooperation:recall.title').getByText(t('cooperation:recall.waits')).waitFor()
    await settled(page)
    expect(await faultsOf(page)).toEqual([])
    await page.setViewportSize({ width: widths.phone, height: 800 })
    expect(await overflowOf(page)).toBe(0)
    await page.setViewportSize({ width: widths.laptop, height: 800 })
    await page.goto('/releases?recall=open')
    await page.getByText('shop[.]example').or(page.getByText('Referral from')).first().click()
    await section(page, 'cooperation:recall.title')
      .getByRole('button', { name: t('cooperation:recall.confirm'), exact: true })
      .click()
    await dialog(page)
      .getByRole('button', { name: t('cooperation:recall.confirm'), exact: true })
      .click()
    await section(page, 'cooperation:recall.title').getByText(t('cooperation:recall.confirmed'), { exact: true }).waitFor()
  },
)
