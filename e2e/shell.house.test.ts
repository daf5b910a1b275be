import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { fileOf } from './built.ts'
import { ada, ask, enter, join, signInByForm } from './desk.ts'
import { scene } from './stage.ts'
import { t } from './words.ts'

// What surrounds every page: language, direction and colours from the first paint, the way in and out, live updates among tabs.

const setUp = async (context: BrowserContext, product: Parameters<typeof enter>[1]) => {
  await enter(context, product)
  await context.clearCookies()
}

scene('language, direction and colours are right before the console runs', async ({ visit }) => {
  const { page } = await visit({ language: 'ar-EG', scheme: 'dark' })
  // only the small script that comes before the first paint gets through
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/sign-in')
  const root = await page.evaluate(() => {
    const { dataset, dir, lang } = document.documentElement
    return { scheme: dataset.mantineColorScheme, dir, lang }
  })
  expect(root).toEqual({ scheme: 'dark', dir: 'rtl', lang: 'ar' })
})

scene('a wrong password and an unknown address are told the same, and the words take the focus', async ({ product, visit }) => {
  const { page, context } = await visit()
  await setUp(context, product)
  const said: (string | null)[] = []
  for (const email of [ada.email, 'nobody@example.org']) {
    await page.goto('/sign-in')
    await signInByForm(page, { name: '', email, password: 'not the right one at all' }, t)
    const note = page.getByRole('alert')
    await note.waitFor()
    said.push(await note.textContent())
    expect(await note.evaluate((element) => element === document.activeElement)).toBe(true)
  }
  expect(new Set(said).size).toBe(1)
})

scene('signing in leads on to the page that was asked for, and never to another site', async ({ product, visit }) => {
  const { page, context } = await visit()
  await setUp(context, product)
  await page.goto('/keys?of=everybody')
  await page.waitForURL(/\/sign-in\?next=/)
  await signInByForm(page, ada, t)
  await page.waitForURL(`${product.origin}/keys?of=everybody`)
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    await context.clearCookies()
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await signInByForm(page, ada, t)
    await page.getByRole('navigation').first().waitFor()
    expect(new URL(page.url()).origin).toBe(product.origin)
  }
})

scene('when the session ends elsewhere the door is shown, and leads back to the same page', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.goto('/people')
  await page.getByRole('row').nth(1).waitFor()
  await context.clearCookies()
  await page.getByRole('link', { name: t('shell:nav.audit'), exact: true }).click()
  await page.waitForURL(/\/sign-in\?next=/)
  await signInByForm(page, ada, t)
  await page.waitForURL(`${product.origin}/audit`)
})

scene('signing out shows the door, and no way leads back in', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  // the door may come in place of the page that was left, when the live stream tells of the end first: then this is what lies behind
  await page.goto('/channels')
  await page.goto('/people')
  await page.getByRole('button', { name: t('shell:user.menu', { name: ada.name }) }).click()
  await page.getByRole('menuitem', { name: t('shell:user.sign-out') }).click()
  await page.waitForURL(/\/sign-in/)
  await page.goBack()
  await page.waitForURL(/\/sign-in/)
  await page.goto('/people')
  await page.waitForURL(/\/sign-in\?next=/)
})

scene('what is typed while the palette is on its way is sought by it', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.route(`**/${fileOf('src/app/shell/palette.tsx')}`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue()
  })
  await page.goto('/people')
  await page.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('jobs')
  const field = page.getByPlaceholder(t('shell:find.hint'))
  await field.waitFor()
  expect(await field.inputValue()).toBe('jobs')
  await page.getByRole('dialog').getByText(t('shell:nav.jobs'), { exact: true }).waitFor()
  await field.press('Enter')
  await page.waitForURL(`${product.origin}/jobs`)
})

scene('a name that is too long is cut at its own end, in a page that runs the other way too', async ({ product, visit }) => {
  const { page, context } = await visit({ language: 'ar' })
  await enter(context, product)
  const name = 'Reads findings for the watch of the regional network, by night and on holidays'
  await ask(context, 'POST', '/api/keys', { name, scopes: ['read'] })
  await page.goto('/keys')
  const cell = page.getByRole('gridcell').filter({ hasText: name })
  await cell.waitFor()
  const seen = await cell.evaluate((element) => {
    const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
    if (words === null) throw new Error('the cell has no words')
    const letter = (at: number) => {
      const range = document.createRange()
      range.setStart(words, at)
      range.setEnd(words, at + 1)
      const { left, right } = range.getBoundingClientRect()
      const box = element.getBoundingClientRect()
      return left >= box.left - 1 && right <= box.right + 1
    }
    return { first: letter(0), last: letter((words.textContent ?? '').length - 1) }
  })
  expect(seen).toEqual({ first: true, last: false })
})

scene('the audit is narrowed to an act by its words, and to what one line is about', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await ask(context, 'POST', '/api/channels', { name: 'Consumer line' })
  await page.goto('/audit')
  await page.getByRole('row').nth(1).waitFor()
  const act = page.getByLabel(t('directory:audit.act'), { exact: true }).first()
  await act.fill(t('acts:intake.channel-added'))
  await page.getByRole('option', { name: t('acts:intake.channel-added'), exact: true }).click()
  await page.waitForURL(/action=intake.channel-added/)
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
  await page.getByRole('row').nth(1).click()
  await page.getByRole('button', { name: t('directory:audit.of-same') }).click()
  await page.waitForURL(/subject=/)
  expect(new URL(page.url()).searchParams.get('action')).toBe(null)
})

scene(
  'tabs of one browser share one connection; a change appears in all, and another takes over when the one that holds it is closed',
  async ({ product, visit }) => {
    const { page: one, context } = await visit()
    await enter(context, product)
    let connections = 0
    context.on('request', (request) => {
      if (request.url().endsWith('/api/live')) connections++
    })
    const live = one.waitForResponse('**/api/live')
    await one.goto('/people')
    await one.getByRole('row').nth(1).waitFor()
    await live
    const two = await context.newPage()
    await two.goto('/people')
    await two.getByRole('row').nth(1).waitFor()
    await join(
      context,
      (await visit()).context,
      { name: 'Anna', email: 'anna@example.net', password: 'a quiet river at dusk 77' },
      'analyst',
    )
    await Promise.all([one, two].map((page) => page.getByText('Anna', { exact: true }).waitFor()))
    expect(connections).toBe(1)

    const again = context.waitForEvent('request', (request) => request.url().endsWith('/api/live'))
    await one.close()
    await (await again).response()
    await join(
      context,
      (await visit()).context,
      { name: 'Berta', email: 'berta@example.net', password: 'a quiet river at dusk 77' },
      'viewer',
    )
    await two.getByText('Berta', { exact: true }).waitFor()
    expect(await ask<{ items: unknown[] }>(context, 'GET', '/api/people').then(({ items }) => items.length)).toBe(3)
  },
)
