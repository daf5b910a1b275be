import type { IncomingMessage } from 'node:http'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { depart, type Warrant } from '../departures.ts'
import type { Logger } from '../logger.ts'
import type { Dns } from './resolver.ts'
import { confirmPeer, type Dial, vetHost } from './vet.ts'

/**
 * The node's one way to ask the outside world by HTTP, and by the one-line protocols (WHOIS). Whom it asks was chosen by strangers, so: no
 * address that is not global unicast, whichever way it is written or reached; the address that was judged is the one that is dialled;
 * the same again for each redirect; limits on bytes (after unpacking), time and redirects; no cookies, no credentials out of URLs,
 * nothing executed. Nothing leaves unless the operator's TOCSIN_OUTSIDE allows it.
 */
export type Fetcher = {
  /** whether the operator allows outside look-ups at all */
  readonly allowed: boolean
  fetchOutside(url: string, asked: Asked): Promise<Fetched>
  /** Sends one line and reads until the other side closes (RFC 3912). Ports 43 and above 1023. */
  askOutside(host: string, port: number, line: string, asked: Pick<Asked, 'purpose' | 'limits'>): Promise<Replied>
}

export type FetchLimits = {
  /** of the body, unpacked */
  readonly bytes: number
  /** milliseconds for all of it: names, connections, redirects, body */
  readonly time: number
  readonly redirects: number
}

export type Asked = {
  /** a word for the log: `rdap`, `whois`, `watch`, `stamp`; never an address */
  readonly purpose: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** sent to the first host; on a redirect to another origin only `accept` goes along */
  readonly headers?: Readonly<Record<string, string>>
  readonly limits?: Partial<FetchLimits>
  /** Asks an address that the operator named (TOCSIN_INSIDE), without judging it and whatever TOCSIN_OUTSIDE says; redirects are not followed. */
  readonly inside?: true
} & (
  | { readonly body?: never; readonly warrant?: Warrant }
  /** what carries bytes of ours says by what right; without any it is a look-up */
  | { readonly body: Uint8Array; readonly warrant: Warrant }
)

const lookUp: Warrant = { kind: 'exempt', exempt: 'look-up' }

export type Answered = {
  readonly kind: 'answered'
  readonly status: number
  /** names in lower case; of several with one name the last */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** where it was answered, after redirects */
  readonly url: string
  readonly address: string
  readonly redirects: number
}

export type Unanswered =
  /** we did not ask: `off`, `scheme`, `credentials`, `port`, `host`, `address` */
  | { readonly kind: 'refused'; readonly why: 'off' | 'url' | 'scheme' | 'credentials' | 'port' | 'host' | 'address' }
  /** the other side: `name` does not exist, `name-server` did not say, no connection, no TLS that holds, no HTTP */
  | { readonly kind: 'failed'; readonly why: 'name' | 'name-server' | 'connection' | 'tls' | 'protocol' }
  | { readonly kind: 'limit'; readonly why: 'bytes' | 'time' | 'redirects' }

export type Fetched = Answered | Unanswered
export type Replied = { readonly kind: 'answered'; readonly body: Uint8Array; readonly address: string } | Unanswered

export type FetcherOptions = {
  readonly allowed: boolean
  readonly dns: Dns
  readonly log: Logger
  /** `host:port` that the operator lets be asked within the own network */
  readonly inside?: readonly string[]
  /** tests alone: where the world is, and whose certificates are believed there */
  readonly dial?: Dial
  readonly ca?: string
}

const usual: FetchLimits = { bytes: 1_048_576, time: 10_000, redirects: 3 }
const agent = 'Tocsin (abuse desk)'

export function openFetcher(options: FetcherOptions): Fetcher {
  const { allowed, dns, log, inside = [], dial = (address, port) => ({ host: address, port }) } = options

  async function follow(url: string, asked: Asked, limits: FetchLimits, signal: AbortSignal): Promise<Fetched> {
    let at = url
    let method = asked.method ?? 'GET'
    let headers = asked.headers ?? {}
    let body: Uint8Array | undefined = asked.body
    for (let redirects = 0; ; redirects++) {
      const target = judgeUrl(at, inside, asked.inside === true)
      if ('kind' in target) return target
      const vetted = target.inside ? { kind: 'vetted' as const, address: target.host } : await race(vetHost(dns, target.host), signal)
      if (vetted.kind !== 'vetted') return vetted
      const to = target.inside ? { host: target.host, port: target.port } : dial(vetted.address, target.port)
      depart({ way: 'http', to: target.host, warrant: asked.warrant ?? lookUp, bytes: body ?? null })
      const answer = await exchange({ target, to, method, headers, body, ca: options.ca, limits, signal, peer: !target.inside })
      if (answer.kind !== 'answered') return answer
      const next = target.inside ? undefined : nextOf(answer, target.url)
      if (next === undefined) return { ...answer, url: target.url.href, address: vetted.address, redirects }
      if (redirects >= limits.redirects) return { kind: 'limit', why: 'redirects' }
      // RFC 9110 §15.4: 307 and 308 keep the method, the others are followed by GET
      if (answer.status !== 307 && answer.status !== 308 && method !== 'HEAD') {
        method = 'GET'
        body = undefined
      }
      if (new URL(next).origin !== target.url.origin) {
        if (method === 'POST' || method === 'PUT') return { ...answer, url: target.url.href, address: vetted.address, redirects }
        headers = onlyAccept(headers)
      }
      at = next
    }
  }

  return {
    allowed,
    async fetchOutside(url, asked) {
      const limits = { ...usual, ...asked.limits }
      const started = performance.now()
      const answer =
        !allowed && asked.inside !== true
          ? ({ kind: 'refused', why: 'off' } as const)
          : await within(limits.time, (signal) => follow(url, asked, limits, signal))
      note(log, asked.purpose, answer, started)
      return answer
    },
    async askOutside(host, port, line, asked) {
      const limits = { ...usual, ...asked.limits }
      const started = performance.now()
      const answer = !allowed
        ? ({ kind: 'refused', why: 'off' } as const)
        : await within(limits.time, async (signal): Promise<Replied> => {
            if (port !== 43 && port < 1024) return { kind: 'refused', why: 'port' }
            const vetted = await race(vetHost(dns, host.toLowerCase()), signal)
            if (vetted.kind !== 'vetted') return vetted
            depart({ way: 'whois', to: host, warrant: lookUp, bytes: null })
            return askLine(vetted.address, dial(vetted.address, port), line, limits.bytes, signal)
          })
      note(log, asked.purpose, answer, started)
      return answer
    },
  }
}

function note(log: Logger, purpose: string, answer: Fetched | Replied, started: number): void {
  const outcome = answer.kind === 'answered' ? ('status' in answer ? answer.status : 'answered') : `${answer.kind} ${answer.why}`
  const bytes = answer.kind === 'answered' ? answer.body.length : 0
  log.info({ purpose, outcome, bytes, milliseconds: Math.round(performance.now() - started) }, 'outside.asked')
}

type Target = { readonly url: URL; readonly host: string; readonly port: number; readonly inside: boolean }

/** Port 80, 443 and those above 1023, less a few that others listen on: nobody makes the node speak to a mail server. */
const strangePorts = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
])

function judgeUrl(text: string, inside: readonly string[], wantsInside: boolean): Target | Unanswered {
  const url = text.length > 8_192 ? null : URL.parse(text)
  if (url === null) return { kind: 'refused', why: 'url' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { kind: 'refused', why: 'scheme' }
  if (url.username !== '' || url.password !== '') return { kind: 'refused', why: 'credentials' }
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  const host = url.hostname
  if (wantsInside) {
    const named = inside.includes(`${host}:${port}`)
    return named ? { url, host: host.replace(/^\[|\]$/g, ''), port, inside: true } : { kind: 'refused', why: 'address' }
  }
  if ((port !== 80 && port !== 443 && port < 1024) || strangePorts.has(port)) return { kind: 'refused', why: 'port' }
  return { url, host, port, inside: false }
}

/** Where a redirect leads; a location that is none is the answer itself. */
function nextOf(answer: Exchanged, from: URL): string | undefined {
  const location = answer.headers.location
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return undefined
  return URL.parse(location, from)?.href
}

function onlyAccept(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() === 'accept'))
}

type Exchanged = Omit<Answered, 'url' | 'address' | 'redirects'>
type Exchange = {
  readonly target: Target
  readonly to: { readonly host: string; readonly port: number }
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly ca: string | undefined
  readonly limits: FetchLimits
  readonly signal: AbortSignal
  readonly peer: boolean
}

async function exchange({ target, to, method, headers, body, ca, limits, signal, peer }: Exchange): Promise<Exchanged | Unanswered> {
  const { url, host } = target
  const secure = url.protocol === 'https:'
  const plainHost = host.replace(/^\[|\]$/g, '')
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = (secure ? requestSecure : requestPlain)({
        host: to.host,
        port: to.port,
        path: `${url.pathname}${url.search}`,
        method,
        headers: { 'user-agent': agent, 'accept-encoding': 'gzip, deflate, br', ...headers, host: url.host, connection: 'close' },
        agent: false,
        signal,
        maxHeaderSize: 16_384,
        ...(secure ? { ca, servername: isNumber(plainHost) ? '' : plainHost } : {}),
      })
      sent.once('response', resolve).once('error', reject)
      sent.once('socket', (socket) => {
        socket.once('connect', () => {
          try {
            if (peer) confirmPeer(socket.remoteAddress, to.host)
          } catch (error) {
            sent.destroy(error instanceof Error ? error : undefined)
          }
        })
      })
      sent.end(body)
    })
    const found = await readBody(response, method === 'HEAD' ? 0 : limits.bytes, method === 'HEAD')
    response.destroy()
    if (found === undefined) return { kind: 'limit', why: 'bytes' }
    return { kind: 'answered', status: response.statusCode ?? 0, headers: plain(response), body: found }
  } catch (error) {
    if (signal.aborted) return { kind: 'limit', why: 'time' }
    return { kind: 'failed', why: whyOf(error) }
  }
}

function isNumber(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':')
}

function plain(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, [value].flat().at(-1) ?? '']))
}

/** The body, unpacked; undefined once it is more than was allowed. A packed one is counted as it comes out, so a bomb ends at the limit. */
async function readBody(response: IncomingMessage, bytes: number, none: boolean): Promise<Uint8Array | undefined> {
  if (none) return new Uint8Array()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of unpacked(response)) {
    length += chunk.length
    if (length > bytes) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function unpacked(response: IncomingMessage): AsyncIterable<Buffer> {
  const coding = response.headers['content-encoding']?.trim().toLowerCase()
  const unpack =
    coding === 'gzip' || coding === 'x-gzip'
      ? createGunzip()
      : coding === 'deflate'
        ? createInflate()
        : coding === 'br'
          ? createBrotliDecompress()
          : undefined
  if (unpack === undefined) return response
  response.on('error', (error) => unpack.destroy(error)).on('aborted', () => unpack.destroy(new Error('the answer broke off')))
  return response.pipe(unpack) as Readable
}

/** The connection on which the line goes is closed by the other side at the end (RFC 3912 §2). */
function askLine(
  address: string,
  to: { readonly host: string; readonly port: number },
  line: string,
  bytes: number,
  signal: AbortSignal,
): Promise<Replied> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = 0
    const socket = connect({ host: to.host, port: to.port })
    const end = (answer: Replied): void => {
      signal.removeEventListener('abort', late)
      socket.destroy()
      resolve(answer)
    }
    const late = (): void => end({ kind: 'limit', why: 'time' })
    signal.addEventListener('abort', late)
    socket.once('connect', () => {
      try {
        confirmPeer(socket.remoteAddress, to.host)
        socket.write(`${line.replace(/[\r\n]/g, ' ')}\r\n`)
      } catch {
        end({ kind: 'failed', why: 'connection' })
      }
    })
    socket.on('data', (chunk) => {
      length += chunk.length
      if (length > bytes) end({ kind: 'limit', why: 'bytes' })
      else chunks.push(chunk)
    })
    socket.once('error', () => end({ kind: 'failed', why: 'connection' }))
    socket.once('close', () => end({ kind: 'answered', body: new Uint8Array(Buffer.concat(chunks)), address }))
  })
}

async function within<T>(time: number, run: (signal: AbortSignal) => Promise<T>): Promise<T | Unanswered> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), time)
  try {
    return await run(controller.signal)
  } catch (error) {
    if (controller.signal.aborted) return { kind: 'limit', why: 'time' }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** The promise, unless time is up first. */
function race<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('time is up'))
    signal.addEventListener('abort', late, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', late))
  })
}

function whyOf(error: unknown): 'connection' | 'tls' | 'protocol' {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls'
  return /^(?:HPE_|Z_|ERR_HTTP|ERR__|ERR_INVALID)/.test(code) ? 'protocol' : 'connection'
}
