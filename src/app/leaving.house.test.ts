import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { eraseOrganisationJob, tendLeavingJob } from '../domain/cooperation/jobs.ts'
import { stays } from '../domain/cooperation/leaving/stays.ts'
import { notTakenOut, withheldColumns } from '../domain/cooperation/leaving/takeout.ts'
import { eraseOwnRows } from '../domain/cooperation/store/leaving/own-tables.ts'
import { unzip } from '../domain/evidence/testing/zip.ts'
import { readWhole, readZip } from '../formats/zip/index.ts'
import { writeAs } from '../platform/db/scope.ts'
import { fillCases } from './testing/case-routes.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { asked, giveFile, member, paper, show } from './testing/sharing.ts'

/** An agency takes out all that is its own and leaves; a carrier and the desk that runs the node stay. */
let at = Date.now()
let house: House
let root: pg.Client
let ann: Client
let network: TestNetwork
let agency: Joined
let carrier: Joined
let second: Client
const marker = 'quagmiremarker'
const password = 'seventeen quiet herons'

beforeAll(async () => {
  house = await openHouse({ TOCSIN_LEAVING_DAYS: '1' }, () => new Date(at))
  root = new pg.Client({ connectionString: house.superuserUrl, options: '-c TimeZone=UTC -c DateStyle=ISO' })
  await root.connect()
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  agency = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  for (const who of [agency.client, carrier.client, ann]) await fill(who)
  const invited = await agency.client.call('POST', '/api/invitations', { email: 'second@agency.example', role: 'administrator' })
  second = await accept(house, (invited.body as { link: string }).link, 'second@agency.example')
})
afterAll(async () => {
  await root.end()
  await house.close()
})

async function fill(who: Client): Promise<void> {
  const sent = await who.call('POST', '/api/reports', {
    url: `https://${marker}.example/x`,
    note: marker,
    reporter: { address: `${marker}@citizen.example` },
  })
  expect(sent.status).toBe(201)
  await house.settle()
  const { body } = await who.call('GET', `/api/reports/${(sent.body as { id: string }).id}`)
  await fillCases(who, marker, (sent.body as { id: string }).id, (body as { item: string }).item)
  await who.call('POST', '/api/keys', { name: marker, scopes: ['read'], days: 3 })
  await who.call('POST', '/api/parties', { kind: 'customer', name: marker, contacts: [{ address: `${marker}@customer.example` }] })
  await house.settle()
}

type Leaving = {
  leaving: { id: string; state: string } | null
  against: { what: string; count: number }[]
  may: Record<string, boolean>
  own: Record<string, number>
}
const state = async (who: Client) => (await who.call('GET', '/api/leaving')).body as Leaving
const own = () => agency.client.organisation

/** How many rows each table has of an organisation. */
async function rowsOf(owner: string): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {}
  for (const name of await tables()) {
    const { rows } = await root.query<{ count: number }>(`select count(*)::int as count from ${name} where owner = $1`, [owner])
    if ((rows[0]?.count ?? 0) > 0) found[name] = rows[0]?.count ?? 0
  }
  return found
}

async function tables(): Promise<readonly string[]> {
  const { rows } = await root.query<{
    name: string
  }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.columns
    where column_name = 'owner' and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker') order by 1`)
  return rows.map(({ name }) => name)
}

/** A hash of every row that is neither this organisation's, the network's, nor a notice. */
async function hashOfOthers(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  for (const name of (await tables()).filter((one) => one !== 'directory.notice')) {
    const { rows } = await root.query<{ row: string }>(
      `select t::text as row from ${name} t where owner is not null and owner <> all ($1) order by 1`,
      [[own(), network.id]],
    )
    found[name] = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex')
  }
  return found
}

type Takeout = { id: string; state: string; rows: number; originals: number; sha256: string; size: number }

describe('an archive of all that is an organisation’s own', () => {
  let files: ReadonlyMap<string, Buffer>

  test('is asked for by an administrator with their password, and fetched by administrators alone', async () => {
    const wrong = await agency.client.call('POST', '/api/takeouts', { password: 'not it at all' })
    expect(wrong).toMatchObject({ status: 403, body: { code: 'auth.refused' } })
    const asking = await agency.client.call('POST', '/api/takeouts', { password })
    expect(asking).toMatchObject({ status: 202, body: { state: 'waiting' } })
    const { id } = asking.body as Takeout
    await house.settle()
    const { items } = (await second.call('GET', '/api/takeouts')).body as { items: Takeout[] }
    expect(items).toMatchObject([{ id, state: 'ready', originals: expect.any(Number) }])
    for (const who of [ann, carrier.client, network.secretariat]) {
      expect((await who.call('POST', `/api/takeouts/${id}/file`, { password })).status).toBe(404)
      expect(((await who.call('GET', '/api/takeouts')).body as { items: unknown[] }).items).toEqual([])
    }
    const unsure = await second.call('POST', `/api/takeouts/${id}/file`, { password: 'not it at all' })
    expect(unsure).toMatchObject({ status: 403, body: { code: 'auth.refused' } })
    const fetched = await second.call('POST', `/api/takeouts/${id}/file`, { password })
    expect(fetched).toMatchObject({ status: 200, headers: { 'content-type': 'application/zip', 'cache-control': 'private, no-store' } })
    expect(createHash('sha256').update(fetched.raw).digest('hex')).toBe(items[0]?.sha256)
    files = await filesOf(fetched.raw)
  })

  test('holds every row that it has, table by table, and none of another', async () => {
    const counts = await rowsOf(own())
    const written = new Map<string, unknown[]>()
    for (const [name, bytes] of files) {
      const table = /^data\/tables\/(.+?)(?:-\d+)?\.jsonl$/.exec(name)?.[1]
      if (table !== undefined)
        written.set(
          table,
          bytes
            .toString()
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line)),
        )
    }
    const later = new Set(['cooperation.takeout', 'platform.audit', 'directory.notice', 'platform.log_record', 'platform.log_subject'])
    for (const [table, count] of Object.entries(counts)) {
      const name = table.replaceAll('"', '')
      if (table in notTakenOut) expect(written.has(name), name).toBe(false)
      else if (later.has(table)) expect(written.get(name)?.length, name).toBeGreaterThan(0)
      else expect([name, written.get(name)?.length]).toEqual([name, count])
    }
    for (const [table, rows] of written)
      expect(
        rows.every((row) => (row as { owner: string }).owner === own()),
        table,
      ).toBe(true)
    const reports = written.get('intake.report') as { id: string; tracking_hash?: string }[]
    expect(reports).toHaveLength(1)
    expect(reports[0]).not.toHaveProperty('tracking_hash')
    expect(written.get('intake.channel')?.[0]).not.toHaveProperty('token')
  })

  test('says of each column what it holds, and names what lets somebody in as left out', async () => {
    const { tables: described } = JSON.parse(files.get('data/schema.json')?.toString() ?? '') as {
      tables: { name: string; columns: { name: string; type: string }[] }[]
    }
    expect(described.map(({ name }) => name).sort()).toEqual((await tables()).filter((one) => !(one in notTakenOut)).sort())
    const columns = described.flatMap(({ name, columns: all }) => all.map((one) => ({ ...one, at: `${name}.${one.name}` })))
    expect(Object.keys(withheldColumns).filter((one) => !columns.some(({ at: place }) => place === one))).toEqual([])
    const plain = new Set([
      ...[
        'cases.action.draft_hash',
        'cooperation.draft.bytes',
        'cooperation.way.password',
        'directory.membership.digest_at',
        'intake.mailbox.token_url',
      ],
      ...['platform.log_record.salt', 'platform.log_subject.last', 'platform.outgoing_mail.message'],
    ])
    const secret = columns.filter(
      ({ name, type }) => type === 'bytea' || type === 'tsvector' || /secret|token|hash|password|salt|digest|sameness/.test(name),
    )
    expect(secret.map(({ at: place }) => place).filter((place) => !(place in withheldColumns) && !plain.has(place))).toEqual([])
  })

  test('holds the originals by their hash, and a manifest that is a line of the log', async () => {
    const manifest = files.get('manifest-sha256.txt')?.toString() ?? ''
    for (const line of manifest.trim().split('\n')) {
      const [hash = '', name = ''] = line.split(/ +/)
      expect(
        createHash('sha256')
          .update(files.get(name) ?? '')
          .digest('hex'),
        name,
      ).toBe(hash)
    }
    const lines = (files.get('data/originals.jsonl')?.toString() ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { sha256: string; file: string })
    expect(lines.length).toBeGreaterThan(0)
    for (const { sha256, file } of lines) {
      const inside = await unzip(files.get(file) ?? Buffer.from(''), 'infected')
      expect(
        createHash('sha256')
          .update(inside.get(sha256) ?? '')
          .digest('hex'),
      ).toBe(sha256)
    }
    const seal = JSON.parse(files.get('seal/proof.json')?.toString() ?? '') as { custody: { entry: { record: { sha256: string } } }[] }
    expect(JSON.stringify(seal)).toContain(createHash('sha256').update(manifest).digest('hex'))
    expect(files.get('data/README.txt')?.toString()).toContain('Messaging Regulator')
  })

  test('is removed before its time by an administrator', async () => {
    const [one] = ((await second.call('GET', '/api/takeouts')).body as { items: Takeout[] }).items
    expect(await second.call('POST', `/api/takeouts/${one?.id}/discard`)).toMatchObject({ status: 200, body: { state: 'gone' } })
    await house.settle()
    expect((await second.call('POST', `/api/takeouts/${one?.id}/file`, { password })).status).toBe(404)
  })
})

async function filesOf(zip: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const source = { size: zip.length, read: async (from: number, length: number) => zip.subarray(from, from + length) }
  const { entries, flaws } = await readZip(source)
  expect(flaws).toEqual([])
  const files = new Map<string, Buffer>()
  for (const entry of entries) {
    const { bytes } = await readWhole(source, entry, 1e9)
    files.set(entry.name.replace(/^[^/]+\//, ''), Buffer.from(bytes ?? ''))
  }
  return files
}

describe('leaving', () => {
  let share: { id: string; copy: string }
  let request: string

  test('is announced by one administrator and confirmed by another, and can be undone until something is deleted', async () => {
    expect((await carrier.client.call('POST', '/api/leaving', { password: 'not it at all' })).status).toBe(403)
    expect(await network.secretariat.call('POST', '/api/leaving', { password: 'correct-horse-battery-9-staple' })).toMatchObject({
      status: 409,
      body: { code: 'cooperation.network-stays' },
    })
    const announced = await agency.client.call('POST', '/api/leaving', { password, reason: 'merged' })
    expect(announced).toMatchObject({
      status: 201,
      body: { leaving: { state: 'announced', dueAt: null }, may: { confirm: false, undo: true } },
    })
    const { leaving } = announced.body as Leaving
    const own2 = await agency.client.call('POST', `/api/leaving/${leaving?.id}/confirm`, { password })
    expect(own2).toMatchObject({ status: 403, body: { code: 'cooperation.leaving-second' } })
    const confirmed = await second.call('POST', `/api/leaving/${leaving?.id}/confirm`, { password })
    expect(confirmed).toMatchObject({ status: 200, body: { leaving: { state: 'cooling' } } })
    expect(await agency.client.call('POST', `/api/leaving/${leaving?.id}/undo`)).toMatchObject({ status: 200, body: { leaving: null } })
    expect((await state(second)).may.announce).toBe(true)
  })

  test('waits for holds, offices and open requests to be ended, and says which', async () => {
    share = await show(agency.client, asked(paper('Words of the agency'), [member(carrier)]))
    await carrier.client.call('GET', `/api/shared/${share.copy}`)
    await giveFile(house, agency.client, carrier)
    request = await askCarrier()
    const { items } = (await agency.client.call('GET', '/api/evidence?limit=1')).body as { items: { id: string }[] }
    const held = await agency.client.call('POST', `/api/evidence/${items[0]?.id}/holds`, { reason: 'court' })
    expect(held.status).toBeLessThan(300)
    const { leaving } = (await agency.client.call('POST', '/api/leaving', { password })).body as Leaving
    await second.call('POST', `/api/leaving/${leaving?.id}/confirm`, { password })
    at += 25 * 3_600_000
    await tend()
    const hindered = await state(agency.client)
    expect(hindered).toMatchObject({
      leaving: { state: 'cooling' },
      against: [
        { what: 'hold', count: 1 },
        { what: 'request', count: 1 },
      ],
    })
    // something came while the doors were being shut: nothing is deleted, and they are open again
    await root.query(`update cooperation.leaving set state = 'erasing', begun_at = now() where owner = $1 and state = 'cooling'`, [own()])
    await root.query(`update directory.organisation set left_at = now(), suspended_at = now(), suspended_why = 'left' where id = $1`, [
      own(),
    ])
    const eraser = systemActor(eraseOrganisationJob.name, own() as OrganisationId)
    const { gone } = await writeAs(house.ctx.db, eraser, (tx) => eraseOwnRows(tx, 'COOPERATION."leaving"', null, 10))
    expect(gone).toBe(0)
    await eraseOrganisationJob.run(house.ctx, eraser, {})
    await house.settle()
    expect(await state(agency.client)).toMatchObject({ leaving: { state: 'cooling' }, against: [{ what: 'hold' }, { what: 'request' }] })
    await agency.client.call('POST', `/api/holds/${(held.body as { id: string }).id}/lift`, { reason: 'over' })
    const answered = await carrier.client.call('POST', `/api/requests/${request}/acts`, { act: 'answer', text: 'R. Example' })
    expect(answered.status).toBe(200)
    expect((await state(agency.client)).against).toEqual([])
  })

  test('deletes all that is its own, however often it is stopped, and touches no row of others', async () => {
    const [before, mine] = [await hashOfOthers(), await rowsOf(own())]
    expect(Object.keys(mine).length).toBeGreaterThan(40)
    const actor = systemActor(eraseOrganisationJob.name, own() as OrganisationId)
    let stops = 0
    // stopped after so many units of work, as a crash would: each was committed whole or is not there
    for (let most = 1; ; most = Math.ceil(most * 1.7)) {
      let done = 0
      const stopped = Object.create(house.ctx, {
        now: {
          value: () => {
            if (done++ === most) throw new Error('stopped')
            return house.ctx.now()
          },
        },
      }) as typeof house.ctx
      try {
        await eraseOrganisationJob.run(stopped, actor, {})
        break
      } catch (error) {
        if ((error as Error).message !== 'stopped') throw error
        stops += 1
      }
    }
    expect(stops).toBeGreaterThan(5)
    await house.settle()
    const left = await rowsOf(own())
    expect(Object.keys(left).filter((name) => !(name in stays))).toEqual([])
    expect(await hashOfOthers()).toEqual(before)
    const { rows } = await root.query<{ state: string; counts: Record<string, number>; leaf: string }>(
      'select state, counts, leaf from cooperation.leaving where owner = $1 and state <> $2',
      [own(), 'undone'],
    )
    expect(rows).toMatchObject([{ state: 'left', leaf: expect.any(String) }])
    // every row was counted once, and none that stayed; bytes that were shared go before, with the words of their copy
    for (const [name, count] of Object.entries(mine))
      if (!(name in stays) && !['platform.audit', 'directory.notice', 'cooperation.shared_file'].includes(name))
        expect([name, (rows[0]?.counts[name] ?? 0) >= count]).toEqual([name, true])
  })

  test('leaves nothing that says what it said, and nobody who may act for it', async () => {
    const found: string[] = []
    for (const name of await tables()) {
      const { rows } = await root.query(`select from ${name} t where owner = $1 and t::text like $2 limit 1`, [own(), `%${marker}%`])
      if (rows.length > 0) found.push(name)
    }
    expect(found).toEqual([])
    const { rows } = await root.query<{ kind: string }>(
      'select distinct kind from platform.log_record where owner = $1 and entry is not null order by 1',
      [own()],
    )
    expect(rows.map(({ kind }) => kind)).toEqual([
      'cooperation.organisation-leaving',
      'cooperation.organisation-left',
      'cooperation.request-sent',
    ])
    expect((await agency.client.call('GET', '/api/reports')).status).toBeGreaterThanOrEqual(400)
    const resumed = await ann.call('POST', `/api/node/organisations/${own()}/resume`)
    expect(resumed).toMatchObject({ status: 409, body: { code: 'directory.organisation-left' } })
    const suspended = await ann.call('POST', `/api/node/organisations/${own()}/suspend`, { reason: 'again' })
    const invited = await ann.call('POST', `/api/node/organisations/${own()}/invitation`, { administrator: 'late@agency.example' })
    for (const one of [suspended, invited]) expect(one).toMatchObject({ status: 409, body: { code: 'directory.organisation-left' } })
  })

  test('keeps for others what is theirs to prove: a request that they answered, and that they are to delete what they were shown', async () => {
    expect(await carrier.client.call('GET', `/api/requests/${request}`)).toMatchObject({
      status: 200,
      body: { state: 'answered', title: 'Who rents dialler.example' },
    })
    expect((await carrier.client.call('GET', `/api/shared/${share.copy}`)).status).toBe(404)
    const tombstones = (await carrier.client.call('GET', '/api/tombstones')).body as { items: { from: string }[] }
    expect(JSON.stringify(tombstones)).toContain('Messaging Regulator')
    const { rows } = await root.query<{ tlp: string }>('select tlp from cooperation.share_fetch where owner = $1', [own()])
    expect(rows).toEqual([{ tlp: 'amber' }])
    const members = (await network.secretariat.call('GET', '/api/network/members?state=left')).body as { items: { name: string }[] }
    expect(members.items.map(({ name }) => name)).toContain('Messaging Regulator')
  })

  async function askCarrier(): Promise<string> {
    const body = {
      to: { kind: 'member', member: carrier.id },
      ask: {
        ...{
          kind: 'data',
          title: 'Who rents dialler.example',
          data: ['subscriber'],
          things: [{ kind: 'domain', value: 'dialler.example' }],
          period: null,
        },
        ...{ ground: 'request', law: 'Act 2007', purpose: 'inquiry', text: 'Please say.', language: 'en', urgency: 'ordinary' },
        ...{ answerBy: null, preserveUntil: null, mayPass: false, overrides: [] },
      },
    }
    const { id, sha256 } = (await agency.client.call('POST', '/api/requests', body)).body as { id: string; sha256: string }
    expect(await agency.client.call('POST', `/api/requests/${id}/send`, { sha256 })).toMatchObject({ status: 200 })
    return id
  }

  async function tend(): Promise<void> {
    await tendLeavingJob.run(house.ctx, systemActor('schedule', own() as OrganisationId), {})
    await house.settle()
  }
})
