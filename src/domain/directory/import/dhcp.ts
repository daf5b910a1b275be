import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { type Columns, readTable } from './columns.ts'
import { type Gathering, type Heard, iso, keyOf, openReading, type Reading, readMoment, readNetOf } from './heard.ts'

/**
 * DHCP leases: ISC's dhcpd.leases and dhcpd6.leases (a journal: the same lease again and again as it is renewed), and Kea's memfiles
 * (kea-leases4.csv, kea-leases6.csv). Leases of the same holder that follow one another are one assignment.
 */

const limits = { bytes: 64 * 1024 * 1024, leases: 500_000 }

type Lease = { readonly line: number; readonly net: string; readonly holder: string; readonly since: number; readonly until: number | null }

export function readDhcp(bytes: Uint8Array): Parsed<Reading<Heard>> {
  const into = openReading<Heard>()
  const leases: Lease[] = []
  const head = new TextDecoder().decode(bytes.subarray(0, 65_536))
  const problem = /^\s*(?:lease\s+[\d.]+|ia-(?:na|ta|pd)\s+".*")\s*\{/m.test(head)
    ? readIsc(bytes, leases, into)
    : readKea(bytes, leases, into)
  if (problem !== undefined) return problem
  for (const one of joined(leases))
    into.row({
      source: 'dhcp',
      net: one.net,
      lowPort: null,
      highPort: null,
      protocol: null,
      subscriber: one.holder,
      session: null,
      since: iso(one.since),
      until: one.until === null ? null : iso(one.until),
      seenAt: iso(one.until ?? one.since),
      key: keyOf('dhcp', one.net, one.holder, one.since),
    })
  return into.result()
}

/** Renewals: a lease that begins before the one before it of the same holder ends goes on with it. */
function joined(leases: readonly Lease[]): readonly Lease[] {
  const byNet = new Map<string, Lease[]>()
  for (const one of [...leases].sort((a, b) => a.since - b.since)) {
    const list = byNet.get(one.net) ?? []
    byNet.set(one.net, list)
    const before = list.at(-1)
    const goesOn = before !== undefined && before.holder === one.holder && (before.until === null || one.since <= before.until)
    if (!goesOn || before === undefined) list.push(one)
    else
      list[list.length - 1] = { ...before, until: one.until === null || before.until === null ? null : Math.max(before.until, one.until) }
  }
  return [...byNet.values()].flat()
}

// ---- ISC: lease 192.0.2.10 { starts 2 2026/03/03 10:00:00; ends …; hardware ethernet …; }

function readIsc(bytes: Uint8Array, leases: Lease[], into: Gathering<Heard>): { readonly malformed: string } | undefined {
  if (bytes.length > limits.bytes) return { malformed: 'too-large' }
  let open: { line: number; net: string; fields: Map<string, string> } | undefined
  // of dhcpd6: the holder stands around the addresses
  let around: { holder: string; cltt: string } | undefined
  let line = 0
  for (const raw of new TextDecoder().decode(bytes).split('\n')) {
    line += 1
    const text = raw.slice(0, 2_000).trim()
    const lease = /^(?:lease|iaaddr|iaprefix)\s+(\S+)\s*\{/.exec(text)
    const association = /^ia-(?:na|ta|pd)\s+"(.*)"\s*\{/.exec(text)
    if (association !== null) around = { holder: duidOf(association[1] ?? ''), cltt: '' }
    else if (lease !== null) {
      const net = readNetOf(lease[1] ?? '')
      if (net === undefined) into.fault(line, 'lease', 'unreadable', lease[1] ?? '')
      else open = { line, net, fields: new Map() }
      // a lease on one line
      if (open !== undefined && text.endsWith('}'))
        for (const part of text.slice(text.indexOf('{') + 1, -1).split(';')) note(open.fields, part.trim())
    } else if (open !== undefined && text !== '}') note(open.fields, text.replace(/;.*$/, ''))
    else if (around !== undefined && text.startsWith('cltt ')) around.cltt = text.slice(5).replace(/;.*$/, '')
    if (text.endsWith('}')) {
      if (open !== undefined) {
        into.counted()
        if (leases.length >= limits.leases) {
          into.fault(line, null, 'cut')
          return undefined
        }
        close(open, around, leases, into)
        open = undefined
      } else around = undefined
    }
  }
  if (open !== undefined) into.fault(open.line, null, 'cut')
  return undefined
}

function note(fields: Map<string, string>, text: string): void {
  const found = /^(starts|ends|cltt|hardware \w+|uid|binding state)\s+(.*)$/.exec(text)
  if (found !== null) fields.set((found[1] ?? '').replace(/^hardware .*/, 'hardware'), found[2] ?? '')
}

function close(
  { line, net, fields }: { line: number; net: string; fields: ReadonlyMap<string, string> },
  around: { holder: string; cltt: string } | undefined,
  leases: Lease[],
  into: Gathering<Heard>,
): undefined {
  const holder = around?.holder ?? fields.get('hardware') ?? duidOf((fields.get('uid') ?? '').replace(/^"|"$/g, ''))
  // a lease that was never given out, or that a host refused, tells nothing of anybody
  if (holder === '' || fields.get('binding state') === 'abandoned') return
  const since = ofIsc(fields.get('starts') ?? fields.get('cltt') ?? around?.cltt ?? '')
  if (typeof since !== 'number')
    return into.fault(line, 'starts', since === undefined ? 'unreadable' : 'missing', fields.get('starts') ?? '')
  const until = ofIsc(fields.get('ends') ?? 'never')
  if (until === undefined) return into.fault(line, 'ends', 'unreadable', fields.get('ends') ?? '')
  if (until !== null && until < since) return into.fault(line, 'ends', 'backwards', fields.get('ends') ?? '')
  leases.push({ line, net, holder: holder.slice(0, 253), since, until })
}

/** `2 2026/03/03 10:00:00` (weekday first, UTC), `epoch 1772532000; # …`, `never` (null). */
function ofIsc(text: string): number | null | undefined {
  if (text === 'never' || text === '') return null
  return readMoment(text.replace(/^epoch\s+/, '').replace(/^\d\s+/, ''))
}

/** A DUID or client id: octal escapes and letters as dhcpd writes them, or hexadecimal; in the end hexadecimal with colons. */
function duidOf(text: string): string {
  if (text === '' || /^[0-9a-f]{2}(?::[0-9a-f]{2})+$/i.test(text)) return text.toLowerCase()
  const bytes = [...text.matchAll(/\\([0-7]{3})|\\(.)|([\s\S])/g)].map(([, octal, escaped, plain]) =>
    octal === undefined ? (escaped ?? plain ?? '').charCodeAt(0) & 255 : Number.parseInt(octal, 8) & 255,
  )
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

// ---- Kea: address,hwaddr,client_id,valid_lifetime,expire,…,state

const columns = {
  address: ['address'],
  hardware: ['hwaddr'],
  client: ['clientid'],
  duid: ['duid'],
  lifetime: ['validlifetime'],
  expire: ['expire'],
  length: ['prefixlen'],
  type: ['leasetype'],
  state: ['state'],
} as const satisfies Columns<string>

function readKea(bytes: Uint8Array, leases: Lease[], into: Gathering<Heard>): { readonly malformed: string } | undefined {
  const table = readTable(bytes, columns, { required: ['address', 'lifetime', 'expire'], strict: false }, into)
  if (isMalformed(table)) return table
  if (table.cut) into.fault(table.rows.at(-1)?.line ?? 1, null, 'cut')
  for (const row of table.rows) {
    into.counted()
    // a prefix is delegated (lease type 2, IA_PD); an address is one whatever stands beside it
    const text = row.of('type') === '2' ? `${row.of('address')}/${row.of('length')}` : row.of('address')
    const net = readNetOf(text)
    const expire = readMoment(row.of('expire'))
    const lifetime = /^\d{1,10}$/.test(row.of('lifetime')) ? Number(row.of('lifetime')) : undefined
    const holder = row.of('hardware') || row.of('duid') || row.of('client')
    // declined addresses and registrations without a holder
    if (row.of('state') === '1' || holder === '') continue
    if (net === undefined) into.fault(row.line, 'address', 'unreadable', text)
    else if (expire === undefined) into.fault(row.line, 'expire', 'unreadable', row.of('expire'))
    else if (lifetime === undefined) into.fault(row.line, 'valid_lifetime', 'unreadable', row.of('lifetime'))
    // 4294967295 is for ever (RFC 8415 §7.7)
    else
      leases.push({
        line: row.line,
        net,
        holder: holder.toLowerCase().slice(0, 253),
        since: expire - (lifetime === 4_294_967_295 ? 0 : lifetime * 1_000),
        until: lifetime === 4_294_967_295 ? null : expire,
      })
  }
  return undefined
}
