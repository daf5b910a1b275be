import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { handInSample } from './cases-seed.ts'
import { ask, enter, join, type Person } from './desk.ts'
import { settled } from './look.ts'
import { scene } from './stage.ts'
import { t } from './words.ts'

// A desk's day: the queue, one case from its opening to its end, and many at once.

type Line = { readonly id: string; readonly code: string; readonly state: string; readonly assignee: { readonly name: string } | null }
type Made = { readonly id: string; readonly code: string }

const ben: Person = { name: 'Ben Ito', email: 'ben@desk.example', password: 'nine-quiet-otters-swimming' }

const button = (page: Page, key: string, values: Readonly<Record<string, string>> = {}) =>
  page.getByRole('button', { name: t(key, values), exact: true })
const section = (page: Page, key: string) => page.getByRole('region', { name: t(key), exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const more = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('button', { name: t('cases:more'), exact: true })
    .click()

async function choose(page: Page, label: string, option: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).or(dialog(page).getByLabel(label)).first().click()
  await page.getByRole('option', { name: option }).first().click()
}

scene(
  'a case is opened from chosen reports, noted on, given a task, contested, and tells whoever was called in it',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const one = await visit()
    const { page, context } = one
    await enter(context, product)
    const other = await visit()
    await join(context, other.context, ben, 'analyst')
    const report = await handInSample(context, 'phone-bait.en')
    await expect
      .poll(async () => (await ask<{ state: string }>(context, 'GET', `/api/reports/${report}`)).state, { timeout: 20_000 })
      .toBe('analysed')

    await page.goto('/reports')
    await settled(page)
    // by the keyboard: into the list, and choose its first row
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await button(page, 'analysis:act.case').click()
    await dialog(page).getByLabel(t('cases:field.title')).fill('A giveaway that asks for card numbers')
    await choose(page, t('cases:field.kind'), t('cases:kind.phishing'))
    await button(page, 'cases:open.act').click()
    await page.getByRole('heading', { level: 1, name: 'A giveaway that asks for card numbers' }).waitFor()
    await section(page, 'cases:reports.title').getByRole('link').first().waitFor()
    const code = page.url().split('/').at(-1) ?? ''
    expect(code).toMatch(/^C-\d{4}-\d{4}$/)

    const notes = section(page, 'cases:notes.title')
    await notes.getByLabel(t('cases:notes.text')).fill('Look at this, @be')
    await page.getByRole('option', { name: ben.name }).click()
    await button(page, 'cases:notes.add').click()
    await notes.getByText(`Look at this, @"${ben.name}"`).waitFor()

    const tasks = section(page, 'cases:tasks.title')
    await tasks.getByLabel(t('cases:tasks.new')).fill('Call the bank')
    await tasks.getByRole('button', { name: t('cases:tasks.add'), exact: true }).click()
    await tasks.getByRole('checkbox', { name: t('cases:tasks.done-of', { task: 'Call the bank' }) }).click()
    await expect
      .poll(() => tasks.getByRole('checkbox', { name: t('cases:tasks.done-of', { task: 'Call the bank' }) }).isChecked())
      .toBe(true)

    const harmBefore = (await ask<{ harm: number }>(context, 'GET', `/api/cases/${code}`)).harm
    await button(page, 'cases:harm.contest-of', { part: t('cases:harm.part.people') }).click()
    await dialog(page).getByLabel(t('cases:harm.part.people')).fill('900')
    await dialog(page).getByLabel(t('cases:field.reason')).fill('the bank counted the calls')
    await button(page, 'cases:harm.contest-act').click()
    await section(page, 'cases:harm.title').getByText(t('cases:harm.by-person')).waitFor()
    expect((await ask<{ harm: number }>(context, 'GET', `/api/cases/${code}`)).harm).toBeGreaterThan(harmBefore)

    await more(page)
    await page.getByRole('menuitem', { name: t('cases:assign.do'), exact: true }).click()
    await choose(page, t('cases:field.assignee'), ben.name)
    await button(page, 'cases:assign.act').click()
    await expect.poll(async () => (await ask<Line>(context, 'GET', `/api/cases/${code}`)).assignee?.name).toBe(ben.name)

    // what was done stands in the timeline without a reload, and the one who was called was told, with the way here
    await section(page, 'cases:timeline.title')
      .getByText(t('cases:entry.assigned', { to: ben.name }))
      .waitFor()
    await other.page.goto('/notices')
    await other.page.getByRole('link', { name: t('notices:cases.mentioned', { code }) }).click()
    await other.page.getByRole('heading', { level: 1, name: 'A giveaway that asks for card numbers' }).waitFor()
  },
)

scene('many are closed as previewed, each with its result, and all of it is undone', { timeout: 120_000 }, async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  const made: Made[] = []
  for (let at = 0; at < 4; at++)
    made.push(await ask<Made>(context, 'POST', '/api/cases', { title: `Wave of spam ${at}`, kind: 'abusive-traffic' }))
  const states = async () =>
    (await Promise.all(made.map(({ id }) => ask<Line>(context, 'GET', `/api/cases/${id}`)))).map(({ state }) => state)
  await page.goto('/cases?kind=abusive-traffic')
  await settled(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Control+a')
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: t('cases:bulk.act.close'), exact: true })
    .click()
  await button(page, 'cases:bulk.preview').click()
  await dialog(page)
    .getByText(t('cases:bulk.would_other', { count: '4' }))
    .waitFor()
  for (const { code } of made) await dialog(page).getByText(code, { exact: true }).waitFor()
  expect(new Set(await states())).toEqual(new Set(['open']))
  await button(page, 'cases:bulk.do.close_other', { count: '4' }).click()
  await dialog(page).getByText(t('cases:bulk.state.done'), { exact: true }).first().waitFor()
  expect(new Set(await states())).toEqual(new Set(['closed']))
  await button(page, 'cases:bulk.undo').click()
  await dialog(page).getByText(t('cases:bulk.state.undone'), { exact: true }).first().waitFor()
  expect(new Set(await states())).toEqual(new Set(['open']))
})

scene(
  'cases are merged after a look at what moves, the old code leads on, and the merge is undone',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const open = (title: string) => ask<Made>(context, 'POST', '/api/cases', { title, kind: 'scam' })
    const kept = await open('An investment that never pays')
    const twin = await open('The same investment, told in Arabic')
    await ask(context, 'POST', `/api/cases/${twin.id}/tasks`, { title: 'Ask for a translation' })
    await page.goto(`/cases/${kept.code}`)
    await settled(page)
    await more(page)
    await page.getByRole('menuitem', { name: t('cases:merge.do'), exact: true }).click()
    await dialog(page).getByPlaceholder(t('cases:picker.hint')).fill(twin.code)
    await page.getByRole('option', { name: twin.code }).click()
    await dialog(page)
      .getByText(t('cases:merge.moves', { reports: '0', campaigns: '0', tasks: '1', actions: '0' }))
      .waitFor()
    await dialog(page)
      .getByRole('button', { name: t('cases:merge.act_one', { count: '1' }), exact: true })
      .click()
    await section(page, 'cases:tasks.title').getByText('Ask for a translation').waitFor()

    await page.goto(`/cases/${twin.code}`)
    await page.getByText(t('cases:merge.merged')).waitFor()
    await button(page, 'cases:merge.undo').click()
    await dialog(page)
      .getByRole('button', { name: t('cases:merge.undo'), exact: true })
      .click()
    await section(page, 'cases:tasks.title').getByText('Ask for a translation').waitFor()
    expect((await ask<Line>(context, 'GET', `/api/cases/${twin.id}`)).state).toBe('open')
  },
)
