import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter, type Person, signIn } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password: 'nine-slow-otters-listening' }
const designated = { on: '2026-03-04', by: 'Director General' }
let seeded: { readonly regulator: string } | undefined

/** A network with two agencies of one country; the second one's administrator is Tova. */
async function seed(context: BrowserContext, fresh: () => Promise<BrowserContext>): Promise<{ readonly regulator: string }> {
  const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
  const network = await ask<{ id: string }>(context, 'POST', '/api/node/network', {
    name: 'Network',
    country: desk.country,
    holder: acting.organisation.id,
  })
  await ask(context, 'PUT', '/api/session/acting', { organisation: network.id })
  const member = (name: string) => ask<{ id: string }>(context, 'POST', '/api/network/members', { kind: 'agency', name, country: 'NZ' })
  const [police, regulator] = [await member('Police of New Zealand'), await member('Messaging Regulator')]
  await ask(context, 'POST', '/api/network/contacts', {
    ...{ member: police.id, role: 'unit', audience: 'agencies', designated, unit: 'Cybercrime', person: 'Ria Moe', title: 'Detective' },
    ...{ mail: 'ria@police.example', phone: '+64 4 555 0100', emergency: '+64 21 555 0101', hours: '9 to 5', languages: ['en', 'mi'] },
  })
  const { link } = await ask<{ link: string }>(context, 'POST', `/api/network/members/${regulator.id}/organisation`, {
    administrator: tova.email,
  })
  await ask(await fresh(), 'POST', '/api/invitations/accept', {
    token: link.split('#')[1],
    person: { name: tova.name, password: tova.password, locale: 'en', timeZone: 'Pacific/Auckland' },
  })
  await ask(context, 'POST', '/api/network/countries/NZ/contact', { agency: police.id, by: police.id })
  return { regulator: regulator.id }
}

async function network(product: Product, visit: () => Promise<{ context: BrowserContext }>): Promise<{ readonly regulator: string }> {
  const { context } = await visit()
  await enter(context, product)
  seeded ??= await seed(context, async () => (await visit()).context)
  return seeded
}

scene(
  'an agency designates its unit, hands it over, and signs its country’s primary contact',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { regulator } = await network(product, visit)
    const { page, context } = await visit()
    const words = wordsOf('en')
    await signIn(context, tova)
    await page.goto(`/network/members/${regulator}`)
    await page.getByRole('button', { name: words('contacts:designate.unit') }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(words('contacts:field.person')).fill('Ann Lee')
    await form.getByLabel(words('contacts:field.mail')).fill('ann@regulator.example')
    await form.getByLabel(words('contacts:field.signed-by'), { exact: true }).fill('Director General')
    await form.getByRole('button', { name: words('ui:save') }).click()
    await page.getByRole('heading', { name: 'Ann Lee' }).waitFor()
    await page.getByRole('button', { name: words('contacts:acts', { name: 'Ann Lee' }) }).click()
    await page.getByRole('menuitem', { name: words('contacts:dialog.hand-over') }).click()
    await form.getByLabel(words('contacts:field.person')).fill('Di Oh')
    await form.getByLabel(words('contacts:field.mail')).fill('di@regulator.example')
    await form.getByLabel(words('contacts:field.signed-by'), { exact: true }).fill('Director General')
    await form.getByRole('button', { name: words('ui:save') }).click()
    await page.getByRole('heading', { name: 'Di Oh' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Ann Lee' }).count()).toBe(0)
    await page.getByRole('button', { name: words('contacts:acts', { name: 'Di Oh' }) }).click()
    await page.getByRole('menuitem', { name: words('contacts:dialog.detail') }).click()
    await page.getByRole('dialog').getByText('Ann Lee').waitFor()
    await page.goto('/network/countries/NZ')
    await page.getByText(words('contacts:country.route.each')).waitFor()
    await page.getByRole('button', { name: words('contacts:country.sign', { agency: 'Messaging Regulator' }) }).click()
    await page.getByText(words('contacts:country.route.primary')).waitFor()
  },
)

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
] as const

scene(
  'no page or form of contacts has a fault by WCAG 2.2 AA, or is wider than the window',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { regulator } = await network(product, visit)
    const found: string[] = []
    for (const one of looks) {
      const { page, context } = await visit(one)
      await signIn(context, tova)
      const words = wordsOf(one.language)
      const look = async (what: string, within?: string) => {
        await settled(page)
        const faults = [...(await faultsOf(page, within))]
        if ((await overflowOf(page)) > 0) faults.push('wider than the window')
        found.push(...faults.map((fault) => `${what} (${one.language}, ${one.width} px): ${fault}`))
      }
      for (const path of [`/network/members/${regulator}`, '/network/countries/NZ', '/network/contacts']) {
        await page.goto(path)
        await look(path.replaceAll('/', '_'))
      }
      await page.goto(`/network/members/${regulator}`)
      await page.getByRole('button', { name: words('contacts:dialog.list') }).click()
      await page.getByRole('dialog').getByLabel(words('contacts:field.person')).waitFor()
      await look('form', '[role=dialog]')
    }
    expect(found).toEqual([])
  },
)
