import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, test as base, beforeAll, expect } from 'vitest'
import { reportNotRun } from '../src/platform/testing/not-run.ts'
import { type Look, launchBrowser, type Visit, visit } from './browser.ts'
import { findChromium } from './chromium.ts'
import { openProduct, type Product } from './product.ts'

const found = await findChromium()
if (found.kind === 'missing') reportNotRun(`the tests in a real browser: ${found.why}`)

type Stage = {
  readonly browser: Browser
  readonly product: Product
  /** opens a browser of somebody's own on the product */
  readonly visit: (look?: Look) => Promise<Visit>
}

// building the console and making a database take a while on a busy machine, and no scene should pay for it
const patience = 240_000
let opened: { readonly browser: Browser; readonly product: Product } | undefined

if (found.kind === 'here') {
  beforeAll(async () => {
    const browser = await launchBrowser()
    opened = { browser, product: await openProduct() }
  }, patience)
  afterAll(async () => {
    await opened?.browser.close()
    await opened?.product.stop()
  }, patience)
}

function stage(): NonNullable<typeof opened> {
  if (opened === undefined) throw new Error('the stage was not set')
  return opened
}

const staged = base.extend<Stage>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture rests on from this pattern
  browser: async ({}, use) => use(stage().browser),
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture rests on from this pattern
  product: async ({}, use) => use(stage().product),
  visit: async ({ browser, product, task }, use) => {
    const visits: Visit[] = []
    await use(async (look) => {
      const one = await visit(browser, product.origin, look)
      visits.push(one)
      return one
    })
    if (task.result?.state === 'fail') {
      await takePictures(task.name, visits)
      for (const line of product.troubles().slice(-5)) console.error(`the server said: ${line}`)
    }
    await Promise.all(visits.map(({ context }) => context.close()))
    // no page may have broken a rule of its content policy, or thrown, on the way
    expect(visits.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})

/**
 * A scene in a real browser: `product` and `browser` are the file's own, each `visit()` is a person with cookies of their own. It fails
 * also when a page complained on the way. Left out by name where no Chromium is.
 */
export const scene = found.kind === 'here' ? staged : staged.skip

async function takePictures(name: string, visits: readonly Visit[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-pictures-'))
  for (const [index, { page }] of visits.entries()) {
    const path = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}-${index}.png`)
    await page.screenshot({ path, fullPage: true }).catch(() => {})
    console.error(`what the browser showed: ${path} (${page.url()})`)
  }
}
