import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { openThread } from '../domain/intake/index.ts'
import { perform } from '../platform/work.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { type Joined, openNetwork } from './testing/network.ts'
import { asked, decide, draft, member, type Share, show } from './testing/sharing.ts'

/** What must not slip through when bytes of evidence are given to others. */
let house: House
let root: pg.Client
let owner: Joined
let police: Joined
let stranger: Joined
let number = 0

const reporter = 'rita.reporter@citizen.example'
const victim = 'vera.victim@citizen.example'
const mailOf = (id: string, more = '') =>
  `From: Bank <bank@phish.example>\r\nTo: Vera Victim <${victim}>\r\nSubject: Locked\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <${id}@phish.example>\r\n${more}\r\nDear ${victim}, open http://phish.example/\r\n`
const evidence = (id: string, bytes = 'none') => ({ kind: 'evidence', id, bytes })
const bodyOf = ({ bytes }: Pick<Share, 'bytes'>) => (JSON.parse(bytes) as { body: { bytes: { redacted: boolean; sha256: string } } }).body
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
/** A file of its own, each time another. */
const program = (more = '') => Buffer.from(`MZ\0\x01 ${++number} ${more}`)

type Handed = { report: string; item: string }
async function hand(who: Joined, bytes: Uint8Array, type: string, query = ''): Promise<Handed> {
  const made = await who.client.call('POST', `/api/reports?${query}`, bytes, { 'content-type': type })
  expect(made.status).toBe(201)
  await house.drain()
  return reportOf(who.client, (made.body as { id: string }).id)
}
async function reportOf(who: Client, id: string): Promise<Handed> {
  const { item } = (await who.call('GET', `/api/reports/${id}`)).body as { item: string }
  return { report: id, item }
}
const file = (who: Joined, bytes: Uint8Array, query = 'name=a.bin') => hand(who, bytes, 'application/octet-stream', query)
const tryShare = (who: Joined, object: object, to: Joined, more: object = {}) =>
  who.client.call('POST', '/api/shares', asked(object, [member(to)], more))
const fetchBytes = (who: Joined, { copy }: Pick<Share, 'copy'>) => who.client.call('GET', `/api/shared/${copy}/bytes`)
const shareOf = async ({ id }: Pick<Share, 'id'>) => (await owner.client.call('GET', `/api/shares/${id}`)).body as Share
const mark = (report: string) => owner.client.call('POST', '/api/reports/withhold', { ids: [report], confirm: 'destroy' })
const code = (name: string) => ({ status: 409, body: { code: `cooperation.${name}` } })

async function under(item: string): Promise<{ item: { id: string; mediaType: string; sha256: string }; how: string }[]> {
  const { body } = await owner.client.call('GET', `/api/evidence/${item}`)
  return (body as { under: { item: { id: string; mediaType: string; sha256: string }; how: string }[] }).under
}

async function zipOf(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  await writer.add(name, new Uint8ArrayReader(bytes))
  return writer.close()
}

/** A mail that somebody is shown, with a file in it. */
const mailWith = (bytes: Uint8Array) =>
  Buffer.from(
    `From: x@bad.example\r\nTo: y@citizen.example\r\nSubject: ${++number}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee\r\n--b\r\nContent-Type: application/octet-stream; name="x.bin"\r\nContent-Disposition: attachment; filename="x.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n--b--\r\n`,
  )

beforeAll(async () => {
  house = await openHouse()
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const network = await openNetwork(house, await firstRun(house))
  owner = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  stranger = await network.join({ kind: 'industry', name: 'Stranger', country: 'FR' })
})
afterAll(async () => {
  await root.end()
  await house.close()
})

describe('a message', () => {
  test('is redacted whatever type it came under', async () => {
    const told = await hand(owner, Buffer.from(mailOf('t1')), 'text/plain', `reporter=${reporter}`)
    const drafted = await draft(owner.client, asked(evidence(told.item, 'clean'), [member(police)]))
    expect(bodyOf(drafted).bytes).toMatchObject({ redacted: true })
    expect(await tryShare(owner, evidence(told.item, 'original'), police)).toMatchObject(code('bytes-original'))
  })

  test('does not go inside of an archive, where nothing can be redacted', async () => {
    const packed = await file(owner, await zipOf('mail.eml', Buffer.from(mailOf('t2'))), 'name=mail.zip')
    expect(await tryShare(owner, evidence(packed.item, 'clean'), police)).toMatchObject(code('bytes-unclean'))
    expect((await tryShare(owner, evidence(packed.item), police)).status).toBe(201)
  })

  test('that more people reported than redaction looks for does not go', async () => {
    const bytes = Buffer.from(mailOf('t3'))
    const told = await hand(owner, bytes, 'message/rfc822', `reporter=first@citizen.example`)
    for (let at = 0; at < 41; at++)
      await owner.client.call('POST', `/api/reports?reporter=r${at}@citizen.example`, bytes, { 'content-type': 'message/rfc822' })
    expect(await tryShare(owner, evidence(told.item, 'clean'), police)).toMatchObject(code('reported-often'))
  })
})

describe('what was written to the organisation itself', () => {
  test('does not go: neither a statement with the words of a reporter, nor what hangs on an answer, which is as secret as its case', async () => {
    const made = await owner.client.call('POST', '/api/reports', {
      url: 'https://bad.example/x',
      note: 'I am Rita',
      reporter: { address: reporter },
    })
    await house.drain()
    const stated = await reportOf(owner.client, (made.body as { id: string }).id)
    expect(await tryShare(owner, evidence(stated.item, 'clean'), police)).toMatchObject(code('bytes-carrier'))
    const opened = await owner.client.call('POST', '/api/cases', { title: 'Kept', kind: 'malware', reports: [stated.report] })
    const { id } = opened.body as { id: string }
    const actor = systemActor('test', owner.client.organisation as OrganisationId)
    const about = { aboutKind: 'case' as const, about: id as never, correspondent: 'abuse@host.example' }
    const { address } = await perform(house.ctx, actor, (work) => openThread(work, house.ctx, about))
    const answer = `From: abuse@host.example\r\nTo: ${address}\r\nSubject: Re\r\nMessage-ID: <a@host.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhere\r\n--b\r\nContent-Type: text/csv; name="subscriber.csv"\r\nContent-Disposition: attachment; filename="subscriber.csv"\r\n\r\nname,street\r\n--b--\r\n`
    await sendBySmtp(house.smtpPort, { from: 'abuse@host.example', to: address, bytes: Buffer.from(answer) })
    await house.drain()
    const { items } = (await owner.client.call('GET', `/api/replies?about=${id}`)).body as { items: { id: string }[] }
    const reply = (await owner.client.call('GET', `/api/replies/${items[0]?.id}`)).body as { attached: { item: string }[] }
    const subscriber = reply.attached[0]?.item ?? ''
    expect(await tryShare(owner, evidence(subscriber, 'clean'), police)).toMatchObject(code('bytes-carrier'))
    expect((await tryShare(owner, evidence(subscriber), police)).status).toBe(201)
    await owner.client.call('POST', `/api/secrecy/${id}`, { kind: 'case', mark: 'confidential' })
    expect(await tryShare(owner, evidence(subscriber), police)).toMatchObject(code('secret'))
  })
})

describe('a file', () => {
  test('does not go where it names who reported it, in any encoding, by name too, or in what lies in it', async () => {
    const name = 'Jürgen Melder'
    const query = `reporter=${encodeURIComponent('jürgen@melder.example')}&reporterName=${encodeURIComponent(name)}&name=b.bin`
    const wide = Buffer.concat([Buffer.from('MZ\0'), Buffer.from(`for ${name} only`, 'utf16le')])
    for (const bytes of [program(`by ${name}.`), wide, await zipOf('note.bin', program(`by ${name}.`))]) {
      const told = await file(owner, bytes, query)
      expect(await tryShare(owner, evidence(told.item, 'clean'), police)).toMatchObject(code('bytes-reporter'))
    }
  })

  test('is looked through again when it is decided, for whoever reported it meanwhile', async () => {
    const bytes = program('for late@citizen.example')
    const told = await file(owner, bytes, `reporter=${reporter}&name=c.bin`)
    const drafted = await draft(owner.client, asked(evidence(told.item, 'clean'), [member(police)]))
    await file(owner, bytes, 'reporter=other@citizen.example&name=c.bin')
    const again = await draft(owner.client, asked(evidence(told.item, 'clean'), [member(police)]))
    expect((await decide(owner.client, again)).status).toBe(200)
    await file(owner, bytes, 'reporter=late@citizen.example&name=c.bin')
    expect(await decide(owner.client, drafted)).toMatchObject(code('bytes-reporter'))
  })
})

describe('a fetching', () => {
  test('is a reading: a recall asks whoever has the bytes, and tells them by which hash to find them', async () => {
    const bytes = program()
    const told = await file(owner, bytes)
    const shown = await show(owner.client, asked(evidence(told.item, 'clean'), [member(police)]))
    expect((await fetchBytes(police, shown)).status).toBe(200)
    expect(await shareOf(shown)).toMatchObject({ receipts: [{ name: 'Cyber Police' }] })
    expect((await owner.client.call('POST', `/api/shares/${shown.id}/recall`)).status).toBe(200)
    expect(await shareOf(shown)).toMatchObject({ deletions: [{ name: 'Cyber Police', read: true }] })
    const { items } = (await police.client.call('GET', '/api/tombstones')).body as { items: { copy: string }[] }
    expect(items.find(({ copy }) => copy === shown.copy)).toMatchObject({ hadRead: true, fetched: [hash(bytes)] })
  })

  test('binds what lies in the bytes, and what they lie in', async () => {
    const inner = program()
    const packed = await zipOf('inner.bin', inner)
    const told = await file(owner, packed, 'name=packed.zip')
    const shown = await show(owner.client, asked(evidence(told.item, 'clean'), [member(police)], { tlp: 'amber' }))
    const fetched = await fetchBytes(police, shown)
    const kept = [inner, packed, await zipOf('packed.zip', packed), mailWith(packed), fetched.raw]
    for (const bytes of kept) {
      const ours = await file(police, bytes, 'name=kept.bin')
      expect(await tryShare(police, evidence(ours.item), stranger, { tlp: 'green' })).toMatchObject(code('wider'))
    }
    const ours = await hand(police, mailWith(inner), 'message/rfc822')
    const findings = await tryShare(police, { kind: 'finding', id: ours.report }, stranger, { tlp: 'green' })
    expect(findings.status === 404 ? code('wider') : findings).toMatchObject(code('wider'))
  })
})

/** Shown to the police, who may pass it on to the stranger once. */
async function consented(item: string): Promise<Share> {
  const shown = await show(owner.client, asked(evidence(item, 'clean'), [member(police)], { onward: 'ask' }))
  const to = { to: member(stranger), what: 'the file', why: 'they need it' }
  const { items } = (await police.client.call('POST', `/api/shared/${shown.copy}/onward`, to)).body as { items: { id: string }[] }
  expect((await owner.client.call('POST', `/api/onward/${items[0]?.id}/consent`, {})).status).toBe(200)
  return shown
}

test('bytes are not passed on by a consent where they are called back at that moment', async () => {
  const inner = program()
  const shown = await consented((await file(owner, inner)).item)
  expect((await fetchBytes(police, shown)).status).toBe(200)
  const ours = await file(police, inner)
  const waiting = await draft(police.client, asked(evidence(ours.item, 'clean'), [member(stranger)]))
  await root.query('begin')
  await root.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`tocsin.shared-copy ${shown.copy}`])
  const deciding = decide(police.client, waiting)
  const waits = async () => (await root.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).rows.length
  for (let tries = 0; tries < 200 && (await waits()) === 0; tries += 1) await sleep(50)
  await root.query('delete from platform.access_grant where object = $1', [shown.copy])
  await root.query('commit')
  expect(await deciding).toMatchObject(code('wider'))
})

describe('what is marked as child-abuse material', () => {
  test('is called back from wherever its bytes were given, and nothing is said of it anew', async () => {
    const terrible = program()
    const alone = await file(owner, terrible)
    const shown = await show(owner.client, asked(evidence(alone.item, 'clean'), [member(police)]))
    const before = await show(owner.client, asked(evidence(alone.item, 'clean'), [member(police)]))
    await owner.client.call('POST', `/api/shares/${before.id}/recall`)
    const brought = await hand(owner, mailWith(terrible), 'message/rfc822')
    expect((await under(brought.item)).map(({ item }) => item.sha256)).toContain(hash(terrible))
    expect(await mark(brought.report)).toMatchObject({ status: 200, body: { done: 1 } })
    expect((await fetchBytes(police, shown)).status).toBe(404)
    for (const one of [shown, before]) expect(await shareOf(one)).toMatchObject({ state: 'recalled', bytes: null })
    for (const object of [evidence(alone.item), { kind: 'finding', id: alone.report }])
      expect((await tryShare(owner, object, police)).body).toMatchObject({ code: 'cooperation.hotline-only' })
  })

  test('takes the words off what was passed on by consent too, also where either side had called its own back', async () => {
    const passed: Share[] = []
    const told = await file(owner, program())
    for (const back of [owner, police]) {
      const shown = await consented(told.item)
      const onward = await show(
        police.client,
        asked({ kind: 'document', title: 'On', text: 'Words.' }, [member(stranger)], {}, [shown.copy]),
      )
      expect((await back.client.call('POST', `/api/shares/${(back === owner ? shown : onward).id}/recall`)).status).toBe(200)
      passed.push(onward)
    }
    await mark(told.report)
    for (const { id } of passed)
      expect((await police.client.call('GET', `/api/shares/${id}`)).body).toMatchObject({ state: 'recalled', bytes: null })
  })

  test('is called back too where analysis finds it out', async () => {
    const bytes = Buffer.from(mailOf('t9'))
    const told = await hand(owner, bytes, 'message/rfc822')
    const shown = await show(owner.client, asked(evidence(told.item, 'clean'), [member(police)]))
    // as if it had been marked elsewhere before: the next reading meets it
    await root.query(
      `insert into evidence.item (id, owner, root, origin, sha256, size, media_type, received_at, recorded_at, state, destroyed_at, destroyed_why)
       select i, $1, i, 'received', $2, 9, 'message/rfc822', now(), now(), 'destroyed', now(), 'child-material' from gen_random_uuid() i`,
      [owner.client.organisation, hash(bytes)],
    )
    const again = await owner.client.call('POST', '/api/reports/analyse', { ids: [told.report] })
    expect(again.status).toBeLessThan(300)
    await house.drain()
    expect((await owner.client.call('GET', `/api/reports/${told.report}`)).body).toMatchObject({ state: 'withheld' })
    expect(await shareOf(shown)).toMatchObject({ state: 'recalled', bytes: null })
    expect((await fetchBytes(police, shown)).status).toBe(404)
  })

  test('is marked also while somebody decides on a share of it', async () => {
    const told = await file(owner, program())
    const waiting = await draft(owner.client, asked(evidence(told.item), [member(police)]))
    await root.query('begin')
    await root.query(`update cooperation.share set state = 'refused', ended_at = now(), ended_by = 'test' where id = $1`, [waiting.id])
    const marking = mark(told.report)
    await sleep(1_000)
    await root.query('commit')
    expect(await marking).toMatchObject({ status: 200, body: { done: 1 } })
    expect(await shareOf(waiting)).toMatchObject({ state: 'refused', bytes: null })
  })
})
