import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'

scene(
  'what a network lets be known, its calendar and the list of help are kept on their pages',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { context, page } = await visit({ width: widths.laptop })
    await enter(context, product)
    const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
    const holder = acting.organisation.id
    const { id } = await ask<{ id: string }>(context, 'POST', '/api/node/network', {
      name: 'Action Network',
      country: desk.country,
      holder,
    })
    await ask(context, 'PUT', '/api/session/acting', { organisation: id })
    await ask(context, 'POST', '/api/network/members', {
      kind: 'agency',
      name: 'Messaging Regulator',
      country: 'NZ',
      public: true,
      website: 'https://regulator.example/',
    })
    await page.goto('/network#publicity')
    await settled(page)
    await page.getByRole('switch', { name: 'Publish the directory' }).check()
    await page.locator('#publicity').getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.getByText('It names 1 member.').count()).toBe(1)
    await page.locator('#calendar').getByRole('button', { name: 'Make an address' }).click()
    await expect.poll(() => page.getByText(/\/calendar\/[\w-]{43}\.ics/).count()).toBe(1)
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.goto('/resources')
    await settled(page)
    await page.getByRole('listitem').filter({ hasText: 'INHOPE' }).getByRole('button', { name: 'It is right' }).click()
    await expect
      .poll(() => page.getByRole('listitem').filter({ hasText: 'INHOPE' }).getByText('Confirmed', { exact: true }).count())
      .toBe(1)
    await page.goto('/directory')
    expect(await page.getByRole('heading', { name: 'Messaging Regulator' }).count()).toBe(1)
    for (const look of [
      { language: 'ar', scheme: 'dark', width: widths.phone },
      { language: 'en', scheme: 'light', width: widths.phone },
    ] as const) {
      const other = await visit(look)
      await enter(other.context, product)
      await ask(other.context, 'PUT', '/api/session/acting', { organisation: id })
      for (const path of ['/network', '/resources', '/directory']) {
        await other.page.goto(`${path}?language=${look.language}`)
        if (path !== '/directory') await settled(other.page)
        expect([path, await faultsOf(other.page), await overflowOf(other.page)]).toEqual([path, [], 0])
      }
    }
  },
)
