import type { BrowserContext } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { openRelay } from '../src/app/testing/relay.ts'
import type { Action } from '../src/domain/cases/contract.ts'
import type { ReleaseView } from '../src/domain/cooperation/contract.ts'
import { widths } from './browser.ts'
import { ask, enter } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

// What became of notices: the product of this file has a relay that takes them.

const relay = await openRelay()
process.env['TOCSIN_RELAY'] = relay.url
afterAll(() => relay.away())

type Made = { readonly id: string; readonly code: string }
const words = wordsOf('en')

/** A case whose notice was approved and taken by the relay. */
async function send(context: BrowserContext, title: string, name: string, address: string): Promise<{ of: Made; action: string }> {
  const of = await ask<Made>(context, 'POST', '/api/cases', { title, kind: 'phishing' })
  const { id: action } = await ask<Action>(context, 'POST', `/api/cases/${of.id}/actions`, {
    kind: 'take-down',
    recipient: { name, address, role: 'host' },
    things: [{ kind: 'url', value: `https://login.${title.toLowerCase().replaceAll(' ', '-')}.example/verify?u=ann` }],
  })
  const drafted = async () =>
    (await ask<{ items: ReleaseView[] }>(context, 'GET', `/api/releases?action=${action}`)).items.find(({ sha256 }) => sha256 !== null)
  await expect.poll(drafted).toBeDefined()
  const draft = await drafted()
  await ask(context, 'POST', `/api/releases/${draft?.id}/approve`, { sha256: draft?.sha256 })
  const state = async () => (await ask<Action>(context, 'GET', `/api/actions/${action}`)).outcome
  await expect.poll(state).toBe('sent')
  return { of, action }
}

scene(
  'a notice is followed on its case, and counts for whoever should act; the table leads to its cases and goes out as a file',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const first = await send(context, 'Harbour Bank', 'Example Hosting', 'abuse@host.example')
    await send(context, 'Alpine Bank', 'Example Hosting', 'abuse2@host.example')
    await send(context, 'Delta Bank', 'Quiet Hosting', 'abuse@quiet.example')
    await ask(context, 'POST', `/api/actions/${first.action}/outcomes`, { kind: 'acted', reference: 'T-1' })

    await page.goto(`/cases/${first.of.code}`)
    const after = page.getByRole('region', { name: words('outcomes:after.title') })
    await after.getByText(words('outcomes:step.sent'), { exact: true }).waitFor()
    await after.getByText(words('outcomes:step.replied'), { exact: true }).waitFor()
    // no address of a page stands with its query or as a link, and outside look-ups are off here
    await after.getByText('hxxps://login[.]harbour-bank[.]example', { exact: false }).first().waitFor()
    await after.getByText(words('outcomes:after.outside-off')).waitFor()
    expect(await after.getByRole('link').count()).toBe(0)
    // somebody looked just now: the program did, when it was approved
    await after.getByRole('button', { name: words('outcomes:after.look') }).click()
    await page.getByText(words('cases-problems:cases.looked-just-now')).waitFor()

    await page.goto('/outcomes')
    await settled(page)
    const row = page.getByRole('row', { name: 'Example Hosting' })
    expect(await row.textContent()).toMatch(/2[\s\S]*50\s?%/)
    expect(await page.getByRole('row', { name: 'Quiet Hosting' }).textContent()).toContain(words('outcomes:line.few'))
    const file = page.waitForEvent('download')
    await page.getByRole('link', { name: words('ui:export-of', { what: words('outcomes:title') }) }).click()
    expect((await file).suggestedFilename()).toMatch(/^outcomes-by-host-.*\.csv$/)
    await row.click()
    await page.waitForURL(/\/outcomes\/notices\?/)
    await settled(page)
    const cases = page.getByRole('grid').getByRole('row')
    await expect.poll(() => cases.count()).toBe(3)
    await page.getByRole('row', { name: /Harbour Bank/ }).click()
    await page.waitForURL(`**/cases/${first.of.id}`)
    await settled(page)

    const found: string[] = []
    for (const look of [
      { language: 'en', scheme: 'dark', width: widths.phone },
      { language: 'ar', scheme: 'light', width: widths.laptop },
    ] as const) {
      const other = await visit(look)
      await enter(other.context, product, { locale: look.language })
      for (const path of ['/outcomes', '/outcomes/notices?key=example+hosting', `/cases/${first.of.code}`]) {
        await other.page.goto(path)
        await settled(other.page)
        found.push(...(await faultsOf(other.page)).map((fault) => `${path} ${look.language}: ${fault}`))
        if ((await overflowOf(other.page)) > 0) found.push(`${path} ${look.language}: wider than the window`)
      }
    }
    expect(found).toEqual([])
  },
)
