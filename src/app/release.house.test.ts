import { createHash } from 'node:crypto'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ReleaseView } from '../domain/cooperation/contract.ts'
import { parseArf } from '../formats/arf/index.ts'
import { findField, parseMessage } from '../formats/mime/index.ts'
import { parseXarf } from '../formats/xarf/index.ts'
import { type Departure, watchDepartures } from '../platform/departures.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { openRelay, type Relay } from './testing/relay.ts'

const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const reporter = 'quirina.zobel@citizen.example'
const link = 'https://login.bank.example/verify/8f3a9c1e77d0'

let relay: Relay
let house: House
let ann: Client
let left: Departure[]
let stop: () => void
let caseId: string
let reported: string

beforeAll(async () => {
  left = []
  stop = watchDepartures((one) => left.push(one))
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  ann = await firstRun(house)
  const phish = `From: Bank <x@bank.example>\r\nTo: Quirina Zobel <${reporter}>\r\nSubject: Verify\r\nMessage-ID: <8f3a9c1e77d0@bank.example>\r\n\r\nDear Quirina Zobel, ${link}?u=${Buffer.from(reporter).toString('base64')}\r\n`
  const mail = `From: ${reporter}\r\nTo: report@tocsin.example\r\nSubject: look\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${phish}\r\n--b--\r\n`
  await sendBySmtp(house.smtpPort, { from: reporter, to: 'report@tocsin.example', bytes: Buffer.from(mail) })
  await house.drain()
  const reports = await ann.call('GET', '/api/reports')
  reported = (reports.body as { items: { id: string }[] }).items[0]?.id ?? ''
  caseId = await openCase('Bank phishing')
})
afterAll(async () => {
  stop()
  await house.close()
  await relay.away()
})
beforeEach(() => {
  relay.mails.length = 0
})

async function openCase(title: string, reports: readonly string[] = [reported]): Promise<string> {
  const opened = await ann.call('POST', '/api/cases', { title, kind: 'phishing', reports })
  expect(opened.status).toBe(201)
  return (opened.body as { id: string }).id
}

type To = { address: string; format?: 'xarf' | 'arf' | 'text'; language?: string | null; role?: string }
async function propose(to: To, value = link, kind = 'notify', options: object = {}, into = caseId): Promise<string> {
  const answer = await ann.call('POST', `/api/cases/${into}/actions`, {
    kind,
    recipient: { name: 'Example Hosting', format: 'xarf', language: 'en', ...to },
    things: [{ kind: 'url', value, at: '2026-11-29T08:00:00Z' }],
    options,
  })
  expect(answer.status).toBe(201)
  await house.drain()
  return (answer.body as { id: string }).id
}

const get = async (id: string) => (await ann.call('GET', `/api/releases/${id}`)).body as ReleaseView
async function releaseOf(action: string): Promise<ReleaseView> {
  const { body } = await ann.call('GET', `/api/releases?action=${action}`)
  return get((body as { items: { id: string }[] }).items[0]?.id ?? '')
}
const approve = (release: ReleaseView, hash = release.sha256) => ann.call('POST', `/api/releases/${release.id}/approve`, { sha256: hash })
const actionOf = async (id: string) =>
  (await ann.call('GET', `/api/actions/${id}`)).body as { state: string; outcome: string | null; draftHash: string | null }

describe('an action that is a letter', () => {
  test('is drafted, previewed byte for byte, approved by its hash, sent as exactly these bytes, and told to the case', async () => {
    const action = await propose({ address: 'abuse@hosting.example' })
    const draft = await releaseOf(action)
    expect(draft).toMatchObject({ state: 'draft', kind: 'notify', codes: ['desk-C-2026-0001'], warnings: ['typed-by-hand'] })
    const shown = await ann.call('GET', `/api/releases/${draft.id}/message`)
    expect(sha256(shown.raw)).toBe(draft.sha256)
    expect(relay.mails).toEqual([])
    expect((await approve(draft, '0'.repeat(64))).status).toBe(409)
    expect((await approve(draft)).status).toBe(200)
    await house.drain()
    expect(relay.mails.length).toBe(1)
    const [mail] = relay.mails
    expect(mail?.to).toBe('abuse@hosting.example')
    expect(mail?.raw.equals(shown.raw)).toBe(true)
    const gone = await get(draft.id)
    expect(gone).toMatchObject({ state: 'delivered', receipt: { answer: expect.stringContaining('250') } })
    expect(gone.history.map(({ what }) => what)).toEqual(['asked', 'drafted', 'decided', 'delivered'])
    expect(gone.history.filter(({ leaf }) => leaf !== null).map(({ what }) => what)).toEqual(['decided', 'delivered'])
    expect(await actionOf(action)).toMatchObject({ state: 'done', outcome: 'sent', draftHash: draft.sha256 })
    expect((await approve(gone)).status).toBe(409)
  })

  test('says nothing of who reported or received it, in any part, and carries XARF that reads back', async () => {
    const draft = await releaseOf(await propose({ address: 'abuse2@hosting.example' }))
    const message = parseMessage((await ann.call('GET', `/api/releases/${draft.id}/message`)).raw, limits)
    const xarf = parseXarf(message.parts[2]?.content ?? new Uint8Array(), 'strict', limits)
    if (!('report' in xarf)) throw new Error(`no XARF: ${JSON.stringify(xarf)}`)
    expect(xarf.warnings).toEqual([])
    expect(xarf.report).toMatchObject({ category: 'content', type: 'phishing', source: 'login.bank.example', fields: { url: link } })
    const specimen = Buffer.from(xarf.report.evidence[0]?.bytes ?? []).toString()
    expect(specimen).toContain(link)
    for (const secret of [reporter, 'quirina', 'zobel', Buffer.from(reporter).toString('base64').slice(0, 16)])
      expect(specimen.toLowerCase()).not.toContain(secret.toLowerCase())
    expect(message.text).toContain('hxxps://login[.]bank[.]example')
    expect(draft.draft?.redaction.removed.length).toBeGreaterThan(2)
  })

  test('is a feedback report for whoever wants one', async () => {
    const draft = await releaseOf(await propose({ address: 'fbl@hosting.example', format: 'arf' }))
    const arf = parseArf((await ann.call('GET', `/api/releases/${draft.id}/message`)).raw, limits)
    expect(arf).toMatchObject({ feedbackType: 'fraud', reportedUris: [link], warnings: [], original: { kind: 'message' } })
  })

  test('goes to an agency as an archive that does not open by itself', async () => {
    const draft = await releaseOf(await propose({ address: 'cert@agency.example', role: 'cert', language: 'zh-CN' }, link, 'refer'))
    const message = parseMessage((await ann.call('GET', `/api/releases/${draft.id}/message`)).raw, limits)
    expect(message.text).toContain('移送')
    const archive = message.parts.find(({ type }) => type === 'application/zip')?.content ?? new Uint8Array()
    const entries = await new ZipReader(new Uint8ArrayReader(archive), { password: 'infected' }).getEntries()
    expect(entries.map(({ filename, encrypted }) => [filename, encrypted])).toEqual([
      ['message-1.eml', true],
      ['things.json', true],
    ])
    const [eml] = entries
    const inside = eml !== undefined && 'getData' in eml ? await eml.getData?.(new Uint8ArrayWriter()) : undefined
    expect(Buffer.from(inside ?? []).toString()).not.toContain(reporter)
  })
})

describe('a draft that changed', () => {
  test('cannot be approved under the old hash, and the refusal says what changed: another thing for the same recipient came in', async () => {
    const to = { address: 'grouped@hosting.example' }
    const first = await releaseOf(await propose(to))
    const second = await propose(to, 'https://second.example/x', 'notify', {}, await openCase('Another', []))
    const refused = await approve(first)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: 'cooperation.draft-changed' })
    const { changed } = (refused.body as { detail: { changed: { what: string; after: string | null }[] } }).detail
    expect(changed.find(({ what }) => what === 'thing-added')?.after).toContain('https://second.example/x')
    const now = await get(first.id)
    expect(now.actions.length).toBe(2)
    expect(now.codes.length).toBe(2)
    expect((await approve(now)).status).toBe(200)
    await house.drain()
    expect(relay.mails.length).toBe(1)
    expect(await actionOf(second)).toMatchObject({ state: 'done', draftHash: now.sha256 })
  })

  test('is one where somebody changed its words, its profile or the letters of the organisation; a draft made again of the same is the same', async () => {
    const draft = await releaseOf(await propose({ address: 'words@hosting.example', format: 'text' }))
    const same = await ann.call('PATCH', `/api/releases/${draft.id}`, {})
    expect((same.body as ReleaseView).sha256).toBe(draft.sha256)
    const changed = (await ann.call('PATCH', `/api/releases/${draft.id}`, { text: 'Only this.' })).body as ReleaseView
    expect(changed.sha256).not.toBe(draft.sha256)
    expect(changed.draft?.text).toBe('Only this.')
    const profile = await ann.call('POST', '/api/redaction-profiles', {
      name: 'Bare',
      standard: true,
      rules: { recipients: true, reporter: true, tracking: true, attachments: 'none', headers: ['subject'], words: [] },
    })
    expect(profile.status).toBe(201)
    await house.drain()
    const under = await get(draft.id)
    expect(under.sha256).not.toBe(changed.sha256)
    expect(under.draft?.redaction.profile).toBe('Bare')
    expect(findField(parseMessage(Buffer.from(under.draft?.parts[0]?.text ?? ''), limits), 'subject')).toBeUndefined()
    expect((await ann.call('DELETE', `/api/redaction-profiles/${(profile.body as { id: string }).id}`)).status).toBe(204)
    const wrong = await ann.call('PUT', '/api/letters/notify/en', { title: 'x', body: 'Dear {{nobody}}' })
    expect(wrong.body).toMatchObject({ code: 'cooperation.unknown-place', detail: { unknown: ['nobody'] } })
    await house.drain()
  })

  test('is refused where its action was taken back since', async () => {
    const action = await propose({ address: 'withdrawn@hosting.example' })
    const draft = await releaseOf(action)
    await ann.call('POST', `/api/actions/${action}/withdraw`, { reason: 'mistake' })
    expect((await approve(draft)).body).toMatchObject({ code: 'cooperation.draft-stale', detail: { why: 'action-taken-back' } })
  })
})

describe('what somebody decides otherwise', () => {
  test('does not go: a declined draft declines its action, and of several that are approved at once each is told by itself', async () => {
    const action = await propose({ address: 'no@hosting.example' })
    const draft = await releaseOf(action)
    expect((await ann.call('POST', `/api/releases/${draft.id}/decline`, { reason: 'not ours' })).status).toBe(200)
    expect(await actionOf(action)).toMatchObject({ state: 'declined' })
    const [a, b] = [
      await releaseOf(await propose({ address: 'a@hosting.example' })),
      await releaseOf(await propose({ address: 'b@hosting.example' })),
    ]
    const bulk = await ann.call('POST', '/api/releases/approve', {
      releases: [
        { id: a.id, sha256: a.sha256 },
        { id: b.id, sha256: a.sha256 },
        { id: draft.id, sha256: draft.sha256 },
      ],
    })
    expect((bulk.body as { results: object[] }).results).toEqual([
      { id: a.id, done: true, code: null },
      { id: b.id, done: false, code: 'cooperation.draft-changed' },
      { id: draft.id, done: false, code: 'cooperation.release-state' },
    ])
    await house.drain()
    expect(relay.mails.map(({ to }) => to)).toEqual(['a@hosting.example'])
  })

  test('a letter that the relay refuses for good has failed, and the same bytes may be sent again', async () => {
    relay.refused.set('refused@hosting.example', 550)
    const action = await propose({ address: 'refused@hosting.example' })
    const draft = await releaseOf(action)
    await approve(draft)
    await house.drain()
    const failed = await get(draft.id)
    expect(failed).toMatchObject({ state: 'failed', fault: '550', may: { retry: true } })
    expect(await actionOf(action)).toMatchObject({ state: 'failed', outcome: 'failed' })
    relay.refused.clear()
    expect((await ann.call('POST', `/api/releases/${draft.id}/retry`, { sha256: draft.sha256 })).status).toBe(200)
    await house.drain()
    expect(await get(draft.id)).toMatchObject({ state: 'delivered' })
    expect(await actionOf(action)).toMatchObject({ state: 'done' })
    expect(sha256(relay.mails[0]?.raw ?? Buffer.alloc(0))).toBe(draft.sha256)
  })

  test('a rule of a manager approves what is not doubtful, and waits for a person where it is', async () => {
    await ann.call('POST', '/api/action-rules', { actionKind: 'tell-customer', perDay: 5 })
    const doubtful = await releaseOf(await propose({ address: 'customer@hosting.example', role: 'customer' }, link, 'tell-customer'))
    expect(doubtful).toMatchObject({ state: 'draft', warnings: ['typed-by-hand'] })
  })
})

describe('an answer', () => {
  test('to the letter’s own address is in its history, and the case is told', async () => {
    const action = await propose({ address: 'talks@hosting.example' })
    const draft = await releaseOf(action)
    await approve(draft)
    await house.drain()
    const address = findField(parseMessage(relay.mails[0]?.raw ?? Buffer.alloc(0), limits), 'reply-to')?.value ?? ''
    expect(address).toMatch(/^case\+[0-9a-f]{40}@tocsin\.example$/)
    expect(relay.mails[0]?.from).toBe(address)
    const answer = `From: talks@hosting.example\r\nTo: ${address}\r\nSubject: Re\r\nMessage-ID: <1@hosting.example>\r\n\r\nDone, ticket 77.\r\n`
    await sendBySmtp(house.smtpPort, { from: 'talks@hosting.example', to: address, bytes: Buffer.from(answer) })
    await house.drain()
    expect((await get(draft.id)).history.at(-1)).toMatchObject({ what: 'answered' })
    expect(await actionOf(action)).toMatchObject({ outcome: 'answered' })
  })
})

test('everything that left went by a release of exactly these bytes, or is of a kind that needs none', async () => {
  await ann.call('POST', '/api/invitations', { email: 'new@desk.example', role: 'viewer' })
  await house.drain()
  const mails = left.filter(({ way }) => way === 'smtp')
  expect(mails.length).toBeGreaterThan(5)
  for (const { warrant, bytes, to } of left) {
    if (warrant.kind === 'exempt') {
      expect(Buffer.from(bytes ?? []).toString()).not.toContain(link)
      continue
    }
    const release = await get(warrant.release)
    expect(release.state === 'delivered' || release.state === 'failed').toBe(true)
    expect(release.recipient.value).toBe(to)
    expect([warrant.sha256, release.sha256]).toEqual([sha256(bytes ?? new Uint8Array()), sha256(bytes ?? new Uint8Array())])
  }
  expect(new Set(mails.flatMap(({ warrant }) => (warrant.kind === 'exempt' ? [warrant.exempt] : ['release'])))).toEqual(
    new Set(['release', 'invitation']),
  )
})
