import { afterEach, describe, expect, test } from 'vitest'
import { createDns, type Dns, type DnsOptions, replayDns } from './resolver.ts'
import { type DnsServer, startDnsServer, type Zone } from './testing/dns-server.ts'

const zone: Zone = {
  'mail.example': {
    A: ['192.0.2.1', '192.0.2.2'],
    AAAA: ['2001:db8::1'],
    TXT: ['v=spf1 a -all', ['in ', 'two']],
    MX: ['10 mx.mail.example', { exchange: 'backup.example', priority: 20 }],
  },
  'short.example': { A: ['192.0.2.9'], ttl: 2 },
  'alias.example': { CNAME: 'mail.example' },
  '1.2.0.192.in-addr.arpa': { PTR: ['mail.example'] },
  'below.deep.example': { A: ['192.0.2.3'] },
  'long.example': { TXT: [`v=DKIM1; p=${'A'.repeat(4000)}`] },
  'broken.example': { fails: 'SERVFAIL' },
  'refused.example': { fails: 'REFUSED' },
  'silent.example': { fails: 'TIMEOUT' },
  'silent2.example': { fails: 'TIMEOUT' },
  'silent3.example': { fails: 'TIMEOUT' },
  'silent4.example': { fails: 'TIMEOUT' },
  'silent5.example': { fails: 'TIMEOUT' },
}

const open: { close(): unknown }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function setUp(options: DnsOptions = {}, served: Zone = zone): Promise<{ dns: Dns; server: DnsServer }> {
  const server = await startDnsServer(served)
  const dns = createDns({ host: server.host, port: server.port }, { timeout: 5_000, ...options })
  open.push(server, dns)
  return { dns, server }
}

function sessionOf(dns: Dns, limits?: { questions?: number; time?: number }) {
  const session = dns.session(limits)
  if (session === undefined) throw new Error('DNS is off')
  return session
}

describe('answers have the shapes of node:dns', () => {
  test.each([
    ['mail.example', 'A', ['192.0.2.1', '192.0.2.2']],
    ['mail.example', 'AAAA', ['2001:db8::1']],
    ['mail.example', 'TXT', [['v=spf1 a -all'], ['in ', 'two']]],
    [
      'mail.example',
      'MX',
      [
        { exchange: 'mx.mail.example', priority: 10 },
        { exchange: 'backup.example', priority: 20 },
      ],
    ],
    ['1.2.0.192.in-addr.arpa', 'PTR', ['mail.example']],
    ['alias.example', 'CNAME', ['mail.example']],
    ['alias.example', 'A', ['192.0.2.1', '192.0.2.2']],
    ['MAIL.Example.', 'AAAA', ['2001:db8::1']],
  ])('%s %s', async (name, type, expected) => {
    const { dns } = await setUp()
    const found: unknown[] = await sessionOf(dns).resolve(name, type)
    expect(
      found.map((one) => (typeof one === 'object' && one !== null && 'exchange' in one ? { ...one, type: undefined } : one)),
    ).toMatchObject(expected)
  })

  test('an answer too long for UDP is fetched by TCP', async () => {
    const { dns } = await setUp()
    const [strings] = await sessionOf(dns).resolve('long.example', 'TXT')
    expect([strings].flat().join('')).toBe(`v=DKIM1; p=${'A'.repeat(4000)}`)
  })

  test.each([
    ['nowhere.example', 'A', 'ENOTFOUND'],
    ['mail.example', 'PTR', 'ENODATA'],
    ['deep.example', 'A', 'ENODATA'],
    ['broken.example', 'TXT', 'ESERVFAIL'],
    ['refused.example', 'TXT', 'EREFUSED'],
    ['silent.example', 'TXT', 'ETIMEOUT'],
    ['', 'A', 'EBADNAME'],
    ['a..example', 'A', 'EBADNAME'],
    [`${'a'.repeat(64)}.example`, 'A', 'EBADNAME'],
    [`${'a.'.repeat(200)}example`, 'A', 'EBADNAME'],
    ['mail.example', 'ANY', 'EBADNAME'],
  ])('%s %s is refused with %s', async (name, type, code) => {
    const { dns } = await setUp(code === 'ETIMEOUT' ? { timeout: 200 } : {})
    await expect(sessionOf(dns).resolve(name, type)).rejects.toMatchObject({ code })
  })
})

describe('what is asked', () => {
  test('the same question is asked once, at the same time and later', async () => {
    const { dns, server } = await setUp()
    const session = sessionOf(dns)
    await Promise.all([session.resolve('mail.example', 'A'), session.resolve('Mail.Example', 'A')])
    await sessionOf(dns).resolve('mail.example.', 'A')
    expect(server.asked).toEqual(['A mail.example'])
  })

  test('an answer is forgotten when its time to live is over', async () => {
    let now = 1_000_000
    const { dns, server } = await setUp({ now: () => now })
    const session = sessionOf(dns)
    await session.resolve('short.example', 'A')
    now += 1_900
    await session.resolve('short.example', 'A')
    expect(server.asked).toHaveLength(1)
    now += 200
    await session.resolve('short.example', 'A')
    expect(server.asked).toHaveLength(2)
  })

  test('that there is nothing is remembered too, for less long', async () => {
    let now = 1_000_000
    const { dns, server } = await setUp({ now: () => now })
    const ask = () => expect(sessionOf(dns).resolve('nowhere.example', 'TXT')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    await ask()
    now += 59_000
    await ask()
    expect(server.asked).toHaveLength(1)
    now += 2_000
    server.serve({ 'nowhere.example': { TXT: ['here now'] } })
    expect(await sessionOf(dns).resolve('nowhere.example', 'TXT')).toEqual([['here now']])
  })

  test('no more is remembered than was allowed', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `n${i}.example`)
    const { dns, server } = await setUp({ remember: 10 }, Object.fromEntries(names.map((name) => [name, { A: ['192.0.2.1'] }])))
    for (const name of [...names, 'n0.example']) await sessionOf(dns).resolve(name, 'A')
    expect(server.asked).toHaveLength(31)
  })

  test('an analysis asks no more than its budget', async () => {
    const { dns, server } = await setUp()
    const session = sessionOf(dns, { questions: 3 })
    const codes: unknown[] = []
    for (let i = 0; i < 200; i++) {
      codes.push(
        await session
          .resolve(`n${i}.example`, 'A')
          .catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)),
      )
    }
    expect(codes).toEqual([...Array(3).fill('ENOTFOUND'), ...Array(197).fill('EBUDGET')])
    expect(server.asked).toHaveLength(3)
    expect(session.transcript().length).toBeLessThan(20)
  })

  test('an analysis asks no longer than its time', async () => {
    let now = 0
    const { dns, server } = await setUp({ now: () => now })
    const session = sessionOf(dns, { time: 1_000 })
    now = 1_001
    await expect(session.resolve('mail.example', 'A')).rejects.toMatchObject({ code: 'EBUDGET' })
    expect(server.asked).toEqual([])
  })

  test('off asks nobody', () => {
    expect(createDns('off').session()).toBeUndefined()
  })
})

describe('a resolver that does not answer', () => {
  test('silent names do not bring a resolver into doubt that answers for the root', async () => {
    const { dns, server } = await setUp({ timeout: 800 })
    const session = sessionOf(dns)
    await Promise.all(['', '2', '3', '4', '5'].map((n) => session.resolve(`silent${n}.example`, 'TXT').catch(() => undefined)))
    expect(server.asked).toContain('NS ')
    expect(await session.resolve('mail.example', 'AAAA')).toEqual(['2001:db8::1'])
  })

  test('a silent resolver is soon not waited for, and tried again later', async () => {
    let now = 0
    const names = Array.from({ length: 12 }, (_, i) => `n${i}.example`)
    const silent: Zone = Object.fromEntries(['', ...names].map((name) => [name, { fails: 'TIMEOUT' }]))
    const { dns, server } = await setUp({ timeout: 150, now: () => now }, silent)
    const session = sessionOf(dns)
    for (const name of names) await expect(session.resolve(name, 'A')).rejects.toMatchObject({ code: 'ETIMEOUT' })
    const asked = new Set(server.asked.filter((one) => one !== 'NS '))
    expect(asked.size).toBe(4)
    now += 16_000
    server.serve(zone)
    expect(await session.resolve('mail.example', 'A')).toHaveLength(2)
  })
})

describe('the transcript', () => {
  test('holds every question in order with what came of it', async () => {
    const { dns } = await setUp()
    const session = sessionOf(dns)
    await Promise.allSettled([
      session.resolve('mail.example', 'TXT'),
      session.resolve('nowhere.example', 'A'),
      session.resolve('mail.example', 'TXT'),
    ])
    expect(session.transcript()).toMatchObject([
      { name: 'mail.example', type: 'TXT', records: [['v=spf1 a -all'], ['in ', 'two']], error: null, remembered: false },
      { name: 'nowhere.example', type: 'A', records: null, error: 'ENOTFOUND', remembered: false },
      { name: 'mail.example', type: 'TXT', error: null, remembered: true },
    ])
  })

  test('gives the same answers again without a network', async () => {
    const { dns } = await setUp()
    const session = sessionOf(dns)
    await Promise.allSettled([session.resolve('mail.example', 'MX'), session.resolve('nowhere.example', 'A')])
    const replayed = replayDns(JSON.parse(JSON.stringify(session.transcript())))
    expect(await replayed('Mail.example', 'MX')).toEqual(await session.resolve('mail.example', 'MX'))
    await expect(replayed('nowhere.example', 'A')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    await expect(replayed('never-asked.example', 'A')).rejects.toMatchObject({ code: 'EUNASKED' })
  })

  test('what a caller does to an answer does not reach the next caller', async () => {
    const { dns } = await setUp()
    const first: unknown[] = await sessionOf(dns).resolve('mail.example', 'A')
    first.length = 0
    expect(await sessionOf(dns).resolve('mail.example', 'A')).toHaveLength(2)
  })
})
