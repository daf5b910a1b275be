import { createConnection } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import { newId, type OrganisationId } from '../base/id.ts'
import { closeThreads, noteSent, openThread } from '../domain/intake/index.ts'
import { listenForMail, type MailListener } from '../domain/intake/listeners.ts'
import { perform } from '../platform/work.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let house: House
let ann: Client
let root: pg.Client
let lmtp: MailListener
let ahead = 0

beforeAll(async () => {
  house = await openHouse({ TOCSIN_MAIL_SIZE: '200000' }, () => new Date(Date.now() + ahead))
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  lmtp = await listenForMail(house.ctx, house.receive, { host: '127.0.0.1', port: 0 }, 'lmtp')
})
afterAll(async () => {
  await lmtp.close()
  await root.end()
  await house.close()
})

const desk = () => systemActor('test', ann.organisation as OrganisationId)

async function thread(about = newId<'case'>(), correspondent = 'abuse@host.example') {
  const opened = await perform(house.ctx, desk(), (work) => openThread(work, house.ctx, { aboutKind: 'case', about, correspondent }))
  return { about, ...opened }
}

type Seen = {
  id: string
  state: string
  times: number
  settled: boolean
  from: { address: string | null; name: string | null }
  fromCorrespondent: boolean | null
  subject: string | null
  text: string
  quoted: string
  automatic: string | null
  authenticated: string
  attachments: number
  attached: { item: string; name: string | null; mediaType: string; size: number }[]
  item: string
  report: string | null
  thread: { aboutKind: string; about: string; closedAt: string | null }
}
const repliesTo = async (about: string) => {
  await house.settle()
  return ((await ann.call('GET', `/api/replies?about=${about}`)).body as { items: Seen[] }).items
}
const whole = async (id: string) => (await ann.call('GET', `/api/replies/${id}`)).body as Seen
const send = (to: string, text: string, from = 'abuse@host.example') => sendBySmtp(house.smtpPort, { from, to, bytes: Buffer.from(text) })
const mail = (to: string, body = 'We have taken it down.\n\nHost Desk', extra = '') =>
  `From: Host Desk <abuse@host.example>\nTo: ${to}\nSubject: Re: phishing\nMessage-ID: <a1@host.example>\n${extra}\n${body}\n`

describe('an answer to the address of a thread', () => {
  test('lands in it, with its words, what it quotes, what hangs on it, and its own evidence', async () => {
    const { about, address } = await thread()
    expect(address).toMatch(/^case\+[0-9a-f]{40}@tocsin\.example$/)
    const body = [
      '--b\nContent-Type: text/plain; charset=utf-8\n\nThe site is gone.\n\nOn 1 March 2026, Tocsin <case@tocsin.example> wrote:\n> Please take it down.\n',
      '--b\nContent-Type: text/plain; name="log.txt"\nContent-Disposition: attachment; filename="log.txt"\n\nline\n--b--',
    ].join('\n')
    expect(
      await send(address.toUpperCase(), mail(address, body, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n')),
    ).toMatch(/^250 taken/)
    const [reply] = await repliesTo(about)
    expect(reply).toMatchObject({
      ...{ state: 'unread', settled: true, times: 1, subject: 'Re: phishing', text: 'The site is gone.', automatic: null, attachments: 1 },
      ...{ from: { address: 'abuse@host.example', name: 'Host Desk' }, fromCorrespondent: true, authenticated: 'unchecked' },
      thread: { aboutKind: 'case', about, closedAt: null },
    })
    const read = await whole(reply?.id ?? '')
    expect(read.quoted).toContain('> Please take it down.')
    expect(read.attached).toMatchObject([{ name: 'log.txt', mediaType: 'text/plain' }])
    const item = (await ann.call('GET', `/api/evidence/${read.item}`)).body as { under: { how: string }[]; custody: { act: string }[] }
    expect(item.custody[0]).toMatchObject({ act: 'received', actorKind: 'channel' })
    expect(item.under.map(({ how }) => how)).toEqual(['attachment 2'])
    const zip = await ann.call('GET', `/api/evidence/${read.item}/original.zip`)
    expect([zip.status, zip.raw.subarray(0, 2).toString()]).toEqual([200, 'PK'])
  })

  test('comes in once, however often the same bytes come, by SMTP or LMTP', async () => {
    const { about, address } = await thread()
    const text = mail(address)
    await Promise.all([send(address, text), send(address, text)])
    const to = new Talk(createConnection({ host: '127.0.0.1', port: lmtp.port }))
    await to.reply()
    await to.say('LHLO host.example')
    await to.say('MAIL FROM:<abuse@host.example>')
    expect(await to.say(`RCPT TO:<${address}>`)).toMatch(/^250/)
    await to.say('DATA')
    expect(await to.say(`${text.replaceAll('\n', '\r\n')}.`)).toMatch(/^250/)
    await to.end()
    expect(await repliesTo(about)).toMatchObject([{ times: 3 }])
    expect(
      (
        await root.query(
          'select count(*)::int as n from evidence.item where sha256 = (select sha256 from intake.reply where thread in (select id from intake.thread where about = $1))',
          [about],
        )
      ).rows,
    ).toEqual([{ n: 1 }])
  })

  test('is refused where there is no such thread, and nothing is relayed', async () => {
    expect(await send(`case+${'0'.repeat(40)}@tocsin.example`, mail('x'))).toMatch(/^550 5\.1\.1/)
    expect(await send('case@tocsin.example', mail('x'))).toMatch(/^550 5\.1\.1/)
    expect(await send(`case+${'0'.repeat(40)}@elsewhere.example`, mail('x'))).toMatch(/^550 5\.7\.1/)
  })

  test('is still taken when the thread is closed, and the same two are one thread', async () => {
    const { about, address, threadId } = await thread()
    await perform(house.ctx, desk(), (work) => closeThreads(work, [about]))
    expect(await send(address, mail(address))).toMatch(/^250/)
    expect(await repliesTo(about)).toMatchObject([{ thread: { closedAt: expect.stringContaining('T') } }])
    expect(await thread(about, 'ABUSE@host.example')).toMatchObject({ threadId, address })
    expect(await repliesTo(about)).toMatchObject([{ thread: { closedAt: null } }])
  })

  test('of one sender is held back for the hour when there is too much, and taken after it', async () => {
    const { about, address } = await thread()
    const replies = []
    for (let at = 0; at < 22; at++) replies.push((await send(address, mail(address, `number ${at}`))).slice(0, 3))
    expect(replies.filter((code) => code === '250')).toHaveLength(20)
    expect(replies.slice(20)).toEqual(['450', '450'])
    expect(await send(address, mail(address, 'somebody else'), 'other@host.example')).toMatch(/^250/)
    ahead += 3_600_001
    expect(await send(address, mail(address, 'number 20'))).toMatch(/^250/)
    expect(await repliesTo(about)).toHaveLength(22)
  })

  test('that a machine wrote is known as such, and answered by nobody', async () => {
    const { about, address } = await thread()
    const outbox = async () => (await root.query('select count(*)::int as n from platform.outgoing_mail')).rows[0]?.n as number
    const before = await outbox()
    await send(address, mail(address, 'I am away', 'Auto-Submitted: auto-replied\n'))
    await send(address, mail(address, 'a list', 'List-Id: <x.host.example>\n'))
    await send(address, mail(address, 'round and round', 'Received: by mx.example\n'.repeat(60)))
    await send(address, mail(address, 'returned'), '')
    await send(address, mail(address, 'a person'))
    const seen = await repliesTo(about)
    expect(Object.fromEntries(seen.map(({ text, automatic }) => [text, automatic]))).toEqual({
      ...{ 'I am away': 'answer', 'a list': 'list', 'round and round': 'loop', returned: 'bounce', 'a person': null },
    })
    expect(await outbox()).toBe(before)
  })
})

describe('an answer that came to the desk', () => {
  test('is filed where it belongs by In-Reply-To, and is no report', async () => {
    const { about, threadId } = await thread()
    await perform(house.ctx, desk(), (work) => noteSent(work, threadId, '<letter-1@tocsin.example>'))
    const text = mail('report@tocsin.example', 'Done, thank you.', 'In-Reply-To: <letter-1@tocsin.example>\n')
    expect(await send('report@tocsin.example', text)).toMatch(/^250/)
    expect(await repliesTo(about)).toMatchObject([{ text: 'Done, thank you.', state: 'unread', settled: true }])
    expect(((await ann.call('GET', '/api/reports?search=Done')).body as { items: unknown[] }).items).toEqual([])
  })

  test('to an acknowledgement goes to its report, unless it brings another', async () => {
    const citizen = (body: string, extra: string) =>
      `From: Cy <cy@citizen.example>\nTo: report@tocsin.example\nSubject: more\n${extra}\n${body}\n`
    await send('report@tocsin.example', citizen('I got https://bad.example/x', 'Message-ID: <c1@citizen.example>\n'), 'cy@citizen.example')
    await house.settle()
    const { rows } = await root.query(`select m.id, m.about from platform.outgoing_mail m where m.recipient = 'cy@citizen.example'`)
    const [{ id, about }] = rows as [{ id: string; about: string }]
    const answers = `In-Reply-To: <${id}@tocsin.example>\n`
    await send('report@tocsin.example', citizen('They called me as well.', answers), 'cy@citizen.example')
    const forwarded = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=f\n${answers}`
    const attached = '--f\nContent-Type: message/rfc822\n\nFrom: x@bad.example\nSubject: win\n\nprize\n--f--'
    await send('report@tocsin.example', citizen(attached, forwarded), 'cy@citizen.example')
    expect(await repliesTo(about)).toMatchObject([{ text: 'They called me as well.', thread: { aboutKind: 'report' } }])
    expect((await root.query(`select count(*)::int as n from intake.report where form = 'attached'`)).rows).toEqual([{ n: 1 }])
  })
})

describe('a person', () => {
  test('marks replies, and makes a report of one that was sent there by mistake, once', async () => {
    const { about, address } = await thread()
    await send(address, mail(address, 'Look at this: https://evil.example/login', 'In-Reply-To: <letter-1@tocsin.example>\n'))
    const [reply] = await repliesTo(about)
    const id = reply?.id ?? ''
    expect((await ann.call('POST', '/api/replies/mark', { ids: [id, newId()], state: 'spam' })).body).toEqual({ changed: 1 })
    expect((await whole(id)).state).toBe('spam')
    const made = await ann.call('POST', `/api/replies/${id}/report`)
    expect(made.status).toBe(201)
    await house.settle()
    expect((await ann.call('POST', `/api/replies/${id}/report`)).body).toEqual(made.body)
    expect(await whole(id)).toMatchObject({ state: 'read', report: (made.body as { id: string }).id })
    expect((await ann.call('GET', `/api/reports/${(made.body as { id: string }).id}`)).body).toMatchObject({ state: 'analysed' })
  })

  test('marks child material: bytes and words are gone, and the same bytes are not kept again', async () => {
    const { about, address } = await thread()
    await send(address, mail(address, 'unspeakable'))
    const [reply] = await repliesTo(about)
    const { status } = await ann.call('POST', `/api/replies/${reply?.id}/withhold`, { confirm: 'destroy' })
    expect(status).toBe(204)
    expect(await whole(reply?.id ?? '')).toMatchObject({ state: 'withheld', text: '', subject: null, attached: [] })
    expect((await ann.call('GET', `/api/evidence/${reply?.item}`)).body).toMatchObject({
      item: { state: 'destroyed', destroyedWhy: 'child-material' },
    })
    const other = await thread()
    await send(other.address, mail(address, 'unspeakable'))
    expect(await repliesTo(other.about)).toMatchObject([{ state: 'withheld', text: '' }])
  })
})

describe('what is kept of people', () => {
  test('is found, handed out and erased: the original, the words and whom we wrote to', async () => {
    const { about, address } = await thread(newId<'case'>(), 'zelda@subject.example')
    await send(address, mail(address, 'I am Zelda').replaceAll('abuse@host.example', 'zelda@subject.example'), 'zelda@subject.example')
    await repliesTo(about)
    const found = (await ann.call('POST', '/api/subjects/find', { text: 'zelda@subject.example' })).body as {
      kinds: { kind: string; hits: unknown[] }[]
    }
    const hits = Object.fromEntries(found.kinds.map(({ kind, hits }) => [kind, hits.length]))
    expect(hits).toMatchObject({ 'intake.reply': 1, 'intake.thread': 1 })
    const erased = await ann.call('POST', '/api/subjects/erase', { text: 'zelda@subject.example', manner: 'erase', reason: 'asked for it' })
    expect(erased.status).toBe(200)
    expect(await repliesTo(about)).toMatchObject([{ state: 'expired', text: '', from: { address: null }, thread: { correspondent: null } }])
    expect(
      (await root.query(`select count(*)::int as n from intake.reply where arrival::text like '%zelda%' or sender like '%zelda%'`)).rows,
    ).toEqual([{ n: 0 }])
  })

  test('goes with its time: the reply with its original, whom we wrote to with correspondence', async () => {
    const { about, address } = await thread()
    await send(address, mail(address))
    await repliesTo(about)
    ahead += 501 * 86_400_000
    expect((await ann.call('POST', '/api/retention/run')).status).toBe(202)
    await house.settle()
    expect(await repliesTo(about)).toMatchObject([{ state: 'expired', text: '' }])
    expect((await root.query('select count(*)::int as n from intake.thread where correspondent is not null')).rows).toEqual([{ n: 0 }])
    expect((await root.query('select count(*)::int as n from intake.sent_message')).rows).toEqual([{ n: 0 }])
  })
})

test('a suspended organisation takes no answers for now', async () => {
  const { address } = await thread()
  await root.query('update directory.organisation set suspended_at = now() where id = $1', [ann.organisation])
  expect(await send(address, mail(address))).toMatch(/^450 4\.2\.1/)
})
