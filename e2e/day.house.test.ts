import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { openRelay } from '../src/app/testing/relay.ts'
import { findField, parseMessage } from '../src/formats/mime/index.ts'
import { ask, enter } from './desk.ts'
import { settled } from './look.ts'
import { scene } from './stage.ts'
import { publicWordsOf, t } from './words.ts'

// From a citizen's report to its end, and each side sees its own: the desk, the hosting provider, the citizen.

const relay = await openRelay()
// the product of this file sends its mail there
process.env['TOCSIN_RELAY'] = relay.url
afterAll(() => relay.away())

const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const en = publicWordsOf('en')
const link = 'https://parcel-fee.example/pay/8841'
const host = 'abuse@hosting.example'

const button = (page: Page, key: string) => page.getByRole('button', { name: t(key), exact: true })
const section = (page: Page, key: string) => page.getByRole('region', { name: t(key), exact: true })

/** Hands a message in on the public page; answers the way to follow it. */
async function report(page: Page): Promise<string> {
  await page.goto('/report')
  await page.getByLabel(en.report.pasted).fill(`From: post@parcel-fee.example\nSubject: A fee is due\n\nPay at ${link}`)
  await page.getByRole('button', { name: en.report.send }).click()
  await page.getByRole('heading', { name: en.received.title }).waitFor()
  return (await page.locator('a[href*="/track/"]').getAttribute('href')) ?? ''
}

/** What the citizen's page comes to say, loaded anew as a person would. */
async function saysSoon(page: Page, texts: readonly string[]): Promise<void> {
  const said = async () => {
    await page.reload()
    const shown = (await page.locator('main').textContent()) ?? ''
    return texts.some((text) => shown.includes(text))
  }
  await expect.poll(said, { timeout: 30_000, interval: 500 }).toBe(true)
}

/** Where the letter wants its answer. */
function answerTo(raw: Buffer): string {
  const letter = parseMessage(raw, limits)
  const said = findField(letter, 'reply-to')?.value ?? findField(letter, 'from')?.value ?? ''
  return /[^\s<>]+@[^\s<>]+/.exec(said)?.[0] ?? ''
}

scene(
  'a report becomes a case, whoever can stop it is told and answers, and the citizen reads how it ended',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const citizen = (await visit({ script: false })).page
    const way = await report(citizen)
    const reports = async () => (await ask<{ items: { id: string; state: string }[] }>(context, 'GET', '/api/reports')).items
    await expect.poll(async () => (await reports())[0]?.state, { timeout: 30_000 }).toBe('analysed')

    await page.goto('/reports')
    await settled(page)
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await button(page, 'analysis:act.case').click()
    await page.getByRole('dialog').getByLabel(t('cases:field.title')).fill('A parcel that costs a fee')
    await button(page, 'cases:open.act').click()
    await page.getByRole('heading', { level: 1, name: 'A parcel that costs a fee' }).waitFor()
    const at = page.url()
    await citizen.goto(way)
    await saysSoon(citizen, [en.track.now.begun])

    // proposed, seen as it would go, approved
    await section(page, 'cases:actions.title')
      .getByRole('button', { name: t('cases:actions.propose'), exact: true })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('cases:actions.recipient')).fill('Example Hosting')
    await dialog.getByLabel(t('cases:actions.address')).fill(host)
    await dialog.getByLabel(t('cases:actions.about')).fill(link)
    await dialog.getByRole('button', { name: t('cases:actions.propose'), exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.goto('/approvals')
    await page.getByRole('row').filter({ hasText: 'Example Hosting' }).first().click()
    await page.getByText('hxxps://parcel-fee[.]example/pay/8841').first().waitFor()
    expect(relay.mails).toEqual([])
    await button(page, 'cooperation:act.approve').click()
    await expect.poll(() => relay.mails.map(({ to }) => to), { timeout: 20_000 }).toEqual([host])
    await saysSoon(citizen, [en.track.now.told])

    // the provider answers to the letter's own address, and the case that is open shows it
    await page.goto(at)
    const conversation = section(page, 'cases:conversation.title')
    await conversation.getByText(t('cases:conversation.letter.sent'), { exact: true }).waitFor()
    const letter = relay.mails[0]?.raw ?? Buffer.alloc(0)
    const to = answerTo(letter)
    expect(to).toMatch(/@tocsin\.example$/)
    const subject = findField(parseMessage(letter, limits), 'subject')?.value ?? ''
    const words = 'We took the page down this morning.'
    const answer = `From: Abuse desk <${host}>\r\nTo: ${to}\r\nSubject: Re: ${subject}\r\nMessage-ID: <1@hosting.example>\r\n\r\n${words}\r\n`
    await product.mail(Buffer.from(answer), { from: host, to })
    await conversation.getByText(words).waitFor({ timeout: 30_000 })
    await conversation.getByText(t('cases:conversation.unread'), { exact: true }).waitFor()

    // they are thanked, in words that somebody saw to the byte before they went; whoever answers has read
    await conversation.getByRole('button', { name: t('cases:conversation.answer'), exact: true }).click()
    await dialog.getByLabel(t('cooperation:compose.template')).click()
    await page.getByRole('option', { name: t('cooperation:compose.templates.reply-thanks') }).click()
    const written = dialog.getByLabel(t('cooperation:field.text'))
    await expect.poll(() => written.inputValue(), { timeout: 20_000 }).toContain('We have noted what you told us')
    await written.fill(`${await written.inputValue()}\nPlease keep what shows who put it there.`)
    await dialog.getByRole('button', { name: t('cooperation:compose.preview'), exact: true }).click()
    await dialog.getByText('Please keep what shows who put it there.').waitFor()
    await dialog.getByText(t('cooperation:preview.source'), { exact: true }).click()
    await dialog.getByText('In-Reply-To: <1@hosting.example>').waitFor()
    expect(relay.mails.map(({ to }) => to)).toEqual([host])
    await dialog.getByRole('button', { name: t('cooperation:compose.send'), exact: true }).click()
    await expect.poll(() => relay.mails.map(({ to }) => to), { timeout: 20_000 }).toEqual([host, host])
    await conversation.getByText(t('cases:conversation.unread'), { exact: true }).waitFor({ state: 'hidden' })
    const thanks = relay.mails[1]?.raw ?? Buffer.alloc(0)
    expect(parseMessage(thanks, limits).text).toContain('Please keep what shows who put it there.')
    const again = `From: Abuse desk <${host}>\r\nTo: ${answerTo(thanks)}\r\nSubject: Re: ${subject}\r\nMessage-ID: <2@hosting.example>\r\n\r\nWe keep it for you.\r\n`
    await product.mail(Buffer.from(again), { from: host, to: answerTo(thanks) })
    await conversation.getByText('We keep it for you.').waitFor({ timeout: 30_000 })
    await button(page, 'cases:conversation.read-all').click()
    await conversation.getByText(t('cases:conversation.unread'), { exact: true }).waitFor({ state: 'hidden' })

    await page
      .getByRole('main')
      .getByRole('button', { name: t('cases:close.do'), exact: true })
      .click()
    await dialog.getByLabel(t('cases:closed.done')).check()
    await button(page, 'cases:close.act').click()
    await dialog.waitFor({ state: 'hidden' })
    await saysSoon(citizen, [en.track.ends.stopped, en.track.ends.handled])
    // nothing of the desk or of whom it wrote to
    const shown = (await citizen.locator('main').textContent()) ?? ''
    for (const other of ['Example Hosting', host, words, 'Ada', 'C-20']) expect(shown).not.toContain(other)

    // a mistake is taken back: the citizen's page says so as well
    await page
      .getByRole('main')
      .getByRole('button', { name: t('cases:reopen.do'), exact: true })
      .click()
    await dialog.getByLabel(t('cases:field.reason')).fill('it answers again')
    await dialog.getByRole('button', { name: t('cases:reopen.do'), exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await saysSoon(citizen, [en.track.now.resumed])
  },
)
