import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { seedTrainings } from './trainings-seed.ts'

type Named = { readonly id: string }

scene(
  'a session is offered, a campaign shows before and after, and an agenda is ordered by keyboard',
  { timeout: 400_000 },
  async ({ product, visit }) => {
    const { context, page } = await visit({ width: widths.laptop })
    await enter(context, product)
    const { acting } = await ask<{ acting: { organisation: Named } }>(context, 'GET', '/api/session')
    const holder = acting.organisation.id
    const made = await ask<Named>(context, 'POST', '/api/node/network', { name: 'Action Network', country: desk.country, holder })
    await ask(context, 'PUT', '/api/session/acting', { organisation: made.id })
    const bank = { kind: 'industry', name: 'Harbour Bank', country: 'AT', category: 'financial-institution' }
    const { id: industry } = await ask<Named>(context, 'POST', '/api/network/members', bank)

    await page.goto('/network/trainings')
    await settled(page)
    await page.getByRole('button', { name: 'Offer a session' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Title').fill('Reading headers')
    await form.getByLabel('Date and time').fill('2031-03-04T10:00')
    await form.getByRole('button', { name: 'Offer a session' }).click()
    await page.getByRole('heading', { level: 1, name: 'Reading headers' }).waitFor()
    await page.getByRole('button', { name: 'Add material' }).click()
    await form.getByLabel('Title').fill('Slides')
    await form.getByLabel('Text').fill('Words to read before.')
    await form.getByRole('button', { name: 'Add material' }).click()
    await expect.poll(() => page.getByText('Words to read before.').count()).toBe(1)

    const { training, education } = await seedTrainings(context, industry)
    await page.goto(`/network/educations/${education}`)
    await settled(page)
    const row = page.getByRole('region', { name: 'Open relays' }).getByRole('row', { name: /Austria/ })
    await expect.poll(() => row.textContent()).toMatch(/1,240.*310.*-75%/)
    await expect.poll(() => page.getByRole('region', { name: 'Open relays' }).getByText('not counted').count()).toBe(1)

    const call = { title: 'Spring call', startsAt: '2031-03-04T10:00:00.000Z', timeZone: 'UTC', duration: 60 }
    const { id } = await ask<Named>(context, 'POST', '/api/calls', call)
    await page.goto(`/calls/${id}`)
    await settled(page)
    await page.getByRole('button', { name: 'Order the agenda' }).click()
    const first = (await form.getByRole('listitem').first().textContent()) ?? ''
    await form
      .getByRole('button', { name: /^Move down/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByRole('heading', { level: 2, name: first.replace(/^1/, '2') }).count()).toBe(1)

    const faults: string[] = []
    for (const [language, scheme, width] of [
      ['en', 'light', widths.laptop],
      ['en', 'dark', widths.phone],
      ['ar', 'light', widths.phone],
      ['ar', 'dark', widths.laptop],
    ] as const) {
      const look = await visit({ language, scheme, width })
      await enter(look.context, product)
      await ask(look.context, 'PUT', '/api/session/acting', { organisation: made.id })
      for (const path of [
        '/network/trainings',
        `/network/trainings/${training}`,
        '/network/educations',
        `/network/educations/${education}`,
        '/network/secretariat',
        '/calls/board',
        `/calls/${id}`,
      ]) {
        await look.page.goto(path)
        await settled(look.page)
        faults.push(...(await faultsOf(look.page)).map((fault) => `${language} ${scheme} ${path}: ${fault}`))
        if ((await overflowOf(look.page)) > 0) faults.push(`${language} ${scheme} ${path} is wider than the window`)
      }
    }
    expect(faults).toEqual([])
  },
)
