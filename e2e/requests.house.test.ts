import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter, type Person, signIn } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password: 'nine-slow-otters-listening' }
const milo: Person = { name: 'Milo Dent', email: 'milo@carrier.example', password: 'eight-old-lanterns-turning' }
let seeded: Promise<{ readonly carrier: string }> | undefined

/** A network of an agency, whose administrator is Tova, and a carrier with Milo, which has said what it can give. */
async function seed(context: BrowserContext, fresh: () => Promise<BrowserContext>): Promise<{ readonly carrier: string }> {
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
    const own = await fresh()
    await ask(own, 'POST', '/api/invitations/accept', {
      token: link.split('#')[1],
      person: { name: person.name, password: person.password, locale: 'en', timeZone: 'Pacific/Auckland' },
    })
    return { id, own }
  }
  const regulator = await open({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' }, tova)
  await ask(regulator.own, 'POST', '/api/network/contacts', {
    ...{ member: regulator.id, role: 'unit', audience: 'members', unit: 'Enforcement', person: tova.name, mail: tova.email },
    ...{ phone: '+64 4 555 0199', designated: { on: '2026-01-02', by: 'Director' } },
  })
  const carrier = await open({ kind: 'industry', category: 'internet-provider', name: 'Long Carrier Name Limited', country: 'FR' }, milo)
  const of = `/api/network/members/${carrier.id}/disclosure`
  const line = {
    asker: 'foreign',
    given: 'conditions',
    condition: 'with a reference',
    days: 12,
    keptDays: 90,
    cost: 'EUR 20',
    told: 'after',
  }
  const { changedAt } = await ask<{ changedAt: string }>(carrier.own, 'PUT', of, {
    ...{ channel: 'portal', address: 'https://law.carrier.example', languages: ['fr'], needs: ['signature', 'call-back'] },
    lines: [
      { ...line, category: 'subscriber', grounds: ['production-order'] },
      { ...line, category: 'logs', grounds: ['production-order', 'warrant'] },
    ],
  })
  await ask(carrier.own, 'POST', `${of}/publish`, { changedAt })
  return { carrier: carrier.id }
}

async function network(product: Product, visit: () => Promise<{ context: BrowserContext }>): Promise<{ readonly carrier: string }> {
  const { context } = await visit()
  await enter(context, product)
  seeded ??= seed(context, async () => (await visit()).context)
  return seeded
}

const words = wordsOf('en')
const field = (page: Page, name: string) => page.getByRole('textbox', { name: words(`requests:field.${name}`), exact: true })

scene(
  'an agency builds a request, is told what stands against it, sends it; the other side answers, and the agency reads it without loading again',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    const { carrier } = await network(product, visit)
    const [asker, asked] = [await visit(), await visit()]
    await signIn(asker.context, tova)
    await signIn(asked.context, milo)
    const { page } = asker
    await page.goto(`/network/members/${carrier}`)
    await page.getByRole('link', { name: words('network:member.ask-help') }).click()
    await field(page, 'title').fill('Who rents dialler.example')
    await field(page, 'purpose').fill('inquiry 12')
    await field(page, 'things').fill('dialler.example')
    await page.getByLabel(words('requests:field.data')).first().press('ArrowDown')
    await page.getByRole('option', { name: words('disclosures:data.subscriber') }).click()
    await page.keyboard.press('Escape')
    // what it says it can give is held against what is asked, while it is written
    await page
      .getByText(
        words('requests:finding.ground', {
          data: words('disclosures:data.subscriber'),
          grounds: words('disclosures:ground.production-order'),
        }),
      )
      .waitFor()
    await page.getByRole('button', { name: words('requests:new.save') }).click()
    await page.getByRole('heading', { level: 1, name: 'Who rents dialler.example' }).waitFor()
    const send = page.getByRole('button', { name: words('requests:send.act') })
    expect(await send.isDisabled()).toBe(true)
    await page.getByRole('link', { name: words('requests:new.change') }).click()
    for (const [at, reason] of ['agreed by telephone', 'they read English'].entries())
      await page.getByLabel(words('requests:check.reason')).nth(at).fill(reason)
    await page.getByRole('button', { name: words('requests:new.save') }).click()
    await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
    await send.click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('requests:send.act') })
      .click()
    await page.getByText(words('requests:state.sent'), { exact: true }).first().waitFor()

    await asked.page.goto('/requests')
    await asked.page.getByText('Who rents dialler.example').click()
    await asked.page.getByText(words('requests:identity.is-unit')).waitFor()
    await asked.page.getByText(words('requests:means.password')).waitFor()
    await asked.page.getByText('+64 4 555 0199').waitFor()
    await asked.page.getByRole('button', { name: words('requests:act.answer'), exact: true }).click()
    const form = asked.page.getByRole('dialog')
    await form.getByLabel(words('requests:answer-line.text')).fill('R. Example, Rue 1')
    await form.getByLabel(words('requests:field.words')).fill('That is all we hold.')
    // what the law of whoever asks says of secrecy is said before anything goes
    await form
      .getByRole('region', { name: words('questionnaire:law.title') })
      .getByText('Messaging Regulator')
      .first()
      .waitFor()
    await form.getByRole('button', { name: words('requests:act.answer'), exact: true }).click()
    await asked.page.getByText(words('requests:state.answered'), { exact: true }).first().waitFor()
    await page.getByText('That is all we hold.').waitFor()
    await page.getByText('R. Example, Rue 1').waitFor()
  },
)

/** What an agency asks of the carrier for an inquiry. */
const askedOf = (carrier: string, title: string) => ({
  to: { kind: 'member', member: carrier },
  ask: {
    ...{
      kind: 'data',
      title,
      data: ['subscriber', 'logs'],
      things: [{ kind: 'url', value: `https://dialler.example/${'a-long-way/'.repeat(8)}` }],
    },
    ...{
      period: { from: '2026-01-01', to: '2026-02-01' },
      ground: 'production-order',
      law: 'Act 2007, section 34',
      purpose: 'inquiry 13',
    },
    ...{ text: 'Please say who paid.', language: 'fr', urgency: 'urgent', answerBy: '2026-03-01', preserveUntil: null, mayPass: false },
    overrides: [{ code: 'too-late', reason: 'a copy may be kept' }],
  },
})

/** Does one of the acts of a request by its dialog. */
async function act(page: Page, name: string, fill: (dialog: Locator) => Promise<void> = async () => {}): Promise<void> {
  const said = words(`requests:act.${name}`)
  await page.getByRole('button', { name: said, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button', { name: said, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

scene(
  'who is asked acknowledges, asks back, gives a part and refuses the rest with another way; who asks answers the question, each without loading again',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { carrier } = await network(product, visit)
    const [asker, asked] = [await visit(), await visit()]
    await signIn(asker.context, tova)
    await signIn(asked.context, milo)
    const { id, sha256 } = await ask<{ id: string; sha256: string }>(
      asker.context,
      'POST',
      '/api/requests',
      askedOf(carrier, 'Who paid for it'),
    )
    await ask(asker.context, 'POST', `/api/requests/${id}/send`, { sha256 })
    await asker.page.goto(`/requests/${id}`)
    await asked.page.goto(`/requests/${id}`)
    const say = (text: string) => (dialog: Locator) => dialog.getByLabel(words('requests:field.words')).fill(text)
    await act(asked.page, 'acknowledge')
    await asker.page.getByText(words('requests:state.acknowledged'), { exact: true }).first().waitFor()
    await act(asked.page, 'question', say('Which of the two accounts?'))
    await asker.page.getByText('Which of the two accounts?').waitFor()
    await act(asker.page, 'reply', say('The one that was opened first.'))
    await asked.page.getByText('The one that was opened first.').waitFor()
    await act(asked.page, 'partial', async (dialog) => {
      await dialog.getByLabel(words('requests:answer-line.text')).first().fill('P. Example, by card')
      await say('The logs follow.')(dialog)
    })
    await asker.page.getByText('P. Example, by card').waitFor()
    await asker.page.getByText(words('requests:state.partly'), { exact: true }).first().waitFor()
    await act(asked.page, 'refuse', async (dialog) => {
      await dialog.getByRole('combobox', { name: words('requests:refuse.why') }).press('ArrowDown')
      await asked.page.getByRole('option', { name: words('requests:refusal.too-late') }).click()
      await dialog.getByRole('combobox', { name: words('requests:refuse.route') }).press('ArrowDown')
      await asked.page.getByRole('option', { name: words('requests:other-route.narrower') }).click()
      await say('They are kept for ninety days.')(dialog)
    })
    await asker.page.getByText(words('requests:state.refused'), { exact: true }).first().waitFor()
    await asker.page.getByText('They are kept for ninety days.').waitFor()
    await asker.page
      .getByText(new RegExp(words('requests:other-route.narrower')))
      .first()
      .waitFor()
    // what was given before stays
    await asker.page.getByText('P. Example, by card').waitFor()
  },
)

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
] as const

scene(
  'no page or form of requests has a fault by WCAG 2.2 AA, or is wider than the window',
  { timeout: 300_000 },
  async ({ product, visit }) => {
    const { carrier } = await network(product, visit)
    const { context: asking } = await visit()
    await signIn(asking, tova)
    const draft = await ask<{ id: string; sha256: string }>(asking, 'POST', '/api/requests', askedOf(carrier, 'A draft'))
    const sent = await ask<{ id: string; sha256: string }>(asking, 'POST', '/api/requests', askedOf(carrier, 'A request that was sent'))
    await ask(asking, 'POST', `/api/requests/${sent.id}/send`, { sha256: sent.sha256 })
    const found: string[] = []
    for (const one of looks) {
      const say = wordsOf(one.language)
      for (const [who, paths] of [
        [tova, ['/requests?side=asker', '/requests/new', `/requests/new?draft=${draft.id}`, `/requests/${draft.id}`, '/requests/figures']],
        [milo, ['/requests', `/requests/${sent.id}`, '/requests?kind=interview']],
      ] as const) {
        const { page, context } = await visit(one)
        await signIn(context, who)
        const look = async (what: string, within?: string) => {
          await settled(page)
          const faults = [...(await faultsOf(page, within))]
          if ((await overflowOf(page)) > 0) faults.push('wider than the window')
          found.push(...faults.map((fault) => `${what} (${one.language}, ${one.width} px): ${fault}`))
        }
        for (const path of paths) {
          await page.goto(path)
          await look(path)
        }
        if (who !== milo) continue
        await page.goto(`/requests/${sent.id}`)
        for (const act of ['refuse', 'partial']) {
          await page.getByRole('button', { name: say(`requests:act.${act}`), exact: true }).click()
          await page.getByRole('dialog').getByLabel(say('requests:field.words')).waitFor()
          await look(act, '[role=dialog]')
          await page.keyboard.press('Escape')
        }
      }
    }
    expect(found).toEqual([])
  },
)
