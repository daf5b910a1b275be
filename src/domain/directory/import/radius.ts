import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { type Columns, readTable } from './columns.ts'
import { type Gathering, type Heard, iso, keyOf, openReading, type Reading, readMoment, readNetOf } from './heard.ts'

/**
 * RADIUS accounting (RFC 2866, RFC 3162, RFC 4818): FreeRADIUS' detail files, its table radacct as CSV, or one row for each message. Start,
 * Interim-Update and Stop of a session are one assignment, told better and better.
 */

const limits = { bytes: 64 * 1024 * 1024, records: 500_000 }

type Told = {
  readonly line: number
  readonly status: string
  readonly user: string
  readonly session: string
  readonly unique: string
  readonly server: string
  readonly nets: readonly string[]
  readonly at: number | undefined
  /** seconds that it has lasted */
  readonly lasted: number | undefined
}

export function readRadius(bytes: Uint8Array): Parsed<Reading<Heard>> {
  const into = openReading<Heard>()
  const head = new TextDecoder().decode(bytes.subarray(0, 4_096))
  const problem = /^\s+[\w-]+\s*=\s*\S/m.test(head) ? readDetail(bytes, into) : readRows(bytes, into)
  return problem ?? into.result()
}

function tell(told: Told, into: Gathering<Heard>): undefined {
  const { line, status, at } = told
  // Accounting-On and -Off are of the server; what has no address yet tells nothing
  if (!['start', 'interim-update', 'alive', 'stop', '1', '2', '3'].includes(status)) return
  if (told.nets.length === 0) return
  if (told.user === '') return into.fault(line, 'User-Name', 'missing')
  if (told.session === '' && told.unique === '') return into.fault(line, 'Acct-Session-Id', 'missing')
  if (told.user.length > 253) return into.fault(line, 'User-Name', 'too-long', told.user)
  if (at === undefined) return into.fault(line, 'Event-Timestamp', 'missing')
  const ended = status === 'stop' || status === '2'
  const since = at - (told.lasted ?? 0) * 1_000
  for (const net of told.nets)
    into.row({
      source: 'radius',
      net,
      lowPort: null,
      highPort: null,
      protocol: null,
      subscriber: told.user,
      session: (told.session === '' ? told.unique : told.session).slice(0, 200),
      since: iso(since),
      until: ended ? iso(at) : null,
      seenAt: iso(at),
      key: keyOf('radius', told.server, told.unique === '' ? told.session : told.unique, told.user, net),
    })
}

// ---- detail files: a line with the time, then `\tName = value` lines, then an empty line

function readDetail(bytes: Uint8Array, into: Gathering<Heard>): { readonly malformed: string } | undefined {
  if (bytes.length > limits.bytes) return { malformed: 'too-large' }
  let record = new Map<string, string[]>()
  let began = 0
  let line = 0
  let records = 0
  const end = (): void => {
    if (record.size > 0) {
      records += 1
      into.counted()
      tell(ofAttributes(record, began, into), into)
    }
    record = new Map()
  }
  for (const text of new TextDecoder().decode(bytes).split('\n')) {
    line += 1
    const pair = /^\s+([A-Za-z][\w-]{0,60})\s*[:+]?=\s*(.*?)\s*$/.exec(text.slice(0, 5_000))
    if (pair === null) {
      end()
      if (records >= limits.records && text.trim() !== '') {
        into.fault(line, null, 'cut')
        return undefined
      }
      continue
    }
    if (record.size === 0) began = line
    const name = (pair[1] ?? '').toLowerCase()
    const value = (pair[2] ?? '').replace(/^"(.*)"$/, '$1')
    if (record.size < 200) record.set(name, [...(record.get(name) ?? []).slice(0, 15), value])
  }
  end()
  return undefined
}

function ofAttributes(record: ReadonlyMap<string, readonly string[]>, line: number, into: Gathering<Heard>): Told {
  const first = (...names: readonly string[]): string => names.flatMap((name) => record.get(name) ?? [])[0] ?? ''
  const addresses = ['framed-ip-address', 'framed-ipv6-address', 'framed-ipv6-prefix', 'delegated-ipv6-prefix'].flatMap(
    (name) => record.get(name) ?? [],
  )
  const stamp = first('timestamp', 'event-timestamp')
  const delay = Number(first('acct-delay-time') || 0)
  const at = readMoment(stamp)
  return {
    line,
    status: first('acct-status-type').toLowerCase(),
    user: first('user-name'),
    session: first('acct-session-id'),
    unique: first('acct-unique-session-id'),
    server: first('nas-ip-address', 'nas-ipv6-address', 'nas-identifier'),
    nets: netsOf(addresses, line, into),
    // `Timestamp` is when the accounting server wrote it: RFC 2866 §5.2 takes the delay off
    at: at === undefined ? undefined : at - (Number.isFinite(delay) && first('timestamp') !== '' ? delay * 1_000 : 0),
    lasted: seconds(first('acct-session-time')),
  }
}

function netsOf(addresses: readonly string[], line: number, into: Gathering<Heard>): readonly string[] {
  return addresses.flatMap((text) => {
    if (text === '' || text === '0.0.0.0' || text === '::' || text === '::/0') return []
    const net = readNetOf(text)
    if (net === undefined) into.fault(line, 'Framed-IP-Address', 'unreadable', text)
    return net ?? []
  })
}

function seconds(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

// ---- CSV: radacct as it is exported, or one row a message

const columns = {
  user: ['username', 'user', 'login', 'subscriber'],
  session: ['acctsessionid', 'sessionid', 'session'],
  unique: ['acctuniqueid', 'acctuniquesessionid'],
  server: ['nasipaddress', 'nasidentifier', 'nas'],
  address: ['framedipaddress', 'address', 'ip', 'ipaddress'],
  address6: ['framedipv6address', 'ipv6address'],
  prefix6: ['framedipv6prefix', 'ipv6prefix'],
  delegated: ['delegatedipv6prefix'],
  status: ['acctstatustype', 'status', 'event'],
  at: ['eventtimestamp', 'timestamp', 'time', 'at'],
  start: ['acctstarttime', 'start', 'since', 'from'],
  update: ['acctupdatetime', 'update'],
  stop: ['acctstoptime', 'stop', 'end', 'until', 'to'],
  lasted: ['acctsessiontime', 'duration'],
} as const satisfies Columns<string>

function readRows(bytes: Uint8Array, into: Gathering<Heard>): { readonly malformed: string } | undefined {
  const table = readTable(bytes, columns, { required: ['user', 'session', 'address'], strict: false }, into)
  if (isMalformed(table)) return table
  const byMessage = table.has('status')
  if (!byMessage && !table.has('start')) into.fault(1, 'acctstarttime', 'missing')
  if (table.cut) into.fault(table.rows.at(-1)?.line ?? 1, null, 'cut')
  for (const row of table.rows) {
    into.counted()
    const addresses = [row.of('address'), row.of('address6'), row.of('prefix6'), row.of('delegated')]
    const common = { line: row.line, user: row.of('user'), session: row.of('session'), unique: row.of('unique'), server: row.of('server') }
    if (byMessage) {
      const nets = netsOf(addresses, row.line, into)
      tell(
        { ...common, status: row.of('status').toLowerCase(), nets, at: readMoment(row.of('at')), lasted: seconds(row.of('lasted')) },
        into,
      )
      continue
    }
    tellSession(row, { ...common, nets: netsOf(addresses, row.line, into) }, into)
  }
  return undefined
}

/** A row of radacct is a whole session: when it began, when it was last heard of, when it ended. */
function tellSession(
  row: { readonly line: number; readonly of: (name: keyof typeof columns) => string },
  common: Omit<Told, 'status' | 'at' | 'lasted'>,
  into: Gathering<Heard>,
): undefined {
  const since = readMoment(row.of('start'))
  if (since === undefined) return into.fault(row.line, 'acctstarttime', row.of('start') === '' ? 'missing' : 'unreadable', row.of('start'))
  const until = row.of('stop') === '' ? undefined : readMoment(row.of('stop'))
  if (row.of('stop') !== '' && until === undefined) return into.fault(row.line, 'acctstoptime', 'unreadable', row.of('stop'))
  const at = until ?? readMoment(row.of('update')) ?? since
  if (at < since) return into.fault(row.line, 'acctstoptime', 'backwards', row.of('stop'))
  tell({ ...common, status: until === undefined ? 'interim-update' : 'stop', at, lasted: (at - since) / 1_000 }, into)
}
