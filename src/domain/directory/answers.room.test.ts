import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { AnsweringView } from './contract.ts'
import { refreshRegistries } from './operations/registry-lists.ts'
import { type Answer, type Caller, firstRun, join, startNode, type TestNode } from './testing/node.ts'
import { entity, rdapHost, startWorld, type World, whoisHost } from './testing/world.ts'

let world: World
let node: TestNode
let quiet: TestNode
let admin: Caller
let root: pg.Client
let own: Server
let ownPort: number
const ownAsked: { url: string; key: unknown }[] = []

beforeAll(async () => {
  own = createServer((request, response) => {
    ownAsked.push({ url: request.url ?? '', key: request.headers['x-key'] })
    if (request.url?.includes('192.0.2.99')) response.writeHead(404).end()
    else response.end(JSON.stringify({ subscriber: { number: 'K-7', mail: 'ann@home.example' }, name: 'Ann' }))
  })
  own.listen(0, '127.0.0.1')
  await new Promise((done) => own.once('listening', done))
  ownPort = (own.address() as AddressInfo).port
  world = await startWorld({ 'www.shop.example': { A: ['198.51.100.20'] }, 'thin.example': {} })
  const worker = new URL('../../app/sandbox/worker.ts', import.meta.url)
  const settings = { TOCSIN_OUTSIDE: 'on', TOCSIN_INSIDE: `127.0.0.1:${ownPort}` }
  node = await startNode(settings, undefined, { ...world, worker })
  quiet = await startNode({}, undefined, { ...world, worker })
  admin = (await firstRun(node)).admin
  root = new pg.Client({ connectionString: node.database.superuserUrl })
  await root.connect()
  const registry = `http://${rdapHost}/rdap/`
  world.lists.set('/rdap/ipv4.json', listOf([...eights(), ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']], registry))
  world.lists.set('/rdap/ipv6.json', listOf([['2001:db8::/32'], ['a'], ['b'], ['c']], registry))
  world.lists.set('/rdap/dns.json', listOf([['example'], ...Array.from({ length: 400 }, (_, i) => [`tld${i}`])], registry))
  await refreshRegistries.run(node.ctx, systemActor('schedule', null), {})
})
afterAll(async () => {
  await root?.end()
  await node?.close()
  await quiet?.close()
  await world?.close()
  own?.close()
})

const eights = () => Array.from({ length: 4 }, (_, i) => [`${i + 1}.0.0.0/8`])
const listOf = (entries: readonly (readonly string[])[], url: string) => ({
  publication: '2026-11-01T00:00:00Z',
  services: entries.map((names) => [names, [url]]),
})

async function lookUp(
  value: string,
  more = '',
  by: Caller = admin,
): Promise<{ items: AnsweringView[]; outside: string; thing: Record<string, unknown> }> {
  const answer = await by.call('GET', `/api/answers?value=${encodeURIComponent(value)}${more}`)
  expect([value, answer.status, answer.code]).toEqual([value, 200, undefined])
  return answer.body as Awaited<ReturnType<typeof lookUp>>
}

function network(first: string, last: string, name: string, entities: readonly object[]) {
  return { objectClassName: 'ip network', startAddress: first, endAddress: last, name, country: 'FR', entities }
}

async function file(by: Caller, path: string, text: string): Promise<Answer> {
  const cookie = [...by.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const raw = await node.http.app.inject({
    method: 'POST',
    url: path,
    headers: {
      cookie,
      'sec-fetch-site': 'same-origin',
      'content-type': 'text/csv',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
    },
    remoteAddress: '198.51.100.7',
    payload: text,
  })
  const body = raw.json() as Record<string, unknown>
  return { status: raw.statusCode, code: body.code as string | undefined, body, raw }
}

const take = (kind: string, text: string, more = '') => file(admin, `/api/imports?kind=${kind}&name=x.csv${more}`, text)
const summary = (items: readonly AnsweringView[]) =>
  items.map(({ role, party, contacts, source }) => [role, party.name, contacts.map(({ address }) => address), source])
const registryAsked = () => world.asked.filter((one) => one.startsWith(rdapHost)).length

describe('registries', () => {
  test('tell who answers for a network: several contacts, wherever they stand; asked once for all of its addresses', async () => {
    world.rdap.set(
      `${rdapHost} /rdap/ip/203.0.113.5`,
      network('203.0.113.0', '203.0.113.127', 'HOLDER-NET', [
        entity(['registrant'], { fn: 'Holder Ltd' }, [entity(['abuse'], { email: ['abuse@holder.example', 'second@holder.example'] })]),
        entity(['technical'], { email: ['noc@holder.example'] }),
      ]),
    )
    const before = registryAsked()
    const first = await lookUp('203[.]0[.]113[.]5')
    expect(first.outside).toBe('asked')
    expect(summary(first.items).slice(0, 1)).toEqual([['network', 'Holder Ltd', ['abuse@holder.example', 'second@holder.example'], 'rdap']])
    expect(first.items[0]).toMatchObject({ note: null, of: '203.0.113.0 – 203.0.113.127', party: { country: 'FR', id: null } })
    // the country's team came with the program, and says that nobody confirmed it
    expect(first.items.filter(({ role }) => role === 'cert')).toMatchObject([
      { party: { name: 'CERT-FR' }, note: 'unconfirmed', source: 'offline' },
    ])
    const again = await lookUp('203.0.113.77')
    expect([again.outside, summary(again.items)[0]]).toEqual(['remembered', summary(first.items)[0]])
    expect(registryAsked()).toBe(before + 1)
  })

  test('tell the registrar of a name by the contact within it, and the host by its address', async () => {
    world.rdap.set(`${rdapHost} /rdap/domain/shop.example`, {
      objectClassName: 'domain',
      ldhName: 'shop.example',
      entities: [
        entity(['registrar'], { fn: 'Names Inc.' }, [entity(['abuse'], { email: ['abuse@names.example'] })]),
        entity(['registrant'], {}),
      ],
      redacted: [{ name: { type: 'Registrant Name' } }],
    })
    world.rdap.set(
      `${rdapHost} /rdap/ip/198.51.100.20`,
      network('198.51.100.0', '198.51.100.255', 'HOSTER', [entity(['abuse'], { email: ['abuse@hoster.example'] })]),
    )
    const found = await lookUp('hxxps://www[.]shop[.]example/login')
    expect(found.thing).toMatchObject({ kind: 'url', value: 'https://www.shop.example/login', address: '198.51.100.20' })
    expect(summary(found.items).slice(0, 2)).toEqual([
      ['host', 'HOSTER', ['abuse@hoster.example'], 'rdap'],
      ['registrar', 'Names Inc.', ['abuse@names.example'], 'rdap'],
    ])
  })

  test('that are thin lead on to the registrar’s own answer; those without RDAP are asked by WHOIS, along its referrals', async () => {
    world.rdap.set(`${rdapHost} /rdap/domain/thin.example`, {
      objectClassName: 'domain',
      entities: [entity(['registrar'], { fn: 'Thin Names' })],
      links: [{ rel: 'related', type: 'application/rdap+json', href: 'http://rdap.registrar.example/domain/thin.example' }],
    })
    world.rdap.set('rdap.registrar.example /domain/thin.example', {
      objectClassName: 'domain',
      entities: [entity(['registrar'], { fn: 'Thin Names Ltd' }, [entity(['abuse'], { email: ['abuse@thin.example'] })])],
    })
    expect(summary((await lookUp('thin.example')).items)[0]).toEqual(['registrar', 'Thin Names Ltd', ['abuse@thin.example'], 'rdap'])
    world.whois.set('iana oldtld', `refer: ${whoisHost}\r\n`)
    world.whois.set('registry name.oldtld', 'Registrar: Old Names\r\nRegistrar Abuse Contact Email: abuse@old.example\r\n')
    expect(summary((await lookUp('name.oldtld')).items)[0]).toEqual(['registrar', 'Old Names', ['abuse@old.example'], 'whois'])
  })

  test('that ask for patience are left alone for as long as they say; an old answer then serves, and says that it is old', async () => {
    node.pass(25 * 3_600_000)
    world.rdap.set(`${rdapHost} /rdap/ip/203.0.113.5`, 429)
    world.retryAfter.set(rdapHost, '600')
    const busy = await lookUp('203.0.113.5')
    expect([busy.outside, busy.items[0]?.party.name, busy.items[0]?.note]).toEqual(['busy', 'Holder Ltd', 'old'])
    const before = registryAsked()
    expect((await lookUp('203.0.113.200')).outside).toBe('busy')
    expect(registryAsked()).toBe(before)
    node.pass(601_000)
    world.retryAfter.clear()
    world.rdap.set(`${rdapHost} /rdap/ip/203.0.113.200`, network('203.0.113.128', '203.0.113.255', 'LATER', []))
    expect((await lookUp('203.0.113.200')).items[0]).toMatchObject({ party: { name: 'LATER' }, contacts: [], note: null })
  })

  test('are not asked by a viewer, nor of what is nowhere in the world, nor at all unless the operator allows it', async () => {
    const viewer = await join(node, admin, 'viewer@agence.example', 'viewer')
    const before = world.asked.length
    expect((await lookUp('192.0.2.200', '', viewer.caller)).outside).toBe('role')
    expect((await lookUp('10.1.2.3')).outside).toBe('not-public')
    expect((await lookUp('d41d8cd98f00b204e9800998ecf8427e')).outside).toBe('nothing-to-ask')
    const off = await firstRun(quiet)
    expect(await lookUp('203.0.113.5', '', off.admin)).toMatchObject({ outside: 'off', items: [] })
    expect(world.asked).toHaveLength(before)
    const nothing = await admin.call('GET', '/api/answers?value=%3Cb%3Ehello%3C%2Fb%3E')
    expect([nothing.status, nothing.code]).toEqual([400, 'directory.not-recognised'])
  })
})

describe('customers', () => {
  const customers =
    'reference,name,country,contact,prefixes,domains,sites,subscribers\nK-1,Wide Ltd,FR,abuse@wide.example,192.0.2.0/24,,,\nK-2,Narrow Ltd,FR,abuse@narrow.example,192.0.2.64/26,narrow.example,www.shared.example/~narrow,\nK-7,Ann,FR,ann@home.example,,,,ann@realm\n'

  test('come by a file: looked at first, taken in whole or with any error not at all, and the same again changes nothing', async () => {
    const bad = customers.replace('192.0.2.64/26', '192.0.2.64/99')
    const looked = await file(admin, '/api/imports/preview?kind=customers', bad)
    expect(looked.body).toMatchObject({
      errorCount: 1,
      errors: [{ line: 3, column: 'prefix', why: 'unreadable', text: '192.0.2.64/99' }],
      counts: { added: 2 },
    })
    expect((await take('customers', bad)).code).toBe('directory.import-errors')
    expect((await admin.call('GET', '/api/parties')).body.items).toEqual([])
    const preview = await file(admin, '/api/imports/preview?kind=customers', customers)
    expect(preview.body).toMatchObject({ errorCount: 0, counts: { added: 3, contacts: 3, responsibilities: 5 } })
    expect((await take('customers', customers, `&previewed=${'0'.repeat(64)}`)).code).toBe('directory.import-other')
    const taken = await take('customers', customers, `&previewed=${preview.body.sha256}`)
    expect([taken.status, taken.body.counts]).toEqual([200, { added: 3, changed: 0, same: 0, ended: 0, contacts: 3, responsibilities: 5 }])
    expect((await take('customers', customers)).body.counts).toMatchObject({
      added: 0,
      changed: 0,
      same: 3,
      contacts: 0,
      responsibilities: 0,
    })
    const listed = (await admin.call('GET', '/api/imports')).body.items as { counts: object; by: string }[]
    expect(listed).toMatchObject([{ by: 'Ada', counts: { same: 3 } }, { counts: { added: 3 } }])
  })

  test('answer before the network does, the longest prefix and the nearest site first', async () => {
    const found = await lookUp('192.0.2.70')
    expect(summary(found.items).slice(0, 2)).toEqual([
      ['customer', 'Narrow Ltd', ['abuse@narrow.example'], 'customers'],
      ['customer', 'Wide Ltd', ['abuse@wide.example'], 'customers'],
    ])
    expect(found.items[0]).toMatchObject({ of: '192.0.2.64/26', party: { reference: 'K-2' } })
    expect(summary((await lookUp('https://www.shared.example/~narrow/x')).items)[0]?.[1]).toBe('Narrow Ltd')
    expect((await lookUp('https://www.shared.example/~other/')).items.filter(({ role }) => role === 'customer')).toEqual([])
    expect(summary((await lookUp('mail.narrow.example')).items)[0]?.[1]).toBe('Narrow Ltd')
  })

  test('that a file says otherwise of change, what people stated by hand stays, and those missing from a whole file end', async () => {
    const [narrow] = (await admin.call('GET', '/api/parties?q=narrow')).body.items as { id: string }[]
    await admin.call('POST', `/api/parties/${narrow?.id}/responsibilities`, { kind: 'prefix', value: '198.51.100.128/25' })
    const next = 'reference,name,contact,prefixes\nK-2,Narrow SA,new@narrow.example,192.0.2.128/26\nK-7,Ann,ann@home.example,\n'
    expect((await take('customers', next, '&whole=yes')).body.counts).toMatchObject({ added: 0, changed: 1, same: 1, ended: 1 })
    const party = (await admin.call('GET', `/api/parties/${narrow?.id}`)).body as {
      name: string
      contactList: { address: string; closedAt: string | null }[]
      responsibilityList: { value: string; until: string | null }[]
    }
    expect(party.name).toBe('Narrow SA')
    expect(party.contactList.map(({ address, closedAt }) => [address, closedAt === null])).toEqual([
      ['new@narrow.example', true],
      ['abuse@narrow.example', false],
    ])
    expect(party.responsibilityList.filter(({ until }) => until === null).map(({ value }) => value)).toEqual([
      'narrow.example',
      '192.0.2.128/26',
      '198.51.100.128/25',
      'www.shared.example/~narrow/',
    ])
    expect((await lookUp('192.0.2.70')).items.filter(({ role }) => role === 'customer')).toEqual([])
    // at the time it was theirs, it still answers
    const ended = party.responsibilityList.find(({ value }) => value === '192.0.2.64/26')?.until ?? ''
    const then = new Date(Date.parse(ended) - 1).toISOString()
    expect(summary((await lookUp('192.0.2.70', `&at=${then}`)).items)[0]?.[1]).toBe('Narrow SA')
    const history = (await admin.call('GET', `/api/parties/${narrow?.id}/history`)).body.items as { what: string }[]
    expect(history.map(({ what }) => what)).toEqual(['import-changed', 'responsibility-added', 'import-added'])
  })

  test('are stated, found, changed and ended by people; numbers are theirs alone', async () => {
    const made = await admin.call('POST', '/api/parties', {
      kind: 'cert',
      name: 'Équipe nationale',
      country: 'FR',
      contacts: [{ address: 'Team@cert.example' }],
      responsibilities: [{ kind: 'country', value: 'fr' }],
    })
    expect(made.status).toBe(201)
    expect((await lookUp('203.0.113.5')).items.filter(({ role }) => role === 'cert')).toMatchObject([
      { party: { name: 'Équipe nationale' }, source: 'stated', note: null, contacts: [{ address: 'team@cert.example' }] },
    ])
    expect((await admin.call('GET', '/api/parties?q=%C3%A9quip')).body.items).toHaveLength(1)
    expect((await admin.call('GET', '/api/parties?q=team@cert.example')).body.items).toHaveLength(1)
    expect((await admin.call('POST', '/api/parties', { kind: 'customer', name: 'X', reference: 'K-2' })).code).toBe(
      'directory.reference-known',
    )
    expect(
      (await admin.call('POST', `/api/parties/${made.body.id}/responsibilities`, { kind: 'domain', value: 'co.uk' })).body,
    ).toMatchObject({ code: 'directory.responsibility-unreadable', detail: { why: 'public-suffix' } })
    expect((await admin.call('PATCH', `/api/parties/${made.body.id}`, { ended: true })).body.endedAt).not.toBeNull()
    expect((await lookUp('203.0.113.5')).items.filter(({ role }) => role === 'cert')).toMatchObject([{ party: { name: 'CERT-FR' } }])
    const viewer = await join(node, admin, 'viewer2@agence.example', 'viewer')
    expect((await viewer.caller.call('PATCH', `/api/parties/${made.body.id}`, { name: 'x' })).code).toBe('platform.forbidden')
    expect((await file(viewer.caller, '/api/imports?kind=customers', customers)).code).toBe('platform.forbidden')
  })
})

describe('who had an address', () => {
  test('is told by RADIUS: the customer at that moment, the login where it is nobody’s, and nobody where nothing was assigned', async () => {
    const row = (user: string, session: string, start: string, stop: string) =>
      `${user},${session},192.0.2.201,2026-03-03 ${start}:00,${stop === '' ? '' : `2026-03-03 ${stop}:00`}\n`
    const head = 'username,acctsessionid,framedipaddress,acctstarttime,acctstoptime\n'
    expect((await take('radius', `${head}${row('ann@realm', 'A', '10:00', '')}`)).body.counts).toEqual({ added: 1, known: 0, ended: 0 })
    expect(
      (await take('radius', `${head}${row('ann@realm', 'A', '10:00', '12:00')}${row('zoe@realm', 'Z', '12:30', '13:00')}`)).body.counts,
    ).toEqual({ added: 1, known: 1, ended: 0 })
    const at = async (time: string) =>
      (await lookUp('192.0.2.201', `&at=2026-03-03T${time}:00Z`)).items.filter(({ source }) => source === 'radius')
    expect(await at('11:00')).toMatchObject([
      { role: 'customer', party: { name: 'Ann', reference: 'K-7' }, contacts: [{ address: 'ann@home.example' }], note: null },
    ])
    expect(await at('12:45')).toMatchObject([{ party: { name: 'zoe@realm', id: null }, note: 'unknown-subscriber' }])
    expect(await at('12:15')).toEqual([])
    expect(await at('09:00')).toEqual([])
  })

  test('is told by port where an address is shared', async () => {
    const row = (port: number, subscriber: string) =>
      `2026-03-03T10:00:00Z,2026-03-03T11:00:00Z,192.0.2.202,${port},${port + 999},${subscriber}\n`
    await take('nat', `start,end,external_address,port_start,port_end,subscriber\n${row(1000, '100.64.0.1')}${row(2000, 'K-7')}`)
    const at = '&at=2026-03-03T10:30:00Z'
    expect((await lookUp('192.0.2.202:2500', at)).items.filter(({ source }) => source === 'nat')).toMatchObject([
      { party: { name: 'Ann' }, of: '192.0.2.202 ports 2000–2999' },
    ])
    expect((await lookUp('192.0.2.202', at)).items.filter(({ source }) => source === 'nat').map(({ note }) => note)).toEqual([
      'shared-address',
      'shared-address',
    ])
  })

  test('is asked of the organisation’s own system, with its secret, for its networks alone', async () => {
    const path = '/api/organisation/subscriber-lookup'
    const pointers = { reference: '/subscriber/number', name: '/name', contact: '/subscriber/mail' }
    const lookup = {
      url: `http://127.0.0.1:${ownPort}/who?a={address}&p={port}&t={at}`,
      header: 'x-key',
      secret: 'opensesame',
      pointers,
      nets: ['192.0.2.0/24'],
    }
    expect((await admin.call('PUT', path, { ...lookup, url: 'http://10.0.0.1/{address}' })).body).toMatchObject({
      code: 'directory.lookup-url',
      detail: { why: 'plain' },
    })
    expect((await admin.call('PUT', path, lookup)).raw.body).not.toContain('opensesame')
    expect((await root.query('select secret from directory.subscriber_lookup')).rows[0].secret.toString()).not.toContain('opensesame')
    const found = await lookUp('192.0.2.150:80', '&at=2026-03-03T10:30:00Z')
    expect(found.items.filter(({ source }) => source === 'http')).toMatchObject([
      { role: 'customer', party: { name: 'Ann', reference: 'K-7' } },
    ])
    expect(ownAsked.at(-1)).toEqual({ url: '/who?a=192.0.2.150&p=80&t=2026-03-03T10%3A30%3A00.000Z', key: 'opensesame' })
    expect((await lookUp('192.0.2.99')).items.filter(({ source }) => source === 'http')).toEqual([])
    const before = ownAsked.length
    await lookUp('203.0.113.5')
    expect(ownAsked).toHaveLength(before)
    // the secret goes nowhere else by a change of the URL
    expect((await admin.call('PUT', path, { ...lookup, secret: undefined, url: 'https://elsewhere.example/{address}' })).code).toBe(
      'directory.lookup-secret',
    )
  })
})
