import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { analyseMessage, findingCodes, type MessageReading, messageLimits } from './index.ts'

const received =
  'Received: from mail.sender.example (mail.sender.example [203.0.113.9]) by mx.home.example with ESMTP id 1; Tue, 3 Mar 2026 10:00:00 +0000\n'
const head = `${received}Message-ID: <1@sender.example>\nDate: Tue, 3 Mar 2026 09:59:00 +0000\nTo: me@home.example\nMIME-Version: 1.0\n`
const from = 'From: Ann <ann@sender.example>\nSubject: Hello\n'

const read = (text: string): Promise<MessageReading> => analyseMessage(Buffer.from(text), {})
const html = (body: string, header = from) => read(`${head}${header}Content-Type: text/html; charset=utf-8\n\n${body}`)
const plain = (body: string, header = from) => read(`${head}${header}Content-Type: text/plain; charset=utf-8\n\n${body}`)
const attach = (name: string, content: string | Buffer, type = 'application/octet-stream', header = from) =>
  read(
    `${head}${header}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the attached file, it holds what you asked for.\n--b\nContent-Type: ${type}; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString('base64')}\n--b--\n`,
  )
const codes = (reading: MessageReading) => reading.findings.map((finding) => finding.code)
const has = (reading: MessageReading, code: string) => reading.findings.find((finding) => finding.code === code)

describe('an ordinary message', () => {
  test('raises nothing', async () => {
    const reading = await html(
      '<p>Dear all, the meeting on Tuesday is moved to Wednesday, see <a href="https://sender.example/agenda">the agenda</a>.</p>',
    )
    expect(codes(reading)).toEqual([])
  })

  test('is summed up', async () => {
    const text = `${head}From: Ann <ann@sender.example>\nReply-To: b@sender.example\nReturn-Path: <bounce@sender.example>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\nDer Vorstand lädt alle Mitglieder zur Versammlung am Dienstag ein.`
    const reading = await read(text)
    expect(reading).toMatchObject({
      analyser: 'message/3',
      sha256: createHash('sha256').update(text).digest('hex'),
      size: Buffer.byteLength(text),
      subject: 'Grüße',
      from: { name: 'Ann', address: 'ann@sender.example' },
      replyTo: [{ name: '', address: 'b@sender.example' }],
      returnPath: 'bounce@sender.example',
      recipients: 1,
      date: '2026-03-03T09:59:00Z',
      messageId: '1@sender.example',
      authentication: { spf: 'unchecked', dkim: 'unchecked', dmarc: 'unchecked', arc: 'unchecked' },
      origin: { ip: '203.0.113.9', hop: 0 },
    })
    expect(reading.language?.code).toBe('de')
    expect(reading.text).toContain('Versammlung')
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading)
  })
})

describe('the sender', () => {
  test.each([
    ['From: "PayPal Service" <x@evil.example>', 'from-name-brand'],
    ['From: "service@bank.example" <x@evil.test>', 'from-name-address'],
    ['From: Support <x@paypa1.com>', 'from-look-alike'],
    ['From: "Pаypal" <x@evil.example>', 'from-mixed-script'],
    ['From: A\u200bnn <x@evil.example>', 'from-invisible'],
    ['From: me@home.example', 'from-own-address'],
    ['From: a@b.example, c@d.example', 'from-several'],
    ['From: Bank, Ann <a@b.example>', 'from-malformed'],
    ['From: nobody', 'from-missing'],
    ['From: a@b.example\nReply-To: c@gmail.com', 'reply-to-freemail'],
    ['From: a@b.example\nReply-To: c@other.test', 'reply-to-elsewhere'],
    ['From: a@b.example\nSubject: Re: your order', 'subject-forged-reply'],
    ['From: a@b.example\nPrecedence: bulk', 'bulk-without-unsubscribe'],
  ])('%s is told as %s', async (header, code) => {
    expect(codes(await plain('Some words that make a body of this message.', `${header}\n`))).toContain(code)
  })

  test('is the one whom programs show, also behind broken commas', async () => {
    expect((await plain('x', 'From: Bank team ,_<no-reply@evil.example>\n')).from).toEqual({
      name: 'Bank team, _',
      address: 'no-reply@evil.example',
    })
    expect((await plain('x', 'From: Bank,(<a@evil.example>)\n')).from?.address).toBe('a@evil.example')
  })

  test('whose time is far from the arrival is told', async () => {
    const reading = await read(`${received}${from}Date: Tue, 3 Mar 2020 09:59:00 +0000\n\nbody`)
    expect(has(reading, 'date-far-off')?.rests).toContainEqual({ hop: 0 })
  })
})

describe('links', () => {
  test('are resolved, unwrapped and told once, with the text in their place', async () => {
    const target = 'https://evil.example/login'
    const wrapped = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(target)}&amp;data=1`
    const reading = await html(
      `<base href="https://base.example/dir/"><a href="${wrapped}">Sign&nbsp;in <img src="cid:x" alt="now"></a><a href="page?a=1&amp;b=2">more</a><a href="#top">x</a> see ${target}`,
    )
    expect(reading.links.map((link) => [link.url, link.shown, link.where])).toEqual([
      [target, 'Sign in now', 'a'],
      ['https://base.example/dir/page?a=1&b=2', 'more', 'a'],
    ])
    expect(reading.links[0]?.wrappers[0]?.kind).toBe('safelinks')
  })

  test('of plain text end where the sentence goes on', async () => {
    const reading = await plain(
      'Go to https://a.example/x(1), then (www.b.example/y). 请访问https://c.example/路径，谢谢 or hxxp://d[.]example/z.',
    )
    expect(reading.links.map((link) => link.url)).toEqual([
      'https://a.example/x(1)',
      'http://www.b.example/y',
      'https://c.example/%E8%B7%AF%E5%BE%84',
      'http://d.example/z',
    ])
  })

  test.each([
    ['<a href="https://evil.example/">https://www.bank.example/login</a>', 'link-text-mismatch', 'medium'],
    ['<a href="https://evil.example/">www.paypal.com</a>', 'link-text-mismatch', 'high'],
    ['<a href="http://192.0.2.1/x">x</a>', 'link-ip', 'medium'],
    ['<a href="http://3221225985/x">x</a>', 'link-ip-obscured', 'high'],
    ['<a href="https://раураl.com/">x</a>', 'link-look-alike', 'high'],
    ['<a href="https://bank.example@evil.example/">x</a>', 'link-userinfo', 'high'],
    ['<a href="https://bit.ly/x">x</a>', 'link-shortener', 'low'],
    ['<a href="javascript:go()">x</a>', 'link-script', 'high'],
    ['<a href="data:text/html;base64,PGI+">x</a>', 'link-data', 'medium'],
    ['<a href="file://evil.example/share/x.exe">x</a>', 'link-file', 'high'],
    ['<a href="https://x.example/setup.msi">x</a>', 'link-executable', 'high'],
    ['<a href="https://bücher.example/">x</a>', 'link-punycode', 'low'],
    ['<form action="https://evil.example/"><input name=a></form>', 'html-form', 'medium'],
    ['<form action="https://evil.example/"><input type="password"></form>', 'html-password', 'high'],
    ['<script>go()</script>', 'html-script', 'medium'],
    ['<meta http-equiv="refresh" content="0; url=https://evil.example/">', 'html-refresh', 'medium'],
    ['<img src="https://t.example/p" width="1" height="1">', 'html-tracking-pixel', 'info'],
  ])('%s is told as %s', async (body, code, severity) => {
    const reading = await html(`<p>Words enough that this is not a message of pictures alone, as it would be otherwise.</p>${body}`)
    expect(has(reading, code)?.severity).toBe(severity)
  })

  test('do not mismatch where the text is no address, or the same owner’s', async () => {
    for (const body of [
      '<a href="https://evil.example/">invoice.pdf</a>',
      '<a href="https://www.bank.example/x">bank.example</a>',
      '<a href="https://login.live.com/">www.microsoft.com</a>',
      '<a href="mailto:x@y.example">z@other.example</a>',
    ]) {
      expect(codes(await html(body)), body).not.toContain('link-text-mismatch')
    }
  })

  test('of a kind and host are one finding that rests on all of them', async () => {
    const reading = await html(Array.from({ length: 40 }, (_, i) => `<a href="http://192.0.2.1/${i}">${i}</a>`).join(''))
    const findings = reading.findings.filter((finding) => finding.code === 'link-ip')
    expect(findings).toHaveLength(1)
    expect(findings[0]?.rests).toHaveLength(40)
  })
})

describe('the body', () => {
  test.each([
    ['display none', '<div style="display:none">', 'hidden'],
    ['a class that hides', '<style>.h{display:none}</style><div class="h">', 'hidden'],
    ['a font of size zero', '<span style="font-size:0px">', 'zero-font'],
    ['white on white', '<font color="#ffffff">', 'colour'],
    ['off the screen', '<div style="text-indent:-9999px">', 'off-screen'],
  ])('hidden by %s is told and kept out of the text', async (_, open, how) => {
    const reading = await html(`<p>Seen words of this mail.</p>${open}secret filler ${'words '.repeat(60)}</div></span></font>`)
    expect(has(reading, 'html-hidden-text')?.params['how']).toBe(how)
    expect(reading.text).toBe('Seen words of this mail.')
  })

  test('is not hidden by rules for small screens', async () => {
    const reading = await html(`<style>@media (max-width:600px){.h{display:none}}</style><div class="h">${'shown '.repeat(50)}</div>`)
    expect(codes(reading)).not.toContain('html-hidden-text')
  })

  test('with split or mixed words is told', async () => {
    expect(codes(await plain('ve\u200brify yo\u200bur ac\u200bcount to\u200bday or lo\u200bse it'))).toContain('text-split-words')
    expect(codes(await plain('Your pаssword and your аccount are locked'))).toContain('text-mixed-script')
  })

  test('that offers only a telephone number is told, and an ordinary signature is not', async () => {
    expect(
      has(
        await plain(
          'Your subscription was renewed for $399.99. To cancel this order call our helpdesk at +1 (888) 555-0134 within 24 hours.',
        ),
        'phone-bait',
      )?.params['number'],
    ).toContain('555')
    expect(codes(await plain('Your order is at https://shop.example/o/1, or call +1 888 555 0134.'))).not.toContain('phone-bait')
    expect(codes(await plain('See you on Tuesday.\n-- \nAnn, +49 30 1234 5678'))).not.toContain('phone-bait')
  })

  test('with a payment address is told only where its checksum holds', async () => {
    expect(has(await plain('Send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 now'), 'cryptocurrency-address')?.params['currency']).toBe('bitcoin')
    expect(has(await plain('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'), 'cryptocurrency-address')?.params['currency']).toBe('bitcoin')
    expect(codes(await plain('Send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3 now'))).not.toContain('cryptocurrency-address')
  })

  test('is the document’s text where the plain one is only a hint', async () => {
    const reading = await read(
      `${head}${from}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nUse HTML.\n--b\nContent-Type: text/html\n\n<p>${'Long words here. '.repeat(20)}</p><script>no()</script><style>p{}</style>\n--b--`,
    )
    expect(reading.text).toContain('Long words here.')
    expect(reading.text).not.toContain('no()')
  })
})

describe('attachments', () => {
  test('have name, type by content, hash and place', async () => {
    const reading = await attach('report.pdf', '%PDF-1.7\n1 0 obj<</URI(https://evil.example/)>>', 'application/pdf')
    expect(reading.attachments).toHaveLength(1)
    expect(reading.attachments[0]).toMatchObject({
      name: 'report.pdf',
      declaredType: 'application/pdf',
      type: 'application/pdf',
      part: '2',
      inline: false,
    })
    expect(reading.attachments[0]?.sha256).toBe(
      createHash('sha256').update('%PDF-1.7\n1 0 obj<</URI(https://evil.example/)>>').digest('hex'),
    )
    expect(reading.links).toMatchObject([{ url: 'https://evil.example/', where: 'attachment', part: '2' }])
  })

  test.each<[string, string | Buffer, string]>([
    ['run.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'attachment-executable'],
    ['photo.jpg', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'attachment-type-mismatch'],
    ['bill.pdf.exe', 'x', 'attachment-double-extension'],
    ['bill.js', 'var a = 1', 'attachment-script'],
    ['bill.html', '<html><form><input type=password></form>', 'attachment-html-form'],
    ['bill.html', '<html><p>x', 'attachment-html'],
    ['voice.svg', '<svg onload="go()"></svg>', 'attachment-svg-script'],
    ['x.iso', Buffer.concat([Buffer.alloc(0x8001), Buffer.from('CD001'), Buffer.alloc(5000)]), 'attachment-disk-image'],
    ['x.url', '[InternetShortcut]\nURL=https://evil.example/', 'attachment-shortcut'],
    ['x.reg', 'whatever this is', 'attachment-dangerous-name'],
    ['a\u202Efdp.exe', 'x', 'attachment-name-bidi'],
  ])('%s is told as it is', async (name, content, code) => {
    expect(codes(await attach(name, content))).toContain(code)
  })

  test('that are messages are kept whole, with what is in them', async () => {
    const inner = `From: x@evil.example\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nhttps://inner.example/\n--i\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.4\n--i--`
    const reading = await read(
      `${head}${from}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below, forwarded as it came\n--b\nContent-Type: message/rfc822\n\n${inner}\n--b--`,
    )
    expect(reading.attachments[0]).toMatchObject({ type: 'message/rfc822', members: [{ name: 'a.pdf', type: 'application/pdf' }] })
    expect(reading.attachments[0]?.sha256).toBe(createHash('sha256').update(inner).digest('hex'))
    expect(reading.links.map((link) => link.url)).toEqual(['https://inner.example/'])
    expect(reading.subject).toBe('Hello')
  })
})

describe('limits', () => {
  test('hold links, texts and nesting, and are told', async () => {
    const many = await html(Array.from({ length: 5000 }, (_, i) => `<a href="https://x${i}.example/">x</a>`).join(''))
    expect(many.links.length).toBeLessThanOrEqual(1000)
    expect(codes(many)).toContain('limit-reached')
    expect(codes(await html('<div>'.repeat(200_000)))).toContain('limit-reached')
    expect((await plain('word '.repeat(200_000))).text.length).toBeLessThanOrEqual(100_000)
    expect(
      codes(await analyseMessage(Buffer.from(`${head}${from}\n${'x'.repeat(5000)}`), {}, { ...messageLimits, bytes: 1000 })),
    ).toContain('limit-reached')
  })
})

test('every code that is told stands in the table, and no code twice in another case', async () => {
  expect(new Set(Object.keys(findingCodes).map((code) => code.toLowerCase())).size).toBe(Object.keys(findingCodes).length)
  for (const { meaning } of Object.values(findingCodes)) expect(meaning).toMatch(/^[a-z“].{10,}[^.]$/)
})
