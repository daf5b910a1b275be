import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, type Call, done as doneBy, itemOf, read } from './testing/calls.ts'
import { differing, everything as everythingOf, listen as listenTo } from './testing/everything.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { leavesOf } from './testing/witnessed.ts'

// Of what industry was taken out of, nothing is told to them by any answer of the product: asked here of every route that reads.

const marker = 'zanzibarmarker'

let house: House
let network: TestNetwork
let secretariat: Client
let regulator: Joined
let police: Joined
let carrier: Joined
let bank: Joined
let outsider: Client
/** ids that are asked for by routes that take one */
const known = new Set<string>()

beforeAll(async () => {
  // every route is asked with every id, many times over
  house = await openHouse({ TOCSIN_CALLER_RATE: '1000000' })
  const ann = await firstRun(house)
  network = await openNetwork(house, ann)
  secretariat = network.secretariat
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Outsider', kind: 'provider', country: 'FR' },
    administrator: 'eve@outsider.example',
  })
  outsider = await accept(house, (made.body as { link: string }).link, 'eve@outsider.example')
})
afterAll(() => house.close())

async function done(who: Client, method: 'POST' | 'PUT', path: string, body?: object): Promise<Record<string, unknown>> {
  const answered = await doneBy(who, method, path, body)
  if (typeof answered['id'] === 'string') known.add(answered['id'])
  return answered
}

async function plan(more: object = {}): Promise<Call> {
  const call = (await done(secretariat, 'POST', '/api/calls', asked(more))) as unknown as Call
  for (const { id } of call.items) known.add(id)
  return read(secretariat, call.id)
}

const everything = (who: Client, ids: Iterable<string> = known) => everythingOf(house, who, ids)
const listen = (who: Client) => listenTo(house, who)

/** ids of files that were put to papers */
const files = new Set<string>()
async function putFile(who: Client, paper: string, name: string, content: string | Buffer): Promise<string> {
  const answer = await house.http.app.inject({
    method: 'POST',
    url: `/api/call-papers/${paper}/files?name=${encodeURIComponent(name)}`,
    headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' },
    payload: content,
  })
  expect([answer.statusCode, answer.json()]).toMatchObject([201, { id: expect.any(String) }])
  return (answer.json() as { id: string }).id
}
const fileOf = async (who: Client, id: string) =>
  house.http.app.inject({ method: 'GET', url: `/api/call-files/${id}`, headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin' } })

/** What there is to see in an item, every word of it marked. */
async function fillItem(call: string, item: string, actor: Joined): Promise<void> {
  for (const who of [secretariat, actor.client]) {
    const { id } = await done(who, 'POST', `/api/call-items/${item}/papers`, {
      kind: 'paper',
      title: `${marker} paper`,
      text: `${marker} words`,
    })
    files.add(await putFile(who, String(id), `${marker}.txt`, `${marker} in a file\n`))
  }
  const guest = (await done(secretariat, 'POST', `/api/calls/${call}/guests`, {
    name: `${marker} Guest`,
    body: marker,
  })) as unknown as Call
  const guests = (guest.inside?.guests ?? []).map((one) => (one as unknown as { id: string }).id)
  await done(secretariat, 'PUT', `/api/call-items/${item}/attendance`, { members: [actor.id, regulator.id], guests })
  await done(secretariat, 'POST', `/api/call-items/${item}/minutes`, { text: `${marker} said` })
  await done(secretariat, 'POST', `/api/call-items/${item}/decisions`, { kind: 'decision', text: `${marker} decided` })
  await done(secretariat, 'POST', `/api/call-items/${item}/actions`, { member: actor.id, text: `${marker} to do`, due: '2027-05-01' })
}

describe('what an agency takes industry out of', () => {
  test('is as if it had never been, in every answer there is, and stays so for all that is added later', { timeout: 600_000 }, async () => {
    const call = await plan({ link: 'https://room.example/one' })
    const whole = `/api/calls/${call.id}`
    const cases = itemOf(call, 'cases').id
    await done(regulator.client, 'POST', `${whole}/invitations`, { members: [carrier.id], items: [cases] })
    await done(secretariat, 'POST', `${whole}/move`, { to: 'convened' })
    await house.settle()
    await done(secretariat, 'POST', `${whole}/move`, { to: 'under-way' })
    await done(secretariat, 'POST', `/api/call-items/${cases}/actions`, { member: carrier.id, text: 'of the seen item' })
    await house.settle()
    known.add(carrier.id).add(regulator.id).add(network.id)
    // reading is noted once
    await read(carrier.client, call.id)
    const ids = [...known]
    const world = await everything(carrier.client, ids)
    expect(world.size).toBeGreaterThan(100)
    expect([...world.values()].filter((body) => body.includes(marker))).toEqual([])

    const { id: item } = await done(secretariat, 'POST', `${whole}/items`, { title: `${marker} item`, note: marker })
    // before the item is known to anybody of industry its id is asked for too: the same as one that is nowhere
    known.delete(String(item))
    await done(regulator.client, 'POST', `${whole}/invitations`, { members: [carrier.id], items: [item] })
    await fillItem(call.id, String(item), carrier)
    for (const report of [
      { kind: 'figures', title: marker, unit: marker, threshold: 2, figures: [{ period: '2027-01-01', value: 3 }] },
      { kind: 'obstacles', title: `${marker} obstacle`, text: marker },
    ])
      await done(carrier.client, 'POST', `/api/call-items/${String(item)}/reports`, report)
    const open = await everything(carrier.client, ids)
    const telling = [...open].filter(([, body]) => body.includes(marker)).map(([path]) => path)
    expect(telling).toEqual(
      expect.arrayContaining([`/api/calls/${call.id}`, `/api/calls/${call.id}/report`, '/api/call-actions', '/api/call-board']),
    )
    expect((await read(carrier.client, call.id)).items.map(({ title }) => title)).toEqual(['', `${marker} item`])

    for (const id of files) {
      const { headers, body } = await fileOf(carrier.client, id)
      expect(body).toBe(`${marker} in a file\n`)
      expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' })
      expect(headers['content-disposition']).toMatch(/^attachment;/)
    }

    const live = await listen(carrier.client)
    const others = await listen(regulator.client)
    await sleep(300)
    await done(police.client, 'POST', '/api/call-objections', { item, members: [carrier.id], reason: `${marker} reason` })
    await house.settle()
    expect(differing(world, await everything(carrier.client, ids))).toEqual([])
    for (const id of files) expect((await fileOf(carrier.client, id)).statusCode).toBe(404)
    // their console is told that there is something to read again, and that is the last of it
    while (!live.told.text.includes(String(item))) await sleep(20)
    live.told.text = ''
    await fillItem(call.id, String(item), regulator)
    await done(secretariat, 'POST', `/api/call-items/${String(item)}/minutes/approve`, { revision: 2 })
    await done(secretariat, 'PUT', `/api/call-items/${String(item)}`, { title: `${marker} other` })
    // invited once more, and the whole of it: the objection stands
    await done(regulator.client, 'POST', `${whole}/invitations`, { members: [carrier.id], items: [item] })
    await done(secretariat, 'POST', `${whole}/order`, { items: [item, cases] })
    await house.settle()
    expect(differing(world, await everything(carrier.client, ids))).toEqual([])
    await done(regulator.client, 'POST', '/api/groups', { name: 'afterwards' })
    while (!others.told.text.includes('"kind":"group"')) await sleep(20)
    expect(live.told.text).not.toContain('call')
    for (const one of [live, others]) one.stop()

    // every route that takes an id answers to the item, and to what is in it, as to what is nowhere
    for (const id of [
      String(item),
      ...(await read(secretariat, call.id)).items.flatMap((one) => (one.id === item ? one.papers.map((paper) => paper.id) : [])),
    ])
      for (const path of ['call-items', 'call-papers', 'call-actions', 'call-reports'])
        for (const [act, body] of [
          ['papers', { kind: 'paper', title: 'x', text: 'x' }],
          ['reports', { kind: 'cases', title: 'x' }],
          ['withdraw', undefined],
          ['settle', { done: true }],
          ['solution', { solution: 'x', solved: true }],
        ] as const)
          expect((await carrier.client.call('POST', `/api/${path}/${id}/${act}`, body)).status).toBe(404)
    expect((await read(regulator.client, call.id)).items.map(({ title }) => title)).toContain(`${marker} other`)
  })

  test('takes back what was said of a whole series, tells the organiser what had gone out, and keeps a new link from them', {
    timeout: 600_000,
  }, async () => {
    known.clear()
    known.add(carrier.id).add(regulator.id).add(network.id)
    const { id: series } = await done(secretariat, 'POST', '/api/call-series', { name: `${marker} series`, months: 3 })
    const call = await plan({ series, title: `${marker} call`, link: 'https://room.example/zanzibarmarker' })
    const whole = `/api/calls/${call.id}`
    const before = await everything(bank.client)
    await done(regulator.client, 'POST', `${whole}/invitations`, { members: [bank.id, carrier.id] })
    await done(secretariat, 'POST', `${whole}/move`, { to: 'convened' })
    await house.settle()
    expect(JSON.stringify((await bank.client.call('GET', '/api/notices')).body)).toContain(marker)
    expect(await read(bank.client, call.id)).toMatchObject({ link: 'https://room.example/zanzibarmarker', series: null, inside: null })
    await done(police.client, 'POST', '/api/call-objections', { series, reason: `${marker} reason` })
    await house.settle()
    const after = await everything(bank.client)
    expect([...after.values()].filter((body) => body.includes(marker))).toEqual([])
    // nothing differs but the one line that they need for their calendar: a day, and no word of why
    expect(differing(before, after).map(([path]) => path)).toEqual(
      expect.toSatisfy((paths: string[]) => paths.every((path) => /notices|session/.test(path))),
    )
    const notices = ((await bank.client.call('GET', '/api/notices')).body as { items: { kind: string; subject: string; params: object }[] })
      .items
    expect(notices.filter(({ kind }) => kind.startsWith('cooperation.call'))).toMatchObject([
      { kind: 'cooperation.call-ended', params: { day: '2027-03-02' } },
    ])
    expect(JSON.stringify(notices)).not.toContain(call.id)

    const organiser = await read(secretariat, call.id)
    expect(organiser.inside).toMatchObject({
      linkKnown: true,
      audience: { call: [] },
      objections: [{ agency: { name: 'Cyber Police' }, members: null }],
    })
    // the page of the series says so to whoever may know
    const ofSeries = (who: typeof secretariat) => who.call('GET', `/api/call-series/${series}`)
    expect((await ofSeries(police.client)).body).toMatchObject({
      objections: [
        { scope: 'series', agency: { name: 'Cyber Police' }, members: null, reason: `${marker} reason`, may: { withdraw: true } },
      ],
      may: { speak: true, speakFor: false },
    })
    expect((await ofSeries(secretariat)).body).toMatchObject({ objections: [{ may: { withdraw: false } }], may: { speak: false } })
    expect((await ofSeries(regulator.client)).body).toMatchObject({ objections: [] })
    expect((await ofSeries(bank.client)).status).toBe(404)
    const sent = (await secretariat.call('GET', `${whole}/sent`)).body as {
      told: { what: string; member: { name: string } }[]
      read: { member: { name: string } }[]
    }
    expect(
      sent.told
        .filter(({ member }) => member.name === 'Bank')
        .map(({ what }) => what)
        .sort(),
    ).toEqual(['convened', 'ended'])
    expect([...new Set(sent.read.map(({ member }) => member.name))]).toEqual(['Bank'])
    await done(secretariat, 'PUT', whole, asked({ title: `${marker} call`, link: 'https://room.example/zanzibarmarker-two' }))
    await house.settle()
    expect((await read(secretariat, call.id)).inside).toMatchObject({ linkKnown: false })
    expect((await read(regulator.client, call.id)).link).toBe('https://room.example/zanzibarmarker-two')

    // who joins later, and later calls of the series, are no way round it
    const vendor = await network.join({ kind: 'industry', name: 'Vendor', country: 'DE' })
    const later = await plan({ series, title: `${marker} later` })
    for (const one of [call.id, later.id])
      await done(regulator.client, 'POST', `/api/calls/${one}/invitations`, { members: [vendor.id, bank.id] })
    await house.settle()
    for (const who of [vendor, bank]) {
      const all = await everything(who.client)
      expect([...all.values()].filter((body) => body.includes(marker))).toEqual([])
    }
    // taken back, the invitations that stand hold
    const objection = (await read(police.client, call.id)).inside?.objections[0]?.id
    await done(police.client, 'POST', `/api/call-objections/${String(objection)}/withdraw`)
    expect((await read(vendor.client, later.id)).items).toHaveLength(6)
  })

  test('is known to whoever took them out and to the secretariat; to agencies by the procedures, to industry never', async () => {
    const call = await plan()
    await done(regulator.client, 'POST', `/api/calls/${call.id}/invitations`, { members: [carrier.id, bank.id] })
    await done(police.client, 'POST', '/api/call-objections', {
      item: itemOf(call, 'progress').id,
      members: [bank.id],
      reason: 'a secret of ours',
    })
    const of = async (who: Client) => (await read(who, call.id)).inside?.objections ?? []
    expect(await of(police.client)).toMatchObject([{ agency: { name: 'Cyber Police' }, members: ['Bank'], reason: 'a secret of ours' }])
    expect(await of(secretariat)).toHaveLength(1)
    // the procedures begin with: agencies learn nothing of it; they see who may come
    expect(await of(regulator.client)).toEqual([])
    expect((await read(regulator.client, call.id)).inside?.audience.items.map(({ members }) => members.length)).toEqual([2, 1, 2, 2, 2, 2])
    for (const who of [carrier, bank]) {
      const seen = await who.client.call('GET', `/api/calls/${call.id}`)
      expect(JSON.stringify(seen.body)).not.toMatch(/objection|secret|Cyber Police/i)
    }
    expect(await leavesOf(house, network.id)).toContain('cooperation.objections')
  })

  test('is taken out by agencies alone, each for itself, and by nobody who does not see it', async () => {
    const call = await plan()
    const item = itemOf(call, 'cases').id
    await done(regulator.client, 'POST', `/api/calls/${call.id}/invitations`, { members: [carrier.id], items: [item] })
    const out = { item, members: [carrier.id] }
    expect((await carrier.client.call('POST', '/api/call-objections', out)).status).toBe(403)
    expect((await secretariat.call('POST', '/api/call-objections', { ...out, agency: police.id })).status).toBe(403)
    expect((await regulator.client.call('POST', '/api/call-objections', { ...out, agency: police.id })).status).toBe(403)
    expect((await bank.client.call('POST', '/api/call-objections', out)).status).toBe(404)
    expect((await police.client.call('POST', '/api/call-objections', { ...out, call: call.id })).body).toMatchObject({
      code: 'cooperation.one-scope',
    })
    expect((await police.client.call('POST', '/api/call-objections', { item, members: [regulator.id] })).body).toMatchObject({
      code: 'cooperation.not-industry',
    })
    expect((await carrier.client.call('POST', `/api/calls/${call.id}/invitations`, { members: [bank.id] })).status).toBe(403)
    for (const path of ['/api/calls', `/api/calls/${call.id}`, '/api/call-series', '/api/call-actions', '/api/call-board'])
      expect((await outsider.call('GET', path)).status).toBe(403)
  })
})
