import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { parseMessage } from '../mime/index.ts'
import {
  domainOf,
  isAutomatic,
  readAddresses,
  readAuthenticationResults,
  readDate,
  readListId,
  readListUris,
  readMessageIds,
  readReceived,
} from './index.ts'

describe('address lists', () => {
  const plain = (field: string) => readAddresses(field).addresses.map((one) => [one.name, one.address])

  test('are read in the forms of the standard', () => {
    expect(plain('a@x.org, "Doe, Jane" <jane@y.org>, <z@z.org>')).toEqual([
      ['', 'a@x.org'],
      ['Doe, Jane', 'jane@y.org'],
      ['', 'z@z.org'],
    ])
    expect(plain('pete(his account)@silly.test (Pete \\) P)')).toEqual([['his account Pete ) P', 'pete@silly.test']])
    expect(plain('<@a.org,@b.org:user@c.org>')).toEqual([['', 'user@c.org']])
    expect(plain('"john doe"@example.com')).toEqual([['', '"john doe"@example.com']])
    expect(plain('user@[IPv6:2001:db8::1]')).toEqual([['', 'user@[IPv6:2001:db8::1]']])
    expect(plain('=?utf-8?Q?Andr=C3=A9?= <a@x.org>')).toEqual([['André', 'a@x.org']])
  })

  test('know groups', () => {
    expect(readAddresses('Team: a@x.org, b@x.org; c@x.org').addresses).toEqual([
      { name: '', address: 'a@x.org', group: 'Team' },
      { name: '', address: 'b@x.org', group: 'Team' },
      { name: '', address: 'c@x.org' },
    ])
    expect(readAddresses('undisclosed-recipients:;')).toEqual({ addresses: [], faults: [] })
  })

  test('tell what can be read in two ways', () => {
    expect(readAddresses('a <good@bank.org> <evil@x.org>').faults).toContain('ambiguous')
    expect(readAddresses('"open <a@x.org>').addresses[0]?.address).toBe('a@x.org')
    expect(readAddresses('=?utf-8?B?WCA8eEBldmlsLm9yZz4=?=')).toEqual({
      addresses: [{ name: 'X', address: 'x@evil.org' }],
      faults: ['encoded-address'],
    })
  })

  test('stay cheap however deep groups are nested or quotes left open', () => {
    expect(readAddresses('a:'.repeat(100_000)).faults).toContain('nested-group')
    expect(readAddresses('"\\",'.repeat(60_000)).addresses.length).toBeGreaterThan(0)
    expect(readAddresses('<"'.repeat(60_000)).faults).toContain('unended')
    expect(readAddresses('('.repeat(200_000)).faults).toContain('unended')
    expect(readAddresses('a '.repeat(60_000).concat('x@y', ' :'.repeat(30_000))).addresses.length).toBeLessThanOrEqual(5000)
    expect(readAddresses('a@b.c,'.repeat(20_000)).faults).toContain('too-many')
  })

  test('are read without an exception whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a@<>(),;:"\\ .[]\t=?é'.split('')), maxLength: 80 }), (field) => {
        for (const one of readAddresses(field).addresses) expect(typeof one.address).toBe('string')
      }),
    )
  })

  test('what is written simply is read back', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    fc.assert(
      fc.property(fc.array(fc.record({ name: word, local: word, domain: word }), { minLength: 1, maxLength: 8 }), (people) => {
        const field = people.map((one) => `"${one.name}, x" <${one.local}@${one.domain}.org>`).join(', ')
        expect(plain(field)).toEqual(people.map((one) => [`${one.name}, x`, `${one.local}@${one.domain}.org`]))
      }),
    )
  })

  test('an address has a domain in lower case, or none', () => {
    expect(domainOf('A@B.Example.')).toBe('b.example')
    expect(domainOf('nobody')).toBeNull()
  })
})

describe('dates', () => {
  const at = (text: string) => {
    const read = readDate(text)
    return isMalformed(read) ? null : [read.at, read.offset]
  }

  test('are read with their zone', () => {
    expect(at('Mon, 07 Oct 2002 13:12:48 +0100 (IST)')).toEqual(['2002-10-07T12:12:48Z', 60])
    expect(at('21 Nov 97 09:55:06 EST')).toEqual(['1997-11-21T14:55:06Z', -300])
    expect(at('Fri, 21 Nov 1997 09(comment):   55  :  06 -0600') ?? 'malformed').toBe('malformed')
    expect(at('Tue, 1 Jul 2003 10:52:37 -0000')).toEqual(['2003-07-01T10:52:37Z', null])
    expect(at('2024-02-29T01:02:03+08:00')).toEqual(['2024-02-28T17:02:03Z', 480])
    expect(at('Wed Feb 27 10:11:12 CET 2002')).toEqual(['2002-02-27T09:11:12Z', 60])
    expect(at('Thu, 5 Sep 2024 3:04 PM +0000')).toEqual(['2024-09-05T15:04:00Z', 0])
  })

  test('that cannot be are malformed', () => {
    for (const text of [
      '',
      'yesterday',
      '31 Feb 2024 00:00:00 +0000',
      '1 Jan 2024 25:00:00 +0000',
      '1 Jan 1900 00:00:00 +0000',
      'x'.repeat(100_000),
    ])
      expect(at(text)).toBeNull()
  })
})

describe('Received lines', () => {
  const read = (field: string) => {
    const { helo, name, ip, by } = readReceived(field)
    return { helo, name, ip, by }
  }

  test('of many programs give HELO, name, address and server', () => {
    expect(
      read('from helo.test (rdns.test [192.0.2.1]) by mx.test (Postfix) with ESMTPS id 4X for <u@test>; Tue, 1 Jul 2003 10:52:37 +0200'),
    ).toEqual({
      helo: 'helo.test',
      name: 'rdns.test',
      ip: '192.0.2.1',
      by: 'mx.test',
    })
    expect(read('from unknown (HELO helo.test) (192.0.2.2) by mx.test with SMTP; 1 Jul 2003 08:52:37 -0000')).toEqual({
      helo: 'helo.test',
      name: null,
      ip: '192.0.2.2',
      by: 'mx.test',
    })
    expect(read('from [192.0.2.3] (helo=helo.test) by mx.test with esmtp (Exim 4.94) id 1; Tue, 1 Jul 2003 10:52:37 +0200')).toEqual({
      helo: 'helo.test',
      name: null,
      ip: '192.0.2.3',
      by: 'mx.test',
    })
    expect(read('from rdns.test ([192.0.2.4] helo=helo.test) by mx.test with esmtp; Tue, 1 Jul 2003 10:52:37 +0200')).toEqual({
      helo: 'helo.test',
      name: 'rdns.test',
      ip: '192.0.2.4',
      by: 'mx.test',
    })
    expect(
      read(
        'from A.prod.test (2001:db8::5) by B.prod.test (2001:db8::6) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20; Tue, 1 Jul 2003 10:52:37 +0000',
      ),
    ).toEqual({
      helo: 'A.prod.test',
      name: null,
      ip: '2001:db8::5',
      by: 'B.prod.test',
    })
    expect(
      read(
        'from mail.test (mail.test. [192.0.2.7]) by mx.google.com with ESMTPS id x for <u@test> (version=TLS1_3); Tue, 1 Jul 2003 10:52:37 -0700',
      ),
    ).toEqual({
      helo: 'mail.test',
      name: 'mail.test',
      ip: '192.0.2.7',
      by: 'mx.google.com',
    })
    expect(read('from x ([IPv6:2001:db8::9]) by mx.test; Tue, 1 Jul 2003 10:52:37 +0000').ip).toBe('2001:db8::9')
    expect(read('from phobos [127.0.0.1] by localhost with IMAP (fetchmail-5.9.0); Tue, 1 Jul 2003 10:52:37 +0000')).toEqual({
      helo: 'phobos',
      name: null,
      ip: '127.0.0.1',
      by: 'localhost',
    })
  })

  test('do not take the client’s word for its address when the server says another', () => {
    expect(read('from [10.9.8.7] ([192.0.2.1]) by mx.test; Tue, 1 Jul 2003 10:52:37 +0000').ip).toBe('192.0.2.1')
  })

  test('give time, protocol, recipient and sign-in', () => {
    const line = readReceived(
      'from c (c [192.0.2.1]) (Authenticated sender: u) by mx.test with ESMTPSA id 77 for <u@test>; Tue, 1 Jul 2003 10:52:37 +0200',
    )
    expect(line).toMatchObject({ with: 'ESMTPSA', id: '77', for: 'u@test', at: '2003-07-01T08:52:37Z', offset: 120, authenticated: true })
  })

  test('that are none say so', () => {
    expect(readReceived('(qmail 123 invoked by uid 0); 1 Jul 2003 08:52:37 -0000')).toMatchObject({
      unreadable: true,
      ip: null,
      at: '2003-07-01T08:52:37Z',
    })
    expect(readReceived('('.repeat(50_000)).unreadable).toBe(true)
  })
})

test('Authentication-Results are read with properties, comments and quotes', () => {
  const read = readAuthenticationResults(
    'mx.example.org 1; spf=pass (a; comment) smtp.mailfrom=x.org; dkim=fail reason="bad; sig" header.d=Y.org; dmarc=pass',
  )
  expect(read.by).toBe('mx.example.org')
  expect(read.results.map((one) => `${one.method}=${one.result}`)).toEqual(['spf=pass', 'dkim=fail', 'dmarc=pass'])
  expect(read.results[1]?.properties.get('header.d')).toBe('Y.org')
  expect(read.results[1]?.reason).toBe('bad; sig')
  expect(readAuthenticationResults('i=2; mx.test; arc=pass').by).toBe('mx.test')
  expect(readAuthenticationResults('spf=pass smtp.mailfrom=x').results).toHaveLength(1)
})

test('identifiers and list fields are read', () => {
  expect(readMessageIds('<a@b> \t<c@d>')).toEqual(['a@b', 'c@d'])
  expect(readMessageIds('bare@id')).toEqual(['bare@id'])
  expect(readListUris('<https://x.org/u?a=1>, <mailto:u@x.org>')).toEqual(['https://x.org/u?a=1', 'mailto:u@x.org'])
  expect(readListId('A list <list.example.org>')).toBe('list.example.org')
})

test('what a machine sent by itself is known, so that it is never answered', () => {
  const automatic = (header: string) =>
    isAutomatic(parseMessage(Buffer.from(`${header}\n\n`), { bytes: 1000, depth: 5, count: 50, time: 100 }).header)
  for (const header of [
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'Return-Path: <>',
    'List-Id: <x.org>',
    'Content-Type: multipart/report; boundary=x',
  ])
    expect(automatic(header), header).toBe(true)
  for (const header of ['Auto-Submitted: no', 'Return-Path: <a@b.org>', 'Subject: hello']) expect(automatic(header), header).toBe(false)
})
