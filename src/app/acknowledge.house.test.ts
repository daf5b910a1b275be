import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExpectedReport } from '../../fixtures/generate/reports/report.ts'
import { signed } from '../../fixtures/generate/sign.ts'
import { fixtureZone } from '../../fixtures/generate/zone.ts'
import { acknowledgedADay } from '../domain/intake/acknowledge.ts'
import { type Language, textsIn } from '../domain/intake/texts.ts'
import { type DnsServer, startDnsServer, type Zone } from '../platform/net/testing/dns-server.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { openRelay, type Relay, type Relayed, readMail } from './testing/relay.ts'

// whoever sends from this machine is who they say they are, save where the name says otherwise
const local = { TXT: ['v=spf1 ip4:127.0.0.1 -all'] }
const zone: Zone = {
  ...(fixtureZone() as Zone),
  'citizen.example': local,
  'bigmail.example': local,
  'stadtwerk.example': local,
  'traps.example': local,
  'abuse-talk.example': local,
  'postfach.example': local,
  'post.example': local,
  'other-node.example': local,
  'tocsin.example': local,
  'forged.example': { TXT: ['v=spf1 -all'] },
  'lenient.example': { TXT: ['v=spf1 ~all'] },
}

let dns: DnsServer
let relay: Relay
let house: House
let ann: Client
beforeAll(async () => {
  dns = await startDnsServer(zone)
  relay = await openRelay()
  house = await openHouse({ TOCSIN_DNS: dns.address, TOCSIN_RELAY: relay.url })
  ann = await firstRun(house)
})
afterAll(async () => {
  await house.close()
  await relay.away()
  await dns.close()
})

type Mail = { id: string; state: string; reason: string | null; recipient: string; kind: string; about: string; text: string }
const outbox = async (recipient: string) =>
  ((await ann.call('GET', '/api/outbox?limit=200')).body as { items: Mail[] }).items.filter((one) => one.recipient === recipient)
const decide = (id: string | undefined, decision: string) => ann.call('POST', `/api/outbox/${id}/decision`, { decision })

let number = 0
type Sent = { from?: string; header?: string; body?: string; to?: string }
/** A report by mail from `address`; answers what the relay got for it, and how its answer stands in the outbox. */
async function report(address: string, { from = address, header = '', body, to = 'report@tocsin.example' }: Sent = {}) {
  number++
  const words = body ?? `https://bad.example/${number}`
  const charset = header.includes('multipart') ? '' : 'Content-Type: text/plain; charset=utf-8\r\n'
  const bytes = Buffer.from(
    `From: ${address}\r\nTo: report@tocsin.example\r\nSubject: report ${number}\r\nMessage-ID: <r${number}@x.example>\r\n${charset}${header}\r\n${words}\r\n`,
  )
  const before = relay.mails.length
  const reply = await sendBySmtp(house.smtpPort, { from, to, bytes })
  expect(reply).toMatch(/^250 /)
  await house.settle()
  return { reference: /R-\S+/.exec(reply)?.[0] ?? '', mails: relay.mails.slice(before), outbox: await outbox(address) }
}

const titleIn = (language: Language) => textsIn(language).acknowledgement.title.split('{{')[0] ?? ''

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(50)
  }
}

describe('an acknowledgement', () => {
  test('goes at once to a sender who passes SPF: with the null sender, marked as automatic, with reference and link', async () => {
    const { reference, mails, outbox: kept } = await report('mina@citizen.example')
    expect(mails.map(({ from, to }) => [from, to])).toEqual([['', 'mina@citizen.example']])
    const { field, text } = readMail(mails[0] as Relayed)
    expect(field('auto-submitted')).toBe('auto-replied')
    expect(field('x-auto-response-suppress')).toBe('All')
    expect(field('in-reply-to')).toBe(`<r${number}@x.example>`)
    expect(field('subject')).toContain(reference)
    expect(text).toContain(reference)
    const link = /http:\/\/localhost:8025(\/track\/[\w-]{24})/.exec(text)?.[1]
    const page = await house.http.app.inject({ url: link ?? '' })
    expect([page.statusCode, page.body.includes(reference)]).toEqual([200, true])
    expect(kept).toMatchObject([{ state: 'sent', reason: null, kind: 'acknowledgement' }])
  })

  test('goes to the author whom DMARC proves, though SPF fails', async () => {
    number++
    const bytes = await signed(
      Buffer.from(
        `From: Ana <ana@pass.example>\r\nTo: report@tocsin.example\r\nSubject: signed ${number}\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <s${number}@pass.example>\r\n\r\nhttps://bad.example/${number}\r\n`,
      ),
      'pass.example',
      '2026-11-21T08:00:00Z',
    )
    await sendBySmtp(house.smtpPort, { from: 'returns@pass.example', to: 'report@tocsin.example', bytes, exact: true })
    await house.settle()
    expect(await outbox('ana@pass.example')).toMatchObject([{ state: 'sent' }])
    expect(relay.mails.filter(({ to }) => to === 'ana@pass.example')).toHaveLength(1)
    expect(relay.mails.filter(({ to }) => to === 'returns@pass.example')).toEqual([])
  })

  test.each([
    ['SPF fails', 'eve@forged.example', undefined],
    ['SPF softly fails', 'eve@lenient.example', undefined],
    ['there is no SPF', 'eve@none.example', undefined],
    ['the DNS does not answer', 'eve@temperror.example', undefined],
    ['SPF speaks of another address than the author’s', 'victim@citizen.example', 'eve@citizen.example'],
  ])('waits where %s, and goes when an analyst lets it', async (_why, address, from) => {
    const { mails, outbox: kept } = await report(address, from === undefined ? {} : { from })
    expect(mails).toEqual([])
    expect(kept).toMatchObject([{ state: 'held', reason: 'sender-unproven' }])
    const released = await decide(kept[0]?.id, 'release')
    expect(released.body).toMatchObject({ state: 'waiting' })
    await house.settle()
    expect(await outbox(address)).toMatchObject([{ state: 'sent' }])
    expect(relay.mails.at(-1)).toMatchObject({ from: '', to: address })
    expect((await decide(kept[0]?.id, 'release')).status).toBe(409)
  })

  test('waits where an address was only typed', async () => {
    await ann.call('POST', '/api/reports', { url: 'https://bad.example/typed', reporter: { address: 'typed@citizen.example' } })
    await house.settle()
    const kept = await outbox('typed@citizen.example')
    expect(kept).toMatchObject([{ state: 'held', reason: 'address-unproven' }])
    expect((await decide(kept[0]?.id, 'drop')).body).toMatchObject({ state: 'dropped' })
    await house.settle()
    expect(relay.mails.filter(({ to }) => to === 'typed@citizen.example')).toEqual([])
  })

  test.each([
    ['a mailing list', 'list@citizen.example', { header: 'List-Id: <talk.lists.example>\r\n' }],
    ['a bulk sender', 'bulk@citizen.example', { header: 'Precedence: bulk\r\n' }],
    ['an out-of-office answer', 'away@citizen.example', { header: 'Auto-Submitted: auto-replied\r\n' }],
    ['the null sender', 'null@citizen.example', { from: '' }],
    ['a bounce daemon', 'mailer-daemon@citizen.example', {}],
    ['whoever does not read answers', 'no-reply@citizen.example', {}],
    ['ourselves', 'report@tocsin.example', {}],
    ['ourselves under a token', 'report+0123456789abcdef@tocsin.example', {}],
  ])('never goes to %s', async (_who, address, sent) => {
    const { mails, outbox: kept } = await report(address, sent)
    expect([mails, kept]).toEqual([[], []])
  })

  test('goes to one address so many times a day and no more', async () => {
    for (let at = 0; at < acknowledgedADay; at++) expect((await report('eager@citizen.example')).mails).toHaveLength(1)
    const { mails, outbox: kept } = await report('Eager@citizen.example')
    expect(mails).toEqual([])
    expect(kept).toEqual([])
    expect(await outbox('eager@citizen.example')).toHaveLength(acknowledgedADay)
  })

  test('is given once for one report, however often it comes or is read', async () => {
    const bytes = Buffer.from('From: once@citizen.example\r\nTo: report@tocsin.example\r\nSubject: x\r\n\r\nhttps://bad.example/once\r\n')
    for (let at = 0; at < 3; at++) await sendBySmtp(house.smtpPort, { from: 'once@citizen.example', to: 'report@tocsin.example', bytes })
    await house.settle()
    const [line] = ((await ann.call('GET', '/api/reports?search=once')).body as { items: { id: string }[] }).items
    await ann.call('POST', '/api/reports/analyse', { ids: [line?.id] })
    await house.settle()
    expect(await outbox('once@citizen.example')).toHaveLength(1)
  })

  test.each<[string, string, string, Language]>([
    ['their words', '', '我今天收到了这封可疑的邮件，请你们帮忙看一下，谢谢你们的帮助。', 'zh-CN'],
    ['their words', '', 'وصلتني هذه الرسالة المشبوهة اليوم، أرجو منكم التحقق منها، وشكرًا لكم على المساعدة.', 'ar'],
    ['their program', 'Accept-Language: zh-TW, en-US\r\n', 'x', 'zh-CN'],
    [
      'their program, before the few words',
      'Content-Language: ar-EG\r\n',
      'This came to me today and I would like you to look at it.',
      'ar',
    ],
    [
      'their words, in a language that we do not have',
      '',
      'Diese Nachricht kam heute, bitte schauen Sie sich das einmal an, vielen Dank.',
      'en',
    ],
  ])('speaks the reporter’s language, told by %s', async (_by, header, body, language) => {
    const { mails } = await report(`tongue${number}@citizen.example`, { header, body })
    expect(readMail(mails[0] as Relayed).field('subject')).toContain(titleIn(language))
  })

  test('speaks the language of who forwards, and not of what is forwarded', async () => {
    const { mails } = await report('forwarder@citizen.example', {
      header: 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n',
      body: '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease have a look at this message, it came to me this morning.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@bad.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n恭喜您获得大奖，请立即点击链接领取您的奖金，机会难得，不要错过。\r\n--b--',
    })
    expect(readMail(mails[0] as Relayed).field('subject')).toContain(titleIn('en'))
  })
})

describe('a relay', () => {
  test('that is away is tried again, and the mail goes when it is back', async () => {
    await relay.away()
    await report('patient@citizen.example')
    expect(await outbox('patient@citizen.example')).toMatchObject([{ state: 'waiting' }])
    await relay.back()
    await until(async () => ((await outbox('patient@citizen.example'))[0]?.state === 'sent' ? true : undefined))
    expect(relay.mails.filter(({ to }) => to === 'patient@citizen.example')).toHaveLength(1)
  })

  test('that refuses for now is tried again', async () => {
    relay.refused.set('grey@citizen.example', 451)
    await report('grey@citizen.example')
    expect(await outbox('grey@citizen.example')).toMatchObject([{ state: 'waiting' }])
    relay.refused.clear()
    await until(async () => ((await outbox('grey@citizen.example'))[0]?.state === 'sent' ? true : undefined))
  })

  test('that refuses for good makes the mail fail, which the outbox shows; it can be tried again', async () => {
    relay.refused.set('gone@citizen.example', 550)
    await report('gone@citizen.example')
    const [kept] = await outbox('gone@citizen.example')
    expect(kept).toMatchObject({ state: 'failed', reason: '550' })
    expect(((await ann.call('GET', '/api/jobs?parked=true')).body as { items: unknown[] }).items).toEqual([])
    relay.refused.clear()
    expect((await decide(kept?.id, 'retry')).status).toBe(200)
    await house.settle()
    expect(await outbox('gone@citizen.example')).toMatchObject([{ state: 'sent', reason: null }])
  })
})

test('without a relay an acknowledgement stays in the outbox, readable, and no job is left over', async () => {
  const alone = await openHouse({ TOCSIN_DNS: dns.address })
  try {
    const desk = await firstRun(alone)
    await sendBySmtp(alone.smtpPort, {
      from: 'mina@citizen.example',
      to: 'report@tocsin.example',
      bytes: Buffer.from(
        'From: mina@citizen.example\r\nTo: report@tocsin.example\r\nSubject: x\r\nAccept-Language: ar\r\n\r\nhttps://bad.example/\r\n',
      ),
    })
    await alone.drain()
    const { items } = (await desk.call('GET', '/api/outbox')).body as { items: Mail[] }
    expect(items).toMatchObject([{ state: 'waiting', recipient: 'mina@citizen.example' }])
    const { body } = await desk.call('GET', `/api/outbox/${items[0]?.id}`)
    expect((body as Mail).text).toContain('شكرًا لكم')
  } finally {
    await alone.close()
  }
})

test('mail between two nodes that answer automatically comes to an end', async () => {
  const between = await openRelay()
  const settings = { TOCSIN_DNS: dns.address, TOCSIN_RELAY: between.url }
  const here = await openHouse(settings)
  const there = await openHouse({ ...settings, TOCSIN_MAIL_DOMAIN: 'other-node.example' })
  try {
    const nodes = { 'tocsin.example': here, 'other-node.example': there }
    between.onMail = async ({ from, to, raw }) => {
      const node = nodes[to.split('@')[1] as keyof typeof nodes]
      if (node !== undefined) await sendBySmtp(node.smtpPort, { from, to, bytes: raw, exact: true })
    }
    const desks = [await firstRun(here), await firstRun(there)]
    await sendBySmtp(here.smtpPort, {
      from: 'report@other-node.example',
      to: 'report@tocsin.example',
      bytes: Buffer.from('From: report@other-node.example\r\nTo: report@tocsin.example\r\nSubject: x\r\n\r\nhttps://bad.example/\r\n'),
    })
    for (const node of [here, there, here, there]) await node.drain()
    expect(between.mails.map(({ from, to }) => [from, to])).toEqual([['', 'report@other-node.example']])
    const counts = await Promise.all(
      desks.map(async (desk) => ((await desk.call('GET', '/api/outbox')).body as { items: Mail[] }).items.length),
    )
    expect(counts).toEqual([1, 0])
  } finally {
    await here.close()
    await there.close()
    await between.away()
  }
})

describe('the fixtures', () => {
  const folder = new URL('../../fixtures/reports/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'))
  test.each(names)('%s is answered, or not, as it should be', async (name) => {
    const expected = JSON.parse(readFileSync(new URL(name.replace('.eml', '.expected.json'), folder), 'utf8')) as ExpectedReport
    const before = relay.mails.length
    const from = name === 'bounce.eml' ? '' : (expected.reporter ?? 'seguridad@banconorte-avisos.example')
    const reply = await sendBySmtp(house.smtpPort, {
      from,
      to: 'report@tocsin.example',
      bytes: readFileSync(new URL(name, folder)),
      exact: true,
    })
    expect(reply).toMatch(/^250 /)
    await house.settle()
    expect(relay.mails.slice(before).map(({ to }) => to)).toEqual(expected.answer ? [expected.reporter] : [])
  })
})
