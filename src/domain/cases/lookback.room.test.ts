import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { ActionId, CaseId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import type { Caller } from '../directory/testing/node.ts'
import { startWorld, type World } from '../directory/testing/world.ts'
import type { Look, Lookback, OutcomeLine, OutcomeNotice } from './contract.ts'
import { lookBackJob } from './jobs.ts'
import { approveAction, recordOutcome } from './operations/actions.ts'
import { closeCase } from './operations/close.ts'
import { askDueLooks, lookBack, settleClosed, settleReopened } from './operations/lookback.ts'
import { caseSubjects } from './operations/subjects.ts'
import { type Desk, openDesk } from './testing/node.ts'

// A host of the world: names lead to an address that is kept for protocols and globally reachable, and that is dialled on loopback.

const hour = 3_600_000
const day = 24 * hour
let world: World
let desk: Desk
let off: Desk
let admin: Caller
let stand: Server
/** what the host answers: a status, where it redirects, or `down` */
let host: number | string
const asked: string[] = []
let inner: Server

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  return (server.address() as AddressInfo).port
}

const innerAsked: string[] = []

beforeAll(async () => {
  inner = createServer((request, response) => {
    innerAsked.push(request.url ?? '')
    response.end('secret')
  })
  const innerPort = await listen(inner)
  stand = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`)
    if (host === 'down') request.socket.destroy()
    else if (host === 'inner') response.writeHead(302, { location: `http://127.0.0.1:${innerPort}/admin` }).end()
    else if (typeof host === 'string') response.writeHead(302, { location: host }).end()
    else response.writeHead(host, { 'content-type': 'text/html' }).end(request.method === 'HEAD' ? undefined : '<script>alert(1)</script>')
  })
  const port = await listen(stand)
  const a = (address: string) => ({ A: [address] })
  world = await startWorld({
    'login.bad.example': a('192.0.0.10'),
    'shop.other.example': a('192.0.0.10'),
    'inner.bad.example': a('10.0.0.7'),
  })
  const outside = { ...world, dial: (address: string, to: number) => (to === 80 ? { host: '127.0.0.1', port } : world.dial(address, to)) }
  desk = await openDesk({ TOCSIN_OUTSIDE: 'on' }, { ...outside, worker: new URL('../../app/sandbox/worker.ts', import.meta.url) })
  off = await openDesk({}, outside)
  admin = desk.admin
})
afterAll(async () => {
  await desk?.close()
  await off?.close()
  await world?.close()
  for (const server of [stand, inner]) {
    server?.closeAllConnections()
    server?.close()
  }
})
beforeEach(() => {
  host = 200
  asked.length = 0
})

const url = 'http://login.bad.example/verify?u=YW5uQHguZXhhbXBsZQ'
const system = (of = desk) => systemActor('test', of.organisation)

async function open(of = desk, kind = 'phishing'): Promise<string> {
  const reports = await of.reports(2)
  return String((await of.admin.call('POST', '/api/cases', { title: 'bank', kind, reports })).body.id)
}

async function propose(id: string, value = url, more: object = {}, of = desk): Promise<ActionId> {
  const recipient = { name: 'Example Hosting', address: 'abuse@host.example', role: 'host' }
  const answer = await of.admin.call('POST', `/api/cases/${id}/actions`, {
    ...{ kind: 'take-down', recipient, things: [{ kind: 'url', value }] },
    ...more,
  })
  expect(answer.status).toBe(201)
  return String(answer.body.id) as ActionId
}

const look = (id: ActionId, of = desk) => lookBack(of.node.ctx, system(of), id)

/** Approved, looked at once, and sent. */
async function send(id: ActionId, of = desk): Promise<void> {
  await perform(of.node.ctx, of.actor(of.adminId, 'administrator'), (work) => approveAction(work, id, 'a'.repeat(64)))
  await look(id, of)
  of.node.pass(60_000)
  await perform(of.node.ctx, system(of), (work) => recordOutcome(work, id, { kind: 'sent' }))
}

const read = async (id: string, of = desk) =>
  (await of.admin.call('GET', `/api/cases/${id}/lookbacks`)).body as { items: Lookback[]; outside: boolean }
const only = async (id: string, of = desk) => (await read(id, of)).items[0] as Lookback
const looks = async (id: string, of = desk) => ((await of.admin.call('GET', `/api/cases/${id}/looks`)).body as { items: Look[] }).items
const table = async (by: string, more = '') =>
  (await admin.call('GET', `/api/outcomes?by=${by}${more}`)).body as { items: OutcomeLine[]; all: OutcomeLine; left: number }

describe('a notice', () => {
  test('is looked back at: the host answers, then is gone; the look before it went is the measure', async () => {
    const id = await open()
    const action = await propose(id)
    await send(action)
    // the query may tell whose mail it was in, and is left out
    expect(asked).toEqual(['HEAD login.bad.example/verify'])
    desk.node.pass(6 * hour)
    await look(action)
    expect((await only(id)).things).toMatchObject([{ found: 'answers', status: 200, thing: { kind: 'url', value: url }, goneAt: null }])
    host = 404
    desk.node.pass(18 * hour)
    await look(action)
    // HEAD is not believed alone
    expect(asked.slice(-2)).toEqual(['HEAD login.bad.example/verify', 'GET login.bad.example/verify'])
    const gone = await only(id)
    expect(gone).toMatchObject({
      repliedAt: null,
      hoursToReaction: 24,
      endedWhy: null,
      things: [{ found: 'gone', status: 404, goneSure: true }],
    })
    expect(gone.reactedAt).toBe(gone.goneAt)
    expect(gone.hoursToNotice).toBeGreaterThanOrEqual(0)
    const told = (await looks(id)).map(({ what, found }) => `${what} ${found}`)
    expect(told.slice(0, 3).toSorted()).toEqual(['answer none', 'reports none', 'thing gone'])
    expect(told.at(-1)).toBe('thing answers')
    const entries = (await admin.call('GET', `/api/cases/${id}/entries`)).body.items as { what: string }[]
    expect(entries.map(({ what }) => what)).toContain('gone')
    // there again: the case says so, and whoever has it hears of it
    host = 200
    desk.node.pass(day)
    await look(action)
    expect(await only(id)).toMatchObject({ goneAt: null, reactedAt: null, things: [{ found: 'answers' }] })
    const after = (await admin.call('GET', `/api/cases/${id}/entries`)).body.items as { what: string }[]
    expect(after.map(({ what }) => what)).toContain('there-again')
  })

  test('tells a host that is down from one that is for sure, and a name that went from one that never was', async () => {
    const id = await open()
    const action = await propose(id, url, {
      things: [
        { kind: 'url', value: url },
        { kind: 'host', value: 'never.bad.example' },
      ],
    })
    await send(action)
    host = 'down'
    desk.node.pass(6 * hour)
    await look(action)
    const doubted = await only(id)
    expect(doubted).toMatchObject({
      goneAt: null,
      things: [
        { found: 'no-connection', goneSure: false },
        { found: 'no-name', seenAt: null },
      ],
    })
    // a doubt is settled soon
    expect(Date.parse(doubted.nextAt ?? '') - Date.parse(doubted.lookedAt ?? '')).toBe(3 * hour)
    desk.node.pass(3 * hour)
    await look(action)
    expect(await only(id)).toMatchObject({ hoursToReaction: 6, things: [{ goneSure: true }, { seenAt: null }] })
  })

  test('is never followed to a private address, by name or by redirect', async () => {
    const id = await open()
    const action = await propose(id, 'http://inner.bad.example/')
    await send(action)
    expect(await only(id)).toMatchObject({ things: [{ found: 'private', status: null }] })
    const other = await propose(id)
    host = 'inner'
    await send(other)
    expect((await read(id)).items.find(({ action: one }) => one === other)).toMatchObject({ things: [{ found: 'private' }] })
    expect(innerAsked).toEqual([])
    host = 'http://shop.other.example/'
    desk.node.pass(hour)
    const before = asked.length
    await look(other)
    // it was not a loop: the other site redirects to itself, three times at most
    expect(asked.length - before).toBeLessThanOrEqual(8)
  })

  test('that was gone before it went is nobody’s merit', async () => {
    host = 410
    const id = await open()
    const action = await propose(id)
    await send(action)
    desk.node.pass(6 * hour)
    await look(action)
    expect(await only(id)).toMatchObject({ goneAt: null, reactedAt: null, things: [{ found: 'gone', seenAt: null }] })
  })

  test('that somebody answered has a reaction; a machine’s answer is none', async () => {
    const id = await open()
    const action = await propose(id)
    await send(action)
    const say = (kind: 'acknowledged' | 'answered') => perform(desk.node.ctx, system(), (work) => recordOutcome(work, action, { kind }))
    desk.node.pass(2 * hour)
    await say('acknowledged')
    await look(action)
    expect(await only(id)).toMatchObject({ repliedAt: null })
    desk.node.pass(hour)
    await say('answered')
    // known at once, without a look
    expect(await only(id)).toMatchObject({ hoursToReaction: 3 })
    await look(action)
    expect(await only(id)).toMatchObject({ hoursToReaction: 3, goneAt: null })
  })

  test('falls silent with the last report, and with everything gone it is over; it goes on when its case comes back', async () => {
    const id = await open()
    const action = await propose(id)
    await send(action)
    desk.node.pass(5 * hour)
    const late = await desk.reports(1)
    await desk.query('update intake.report set received_at = $2 where id = $1', [late[0], desk.node.ctx.now()])
    expect((await admin.call('POST', `/api/cases/${id}/reports`, { ids: late })).status).toBe(200)
    host = 404
    desk.node.pass(hour)
    await look(action)
    expect(await only(id)).toMatchObject({ reportsSince: 1, silentAt: null, endedWhy: null })
    desk.node.pass(30 * day)
    await look(action)
    expect(await only(id)).toMatchObject({ hoursToSilence: 5, endedWhy: 'settled', nextAt: null })
    await perform(desk.node.ctx, system(), (work) => settleReopened(work, id as CaseId))
    expect(await only(id)).toMatchObject({ endedWhy: null })
  })

  test('goes with its action when cases are merged, and back when that is undone', async () => {
    const [from, into] = [await open(), await open()]
    const action = await propose(from)
    await send(action)
    await admin.call('POST', `/api/cases/${into}/merge`, { from: [from] })
    desk.node.pass(day)
    await look(action)
    expect([(await read(into)).items.length, (await read(from)).items.length]).toEqual([1, 0])
    await admin.call('POST', `/api/cases/${from}/unmerge`)
    expect([(await read(into)).items.length, (await read(from)).items.length]).toEqual([0, 1])
    expect((await looks(from)).length).toBeGreaterThan(3)
  })

  test('of children’s abuse is not looked at, also where it was only called so later', async () => {
    const id = await open()
    const action = await propose(id)
    await admin.call('PATCH', `/api/cases/${id}`, { kind: 'child-material' })
    await send(action)
    desk.node.pass(day)
    await look(action)
    expect(asked).toEqual([])
    expect(await only(id)).toMatchObject({ things: [] })
  })

  test('has no words where its case was emptied, and is not looked at any more', async () => {
    const id = await open()
    const action = await propose(id)
    await send(action)
    await desk.query(`update cases.action set things = '[]' where id = $1`, [action])
    asked.length = 0
    desk.node.pass(day)
    await look(action)
    expect(asked).toEqual([])
    expect(await only(id)).toMatchObject({ things: [{ thing: null, found: 'answers' }] })
    expect(JSON.stringify(await desk.query('select * from cases.lookback_thing'))).not.toContain('login')
  })
})

test('names of whoever answers for a place are found and taken out for a data subject', async () => {
  const id = await open()
  const action = await propose(id, url, { recipient: { name: 'Mina Quagga', address: 'mina@names.example', role: 'registrar' } })
  await send(action)
  const find = () => desk.node.ctx.read(system(), (tx) => caseSubjects.find(tx, 'Mina Quagga'))
  expect((await find()).map(({ label }) => label.split(' · ')[1])).toContain('place.registrar')
  await perform(desk.node.ctx, system(), async (work) => {
    work.require(true)
    await caseSubjects.erase(work, 'Mina Quagga', 'erase', 'P-1')
  })
  expect(await find()).toEqual([])
  expect(JSON.stringify(await table('registrar'))).not.toMatch(/quagga/i)
})

describe('looks', () => {
  test('are not made outside unless the operator allows it, which is said', async () => {
    const id = await open(off)
    const action = await propose(id, url, {}, off)
    await send(action, off)
    const told = await read(id, off)
    expect(asked).toEqual([])
    expect(told).toMatchObject({ outside: false, items: [{ things: [{ found: 'not-looked', place: { host: 'Example Hosting' } }] }] })
  })

  test('come when their turn has come, and when somebody asks, though not more often than every ten minutes', async () => {
    const id = await open()
    expect((await admin.call('POST', `/api/cases/${id}/look`)).code).toBe('cases.nothing-sent')
    const action = await propose(id)
    await send(action)
    expect((await admin.call('POST', `/api/cases/${id}/look`)).code).toBe('cases.looked-just-now')
    desk.node.pass(11 * 60_000)
    const answer = await admin.call('POST', `/api/cases/${id}/look`)
    expect([answer.status, answer.body]).toEqual([202, { asked: 1 }])
    const ben = await desk.join('vera', 'viewer')
    expect((await ben.caller.call('POST', `/api/cases/${id}/look`)).code).toBe('platform.forbidden')
    const waiting = () =>
      desk.query(
        `select count(*)::int as count from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'cases.look-back' and j.payload::text like $1`,
        [`%${action}%`],
      )
    desk.node.pass(6 * hour)
    await askDueLooks(desk.node.ctx, system(), lookBackJob)
    // asked for twice, waits once
    expect(await waiting()).toEqual([{ count: 1 }])
  })

  test('are seen by nobody else', async () => {
    const id = await open()
    await send(await propose(id))
    const stranger = await desk.stranger()
    for (const path of [`/api/cases/${id}/lookbacks`, `/api/cases/${id}/looks`]) expect((await stranger.call('GET', path)).status).toBe(404)
    expect((await stranger.call('POST', `/api/cases/${id}/look`)).status).toBe(404)
    expect((await stranger.call('GET', '/api/outcomes')).body).toMatchObject({ items: [], all: { notices: 0 } })
  })
})

describe('the table of who acts', () => {
  test('counts notices, answers, what is gone and how long it took, by who answers for it; each line leads to its cases', async () => {
    const since = desk.node.ctx.now().toISOString()
    const of = (name: string) => ({ recipient: { name, address: 'a@x.example', role: 'registrar' } })
    const sent: [string, ActionId][] = []
    for (const name of ['Quick Names', 'Quick Names', 'Slow Names']) {
      const id = await open()
      const action = await propose(id, url, of(name))
      await send(action)
      sent.push([id, action])
    }
    desk.node.pass(10 * hour)
    const [, second] = sent[1] ?? ['', '' as ActionId]
    await perform(desk.node.ctx, system(), (work) => recordOutcome(work, second, { kind: 'acted' }))
    for (const [, action] of sent) await look(action)
    const found = await table('registrar', `&since=${since}`)
    expect(found.all).toMatchObject({ notices: 3, answered: 1, seen: 3, gone: 0, reacted: 1, active: 3, few: true })
    const quick = found.items.find(({ name }) => name === 'Quick Names')
    expect(quick).toMatchObject({ key: 'quick names', notices: 2, told: 2, answered: 1, few: true, reaction: { nine: null } })
    expect(quick?.reaction.half).toBeCloseTo(10, 0)
    expect(found.items.find(({ name }) => name === 'Slow Names')).toMatchObject({ answered: 0, reaction: { half: null } })
    const behind = (await admin.call('GET', `/api/outcomes/notices?by=registrar&since=${since}&key=quick%20names`)).body as {
      items: OutcomeNotice[]
    }
    expect(behind.items.map((one) => one.case.id).toSorted()).toEqual([sent[0]?.[0], sent[1]?.[0]].toSorted())
    const cookie = [...admin.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const csv = await desk.node.http.app.inject({ url: `/api/outcomes/export?by=registrar&since=${since}`, headers: { cookie } })
    expect(csv.body).toContain('quick names,Quick Names,2,2,1,2,0,1,')
    expect((await table('registrar', `&until=${since}`)).items.some(({ name }) => name === 'Quick Names')).toBe(false)
    // told: only whom the notice went to
    expect((await table('host', `&since=${since}&told=true`)).all.notices).toBe(0)
    expect((await table('country', `&since=${since}`)).all.notices).toBe(3)
    // the line of those of whom nobody is known leads to its notices too: no key
    const unknown = (await table('network', `&since=${since}`)).items.find(({ key }) => key === '')
    const { items } = (await admin.call('GET', `/api/outcomes/notices?by=network&since=${since}`)).body as { items: OutcomeNotice[] }
    expect([unknown?.notices, items.length]).toEqual([3, 3])
    // what was no abuse counts for nobody
    const [wrong] = sent[0] ?? ['']
    await perform(desk.node.ctx, system(), async (work) => {
      await closeCase(work, wrong as CaseId, 'no-abuse')
      await settleClosed(work, wrong as CaseId)
    })
    expect((await table('registrar', `&since=${since}`)).all.notices).toBe(2)
  })

  test('counts a notice of several things once for each of a side, and gone only where all of it is', async () => {
    const since = desk.node.ctx.now().toISOString()
    const id = await open()
    const action = await propose(id, url, {
      things: [
        { kind: 'url', value: url },
        { kind: 'url', value: `${url}/two` },
        { kind: 'file', value: 'a'.repeat(64) },
      ],
    })
    await send(action)
    host = 404
    desk.node.pass(6 * hour)
    await look(action)
    const found = await table('host', `&since=${since}`)
    expect(found.all).toMatchObject({ notices: 1, seen: 1, gone: 1, active: 0 })
    expect(found.items.map(({ notices, gone, reaction }) => [notices, gone, reaction.half === null])).toEqual([[1, 1, false]])
  })
})
