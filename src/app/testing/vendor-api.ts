import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Context } from '../../platform/context.ts'
import { openFetcher } from '../../platform/net/fetch.ts'
import { createDns } from '../../platform/net/resolver.ts'
import { startDnsServer } from '../../platform/net/testing/dns-server.ts'

export type Taken = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/** A vendor's API on loopback, by TLS, under a name of its own: keeps what it is given and answers as it is told. */
export type VendorApi = {
  readonly taken: Taken[]
  answer: { status: number; headers: Readonly<Record<string, string>>; body: string }
  /** lets the node of this context ask it */
  join(ctx: Context): void
  close(): Promise<void>
}

export async function openVendorApi(): Promise<VendorApi> {
  const pem = (name: string) => readFileSync(new URL(`certificate/vendor-${name}.pem`, import.meta.url), 'utf8')
  const taken: Taken[] = []
  const api: VendorApi = {
    taken,
    answer: { status: 200, headers: {}, body: '' },
    join(ctx) {
      const outside = openFetcher({ allowed: true, dns, log: ctx.log, ca: pem('cert'), dial: () => ({ host: '127.0.0.1', port }) })
      Object.assign(ctx, { outside })
    },
    async close() {
      dns.close()
      await names.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  const server = createServer({ cert: pem('cert'), key: pem('key') }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    taken.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) })
    response.writeHead(api.answer.status, { 'content-type': 'application/json', ...api.answer.headers }).end(api.answer.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const names = await startDnsServer({ 'api.vendor.example': { A: ['192.0.0.9'] } })
  const dns = createDns({ host: names.host, port: names.port })
  return api
}
