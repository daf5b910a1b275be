import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listenForMail, type MailListener } from '../domain/intake/listeners.ts'
import { type Client, clientOf, cookiesOf, firstRun, type House, openHouse } from './testing/house.ts'
import { Talk } from './testing/talk.ts'

let house: House
let ann: Client
let bea: Client
let lmtp: MailListener
let secured: MailListener
let folder: string
const certificate = (name: string) => fileURLToPath(new URL(`./testing/certificate/${name}`, import.meta.url))
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-mail-'))
  house = await openHouse({ TOCSIN_MAIL_SIZE: '100000' })
  ann = await firstRun(house)
  bea = await second()
  lmtp = await listenForMail(house.ctx, house.receive, { host: '127.0.0.1', port: 0 }, 'lmtp')
  const config = { ...house.ctx.config, TOCSIN_TLS_CERT: certificate('cert.pem'), TOCSIN_TLS_KEY: certificate('key.pem') }
  secured = await listenForMail({ ...house.ctx, config }, house.receive, { host: '127.0.0.1', port: 0 }, 'smtp')
})
afterAll(async () => {
  await lmtp.close()
  await secured.close()
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

async function second(): Promise<Client> {
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: 'Second Desk', kind: 'industry', country: 'FR' },
    administrator: 'bea@second.example',
  })
  const token = (made.body as { link: string }).link.split('#')[1]
  const person = { name: 'Bea', password: 'seventeen quiet herons', locale: 'en', timeZone: 'UTC' }
  const answer = await house.http.app.inject({ method: 'POST', url: '/api/invitations/accept', payload: { token, person } })
  return clientOf(house, cookiesOf(answer), answer.json().organisation)
}

async function talk(port: number, greeting = 'EHLO sender.example'): Promise<Talk> {
  const to = new Talk(createConnection({ host: '127.0.0.1', port }))
  expect(await to.reply()).toMatch(/^220 /)
  expect(await to.say(greeting)).toMatch(/^250/)
  return to
}

let number = 0
const words = () => `mail${++number}word`
const message = (word: string, body = '') =>
  `From: someone@citizen.example\r\nTo: report@tocsin.example\r\nSubject: ${word}\r\n\r\n${word} ${body}`

type Line = { reference: string; times: number; channel: { name: string } }
const found = async (word: string, who: Client = ann) => {
  await house.settle()
  return ((await who.call('GET', `/api/reports?search=${word}`)).body as { items: Line[] }).items
}
const channel = async (who: Client, name: string) =>
  ((await who.call('POST', '/api/channels', { name })).body as { address: string }).address

describe('a message to several recipients', () => {
  test('is one report for each organisation, however many addresses of it are named', async () => {
    const branch = await channel(ann, 'Branch')
    const other = await channel(bea, 'Other')
    const word = words()
    const to = await talk(house.smtpPort)
    await to.say('MAIL FROM:<someone@citizen.example>')
    for (const address of ['report@tocsin.example', 'REPORT@Tocsin.Example', branch, other])
      expect(await to.say(`RCPT TO:<${address}>`)).toMatch(/^250/)
    await to.say('DATA')
    const reply = await to.say(`${message(word)}\r\n.`)
    expect(reply.match(/R-[0-9A-Z]{4}-[0-9A-Z]{4}/g)).toHaveLength(2)
    await to.end()
    expect(await found(word)).toMatchObject([{ times: 1, channel: { name: 'report@' } }])
    expect(await found(word, bea)).toMatchObject([{ times: 1, channel: { name: 'Other' } }])
  })

  test('goes to those that are ours; the others are refused one by one', async () => {
    const word = words()
    const to = await talk(house.smtpPort)
    await to.say('MAIL FROM:<someone@citizen.example>')
    const replies = []
    for (const address of [
      'postmaster@tocsin.example',
      'report@tocsin.example',
      'x@elsewhere.example',
      'report+0123456789abcdef@tocsin.example',
    ])
      replies.push((await to.say(`RCPT TO:<${address}>`)).slice(0, 3))
    expect(replies).toEqual(['550', '250', '550', '550'])
    await to.say('DATA')
    expect(await to.say(`${message(word)}\r\n.`)).toMatch(/^250/)
    await to.end()
    expect(await found(word)).toHaveLength(1)
  })

  test('has at most a hundred of them', async () => {
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    await root.query(
      `insert into intake.channel (id, owner, kind, name, token, created_at)
       select gen_random_uuid(), $1, 'mail', 'many ' || n, 'many' || lpad(n::text, 12, '0'), now() from generate_series(0, 100) n`,
      [ann.organisation],
    )
    await root.end()
    const to = await talk(house.smtpPort)
    await to.say('MAIL FROM:<someone@citizen.example>')
    const codes: string[] = []
    for (let at = 0; at <= 100; at++)
      codes.push((await to.say(`RCPT TO:<report+many${String(at).padStart(12, '0')}@tocsin.example>`)).slice(0, 3))
    expect(codes).toEqual([...Array(100).fill('250'), '452'])
    await to.end()
  })
})

describe('LMTP', () => {
  test('answers for each recipient after the message', async () => {
    const other = await channel(bea, 'By LMTP')
    const word = words()
    const to = await talk(lmtp.port, 'LHLO sender.example')
    await to.say('MAIL FROM:<someone@citizen.example>')
    expect(await to.say('RCPT TO:<report@tocsin.example>')).toMatch(/^250/)
    expect(await to.say('RCPT TO:<nobody@tocsin.example>')).toMatch(/^550/)
    expect(await to.say(`RCPT TO:<${other}>`)).toMatch(/^250/)
    await to.say('DATA')
    const first = await to.say(`${message(word)}\r\n.`)
    const next = await to.reply()
    await to.end()
    const [mine] = await found(word)
    const [theirs] = await found(word, bea)
    expect([first, next]).toEqual([expect.stringContaining(mine?.reference ?? 'x'), expect.stringContaining(theirs?.reference ?? 'x')])
    expect([first, next].every((reply) => reply.startsWith('250'))).toBe(true)
  })

  test('tells of one recipient that could not be served, and takes the message for the other', async () => {
    const other = await channel(bea, 'Failing')
    const word = words()
    const failing = { ...house.ctx }
    const half = await listenForMail(
      failing,
      (actor, arrival) => (arrival.owner === bea.organisation ? Promise.reject(new Error('no room')) : house.receive(actor, arrival)),
      { host: '127.0.0.1', port: 0 },
      'lmtp',
    )
    const to = await talk(half.port, 'LHLO sender.example')
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say(`RCPT TO:<${other}>`)
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    expect(await to.say(`${message(word)}\r\n.`)).toMatch(/^451/)
    expect(await to.reply()).toMatch(/^250/)
    await to.end()
    await half.close()
    expect(await found(word)).toHaveLength(1)
  })

  test('is not spoken to who says EHLO, nor SMTP to who says LHLO', async () => {
    for (const [port, greeting] of [
      [lmtp.port, 'EHLO x.example'],
      [house.smtpPort, 'LHLO x.example'],
    ] as const) {
      const to = new Talk(createConnection({ host: '127.0.0.1', port }))
      await to.reply()
      expect(await to.say(greeting)).toMatch(/^5/)
      await to.end()
    }
  })
})

describe('STARTTLS', () => {
  test('is offered where a certificate is set, and a message goes over it', async () => {
    const plain = new Talk(createConnection({ host: '127.0.0.1', port: secured.port }))
    await plain.reply()
    expect(await plain.say('EHLO sender.example')).toContain('STARTTLS')
    expect(await plain.say('STARTTLS')).toMatch(/^220/)
    plain.socket.removeAllListeners('data')
    const socket = connectTls({ socket: plain.socket, rejectUnauthorized: false })
    await new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()))
    expect(socket.getPeerCertificate().subject['CN']).toBe('tocsin.example')
    expect(socket.getProtocol()).toMatch(/^TLSv1\.[23]$/)
    const to = new Talk(socket)
    expect(await to.say('EHLO sender.example')).not.toContain('STARTTLS')
    const word = words()
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    expect(await to.say(`${message(word)}\r\n.`)).toMatch(/^250/)
    await to.end()
    expect(await found(word)).toHaveLength(1)
  })

  test('takes nothing along that was said before it in clear', async () => {
    const plain = new Talk(createConnection({ host: '127.0.0.1', port: secured.port }))
    await plain.reply()
    await plain.say('EHLO sender.example')
    // a command slipped in behind STARTTLS, before the handshake, must not be answered inside of it
    plain.write('STARTTLS\r\nMAIL FROM:<slipped@in.example>\r\n')
    expect(await plain.reply()).toMatch(/^220/)
    plain.socket.removeAllListeners('data')
    const socket = connectTls({ socket: plain.socket, rejectUnauthorized: false })
    const outcome = await new Promise<string>((resolve) => {
      socket.once('secureConnect', () => resolve('secure'))
      socket.once('error', () => resolve('refused'))
      socket.once('close', () => resolve('refused'))
    })
    if (outcome === 'secure') {
      const to = new Talk(socket)
      await to.say('EHLO sender.example')
      expect(await to.say('RCPT TO:<report@tocsin.example>')).toMatch(/^503/)
      await to.end()
    }
  })

  test('is not offered without a certificate, and half of one is refused at the start', async () => {
    const to = await talk(house.smtpPort)
    expect(await to.say('STARTTLS')).toMatch(/^5/)
    await to.end()
    await writeFile(join(folder, 'broken.pem'), 'no certificate')
    const { config } = house.ctx
    for (const settings of [
      { TOCSIN_TLS_CERT: certificate('cert.pem') },
      { TOCSIN_TLS_KEY: certificate('key.pem') },
      { TOCSIN_TLS_CERT: join(folder, 'broken.pem'), TOCSIN_TLS_KEY: certificate('key.pem') },
      { TOCSIN_TLS_CERT: join(folder, 'absent.pem'), TOCSIN_TLS_KEY: certificate('key.pem') },
    ]) {
      const half = { ...house.ctx, config: { ...config, ...settings } }
      await expect(listenForMail(half, house.receive, { host: '127.0.0.1', port: 0 }, 'smtp')).rejects.toMatchObject({
        code: 'intake.certificate',
      })
    }
  })
})

describe('the limit of size', () => {
  test('is announced, and enforced before and after the message', async () => {
    const to = new Talk(createConnection({ host: '127.0.0.1', port: house.smtpPort }))
    await to.reply()
    expect(await to.say('EHLO sender.example')).toContain('SIZE 100000')
    expect(await to.say('MAIL FROM:<someone@citizen.example> SIZE=100001')).toMatch(/^552/)
    const [large, small] = [words(), words()]
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    expect(await to.say(`${message(large, `${'x'.repeat(98)}\r\n`.repeat(1_100))}\r\n.`)).toMatch(/^552/)
    // the same session goes on
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    expect(await to.say(`${message(small)}\r\n.`)).toMatch(/^250/)
    await to.end()
    expect([await found(large), await found(small)]).toMatchObject([[], [{ times: 1 }]])
  })
})

describe('a session', () => {
  test('may send all its commands at once', async () => {
    const to = new Talk(createConnection({ host: '127.0.0.1', port: house.smtpPort }))
    await to.reply()
    expect(await to.say('EHLO sender.example')).toContain('PIPELINING')
    const [first, next] = [words(), words()]
    const commands = 'MAIL FROM:<someone@citizen.example>\r\nRCPT TO:<report@tocsin.example>\r\nRCPT TO:<x@elsewhere.example>\r\nDATA\r\n'
    to.write(commands)
    for (const code of ['250', '250', '550', '354']) expect((await to.reply()).slice(0, 3)).toBe(code)
    to.write(`${message(first)}\r\n.\r\n${commands}`)
    for (const code of ['250', '250', '250', '550', '354']) expect((await to.reply()).slice(0, 3)).toBe(code)
    expect(await to.say(`${message(next)}\r\n.`)).toMatch(/^250/)
    await to.end()
    expect([await found(first), await found(next)]).toMatchObject([[{ times: 1 }], [{ times: 1 }]])
  })

  test('may be slow: a message that comes byte by byte, cut anywhere, is the same message', async () => {
    const word = words()
    const to = await talk(house.smtpPort)
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    const wire = `${message(word)}\r\n..a line that begins with a dot\r\n.\r\n`
    for (const letter of wire) {
      to.write(letter)
      await sleep(1)
    }
    expect(await to.reply()).toMatch(/^250/)
    await to.end()
    const [line] = await found(word)
    const { body } = await ann.call('GET', `/api/reports/${(line as Line & { id: string }).id}/source`)
    expect((body as { text: string }).text).toBe(`${message(word)}\r\n.a line that begins with a dot\r\n`)
  })

  test('that is cut within a message leaves nothing behind', async () => {
    const before = await stored()
    const word = words()
    for (const how of ['destroy', 'end'] as const) {
      const to = await talk(house.smtpPort)
      await to.say('MAIL FROM:<someone@citizen.example>')
      await to.say('RCPT TO:<report@tocsin.example>')
      await to.say('DATA')
      to.write(`${message(word)}\r\nand more\r\n`)
      await sleep(50)
      if (how === 'destroy') to.socket.destroy()
      else to.socket.end()
      while (!to.ended) await sleep(10)
    }
    await sleep(200)
    expect(await found(word)).toEqual([])
    expect(await stored()).toBe(before)
  })

  test('cut within messages, again and again, gives back the room that it took', async () => {
    const listener = await listenForMail(
      { ...house.ctx, config: { ...house.ctx.config, TOCSIN_MAIL_SIZE: 100_000_000 } },
      house.receive,
      { host: '127.0.0.1', port: 0 },
      'smtp',
    )
    // more in all than all connections may hold at once
    const chunk = Buffer.alloc(32 * 1024 * 1024, 'x'.repeat(98).concat('\r\n'))
    for (let at = 0; at < 10; at++) {
      const to = await talk(listener.port)
      await to.say('MAIL FROM:<someone@citizen.example>')
      await to.say('RCPT TO:<report@tocsin.example>')
      await to.say('DATA')
      await new Promise<void>((resolve) => to.socket.write(chunk, () => resolve()))
      to.socket.destroy()
      while (!to.ended) await sleep(5)
    }
    const word = words()
    const to = await talk(listener.port)
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    expect(await to.say(`${message(word)}\r\n.`)).toMatch(/^250/)
    await to.end()
    await listener.close()
    expect(await found(word)).toHaveLength(1)
  })

  test('has no way to log in, nor to ask who is there', async () => {
    const to = await talk(house.smtpPort)
    for (const command of ['AUTH PLAIN AGEAYg==', 'VRFY report', 'EXPN report', 'TURN']) expect(await to.say(command)).toMatch(/^(?:252|5)/)
    await to.end()
  })

  test('that forgets the order is told so, and begins anew after RSET', async () => {
    const to = await talk(house.smtpPort)
    expect(await to.say('RCPT TO:<report@tocsin.example>')).toMatch(/^503/)
    expect(await to.say('DATA')).toMatch(/^503/)
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    expect(await to.say('RSET')).toMatch(/^250/)
    expect(await to.say('DATA')).toMatch(/^503/)
    await to.end()
  })
})

test('nothing is said to be taken that is not: what fails inside is for later, and comes again', async () => {
  const word = words()
  let fails = true
  const listener = await listenForMail(
    house.ctx,
    (actor, arrival) => (fails ? Promise.reject(new Error('disk full')) : house.receive(actor, arrival)),
    { host: '127.0.0.1', port: 0 },
    'smtp',
  )
  const to = await talk(listener.port)
  const send = async () => {
    await to.say('MAIL FROM:<someone@citizen.example>')
    await to.say('RCPT TO:<report@tocsin.example>')
    await to.say('DATA')
    return to.say(`${message(word)}\r\n.`)
  }
  expect(await send()).toMatch(/^451 4\.3\.0 (?!.*disk)/)
  fails = false
  expect(await send()).toMatch(/^250/)
  await to.end()
  await listener.close()
  expect(await found(word)).toMatchObject([{ times: 1 }])
})

async function stored(): Promise<number> {
  let count = 0
  for await (const _ of house.ctx.blobs.list()) count++
  return count
}
