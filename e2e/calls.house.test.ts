import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { type Visit, widths } from './browser.ts'
import { ask, enter, type Person, signIn } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { makeNetwork } from './network-people.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password: 'nine-slow-otters-listening' }
const idris: Person = { name: 'Idris Oyo', email: 'idris@carrier.example', password: 'nine-slow-otters-listening' }
type Seeded = { readonly call: string; readonly techniques: string; readonly cases: string }
let seeded: Seeded | undefined

/** A network with an agency (Tova's) and a member of industry (Idris's), and a call under way to which Tova has invited Idris for two items. */
async function seed(context: BrowserContext, fresh: () => Promise<BrowserContext>): Promise<Seeded> {
  const { members } = await makeNetwork(context, fresh, {
    regulator: { person: tova, card: { kind: 'agency', name: 'Messaging Regulator', country: 'NZ' } },
    carrier: { person: idris, card: { kind: 'industry', name: 'Carrier of Calls', country: 'FR', category: 'telecommunications' } },
  })
  const { regulator, carrier } = members
  const series = await ask<{ id: string }>(context, 'POST', '/api/call-series', { name: 'Quarterly calls', months: 3 })
  const call = await ask<{ id: string; items: { id: string }[] }>(context, 'POST', '/api/calls', {
    ...{ title: 'Spring call', note: 'Bring what came of the last call.', startsAt: new Date(Date.now() - 600_000).toISOString() },
    ...{ timeZone: 'Asia/Singapore', duration: 90, link: 'https://rooms.example/spring', series: series.id, chair: regulator },
  })
  const [cases = '', , techniques = ''] = call.items.map(({ id }) => id)
  const tovas = await fresh()
  await signIn(tovas, tova)
  await ask(tovas, 'POST', `/api/calls/${call.id}/invitations`, { members: [carrier], items: [cases, techniques] })
  for (const to of ['convened', 'under-way']) await ask(context, 'POST', `/api/calls/${call.id}/move`, { to })
  await ask(tovas, 'POST', `/api/calls/${call.id}/answer`, { answer: 'accepted', comment: 'With two of our lawyers.' })
  const on = (item: string, what: string, body: object, who = context, method: 'POST' | 'PUT' = 'POST') =>
    ask(who, method, `/api/call-items/${item}/${what}`, body)
  for (const item of [cases, techniques]) {
    await on(item, 'papers', { kind: 'paper', title: 'What we found', text: 'Diallers that answer at night.' })
    await on(item, 'minutes', { text: 'It was gone through.' })
    await on(item, 'minutes', { text: 'It was gone through one by one.' })
    await on(item, 'attendance', { members: [regulator, carrier] }, context, 'PUT')
    await on(item, 'decisions', { kind: 'recommendation', text: 'Publish the list of numbers.' })
    await on(item, 'actions', { member: carrier, text: 'Send the list to all members.', due: '2026-01-31' })
  }
  const idriss = await fresh()
  await signIn(idriss, idris)
  const figures = [1200, 1350, 900, 2100, 3050].map((value, at) => ({ period: `2026-0${at + 1}-01`, value }))
  await on(techniques, 'reports', { kind: 'figures', title: 'Calls that hang up', unit: 'calls a day', threshold: 3000, figures }, idriss)
  await on(
    cases,
    'reports',
    { kind: 'cases', title: 'Diallers of a fund', details: { state: 'acted', countries: ['FR'], number: 1_200 } },
    idriss,
  )
  await on(cases, 'reports', { kind: 'obstacles', title: 'No contact abroad', text: 'Nobody answers at night.' }, idriss)
  return { call: call.id, cases, techniques }
}

async function network(product: Product, visit: () => Promise<Visit>): Promise<Seeded> {
  const { context } = await visit()
  await enter(context, product)
  seeded ??= await seed(context, async () => (await visit()).context)
  return seeded
}

const pictures = process.env.TOCSIN_TEST_PICTURES

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
] as const

scene(
  'no page or form of calls has a fault by WCAG 2.2 AA, or is wider than the window',
  { timeout: 480_000 },
  async ({ product, visit }) => {
    const { call } = await network(product, visit)
    const found: string[] = []
    for (const one of looks) {
      const { page, context } = await visit(one)
      await signIn(context, tova)
      const words = wordsOf(one.language)
      const look = async (what: string, within?: string) => {
        await settled(page)
        // for whoever wants to see them: where pictures go is named by the environment
        if (pictures !== undefined)
          await page.screenshot({
            path: join(pictures, `calls${what.replaceAll(/[^a-z]+/g, '-')}-${one.language}-${one.width}.png`),
            fullPage: true,
          })
        const faults = [...(await faultsOf(page, within))]
        if ((await overflowOf(page)) > 0) faults.push('wider than the window')
        found.push(...faults.map((fault) => `${what} (${one.language}, ${one.width} px): ${fault}`))
      }
      for (const path of ['/calls', `/calls/${call}`, '/calls/series', '/calls/actions', '/calls/board', '/calls/reports']) {
        await page.goto(path)
        await look(path)
      }
      for (const act of ['calls:invite.act', 'calls:object.act', 'calls:add.attendance']) {
        await page.goto(`/calls/${call}`)
        await page
          .getByRole('button', { name: words(act), exact: true })
          .first()
          .click()
        await page.getByRole('dialog').waitFor()
        await look(act, '[role=dialog]')
      }
    }
    expect(found).toEqual([])
  },
)

scene(
  'during a call an agency takes industry out of an item: it is gone from their screen at once, and nothing says why',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { call } = await network(product, visit)
    const words = wordsOf('en')
    const theirs = await visit()
    await signIn(theirs.context, idris)
    await theirs.page.goto(`/calls/${call}`)
    const techniques = theirs.page.getByRole('heading', { name: `2. ${words('calls:standing.techniques')}` })
    await techniques.waitFor()
    await theirs.page.getByText('Calls that hang up').waitFor()

    const ours = await visit()
    await signIn(ours.context, tova)
    await ours.page.goto(`/calls/${call}`)
    await ours.page.getByRole('button', { name: words('calls:object.act') }).click()
    const dialog = ours.page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: words('calls:object.which') }).click()
    await ours.page.getByRole('option', { name: words('calls:standing.techniques') }).click()
    // who loses what is said before
    await dialog.getByText(words('calls:object.what-item', { who: 'Carrier of Calls' })).waitFor()
    await dialog.getByRole('button', { name: words('calls:object.act') }).click()

    await techniques.waitFor({ state: 'detached' })
    await theirs.page.getByRole('heading', { name: `1. ${words('calls:standing.cases')}` }).waitFor()
    const text = await theirs.page.getByRole('main').textContent()
    expect(text).not.toContain('Calls that hang up')
    expect(text).not.toMatch(/object|taken out|withdrawn/i)
    await theirs.page.goto('/calls/board')
    await theirs.page.getByText('No contact abroad').waitFor()
    expect(await theirs.page.getByText('Calls that hang up').count()).toBe(0)
    // the agency sees it as before
    await ours.page.getByRole('heading', { name: `3. ${words('calls:standing.techniques')}` }).waitFor()
  },
)

scene(
  'of more members than a field can list each is found by its name and invited; whoever came is ticked among many agencies',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { call } = await network(product, visit)
    const words = wordsOf('en')
    const ours = await visit()
    await enter(ours.context, product)
    const { memberships } = await ask<{ memberships: { organisation: { id: string; name: string } }[] }>(
      ours.context,
      'GET',
      '/api/session',
    )
    const office = memberships.find(({ organisation }) => organisation.name === 'Network')?.organisation.id
    await ask(ours.context, 'PUT', '/api/session/acting', { organisation: office })
    const joins = (kind: string, name: string) =>
      ask(ours.context, 'POST', '/api/network/members', {
        kind,
        name,
        country: 'ZM',
        ...(kind === 'industry' ? { category: 'telecommunications' } : {}),
      })
    for (let at = 1; at <= 55; at++) await joins('industry', `Carrier ${String(at).padStart(3, '0')}`)
    for (let at = 1; at <= 30; at++) await joins('agency', `Regulator ${String(at).padStart(3, '0')}`)

    const theirs = await visit()
    await signIn(theirs.context, tova)
    const { page } = theirs
    await page.goto(`/calls/${call}`)
    await page.getByRole('button', { name: words('calls:invite.act') }).click()
    const dialog = page.getByRole('dialog')
    const field = dialog.getByRole('combobox', { name: words('calls:invite.members') })
    await field.fill('no such')
    await page.getByText(words('ui:members.nobody')).waitFor()
    for (const name of ['Carrier 055', 'Carrier 002']) {
      await field.fill(name)
      await page.getByRole('option', { name: `${name} (Zambia)` }).click()
    }
    await dialog.getByRole('button', { name: words('calls:invite.act') }).click()
    await dialog.waitFor({ state: 'detached' })
    for (const name of ['Carrier 055', 'Carrier 002']) await page.getByRole('main').getByText(name, { exact: true }).first().waitFor()

    await ours.page.goto(`/calls/${call}`)
    await ours.page
      .getByRole('button', { name: words('calls:add.attendance') })
      .first()
      .click()
    const sheet = ours.page.getByRole('dialog')
    await sheet.getByRole('checkbox', { name: 'Regulator 001' }).waitFor()
    await sheet.getByRole('searchbox', { name: words('calls:attendance.find') }).fill('regulator 030')
    expect(await sheet.getByRole('checkbox').count()).toBe(1)
    await sheet.getByRole('checkbox', { name: 'Regulator 030' }).check()
    await sheet.getByRole('button', { name: words('calls:form.save') }).click()
    await sheet.waitFor({ state: 'detached' })
    // whoever was found by other words, or not looked for, stays
    await ours.page.getByRole('main').getByText('Regulator 030').first().waitFor()
    await ours.page.getByRole('main').getByText('Messaging Regulator').first().waitFor()
  },
)

scene(
  'whoever runs a call changes the words of an item and says what came of an action; an agency takes industry out of a series on its page',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { call } = await network(product, visit)
    const words = wordsOf('en')
    const { page, context } = await visit()
    await signIn(context, tova)
    await page.goto(`/calls/${call}`)
    await page
      .getByRole('button', { name: words('calls:add.change') })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(words('calls:form.note')).fill('The newest first.')
    await dialog.getByLabel(words('calls:form.duration')).fill('25')
    await dialog.getByRole('button', { name: words('calls:form.save') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('The newest first.').waitFor()
    await page.getByText(words('calls:item.minutes-long_other', { count: '25' })).waitFor()

    await page
      .getByRole('button', { name: words('calls:actions.do') })
      .first()
      .click()
    await dialog.getByLabel(words('calls:actions.outcome')).fill('Sent to all, and thanked for.')
    await dialog.getByRole('button', { name: words('calls:actions.do') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Sent to all, and thanked for.').waitFor()

    await page.goto('/calls/series')
    await page.getByRole('button', { name: words('calls:object.act') }).click()
    await dialog.getByText(words('calls:object.what-series')).waitFor()
    await dialog.getByLabel(words('calls:object.reason')).fill('An inquiry runs.')
    await dialog.getByRole('button', { name: words('calls:object.act') }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('An inquiry runs.').waitFor()
    const theirs = await visit()
    await signIn(theirs.context, idris)
    await theirs.page.goto('/calls')
    await theirs.page.getByRole('main').waitFor()
    await settled(theirs.page)
    expect(await theirs.page.getByRole('main').textContent()).not.toContain('Spring call')
    await page.getByRole('button', { name: words('calls:object.end') }).click()
    await theirs.page.getByText('Spring call').first().waitFor()
  },
)

scene(
  'industry reports a new technique as a record, and an agency finds it by channel among all that was reported',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { call } = await network(product, visit)
    const words = wordsOf('en')
    const theirs = await visit()
    await signIn(theirs.context, idris)
    await theirs.page.goto(`/calls/${call}`)
    await theirs.page
      .getByRole('button', { name: words('calls:add.report'), exact: true })
      .first()
      .click()
    const dialog = theirs.page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: words('calls:report-kind.label') }).click()
    await theirs.page.getByRole('option', { name: words('calls:report-kind.techniques') }).click()
    await dialog.getByLabel(words('calls:form.title')).fill('Voices that are made')
    // what a case has and a technique has not is not asked
    expect(await dialog.getByLabel(words('calls:details.number')).count()).toBe(0)
    await dialog.getByRole('combobox', { name: words('calls:details.channels') }).press('ArrowDown')
    await theirs.page.getByRole('option', { name: words('calls:channel.calls') }).click()
    await dialog.getByLabel(words('calls:details.helps')).fill('Call back by a known number.')
    await dialog.getByRole('button', { name: words('calls:add.report'), exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await theirs.page.getByText('Call back by a known number.').waitFor()

    const ours = await visit()
    await signIn(ours.context, tova)
    await ours.page.goto('/calls/reports')
    await ours.page.getByText('Diallers of a fund').waitFor()
    await ours.page.getByRole('combobox', { name: words('calls:details.channels') }).click()
    await ours.page.getByRole('option', { name: words('calls:channel.calls') }).click()
    await ours.page.getByText('Diallers of a fund').waitFor({ state: 'detached' })
    await ours.page.getByText('Voices that are made').waitFor()
    await ours.page.getByText('Call back by a known number.').waitFor()
  },
)
