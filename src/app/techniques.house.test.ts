import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork } from './testing/network.ts'
import { asked, draft, member, type Share, show } from './testing/sharing.ts'

const samples = new URL('../../fixtures/samples/', import.meta.url)
const names = readdirSync(samples).filter((name) => name.endsWith('.eml'))

let house: House
let maker: Joined
let taker: Joined
let stranger: Joined

beforeAll(async () => {
  house = await openHouse()
  const network = await openNetwork(house, await firstRun(house))
  maker = await network.join({ kind: 'agency', name: 'Maker', country: 'NZ' })
  taker = await network.join({ kind: 'agency', name: 'Taker', country: 'FR' })
  stranger = await network.join({ kind: 'industry', name: 'Stranger', country: 'FR' })
  for (const name of names) {
    const bytes = readFileSync(new URL(name, samples))
    expect((await taker.client.call('POST', '/api/reports', bytes, { 'content-type': 'message/rfc822' })).status).toBe(201)
  }
  await house.drain()
}, 120_000)
afterAll(() => house.close())

type Technique = {
  id: string
  version: number
  versions: { sha256: string; text: string }[]
  origin: { name: string; recalled: boolean; until: string | null; over: boolean } | null
}
type Run = {
  id: string
  state: string
  why: string | null
  total: number
  done: number
  matched: number
  skipped: number
  stopped: number
  held: { judged: string; read: number; matched: number }[]
  weeks: { week: string; read: number; matched: number; wanted: number }[]
}
type Match = { report: string; reference: string; judged: string; byPerson: boolean; names: string[] }

const rules =
  'rule "Parcel" { any { subject contains ("parcel", "paket", "colis") text contains ("parcel", "paket", "colis") } }\nrule "Links" { links above 0 }'
const yara = 'rule any_link { strings: $a = /https?:\\/\\/[a-z0-9.-]+/ nocase condition: $a }'
const marks = { tlp: 'amber', permitted: 'internally-visible' }
const period = { since: '2000-01-01T00:00:00.000Z', until: '2100-01-01T00:00:00.000Z' }

const make = async ({ client }: Joined, kind: string, text: string, more: object = {}) => {
  const made = await client.call('POST', '/api/techniques', {
    kind,
    name: `A list of ${kind}`,
    description: 'seen in May',
    text,
    ...marks,
    ...more,
  })
  expect(made).toMatchObject({ status: 201 })
  return made.body as Technique
}
const run = async ({ client }: Joined, what: object): Promise<Run> => {
  const begun = await client.call('POST', '/api/technique-runs', { ...what, ...period })
  expect(begun).toMatchObject({ status: 201, body: { state: 'running' } })
  await house.drain()
  return (await client.call('GET', `/api/technique-runs/${(begun.body as Run).id}`)).body as Run
}
const matches = async ({ client }: Joined, { id }: Run, query = '') =>
  ((await client.call('GET', `/api/technique-runs/${id}/matches?limit=200${query}`)).body as { items: Match[] }).items

describe('a technique', () => {
  test('is refused with the place of what is wrong, and keeps its versions', async () => {
    const wrong = { kind: 'rules', name: 'x', text: 'rule "a" {\n  colour is "red" }', ...marks }
    expect(await maker.client.call('POST', '/api/techniques', wrong)).toMatchObject({
      status: 400,
      body: { code: 'cooperation.technique-fault', detail: { code: 'unknown-field', line: 2, column: 3, found: 'colour' } },
    })
    expect(await maker.client.call('POST', '/api/techniques/check', { kind: 'yara', text: 'rule a { condition: $b }' })).toMatchObject({
      body: { entries: null, fault: { code: 'yara', line: 1 } },
    })
    const made = await make(maker, 'rules', 'rule "a" { links above 0 }')
    const same = { name: 'A list of rules', description: 'seen in May', text: 'rule "a" { links above 0 }', ...marks }
    expect(await maker.client.call('POST', `/api/techniques/${made.id}/versions`, same)).toMatchObject({
      body: { code: 'cooperation.technique-same' },
    })
    const changed = await maker.client.call('POST', `/api/techniques/${made.id}/versions`, { ...same, text: rules })
    expect(changed).toMatchObject({
      status: 200,
      body: {
        version: 2,
        entries: 2,
        versions: [
          { number: 2, text: rules },
          { number: 1, text: null },
        ],
      },
    })
    // of those before the newest the text is read when it is asked for
    expect((await maker.client.call('GET', `/api/techniques/${made.id}?version=1`)).body).toMatchObject({
      versions: [
        { number: 2, text: rules },
        { number: 1, text: same.text },
      ],
    })
    expect((await maker.client.call('POST', '/api/techniques', { ...wrong, text: 'rule "a\u0000" { links above 0 }' })).status).toBe(400)
    expect((await maker.client.call('DELETE', `/api/techniques/${made.id}`)).status).toBe(204)
    expect((await maker.client.call('GET', `/api/techniques/${made.id}`)).status).toBe(404)
  })

  test.each([
    ['rules', 'rule "any" { links above 0 }'],
    ['yara', yara],
    ['indicators', 'domain example\n'.replace('example', 'examples.example')],
    ['tokens', '@threshold 0.5\naccount 5\nkonto 5\npassword 5'],
  ])('of %s is held against our own reports, with what of it was wanted', async (kind, text) => {
    const found = await run(taker, { technique: (await make(taker, kind, text)).id })
    expect(found).toMatchObject({ state: 'done', why: null, total: names.length, done: names.length, stopped: 0 })
    const read = found.held.reduce((sum, one) => sum + one.read, 0)
    expect(read + found.skipped).toBe(names.length)
    expect(found.weeks.reduce((sum, one) => sum + one.matched, 0)).toBe(found.matched)
    const list = await matches(taker, found)
    expect(list).toHaveLength(found.matched)
    if (kind === 'yara' || kind === 'rules') expect(found.matched).toBeGreaterThan(5)
    const wanted = await matches(taker, found, '&held=wanted')
    expect(wanted).toHaveLength(found.held.find(({ judged }) => judged === 'wanted')?.matched ?? 0)
  })

  test('counts what somebody at the desk said before the verdict', async () => {
    const { id } = await make(taker, 'rules', 'rule "all" { size above 0 }')
    const before = await matches(taker, await run(taker, { technique: id }))
    const one = before.find(({ judged }) => judged === 'unwanted')
    await taker.client.call('POST', `/api/reports/${one?.report}/lessons`, { taught: 'wanted' })
    const after = await matches(taker, await run(taker, { technique: id }))
    expect(after.find(({ report }) => report === one?.report)).toMatchObject({ judged: 'wanted', byPerson: true, names: ['all'] })
  })
})

test('gives up the name of whoever asks for it, and what was found by it does', async () => {
  const { id } = await make(taker, 'rules', 'rule "Mina Quill" { size above 0 }')
  const before = await run(taker, { technique: id })
  expect((await matches(taker, before))[0]).toMatchObject({ names: ['Mina Quill'] })
  const erased = await taker.client.call('POST', '/api/subjects/erase', { text: 'Mina Quill', manner: 'erase', reason: 'asked in writing' })
  expect(erased.status).toBe(200)
  expect(JSON.stringify(await matches(taker, before))).not.toContain('Quill')
  // nor does a worker know it still
  expect((await matches(taker, await run(taker, { technique: id })))[0]).toMatchObject({ names: ['\u2026'] })
})

describe('a technique that is shared', () => {
  let own: Technique
  let share: Share
  const shareOf = async (terms: object, who = maker, to = taker, id = own.id) =>
    show(who.client, asked({ kind: 'technique', id }, [member(to)], terms))

  test('goes whole, with what was stated of it, and no further than its own mark', async () => {
    own = await make(maker, 'rules', rules)
    const stated = {
      corpus: 'May 2026',
      unwanted: 90,
      wanted: 40,
      truePositives: 70,
      falsePositives: 1,
      measuredOn: '2026-06-01',
      measuredBy: 'Ann',
    }
    expect((await maker.client.call('POST', `/api/techniques/${own.id}/results`, { ...stated, falsePositives: 41 })).status).toBe(400)
    expect((await maker.client.call('POST', `/api/techniques/${own.id}/results`, stated)).status).toBe(200)
    const more = asked({ kind: 'technique', id: own.id }, [member(taker)], { tlp: 'green' })
    expect(await maker.client.call('POST', '/api/shares', more)).toMatchObject({
      body: { code: 'cooperation.wider', detail: { why: 'wider' } },
    })
    const acting = asked({ kind: 'technique', id: own.id }, [member(taker)], { permitted: 'externally-visible-direct' })
    expect(await maker.client.call('POST', '/api/shares', acting)).toMatchObject({ body: { detail: { why: 'permitted' } } })
    share = await shareOf({ tlp: 'amber', onward: 'ask' })
    const read = (await taker.client.call('GET', `/api/shared/${share.copy}`)).body as { bytes: string }
    expect(JSON.parse(read.bytes).body).toMatchObject({
      kind: 'technique',
      of: 'rules',
      text: rules,
      textSha256: own.versions[0]?.sha256,
      result: stated,
    })
    expect((await stranger.client.call('GET', `/api/shared/${share.copy}`)).status).toBe(404)
  })

  test('is run as it is shown, and its owner learns nothing of it', async () => {
    const found = await run(taker, { copy: share.copy })
    expect(found).toMatchObject({ state: 'done', total: names.length })
    expect(found.matched).toBeGreaterThan(0)
    expect((await maker.client.call('GET', '/api/technique-runs')).body).toMatchObject({ items: [] })
    expect(await stranger.client.call('POST', '/api/technique-runs', { copy: share.copy, ...period })).toMatchObject({ status: 404 })
  })

  test('is taken over with its origin, mark and terms, which hold for what is made of it', async () => {
    const adopted = await taker.client.call('POST', `/api/shared/${share.copy}/adopt`)
    expect(adopted).toMatchObject({
      status: 201,
      body: { version: 1, tlp: 'amber', origin: { name: 'Maker', onward: 'ask', recalled: false } },
    })
    const mine = adopted.body as Technique
    const version = { name: 'ours', text: `${rules} `, tlp: 'green', permitted: 'internally-visible' }
    expect(await taker.client.call('POST', `/api/techniques/${mine.id}/versions`, version)).toMatchObject({
      body: { code: 'cooperation.wider' },
    })
    const passed = asked({ kind: 'technique', id: mine.id }, [member(stranger)], { tlp: 'amber' })
    expect(await taker.client.call('POST', '/api/shares', passed)).toMatchObject({
      body: { code: 'cooperation.wider', detail: { why: 'audience' } },
    })
    await draft(taker.client, asked({ kind: 'technique', id: mine.id }, [member(maker)], { tlp: 'amber' }))

    expect((await maker.client.call('POST', `/api/shares/${share.id}/recall`)).status).toBe(200)
    expect((await taker.client.call('GET', `/api/techniques/${mine.id}`)).body).toMatchObject({
      origin: { recalled: true },
      may: { run: false },
    })
    expect(await taker.client.call('POST', '/api/technique-runs', { technique: mine.id, ...period })).toMatchObject({
      body: { code: 'cooperation.technique-recalled' },
    })
    expect(await taker.client.call('POST', '/api/technique-runs', { copy: share.copy, ...period })).toMatchObject({ status: 404 })
  })

  test('is not run or kept where its terms do not let it', async () => {
    const known = await shareOf({ permitted: 'none' })
    for (const act of ['run', 'adopt'] as const) {
      const answer =
        act === 'run'
          ? await taker.client.call('POST', '/api/technique-runs', { copy: known.copy, ...period })
          : await taker.client.call('POST', `/api/shared/${known.copy}/adopt`)
      expect(answer).toMatchObject({ status: 403, body: { code: 'cooperation.not-permitted', detail: { why: 'permitted' } } })
    }
    const red = await shareOf({ tlp: 'red' })
    expect(await taker.client.call('POST', `/api/shared/${red.copy}/adopt`)).toMatchObject({ body: { detail: { why: 'red' } } })
    expect((await run(taker, { copy: red.copy })).state).toBe('done')
    // whoever runs it unread has had it
    expect((await maker.client.call('GET', `/api/shares/${red.id}`)).body).toMatchObject({ receipts: [{ name: 'Taker' }] })
  })

  test('is over, taken over or not, when the share is; and whoever took it over unread is known', async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString()
    const { id } = await make(maker, 'rules', rules, { tlp: 'green' })
    const given = await shareOf({ tlp: 'green', onward: 'as-marked', until }, maker, taker, id)
    const { body } = await taker.client.call('POST', `/api/shared/${given.copy}/adopt`)
    const mine = body as Technique
    expect(mine.origin).toMatchObject({ until, over: false })
    expect((await maker.client.call('GET', `/api/shares/${given.id}`)).body).toMatchObject({ receipts: [{ name: 'Taker' }] })
    const passed = (end: string | null) => asked({ kind: 'technique', id: mine.id }, [member(stranger)], { tlp: 'green', until: end })
    for (const end of [null, new Date(Date.now() + 2 * 86_400_000).toISOString()])
      expect(await taker.client.call('POST', '/api/shares', passed(end))).toMatchObject({ body: { code: 'cooperation.share-longer' } })
    await draft(taker.client, passed(until))
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    await root.query('update cooperation.technique set origin_until = now() where id = $1', [mine.id])
    await root.end()
    expect((await taker.client.call('GET', `/api/techniques/${mine.id}`)).body).toMatchObject({
      origin: { over: true },
      may: { run: false },
    })
    for (const [path, asking] of [
      ['/api/technique-runs', { technique: mine.id, ...period }],
      ['/api/shares', passed(until)],
    ] as const)
      expect(await taker.client.call('POST', path, asking)).toMatchObject({ body: { code: 'cooperation.technique-over' } })
  })
})

const begin = async ({ client }: Joined, what: object) => {
  const begun = await client.call('POST', '/api/technique-runs', { ...what, ...period })
  expect(begun.status).toBe(201)
  return (begun.body as Run).id
}

test('one that is hostile is stopped; meanwhile another is cancelled, and what is called back is run no further', async () => {
  const endless = 'rule a { condition: for any i in (0..1000000000000) : ( for any j in (0..100000000) : ( i * j == 3 and i == -1 ) ) }'
  const own = await make(maker, 'rules', rules)
  const shown = await show(maker.client, asked({ kind: 'technique', id: own.id }, [member(taker)]))
  // runs of a node go one after the other: the first holds the others up
  const hostile = await begin(taker, { technique: (await make(taker, 'yara', endless)).id })
  const mine = await make(taker, 'rules', rules)
  const cancelled = await begin(taker, { technique: mine.id })
  const recalled = await begin(taker, { copy: shown.copy })
  expect(await taker.client.call('POST', `/api/technique-runs/${cancelled}/cancel`)).toMatchObject({ body: { state: 'cancelled' } })
  expect((await maker.client.call('POST', `/api/shares/${shown.id}/recall`)).status).toBe(200)
  await house.drain()
  const ended = (id: string) => taker.client.call('GET', `/api/technique-runs/${id}`)
  expect(await ended(hostile)).toMatchObject({ body: { state: 'stopped', why: 'unsafe', stopped: 3, matched: 0 } })
  expect(await ended(cancelled)).toMatchObject({ body: { state: 'cancelled', done: 0 } })
  expect(await ended(recalled)).toMatchObject({ body: { state: 'stopped', why: 'gone', done: 0 } })
  expect(await run(taker, { technique: mine.id })).toMatchObject({ state: 'done' })

  expect(await stranger.client.call('POST', '/api/technique-runs', { technique: mine.id, ...period })).toMatchObject({ status: 404 })
  expect((await stranger.client.call('GET', `/api/technique-runs/${cancelled}`)).status).toBe(404)
}, 90_000)
