import { readIp } from '../addresses.ts'
import type { ZoneRecords } from './zone.ts'

/** As much of RFC 1035 as a server for tests needs: reading one question, writing answers. */

export const typeNumbers = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const
export type ServedType = keyof typeof typeNumbers

export type Question = {
  readonly id: number
  readonly name: string
  readonly type: number
  /** the question section as it came, to be repeated */
  readonly section: Buffer
  readonly recursion: boolean
  /** bytes that the asker takes by UDP */
  readonly size: number
}

export type Answer = { readonly name: string; readonly type: ServedType; readonly ttl: number; readonly data: Buffer }

/** Reads a query of one question; undefined for anything else. */
export function readQuestion(packet: Buffer): Question | undefined {
  if (packet.length < 17 || packet.readUInt16BE(4) !== 1) return undefined
  const labels: string[] = []
  let at = 12
  for (;;) {
    const length = packet[at]
    if (length === undefined || length > 63) return undefined
    at += 1
    if (length === 0) break
    labels.push(packet.toString('latin1', at, at + length))
    at += length
  }
  if (at + 4 > packet.length) return undefined
  const additional = packet.readUInt16BE(10)
  // an EDNS record is what remains: root name, type 41, then the size where a class would stand (RFC 6891 §6.1.2)
  const edns = additional > 0 && at + 9 < packet.length && packet.readUInt16BE(at + 5) === 41 ? packet.readUInt16BE(at + 7) : 512
  return {
    id: packet.readUInt16BE(0),
    name: labels.join('.').toLowerCase(),
    type: packet.readUInt16BE(at),
    section: packet.subarray(12, at + 4),
    recursion: ((packet[2] ?? 0) & 1) === 1,
    size: Math.max(512, edns),
  }
}

/** A response with these answers; past `size` bytes it is empty and truncated, so that the asker comes back by TCP. */
export function writeResponse(question: Question, rcode: number, answers: readonly Answer[], size: number): Buffer {
  const records = answers.map((one) => {
    const fixed = Buffer.alloc(10)
    fixed.writeUInt16BE(typeNumbers[one.type], 0)
    fixed.writeUInt16BE(1, 2)
    fixed.writeUInt32BE(one.ttl, 4)
    fixed.writeUInt16BE(one.data.length, 8)
    return Buffer.concat([writeName(one.name), fixed, one.data])
  })
  const length = 12 + question.section.length + records.reduce((sum, one) => sum + one.length, 0)
  const truncated = length > size
  const header = Buffer.alloc(12)
  header.writeUInt16BE(question.id, 0)
  header.writeUInt16BE(0x8080 | (truncated ? 0x0200 : 0) | (question.recursion ? 0x0100 : 0) | rcode, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(truncated ? 0 : records.length, 6)
  return Buffer.concat([header, question.section, ...(truncated ? [] : records)])
}

/** The data of a name's records of one type. */
export function dataOf(type: ServedType, records: ZoneRecords): Buffer[] {
  switch (type) {
    case 'A':
    case 'AAAA':
      return (records[type] ?? []).map((address) => Buffer.from(readIp(address) ?? []))
    case 'TXT':
      return (records.TXT ?? []).map((text) => writeStrings(typeof text === 'string' ? (text.match(/[\s\S]{1,255}/g) ?? ['']) : text))
    case 'MX':
      return (records.MX ?? []).map((one) => {
        const [priority, exchange] = typeof one === 'string' ? one.trim().split(/\s+/) : [one.priority, one.exchange]
        const preference = Buffer.alloc(2)
        preference.writeUInt16BE(Number(priority))
        return Buffer.concat([preference, writeName(String(exchange ?? ''))])
      })
    case 'CNAME':
      return records.CNAME === undefined ? [] : [records.CNAME].flat().map(writeName)
    case 'NS':
    case 'PTR':
      return (records[type] ?? []).map(writeName)
    case 'SOA':
      return (records.SOA ?? []).map((one) => Buffer.concat([writeName(one), writeName('hostmaster.example'), Buffer.alloc(20, 1)]))
  }
}

function writeName(name: string): Buffer {
  const labels = name
    .replace(/\.$/, '')
    .split('.')
    .filter((label) => label !== '')
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ])
}

function writeStrings(strings: readonly string[]): Buffer {
  return Buffer.concat(strings.map((one) => Buffer.concat([Buffer.from([Buffer.byteLength(one)]), Buffer.from(one)])))
}
