// A small SMTP client for load (RFC 5321, RFC 2920): it keeps one connection busy and counts what is acknowledged, nothing more.
import { connect } from 'node:net'

export type Address = { readonly host: string; readonly port: number }
export type Reply = { readonly code: number; readonly text: string }

/** One connection after its greeting. `send` is not to be called again before its answer; a lost connection rejects. */
export type Session = {
  /** Hands one message over; answers the reply to its end, or the first refusal on the way. */
  readonly send: (from: string, to: string, bytes: Buffer) => Promise<Reply>
  readonly quit: () => Promise<void>
  readonly pipelining: boolean
}

/** `host:port`, `[v6]:port` or a port of this machine. */
export function addressOf(text: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text)
  if (match) return { host: match[1] ?? match[2] ?? '', port: Number(match[3]) }
  if (/^\d+$/.test(text)) return { host: '127.0.0.1', port: Number(text) }
  throw new RangeError(`${text} is not host:port`)
}

/** The message as it goes over the wire: a dot before every line that begins with one (RFC 5321 §4.5.2), CRLF and a dot at its end. */
export function stuffed(bytes: Buffer): Buffer {
  const pieces: Buffer[] = []
  let last = 0
  if (bytes[0] === 0x2e) pieces.push(Buffer.from('.'))
  for (let at = bytes.indexOf('\r\n.'); at >= 0; at = bytes.indexOf('\r\n.', at + 2)) {
    pieces.push(bytes.subarray(last, at + 2), Buffer.from('.'))
    last = at + 2
  }
  const whole = bytes.length === 0 || bytes.subarray(-2).equals(Buffer.from('\r\n'))
  pieces.push(bytes.subarray(last), Buffer.from(whole ? '.\r\n' : '\r\n.\r\n'))
  return Buffer.concat(pieces)
}

/** Replies off a connection, in order; those that wait are told when it ends. */
function replyReader(address: Address) {
  const socket = connect(address)
  socket.setNoDelay(true)
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = []
  const early: Reply[] = []
  let ended: Error | undefined
  let rest = ''
  let lines: string[] = []

  const arrived = (reply: Reply): void => {
    const next = waiting.shift()
    if (next) next.resolve(reply)
    else early.push(reply)
  }
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1')
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end).replace(/\r$/, '')
      rest = rest.slice(end + 1)
      lines.push(line.slice(4))
      if (line[3] === '-') continue
      arrived({ code: Number(line.slice(0, 3)), text: lines.join('\n') })
      lines = []
    }
  })
  const end = (error?: Error): void => {
    ended ??= error ?? new Error('the connection was closed')
    for (const one of waiting.splice(0)) one.reject(ended)
  }
  socket.on('error', end)
  socket.on('close', () => end())

  const next = (): Promise<Reply> => {
    const reply = early.shift()
    if (reply) return Promise.resolve(reply)
    if (ended) return Promise.reject(ended)
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }
  return { socket, next }
}

/** Connects, greets, and learns whether commands may be sent in groups. Refuses a server that does not greet with 220. */
export async function openSession(address: Address, name = 'bench.example'): Promise<Session> {
  const { socket, next } = replyReader(address)
  const greeting = await next()
  if (greeting.code !== 220) {
    socket.destroy()
    throw new Error(`greeted with ${greeting.code} ${greeting.text}`)
  }
  socket.write(`EHLO ${name}\r\n`)
  const hello = await next()
  const pipelining = /^PIPELINING$/im.test(hello.text)

  const envelope = async (commands: readonly string[]): Promise<Reply[]> => {
    if (pipelining) {
      socket.write(commands.map((command) => `${command}\r\n`).join(''))
      const replies: Reply[] = []
      for (const _ of commands) replies.push(await next())
      return replies
    }
    const replies: Reply[] = []
    for (const command of commands) {
      socket.write(`${command}\r\n`)
      const reply = await next()
      replies.push(reply)
      if (reply.code >= 400) break
    }
    return replies
  }

  const send = async (from: string, to: string, bytes: Buffer): Promise<Reply> => {
    const replies = await envelope([`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA'])
    const refusal = replies.find((reply) => reply.code >= 400)
    const open = replies.at(-1)?.code === 354
    if (refusal && open) {
      // RFC 2920 §3.1: the server took DATA although the recipient was refused; an empty message ends it
      socket.write('.\r\n')
      await next()
    }
    if (refusal) {
      socket.write('RSET\r\n')
      await next()
      return refusal
    }
    socket.write(stuffed(bytes))
    return next()
  }

  const quit = async (): Promise<void> => {
    socket.write('QUIT\r\n')
    await next().catch(() => undefined)
    socket.destroy()
  }
  return { send, quit, pipelining }
}
