import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CorrespondentView, ReleaseView, SentLetter, Spoken } from '../domain/cooperation/contract.ts'
import { findField, type Message, parseMessage } from '../formats/mime/index.ts'
import { type DnsServer, startDnsServer, type Zone } from '../platform/net/testing/dns-server.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { openRelay, type Relay } from './testing/relay.ts'

// What a partner, customer or reporter answers is answered, and the answer to that lands in the same case.

const local = { TXT: ['v=spf1 ip4:127.0.0.1 -all'] }
const zone: Zone = {
  'host.example': local,
  'citizen.example': local,
  'forged.example': { TXT: ['v=spf1 -all'] },
  '_dmarc.forged.example': { TXT: ['v=DMARC1; p=reject'] },
}
const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const host = 'abuse@host.example'
const reporter = 'quirina.zobel@citizen.example'
const link = 'https://login.bank.example/verify'

let dns: DnsServer
let relay: Relay
let house: House
let ann: Client

beforeAll(async () => {
  dns = await startDnsServer(zone)
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url, TOCSIN_DNS: dns.address })
  ann = await firstRun(house)
  // cases of this file are opened by hand
  await must('PUT', '/api/cases/settings', { silenceDays: 30, nearHours: 48, triage: false, triageReports: 3 })
})
afterAll(async () => {
  await house.close()
  await relay.away()
  await dns.close()
})
beforeEach(() => {
  relay.mails.length = 0
})

async function must<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<T> {
  const answer = await ann.call(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as T
}
const open = async (title: string, more: object = {}) =>
  (await must<{ id: string }>('POST', '/api/cases', { title, kind: 'phishing', ...more })).id
const said = async (id: string, query = '') => {
  await house.settle()
  return must<{ items: Spoken[]; next: string | null }>('GET', `/api/cases/${id}/conversation${query}`)
}
const letters = (items: readonly Spoken[]) => items.flatMap((one) => (one.kind === 'letter' ? [one.letter] : []))
const replies = (items: readonly Spoken[]) => items.flatMap((one) => (one.kind === 'reply' ? [one] : []))
const correspondents = async (id: string) => (await must<{ items: CorrespondentView[] }>('GET', `/api/cases/${id}/correspondents`)).items
const readCase = (id: string) => must<{ state: string; repliesUnread: number }>('GET', `/api/cases/${id}`)
const read = (id: string) => must<ReleaseView>('GET', `/api/releases/${id}`)
const approve = ({ id, sha256 }: ReleaseView) => ann.call('POST', `/api/releases/${id}/approve`, { sha256 })

type Given = { to?: string; reply?: string | null; template?: string; language?: string; title?: string; text?: string }
const write = (id: string, given: Given = {}) =>
  ann.call('POST', `/api/cases/${id}/replies`, { to: host, language: 'en', title: 'Re: phishing', text: 'Thank you.', ...given })
const drafted = async (id: string, given: Given = {}) => {
  const answer = await write(id, given)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body as ReleaseView
}

// what is alike would be one campaign, and so one case
const words = ['parcel fee', 'lottery prize', 'bank locked', 'crypto offer', 'tax refund', 'job abroad', 'old invoice', 'pet insurance']
let number = 0
type Mail = { from?: string; envelope?: string; subject?: string; header?: string; text?: string }
/** A mail to an address of ours; answers its Message-ID. */
async function mail(
  to: string,
  { from = host, envelope = from, subject = 'Re: phishing', header = '', text = 'We took it down.' }: Mail = {},
) {
  const id = `m${++number}@elsewhere.example`
  const bytes = `From: Desk of them <${from}>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${id}>\r\n${header}\r\n${text}\r\n`
  expect(await sendBySmtp(house.smtpPort, { from: envelope, to, bytes: Buffer.from(bytes) })).toMatch(/^250/)
  await house.settle()
  return id
}

/** A case whose hosting provider was told; answers where the letter wants its answer. */
async function told(title: string, reports: readonly string[] = []) {
  const id = await open(title, { reports })
  await must('POST', `/api/cases/${id}/actions`, {
    kind: 'notify',
    recipient: { name: 'Example Hosting', address: host, role: 'host', language: 'en' },
    things: [{ kind: 'url', value: link }],
  })
  await house.settle()
  const { items } = await must<{ items: ReleaseView[] }>('GET', `/api/releases?case=${id}`)
  expect((await approve(await read(items[0]?.id ?? ''))).status).toBe(200)
  await house.settle()
  const letter = parseMessage(relay.mails.at(-1)?.raw ?? Buffer.alloc(0), limits)
  relay.mails.length = 0
  return { id, address: replyTo(letter), messageId: field(letter, 'message-id') }
}

/** A report by mail whose sender is proven; answers its id and reference, and the way to follow it. */
async function report(from: string, header = '') {
  await mail('report@tocsin.example', {
    from,
    subject: 'look',
    header,
    text: `${words[number % words.length]} https://bad-${number}.example/${words[number % words.length]}`,
  })
  const { items } = await must<{ items: { id: string; reference: string }[] }>('GET', '/api/reports?limit=1')
  const letter = parseMessage(relay.mails.find(({ to }) => to === from)?.raw ?? Buffer.alloc(0), limits)
  relay.mails.length = 0
  return { ...(items[0] as { id: string; reference: string }), way: /\/track\/[\w-]{24}/.exec(letter.text)?.[0] ?? '' }
}

const field = (message: Message, key: string) => findField(message, key)?.unfolded.trim() ?? ''
const replyTo = (message: Message) => /[^\s<>]+@[^\s<>]+/.exec(field(message, 'reply-to'))?.[0] ?? ''
const gone = () => parseMessage(relay.mails.at(-1)?.raw ?? Buffer.alloc(0), limits)

describe('an answer from a partner', () => {
  test('is answered by template in their language, sent as the bytes that were previewed, and their answer to that lands in the same case', async () => {
    const { id, address, messageId } = await told('to and fro')
    const asked = await mail(address, { header: `In-Reply-To: ${messageId}\r\n`, text: '我们已经下线该页面，请问还有其他链接需要处理吗？' })
    expect(await readCase(id)).toMatchObject({ state: 'acting', repliesUnread: 1 })
    const [first] = replies((await said(id)).items)
    expect(first).toMatchObject({ answerTo: host, reply: { state: 'unread' } })
    const [who] = await correspondents(id)
    expect(who).toMatchObject({ address: host, how: 'answered', trust: 'known', role: 'host', language: 'zh-CN', languageFrom: 'message' })
    const chosen = { to: host, reply: first?.id ?? null, template: 'reply-thanks', language: 'zh-CN' }
    const words = await must<{ title: string; text: string }>('POST', `/api/cases/${id}/replies/words`, chosen)
    expect(words.title).toBe('Re: phishing')
    expect(words.text).toContain('感谢您的来信')

    const draft = await drafted(id, { ...chosen, title: words.title, text: `${words.text}\n没有了，谢谢。` })
    expect(draft).toMatchObject({ state: 'draft', kind: 'reply', fault: null, warnings: [], recipient: { value: host, language: 'zh-CN' } })
    expect(relay.mails).toEqual([])
    const shown = (await ann.call('GET', `/api/releases/${draft.id}/message`)).raw
    expect(createHash('sha256').update(shown).digest('hex')).toBe(draft.sha256)
    expect((await approve({ ...draft, sha256: '0'.repeat(64) })).status).toBe(409)
    expect((await approve(draft)).status).toBe(200)
    await house.settle()
    expect(relay.mails.map(({ to }) => to)).toEqual([host])
    expect(relay.mails[0]?.raw.equals(shown)).toBe(true)
    const letter = gone()
    expect(letter.text).toContain('没有了，谢谢。')
    expect([field(letter, 'in-reply-to'), field(letter, 'references')]).toEqual([`<${asked}>`, `${messageId} <${asked}>`])
    expect(replyTo(letter)).toBe(address)
    // whoever answered has read it, and the case waits for them
    expect(await readCase(id)).toMatchObject({ state: 'waiting', repliesUnread: 0 })
    expect((await approve(draft)).status).toBe(409)
    expect(relay.mails).toHaveLength(1)

    await mail(replyTo(letter), { header: `In-Reply-To: ${field(letter, 'message-id')}\r\n`, text: 'You are welcome.' })
    const { items } = await said(id)
    expect(items.map((one) => (one.kind === 'letter' ? `letter ${one.letter.kind}` : one.reply.text))).toEqual([
      'You are welcome.',
      'letter reply',
      '我们已经下线该页面，请问还有其他链接需要处理吗？',
      'letter notify',
    ])
    expect(letters(items)[0]).toMatchObject({ state: 'delivered', answers: first?.id, bounced: null, language: 'zh-CN' })
    expect(await readCase(id)).toMatchObject({ state: 'acting', repliesUnread: 1 })
    expect((await read(draft.id)).history.map(({ what }) => what)).toEqual(['asked', 'drafted', 'decided', 'delivered', 'answered'])
    const pages = []
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: Spoken[]; next: string | null } = await said(id, `?limit=1${next === '' ? '' : `&after=${next}`}`)
      pages.push(...page.items)
      next = page.next
    }
    expect(pages.map((one) => one.id)).toEqual(items.map((one) => one.id))
  })

  test('that one person marks as read in a list is no longer counted in its case', async () => {
    const { id, address } = await told('marked elsewhere')
    await mail(address)
    await mail(address, { text: 'And once more.' })
    expect((await readCase(id)).repliesUnread).toBe(2)
    const [latest] = replies((await said(id)).items)
    await must('POST', '/api/replies/mark', { ids: [latest?.id], state: 'read' })
    await house.settle()
    expect((await readCase(id)).repliesUnread).toBe(1)
    await must('POST', '/api/replies/mark', { ids: [latest?.id], state: 'unread' })
    await house.settle()
    expect((await readCase(id)).repliesUnread).toBe(2)
  })

  test('goes to nobody who has no part in the case, by no way', async () => {
    const { id } = await told('strangers')
    expect((await write(id, { to: 'stranger@elsewhere.example' })).body).toMatchObject({ code: 'cooperation.not-a-correspondent' })
    for (const to of ['report@tocsin.example', `case+${'0'.repeat(40)}@tocsin.example`, 'not an address', `${host}\r\nBcc: x@y.example`])
      expect((await write(id, { to })).status).toBeGreaterThanOrEqual(400)
    const other = await told('another case')
    await mail(other.address, { from: 'second@host.example' })
    const [theirs] = replies((await said(other.id)).items)
    expect((await write(id, { reply: theirs?.id ?? null })).status).toBe(404)
    expect((await write(id, { to: 'second@host.example' })).status).toBe(409)
    // proposed as any other action, it is drafted for nobody either
    await must('POST', `/api/cases/${id}/actions`, {
      kind: 'reply',
      recipient: { name: 'Stranger', address: 'stranger@elsewhere.example' },
      options: { text: 'psst', answers: '<x@y.example>\r\nBcc: everyone@bad.example' },
    })
    await house.settle()
    const { items } = await must<{ items: ReleaseView[] }>('GET', `/api/releases?case=${id}&kind=reply`)
    expect(items).toMatchObject([{ state: 'draft', fault: 'not-a-correspondent', sha256: null }])
    expect(relay.mails).toEqual([])
  })

  test('that does not come from whom it names is not answered, and what is not proven is doubted', async () => {
    const { id, address } = await told('spoofed')
    await mail(address, { from: 'ceo@forged.example', envelope: 'attacker@elsewhere.example', text: 'Send me all you have.' })
    const forged = replies((await said(id)).items)[0]
    expect(forged).toMatchObject({ answerTo: null, reply: { authenticated: 'fail' } })
    expect((await write(id, { to: 'ceo@forged.example' })).body).toMatchObject({ code: 'cooperation.forged-sender' })
    await mail(address, { from: 'night.shift@unknown.example', envelope: 'night.shift@unknown.example' })
    const draft = await drafted(id, { to: 'night.shift@unknown.example' })
    expect(draft.warnings).toContain('sender-unproven')
  })

  test('carries no header that its subject or its sender brought along, and speaks no template in their words', async () => {
    const { id, address } = await told('injected')
    const nasty = '=?utf-8?Q?hi=0D=0ABcc:_everyone@bad.example=0D=0A=0D=0A{{codes}}?='
    await mail(address, { subject: nasty, header: 'X-Note: {{things}}\r\n', text: '{{organisation}} {{text}}' })
    const [first] = replies((await said(id)).items)
    const chosen = { to: host, reply: first?.id ?? null, template: 'reply', language: 'en' }
    const words = await must<{ title: string; text: string }>('POST', `/api/cases/${id}/replies/words`, chosen)
    const draft = await drafted(id, { ...chosen, ...words, text: `${words.text}\n{{codes}} {{recipient}}` })
    expect((await approve(draft)).status).toBe(200)
    await house.settle()
    const letter = gone()
    expect(letter.header.map(({ key }) => key)).not.toContain('bcc')
    expect(letter.text).toContain('{{codes}} {{recipient}}')
    expect(field(letter, 'subject')).not.toContain('\n')
    expect(relay.mails).toHaveLength(1)
  })

  test('that was asked for when the process ended is drafted by the job that hears of it, from the template', async () => {
    const { id } = await told('after a crash')
    expect((await ann.call('POST', '/api/action-rules', { actionKind: 'reply', perDay: 10 })).status).toBe(400)
    // nor does one that was set when it could be
    const rule = await must<{ id: string }>('POST', '/api/action-rules', { actionKind: 'notify', perDay: 10 })
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    const set = await root.query(`update cases.action_rule set action_kind = 'reply' where id = $1`, [rule.id])
    await root.end()
    expect(set.rowCount).toBe(1)
    await must('POST', `/api/cases/${id}/actions`, {
      kind: 'reply',
      recipient: { name: 'Example Hosting', address: host, language: 'ar' },
      options: { template: 'reply-still-there', answers: '<x@y.example>\r\nBcc: everyone@bad.example' },
    })
    await house.settle()
    const [draft] = (await must<{ items: ReleaseView[] }>('GET', `/api/releases?case=${id}&kind=reply`)).items
    expect(draft).toMatchObject({ state: 'draft', fault: null })
    const shown = parseMessage((await ann.call('GET', `/api/releases/${draft?.id}/message`)).raw, limits)
    expect(shown.text).toContain('ما كتبنا إليكم بشأنه ما زال مستمرًا')
    expect(shown.header.map(({ key }) => key)).not.toContain('bcc')
    // whatever rule there is, a person sends it
    expect((await read(draft?.id ?? '')).state).toBe('draft')
    expect(relay.mails).toEqual([])
  })

  test('that cannot be delivered is shown as come back, with the status, and the action as failed', async () => {
    const { id, address } = await told('bounces')
    await mail(address)
    const draft = await drafted(id)
    await approve(draft)
    await house.settle()
    const report = [
      'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe mail could not be delivered: 550 5.1.1 no such user\r\n',
      '--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.host.example\r\n\r\nFinal-Recipient: rfc822; abuse@host.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--',
    ].join('')
    const bytes = `From: MAILER-DAEMON@host.example\r\nTo: ${address}\r\nSubject: Undelivered\r\nMessage-ID: <dsn1@host.example>\r\n${report}\r\n`
    await sendBySmtp(house.smtpPort, { from: '', to: address, bytes: Buffer.from(bytes) })
    const [letter] = letters((await said(id)).items)
    expect(letter).toMatchObject({ id: draft.id, state: 'delivered', bounced: { status: '5.1.1' } })
    const action = draft.actions[0]?.id
    expect(await must('GET', `/api/actions/${action}`)).toMatchObject({ outcome: 'failed' })
    expect((await readCase(id)).state).toBe('acting')
    // a relay that refuses says so at once
    relay.refused.set(host, 554)
    const second = await drafted(id, { text: 'Once more.' })
    await approve(second)
    const [refused] = letters((await said(id)).items) as [SentLetter]
    expect(refused).toMatchObject({ id: second.id, state: 'failed', fault: '554' })
    relay.refused.delete(host)
  })
})

describe('a reporter', () => {
  test('is answered by the reference that they know, in the language of their report, and no partner learns of them', async () => {
    const one = await report(reporter)
    const { id, address } = await told('Secret title', [one.id])
    await mail(address)
    const found = await correspondents(id)
    expect(found.map(({ address: to, role, how, trust }) => [to, role, how, trust])).toEqual([
      [host, 'host', 'answered', 'known'],
      [reporter, 'reporter', 'reporter', 'proven'],
    ])
    const words = await must<{ title: string; text: string }>('POST', `/api/cases/${id}/replies/words`, {
      ...{ to: reporter, template: 'reply-ask', language: 'en' },
    })
    expect(`${words.title} ${words.text}`).toContain(one.reference)
    expect(`${words.title} ${words.text}`).not.toMatch(/C-20\d\d/)
    const draft = await drafted(id, { to: reporter, template: 'reply-ask', ...words })
    await approve(draft)
    await house.settle()
    expect(relay.mails.map(({ to }) => to)).toEqual([reporter])
    expect(relay.mails[0]?.raw.toString()).not.toMatch(/C-20\d\d|Secret title|host\.example/)
    // a word to a reporter leaves the case with us
    expect((await readCase(id)).state).toBe('acting')

    // what is written to the partner does not say who reported it, in whatever case of letters
    const careless = await drafted(id, { title: `About ${reporter}`, text: `${reporter.toUpperCase()} told us, ask <${reporter}>.` })
    expect(careless.draft).toMatchObject({
      title: 'About removed@removed.invalid',
      text: 'removed@removed.invalid told us, ask <removed@removed.invalid>.',
    })
    expect(careless.draft?.redaction.removed).toContainEqual({ why: 'address', where: 'text', count: 2 })
    const bytes = (await ann.call('GET', `/api/releases/${careless.id}/message`)).raw.toString()
    expect(bytes.toLowerCase()).not.toContain('quirina')
  })

  test('who added something by their link is answered only where their address is proven', async () => {
    const proven = await report('p@citizen.example')
    const typed = await must<{ id: string }>('POST', '/api/reports', {
      url: 'https://typed.example/',
      reporter: { address: 'typed@citizen.example' },
    })
    await house.settle()
    const id = await open('added to', { reports: [proven.id, typed.id] })
    expect((await correspondents(id)).map((one) => one.address)).toEqual(['p@citizen.example'])
    expect((await write(id, { to: 'typed@citizen.example' })).status).toBe(409)
    expect((await write(id, { to: 'p@citizen.example' })).status).toBe(201)
  })

  test('who added something is found in the list of reports, with words or without, until somebody has read it', async () => {
    const one = await report('r@citizen.example')
    const listed = async (query = '') =>
      (await must<{ items: { id: string }[] }>('GET', `/api/reports?added=true${query}`)).items.map(({ id }) => id)
    expect(await listed()).not.toContain(one.id)
    const form = new FormData()
    form.set('text', 'They called me as well.')
    const sent = new Request('http://x', { method: 'POST', body: form })
    const headers = { 'content-type': sent.headers.get('content-type') ?? '' }
    const added = await house.http.app.inject({
      method: 'POST',
      url: `${one.way}/add`,
      headers,
      payload: Buffer.from(await sent.arrayBuffer()),
    })
    expect(added.statusCode).toBe(303)
    await house.settle()
    expect(await listed()).toEqual([one.id])
    expect(await listed('&search=look')).toEqual([one.id])
    expect(await listed('&search=nothing-like-it')).toEqual([])
    const { items } = await must<{ items: { id: string }[] }>('GET', `/api/replies?about=${one.id}`)
    // put into a case it is counted there, and can be answered: the address is proven
    const id = await open('added to by link', { reports: [one.id] })
    expect((await readCase(id)).repliesUnread).toBe(1)
    expect(replies((await said(id)).items)[0]).toMatchObject({ answerTo: 'r@citizen.example', reply: { byLink: true } })
    const draft = await drafted(id, { to: 'r@citizen.example', reply: items[0]?.id ?? null })
    await approve(draft)
    await house.settle()
    expect((await readCase(id)).repliesUnread).toBe(0)
    expect(await listed()).toEqual([])
  })

  test('of what is withheld hears nothing, nor does anybody where it lies', async () => {
    const one = await report('q@citizen.example')
    const { id, address } = await told('with a child', [one.id])
    await mail(address)
    const draft = await drafted(id, { text: 'See https://dreadful.example/x for more.' })
    const withheld = await must<{ id: string }>('POST', '/api/reports', { url: 'https://dreadful.example/x' })
    await house.settle()
    expect((await ann.call('POST', '/api/reports/withhold', { ids: [withheld.id], confirm: 'destroy' })).status).toBeLessThan(300)
    await house.settle()
    expect((await approve(draft)).body).toMatchObject({ code: 'cooperation.draft-stale', detail: { why: 'hotline-only' } })
    expect((await drafted(id, { text: 'hxxps://dreadful[.]example/x' })).fault).toBe('hotline-only')
    expect(relay.mails).toEqual([])
  })
})
