import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type Answer, dataOf, type Question, readQuestion, type ServedType, typeNumbers, writeResponse } from './dns-wire.ts'
import type { Zone } from './zone.ts'

export type { Zone, ZoneRecords } from './zone.ts'

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

export type DnsServer = {
  /** `127.0.0.1:port`, as TOCSIN_DNS takes it */
  readonly address: string
  readonly host: string
  readonly port: number
  /** every question so far, as `TYPE name` */
  readonly asked: string[]
  serve(zone: Zone): void
  close(): Promise<void>
}

/** A small real DNS server on loopback, UDP and TCP, that answers from a zone given as data. For tests. */
export async function startDnsServer(initial: Zone): Promise<DnsServer> {
  let zone = initial
  const asked: string[] = []
  const connections = new Set<Socket>()

  function respond(packet: Buffer, limit: (question: Question) => number): Buffer | undefined {
    const question = readQuestion(packet)
    if (question === undefined) return undefined
    asked.push(`${Object.entries(typeNumbers).find(([, number]) => number === question.type)?.[0] ?? question.type} ${question.name}`)
    const found = lookUp(zone, question.name, question.type)
    return found === undefined ? undefined : writeResponse(question, rcodes[found.rcode], found.answers, limit(question))
  }

  const tcp = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket)).on('error', () => undefined)
    let rest = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
        const response = respond(rest.subarray(2, 2 + rest.readUInt16BE(0)), () => 65_535)
        rest = rest.subarray(2 + rest.readUInt16BE(0))
        if (response === undefined) continue
        const length = Buffer.alloc(2)
        length.writeUInt16BE(response.length)
        socket.write(Buffer.concat([length, response]))
      }
    })
  })
  const { udp, port } = await listenOnBoth(tcp)
  udp.on('message', (packet, from) => {
    const response = respond(packet, (question) => question.size)
    if (response !== undefined) udp.send(response, from.port, from.address)
  })

  return {
    address: `127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    asked,
    serve(next) {
      zone = next
    },
    async close() {
      for (const one of connections) one.destroy()
      await Promise.all([new Promise<void>((done) => udp.close(() => done())), new Promise<void>((done) => tcp.close(() => done()))])
    },
  }
}

/** One port for both; what is free for the one may be taken for the other, and then the next is tried. */
async function listenOnBoth(tcp: Server, left = 20): Promise<{ readonly udp: UdpSocket; readonly port: number }> {
  const udp = createSocket('udp4')
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const { port } = udp.address()
  try {
    tcp.listen(port, '127.0.0.1')
    await once(tcp, 'listening')
    return { udp, port }
  } catch (error) {
    udp.close()
    if (left <= 1) throw error
    return listenOnBoth(tcp, left - 1)
  }
}

/** What the zone says; undefined: nothing, not even an error. */
function lookUp(zone: Zone, name: string, type: number): { rcode: keyof typeof rcodes; answers: Answer[] } | undefined {
  const answers: Answer[] = []
  const wanted = (Object.keys(typeNumbers) as ServedType[]).find((one) => typeNumbers[one] === type)
  let at = name
  for (let step = 0; step < 8; step++) {
    const records = zone[at]
    if (records === undefined) {
      const above = Object.keys(zone).some((one) => one.endsWith(`.${at}`))
      return { rcode: above || answers.length > 0 ? 'NOERROR' : 'NXDOMAIN', answers }
    }
    if (records.fails === 'TIMEOUT') return undefined
    if (records.fails !== undefined) return { rcode: records.fails, answers: [] }
    const add = (served: ServedType): void => {
      for (const data of dataOf(served, records)) answers.push({ name: at, type: served, ttl: records.ttl ?? 300, data })
    }
    if (wanted !== undefined) add(wanted)
    const alias = [records.CNAME ?? []].flat()[0]
    if (wanted === 'CNAME' || alias === undefined) break
    add('CNAME')
    at = alias.toLowerCase().replace(/\.$/, '')
  }
  return { rcode: 'NOERROR', answers }
}
