import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { createDns, type Dns } from '../../../platform/net/resolver.ts'
import { startDnsServer, type Zone } from '../../../platform/net/testing/dns-server.ts'
import type { Dial } from '../../../platform/net/vet.ts'

/**
 * The world outside, small: DNS, registries that answer by RDAP (RFC 9082, RFC 9083) and by WHOIS (RFC 3912), and IANA's lists. Every name
 * leads to an address that is kept for protocols and globally reachable, and that address is dialled on loopback. For tests.
 */
export type World = {
  readonly dns: Dns
  readonly dial: Dial
  readonly ca: string
  /** what registries were asked, as `host path` or `whois server question` */
  readonly asked: string[]
  /** answers by `host path`; a number is a status without a body */
  readonly rdap: Map<string, unknown>
  /** seconds or a date to go with the next 429s of a host */
  readonly retryAfter: Map<string, string>
  /** answers by `server question` */
  readonly whois: Map<string, string>
  readonly lists: Map<string, unknown>
  close(): Promise<void>
}

export const rdapHost = 'rdap.registry.example'
export const whoisHost = 'whois.registry.example'
const address = '192.0.0.9'
const whoisAddress = '192.0.0.10'

export async function startWorld(zone: Zone = {}): Promise<World> {
  const asked: string[] = []
  const rdap = new Map<string, unknown>()
  const retryAfter = new Map<string, string>()
  const whois = new Map<string, string>()
  const lists = new Map<string, unknown>()
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const key = `${request.headers.host} ${request.url}`
    asked.push(key)
    const found = request.headers.host === 'data.iana.org' ? lists.get(request.url ?? '') : rdap.get(key)
    const wait = retryAfter.get(request.headers.host ?? '')
    if (typeof found === 'number') response.writeHead(found, wait === undefined ? {} : { 'retry-after': wait }).end()
    else if (found === undefined) response.writeHead(404, { 'content-type': 'application/rdap+json' }).end('{"errorCode":404}')
    else if (typeof found === 'string') response.writeHead(302, { location: found }).end()
    else response.writeHead(200, { 'content-type': 'application/rdap+json' }).end(JSON.stringify(found))
  }
  const certificate = (name: string) => readFileSync(new URL(`certificate/${name}.pem`, import.meta.url), 'utf8')
  const plain = createServer(answer)
  const secure = createSecure({ cert: certificate('cert'), key: certificate('key') }, answer)
  const lines = createTcp((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (line) => {
      const question = line.toString().trim()
      const found = [...whois].find(([key]) => key.split(' ')[1] === question)
      asked.push(`whois ${question}`)
      socket.end(found?.[1] ?? 'No match\r\n')
    })
  })
  const ports = await Promise.all([plain, secure as Server, lines].map(listen))
  const names = await startDnsServer({
    [rdapHost]: { A: [address] },
    'rdap.registrar.example': { A: [address] },
    'data.iana.org': { A: [address] },
    'whois.iana.org': { A: [whoisAddress] },
    [whoisHost]: { A: [whoisAddress] },
    ...zone,
  })
  const dns = createDns({ host: names.host, port: names.port })
  return {
    dns,
    asked,
    rdap,
    retryAfter,
    whois,
    lists,
    ca: certificate('cert'),
    dial: (_, port) => ({
      host: '127.0.0.1',
      port: (port === 443 ? ports[1] : port === 43 ? ports[2] : port === 80 ? ports[0] : port) ?? port,
    }),
    async close() {
      dns.close()
      await names.close()
      plain.closeAllConnections()
      secure.closeAllConnections()
      for (const server of [plain, secure, lines]) server.close()
    },
  }
}

async function listen(server: {
  listen(port: number, host: string): unknown
  once(event: 'listening', then: () => void): unknown
  address(): unknown
}): Promise<number> {
  const listening = new Promise<void>((done) => void server.once('listening', done))
  server.listen(0, '127.0.0.1')
  await listening
  return (server.address() as AddressInfo).port
}

/** An entity as registries write it: roles, a jCard (RFC 7095), entities within it. */
export function entity(
  roles: readonly string[],
  card: { readonly fn?: string; readonly org?: string; readonly email?: readonly string[] },
  within: readonly object[] = [],
) {
  const properties = [
    ['version', {}, 'text', '4.0'],
    ...(card.fn === undefined ? [] : [['fn', {}, 'text', card.fn]]),
    ...(card.org === undefined ? [] : [['org', {}, 'text', card.org]]),
    ...(card.email ?? []).map((email) => ['email', {}, 'text', email]),
  ]
  return { objectClassName: 'entity', roles, vcardArray: ['vcard', properties], entities: within }
}
