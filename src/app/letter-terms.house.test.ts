import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId, ReleaseId } from '../base/id.ts'
import type { ReleaseLine, ReleaseView } from '../domain/cooperation/contract.ts'
import { type Draft, setDraft } from '../domain/cooperation/index.ts'
import { perform } from '../platform/work.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { type Joined, openNetwork } from './testing/network.ts'
import { openRelay, type Relay, readMail } from './testing/relay.ts'
import { asked, member, paper, show } from './testing/sharing.ts'
import { leavesOf } from './testing/witnessed.ts'

// Letters to outside bodies: under which terms they go, and how they are called back.

let relay: Relay
let house: House
let ann: Client
let desk: Joined
let other: Joined
let made = 0

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  ann = await firstRun(house)
  const network = await openNetwork(house, ann)
  desk = await network.join({ kind: 'agency', name: 'Desk', country: 'NZ' })
  other = await network.join({ kind: 'agency', name: 'Other', country: 'FR' })
})
afterAll(async () => {
  await house.close()
  await relay.away()
})
beforeEach(() => {
  relay.mails.length = 0
})

type To = { address: string; language?: string; role?: string; kind?: string; options?: object }

async function openCase(): Promise<string> {
  const opened = await desk.client.call('POST', '/api/cases', { title: 'Phishing', kind: 'phishing', reports: [] })
  return (opened.body as { id: string }).id
}

/** A letter that is drafted in a case of its own. */
async function letter({ kind = 'notify', options = {}, ...to }: To, into?: string): Promise<ReleaseView> {
  made += 1
  const answer = await desk.client.call('POST', `/api/cases/${into ?? (await openCase())}/actions`, {
    kind,
    recipient: { name: 'Example Body', format: 'text', language: 'en', ...to },
    things: [{ kind: 'url', value: `https://phish-${made}.example/`, at: '2026-11-29T08:00:00Z' }],
    options,
  })
  expect(answer.status).toBe(201)
  await house.drain()
  const { items } = (await desk.client.call('GET', `/api/releases?action=${(answer.body as { id: string }).id}`)).body as {
    items: ReleaseLine[]
  }
  return get(items[0]?.id ?? '')
}

const get = async (id: string) => (await desk.client.call('GET', `/api/releases/${id}`)).body as ReleaseView
const approve = ({ id, sha256 }: ReleaseView) => desk.client.call('POST', `/api/releases/${id}/approve`, { sha256 })
const change = (id: string, body: object) => desk.client.call('PATCH', `/api/releases/${id}`, body)
const said = { tlp: 'green', permitted: 'internally-visible', onward: 'as-marked', ground: 'Part 4, Act 2007', purpose: 'a joint inquiry' }

async function sent(to: To, terms?: object): Promise<ReleaseView> {
  const draft = await letter(to)
  const now = terms === undefined ? draft : ((await change(draft.id, { terms })).body as ReleaseView)
  expect((await approve(now)).status).toBe(200)
  await house.drain()
  return get(draft.id)
}

describe('the terms of a letter', () => {
  test('stand at its end in its language, are approved with it to the byte, and are in the record of the decision', async () => {
    const draft = await letter({ address: 'abuse@host.example' })
    expect(draft.terms).toMatchObject({ tlp: 'amber', permitted: 'externally-visible-direct', onward: 'as-marked', ground: null })
    const changed = (await change(draft.id, { terms: { ...said, until: '2099-01-31T23:59:59Z' } })).body as ReleaseView
    expect(changed.sha256).not.toBe(draft.sha256)
    expect(await approve(draft)).toMatchObject({ status: 409, body: { code: 'cooperation.draft-changed' } })
    expect((await approve(changed)).status).toBe(200)
    await house.drain()
    const mail = relay.mails.find(({ to }) => to === 'abuse@host.example')
    if (mail === undefined) throw new Error('no mail')
    const { text } = readMail(mail)
    expect(text.trim().endsWith(changed.draft?.stated ?? '?')).toBe(true)
    for (const words of ['TLP:GREEN', 'Ground: Part 4, Act 2007', 'Purpose: a joint inquiry', '2099-01-31']) expect(text).toContain(words)
    const gone = await get(draft.id)
    expect(gone.history.find(({ what }) => what === 'decided')?.detail).toMatchObject({
      terms: { tlp: 'green', permitted: 'internally-visible', onward: 'as-marked', until: '2099-01-31T23:59:59.000Z' },
    })
    const csv = (await desk.client.call('GET', '/api/releases/export')).raw.toString()
    expect(csv).toContain('Part 4, Act 2007')
  })

  test('are no part of a letter to people, who are told what concerns themselves', async () => {
    const draft = await letter({ address: 'carla@customer.example', kind: 'tell-customer', role: 'customer' })
    expect(draft).toMatchObject({ terms: null, draft: { stated: null } })
    expect(await change(draft.id, { terms: said })).toMatchObject({ status: 409, body: { code: 'cooperation.no-terms' } })
  })

  test('of a referral name a ground in law before anybody can approve it', async () => {
    const draft = await letter({ address: 'cert@agency.example', kind: 'refer', role: 'cert', language: 'zh-CN' })
    expect(draft).toMatchObject({ terms: { tlp: 'amber-strict', onward: 'ask' }, warnings: expect.arrayContaining(['terms-ground']) })
    expect(await approve(draft)).toMatchObject({ status: 409, body: { code: 'cooperation.terms-ground' } })
    const now = (await change(draft.id, { terms: { ...said, tlp: 'amber-strict' } })).body as ReleaseView
    expect(now.draft?.stated).toContain('TLP:AMBER+STRICT：仅限贵组织内部。')
    expect((await approve(now)).status).toBe(200)
    await house.drain()
  })

  test('begin as the organisation says for letters of that kind', async () => {
    const set = await desk.client.call('PUT', '/api/letter-terms/take-down', { ...said, purpose: null, days: 30 })
    expect(set).toMatchObject({ status: 200, body: { own: true } })
    const draft = await letter({ address: 'takedown@host.example', kind: 'take-down' })
    expect(draft.terms).toMatchObject({ tlp: 'green', ground: 'Part 4, Act 2007', purpose: null, until: expect.any(String) })
    const theirs = (await other.client.call('GET', '/api/letter-terms')).body as { items: { own: boolean }[] }
    expect(theirs.items.map(({ own }) => own)).not.toContain(true)
    expect((await desk.client.call('DELETE', '/api/letter-terms/take-down')).body).toMatchObject({ own: false, tlp: 'amber' })
    const wrong = await desk.client.call('PUT', '/api/letter-terms/refer', { ...said, tlp: 'clear', onward: 'none', days: null })
    expect(wrong).toMatchObject({ status: 409, body: { code: 'cooperation.marks-contradict' } })
  })

  test('are those that the bytes were made under: neither others are approved with them, nor older bytes put in their place', async () => {
    const draft = await letter({ address: 'raced@host.example' })
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    const drafted = await root.query('select bytes, outline from cooperation.draft where release = $1', [draft.id])
    // committed, and its bytes are not made yet
    await root.query(`update cooperation.release set tlp = 'green' where id = $1`, [draft.id])
    await root.end()
    expect(await approve(draft)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.draft-stale', detail: { why: 'terms-changed' } },
    })
    // of one who read it before
    const { bytes, outline } = drafted.rows[0] as Pick<Draft, 'bytes' | 'outline'>
    const older = { title: draft.title, mediaType: 'message/rfc822', bytes, outline, warnings: [], thread: null, codes: [] }
    const put = perform(house.ctx, systemActor('test', desk.client.organisation as OrganisationId), (work) =>
      setDraft(work, draft.id as ReleaseId, older),
    )
    await expect(put).rejects.toMatchObject({ code: 'cooperation.draft-stale' })
    const now = (await change(draft.id, { text: 'Anew.' })).body as ReleaseView
    expect(now.draft?.stated).toContain('TLP:GREEN')
    expect((await approve(now)).status).toBe(200)
    await house.drain()
  })

  test('contradict neither each other nor a mark in the words', async () => {
    const draft = await letter({ address: 'marks@host.example' })
    const wrong = await change(draft.id, { terms: { ...said, tlp: 'clear', onward: 'none' } })
    expect(wrong).toMatchObject({ status: 409, body: { code: 'cooperation.marks-contradict' } })
    const now = (await change(draft.id, { text: 'This is TLP:RED.' })).body as ReleaseView
    expect(now.warnings).toContain('marks-contradict')
    expect(await approve(now)).toMatchObject({ status: 409, body: { code: 'cooperation.marks-contradict' } })
    // neither in the words of the terms themselves
    const terms = { ...said, tlp: 'red', onward: 'none', purpose: 'TLP:CLEAR, tell everybody' }
    const other = (await change(draft.id, { text: 'Nothing.', terms })).body as ReleaseView
    expect(await approve(other)).toMatchObject({ status: 409, body: { code: 'cooperation.marks-contradict' } })
  })

  test('name no place that is withheld by now', async () => {
    const draft = await letter({ address: 'places@host.example' })
    const terms = { ...said, purpose: 'to find what lies at hxxps://withheld[.]example/page' }
    const now = (await change(draft.id, { terms })).body as ReleaseView
    const told = await desk.client.call('POST', '/api/reports', Buffer.from('https://withheld.example/page'), {
      'content-type': 'text/plain',
    })
    await house.drain()
    const ids = [(told.body as { id: string }).id]
    expect((await desk.client.call('POST', '/api/reports/withhold', { ids, confirm: 'destroy' })).status).toBe(200)
    await house.drain()
    expect(await approve(now)).toMatchObject({ status: 409, body: { code: 'cooperation.draft-stale', detail: { why: 'hotline-only' } } })
  })
})

describe('a letter goes no further than what it rests on', () => {
  test('where a mark of secrecy stands on its case', async () => {
    const id = await openCase()
    const draft = await letter({ address: 'secret@host.example' }, id)
    const marked = await desk.client.call('POST', `/api/secrecy/${id}`, { kind: 'case', mark: 'confidential' })
    expect(await approve(draft)).toMatchObject({ status: 409, body: { code: 'cooperation.secret', detail: { marks: ['confidential'] } } })
    expect(((await change(draft.id, { text: 'Anew.' })).body as ReleaseView).warnings).toContain('marked-secret')
    const [mark] = (marked.body as { items: { id: string }[] }).items
    expect((await desk.client.call('POST', `/api/secrecy-marks/${mark?.id}/lift`)).status).toBe(200)
    expect((await approve(await get(draft.id))).status).toBe(200)
    await house.drain()
  })

  test('where it rests on copies of others: their mark, their rule, and no longer than they are shown', async () => {
    const strict = await show(other.client, asked(paper('strict'), [member(desk)], { tlp: 'amber' }))
    const open = await show(other.client, asked(paper('open'), [member(desk)], { tlp: 'green', onward: 'as-marked' }))
    const draft = await letter({ address: 'rests@host.example' })
    const on = async (restsOn: string[], terms: object = said) => (await change(draft.id, { restsOn, terms })).body as ReleaseView
    expect(await approve(await on([strict.copy], { ...said, tlp: 'amber' }))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.wider', detail: { why: 'audience' } },
    })
    expect(await approve(await on([open.copy], { ...said, tlp: 'clear', permitted: 'externally-visible-direct' }))).toMatchObject({
      body: { code: 'cooperation.wider', detail: { why: 'wider' } },
    })
    const held = await show(other.client, asked(paper('held'), [member(desk)], { tlp: 'amber', secrecy: ['confidential'] }))
    expect(await approve(await on([held.copy], { ...said, tlp: 'red' }))).toMatchObject({
      body: { code: 'cooperation.secret', detail: { marks: ['confidential'] } },
    })
    const now = await on([open.copy])
    expect(now.warnings).not.toContain('wider-wider')
    await other.client.call('POST', `/api/shares/${open.id}/recall`)
    expect(await approve(now)).toMatchObject({ status: 404, body: { code: 'cooperation.no-shared' } })
    expect(await change(draft.id, { restsOn: [strict.id] })).toMatchObject({ status: 404, body: { code: 'cooperation.no-shared' } })
  })
})

describe('a letter that has gone', () => {
  test('is called back by a mail in the same conversation that names it and says nothing of what it said', async () => {
    const gone = await sent({ address: 'back@host.example' })
    expect(gone.may).toMatchObject({ callBack: true, confirm: false })
    const [first] = relay.mails
    const answer = await desk.client.call('POST', `/api/releases/${gone.id}/recall`, { reason: 'a wrong address' })
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'delivered', recall: { confirmedAt: null }, may: { callBack: false, confirm: true } },
    })
    await house.drain()
    const mail = relay.mails[1]
    if (first === undefined || mail === undefined) throw new Error('no mail')
    const [letterMail, asks] = [readMail(first), readMail(mail)]
    expect([mail.to, mail.from]).toEqual(['back@host.example', first.from])
    expect(asks.field('in-reply-to')).toBe(letterMail.field('message-id'))
    expect(asks.text).toContain(gone.sha256)
    expect(asks.text).toContain(gone.codes[0])
    for (const word of ['phish', 'Abuse report', 'wrong address']) expect(asks.text).not.toContain(word)
    expect(await get(gone.id)).toMatchObject({ recall: { mail: 'sent' } })
    expect(await leavesOf(house, gone.id)).toContain('cooperation.called-back')
    expect((await desk.client.call('POST', `/api/releases/${gone.id}/recall`, { reason: 'again' })).body).toMatchObject({
      code: 'cooperation.gone',
    })
  })

  test('stands among those that are not confirmed until a person says so, also after an answer', async () => {
    const gone = await sent({ address: 'slow@host.example' })
    await desk.client.call('POST', `/api/releases/${gone.id}/recall`, { reason: 'a mistake' })
    await house.drain()
    const open = async () =>
      ((await desk.client.call('GET', '/api/releases?recall=open')).body as { items: ReleaseLine[] }).items.map(({ id }) => id)
    expect(await open()).toContain(gone.id)
    const to = relay.mails[1]?.from ?? ''
    const bytes = Buffer.from(`From: slow@host.example\r\nTo: ${to}\r\nSubject: Re\r\nMessage-ID: <9@host.example>\r\n\r\nDeleted.\r\n`)
    await sendBySmtp(house.smtpPort, { from: 'slow@host.example', to, bytes })
    await house.drain()
    const report = [
      'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n550 5.1.1 no such user\r\n',
      '--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; slow@host.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--',
    ].join('')
    const bounce = `From: MAILER-DAEMON@host.example\r\nTo: ${to}\r\nSubject: Undelivered\r\nMessage-ID: <10@host.example>\r\n${report}\r\n`
    await sendBySmtp(house.smtpPort, { from: '', to, bytes: Buffer.from(bounce) })
    await house.drain()
    const answered = await get(gone.id)
    // both are to the mail that called it back: what became of the letter stays as it was
    expect(answered.history.filter(({ what }) => what === 'answered')).toHaveLength(2)
    expect((await desk.client.call('GET', `/api/actions/${gone.actions[0]?.id}`)).body).toMatchObject({ state: 'done', outcome: 'sent' })
    expect(answered.recall).toMatchObject({ reply: expect.any(String), confirmedAt: null })
    expect(await open()).toContain(gone.id)
    // nobody else confirms it, or learns of it
    for (const who of [other.client, ann]) {
      expect((await who.call('POST', `/api/releases/${gone.id}/deleted`)).status).toBe(404)
      expect(((await who.call('GET', '/api/releases?recall=all')).body as { items: unknown[] }).items).toEqual([])
    }
    expect((await desk.client.call('POST', `/api/releases/${gone.id}/deleted`)).status).toBe(200)
    expect(await open()).not.toContain(gone.id)
    expect(await get(gone.id)).toMatchObject({ recall: { confirmedAt: expect.any(String) }, may: { confirm: false } })
    expect(await leavesOf(house, gone.id)).toContain('cooperation.deletion-confirmed')
    expect((await desk.client.call('POST', `/api/releases/${gone.id}/deleted`)).body).toMatchObject({ code: 'cooperation.no-recall' })
  })
})
