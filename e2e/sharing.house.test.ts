import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { widths } from './browser.ts'
import { ask, desk, enter, type Person, signIn } from './desk.ts'
import { faultsOf, overflowOf, settled } from './look.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password: 'nine-slow-otters-listening' }
const ben: Person = { name: 'Ben Ito', email: 'ben@carrier.example', password: 'four-quick-cranes-dancing' }
const ida: Person = { name: 'Ida Moss', email: 'ida@payments.example', password: 'seven-red-barns-burning' }
type Seeded = { readonly code: string; readonly regulator: string; readonly carrier: string; readonly payments: string }
let seeded: Seeded | undefined

/** A network with an agency and two members of industry that work on the node: Tova's, Ben's and Ida's. Tova has a case. */
async function seed(context: BrowserContext, fresh: () => Promise<BrowserContext>): Promise<Seeded> {
  const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
  const network = await ask<{ id: string }>(context, 'POST', '/api/node/network', {
    name: 'Network',
    country: desk.country,
    holder: acting.organisation.id,
  })
  await ask(context, 'PUT', '/api/session/acting', { organisation: network.id })
  const open = async (kind: string, name: string, person: Person) => {
    const more = kind === 'industry' ? { category: 'telecommunications' } : {}
    const { id } = await ask<{ id: string }>(context, 'POST', '/api/network/members', { kind, name, country: 'NZ', ...more })
    const { link } = await ask<{ link: string }>(context, 'POST', `/api/network/members/${id}/organisation`, {
      administrator: person.email,
    })
    await ask(await fresh(), 'POST', '/api/invitations/accept', {
      token: link.split('#')[1],
      person: { name: person.name, password: person.password, locale: 'en', timeZone: 'Pacific/Auckland' },
    })
    return id
  }
  const regulator = await open('agency', 'Messaging Regulator', tova)
  const carrier = await open('industry', 'Harbour Carrier', ben)
  const payments = await open('industry', 'Payment Desk', ida)
  const hers = await fresh()
  await signIn(hers, tova)
  const opened = await ask<{ id: string; code: string }>(hers, 'POST', '/api/cases', { title: 'Dialler wave', kind: 'phishing' })
  return { code: opened.code, regulator, carrier, payments }
}

async function network(product: Product, visit: () => Promise<{ context: BrowserContext }>): Promise<Seeded> {
  const { context } = await visit()
  await enter(context, product)
  seeded ??= await seed(context, async () => (await visit()).context)
  return seeded
}

scene(
  'a case is shared with one look at the very copy, read by the other, called back, and its deletion confirmed',
  { timeout: 180_000 },
  async ({ product, visit }) => {
    const { code } = await network(product, visit)
    const words = wordsOf('en')
    const { page, context } = await visit()
    await signIn(context, tova)
    await page.goto(`/cases/${code}`)
    await page.getByRole('button', { name: words('sharing:object.share'), exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(words('sharing:to.members')).fill('Harbour')
    await page.getByRole('option', { name: /Harbour Carrier/ }).click()
    await form.getByLabel(words('sharing:field.ground')).fill('Part 4, Act 2007')
    await form.getByLabel(words('sharing:field.purpose')).fill('Find where the calls come from')
    await form.getByRole('checkbox', { name: words('sharing:parts.harm') }).uncheck()
    await form.getByRole('button', { name: words('sharing:draft.act') }).click()
    // the very copy, and who would see it: a newcomer, who must be meant
    await page.getByRole('heading', { name: words('sharing:copy.title') }).waitFor()
    await page.getByText('Part 4, Act 2007').first().waitFor()
    await page.getByRole('heading', { name: words('sharing:audience.draft_one', { count: '1' }) }).waitFor()
    const approve = page.getByRole('button', { name: words('sharing:act.approve') })
    expect(await approve.isDisabled()).toBe(true)
    await page.getByRole('checkbox').check()
    await approve.click()
    await page.getByText(words('sharing:state.shared'), { exact: true }).waitFor()

    const other = await visit()
    await signIn(other.context, ben)
    await other.page.goto('/shared')
    await other.page.getByText('Dialler wave').click()
    await other.page.getByRole('heading', { name: 'Dialler wave', level: 1 }).waitFor()
    await other.page.getByText('TLP:AMBER').first().waitFor()
    // what stayed with its owner is said to be left out
    await other.page.getByText(words('sharing:parts.left')).waitFor()
    await page
      .getByRole('region', { name: words('sharing:receipts.title') })
      .getByText('Harbour Carrier')
      .waitFor()

    await page.getByRole('button', { name: words('sharing:act.recall') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('sharing:act.recall') })
      .click()
    await page.getByText(words('sharing:deletions.waits'), { exact: true }).waitFor()
    // what is open on the other's page goes by itself
    await other.page.getByRole('heading', { name: words('sharing:tombstones.title') }).waitFor()
    expect(await other.page.getByText('Dialler wave').count()).toBe(0)
    await other.page.getByRole('button', { name: words('sharing:tombstones.confirm') }).click()
    await other.page
      .getByRole('dialog')
      .getByRole('button', { name: words('sharing:tombstones.confirm') })
      .click()
    await page.getByText(words('sharing:deletions.confirmed'), { exact: true }).waitFor()
    await other.page.goto('/notices')
    await other.page.getByText(words('notices:cooperation.copy-recalled', { from: 'Messaging Regulator' })).waitFor()
  },
)

/** Shown to a member by Tova's desk, to be passed on after asking. */
async function showToAsk(hers: BrowserContext, member: string, value: string): Promise<{ readonly id: string; readonly copy: string }> {
  const { id, sha256, revision, copy } = await ask<{ id: string; copy: string; sha256: string; revision: number }>(
    hers,
    'POST',
    '/api/shares',
    {
      object: { kind: 'indicator', of: 'domain', value, note: 'Seen since Monday.' },
      recipients: [{ kind: 'member', value: member }],
      terms: { tlp: 'amber-strict', permitted: 'contact-for-instruction', onward: 'ask', ground: 'Part 4', purpose: 'Inquiry' },
    },
  )
  await ask(hers, 'POST', `/api/shares/${id}/approve`, { sha256, revision, unusual: true })
  return { id, copy }
}

scene(
  'the owner is asked whether a copy may be passed on, consents, and sees that it was; the form begins with what was agreed',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { carrier } = await network(product, visit)
    const words = wordsOf('en')
    const [owner, asker] = [await visit(), await visit()]
    await signIn(owner.context, tova)
    await signIn(asker.context, ben)
    const shown = await showToAsk(owner.context, carrier, 'onward.example')
    await owner.page.goto(`/shares/${shown.id}`)
    await owner.page.getByRole('heading', { name: words('sharing:copy.title') }).waitFor()
    const { page } = asker
    await page.goto(`/shared/${shown.copy}`)
    await page.getByRole('button', { name: words('sharing:pass-on.ask') }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('combobox', { name: words('sharing:pass-on.to-member') }).fill('Payment')
    await page.getByRole('option', { name: /Payment Desk/ }).click()
    await form.getByLabel(words('sharing:pass-on.what')).fill('The domain alone')
    await form.getByLabel(words('sharing:pass-on.why')).fill('They can stop the payments')
    await form.getByRole('button', { name: words('sharing:pass-on.ask') }).click()
    await page.getByText(words('sharing:pass-on.state.open'), { exact: true }).waitFor()
    // it comes to the owner's page by itself
    await owner.page.getByText('They can stop the payments').waitFor()
    await owner.page.getByRole('button', { name: words('sharing:pass-on.consent'), exact: true }).click()
    await owner.page
      .getByRole('dialog')
      .getByRole('button', { name: words('sharing:pass-on.consent'), exact: true })
      .click()
    await page.getByRole('button', { name: words('sharing:pass-on.go'), exact: true }).click()
    const share = page.getByRole('dialog')
    await share.getByText('Payment Desk').first().waitFor()
    await share.getByLabel(words('sharing:field.title')).fill('About onward.example')
    await share.getByLabel(words('sharing:field.text')).fill('Payments go through it.')
    await share.getByLabel(words('sharing:field.ground')).fill('Part 4')
    await share.getByLabel(words('sharing:field.purpose')).fill('Stop them')
    await share.getByRole('button', { name: words('sharing:draft.act') }).click()
    await page.getByRole('heading', { name: words('sharing:copy.title') }).waitFor()
    await page.getByLabel(words('sharing:guard.meant', { names: 'Payment Desk' })).check()
    await page.getByRole('button', { name: words('sharing:act.approve') }).click()
    await owner.page.getByText(words('sharing:pass-on.state.used'), { exact: true }).waitFor()
  },
)

scene(
  'a group is made, filled and left, and a mark of secrecy takes the way to share away',
  { timeout: 120_000 },
  async ({ product, visit }) => {
    const { code } = await network(product, visit)
    const words = wordsOf('en')
    const { page, context } = await visit()
    await signIn(context, tova)
    await page.goto('/groups')
    await page.getByRole('button', { name: words('sharing:groups.make') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(words('sharing:groups.name')).fill('Task force')
    await dialog.getByRole('button', { name: words('sharing:groups.make') }).click()
    await page.getByRole('heading', { name: 'Task force', level: 1 }).waitFor()
    await page.getByRole('button', { name: words('sharing:groups.add') }).click()
    await dialog.getByLabel(words('sharing:to.members')).fill('Harbour')
    await page.getByRole('option', { name: /Harbour Carrier/ }).click()
    await dialog.getByLabel(words('sharing:groups.past-yes')).check()
    await dialog.getByRole('button', { name: words('sharing:groups.add') }).click()
    await page.getByText(words('sharing:groups.sees-past')).nth(1).waitFor()

    const other = await visit()
    await signIn(other.context, ben)
    await other.page.goto('/groups')
    await other.page.getByText('Task force').click()
    await other.page.getByRole('button', { name: words('sharing:groups.leave'), exact: true }).click()
    await other.page
      .getByRole('dialog')
      .getByRole('button', { name: words('sharing:groups.leave'), exact: true })
      .click()
    await other.page.getByText(words('sharing:groups.none')).waitFor()

    await page.goto(`/cases/${code}`)
    await page.getByRole('button', { name: words('sharing:secret.menu') }).click()
    await page.getByRole('menuitem', { name: words('sharing:secret.set.confidential') }).click()
    await page.getByText(words('sharing:secret.confidential'), { exact: true }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: words('sharing:object.share'), exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: words('sharing:secret.lift') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('sharing:secret.lift') })
      .click()
    await page.getByRole('button', { name: words('sharing:object.share'), exact: true }).waitFor()
  },
)

const looks = [
  { language: 'en', scheme: 'light', width: widths.laptop },
  { language: 'en', scheme: 'dark', width: widths.phone },
  { language: 'ar', scheme: 'light', width: widths.phone },
  { language: 'ar', scheme: 'dark', width: widths.laptop },
] as const

/** A message that Tova's desk holds, shown to a member with its bytes, and what was found in it. */
async function seedEvidence(hers: BrowserContext, member: string) {
  const data = Buffer.from(
    'From: Bank <bank@phish.example>\r\nTo: vera@citizen.example\r\nSubject: Locked\r\nMessage-ID: <1@phish.example>\r\n\r\nhttp://phish.example/login\r\n',
  )
  const handed = await hers.request.post('/api/reports', { data, headers: { 'content-type': 'message/rfc822' } })
  const { id } = (await handed.json()) as { id: string }
  const read = () => ask<{ state: string; item: string }>(hers, 'GET', `/api/reports/${id}`)
  await expect.poll(async () => (await read()).state, { timeout: 30_000 }).toBe('analysed')
  const { item } = await read()
  const show = async (object: object) => {
    const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'Part 4', purpose: 'Inquiry' }
    const asked = { object, recipients: [{ kind: 'member', value: member }], terms }
    const drafted = await ask<{ id: string; copy: string; sha256: string; revision: number }>(hers, 'POST', '/api/shares', asked)
    const { sha256, revision } = drafted
    await ask(hers, 'POST', `/api/shares/${drafted.id}/approve`, { sha256, revision, unusual: true })
    return drafted
  }
  return {
    report: id,
    item,
    evidence: await show({ kind: 'evidence', id: item, bytes: 'clean' }),
    finding: await show({ kind: 'finding', id }),
  }
}

scene(
  'no page or form of sharing has a fault by WCAG 2.2 AA, or is wider than the window',
  { timeout: 360_000 },
  async ({ product, visit }) => {
    const { carrier, payments } = await network(product, visit)
    const { context: hers } = await visit()
    await signIn(hers, tova)
    const [shown, back] = [await showToAsk(hers, carrier, 'calls.example'), await showToAsk(hers, carrier, 'gone.example')]
    const waits = await ask<{ id: string }>(hers, 'POST', '/api/shares', {
      object: { kind: 'document', title: 'Waits', text: 'For somebody to look.' },
      recipients: [{ kind: 'member', value: carrier }],
      terms: { tlp: 'amber-strict', permitted: 'contact-for-instruction', onward: 'ask', ground: 'Part 4', purpose: 'Inquiry' },
    })
    await ask(hers, 'POST', `/api/shares/${back.id}/recall`)
    const { context: his } = await visit()
    await signIn(his, ben)
    const to = { kind: 'member', value: payments }
    await ask(his, 'POST', `/api/shared/${shown.copy}/onward`, { to, what: 'The domain alone', why: 'They can stop the payments' })
    const held = await seedEvidence(hers, carrier)
    const found: string[] = []
    for (const one of looks) {
      const words = wordsOf(one.language)
      for (const [person, paths] of [
        [
          tova,
          [
            '/shares',
            `/shares/${shown.id}`,
            `/shares/${waits.id}`,
            `/shares/${back.id}`,
            `/shares/${held.evidence.id}`,
            `/evidence/${held.item}`,
          ],
        ],
        [
          ben,
          ['/shared', `/shared/${shown.copy}`, `/shared/${back.copy}`, `/shared/${held.evidence.copy}`, `/shared/${held.finding.copy}`],
        ],
      ] as const) {
        const { page, context } = await visit(one)
        await signIn(context, person)
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
        if (person !== tova) {
          await page.goto(`/shared/${shown.copy}`)
          await page.getByRole('button', { name: words('sharing:pass-on.ask') }).click()
          await page.getByRole('dialog').getByLabel(words('sharing:pass-on.why')).waitFor()
          await look('form to ask', '[role=dialog]')
          continue
        }
        await page.goto('/shares')
        await page.getByRole('button', { name: words('sharing:shares.new'), exact: true }).click()
        await page.getByRole('menuitem', { name: words('sharing:draft.of.document') }).click()
        await page.getByRole('dialog').getByLabel(words('sharing:field.ground')).waitFor()
        await look('form', '[role=dialog]')
        for (const path of [`/evidence/${held.item}`, `/reports/${held.report}`]) {
          await page.goto(path)
          await page.getByRole('button', { name: words('sharing:object.share'), exact: true }).click()
          await page.getByRole('dialog').getByLabel(words('sharing:field.ground')).waitFor()
          await look(`form of ${path}`, '[role=dialog]')
        }
      }
    }
    expect(found).toEqual([])
  },
)
