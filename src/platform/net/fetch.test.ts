import { readFileSync } from 'node:fs'
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLogger } from '../logger.ts'
import { type Asked, type Fetcher, openFetcher } from './fetch.ts'
import { createDns, type Dns } from './resolver.ts'
import { type DnsServer, startDnsServer } from './testing/dns-server.ts'

// The world of this file: names answer with addresses that IANA keeps for protocols and that are globally reachable (192.0.0.9 and .10,
// 2001:1::1), and these are dialled on loopback. Everything else is real: resolver, sockets, TLS.

const asked: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = []
const open: Server[] = []
let dns: DnsServer
let resolver: Dns
let web: number
let secure: number
let fetcher: Fetcher
const dialled: string[] = []

const certificate = (name: string) => readFileSync(new URL(`../../app/testing/certificate/${name}.pem`, import.meta.url), 'utf8')

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  open.push(server)
  return (server.address() as AddressInfo).port
}

const pages: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      const url = new URL(request.url ?? '/', 'http://x')
      const to = url.searchParams.get('to')
      if (to !== null)
        response.writeHead(Number(url.searchParams.get('by') ?? 302), { location: to.replace(/[^ -~]/gu, encodeURIComponent) }).end('moved')
      else if (request.method === 'HEAD') response.end()
      else if (url.pathname === '/endless') {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        }
        response.on('drain', more)
        more()
      } else if (url.pathname === '/drip') {
        const timer = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(timer))
      } else if (url.pathname === '/silent') return
      else if (url.pathname === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)))
      else if (url.pathname === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('unpacked'))
      else if (url.pathname === '/broken') response.writeHead(200, { 'content-encoding': 'gzip' }).end('not packed at all')
      else response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'a=b' }).end('hello')
    })
}

beforeAll(async () => {
  web = await listen(createPlain(pages))
  secure = await listen(createSecure({ cert: certificate('cert'), key: certificate('key') }, pages) as Server)
  dns = await startDnsServer({
    'web.example': { A: ['192.0.0.9'] },
    'tocsin.example': { A: ['192.0.0.9'] },
    'other.example': { AAAA: ['2001:1::1'] },
    'inner.example': { A: ['127.0.0.1'] },
    'both.example': { A: ['192.0.0.9', '10.0.0.1'] },
    'mapped.example': { AAAA: ['::ffff:127.0.0.1'] },
    'cloud.example': { A: ['169.254.169.254'] },
    'alias.example': { CNAME: 'inner.example' },
    'sick.example': { fails: 'SERVFAIL' },
  })
  resolver = createDns({ host: dns.host, port: dns.port })
  fetcher = openFetcher({
    allowed: true,
    dns: resolver,
    log: openLogger('silent'),
    inside: [`127.0.0.1:${web}`],
    ca: certificate('cert'),
    dial(address, port) {
      dialled.push(address)
      return { host: '127.0.0.1', port: port === 443 ? secure : port === 80 ? web : port }
    },
  })
})
afterAll(async () => {
  resolver.close()
  await dns.close()
  for (const server of open) {
    server.closeAllConnections()
    server.close()
  }
})

const fetch = (url: string, more: Omit<Asked, 'purpose'> = {}) => fetcher.fetchOutside(url, { purpose: 'test', ...more } as Asked)

test('a page of a public address is answered with its body, and its cookies go nowhere', async () => {
  const answer = await fetch('http://web.example/page?x=1', { headers: { accept: 'text/plain' } })
  expect(answer).toMatchObject({ kind: 'answered', status: 200, url: 'http://web.example/page?x=1', address: '192.0.0.9', redirects: 0 })
  expect(answer.kind === 'answered' && Buffer.from(answer.body).toString()).toBe('hello')
  await fetch('http://web.example/again')
  expect(asked.at(-1)?.headers).not.toHaveProperty('cookie')
  expect(asked.at(-1)?.headers.host).toBe('web.example')
  expect(await fetch('http://192.0.0.10/')).toMatchObject({ kind: 'answered', address: '192.0.0.10' })
  expect(await fetch('http://[2001:1::1]/')).toMatchObject({ kind: 'answered', address: '2001:1::1' })
})

test.each([
  ['loopback', 'http://127.0.0.1/'],
  ['loopback, in decimal', 'http://2130706433/'],
  ['loopback, in octal', 'http://0177.0.0.1/'],
  ['loopback, in hexadecimal', 'http://0x7f.1/'],
  ['loopback, short', 'http://127.1/'],
  ['this host', 'http://0.0.0.0/'],
  ['this host, short', 'http://0/'],
  ['loopback in IPv6', 'http://[::1]/'],
  ['nothing in IPv6', 'http://[::]/'],
  ['IPv4 mapped into IPv6', 'http://[::ffff:127.0.0.1]/'],
  ['IPv4 mapped into IPv6, in hexadecimal', 'http://[::ffff:7f00:1]/'],
  ['IPv4 behind NAT64', 'http://[64:ff9b::10.0.0.1]/'],
  ['IPv4 behind 6to4', 'http://[2002:7f00:1::]/'],
  ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/'],
  ['a private network', 'http://192.168.1.1/'],
  ['a shared network', 'http://100.64.0.1/'],
  ['a local network in IPv6', 'http://[fd00::1]/'],
  ['multicast', 'http://224.0.0.1/'],
  ['full-width digits', 'http://１２７.０.０.１/'],
  ['a name that leads to loopback', 'http://inner.example/'],
  ['a name that leads there by another', 'http://alias.example/'],
  ['a name with a public and a private address', 'http://both.example/'],
  ['a name that leads to a mapped address', 'http://mapped.example/'],
  ['a name that leads to the metadata of a cloud', 'http://cloud.example/'],
])('%s is refused and not dialled', async (_, url) => {
  const before = dialled.length
  expect(await fetch(url)).toEqual({ kind: 'refused', why: 'address' })
  expect(await fetch(`http://web.example/?to=${encodeURIComponent(url)}`)).toEqual({ kind: 'refused', why: 'address' })
  expect(dialled.slice(before)).toEqual(['192.0.0.9'])
})

test.each([
  ['ftp://web.example/', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['http://user:secret@web.example/', 'credentials'],
  ['http://web.example:25/', 'port'],
  ['http://web.example:6379/', 'port'],
  ['http://localhost/', 'host'],
  ['http://printer/', 'host'],
  ['http://printer.local/', 'host'],
  ['http://db.internal./', 'host'],
  [`http://web.example/${'a'.repeat(9_000)}`, 'url'],
  ['not a url', 'url'],
])('%s is refused: %s', async (url, why) => {
  expect(await fetch(url)).toEqual({ kind: 'refused', why })
})

test('a name that answers otherwise the next moment is dialled where it was judged', async () => {
  const zones = [
    { A: ['192.0.0.9'], ttl: 0 },
    { A: ['127.0.0.1'], ttl: 0 },
  ]
  dns.serve({ 'rebind.example': zones[0] ?? {} })
  const before = dialled.length
  const slow = fetch('http://rebind.example/')
  expect(await slow).toMatchObject({ kind: 'answered', address: '192.0.0.9' })
  dns.serve({ 'rebind.example': zones[1] ?? {} })
  expect(await fetch('http://rebind.example/')).toEqual({ kind: 'refused', why: 'address' })
  expect(dialled.slice(before)).toEqual(['192.0.0.9'])
  // one question of each family for each fetch: nobody asks again between judging and dialling
  expect(dns.asked.filter((question) => question.endsWith(' rebind.example')).sort()).toEqual([
    'A rebind.example',
    'A rebind.example',
    'AAAA rebind.example',
  ])
  dns.serve({
    'web.example': { A: ['192.0.0.9'] },
    'other.example': { AAAA: ['2001:1::1'] },
    'tocsin.example': { A: ['192.0.0.9'] },
    'sick.example': { fails: 'SERVFAIL' },
  })
})

test('redirects are followed within their number, with the method that each asks for, and no header goes to another origin but accept', async () => {
  const to = (url: string, by = 302) => `http://web.example/?by=${by}&to=${encodeURIComponent(url)}`
  expect(await fetch(to('/page'))).toMatchObject({ kind: 'answered', url: 'http://web.example/page', redirects: 1 })
  expect(await fetch(to('http://other.example/page'), { headers: { accept: 'text/plain', 'x-secret': 'no' } })).toMatchObject({
    kind: 'answered',
    address: '2001:1::1',
  })
  expect(asked.at(-1)?.headers).toMatchObject({ accept: 'text/plain' })
  expect(asked.at(-1)?.headers).not.toHaveProperty('x-secret')
  const body = new TextEncoder().encode('told once')
  await fetch(to('/page', 303), { method: 'POST', body })
  expect(asked.at(-1)).toMatchObject({ method: 'GET', body: '' })
  await fetch(to('/page', 307), { method: 'POST', body })
  expect(asked.at(-1)).toMatchObject({ method: 'POST', body: 'told once' })
  // a body is not carried to an origin that nobody meant
  expect(await fetch(to('http://other.example/', 307), { method: 'POST', body })).toMatchObject({ kind: 'answered', status: 307 })
  expect(await fetch(to(to(to(to('/page')))), {})).toEqual({ kind: 'limit', why: 'redirects' })
  expect(await fetch('http://web.example/?to=javascript:alert(1)')).toEqual({ kind: 'refused', why: 'scheme' })
})

test('bodies without end, dripping, silent and packed to burst end at their limit', async () => {
  const limits = { bytes: 100_000, time: 400 }
  expect(await fetch('http://web.example/endless', { limits: { bytes: 100_000 } })).toEqual({ kind: 'limit', why: 'bytes' })
  expect(await fetch('http://web.example/bomb', { limits: { bytes: 100_000 } })).toEqual({ kind: 'limit', why: 'bytes' })
  expect(await fetch('http://web.example/drip', { limits })).toEqual({ kind: 'limit', why: 'time' })
  expect(await fetch('http://web.example/silent', { limits })).toEqual({ kind: 'limit', why: 'time' })
  const packed = await fetch('http://web.example/packed')
  expect(packed.kind === 'answered' && Buffer.from(packed.body).toString()).toBe('unpacked')
  expect(await fetch('http://web.example/broken')).toEqual({ kind: 'failed', why: 'protocol' })
  expect(await fetch('http://web.example/endless', { method: 'HEAD' })).toMatchObject({ kind: 'answered', status: 200 })
})

test('TLS must hold for the name that was asked for', async () => {
  expect(await fetch('https://tocsin.example/page')).toMatchObject({ kind: 'answered', status: 200 })
  expect(await fetch('https://web.example/page')).toEqual({ kind: 'failed', why: 'tls' })
})

test('what is not there fails by what is missing', async () => {
  expect(await fetch('http://nowhere.example/')).toEqual({ kind: 'failed', why: 'name' })
  expect(await fetch('http://sick.example/')).toEqual({ kind: 'failed', why: 'name-server' })
  const gone = createTcp().listen(0, '127.0.0.1')
  await new Promise((done) => gone.once('listening', done))
  const { port } = gone.address() as AddressInfo
  await new Promise((done) => gone.close(done))
  expect(await fetch(`http://web.example:${port}/`)).toEqual({ kind: 'failed', why: 'connection' })
})

test('nothing is asked unless the operator allows it; inside the network only what the operator named is, and its redirects are not followed', async () => {
  const off = openFetcher({ allowed: false, dns: resolver, log: openLogger('silent'), inside: [`127.0.0.1:${web}`] })
  const before = [asked.length, dns.asked.length]
  expect(await off.fetchOutside('http://web.example/', { purpose: 'test' })).toEqual({ kind: 'refused', why: 'off' })
  expect(await off.askOutside('web.example', 43, 'x', { purpose: 'test' })).toEqual({ kind: 'refused', why: 'off' })
  expect([asked.length, dns.asked.length]).toEqual(before)
  const inside = { purpose: 'test', inside: true } as const
  expect(await off.fetchOutside(`http://127.0.0.1:${web}/page`, inside)).toMatchObject({ kind: 'answered', status: 200 })
  expect(await off.fetchOutside(`http://127.0.0.1:${secure}/page`, inside)).toEqual({ kind: 'refused', why: 'address' })
  expect(await off.fetchOutside(`http://127.0.0.1:${web}/?to=/page`, inside)).toMatchObject({ kind: 'answered', status: 302 })
})

test('a line is asked and its answer read to the end, within its limits', async () => {
  const server = createTcp((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (line) => {
      if (line.toString() === 'much\r\n') socket.write(Buffer.alloc(2_000_000))
      else if (line.toString() !== 'never\r\n') socket.end(`you asked ${line}`)
    })
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  const ask = (line: string, host = 'web.example') =>
    fetcher.askOutside(host, port, line, { purpose: 'test', limits: { bytes: 1_000, time: 400 } })
  const answer = await ask('a name\r\nanother')
  expect(answer.kind === 'answered' && Buffer.from(answer.body).toString()).toBe('you asked a name  another\r\n')
  expect(await ask('much')).toEqual({ kind: 'limit', why: 'bytes' })
  expect(await ask('never')).toEqual({ kind: 'limit', why: 'time' })
  expect(await ask('x', '127.0.0.1')).toEqual({ kind: 'refused', why: 'address' })
  expect(await fetcher.askOutside('web.example', 25, 'x', { purpose: 'test' })).toEqual({ kind: 'refused', why: 'port' })
  server.close()
})
