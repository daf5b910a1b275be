import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { type Columns, type Named, readTable } from './columns.ts'
import { type Gathering, type Heard, iso, keyOf, openReading, type Reading, readMoment, readNetOf } from './heard.ts'

/**
 * Logs of address translators as CSV (what RFC 6888 REQ-12 asks to be logged, RFC 7422 for blocks of ports): who had which ports of which
 * outer address. Either a row with start and end, or rows of events: a block or mapping is given, and given back.
 */

const columns = {
  address: [
    'externaladdress',
    'outeraddress',
    'publicaddress',
    'natip',
    'external',
    'address',
    'postnataddress',
    'postnatsourceipv4address',
  ],
  port: ['externalport', 'outerport', 'publicport', 'natport', 'port', 'postnatport', 'postnaptsourcetransportport'],
  low: ['portstart', 'startport', 'firstport', 'lowport', 'portblockstart', 'portrangestart'],
  high: ['portend', 'endport', 'lastport', 'highport', 'portblockend', 'portrangeend'],
  size: ['blocksize', 'portblocksize', 'portrangesize'],
  protocol: ['protocol', 'proto'],
  subscriber: [
    'subscriber',
    'subscriberid',
    'internaladdress',
    'inneraddress',
    'privateaddress',
    'sourceaddress',
    'internal',
    'username',
    'user',
  ],
  event: ['event', 'natevent', 'action'],
  at: ['time', 'timestamp', 'at', 'observationtime'],
  start: ['start', 'starttime', 'since', 'from', 'allocated'],
  end: ['end', 'endtime', 'until', 'to', 'released'],
} as const satisfies Columns<string>

type Name = keyof typeof columns
type Mapping = Omit<Heard, 'since' | 'until' | 'seenAt' | 'key'>

const given = /^(?:alloc(?:ate|ated|ation)?|create[d]?|add(?:ed)?|start|assign(?:ed)?|open|a|1|4)$/i
const returned = /^(?:free[d]?|release[d]?|delete[d]?|del|end|stop|dealloc(?:ate|ated)?|close[d]?|withdraw|d|2|5)$/i

export function readNat(bytes: Uint8Array): Parsed<Reading<Heard>> {
  const into = openReading<Heard>()
  const table = readTable(bytes, columns, { required: ['address', 'subscriber'], strict: false }, into)
  if (isMalformed(table)) return table
  const byEvent = table.has('event')
  if (!table.has(byEvent ? 'at' : 'start')) into.fault(1, byEvent ? 'time' : 'start', 'missing')
  if (!table.has('port') && !table.has('low')) into.fault(1, 'port', 'missing')
  if (table.cut) into.fault(table.rows.at(-1)?.line ?? 1, null, 'cut')
  const open = new Map<string, { mapping: Mapping; since: number }>()
  for (const row of table.rows) {
    into.counted()
    const mapping = mappingOf(row, into)
    if (mapping === undefined) continue
    if (byEvent) tellEvent(row, mapping, open, into)
    else tellWhole(row, mapping, into)
  }
  for (const { mapping, since } of open.values()) into.row(heard(mapping, since, null, since))
  return into.result()
}

function mappingOf(row: Named<Name>, into: Gathering<Heard>): Mapping | undefined {
  const net = readNetOf(row.of('address'))
  const subscriber = row.of('subscriber')
  if (net === undefined) return into.fault(row.line, 'address', 'unreadable', row.of('address'))
  if (subscriber === '') return into.fault(row.line, 'subscriber', 'missing')
  if (subscriber.length > 253) return into.fault(row.line, 'subscriber', 'too-long', subscriber)
  const low = portOf(row.of('low') || row.of('port'))
  const size = portOf(row.of('size'))
  const high = row.of('high') !== '' ? portOf(row.of('high')) : low !== undefined && size !== undefined && size > 0 ? low + size - 1 : low
  if (low === undefined)
    return into.fault(row.line, 'port', row.of('low') || row.of('port') ? 'unreadable' : 'missing', row.of('low') || row.of('port'))
  if (high === undefined || high > 65_535) return into.fault(row.line, 'port_end', 'unreadable', row.of('high'))
  if (high < low) return into.fault(row.line, 'port_end', 'backwards', row.of('high'))
  return { source: 'nat', net, lowPort: low, highPort: high, protocol: protocolOf(row.of('protocol')), subscriber, session: null }
}

function tellWhole(row: Named<Name>, mapping: Mapping, into: Gathering<Heard>): undefined {
  const since = readMoment(row.of('start'))
  const end = row.of('end')
  const until = end === '' ? null : readMoment(end)
  if (since === undefined) return into.fault(row.line, 'start', row.of('start') === '' ? 'missing' : 'unreadable', row.of('start'))
  if (until === undefined) return into.fault(row.line, 'end', 'unreadable', end)
  if (until !== null && until < since) return into.fault(row.line, 'end', 'backwards', end)
  into.row(heard(mapping, since, until, until ?? since))
}

function tellEvent(
  row: Named<Name>,
  mapping: Mapping,
  open: Map<string, { mapping: Mapping; since: number }>,
  into: Gathering<Heard>,
): undefined {
  const at = readMoment(row.of('at'))
  if (at === undefined) return into.fault(row.line, 'time', row.of('at') === '' ? 'missing' : 'unreadable', row.of('at'))
  const key = keyOf(mapping.net, mapping.lowPort, mapping.highPort, mapping.protocol, mapping.subscriber)
  const before = open.get(key)
  if (given.test(row.of('event'))) {
    // given again without a return between: the return was lost, and nobody else had it meanwhile
    if (before === undefined) open.set(key, { mapping, since: at })
  } else if (!returned.test(row.of('event'))) into.fault(row.line, 'event', 'unreadable', row.of('event'))
  else if (before === undefined) into.row(heard(mapping, null, at, at))
  else if (at < before.since) into.fault(row.line, 'time', 'backwards', row.of('at'))
  else {
    open.delete(key)
    into.row(heard(before.mapping, before.since, at, at))
  }
}

function heard(mapping: Mapping, since: number | null, until: number | null, seen: number): Heard {
  return {
    ...mapping,
    since: since === null ? null : iso(since),
    until: until === null ? null : iso(until),
    seenAt: iso(seen),
    key: keyOf('nat', mapping.net, mapping.lowPort, mapping.highPort, mapping.protocol, mapping.subscriber, since),
  }
}

function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

/** By name or by IANA's number. */
function protocolOf(text: string): Mapping['protocol'] {
  const name = text.toLowerCase()
  return name === 'tcp' || name === '6' ? 'tcp' : name === 'udp' || name === '17' ? 'udp' : name === 'icmp' || name === '1' ? 'icmp' : null
}
