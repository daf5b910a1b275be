import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isMalformed } from '../base/parsed.ts'
import { unzip } from '../domain/evidence/testing/zip.ts'
import { parseVerifierKey } from '../formats/tlog/keys.ts'
import { verifyBundle } from '../formats/tlog/verify.ts'
import { sha256 } from '../platform/log/key.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { asked, decide, draft, member, type Share, show } from './testing/sharing.ts'

let house: House
let owner: Joined
let police: Joined
let stranger: Joined
let message: Handed
let file: Handed

const victim = 'vera.victim@citizen.example'
const reporter = 'rita.reporter@citizen.example'
const mail = `From: Bank <bank@phish.example>\r\nTo: Vera Victim <${victim}>\r\nSubject: Your account is locked\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@phish.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDear ${victim},\r\nopen http://phish.example/login?for=${victim} now. It was sent on to ${reporter}.\r\n`

type Handed = { report: string; item: string; sha256: string; reference: string }
type Finding = { code: string; severity: string; params: Record<string, unknown>; at: string; analyser: string }
type Body = {
  kind: string
  title: string
  sha256: string
  size: number
  channel: string | null
  custody: { act: string }[]
  seal: object
  bytes: { sha256: string; size: number; redacted: boolean; removed: { why: string; count: number }[] } | null
  findings: Finding[]
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const bodyOf = ({ bytes }: Pick<Share, 'bytes'>) => (JSON.parse(bytes) as { body: Body }).body
const evidence = (id: string, bytes = 'none') => ({ kind: 'evidence', id, bytes })

async function hand(who: Client, bytes: Buffer, type: string, query: string): Promise<Handed> {
  const made = await who.call('POST', `/api/reports?${query}`, bytes, { 'content-type': type })
  expect(made.status).toBe(201)
  await house.drain()
  const { id } = made.body as { id: string }
  const read = (await who.call('GET', `/api/reports/${id}`)).body as { item: string; reference: string }
  return { report: id, item: read.item, reference: read.reference, sha256: hash(bytes) }
}

beforeAll(async () => {
  house = await openHouse()
  const network = await openNetwork(house, await firstRun(house))
  owner = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  stranger = await network.join({ kind: 'industry', name: 'Stranger', country: 'FR' })
  message = await hand(
    owner.client,
    Buffer.from(mail),
    'message/rfc822',
    `reporter=${reporter}&reporterName=Rita%20Reporter&name=${reporter}.eml`,
  )
  file = await hand(
    owner.client,
    Buffer.from([0x4d, 0x5a, 0, 1, 2, 3]),
    'application/octet-stream',
    `reporter=${reporter}&name=invoice.exe`,
  )
})
afterAll(() => house.close())

describe('an item of evidence', () => {
  test('is shown by what it is, with a proof of when it was held, and without who reported it or a byte of it', async () => {
    const shown = await show(owner.client, asked(evidence(message.item), [member(police)]))
    const got = await police.client.call('GET', `/api/shared/${shown.copy}`)
    expect(got).toMatchObject({ status: 200, body: { kind: 'evidence', bytes: shown.bytes } })
    const body = bodyOf(got.body as Share)
    expect(body).toMatchObject({ sha256: message.sha256, size: mail.length, channel: 'console', bytes: null })
    expect(body.custody[0]).toMatchObject({ act: 'received' })
    for (const word of [reporter, victim, 'Rita', 'phish.example']) expect(shown.bytes).not.toContain(word)
    const { items } = (await police.client.call('GET', '/api/log')).body as { items: { key: string }[] }
    const key = await parseVerifierKey(items[0]?.key ?? '', sha256)
    if (isMalformed(key)) throw new Error(key.malformed)
    const seal = JSON.stringify(body.seal)
    expect(await verifyBundle(seal, Buffer.from(mail), [key])).toMatchObject({ verdict: 'true', evidence: { bytes: 'same' } })
    expect(await verifyBundle(seal, Buffer.from('other'), [key])).toMatchObject({ verdict: 'untrue' })
    expect(await police.client.call('GET', `/api/shared/${shown.copy}/bytes`)).toMatchObject({
      status: 404,
      body: { code: 'cooperation.bytes-gone' },
    })
    expect((await police.client.call('GET', `/api/shared?q=${message.sha256}`)).body).toMatchObject({ items: [{ id: shown.copy }] })
    expect((await police.client.call('GET', '/api/shared/figures')).body).toMatchObject({ kinds: [{ kind: 'evidence', count: 1 }] })
    // the item itself stays where it is
    expect((await police.client.call('GET', `/api/evidence/${message.item}`)).status).toBe(404)
  })

  test('gives its bytes where its owner says so: a message redacted, exactly as it was previewed, each fetching told', async () => {
    const drafted = await draft(owner.client, asked(evidence(message.item, 'clean'), [member(police)]))
    const { bytes } = bodyOf(drafted)
    expect(bytes).toMatchObject({ redacted: true })
    expect(bytes?.sha256).not.toBe(message.sha256)
    // nothing goes before it is approved
    expect((await police.client.call('GET', `/api/shared/${drafted.copy}/bytes`)).status).toBe(404)
    const preview = await owner.client.call('GET', `/api/shares/${drafted.id}/bytes`)
    expect((await decide(owner.client, drafted)).status).toBe(200)
    const fetched = await police.client.call('GET', `/api/shared/${drafted.copy}/bytes`)
    expect(fetched).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'content-disposition': expect.stringMatching(/^attachment; filename="[0-9a-f]{16}\.zip"$/),
        'cache-control': 'private, no-store',
      },
    })
    for (const { raw } of [preview, fetched]) {
      const [[name, content] = ['', Buffer.alloc(0)]] = await unzip(raw, 'infected')
      expect(name).toBe(`${bytes?.sha256}.eml`)
      expect(hash(content)).toBe(bytes?.sha256)
      expect(content.toString()).toContain('phish.example')
      for (const word of [reporter, victim, 'Vera']) expect(content.toString()).not.toContain(word)
    }
    await police.client.call('GET', `/api/shared/${drafted.copy}/bytes`)
    const read = (await owner.client.call('GET', `/api/shares/${drafted.id}`)).body as { fetches: { name: string }[] }
    expect(read.fetches.map(({ name }) => name)).toEqual(['Cyber Police', 'Cyber Police'])
    for (const other of [stranger.client, owner.client])
      expect((await other.call('GET', `/api/shared/${drafted.copy}/bytes`)).status).toBe(404)
    for (const other of [stranger.client, police.client])
      expect((await other.call('GET', `/api/shares/${drafted.id}/bytes`)).status).toBe(404)
    // custody tells that it was given
    const { under } = (await owner.client.call('GET', `/api/evidence/${message.item}`)).body as {
      under: { item: { id: string }; how: string }[]
    }
    const redacted = under.find(({ how }) => how === 'redacted copy')
    expect((await owner.client.call('GET', `/api/evidence/${redacted?.item.id}`)).body).toMatchObject({
      custody: expect.arrayContaining([expect.objectContaining({ act: 'exported', detail: { form: 'share', share: drafted.id } })]),
    })
  })

  test('gives no byte from the moment that it is called back', async () => {
    const shown = await show(owner.client, asked(evidence(file.item, 'clean'), [member(police)]))
    const got = await police.client.call('GET', `/api/shared/${shown.copy}/bytes`)
    const [[name, content] = ['', Buffer.alloc(0)]] = await unzip(got.raw, 'infected')
    expect([name, hash(content)]).toEqual([`${file.sha256}.bin`, file.sha256])
    expect((await owner.client.call('POST', `/api/shares/${shown.id}/recall`)).status).toBe(200)
    expect(await police.client.call('GET', `/api/shared/${shown.copy}/bytes`)).toMatchObject({
      status: 404,
      body: { code: 'cooperation.no-shared' },
    })
    expect((await police.client.call('GET', '/api/tombstones')).body).toMatchObject({ items: [{ copy: shown.copy, kind: 'evidence' }] })
  })

  test('gives no byte once its time is over', async () => {
    const until = new Date(Date.now() + 5_000).toISOString()
    const shown = await show(owner.client, asked(evidence(file.item, 'clean'), [member(police)], { until }))
    for (let tries = 0; (await police.client.call('GET', `/api/shared/${shown.copy}/bytes`)).status !== 404; tries++) {
      expect(tries).toBeLessThan(1_000)
      await sleep(100)
    }
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until))
  })

  test('goes unredacted only where an administrator of its owner lets messages go so', async () => {
    const wanted = asked(evidence(message.item, 'original'), [member(police)])
    expect(await owner.client.call('POST', '/api/shares', wanted)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.bytes-original' },
    })
    const { rule } = (await owner.client.call('GET', '/api/sharing-rule')).body as { rule: object }
    expect((await owner.client.call('PUT', '/api/sharing-rule', { ...rule, originals: true })).status).toBe(200)
    const drafted = await draft(owner.client, wanted)
    expect(bodyOf(drafted).bytes).toMatchObject({ redacted: false, sha256: message.sha256 })
    expect((await owner.client.call('PUT', '/api/sharing-rule', { ...rule, originals: false })).status).toBe(200)
    expect(await decide(owner.client, drafted)).toMatchObject({ status: 409, body: { code: 'cooperation.bytes-original' } })
  })

  test('says of nobody that they reported it: neither a file that names them, nor the mail that they wrote', async () => {
    const named = await hand(
      owner.client,
      Buffer.from(`\0\x01 for ${reporter}`),
      'application/octet-stream',
      `reporter=${reporter}&name=named.bin`,
    )
    expect(await owner.client.call('POST', '/api/shares', asked(evidence(named.item, 'clean'), [member(police)]))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.bytes-reporter' },
    })
    const inner = mail.replace('<1@', '<2@')
    const forward = `From: ${reporter}\r\nTo: report@tocsin.example\r\nSubject: look at this\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nI am Rita.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--\r\n`
    const carrier = await hand(owner.client, Buffer.from(forward), 'message/rfc822', '')
    expect(await owner.client.call('POST', '/api/shares', asked(evidence(carrier.item, 'clean'), [member(police)]))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.bytes-carrier' },
    })
    const { under } = (await owner.client.call('GET', `/api/evidence/${carrier.item}`)).body as {
      under: { item: { id: string; mediaType: string } }[]
    }
    const brought = under.find(({ item }) => item.mediaType === 'message/rfc822')
    const drafted = await draft(owner.client, asked(evidence(brought?.item.id ?? '', 'clean'), [member(police)]))
    expect(bodyOf(drafted)).toMatchObject({ parent: { sha256: carrier.sha256 }, bytes: { redacted: true } })
  })

  test('bears the mark under which its bytes were given to whoever shows it on', async () => {
    const bytes = Buffer.from([0x4d, 0x5a, 9, 9, 9])
    const theirs = await hand(owner.client, bytes, 'application/octet-stream', 'name=given.bin')
    const shown = await show(owner.client, asked(evidence(theirs.item, 'clean'), [member(police)], { tlp: 'amber' }))
    expect((await police.client.call('GET', `/api/shared/${shown.copy}/bytes`)).status).toBe(200)
    const ours = await hand(police.client, bytes, 'application/octet-stream', 'name=kept.bin')
    const on = (tlp: string, to: Joined) => police.client.call('POST', '/api/shares', asked(evidence(ours.item), [member(to)], { tlp }))
    expect(await on('green', stranger)).toMatchObject({ status: 409, body: { code: 'cooperation.wider', detail: { why: 'wider' } } })
    expect(await on('amber', stranger)).toMatchObject({ status: 409, body: { code: 'cooperation.wider', detail: { why: 'audience' } } })
    // a mark outlives what bore it
    expect((await owner.client.call('POST', `/api/shares/${shown.id}/recall`)).status).toBe(200)
    expect(await on('amber', stranger)).toMatchObject({ status: 409 })
    expect((await on('amber', owner)).status).toBe(201)
  })

  test('is not shown where a mark of secrecy stands on its case, nor by whoever does not hold it', async () => {
    const other = await hand(owner.client, Buffer.from('\0\x02secret'), 'application/octet-stream', 'name=secret.bin')
    const opened = await owner.client.call('POST', '/api/cases', { title: 'Kept', kind: 'malware', reports: [other.report] })
    expect(opened.status).toBe(201)
    const { id } = opened.body as { id: string }
    expect((await owner.client.call('POST', `/api/secrecy/${id}`, { kind: 'case', mark: 'confidential' })).status).toBe(200)
    for (const object of [evidence(other.item), { kind: 'finding', id: other.report }])
      expect(await owner.client.call('POST', '/api/shares', asked(object, [member(police)]))).toMatchObject({
        body: { code: object.kind === 'finding' ? expect.stringMatching(/secret|no-findings/) : 'cooperation.secret' },
      })
    for (const object of [evidence(message.item), { kind: 'finding', id: message.report }])
      expect(await police.client.call('POST', '/api/shares', asked(object, [member(owner)]))).toMatchObject({
        status: 404,
        body: { code: 'cooperation.nothing-to-share' },
      })
  })

  test('is fetched by analysts, not by whoever may only read', async () => {
    const shown = await show(owner.client, asked(evidence(file.item, 'clean'), [member(police)]))
    const invited = await police.client.call('POST', '/api/invitations', { email: 'viewer@police.example', role: 'viewer' })
    const viewer = await accept(house, (invited.body as { link: string }).link, 'viewer@police.example')
    expect((await viewer.call('GET', `/api/shared/${shown.copy}`)).status).toBe(200)
    expect((await viewer.call('GET', `/api/shared/${shown.copy}/bytes`)).status).toBe(403)
  })
})

describe('what was found in a report', () => {
  test('is shown by code, explanation, moment and analyser, without message, reporter or address', async () => {
    const all = await draft(owner.client, asked({ kind: 'finding', id: message.report }, [member(police)]))
    const { findings, title } = bodyOf(all)
    expect(title).toContain(message.reference)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings[0]).toMatchObject({ code: expect.any(String), analyser: expect.stringMatching(/\/\d+/), at: expect.any(String) })
    const code = findings[0]?.code
    const shown = await show(owner.client, asked({ kind: 'finding', id: message.report, codes: [code] }, [member(police)]))
    expect(new Set(bodyOf(shown).findings.map((one) => one.code))).toEqual(new Set([code]))
    for (const text of [all.bytes, shown.bytes])
      for (const word of [reporter, victim, 'Rita', 'Dear', '@']) expect(text.replaceAll('removed@removed.invalid', '')).not.toContain(word)
    expect((await police.client.call('GET', `/api/shared/${shown.copy}`)).body).toMatchObject({ kind: 'finding', bytes: shown.bytes })
    expect((await police.client.call('GET', `/api/shared?kind=finding`)).body).toMatchObject({ items: [{ id: shown.copy }] })
    expect((await stranger.client.call('GET', `/api/shared/${shown.copy}`)).status).toBe(404)
    const none = asked({ kind: 'finding', id: message.report, codes: ['no.such.finding'] }, [member(police)])
    expect(await owner.client.call('POST', '/api/shares', none)).toMatchObject({ status: 404, body: { code: 'cooperation.no-findings' } })
  })
})

describe('what is marked as child-abuse material', () => {
  test('is called back in the same moment, with its findings and bytes, and is never shown again', async () => {
    const bytes = Buffer.from(mail.replace('<1@', '<3@').replace('locked', 'shut'))
    const terrible = await hand(owner.client, bytes, 'message/rfc822', `reporter=${reporter}`)
    const objects = [evidence(terrible.item, 'clean'), { kind: 'finding', id: terrible.report }]
    const shown: Share[] = []
    for (const object of objects) shown.push(await show(owner.client, asked(object, [member(police)])))
    const waiting = await draft(owner.client, asked(evidence(terrible.item), [member(police)]))
    const marked = await owner.client.call('POST', '/api/reports/withhold', { ids: [terrible.report], confirm: 'destroy' })
    expect(marked).toMatchObject({ status: 200, body: { done: 1 } })
    for (const { copy, id } of shown) {
      expect((await police.client.call('GET', `/api/shared/${copy}`)).status).toBe(404)
      expect((await police.client.call('GET', `/api/shared/${copy}/bytes`)).status).toBe(404)
      expect((await owner.client.call('GET', `/api/shares/${id}`)).body).toMatchObject({ state: 'recalled', bytes: null })
    }
    expect((await decide(owner.client, waiting)).status).toBe(409)
    for (const object of objects)
      expect(await owner.client.call('POST', '/api/shares', asked(object, [member(police)]))).toMatchObject({
        status: 409,
        body: { code: 'cooperation.hotline-only' },
      })
    await house.drain()
  })
})

describe('bytes that are gone at their owner', () => {
  test('are gone for everybody, and the copy says still what was held', async () => {
    const gone = await hand(
      owner.client,
      Buffer.from('\0\x03gone'),
      'application/octet-stream',
      'name=gone.bin&reporter=gone@citizen.example',
    )
    const shown = await show(owner.client, asked(evidence(gone.item, 'clean'), [member(police)]))
    const erased = await owner.client.call('POST', '/api/subjects/erase', {
      text: 'gone@citizen.example',
      manner: 'erase',
      reason: 'asked for it',
    })
    expect(erased.status).toBeLessThan(300)
    expect(await police.client.call('GET', `/api/shared/${shown.copy}/bytes`)).toMatchObject({
      status: 404,
      body: { code: 'cooperation.bytes-gone' },
    })
    expect((await police.client.call('GET', `/api/shared/${shown.copy}`)).status).toBe(200)
  })
})
