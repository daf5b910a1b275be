import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { readCustomers } from './customers.ts'
import { readDhcp } from './dhcp.ts'
import { readMoment } from './heard.ts'
import { readNat } from './nat.ts'
import { readRadius } from './radius.ts'
import { readImport } from './read.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
function good<T>(read: Parsed<T>): T {
  if (isMalformed(read)) throw new Error(read.malformed)
  return read
}

const detail = `Tue Mar  3 10:00:00 2026
\tUser-Name = "ann@realm"
\tAcct-Status-Type = Start
\tAcct-Session-Id = "A1"
\tNAS-IP-Address = 10.0.0.1
\tFramed-IP-Address = 192.0.2.7
\tDelegated-IPv6-Prefix = 2001:db8:7::/56
\tEvent-Timestamp = "Mar  3 2026 10:00:00 UTC"

Tue Mar  3 14:00:00 2026
\tUser-Name = "ann@realm"
\tAcct-Status-Type = Stop
\tAcct-Session-Id = "A1"
\tAcct-Session-Time = 14400
\tNAS-IP-Address = 10.0.0.1
\tFramed-IP-Address = 192.0.2.7
\tDelegated-IPv6-Prefix = 2001:db8:7::/56
\tEvent-Timestamp = "Mar  3 2026 14:00:00 UTC"

Tue Mar  3 14:00:00 2026
\tAcct-Status-Type = Accounting-On
\tNAS-IP-Address = 10.0.0.1
`

describe('RADIUS accounting', () => {
  test('in a detail file tells one assignment for each address of a session, by the same key from Start to Stop', () => {
    const { rows, errorCount, read } = good(readRadius(bytes(detail)))
    expect([errorCount, read]).toEqual([0, 3])
    expect(rows.map(({ net, subscriber, since, until }) => [net, subscriber, since, until])).toEqual([
      ['192.0.2.7/32', 'ann@realm', '2026-03-03T10:00:00.000Z', null],
      ['2001:db8:7::/56', 'ann@realm', '2026-03-03T10:00:00.000Z', null],
      ['192.0.2.7/32', 'ann@realm', '2026-03-03T10:00:00.000Z', '2026-03-03T14:00:00.000Z'],
      ['2001:db8:7::/56', 'ann@realm', '2026-03-03T10:00:00.000Z', '2026-03-03T14:00:00.000Z'],
    ])
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2)
  })

  test('tells what it lacks by the line where the record begins', () => {
    const { rows, errors } = good(readRadius(bytes(detail.replace('\tUser-Name = "ann@realm"\n', '').replace('192.0.2.7', '192.0.2.777'))))
    expect(rows).toHaveLength(2)
    expect(errors).toEqual([
      { line: 2, column: 'Framed-IP-Address', why: 'unreadable', text: '192.0.2.777' },
      { line: 2, column: 'User-Name', why: 'missing', text: null },
    ])
  })

  test('is read as the table of its sessions too', () => {
    const { rows, errors } = good(
      readRadius(
        bytes(
          'username,acctsessionid,framedipaddress,acctstarttime,acctupdatetime,acctstoptime\nann,A1,192.0.2.7,2026-03-03 10:00:00,2026-03-03 11:00:00,\nbob,B1,192.0.2.8,2026-03-03 10:00:00,,2026-03-03 09:00:00\ncid,C1,192.0.2.9,yesterday,,\n',
        ),
      ),
    )
    expect(rows).toMatchObject([{ subscriber: 'ann', since: '2026-03-03T10:00:00.000Z', until: null, seenAt: '2026-03-03T11:00:00.000Z' }])
    expect(errors.map(({ line, column, why }) => [line, column, why])).toEqual([
      [3, 'acctstoptime', 'backwards'],
      [4, 'acctstarttime', 'unreadable'],
    ])
  })
})

describe('DHCP leases', () => {
  test('of dhcpd are one assignment as long as they are renewed', () => {
    const lease = (starts: string, ends: string, mac: string) =>
      `lease 192.0.2.10 {\n  starts 2 2026/03/03 ${starts};\n  ends 2 2026/03/03 ${ends};\n  binding state active;\n  hardware ethernet ${mac};\n}\n`
    const { rows, errorCount } = good(
      readDhcp(
        bytes(
          `# dhcpd\n${lease('10:00:00', '12:00:00', '00:11:22:33:44:55')}${lease('11:00:00', '13:00:00', '00:11:22:33:44:55')}${lease('14:00:00', '15:00:00', '66:77:88:99:aa:bb')}`,
        ),
      ),
    )
    expect(errorCount).toBe(0)
    expect(rows.map(({ subscriber, since, until }) => [subscriber, since?.slice(11, 16), until?.slice(11, 16)])).toEqual([
      ['00:11:22:33:44:55', '10:00', '13:00'],
      ['66:77:88:99:aa:bb', '14:00', '15:00'],
    ])
  })

  test('of Kea are read with their lifetime, prefixes too, and what was declined is left', () => {
    const four =
      'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state\n192.0.2.11,00:11:22:33:44:55,,3600,1772532000,1,0,0,,0\n192.0.2.12,,,3600,1772532000,1,0,0,,1\n192.0.2.x,00:11:22:33:44:56,,3600,1772532000,1,0,0,,0\n'
    const { rows, errors } = good(readDhcp(bytes(four)))
    expect(rows).toMatchObject([{ net: '192.0.2.11/32', since: '2026-03-03T09:00:00.000Z', until: '2026-03-03T10:00:00.000Z' }])
    expect(errors).toEqual([{ line: 4, column: 'address', why: 'unreadable', text: '192.0.2.x' }])
    const six =
      'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len\n2001:db8:9::,00:01:02,3600,1772532000,1,1800,2,1,56\n'
    expect(good(readDhcp(bytes(six))).rows).toMatchObject([{ net: '2001:db8:9::/56', subscriber: '00:01:02' }])
  })
})

describe('logs of address translators', () => {
  test('as rows with start and end tell blocks and single ports', () => {
    const { rows, errors } = good(
      readNat(
        bytes(
          'start,end,external_address,port_start,port_end,protocol,internal_address\n2026-03-03T10:00:00Z,2026-03-03T11:00:00Z,192.0.2.7,1024,2047,6,100.64.0.9\n2026-03-03T10:00:00Z,,192.0.2.7,2048,,udp,100.64.0.10\n2026-03-03T10:00:00Z,,192.0.2.7,9000,8000,,100.64.0.11\n',
        ),
      ),
    )
    expect(rows.map(({ lowPort, highPort, protocol, subscriber, until }) => [lowPort, highPort, protocol, subscriber, until])).toEqual([
      [1024, 2047, 'tcp', '100.64.0.9', '2026-03-03T11:00:00.000Z'],
      [2048, 2048, 'udp', '100.64.0.10', null],
    ])
    expect(errors).toEqual([{ line: 4, column: 'port_end', why: 'backwards', text: '8000' }])
  })

  test('as events are paired, and a return without its giving ends what an earlier file began', () => {
    const event = (at: string, what: string, port: number) => `2026-03-03T${at}:00Z,${what},192.0.2.7,${port},512,100.64.0.9\n`
    const { rows } = good(
      readNat(
        bytes(
          `time,event,external_address,port_start,block_size,subscriber\n${event('10:00', 'ALLOC', 1024)}${event('11:00', 'FREE', 1024)}${event('12:00', 'ALLOC', 2048)}${event('12:30', 'FREE', 4096)}`,
        ),
      ),
    )
    expect(
      rows.map(({ lowPort, highPort, since, until }) => [lowPort, highPort, since?.slice(11, 16) ?? null, until?.slice(11, 16) ?? null]),
    ).toEqual([
      [1024, 1535, '10:00', '11:00'],
      [4096, 4607, null, '12:30'],
      [2048, 2559, '12:00', null],
    ])
  })
})

describe('a file of customers', () => {
  test('is read with several things in a cell and several rows for a customer', () => {
    const { rows, errorCount } = good(
      readCustomers(
        bytes(
          'reference;name;country;abuse;format;every hours;prefixes;domains\nK-1;Shop Ltd;fr;Abuse@Shop.example noc@shop.example;arf;24;192.0.2.0/28 192.0.2.16/28;shop.example\nK-1;Shop Ltd;;;;;2001:db8:1::/48;\nK-2;<script>alert(1)</script>;;=cmd+x@evil.example;;;;\n',
        ),
      ),
    )
    expect(errorCount).toBe(0)
    expect(rows).toMatchObject([
      {
        line: 2,
        reference: 'K-1',
        country: 'FR',
        contacts: [
          { address: 'abuse@shop.example', format: 'arf', atMostEvery: 86_400 },
          { address: 'noc@shop.example', format: 'arf' },
        ],
      },
      { reference: 'K-2', name: '<script>alert(1)</script>', contacts: [{ address: '=cmd+x@evil.example' }] },
    ])
    expect(rows[0]?.stated.map(({ value }) => value)).toEqual(['192.0.2.0/28', '192.0.2.16/28', 'shop.example', '2001:db8:1::/48'])
  })

  test('tells every fault by line and column, and what stands there', () => {
    const { rows, errors } = good(
      readCustomers(
        bytes(
          'reference,name,country,abuse,prefix,colour\nK-1,,FR,,0.0.0.0/0,red\n,Shop,XX,nobody,192.0.2.0/24,\nK-3,One,,,,\nK-3,Other,,,,\n',
        ),
      ),
    )
    expect(rows.map(({ reference }) => reference)).toEqual(['K-3'])
    expect(errors.map(({ line, column, why, text }) => [line, column, why, text])).toEqual([
      [1, 'colour', 'unknown-column', 'colour'],
      [2, 'name', 'missing', ''],
      [2, 'prefix', 'wide', '0.0.0.0/0'],
      [3, 'reference', 'missing', ''],
      [3, 'country', 'unreadable', 'XX'],
      [3, 'contacts', 'unreadable', 'nobody'],
      [5, 'name', 'twice', 'K-3'],
    ])
  })
})

test('a moment is read as logs write it, and none is made up', () => {
  const moment = Date.UTC(2026, 2, 3, 10)
  for (const text of [
    '1772532000',
    '2026-03-03T10:00:00Z',
    '2026-03-03 10:00:00',
    '2026/03/03 10:00:00',
    '2026-03-03T12:00:00+02:00',
    'Mar  3 2026 10:00:00 UTC',
    'Tue Mar  3 10:00:00 2026',
  ])
    expect([text, readMoment(text)]).toEqual([text, moment])
  for (const text of ['', 'yesterday', '2026-02-30 10:00:00', '99', 'Mar  3 2026 10:00:00 CET'])
    expect([text, readMoment(text)]).toEqual([text, undefined])
})

test('no bytes make a reader throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('customers', 'radius', 'dhcp', 'nat'),
      fc.uint8Array({ maxLength: 300 }),
      (kind, some) => void readImport(kind, some),
    ),
  )
  fc.assert(
    fc.property(
      fc.constantFrom('customers', 'radius', 'dhcp', 'nat'),
      fc.string({ unit: fc.constantFrom(...'a=,;\n\t "{}\\lease 1.') }),
      (kind, text) => void readImport(kind, bytes(text)),
    ),
  )
})
