import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../base/id.ts'
import { answerReport, mailboxSaid } from './testing/answer.ts'
import { caseBodies, caseLists, caseNamed, caseTables, fillCases } from './testing/case-routes.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { type Ask, type Asked, accept, askInTurns } from './testing/relief.ts'
import { campaignBodies, networkBodies, networkNamed, releaseBodies, releasesNamed } from './testing/route-bodies.ts'
import { routes } from './testing/routes.ts'
import { speaksOfIds } from './testing/speaks-of-ids.ts'

const marker = 'zanzibarmarker'
const mailbox = mailboxSaid(marker)

let house: House
let root: pg.Client
/** administrators of two organisations; `otto` runs the node and belongs to none */
let ann: Client
let bea: Client
let otto: Client
let ask: Ask
/** every id in rows of Ann's organisation, by table */
let theirs: ReadonlyMap<string, readonly string[]>
let parked: number

beforeAll(async () => {
  house = await openHouse()
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  ann = await firstRun(house)
  bea = await organisation('Second Desk', 'bea@second.example')
  otto = await organisation('Third Desk', 'otto@third.example')
  await runsTheNode('otto@third.example')
  ask = askInTurns(house, [ann], colleagueOf)
  await fill()
  theirs = await idsOf(ann.organisation)
})
afterAll(async () => {
  await root.end()
  await house.close()
})

async function organisation(name: string, email: string): Promise<Client> {
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name, kind: 'industry', country: 'FR' },
    administrator: email,
  })
  return accept(house, (made.body as { link: string }).link, email)
}

let colleagues = 0
/** Another administrator of Bea’s organisation, or operator in Otto’s place. */
async function colleagueOf(who: Client): Promise<Client> {
  colleagues++
  const email = `colleague-${colleagues}@second.example`
  const made = await bea.call('POST', '/api/invitations', { email, role: 'administrator' })
  const colleague = await accept(house, (made.body as { link: string }).link, email)
  if (who === otto) await runsTheNode(email)
  return colleague
}

/** Makes somebody an operator who belongs to no organisation. */
async function runsTheNode(email: string): Promise<void> {
  const { rows } = await root.query<{ id: string }>('update directory.person set operator = true where email = $1 returning id', [email])
  await root.query('delete from directory.membership where person = $1', [rows[0]?.id])
}

/** All that an organisation may hold, the marker in every text. */
async function fill(): Promise<void> {
  const eml = `From: ${marker} <${marker}@bad.example>\r\nTo: report@tocsin.example\r\nSubject: ${marker}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${marker} https://${marker}.example/\r\n--b\r\nContent-Type: application/pdf; name="${marker}.pdf"\r\nContent-Disposition: attachment\r\n\r\n%PDF ${marker}\r\n--b--\r\n`
  await sendBySmtp(house.smtpPort, { from: `${marker}@citizen.example`, to: 'report@tocsin.example', bytes: Buffer.from(eml) })
  const sent = await ann.call('POST', '/api/reports', {
    url: `https://${marker}.example/x`,
    note: marker,
    reporter: { address: `${marker}2@citizen.example` },
  })
  await answerReport(house, ann.organisation, (sent.body as { id: string }).id, marker, eml)
  await house.settle()
  const { body } = await ann.call('GET', `/api/reports/${(sent.body as { id: string }).id}`)
  await ann.call('POST', `/api/evidence/${(body as { item: string }).item}/holds`, { reason: marker })
  await ann.call('POST', '/api/channels', { name: marker })
  await ann.call('POST', '/api/mailboxes', { ...mailbox, name: marker, password: marker })
  await ann.call('POST', '/api/organisation/systems', { value: `${marker}.example`, note: marker })
  await ann.call('POST', '/api/parties', {
    kind: 'customer',
    name: marker,
    reference: marker,
    contacts: [{ address: `${marker}@customer.example` }],
    responsibilities: [{ kind: 'domain', value: `${marker}.example` }],
  })
  await ann.call('POST', '/api/keys', { name: marker, scopes: ['read'], days: 3 })
  await ann.call('POST', '/api/invitations', { email: `${marker}@desk.example`, role: 'viewer' })
  await ann.call('POST', '/api/subjects/erase', { text: `nobody ${marker}`, manner: 'erase', reason: marker })
  await ann.call('PUT', '/api/retention/notice', { days: 77 })
  await fillCases(ann, marker, (sent.body as { id: string }).id, (body as { item: string }).item)
  const withdrawn = await ann.call('POST', '/api/reports', { url: `https://${marker}.example/y` })
  await house.settle()
  await ann.call('POST', '/api/reports/withdraw', { ids: [(withdrawn.body as { id: string }).id] })
  await root.query(
    `insert into directory.notice (id, owner, person, kind, subject, at) select $1, owner, person, 'test.told', $2, now() from directory.membership where owner = $3`,
    [newId(), marker, ann.organisation],
  )
  const { rows } = await root.query<{ id: string }>(
    `insert into graphile_worker._private_jobs (task_id, payload, max_attempts, attempts, last_error)
    select id, json_build_object('organisation', $1::text, 'body', json_build_object('said', $2::text)), 1, 1, 'test.parked'
    from graphile_worker._private_tasks limit 1 returning id`,
    [ann.organisation, marker],
  )
  parked = Number(rows[0]?.id)
}

async function idsOf(owner: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows: columns } = await root.query<{ name: string; key: string }>(`
    select format('%I.%I', c.table_schema, c.table_name) as name, quote_ident(c.column_name) as key from information_schema.columns c
    where c.data_type = 'uuid' and c.column_name <> 'owner' and exists (select from information_schema.columns o
      where o.table_schema = c.table_schema and o.table_name = c.table_name and o.column_name = 'owner')
    order by 1, 2`)
  const found = new Map<string, string[]>()
  for (const { name, key } of columns) {
    const { rows } = await root.query<{ id: string }>(`select distinct ${key} as id from ${name} where owner = $1 and ${key} is not null`, [
      owner,
    ])
    if (rows.length > 0)
      found.set(
        `${name}.${key}`,
        rows.map(({ id }) => id),
      )
  }
  return found
}

/** A body that the route takes, so that it is the id that is answered to. A route with an id and a body must be here. */
const bodies: Readonly<Record<string, object>> = {
  'PATCH /api/channels/:id': { name: 'mine now' },
  ...caseBodies,
  'POST /api/outbox/:id/decision': { decision: 'drop' },
  'POST /api/evidence/:id/holds': { reason: 'mine now' },
  'POST /api/holds/:id/lift': { reason: 'mine now' },
  'PATCH /api/people/:id': { role: 'viewer' },
  'PATCH /api/parties/:id': { name: 'mine now' },
  'POST /api/parties/:id/contacts': { address: 'mine@now.example' },
  'PATCH /api/contacts/:id': { format: 'arf' },
  'POST /api/parties/:id/responsibilities': { kind: 'domain', value: 'mine.example' },
  'POST /api/responsibilities/:id/end': {},
  'PATCH /api/organisation/systems/:id': { note: 'mine now' },
  'POST /api/node/organisations/:id/invitation': { administrator: 'eve@second.example' },
  'POST /api/people/:id/address': { email: 'mine@now.example' },
  'PUT /api/mailboxes/:id': { ...mailbox, name: 'mine now' },
  'POST /api/replies/:id/withhold': { confirm: 'destroy' },
  'POST /api/node/organisations/:id/suspend': { reason: 'mine now' },
  ...campaignBodies,
  ...releaseBodies,
  ...networkBodies,
}

/** Routes that name their objects in the body. A route whose schema speaks of ids must be here. */
const named: Readonly<Record<string, (id: string) => object>> = {
  'POST /api/reports/analyse': (id) => ({ ids: [id] }),
  'POST /api/reports/withdraw': (id) => ({ ids: [id] }),
  'POST /api/reports/withhold': (id) => ({ ids: [id], confirm: 'destroy' }),
  ...caseNamed,
  'POST /api/notices/read': (id) => ({ ids: [id] }),
  'POST /api/mailboxes/test': (id) => ({ ...mailbox, id }),
  ...releasesNamed,
  ...networkNamed,
  'POST /api/replies/mark': (id) => ({ ids: [id], state: 'read' }),
  'PUT /api/session/acting': (id) => ({ organisation: id }),
}

/** One id of each kind of row. */
function samples(): readonly (readonly [string, string])[] {
  const seen = new Set<string>()
  return [...theirs].flatMap(([table, ids]) => {
    const id = ids.find((one) => !seen.has(one))
    if (id === undefined) return []
    seen.add(id)
    return [[table, id] as const]
  })
}

/** Of all kinds those that a route's own room keeps, and a quarter of the others, another one for the next route: each is tried with many. */
function samplesFor(room: string, turn: number): ReturnType<typeof samples> {
  return samples().filter(([table], at) => table.startsWith(`${room}.`) || at % 4 === turn % 4)
}

/** An answer as far as it may depend on the id: without the id itself, and without what differs by the moment. */
function shape({ status, body, headers }: Asked, id: string) {
  const names = Object.keys(headers).filter((name) => !/^(?:date|x-ratelimit-.*|content-security-policy)$/.test(name))
  return { status, body: body.replaceAll(id, 'ID'), headers: names.sort() }
}

describe('another organisation’s ids', () => {
  const withId = routes.filter(({ path, access }) => path.includes('/:id') && access !== 'public')

  test('are told in every kind of table, and every route that takes an id is tried', () => {
    expect(routes.length).toBeGreaterThan(70)
    expect(withId.length).toBeGreaterThan(20)
    for (const table of [
      'intake.report.id',
      'intake.channel.id',
      'intake.mailbox.channel',
      'intake.thread.id',
      'intake.reply.id',
      ...caseTables,
      'evidence.item.id',
      'evidence.hold.id',
      'evidence.custody.leaf',
      'platform.outgoing_mail.id',
      'directory.api_key.id',
      'directory.invitation.id',
      'directory.notice.id',
      'directory.system.id',
      'directory.party.id',
      'directory.contact.id',
      'directory.responsibility.id',
      'analysis.observation.id',
      'evidence.erasure.id',
    ])
      expect([table, theirs.get(table)?.length ?? 0]).toEqual([table, expect.not.stringMatching(/^0$/)])
    const bodied = withId.filter(({ body }) => body !== undefined).map(({ method, path }) => `${method} ${path}`)
    expect(bodied.filter((name) => !(name in bodies))).toEqual([])
    const speaking = routes
      .filter(({ path, body, access }) => !path.includes(':id') && access !== 'public' && body !== undefined && speaksOfIds(body))
      .map(({ method, path }) => `${method} ${path}`)
    expect(speaking.filter((name) => !(name in named))).toEqual([])
  })

  test.each(withId.map((route, turn) => [`${route.method} ${route.path}`, route, turn] as const))(
    '%s answers to them as to ids that exist nowhere, whoever asks',
    async (name, { method, path, room }, turn) => {
      for (const who of [bea, otto]) {
        const nowhere = newId()
        const expected = shape(await ask(who, method, path.replace(':id', nowhere), bodies[name]), nowhere)
        // what one may always ask for and what is then not done is no leak; all else is refused
        if (!/\/api\/me\//.test(path) && !path.startsWith('/api/node/')) expect([403, 404]).toContain(expected.status)
        for (const [table, id] of samplesFor(room, turn)) {
          // who runs the node makes and suspends organisations: these ids are theirs to use
          if (who === otto && path.startsWith('/api/node/') && id === ann.organisation) continue
          const answer = shape(await ask(who, method, path.replace(':id', id), bodies[name]), id)
          expect({ table, ...answer }).toEqual({ table, ...expected })
        }
      }
    },
  )

  test.each(Object.entries(named))('%s does nothing with them', async (name, body) => {
    const [method, path = ''] = name.split(' ')
    const nowhere = newId()
    const expected = shape(await ask(bea, method as 'POST', path, body(nowhere)), nowhere)
    for (const [table, id] of samples()) {
      const answer = shape(await ask(bea, method as 'POST', path, body(id)), id)
      expect({ table, ...answer }).toEqual({ table, ...expected })
    }
    expect((await ask(otto, method as 'POST', path, body(theirs.get('intake.report.id')?.[0] ?? ''))).status).toBeGreaterThanOrEqual(400)
  })

  test('of jobs are passed over as those that are none', async () => {
    expect((await ask(bea, 'POST', '/api/jobs/requeue', { ids: [parked, 999_999_999] })).body).toBe('{"requeued":0}')
    // by the node's operator they are run again, unseen
    expect((await ask(otto, 'GET', '/api/jobs?parked=true')).body).toContain('test.parked')
  })

  test('left everything as it was', async () => {
    const { items } = (await ann.call('GET', '/api/reports')).body as { items: { state: string }[] }
    expect(items.map(({ state }) => state).sort()).toEqual(['analysed', 'analysed', 'withdrawn'])
    const channels = (await ann.call('GET', '/api/channels')).body as { items: { name: string; open: boolean }[] }
    expect(channels.items.filter(({ name, open }) => name === marker && open)).toHaveLength(2)
    expect(((await ann.call('GET', '/api/mailboxes')).body as { items: unknown[] }).items).toMatchObject([{ name: marker, ...mailbox }])
    expect(((await ann.call('GET', '/api/replies')).body as { items: unknown[] }).items).toMatchObject([{ state: 'unread', report: null }])
    expect(((await ann.call('GET', '/api/holds')).body as { items: unknown[] }).items).toHaveLength(1)
    expect(((await ann.call('GET', '/api/people')).body as { items: { role: string }[] }).items).toMatchObject([{ role: 'administrator' }])
  })
})

describe('what is listed, counted, searched, exported or told', () => {
  const lists = routes.filter(({ method, path, access }) => method === 'GET' && !path.includes(':') && access !== 'public')
  const content = () => [...theirs].filter(([table]) => !/owner|person|accepted_by/.test(table)).flatMap(([, ids]) => ids)

  test.each(lists.map(({ path, access }) => [path, access] as const))(
    '%s shows another organisation nothing of ours, nor the node’s operator any content',
    async (path, access) => {
      const queries =
        path === '/api/log/consistency'
          ? []
          : ['', '?limit=200', `?search=${marker}`, `?state=held`, '?parked=true', '?ended=true', '?unread=true']
      for (const query of queries) {
        const mine = await ask(bea, 'GET', `${path}${query}`)
        if (access === 'operator') expect(mine.status).toBe(403)
        for (const answer of [mine, await ask(otto, 'GET', `${path}${query}`)]) {
          expect(answer.body.toLowerCase()).not.toContain(marker)
          expect(content().filter((id) => answer.body.includes(id))).toEqual([])
        }
      }
    },
  )

  test('is nothing to the operator who acts for no organisation', async () => {
    for (const path of [
      '/api/reports',
      '/api/reports/figures',
      '/api/evidence',
      '/api/outbox',
      '/api/channels',
      '/api/holds',
      '/api/retention',
      '/api/retention/preview',
      '/api/audit',
      '/api/people',
      '/api/keys',
      '/api/notices',
      ...caseLists,
    ])
      expect([path, (await ask(otto, 'GET', path)).status]).toEqual([path, expect.toBeOneOf([403, 404])])
    for (const [path, body] of [
      ['/api/reports', { url: 'https://x.example' }],
      ['/api/subjects/find', { text: marker }],
      ['/api/subjects/export', { text: marker }],
      ['/api/subjects/erase', { text: marker, manner: 'erase', reason: 'x y z' }],
      ['/api/retention/run', undefined],
    ] as const)
      expect([path, (await ask(otto, 'POST', path, body)).status]).toEqual([path, expect.toBeOneOf([403, 404])])
  })

  test('counts our own alone', async () => {
    expect(JSON.parse((await ask(bea, 'GET', '/api/reports/figures')).body)).toMatchObject({
      total: 0,
      waiting: 0,
      byDay: [],
      bySeverity: {},
    })
    expect(
      JSON.parse((await ask(bea, 'POST', '/api/subjects/find', { text: marker })).body).kinds.flatMap(
        (one: { hits: unknown[] }) => one.hits,
      ),
    ).toEqual([])
    const gone = JSON.parse((await ask(bea, 'POST', '/api/subjects/erase', { text: marker, manner: 'erase', reason: 'x y z' })).body).counts
    expect(Object.keys(gone)).toContain('analysis.reading')
    expect(Object.values(gone).filter((count) => count !== 0)).toEqual([])
    expect(((await ann.call('GET', `/api/reports?search=${marker}`)).body as { items: unknown[] }).items.length).toBeGreaterThan(1)
  })

  test('never says that another holds the same bytes', async () => {
    const bytes = Buffer.from('held by both')
    const hand = (who: Client) => ask(who, 'POST', '/api/reports?name=x.bin&reporter=same@citizen.example', bytes as never)
    const first = await hand(ann)
    const second = await hand(bea)
    const alone = JSON.parse(second.body)
    expect([second.status, alone.again]).toEqual([first.status, false])
    await house.settle()
    const { items } = JSON.parse((await ask(bea, 'GET', '/api/evidence')).body) as { items: { id: string }[] }
    expect(items).toHaveLength(1)
    const { custody } = JSON.parse((await ask(bea, 'GET', `/api/evidence/${items[0]?.id}`)).body)
    expect(custody).toHaveLength(1)
  })

  test('is told live to our own consoles alone', async () => {
    const address = await house.http.app.listen({ host: '127.0.0.1', port: 0 })
    const open = async (who: Client) => {
      const told = { text: '' }
      const stop = new AbortController()
      const answer = await fetch(`${address}/api/live`, { headers: { cookie: who.cookie }, signal: stop.signal })
      const read = async () => {
        for await (const chunk of answer.body ?? []) told.text += Buffer.from(chunk).toString()
      }
      void read().catch(() => {})
      return { told, stop: () => stop.abort() }
    }
    const [ours, others, operator] = [await open(ann), await open(bea), await open(otto)]
    await sleep(300)
    await ann.call('POST', '/api/reports', { url: 'https://live.example/' })
    await house.settle()
    while (!ours.told.text.includes('"kind":"report"')) await sleep(20)
    await bea.call('POST', '/api/channels', { name: 'theirs' })
    while (!others.told.text.includes('"kind":"channel"')) await sleep(20)
    expect(others.told.text).not.toContain('"kind":"report"')
    expect(ours.told.text).not.toContain('"kind":"channel"')
    expect(operator.told.text).not.toContain('data:')
    for (const one of [ours, others, operator]) one.stop()
  })
})
