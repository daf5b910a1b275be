import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseMessage } from '../formats/mime/index.ts'
import { done } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { actsIn, domainOf } from './testing/network-acts.ts'
import type { World } from './testing/network-play.ts'
import { marks, marksOf, type View, viewOf } from './testing/network-view.ts'
import { type Asker, type Kind, numbersBy, type Party, type Thing } from './testing/network-world.ts'
import { openRelay, type Relay, type Relayed } from './testing/relay.ts'
import { accept } from './testing/relief.ts'

// After random steps, all that the product tells anybody (lists, pages, search, live updates, calendar, mail, files) is what a model of a few lines says
// that they may see. Every thing has a word of its own, so a view is the set of words in all the bytes that somebody gets.

const seed = Number(process.env['TOCSIN_VIEWS_SEED'] ?? 20_261_130)
const steps = Number(process.env['TOCSIN_VIEWS_STEPS'] ?? 62)
/** so often the live updates and mails of all are read up to a mark that comes last */
const checkEvery = 5

let house: House
let network: TestNetwork
let relay: Relay
let address: string
let world: World
let view: View
const parties: Party[] = []
const askers: Asker[] = []
const things: Thing[] = []

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  network = await openNetwork(house, await firstRun(house))
  address = await house.http.app.listen({ host: '127.0.0.1', port: 0 })
  for (const [kind, name, country] of [
    ['agency', 'Regulator', 'NZ'],
    ['agency', 'Police', 'NZ'],
    ['agency', 'Ministry', 'FR'],
    ['industry', 'Carrier', 'FR'],
    ['industry', 'Bank', 'FR'],
    ['industry', 'Vendor', 'NZ'],
  ] as const)
    await enter(await network.join({ kind, name, country }))
  const { secretariat } = network
  const settle = () => house.settle()
  world = { secretariat, parties, askers, things, next: numbersBy(seed), now: 0, employ: hire, settle }
  view = viewOf(house, things)
})
afterAll(async () => {
  for (const { stop } of ears.values()) stop()
  await house?.close()
  await relay?.away()
})

async function enter(joined: Joined): Promise<void> {
  const party: Party = { at: parties.length, joined, left: false, country: joined.country }
  parties.push(party)
  // whom calls are told to by mail
  const role = joined.kind === 'agency' ? 'unit' : 'industry'
  const contact = { member: joined.id, role, audience: 'secretariat', unit: 'Calls', person: 'Somebody', mail: `calls${domainOf(party)}` }
  const designated = { on: new Date().toISOString().slice(0, 10), by: 'Head' }
  await done(joined.client, 'POST', '/api/network/contacts', { ...contact, designated, timeZone: 'UTC', languages: ['en'] })
  await employ(party, joined.client, 'administrator', [contact.mail, `admin${domainOf(party)}`])
}

async function hire(party: Party, link: string, email: string, role: string): Promise<Asker> {
  return employ(party, await accept(house, link, email), role, [email])
}

async function employ(party: Party, client: Client, role: string, addresses: readonly string[]): Promise<Asker> {
  const made = await client.call('POST', '/api/network/calendar', {})
  const calendar = made.status === 201 ? new URL((made.body as { url: string }).url).pathname : null
  const name = `${role} ${askers.length} of ${party.joined.name}`
  const asker = { name, addresses, party, client, role, here: true, calendar }
  askers.push(asker)
  ears.set(asker, await listen(client))
  return asker
}

// ---- what is told to them unasked

const ears = new Map<Asker, { readonly told: { text: string }; readonly stop: () => void }>()
async function listen(who: Client) {
  const told = { text: '' }
  const stop = new AbortController()
  const answer = await fetch(`${address}/api/live`, { headers: { cookie: who.cookie }, signal: stop.signal })
  void (async () => {
    for await (const chunk of answer.body ?? []) told.text += Buffer.from(chunk).toString()
  })().catch(() => {})
  return { told, stop: () => stop.abort() }
}

/** what each could see at any moment since the last look at what was told */
const lately = new Map<Asker, Set<Thing>>()
function remember(): void {
  for (const asker of askers) {
    const all = lately.get(asker) ?? new Set()
    for (const thing of view.seen(asker)) all.add(thing)
    for (const thing of things) if (asker.here && thing.opens?.(asker.party) === true) all.add(thing)
    lately.set(asker, all)
  }
}

/** All the words of a mail: its headers, its text and each of its parts, decoded. */
function wordsOf({ raw }: Relayed): string {
  const { parts, text } = parseMessage(raw, { bytes: 1_000_000, depth: 5, count: 100, time: 1_000 })
  return [String(raw), text, ...parts.map(({ content }) => Buffer.from(content ?? []).toString())].join('\n')
}

let mailed = 0
async function expectTold(where: string): Promise<void> {
  await house.settle()
  for (const asker of askers) {
    const ear = ears.get(asker)
    if (ear === undefined || !asker.here) continue
    // what comes last shows that nothing more came before it
    const { body } = await asker.party.joined.client.call('POST', '/api/channels', {
      name: `mark ${things.length} ${world.now} ${asker.name}`,
    })
    const last = (body as { id: string }).id
    await expect.poll(() => ear.told.text.includes(last), { message: `${asker.name} hears of it` }).toBe(true)
    const allowed = [...(lately.get(asker) ?? [])]
    view.expectNoMore(asker, marks(ear.told.text), `${where}, live`, [])
    const told = things.filter(({ id }) => ear.told.text.includes(id))
    const ids = told.filter((thing) => !allowed.includes(thing)).map(({ kind, marker }) => `${kind} ${marker}`)
    expect(ids, `${where}: told live to ${asker.name}`).toEqual([])
    ear.told.text = ''
  }
  for (const mail of relay.mails.splice(0)) {
    mailed++
    const told = marks(wordsOf(mail))
    for (const asker of askers.filter(({ addresses }) => addresses.includes(mail.to)))
      view.expectNoMore(asker, told, `${where}, mail to ${mail.to}`, marksOf([...(lately.get(asker) ?? [])]))
  }
  for (const asker of askers) lately.set(asker, new Set(view.seen(asker)))
}

const groups: Readonly<Record<string, readonly Kind[]>> = {
  group: ['group', 'copy'],
  share: ['copy', 'technique', 'report'],
  'pass on': ['copy'],
  technique: ['technique', 'copy'],
  report: ['report', 'copy'],
  call: ['call'],
  request: ['request'],
  'joint case': ['joint', 'copy'],
  lead: ['joint'],
  session: ['training'],
  campaign: ['education'],
}
/** The lists that an act bears on; undefined: all of them. */
const touchedBy = (act: string) => Object.entries(groups).findLast(([word]) => act.includes(word))?.[1]

test('after any steps, all that anybody is told is what they may see', { timeout: 900_000 }, async () => {
  const acts = actsIn(world)
  const { next } = world
  const any = <T>(all: readonly T[]): T | undefined => all[next(all.length)]
  const names = Object.keys(acts)
  const tried: Record<string, number> = {}
  /** does what was never done, also what is seldom done; '' where nothing of it can be */
  const rare = async () => {
    for (const name of names.filter((one) => tried[one] === undefined))
      for (let again = 0; again < 8; again++) if (await acts[name]?.()) return name
    return ''
  }
  for (let step = 0; step < steps; step++) {
    world.now = step
    let name = step * 3 > steps * 2 ? await rare() : ''
    while (name === '') {
      // what was done least, or anything
      const least = Math.min(...names.map((one) => tried[one] ?? 0))
      const one = any(next(2) === 0 ? names : names.filter((other) => (tried[other] ?? 0) === least)) ?? ''
      if (await acts[one]?.()) name = one
    }
    tried[name] = (tried[name] ?? 0) + 1
    remember()
    const where = `seed ${seed}, step ${step}, ${name}`
    const last = step % checkEvery === checkEvery - 1
    for (const asker of askers) await view.expectLists(asker, where, last ? undefined : touchedBy(name))
    // one after the other, all that they can ask for
    const one = askers[step % askers.length] as Asker
    await view.expectPages(one, where)
    await view.expectBytes(one, where)
    await view.expectCalendar(one, where)
    await view.expectBesides(one, where)
    const thing = any(things)
    if (thing !== undefined) for (const asker of askers) await view.expectFound(asker, thing, where)
    if (last) await expectTold(where)
  }
  const where = `seed ${seed}, at the end`
  for (const asker of askers) {
    await view.expectPages(asker, where)
    await view.expectBytes(asker, where)
    await view.expectNothingElsewhere(asker, any(things)?.id ?? '', where)
  }
  for (const party of parties) await view.expectTakenOut(party, where)
  expect(mailed).toBeGreaterThan(0)
  // now and then there is nothing to close, or nobody has asked for what could be answered
  const never = names.filter((name) => tried[name] === undefined)
  expect(never.length, `acts that were never tried: ${never.join(', ')}`).toBeLessThan(names.length / 10)
})
