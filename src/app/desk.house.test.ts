import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../base/id.ts'
import { type Client, clientOf, cookiesOf, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let root: pg.Client
const people = new Map<string, Client>()
/** Somebody of the organisation in this role. */
const as = (role: string): Client => {
  const found = people.get(role)
  if (found === undefined) throw new Error(`nobody is ${role}`)
  return found
}
beforeAll(async () => {
  // a relay that is not there: letters are written and wait
  house = await openHouse({ TOCSIN_RELAY: 'smtp://127.0.0.1:9' })
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  for (const role of ['viewer', 'analyst', 'manager'] as const) people.set(role, await member(role))
  people.set('administrator', ann)
})
afterAll(async () => {
  await root.end()
  await house.close()
})

async function member(role: string): Promise<Client> {
  const { body } = await ann.call('POST', '/api/invitations', { email: `${role}@desk.example`, role })
  const token = (body as { link: string }).link.split('#')[1]
  const person = { name: role, password: 'seventeen quiet herons', locale: 'en', timeZone: 'UTC' }
  const answer = await house.http.app.inject({ method: 'POST', url: '/api/invitations/accept', payload: { token, person } })
  expect(answer.statusCode).toBe(201)
  return clientOf(house, cookiesOf(answer), answer.json().organisation)
}

async function keyOf(
  who: Client,
  ...scopes: string[]
): Promise<(method: 'GET' | 'POST' | 'PATCH', url: string, body?: object) => Promise<number>> {
  const { body } = await who.call('POST', '/api/keys', { name: scopes.join(), scopes, days: 3 })
  const { key } = body as { key: string }
  return async (method, url, payload) => {
    const answer = await house.http.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${key}` },
      ...(payload === undefined ? {} : { payload }),
    })
    return answer.statusCode
  }
}

const blobs = async () => {
  let count = 0
  for await (const _ of house.ctx.blobs.list()) count++
  return count
}
let number = 0
const url = () => ({ url: `https://bad.example/${++number}` })
type Line = { id: string; reference: string; form: string; state: string; reporter: string | null; times: number }
const lines = async (query = '') => ((await ann.call('GET', `/api/reports?limit=200&${query}`)).body as { items: Line[] }).items

describe('who may', () => {
  test('hand in: analysts and above; a viewer is refused before a byte is kept', async () => {
    const before = [await blobs(), (await lines()).length]
    for (const said of ['unwanted', 'child-material']) {
      const refused = await as('viewer').call('POST', '/api/reports', { ...url(), said })
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([403, 'platform.forbidden'])
    }
    expect([await blobs(), (await lines()).length]).toEqual(before)
    for (const role of ['analyst', 'manager', 'administrator'])
      expect((await as(role).call('POST', '/api/reports', url())).status).toBe(201)
  })

  test('decide what: each act from its role on', async () => {
    const id = (
      (await ann.call('POST', '/api/reports', { ...url(), reporter: { address: 'asker@citizen.example' } })).body as { id: string }
    ).id
    await house.settle()
    const mail = (await outbox()).find(({ recipient }) => recipient === 'asker@citizen.example')?.id
    const acts: Record<string, [method: 'POST' | 'PATCH' | 'GET', path: string, body: object | undefined, from: string]> = {
      analyse: ['POST', '/api/reports/analyse', { ids: [id] }, 'analyst'],
      withdraw: ['POST', '/api/reports/withdraw', { ids: [newId()] }, 'manager'],
      withhold: ['POST', '/api/reports/withhold', { ids: [newId()], confirm: 'destroy' }, 'analyst'],
      decide: ['POST', `/api/outbox/${mail}/decision`, { decision: 'retry' }, 'analyst'],
      'read letters': ['GET', `/api/outbox/${mail}`, undefined, 'viewer'],
      'add channels': ['POST', '/api/channels', { name: 'x' }, 'administrator'],
      'change channels': ['PATCH', `/api/channels/${newId()}`, { open: false }, 'administrator'],
      'see what goes': ['GET', '/api/retention/preview', undefined, 'manager'],
      'serve data subjects': ['POST', '/api/subjects/find', { text: 'nobody@x.example' }, 'manager'],
    }
    const order = ['viewer', 'analyst', 'manager', 'administrator']
    for (const [name, [method, path, body, from]] of Object.entries(acts)) {
      for (const role of order) {
        const status = (await as(role).call(method, path, body)).status
        const allowed = order.indexOf(role) >= order.indexOf(from)
        expect([name, role, status === 403]).toEqual([name, role, !allowed])
      }
    }
  })

  test('do what with a key: what its scopes say, and never more than its person', async () => {
    const [report, read, write, administer] = [
      await keyOf(ann, 'report'),
      await keyOf(ann, 'read'),
      await keyOf(ann, 'write'),
      await keyOf(as('manager'), 'read', 'write'),
    ]
    const nowhere = newId()
    const tried = async (key: typeof report) => [
      await key('POST', '/api/reports', url()),
      await key('GET', '/api/reports'),
      await key('POST', '/api/reports/analyse', { ids: [nowhere] }),
      await key('POST', '/api/channels', { name: `by key ${++number}` }),
      await key('GET', '/api/outbox'),
    ]
    expect(await tried(report)).toEqual([201, 403, 403, 403, 403])
    expect(await tried(read)).toEqual([403, 200, 403, 403, 200])
    expect(await tried(write)).toEqual([403, 403, 202, 403, 403])
    expect(await tried(administer)).toEqual([403, 200, 202, 403, 200])
    const viewers = await keyOf(as('viewer'), 'report')
    expect(await viewers('POST', '/api/reports', url())).toBe(201)
  })

  test('read an invitation in the outbox, which is a key: administrators, and nobody by an export', async () => {
    const letter = (await outbox()).find(({ kind, recipient }) => kind === 'invitation' && recipient === 'viewer@desk.example')
    for (const role of ['viewer', 'analyst', 'manager']) expect((await as(role).call('GET', `/api/outbox/${letter?.id}`)).status).toBe(403)
    expect(((await ann.call('GET', `/api/outbox/${letter?.id}`)).body as { text: string }).text).toContain('/invitation#')
  })
})

type Mail = { id: string; kind: string; recipient: string; state: string }
const outbox = async () => ((await ann.call('GET', '/api/outbox?limit=200')).body as { items: Mail[] }).items

describe('what the desk writes down for a caller', () => {
  test('is a call, with who called and what was said, and waits for a person before anybody is written to', async () => {
    const stated = {
      url: 'hxxps://bad[.]example/call',
      text: 'He said that he was from the bank and asked for my code.',
      note: 'third call this week',
      reporter: { address: 'caller@citizen.example', name: 'Mina Quill' },
      language: 'ar',
    }
    const sent = await as('analyst').call('POST', '/api/reports', stated)
    await house.settle()
    const { id } = sent.body as { id: string }
    const { body } = await ann.call('GET', `/api/reports/${id}`)
    expect(body).toMatchObject({
      form: 'call',
      reporter: 'caller@citizen.example',
      reporterName: 'Mina Quill',
      note: 'third call this week',
      channel: { kind: 'console' },
      sightings: [{ kind: 'url', value: 'https://bad.example/call' }, { kind: 'file' }],
    })
    expect((await outbox()).find(({ recipient }) => recipient === 'caller@citizen.example')).toMatchObject({ state: 'held' })
  })

  test('may hold any character', async () => {
    const odd = 'a\u0000b\ud800c'
    const sent = await ann.call('POST', '/api/reports', {
      ...url(),
      text: `${odd} https://bad.example/${odd}`,
      note: odd,
      reporter: { name: odd },
    })
    expect(sent.status).toBe(201)
    const named = await ann.call('POST', `/api/reports?name=${encodeURIComponent('a\u0000b.bin')}&note=%00`, Buffer.from('x\u0000y'), {
      'content-type': 'application/octet-stream',
    })
    expect(named.status).toBe(201)
    const eml = Buffer.from(
      'From: \u0000 <a@b.example>\r\nSubject: =?utf-8?B?AAAA?=\r\nContent-Type: text/plain; name="\u0000.txt"\r\n\r\n\u0000 https://bad.example/\u0000',
    )
    await ann.call('POST', '/api/reports', eml, { 'content-type': 'message/rfc822' })
    await house.settle()
    expect(((await ann.call('GET', '/api/jobs?parked=true')).body as { items: unknown[] }).items).toEqual([])
    expect((await ann.call('GET', `/api/reports/${(sent.body as { id: string }).id}`)).body).toMatchObject({
      state: 'analysed',
      note: 'a\ufffdb\ufffdc',
    })
  })
})

describe('a request under an Idempotency-Key', () => {
  const hand = (key: string, body: object) => ann.call('POST', '/api/reports', body, { 'idempotency-key': key })

  test('is carried out once, and answered alike when it is repeated, in the midst of others', async () => {
    const body = url()
    const crowd = () => Promise.all(Array.from({ length: 6 }, () => ann.call('POST', '/api/reports', url())))
    const [others, first] = await Promise.all([crowd(), hand('once', body)])
    const [again] = await Promise.all([hand('once', body), crowd()])
    expect(others.map(({ status }) => status)).toEqual(Array(6).fill(201))
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    const { body: report } = await ann.call('GET', `/api/reports/${(first.body as { id: string }).id}`)
    expect(report).toMatchObject({ times: 1 })
    expect((await hand('once', url())).status).toBe(409)
  })

  test('does not touch those that are filed at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? hand(`k${at}`, url()) : ann.call('POST', '/api/reports', url()))),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201))
    expect(new Set(answers.map(({ body }) => (body as { reference: string }).reference)).size).toBe(12)
    const { rows } = await root.query<{ key: string; status: number }>(
      `select key, status from platform.idempotent_answer where key like 'k%' order by key`,
    )
    expect(rows).toEqual(['k0', 'k3', 'k6', 'k9'].map((key) => ({ key, status: 201 })))
  })

  test('and the same report without one, at the same moment, are one report', async () => {
    const body = url()
    const answers = await Promise.all([hand('both', body), ann.call('POST', '/api/reports', body), ann.call('POST', '/api/reports', body)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map(({ body: receipt }) => (receipt as { id: string }).id)).size).toBe(1)
  })
})

describe('channels', () => {
  type Channel = { id: string; kind: string; name: string; address: string | null; open: boolean }
  const channels = async () => ((await ann.call('GET', '/api/channels')).body as { items: Channel[] }).items

  test('keep their names apart, and change only when told what', async () => {
    const made = (await ann.call('POST', '/api/channels', { name: 'North' })).body as Channel
    await ann.call('POST', '/api/channels', { name: 'South' })
    expect((await ann.call('POST', '/api/channels', { name: 'North' })).status).toBe(409)
    expect((await ann.call('PATCH', `/api/channels/${made.id}`, { name: 'South' })).status).toBe(409)
    expect((await ann.call('PATCH', `/api/channels/${made.id}`, {})).status).toBe(400)
    expect((await ann.call('PATCH', `/api/channels/${made.id}`, { name: 'North' })).status).toBe(200)
    expect(await channels()).toContainEqual(
      expect.objectContaining({ name: 'North', address: expect.stringMatching(/^report\+[0-9a-f]{16}@tocsin\.example$/) }),
    )
  })

  test('may be called otherwise, and stay what they are', async () => {
    await ann.call('POST', '/api/reports', url())
    const console_ = (await channels()).find(({ kind }) => kind === 'console')
    await ann.call('PATCH', `/api/channels/${console_?.id}`, { name: 'By hand' })
    await ann.call('POST', '/api/reports', url())
    expect((await channels()).filter(({ kind }) => kind === 'console')).toMatchObject([{ id: console_?.id, name: 'By hand' }])
  })
})

describe('a search', () => {
  test('finds all there is, page by page, however few the other filters leave', async () => {
    const { rows } = await root.query<{ channel: string }>('select id as channel from intake.channel limit 1')
    await root.query(
      `with made as (
        insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at, state)
        select gen_random_uuid(), $1, 'S-' || n, $2, 'x', 1, 's' || n, 's' || n, now() - make_interval(secs => n), 'analysed' from generate_series(1, 2300) n
        returning id, owner, received_at, reference),
      summed as (
        insert into analysis.summary (report, owner, received_at, severity, findings, links, attachments, spf, dkim, dmarc, arc, analyser, analysed_at)
        select id, owner, received_at, case when reference in ('S-3', 'S-1500', 'S-2299') then 'high' else 'low' end, 0, 0, 0, 'none', 'none', 'none', 'none', 'x', now() from made)
      insert into analysis.search_text (report, owner, received_at, tokens) select id, owner, received_at, array_to_tsvector(array['manyword']) from made`,
      [ann.organisation, rows[0]?.channel],
    )
    expect((await lines('search=manyword&severity=high')).map(({ reference }) => reference)).toEqual(['S-3', 'S-1500', 'S-2299'])
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { body } = await ann.call('GET', `/api/reports?search=manyword&limit=200${after}`)
      const { items, next } = body as { items: Line[]; next: string | null }
      seen.push(...items.map(({ reference }) => reference))
      if (next === null) break
      after = `&after=${encodeURIComponent(next)}`
    }
    expect(seen).toEqual(Array.from({ length: 2300 }, (_, at) => `S-${at + 1}`))
  })
})
