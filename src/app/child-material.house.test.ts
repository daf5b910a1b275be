import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import { newId, type OrganisationId } from '../base/id.ts'
import { ensureChannel } from '../domain/intake/index.ts'
import { type DnsServer, startDnsServer, type Zone } from '../platform/net/testing/dns-server.ts'
import { perform } from '../platform/work.ts'
import { unseal } from './cli/unseal.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

// words that stand for the material; wherever they are found, bytes of it are
let number = 0
const word = () => `unspeakable${++number}x${Math.random().toString(36).slice(2)}`
const numberOf = (marker: string) => /\d+/.exec(marker)?.[0]

type Report = { id: string; reference: string; state: string; sha256: string; item: string; sightings: { kind: string; value: string }[] }

function desk(house: House, ann: Client) {
  const lines = async (query = '') =>
    ((await ann.call('GET', `/api/reports?limit=200&${query}`)).body as { items: { id: string; reference: string; state: string }[] }).items
  const read = async (id: string | undefined) => (await ann.call('GET', `/api/reports/${id}`)).body as Report
  const hand = async (bytes: Uint8Array, query = '', type = 'message/rfc822') => {
    const { body } = await ann.call('POST', `/api/reports${query}`, bytes, { 'content-type': type })
    return (body as { id: string }).id
  }
  const mark = (...ids: string[]) => ann.call('POST', '/api/reports/withhold', { ids, confirm: 'destroy' })
  const parked = async () => ((await ann.call('GET', '/api/jobs?parked=true')).body as { items: unknown[] }).items
  /** Files of the data folder that hold the word, in clear or in base64 at any of its three offsets. */
  const onDisk = async (marker: string) => {
    const folder = house.environment['TOCSIN_DATA'] ?? ''
    const forms = [
      marker,
      ...[0, 1, 2].map((shift) =>
        Buffer.from(' '.repeat(shift) + marker)
          .toString('base64')
          .slice(4, -4),
      ),
    ]
    const found: string[] = []
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const bytes = await readFile(path).catch(() => Buffer.alloc(0))
      if (forms.some((form) => bytes.includes(form))) found.push(path)
    }
    return found
  }
  return { lines, read, hand, mark, parked, onDisk }
}

/** Tables in which the word still stands. */
async function inTables(superuserUrl: string, marker: string): Promise<string[]> {
  const root = new pg.Client({ connectionString: superuserUrl })
  await root.connect()
  const { rows } = await root.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('intake', 'analysis', 'evidence', 'platform', 'graphile_worker', 'directory')`)
  const found: string[] = []
  for (const { name } of rows) {
    const { rows: lines } = await root.query(`select from ${name} t where t::text like $1`, [`%${marker}%`])
    if (lines.length > 0) found.push(name)
  }
  await root.end()
  return found
}

const message = (marker: string, more = '') =>
  Buffer.from(
    `From: x@bad.example\r\nTo: ${numberOf(marker)}@citizen.example\r\nSubject: ${marker}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n${more}\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee ${marker}\r\n--b\r\nContent-Type: image/png; name="${marker}.png"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`PNG of ${marker}`).toString('base64')}\r\n--b--\r\n`,
  )

const xarf = (marker: string) => ({
  xarf_version: '4.0.0',
  report_id: '550e8400-e29b-41d4-a716-446655440000',
  timestamp: '2026-05-01T10:00:00Z',
  reporter: { org: 'Traps', contact: 'reports@traps.example', domain: 'traps.example' },
  sender: { org: 'Traps', contact: 'reports@traps.example', domain: 'traps.example' },
  source_identifier: '203.0.113.9',
  category: 'content',
  type: 'csam',
  url: 'https://terrible.example/page',
  description: marker,
  evidence: [{ content_type: 'text/plain', description: 'page', payload: Buffer.from(`page with ${marker}`).toString('base64') }],
})

// side by side: bytes rest for seconds before they are removed, and each looks for its own word alone
describe.concurrent('on a node that seals', () => {
  const pair = generateKeyPairSync('x25519')
  let folder: string
  let house: House
  let ann: Client
  let at: ReturnType<typeof desk>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-keys-'))
    await writeFile(join(folder, 'seal.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
    await writeFile(join(folder, 'private.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    house = await openHouse({ TOCSIN_CHILD_MATERIAL: 'seal', TOCSIN_SEAL_KEY: join(folder, 'seal.pem') })
    ann = await firstRun(house)
    at = desk(house, ann)
  })
  afterAll(async () => {
    await house.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** The sealed bytes of an item, opened with the key that the node does not hold. */
  async function opened(item: string): Promise<Buffer> {
    const { raw, status } = await ann.call('GET', `/api/evidence/${item}/original.sealed`)
    expect(status).toBe(200)
    const path = join(folder, `${item}.sealed`)
    await writeFile(path, raw)
    const out: Buffer[] = []
    const io = {
      stdout: { write: (bytes: Uint8Array | string) => out.push(Buffer.from(bytes as Uint8Array)) },
      stderr: { write: () => {} },
    }
    expect(await unseal(['--key', join(folder, 'private.pem'), path], io)).toBe(0)
    return Buffer.concat(out)
  }

  test('what a program hands in as such is sealed before it touches the disk', async () => {
    const marker = word()
    const bytes = message(marker)
    const id = await at.hand(bytes, '?said=child-material&name=terrible.eml')
    expect(await at.onDisk(marker)).toEqual([])
    const report = await at.read(id)
    expect(report).toMatchObject({ state: 'withheld', name: null })
    expect((await opened(report.item)).equals(bytes)).toBe(true)
    await house.drain()
    expect(await inTables(house.superuserUrl, marker)).toEqual([])
  })

  test('so is XARF of that type, and where it lies is kept', async () => {
    const marker = word()
    const { body } = await ann.call('POST', '/api/reports', xarf(marker))
    expect(await at.onDisk(marker)).toEqual([])
    const report = await at.read((body as { id: string }).id)
    expect(report.sightings.map(({ kind, value }) => [kind, value])).toEqual([
      ['url', 'https://terrible.example/page'],
      ['address', '203.0.113.9'],
    ])
    expect(JSON.parse((await opened(report.item)).toString())).toMatchObject({ description: marker })
    await house.drain()
    expect(await inTables(house.superuserUrl, marker)).toEqual([])
  })

  test('what comes by mail is sealed as soon as it is read, and the clear bytes are removed', async () => {
    const marker = word()
    const json = Buffer.from(JSON.stringify(xarf(marker))).toString('base64')
    const reply = await sendBySmtp(house.smtpPort, {
      from: 'reports@traps.example',
      to: 'report@tocsin.example',
      bytes: Buffer.from(
        `From: reports@traps.example\r\nTo: report@tocsin.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/json; name=xarf.json\r\nContent-Transfer-Encoding: base64\r\n\r\n${json}\r\n--b--\r\n`,
      ),
    })
    await house.drain()
    const [line] = (await at.lines('state=withheld')).filter(({ reference }) => reply.includes(reference))
    const report = await at.read(line?.id)
    expect(report).toMatchObject({ form: 'xarf', reporter: null, observations: [] })
    expect(report.sightings.map(({ value }) => value)).toContain('https://terrible.example/page')
    expect(await at.onDisk(marker)).toEqual([])
    expect(await inTables(house.superuserUrl, marker)).toEqual([])
    expect((await opened(report.item)).toString()).toContain(json.slice(0, 60))
  })

  test('what the desk marks is sealed with all that came out of it, holds notwithstanding', async () => {
    const marker = word()
    const bytes = message(marker)
    const id = await at.hand(bytes)
    await house.settle()
    const before = await at.read(id)
    expect(await at.onDisk(marker)).not.toEqual([])
    expect(await inTables(house.superuserUrl, marker)).not.toEqual([])
    await ann.call('POST', `/api/evidence/${before.item}/holds`, { reason: 'court order' })
    expect((await at.mark(id)).body).toMatchObject({ done: 1, refused: [], hotlines: [{}] })
    await house.drain()
    expect(await at.onDisk(marker)).toEqual([])
    expect(await inTables(house.superuserUrl, marker)).toEqual([])
    const { body } = await ann.call('GET', `/api/evidence/${before.item}`)
    const { item, under, custody } = body as {
      item: { state: string }
      under: { item: { id: string; state: string } }[]
      custody: { act: string }[]
    }
    expect([item.state, ...under.map((one) => one.item.state)]).toEqual(['sealed', 'sealed'])
    expect(custody.map(({ act }) => act)).toEqual(['received', 'held', 'sealed'])
    expect((await opened(before.item)).equals(bytes)).toBe(true)
    expect((await opened(under[0]?.item.id ?? '')).toString()).toBe(`PNG of ${marker}`)
    for (const path of ['source', 'preview', 'source?position=0'])
      expect((await ann.call('GET', `/api/reports/${id}/${path}`)).status, path).toBe(404)
  })
})

describe.concurrent('on a node that destroys', () => {
  let dns: DnsServer
  let house: House
  let ann: Client
  let at: ReturnType<typeof desk>
  beforeAll(async () => {
    dns = await startDnsServer({})
    house = await openHouse({ TOCSIN_DNS: dns.address })
    ann = await firstRun(house)
    at = desk(house, ann)
  })
  afterAll(async () => {
    await house.close()
    await dns.close()
  })

  test('one mark reaches every original of the organisation with the same bytes, those that come later too, and no other organisation', async () => {
    const marker = word()
    const bytes = message(marker)
    const other = newId<'organisation'>() as OrganisationId
    const elsewhere = systemActor('test', other)
    const channel = await perform(house.ctx, elsewhere, (work) => ensureChannel(work, 'http'))
    const arrival = {
      owner: other,
      channel: channel.id,
      bytes,
      mediaType: 'message/rfc822',
      name: null,
      reporter: null,
      note: null,
    } as const
    await house.receive(elsewhere, { ...arrival, language: null, envelope: null, said: 'unwanted' })
    const ids = [await at.hand(bytes, '?reporter=a@citizen.example'), await at.hand(bytes, '?reporter=b@citizen.example')]
    const carried = Buffer.from(
      `From: c@citizen.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: message/rfc822\r\n\r\n${bytes.toString()}\r\n--c--\r\n`,
    )
    ids.push(await at.hand(carried))
    const innocent = await at.hand(message(word()))
    await house.settle()
    expect((await at.mark(ids[0] ?? '')).body).toMatchObject({ done: 1 })
    expect((await Promise.all(ids.map(at.read))).map(({ state }) => state)).toEqual(['withheld', 'withheld', 'withheld'])
    expect((await at.read(innocent)).state).toBe('analysed')
    const later = await at.hand(bytes, '?reporter=late@citizen.example')
    await house.settle()
    expect(await at.read(later)).toMatchObject({ state: 'withheld', observations: [] })
    await house.drain()
    // the other organisation holds the same bytes, and decides for itself
    const theirs = [bytes, Buffer.from(`PNG of ${marker}`)].map((blob) => createHash('sha256').update(blob).digest('hex'))
    expect((await at.onDisk(marker)).map((path) => basename(path)).sort()).toEqual(theirs.sort())
    expect(await at.parked()).toEqual([])
  })

  test('what came again after it was marked leaves no bytes behind', async () => {
    const marker = word()
    const mail = { from: 'again@citizen.example', to: 'report@tocsin.example', bytes: message(marker) }
    await sendBySmtp(house.smtpPort, mail)
    await house.settle()
    const [line] = await at.lines(`search=${marker}`)
    await at.mark(line?.id ?? '')
    await house.drain()
    expect(await sendBySmtp(house.smtpPort, mail)).toContain(line?.reference)
    await house.drain()
    expect(await at.onDisk(marker)).toEqual([])
  })

  test('a reporter who says only later what it is, is heard', async () => {
    const marker = word()
    const id = await at.hand(message(marker), '?reporter=late-said@citizen.example')
    await house.settle()
    expect(await at.hand(message(marker), '?reporter=late-said@citizen.example&said=child-material')).toBe(id)
    expect((await at.read(id)).state).toBe('withheld')
    await house.drain()
    expect(await at.onDisk(marker)).toEqual([])
    expect(await inTables(house.superuserUrl, marker)).toEqual([])
  })

  const zone: Record<string, Zone[string]> = {}

  /** A message whose reading waits for the DNS until it gives up: long enough to be overtaken. */
  async function slowly(marker: string): Promise<{ readonly id: string; readonly from: string }> {
    const domain = `slow${numberOf(marker)}.example`
    const from = `someone@${domain}`
    zone[domain] = { fails: 'TIMEOUT' }
    dns.serve(zone)
    const reply = await sendBySmtp(house.smtpPort, { from, to: 'report@tocsin.example', bytes: message(marker) })
    while (!dns.asked.some((question) => question.includes(domain))) await sleep(10)
    const line = (await at.lines()).find(({ reference }) => reply.includes(reference))
    expect(line?.state).toBe('received')
    return { id: line?.id ?? '', from }
  }

  test('a report that is marked while it is read never gets bytes, readings or words back, and no job is parked', async () => {
    const marker = word()
    const { id } = await slowly(marker)
    expect((await at.mark(id)).body).toMatchObject({ done: 1 })
    await house.drain()
    expect(await at.read(id)).toMatchObject({ state: 'withheld', observations: [], findingList: [], summary: null })
    expect(await at.onDisk(marker)).toEqual([])
    expect(await inTables(house.superuserUrl, marker)).toEqual([])
    expect(await at.parked()).toEqual([])
  })

  test('a report that is withdrawn while it is read stays withdrawn, unread and unanswered', async () => {
    const marker = word()
    const { id } = await slowly(marker)
    expect((await ann.call('POST', '/api/reports/withdraw', { ids: [id] })).body).toMatchObject({ done: 1 })
    await house.drain()
    expect(await at.read(id)).toMatchObject({ state: 'withdrawn', observations: [], summary: null })
    expect(((await ann.call('GET', `/api/outbox?about=${id}`)).body as { items: unknown[] }).items).toEqual([])
    expect(await at.parked()).toEqual([])
  })

  // what is erased rests for longer, and the others wait until no job is left
  test('a report whose original is erased while it is read ends in quiet', { concurrent: false }, async () => {
    const marker = word()
    const { id, from } = await slowly(marker)
    const erased = await ann.call('POST', '/api/subjects/erase', {
      text: from,
      manner: 'erase',
      reason: 'asked in writing',
    })
    expect(erased.status).toBe(200)
    await house.settle()
    expect(await at.read(id)).toMatchObject({ state: 'expired', observations: [], summary: null })
    expect(await at.parked()).toEqual([])
  })

  test('only the desk marks, and only what is there', async () => {
    const nowhere = newId()
    expect((await at.mark(nowhere)).body).toMatchObject({ done: 0, refused: [{ id: nowhere, code: 'intake.no-report' }] })
    expect((await ann.call('POST', '/api/reports/withhold', { ids: [nowhere], confirm: 'yes' })).status).toBe(400)
  })
})
