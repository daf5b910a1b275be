import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter, type Person, signIn } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password: 'nine-slow-otters-listening' }
const remi: Person = { name: 'Rémi Roux', email: 'remi@police.example', password: 'six-green-kettles-humming' }
const milo: Person = { name: 'Milo Dent', email: 'milo@carrier.example', password: 'eight-old-lanterns-turning' }
type Seeded = { readonly police: string; readonly carrier: string }
let seeded: Promise<Seeded> | undefined

/** A network of two agencies, of Tova and Rémi, and a carrier of Milo. */
async function seed(context: BrowserContext, fresh: () => Promise<BrowserContext>): Promise<Seeded> {
  const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
  const network = await ask<{ id: string }>(context, 'POST', '/api/node/network', {
    ...{ name: 'Network', country: desk.country, holder: acting.organisation.id },
  })
  await ask(context, 'PUT', '/api/session/acting', { organisation: network.id })
  const open = async (member: object, person: Person) => {
    const { id } = await ask<{ id: string }>(context, 'POST', '/api/network/members', member)
    const { link } = await ask<{ link: string }>(context, 'POST', `/api/network/members/${id}/organisation`, {
      administrator: person.email,
    })
    await ask(await fresh(), 'POST', '/api/invitations/accept', {
      token: link.split('#')[1],
      person: { name: person.name, password: person.password, locale: 'en', timeZone: 'Pacific/Auckland' },
    })
    return id
  }
  await open({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' }, tova)
  const police = await open({ kind: 'agency', name: 'Cyber Police', country: 'FR' }, remi)
  return {
    police,
    carrier: await open({ kind: 'industry', category: 'internet-provider', name: 'Long Carrier Name', country: 'FR' }, milo),
  }
}

async function network(product: Product, visit: () => Promise<{ context: BrowserContext }>): Promise<Seeded> {
  const { context } = await visit()
  await enter(context, product)
  seeded ??= seed(context, async () => (await visit()).context)
  return seeded
}

const words = wordsOf('en')
const brief = { title: 'Dialler wave', text: 'Who runs the diallers', ground: 'Act 2007', permitted: 'internally-visible', tlp: 'amber' }

scene(
  'an agency opens a joint case and invites; the partner comes in and reads what is given to it without loading again; who is taken out sees its own alone',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    await network(product, visit)
    const [lead, partner, industry] = [await visit(), await visit(), await visit()]
    await signIn(lead.context, tova)
    await signIn(partner.context, remi)
    await signIn(industry.context, milo)
    const { page } = lead
    await page.goto('/joint-cases')
    await page.getByRole('button', { name: words('joint:open.act') }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: words('joint:field.title') }).fill('Dialler wave')
    await form.getByRole('textbox', { name: words('joint:field.purpose') }).fill('Who runs the diallers')
    await form.getByRole('textbox', { name: words('joint:field.ground') }).fill('Act 2007')
    await form.getByRole('button', { name: words('joint:open.act') }).click()
    await page.getByRole('heading', { level: 1, name: 'Dialler wave' }).waitFor()
    await page.getByRole('button', { name: words('joint:invite.act') }).click()
    const members = page.getByRole('dialog').getByLabel(words('sharing:to.members'))
    for (const name of ['Cyber Police', 'Long Carrier']) {
      await members.fill(name)
      await page.getByRole('option', { name: new RegExp(name) }).click()
    }
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('joint:invite.act') })
      .click()

    for (const one of [partner, industry]) {
      await one.page.goto('/joint-cases?list=invited')
      await one.page.getByText('Dialler wave').click()
      await one.page.getByText('Who runs the diallers').waitFor()
      await one.page.getByRole('button', { name: words('joint:accept.act') }).click()
      await one.page
        .getByRole('dialog')
        .getByRole('button', { name: words('joint:accept.act') })
        .click()
      await one.page.getByRole('heading', { name: words('joint:parties.title') }).waitFor()
    }

    await page.getByRole('button', { name: words('joint:give.act') }).click()
    await page.getByRole('menuitem', { name: words('joint:give.note') }).click()
    const note = page.getByRole('dialog')
    await note.getByRole('textbox', { name: words('joint:field.title') }).fill('For agencies alone')
    // who will see it is said before it goes
    await note.getByRole('status').getByText('1 agency, and by no industry member').waitFor()
    await note
      .getByRole('region', { name: words('questionnaire:law.title') })
      .getByText('Cyber Police')
      .first()
      .waitFor()
    await note.getByRole('button', { name: words('joint:give.note') }).click()
    await partner.page.getByRole('heading', { name: 'For agencies alone' }).waitFor()
    expect(await industry.page.getByText('For agencies alone').count()).toBe(0)

    await page
      .getByRole('listitem')
      .filter({ hasText: 'Long Carrier Name' })
      .getByRole('button', { name: words('joint:remove.act') })
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('joint:remove.act') })
      .click()
    await industry.page.getByText(words('joint:outside.what')).waitFor()
    expect(await industry.page.getByText('Who runs the diallers').count()).toBe(0)
  },
)

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
  { language: 'zh-CN', scheme: 'light', width: widths.laptop },
] as const

scene(
  'no page or form of joint cases has a fault by WCAG 2.2 AA, or is wider than the window',
  { timeout: 300_000 },
  async ({ product, visit }) => {
    const { police, carrier } = await network(product, visit)
    const [lead, partner, industry] = [(await visit()).context, (await visit()).context, (await visit()).context]
    await signIn(lead, tova)
    await signIn(partner, remi)
    await signIn(industry, milo)
    const { id } = await ask<{ id: string }>(lead, 'POST', '/api/joint-cases', { ...brief, title: 'A wave of diallers with a long title' })
    await ask(lead, 'POST', `/api/joint-cases/${id}/invitations`, { members: [police, carrier] })
    const { parties } = await ask<{ parties: { id: string; name: string }[] }>(partner, 'POST', `/api/joint-cases/${id}/answer`, {
      accept: true,
    })
    const doer = parties.find(({ name }) => name === 'Cyber Police')?.id
    const given = { text: `Words ${'https://dialler.example/long/'.repeat(6)}`, late: true, tlp: 'amber', reach: 'agencies' }
    for (const more of [
      { kind: 'note', title: 'A note', secrecy: 'confidential' },
      { kind: 'task', title: 'A task', due: '2027-01-31', assignee: doer },
      { kind: 'event', title: 'An event', happenedAt: '2026-01-02T10:00:00.000Z', late: false },
    ])
      await ask(lead, 'POST', `/api/joint-cases/${id}/entries`, { ...given, ...more })
    const { id: back } = await ask<{ id: string }>(lead, 'POST', `/api/joint-cases/${id}/entries`, {
      ...given,
      kind: 'note',
      title: 'Taken',
    })
    await ask(lead, 'POST', `/api/joint-entries/${back}/take-back`)
    const found: string[] = []
    for (const one of looks) {
      const say = wordsOf(one.language)
      for (const [who, paths] of [
        [tova, ['/joint-cases', '/joint-cases?list=past', `/joint-cases/${id}`]],
        [remi, [`/joint-cases/${id}`]],
        [milo, ['/joint-cases?list=invited', `/joint-cases/${id}`]],
      ] as const) {
        const { page, context } = await visit(one)
        await signIn(context, who)
        const look = async (what: string, within?: string) => {
          await settled(page)
          const shots = process.env['TOCSIN_JOINT_PICTURES']
          if (shots !== undefined)
            await page.screenshot({
              path: join(
                shots,
                `${what.replaceAll(/[^a-z]+/g, '-').slice(0, 24)}-${who.name.slice(0, 4)}-${one.language}-${one.width}.png`,
              ),
              fullPage: true,
            })
          const faults = [...(await faultsOf(page, within))]
          if ((await overflowOf(page)) > 0) faults.push('wider than the window')
          found.push(...faults.map((fault) => `${what} (${one.language}, ${one.width} px): ${fault}`))
        }
        for (const path of paths) {
          await page.goto(path)
          await look(path)
        }
        if (who !== tova) continue
        await page.getByRole('button', { name: say('joint:give.act'), exact: true }).click()
        await page.getByRole('menuitem', { name: say('joint:give.task') }).click()
        await look('give', '[role=dialog]')
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: say('joint:invite.act'), exact: true }).click()
        await look('invite', '[role=dialog]')
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: say('joint:lead.menu'), exact: true }).click()
        await page.getByRole('menuitem', { name: say('joint:close.act') }).click()
        await look('close', '[role=dialog]')
      }
    }
    expect(found).toEqual([])
  },
)
