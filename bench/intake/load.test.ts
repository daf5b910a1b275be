import { createHash } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { variedMessages } from '../../fixtures/generate/varied.ts'
import { type Load, runLoad } from './load.ts'
import { acknowledge, hostile, hostileStream } from './modes.ts'
import { addressOf, openSession, stuffed } from './session.ts'

const open: { close: (done: () => void) => unknown }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((resolve) => server.close(resolve))
})

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A real SMTP server that keeps what it takes. */
async function smtpServer(options: SMTPServerOptions = {}): Promise<{ address: { host: string; port: number }; taken: Buffer[] }> {
  const taken: Buffer[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        taken.push(Buffer.concat(pieces))
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return { address: { host: '127.0.0.1', port: portOf(server.server as Server) }, taken }
}

/** A server of a few lines that answers by a table: for what a well-behaved one would never do. */
async function oddServer(greeting: string, answer: (line: string, socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write(greeting)
    let rest = ''
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        answer(rest.slice(0, end), socket)
        rest = rest.slice(end + 2)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return { host: '127.0.0.1', port: portOf(server) }
}

const load = (address: Load['address'], rest: Partial<Load> = {}): Load => ({
  address,
  connections: 3,
  messages: 20,
  from: 'a@b.example',
  to: 'c@d.example',
  stream: (function* () {
    for (const bytes of variedMessages('load')) yield { label: 'varied', bytes }
  })(),
  ...rest,
})

describe('the load client', () => {
  test('every message arrives once, byte for byte, and is counted', async () => {
    const server = await smtpServer()
    const outcome = await acknowledge({
      address: server.address,
      connections: 4,
      messages: 120,
      from: 'a@b.example',
      to: 'c@d.example',
      seed: 's',
    })
    const stream = variedMessages('s')
    const sent = Array.from({ length: 120 }, () => digest(stream.next().value))
    expect(server.taken.map(digest).sort()).toEqual(sent.sort())
    expect(outcome).toMatchObject({ acknowledged: 120, refused: 0, lost: 0, replies: {} })
    expect(outcome.bytes).toBe(server.taken.reduce((sum, bytes) => sum + bytes.length, 0))
    expect(outcome.windows.reduce((sum, window) => sum + window.to - window.from, 0)).toBe(120)
  })

  test('lines that begin with a dot arrive as they are, and a message without a last line end gets one', async () => {
    const server = await smtpServer()
    const session = await openSession(server.address)
    for (const text of ['.\r\n..\r\n.a\r\n', 'a\r\n.\r\nb', ''])
      expect((await session.send('a@b.example', 'c@d.example', Buffer.from(text))).code).toBe(250)
    await session.quit()
    expect(server.taken.map(String)).toEqual(['.\r\n..\r\n.a\r\n', 'a\r\n.\r\nb\r\n', ''])
    expect(stuffed(Buffer.from('x\r\n.')).toString()).toBe('x\r\n..\r\n.\r\n')
  })

  test('it sends commands in groups only to servers that say they take them', async () => {
    const server = await smtpServer()
    const grouped = await openSession(server.address)
    expect(grouped.pipelining).toBe(true)
    await grouped.quit()
    const other = await smtpServer({ hidePIPELINING: true })
    const single = await openSession(other.address)
    expect(single.pipelining).toBe(false)
    expect((await single.send('a@b.example', 'c@d.example', Buffer.from('x\r\n'))).code).toBe(250)
    await single.quit()
  })

  test('what is refused is counted as refused, and the next message goes through', async () => {
    let seen = 0
    const server = await smtpServer({
      onRcptTo(_address, _session, done) {
        seen++
        done(seen % 2 === 0 ? Object.assign(new Error('busy'), { responseCode: 451 }) : undefined)
      },
    })
    const outcome = await runLoad(load(server.address))
    expect(outcome).toMatchObject({ acknowledged: 10, refused: 10, lost: 0, replies: { '451 varied': 10 } })
    expect(server.taken.length).toBe(10)
  })

  test('a connection that breaks before the answer is a message lost, not one acknowledged', async () => {
    let bodies = 0
    const address = await oddServer('220 odd\r\n', (line, socket) => {
      if (line.startsWith('EHLO')) socket.write('250-odd\r\n250 PIPELINING\r\n')
      else if (line === 'DATA') socket.write('354 go\r\n')
      else if (line === 'QUIT') socket.end('221 bye\r\n')
      else if (line === '.') {
        bodies++
        if (bodies % 5 === 0) socket.destroy()
        else socket.write('250 taken\r\n')
      } else if (/^(MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n')
    })
    const outcome = await runLoad(load(address, { connections: 1 }))
    expect(outcome).toMatchObject({ acknowledged: 16, refused: 0, lost: 4, replies: { 'lost varied': 4 } })
  })

  test('a server that does not greet is an error', async () => {
    const address = await oddServer('421 full\r\n', () => undefined)
    await expect(openSession(address)).rejects.toThrow('421 full')
  })

  test('hostile mail reaches a server in which each kind can be told from the answers', async () => {
    const server = await smtpServer({ size: 1_000_000 })
    const labels = new Set<string>()
    const stream = hostileStream('h')
    for (let i = 0; i < 30; i++) labels.add(stream.next().value.label)
    expect(labels.size).toBe(30)
    const outcome = await hostile({
      address: server.address,
      connections: 2,
      messages: 30,
      from: 'a@b.example',
      to: 'c@d.example',
      seed: 'h',
    })
    expect(outcome.acknowledged + outcome.refused + outcome.lost).toBe(30)
    expect(outcome.acknowledged).toBe(server.taken.length)
  })
})

test('addresses are read in the three forms, and nothing else', () => {
  expect(addressOf('127.0.0.1:2525')).toEqual({ host: '127.0.0.1', port: 2525 })
  expect(addressOf('[::1]:25')).toEqual({ host: '::1', port: 25 })
  expect(addressOf('2525')).toEqual({ host: '127.0.0.1', port: 2525 })
  for (const text of ['', 'host', 'host:', '::1:25']) expect(() => addressOf(text), text).toThrow(RangeError)
})
