import { describe, expect, test } from 'vitest'
import { parseMessage } from '../../formats/mime/index.ts'
import { readWay } from './path.ts'
import type { Ports } from './reading.ts'

const date = 'Tue, 3 Mar 2026 10:00:00 +0000'
const line = (text: string, when = date) => `Received: ${text}; ${when}\n`
function way(lines: readonly string[], ports: Ports = {}, more = '') {
  return readWay(
    parseMessage(Buffer.from(`${lines.join('')}${more}From: a@b.example\n\n`), { bytes: 100_000, depth: 5, count: 500, time: 100 }).header,
    ports,
  )
}

const forwarded = [
  line('from mx2.home.example (mx2.home.example [198.51.100.7]) by store.home.example (Postfix) with LMTP id 3'),
  line('from evil.example (unknown [203.0.113.9]) by mx2.home.example (Postfix) with ESMTP id 2 for <me@home.example>'),
  line('from [192.0.2.55] (helo=bank.example) by relay.bank.example with esmtp id 1'),
]

describe('the handover address', () => {
  test('is the first one outside of the receiving side, whatever the lines below claim', () => {
    const { origin, path } = way(forwarded)
    expect(origin).toMatchObject({ ip: '203.0.113.9', hop: 1, how: 'contiguous' })
    expect(path.map((hop) => hop.trusted)).toEqual([true, true, false])
  })

  test('lies beyond the given systems, by host and by prefix', () => {
    const relayed = [
      line('from relay.partner.example (relay.partner.example [198.51.100.20]) by mx.home.example with ESMTP id 2'),
      line('from sender.example (sender.example [203.0.113.9]) by relay.partner.example with ESMTP id 1'),
    ]
    expect(way(relayed).origin.ip).toBe('198.51.100.20')
    expect(way(relayed, { trusted: ['home.example', 'partner.example', '198.51.100.0/24'] }).origin).toMatchObject({
      ip: '203.0.113.9',
      hop: 1,
      how: 'trusted',
    })
    expect(way(relayed, { trusted: ['home.example', 'partner.example'] }).origin.ip).toBe('203.0.113.9')
    expect(way(relayed, { trusted: ['home.example'] }).origin.ip).toBe('198.51.100.20')
  })

  test('comes with the given system that took it over, and with none where the boundary was guessed', () => {
    expect(way(forwarded).origin.system).toBeNull()
    expect(way(forwarded, { trusted: ['198.51.100.0/24', 'home.example'] }).origin).toMatchObject({
      ip: '203.0.113.9',
      how: 'trusted',
      system: 'home.example',
    })
    // the receiving side is another's: what is given says nothing of it
    expect(way(forwarded, { trusted: ['elsewhere.example'] }).origin).toMatchObject({ ip: '203.0.113.9', how: 'contiguous', system: null })
    const inner = [
      line('from localhost (localhost [127.0.0.1]) by mx.home.example with ESMTP id 2'),
      line('from sender.example (sender.example [203.0.113.9]) by localhost with ESMTP id 1'),
    ]
    expect(way(inner, { trusted: ['mx.home.example'] }).origin).toMatchObject({ ip: '203.0.113.9', hop: 1, system: 'mx.home.example' })
  })

  test('is not that of a client which only calls itself one of ours', () => {
    const posed = [
      line('from mx2.home.example (unknown [203.0.113.9]) by mx.home.example with ESMTP id 2'),
      line('from victim.example (victim.example [192.0.2.1]) by mx2.home.example with ESMTP id 1'),
    ]
    const { origin, path } = way(posed)
    expect(origin).toMatchObject({ ip: '203.0.113.9', hop: 0 })
    expect(path[0]?.suspicions).toContain('helo-forged-local')
    expect(path[1]?.trusted).toBe(false)
    expect(way(posed, { trusted: ['home.example', '198.51.100.0/24'] }).origin.ip).toBe('203.0.113.9')
  })

  test('is found behind private hops, fetching and lines without a client', () => {
    const fetched = [
      line('from localhost (localhost [127.0.0.1]) by desk.home.example with ESMTP id 4'),
      line('from pop.isp.example [198.51.100.3] by localhost with POP3 (fetchmail-6) for <me@localhost>'),
      line('from mail.sender.example (mail.sender.example [203.0.113.9]) by mx.isp.example with ESMTP id 1'),
    ]
    expect(way(fetched).origin).toMatchObject({ ip: '203.0.113.9', hop: 2 })
    expect(
      way([
        line('by 2002:a05:6a10::1 with SMTP id 3'),
        line('from mail.sender.example (mail.sender.example. [203.0.113.9]) by mx.google.com with ESMTPS id 1'),
      ]).origin,
    ).toMatchObject({ ip: '203.0.113.9', hop: 1 })
  })

  test('is found behind a large receiver whose inner lines name the client by HELO alone', () => {
    const inner = [
      line('from A.namprd02.prod.outlook.com (2603:10a6:20b:46e::34) by B.namprd02.prod.outlook.com with HTTPS'),
      line(
        'from C.mail.protection.outlook.com (2603:10a6:20b:46e:cafe::3c) by A.outlook.office365.com (2603:10a6:20b:46e::1) with Microsoft SMTP Server id 15',
      ),
      line(
        'from evil.example (203.0.113.9) by C.mail.protection.outlook.com (10.167.16.1) with Microsoft SMTP Server id 15 via Frontend Transport',
      ),
    ]
    expect(way(inner).origin).toMatchObject({ ip: '203.0.113.9', hop: 2 })
    const posed = [
      line('from X.prod.outlook.com (203.0.113.9) by C.mail.protection.outlook.com (10.167.16.1) with Microsoft SMTP Server id 15'),
      line('from victim.example (192.0.2.1) by X.prod.outlook.com with SMTP'),
    ]
    expect(way(posed).origin).toMatchObject({ ip: '203.0.113.9', hop: 0 })
  })

  test('is none where nothing came from outside', () => {
    expect(way([]).origin).toMatchObject({ ip: null, how: 'none' })
    expect(way([line('from desk (desk [10.0.0.5]) by mx.home.example with ESMTP id 1')]).origin).toMatchObject({ ip: null, how: 'none' })
  })

  test('never comes from a claim', () => {
    const { origin } = way([], {}, 'X-Originating-IP: [203.0.113.44]\nX-Mailer: 1.2.3.4\n')
    expect(origin.ip).toBeNull()
    expect(origin.claims).toEqual([{ header: 'x-originating-ip', line: 0, ip: '203.0.113.44', country: null, asn: null }])
  })

  test('is located by the port', () => {
    const located = way(forwarded, {
      locate: (ip) =>
        ip === '203.0.113.9' ? { country: 'ZA', asn: 64500, network: 'Example' } : { country: null, asn: null, network: null },
    })
    expect(located.origin).toMatchObject({ country: 'ZA', asn: 64500, network: 'Example' })
    expect(located.path[1]).toMatchObject({ country: 'ZA', asn: 64500 })
  })
})

describe('a hop', () => {
  test('says how long it took, and when time runs backwards', () => {
    const { path } = way([
      line('from b (b.example [198.51.100.2]) by a.home.example with SMTP', 'Tue, 3 Mar 2026 10:00:00 +0000'),
      line('from c (c.example [198.51.100.3]) by b.example with SMTP', 'Tue, 3 Mar 2026 13:00:00 +0100'),
      line('from d (d.example [198.51.100.4]) by c.example with SMTP', 'nonsense'),
    ])
    expect(path.map((hop) => hop.delay)).toEqual([-7200, null, null])
    expect(path[0]?.suspicions).toContain('time-backwards')
    expect(path[2]?.suspicions).toContain('time-missing')
    expect(path[0]?.at).toBe('2026-03-03T10:00:00Z')
  })

  test('that does not continue the way says so', () => {
    expect(way(forwarded).path[2]?.suspicions).toContain('discontinuous')
    expect(
      way([
        line('from relay.bank.example (relay.bank.example [203.0.113.9]) by mx.home.example with SMTP'),
        line('from x (x [10.0.0.1]) by relay.bank.example with SMTP'),
      ]).path[1]?.suspicions,
    ).not.toContain('discontinuous')
  })

  test('lines beyond a hundred are left out', () => {
    expect(way(Array.from({ length: 400 }, () => line('from a by b'))).path).toHaveLength(100)
  })
})
