import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Visit } from './browser.ts'
import { enter, type Person } from './desk.ts'
import { settled } from './look.ts'
import { asPerson, inOffice, type Joining, type MadeNetwork, makeNetwork } from './network-people.ts'
import type { Product } from './product.ts'
import { scene } from './stage.ts'
import { wordsOf } from './words.ts'

const words = wordsOf('en')
const password = 'nine-slow-otters-listening'
const tova: Person = { name: 'Tova Ray', email: 'tova@regulator.example', password }
const noor: Person = { name: 'Noor Sow', email: 'noor@commission.example', password }
const idris: Person = { name: 'Idris Oyo', email: 'idris@carrier.example', password }
const people = {
  regulator: { person: tova, card: { kind: 'agency', name: 'Messaging Regulator', country: 'NZ', laws: ['anti-spam'] } },
  commission: { person: noor, card: { kind: 'agency', name: 'Commission of Commerce', country: 'SN' } },
  carrier: { person: idris, card: { kind: 'industry', name: 'Carrier of Calls', country: 'FR', category: 'telecommunications' } },
} satisfies Record<string, Joining>

let made: Promise<MadeNetwork<keyof typeof people>> | undefined

/** The office, and a way in for the others. */
async function open(product: Product, visit: () => Promise<Visit>) {
  const first = await visit()
  await enter(first.context, product)
  made ??= makeNetwork(first.context, async () => (await visit()).context, people)
  const { network, members } = await made
  return { office: (await inOffice(product, visit, network)).page, members, as: async (one: Person) => (await asPerson(visit, one)).page }
}

const button = (page: Page, name: string) => page.getByRole('button', { name: words(name), exact: true })
/** Presses the button of a dialog that does what it says, and waits until it has. */
async function say(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: words(name), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}
async function choose(page: Page, field: string, option: string): Promise<void> {
  const box = page.getByRole('combobox', { name: words(field) })
  await box.press('ArrowDown')
  await page.getByRole('option', { name: option, exact: true }).click()
}

scene(
  'the office enters an application, an agency objects and takes it back, another agency and industry learn of it what the rule says',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { office, as } = await open(product, visit)
    await office.goto('/network/applications')
    await office.getByText(words('joining:applications.none')).waitFor()
    await button(office, 'joining:enter.act').click()
    const form = office.getByRole('dialog')
    await form.getByLabel(words('joining:apply.name')).fill('Parcels of the Coast')
    await form.getByLabel(words('joining:apply.country')).fill('Togo')
    await office.getByRole('option', { name: 'Togo' }).click()
    await choose(office, 'joining:apply.category', words('joining:category.courier'))
    await form.getByLabel(words('joining:apply.statement')).fill('We see the messages about parcels that never were.')
    await say(office, 'joining:enter.act')
    await office.getByText('Parcels of the Coast').click()
    await office.getByText(words('joining:state.open'), { exact: true }).first().waitFor()

    const agency = await as(tova)
    await agency.goto('/network/applications')
    await agency.getByText('Parcels of the Coast').click()
    await button(agency, 'joining:object.act').click()
    await agency.getByRole('dialog').getByLabel(words('joining:object.reason')).fill('They answer no letter.')
    await say(agency, 'joining:object.act')
    // the office sees it without loading again; another agency that it is one, and not whose
    await office.getByText('They answer no letter.').waitFor()
    const other = await as(noor)
    await other.goto(agency.url())
    await other.getByRole('heading', { level: 1, name: 'Parcels of the Coast' }).waitFor()
    await settled(other)
    expect(await other.getByRole('main').textContent()).not.toMatch(/They answer no letter|Messaging Regulator/)
    const industry = await as(idris)
    await industry.goto(agency.url())
    await settled(industry)
    expect(await button(industry, 'joining:object.act').count()).toBe(0)
    expect(await industry.getByRole('main').textContent()).not.toContain('They answer no letter')

    await button(agency, 'joining:object.take-back').click()
    await office.getByText(words('joining:objections.withdrawn')).waitFor()
  },
)

scene('an agency proposes another work plan, and all see what it would change', { timeout: 240_000 }, async ({ product, visit }) => {
  const { as, office } = await open(product, visit)
  const agency = await as(tova)
  await agency.goto('/network/procedures?of=work-plan')
  await button(agency, 'joining:propose.open').click()
  const form = agency.getByRole('dialog')
  await form.getByLabel(words('joining:edition.text')).fill('Calls four times a year.\nOne list of numbers.')
  await form.getByLabel(words('joining:propose.reason')).fill('It was asked for in the last call.')
  await say(agency, 'joining:propose.act')
  await agency.getByText('One list of numbers.').waitFor()
  await office.goto('/network/procedures?of=work-plan')
  await office.getByText('It was asked for in the last call.').waitFor()
  await office.getByText(words('joining:state.open'), { exact: true }).first().waitFor()
})

scene(
  'the office opens a round of questions, an agency saves, submits, and stands among the answers; industry sees none that is for agencies',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { office, as } = await open(product, visit)
    await office.goto('/network/questionnaire')
    await button(office, 'questionnaire:versions.ship').click()
    await button(office, 'questionnaire:open.act').click()
    await office.getByRole('dialog').getByLabel(words('questionnaire:open.title')).fill('Round of the spring')
    await office
      .getByRole('dialog')
      .getByRole('button', { name: words('questionnaire:open.act'), exact: true })
      .click()
    await office.getByRole('heading', { level: 1, name: 'Round of the spring' }).waitFor()

    const agency = await as(tova)
    await agency.goto(office.url())
    await agency.getByRole('link', { name: words('questionnaire:answer.act'), exact: true }).click()
    await agency.getByLabel(words('questionnaire:answer.words')).first().fill('By the act on messages.')
    await button(agency, 'questionnaire:answer.save').click()
    await agency.getByText(words('questionnaire:answer.draft-lead')).waitFor()
    await office.getByText(words('questionnaire:answering.draft'), { exact: true }).waitFor()
    await button(agency, 'questionnaire:submit.act').click()
    await say(agency, 'questionnaire:submit.act')
    await office.getByText(words('questionnaire:answering.submitted'), { exact: true }).waitFor()
    const industry = await as(idris)
    await industry.goto(office.url())
    await settled(industry)
    expect(await industry.getByRole('main').textContent()).not.toContain('By the act on messages.')
  },
)

scene(
  'a call is planned, convened, held with minutes and a decision, and its report is out; an agency follows it without loading again',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { office, as } = await open(product, visit)
    await office.goto('/calls')
    await button(office, 'calls:plan.act').click()
    const form = office.getByRole('dialog')
    await form.getByLabel(words('calls:form.title')).fill('Call of the spring')
    await form.getByLabel(words('calls:form.wall')).fill('2031-03-04T10:00')
    await form.getByRole('button', { name: words('calls:plan.act'), exact: true }).click()
    await office.getByRole('heading', { level: 1, name: 'Call of the spring' }).waitFor()
    const agency = await as(tova)
    for (const to of ['convened', 'under-way'] as const) {
      await button(office, `calls:move.${to}`).click()
      await say(office, `calls:move.${to}`)
      if (to === 'convened') await agency.goto(office.url())
      await agency
        .getByText(words(`calls:state.${to}`), { exact: true })
        .first()
        .waitFor()
    }
    await button(office, 'calls:adopt').click()
    await button(office, 'calls:add.minutes').first().click()
    await form.getByRole('textbox').first().fill('Three cases were gone through.')
    await say(office, 'calls:form.save')
    await button(office, 'calls:minutes.approve').click()
    await button(office, 'calls:add.decision').first().click()
    await form.getByLabel(words('calls:decision.text')).fill('Publish the list of numbers.')
    await say(office, 'calls:add.decision')
    await agency.getByText('Publish the list of numbers.').waitFor()
    for (const to of ['held', 'reported'] as const) {
      await button(office, `calls:move.${to}`).click()
      await say(office, `calls:move.${to}`)
    }
    await agency.getByText(words('calls:state.reported'), { exact: true }).first().waitFor()
    const href = await agency.getByRole('link', { name: words('calls:report.open') }).getAttribute('href')
    const report = await agency.context().request.get(String(href))
    expect(report.status()).toBe(200)
    expect(await report.text()).toContain('Three cases were gone through.')
  },
)

scene(
  'somebody signs up for a session, is noted as present, says what they think of it and has a record; no word of theirs stands alone',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { office, as } = await open(product, visit)
    await office.goto('/network/trainings')
    await button(office, 'trainings:offer.act').click()
    const form = office.getByRole('dialog')
    await form.getByLabel('Title').fill('Reading headers')
    await form.getByRole('switch', { name: words('trainings:form.paced') }).check()
    await form.getByRole('button', { name: words('trainings:offer.act'), exact: true }).click()
    await office.getByRole('heading', { level: 1, name: 'Reading headers' }).waitFor()
    const agency = await as(tova)
    await agency.goto(office.url())
    await button(agency, 'trainings:own.enrol').click()
    await office.getByText('Tova Ray').waitFor()
    await button(office, 'trainings:attendance.act').click()
    await say(office, 'trainings:form.save')
    await button(agency, 'trainings:evaluation.act').click()
    const asked = agency.getByRole('dialog')
    await asked.getByRole('button', { name: words('trainings:evaluation.send') }).click()
    // each question is asked for by name before anything is sent
    await asked.getByText(words('trainings:evaluation.needed')).first().waitFor()
    for (const question of ['useful', 'clear', 'pace', 'apply'])
      await asked
        .getByRole('radiogroup', { name: words(`trainings:evaluation.${question}`) })
        .getByRole('radio', { name: '4' })
        .check()
    await asked.getByLabel(words('trainings:evaluation.words')).fill('More samples in French.')
    await say(agency, 'trainings:evaluation.send')
    await settled(office)
    expect(await office.getByRole('main').textContent()).not.toContain('More samples in French.')
    const href = await agency.getByRole('link', { name: words('trainings:record.open') }).getAttribute('href')
    expect(await (await agency.context().request.get(String(href))).text()).toContain('Tova Ray')
  },
)

scene(
  'an agency enters a law of its country, it is found by country and kind; the office announces, and members read it at once',
  { timeout: 240_000 },
  async ({ product, visit }) => {
    const { office, as } = await open(product, visit)
    const agency = await as(tova)
    await agency.goto('/network/registers')
    await button(agency, 'registers:add').click()
    const form = agency.getByRole('dialog')
    await form.getByRole('combobox', { name: words('registers:field.kind') }).press('ArrowDown')
    await agency.getByRole('option', { name: words('registers:kind.law'), exact: true }).click()
    await form.getByLabel(words('registers:field.title')).fill('Unsolicited Messages Act')
    await form.getByRole('combobox', { name: words('registers:field.state') }).press('ArrowDown')
    await agency.getByRole('option').first().click()
    await form.getByLabel(/^Date( \*)?$/).fill('2026-02-01')
    await form.getByRole('textbox', { name: words('registers:field.source'), exact: true }).fill('Gazette 12')
    await form.getByLabel(/^Date of the source( \*)?$/).fill('2026-02-03')
    await form.getByRole('button', { name: words('registers:form.add'), exact: true }).click()
    await agency.getByRole('heading', { level: 1, name: 'Unsolicited Messages Act' }).waitFor()
    const industry = await as(idris)
    await industry.goto('/network/registers?country=NZ')
    await industry.getByText('Unsolicited Messages Act').first().waitFor()
    await industry.goto('/network/registers?country=SN')
    await industry.getByText(words('registers:none')).waitFor()

    await office.goto('/network/secretariat')
    await button(office, 'secretariat:announce.act').click()
    const saying = office.getByRole('dialog')
    await saying.getByLabel(words('secretariat:announce.title')).fill('The next call is in Dakar')
    await saying.getByRole('textbox', { name: words('secretariat:announce.text') }).fill('Bring your cases.')
    await industry.goto('/network')
    await settled(industry)
    await say(office, 'secretariat:announce.act')
    await industry.getByRole('link', { name: 'The next call is in Dakar' }).click()
    await industry.getByText('Bring your cases.').waitFor()
  },
)
