import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseMessage } from '../formats/mime/index.ts'
import { done } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { actsIn, domainOf, type World } from './testing/network-acts.ts'
import { type Asker, numbersBy, type Party, type Thing } from './testing/network-world.ts'
import { openRelay, type Relay, type Relayed } from './testing/relay.ts'
import { accept } from './testing/relief.ts'
import { routes } from './testing/routes.ts'

// After random steps, all that the product tells anybody (lists, pages, search, live updates, calendar, mail, files) is what a model of a few lines says
// that they may see. Every thing has a word of its own, so a view is the set of words in all the bytes that somebody gets.

const seed = Number(process.env['TOCSIN_VIEWS_SEED'] ?? 20_261_130)
const steps = Number(process.env['TOCSIN_VIEWS_STEPS'] ?? 60)
/** so often the live updates and mails of all are read up to a mark that comes last */
const checkEvery = 5

let house: House
let network: TestNetwork
let relay: Relay
let address: string
let world: World
const parties: Party[] = []
const askers: Asker[] = []
const things: Thing[] = []

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  network = await openNetwork(house, await firstRun(house))
  address = await house.http.app.listen({ host: '127.0.0.1', port: 0 })
  for (const [kind, name] of [
    ['agency', 'Regulator'],
    ['agency', 'Police'],
    ['agency', 'Ministry'],
    ['industry', 'Carrier'],
    ['industry', 'Bank'],
    ['industry', 'Vendor'],
  ] as const)
    await enter(await network.join({ kind, name, country: kind === 'agency' ? 'NZ' : 'FR' }))
  const { secretariat } = network
  world = { secretariat, parties, askers, things, own: new Map(), next: numbersBy(seed), now: 0, employ: hire }
})
afterAll(async () => {
  for (const { stop } of ears.values()) stop()
  await house?.close()
  await relay?.away()
})

async function enter(joined: Joined): Promise<void> {
  const party: Party = { at: parties.length, joined, left: false }
  parties.push(party)
  // whom calls are told to by mail
  const role = joined.kind === 'agency' ? 'unit' : 'industry'
  const contact = { member: joined.id, role, audience: 'secretariat', unit: 'Calls', person: 'Somebody', mail: `calls${domainOf(party)}` }
  const designated = { on: new Date().toISOString().slice(0, 10), by: 'Head' }
  await done(joined.client, 'POST', '/api/network/contacts', { ...contact, designated, timeZone: 'UTC', languages: ['en'] })
  await employ(party, joined.client, joined.name, [contact.mail, `admin${domainOf(party)}`])
}

async function hire(party: Party, link: string, email: string, name: string): Promise<Asker> {
  return employ(party, await accept(house, link, email), name, [email])
}

async function employ(party: Party, client: Client, name: string, addresses: readonly string[]): Promise<Asker> {
  const made = await client.call('POST', '/api/network/calendar', {})
  const calendar = made.status === 201 ? new URL((made.body as { url: string }).url).pathname : null
  const asker = { name, addresses, party, client, here: true, calendar }
  askers.push(asker)
  ears.set(asker, await listen(client))
  return asker
}

// ---- what somebody gets

const marks = (text: string): string[] => [...new Set(text.match(/qx\d{4}x/g))].sort()

let from = 0
async function get(who: Client, url: string): Promise<{ status: number; body: string }> {
  from++
  const answer = await house.http.app.inject({
    method: 'GET',
    url,
    headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin' },
    remoteAddress: `10.8.${Math.floor(from / 250) % 250}.${from % 250}`,
  })
  if (answer.statusCode !== 429) return { status: answer.statusCode, body: answer.body }
  await sleep(Number(answer.headers['retry-after'] ?? 5) * 1000)
  return get(who, url)
}

const lists: Readonly<Record<Exclude<Thing['kind'], 'item'>, readonly string[]>> = {
  copy: ['/api/shared?limit=200', '/api/shares?limit=200'],
  group: ['/api/groups'],
  call: ['/api/calls?limit=200', '/api/calls?when=past&limit=200'],
  request: ['/api/requests?side=asker&limit=200', '/api/requests?side=asked&limit=200', '/api/requests/export?side=asker'],
}
/** where no more may stand than what one sees, and need not all of it */
const besides = ['/api/notices', '/api/tombstones', '/api/call-actions', '/api/call-series', '/api/audit', '/api/network/obligations']
const pagesOf: Readonly<Record<Thing['kind'], (id: string) => readonly string[]>> = {
  copy: (id) => [`/api/shared/${id}`],
  group: (id) => [`/api/groups/${id}`],
  call: (id) => [`/api/calls/${id}`, `/api/calls/${id}/report`],
  item: () => [],
  request: (id) => [`/api/requests/${id}`],
}

function mayBeSeen({ party, here }: Asker): readonly Thing[] {
  return here ? things.filter((thing) => thing.sees(party)) : []
}
const marksOf = (some: readonly Thing[]) => some.map(({ marker }) => marker).sort()

async function expectLists(asker: Asker, where: string): Promise<void> {
  const may = mayBeSeen(asker)
  for (const [kind, paths] of Object.entries(lists)) {
    let text = ''
    for (const path of paths) text += (await get(asker.client, path)).body
    const ofKind = (one: Thing) => one.kind === kind
    const listed = things.filter((thing) => ofKind(thing) && text.includes(thing.marker))
    expect(marksOf(listed), `${where}: ${kind} for ${asker.name}`).toEqual(marksOf(may.filter(ofKind)))
    // a share names the group that it is for
    expectNoMore(asker, marks(text), where)
  }
}

/** Every reading route, with ids of things where it takes one. */
async function expectNothingElsewhere(asker: Asker, ids: readonly string[]): Promise<void> {
  const reading = routes.filter(({ method, access, path }) => method === 'GET' && access !== 'public' && path !== '/api/live')
  for (const { path } of reading) {
    const named = path.replace(':code', 'NZ').replace(':kind', 'notify').replace(':language', 'en')
    for (const place of path.includes(':id') ? ids.map((id) => path.replace(':id', id)) : [named])
      expectNoMore(asker, marks((await get(asker.client, place)).body), `seed ${seed}, ${place}`)
  }
}

function expectNoMore(asker: Asker, found: readonly string[], where: string, allowed: readonly string[] = marksOf(mayBeSeen(asker))): void {
  const beyond = found.filter((mark) => !allowed.includes(mark))
  expect(beyond, `${where}: beyond what ${asker.name} may see`).toEqual([])
}

/** One by one, by id: each thing is answered to whoever sees it, and to others as what is nowhere. */
async function expectPages(asker: Asker, where: string): Promise<void> {
  let text = ''
  for (const thing of things)
    for (const path of pagesOf[thing.kind](thing.id)) {
      const { status, body } = await get(asker.client, path)
      text += body
      const may = asker.here && thing.sees(asker.party)
      // what one shows to others is read by its draft
      if (thing.kind !== 'copy' && path.split('/').length === 4) expect(status === 200, `${where}: ${path} for ${asker.name}`).toBe(may)
      if (thing.kind === 'copy' && !may) expect(status, `${where}: ${path} for ${asker.name}`).toBeOneOf([401, 403, 404])
    }
  const seen = mayBeSeen(asker)
  expectNoMore(asker, marks(text), where)
  const pages = seen.filter(({ kind }) => kind !== 'copy')
  const missing = marksOf(pages).filter((mark) => !text.includes(mark))
  expect(missing, `${where}: not on the pages of ${asker.name}`).toEqual([])
}

async function expectFound(asker: Asker, thing: Thing, where: string): Promise<void> {
  const { body } = await get(asker.client, `/api/shared?q=${thing.marker}`)
  const may = asker.here && thing.kind === 'copy' && thing.sees(asker.party) && !world.own.get(asker.party)?.has(thing.marker)
  expect(marks(body), `${where}: searched by ${asker.name}`).toEqual(may ? [thing.marker] : [])
}

async function expectCalendar(asker: Asker, where: string): Promise<void> {
  if (asker.calendar === null) return
  const { statusCode, body } = await house.http.app.inject({ method: 'GET', url: asker.calendar })
  const calls = mayBeSeen(asker).filter(({ kind }) => kind === 'call')
  expect(marks(body), `${where}: calendar of ${asker.name}`).toEqual(marksOf(calls))
  expect(statusCode, `${where}: calendar of ${asker.name}`).toBe(asker.here && !asker.party.left ? 200 : 404)
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
    for (const thing of mayBeSeen(asker)) all.add(thing)
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
    expectNoMore(asker, marks(ear.told.text), `${where}, live`, [])
    const told = things.filter(({ id }) => ear.told.text.includes(id))
    const ids = told.filter((thing) => !allowed.includes(thing)).map(({ kind, marker }) => `${kind} ${marker}`)
    expect(ids, `${where}: told live to ${asker.name}`).toEqual([])
    ear.told.text = ''
  }
  for (const mail of relay.mails.splice(0)) {
    mailed++
    const told = marks(wordsOf(mail))
    for (const asker of askers.filter(({ addresses }) => addresses.includes(mail.to)))
      expectNoMore(asker, told, `${where}, mail to ${mail.to}`, marksOf([...(lately.get(asker) ?? [])]))
  }
  for (const asker of askers) lately.set(asker, new Set(mayBeSeen(asker)))
}

test('after any steps, all that anybody is told is what they may see', { timeout: 900_000 }, async () => {
  const acts = actsIn(world)
  const { next } = world
  const any = <T>(all: readonly T[]): T | undefined => all[next(all.length)]
  const names = Object.keys(acts)
  const tried: Record<string, number> = {}
  for (let step = 0; step < steps; step++) {
    let name = ''
    do {
      world.now = step
      // what was done least, or anything
      const least = Math.min(...names.map((one) => tried[one] ?? 0))
      name = any(next(2) === 0 ? names : names.filter((one) => (tried[one] ?? 0) === least)) ?? ''
    } while (!(await acts[name]?.()))
    tried[name] = (tried[name] ?? 0) + 1
    remember()
    const where = `seed ${seed}, step ${step}, ${name}`
    for (const asker of askers) await expectLists(asker, where)
    const one = askers[step % askers.length] as Asker
    await expectPages(one, where)
    await expectCalendar(one, where)
    for (const path of besides) expectNoMore(one, marks((await get(one.client, path)).body), `${where}, ${path}`)
    const thing = any(things)
    if (thing !== undefined) for (const asker of askers) await expectFound(asker, thing, where)
    if (step % checkEvery === checkEvery - 1) await expectTold(where)
  }
  for (const asker of askers)
    await expectNothingElsewhere(
      asker,
      [any(things), any(things)].map((thing) => thing?.id ?? ''),
    )
  expect(mailed).toBeGreaterThan(0)
  for (const name of names) expect([name, tried[name] ?? 0]).toEqual([name, expect.toSatisfy((count: number) => count > 0)])
})
