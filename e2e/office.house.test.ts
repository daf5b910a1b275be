import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter, type Person, signIn } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password: 'nine-slow-otters-listening' }
type Seeded = { readonly announcement: string; readonly network: string }
let seeded: Seeded | undefined

/** A network whose office announces something to its one agency, where Tova works; in it the acting person holds the office. */
async function seed(context: BrowserContext, fresh: () => Promise<BrowserContext>): Promise<Seeded> {
  const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
  const network = await ask<{ id: string }>(context, 'POST', '/api/node/network', {
    name: 'Network',
    country: desk.country,
    holder: acting.organisation.id,
  })
  await ask(context, 'PUT', '/api/session/acting', { organisation: network.id })
  const { id } = await ask<{ id: string }>(context, 'POST', '/api/network/members', {
    ...{ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' },
  })
  const { link } = await ask<{ link: string }>(context, 'POST', `/api/network/members/${id}/organisation`, { administrator: tova.email })
  await ask(await fresh(), 'POST', '/api/invitations/accept', {
    token: link.split('#')[1],
    person: { name: tova.name, password: tova.password, locale: 'en', timeZone: 'Pacific/Auckland' },
  })
  const announcement = await ask<{ id: string }>(context, 'POST', '/api/network/announcements', {
    ...{ title: 'The next meeting', text: 'It is held by video.', language: 'en', audience: 'members' },
  })
  return { announcement: announcement.id, network: network.id }
}

async function office(product: Product, visit: () => Promise<{ context: BrowserContext }>): Promise<Seeded & { context: BrowserContext }> {
  const { context } = await visit()
  await enter(context, product)
  seeded ??= await seed(context, async () => (await visit()).context)
  await ask(context, 'PUT', '/api/session/acting', { organisation: seeded.network })
  return { ...seeded, context }
}

scene('the office names its contact and sets when its term ends; members see both', { timeout: 120_000 }, async ({ product, visit }) => {
  const { context } = await office(product, visit)
  const words = wordsOf('en')
  const page = await context.newPage()
  await page.goto('/network')
  await page.getByRole('button', { name: words('contacts:office.name') }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(words('contacts:field.person')).fill('Noor Haddad')
  await form.getByLabel(words('contacts:field.mail')).fill('office@network.example')
  await form.getByRole('button', { name: words('ui:save') }).click()
  await page.getByRole('heading', { name: 'Noor Haddad' }).waitFor()
  await page.getByRole('button', { name: words('network:office.term'), exact: true }).click()
  await form.getByLabel(words('network:office.term-day')).fill('2031-05-04')
  await form.getByRole('button', { name: words('ui:save') }).click()
  await page.getByText('2031').first().waitFor()
  const member = await visit()
  await signIn(member.context, tova)
  await member.page.goto('/network')
  await member.page.getByRole('heading', { name: 'Noor Haddad' }).waitFor()
  await member.page.getByText('2031').waitFor()
  expect(await member.page.getByRole('button', { name: words('contacts:office.change') }).count()).toBe(0)
})

scene(
  'a member lists what the log holds on an announcement, and proves it in the browser',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { announcement } = await office(product, visit)
    const words = wordsOf('en')
    const { page, context } = await visit()
    await signIn(context, tova)
    await page.goto(`/network/announcements/${announcement}`)
    await page.getByRole('link', { name: words('ui:proofs') }).click()
    await page.getByRole('heading', { name: words('evidence:proofs.title'), level: 1 }).waitFor()
    const check = page.getByRole('button', { name: words('evidence:proofs.check-of', { what: words('acts:cooperation.announced') }) })
    await check.click()
    await page.getByText(words('evidence:verify.verdict.true')).waitFor()
    const taken = page.waitForEvent('download')
    await page.getByRole('button', { name: words('evidence:proofs.take-of', { what: words('acts:cooperation.announced') }) }).click()
    expect((await taken).suggestedFilename()).toMatch(/^proof-.*\.json$/)
    await page.goto('/proofs/01900000-0000-7000-8000-000000000000')
    await page.getByText(words('evidence:proofs.none')).waitFor()
  },
)

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'ar', scheme: 'dark', width: widths.phone },
] as const

scene(
  'no page of the office, a country or proofs has a fault by WCAG 2.2 AA, or is wider than the window',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { announcement, context } = await office(product, visit)
    const { cookies } = await context.storageState()
    const found: string[] = []
    for (const one of looks) {
      const { page, context: own } = await visit(one)
      await own.addCookies(cookies)
      for (const path of ['/network', '/network/secretariat', '/network/countries/NZ', `/proofs/${announcement}`]) {
        await page.goto(path)
        await settled(page)
        const faults = [...(await faultsOf(page))]
        if ((await overflowOf(page)) > 0) faults.push('wider than the window')
        found.push(...faults.map((fault) => `${path} (${one.language}, ${one.width} px): ${fault}`))
      }
    }
    expect(found).toEqual([])
  },
)
