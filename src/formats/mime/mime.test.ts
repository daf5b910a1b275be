import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { Limits } from '../../base/parsed.ts'
import { decodeBytes, decodeWords, findField, type Message, parseMessage, parseOnce, readParameters } from './index.ts'

const limits: Limits = { bytes: 10 * 1024 * 1024, depth: 20, count: 500, time: 5000 }
const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n')
const parse = (text: string | Buffer): Message => parseMessage(typeof text === 'string' ? Buffer.from(crlf(text), 'utf8') : text, limits)
const codes = (message: Message) => message.defects.map((defect) => defect.code)

const nested = `From: =?utf-8?B?w4RnbmVz?= <a@example.org>
Subject: =?iso-8859-1?Q?Gr=FC=DFe?= =?iso-8859-1?Q?_an_alle?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe=20
soft=
 break
--inner
Content-Type: text/html; charset=windows-1251
Content-Transfer-Encoding: base64

PHA+z/Du4uXw6uA8L3A+
--inner--
--outer
Content-Type: application/pdf; name="old.pdf"
Content-Disposition: attachment; filename*0*=utf-8''%e2%82%ac%20; filename*1="rates.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--outer
Content-Type: message/rfc822

From: inner@example.net
Subject: inside

body of the inner one
--outer--
epilogue
`

describe('a well-formed message', () => {
  const message = parse(nested)

  test('keeps its fields in order, raw and decoded', () => {
    expect(message.header.map((field) => field.name)).toEqual(['From', 'Subject', 'MIME-Version', 'Content-Type'])
    expect(findField(message, 'subject')?.value).toBe('Grüße an alle')
    expect(findField(message, 'subject')?.unfolded).toContain('=?iso-8859-1?Q?')
    expect(findField(message, 'from')?.value).toBe('Ägnes <a@example.org>')
  })

  test('is a tree of parts with types, names and decoded bytes', () => {
    expect(message.parts.map((part) => `${part.path} ${part.type}`)).toEqual([
      '0 multipart/mixed',
      '1 multipart/alternative',
      '1.1 text/plain',
      '1.2 text/html',
      '2 application/pdf',
      '3 message/rfc822',
    ])
    const pdf = message.parts[4]
    expect(pdf?.name).toBe('€ rates.pdf')
    expect(pdf?.disposition).toBe('attachment')
    expect(Buffer.from(pdf?.content ?? []).toString()).toBe('%PDF-1.4\n')
    expect(codes(message)).toEqual(['name-conflict'])
  })

  test('gives its bodies as text, by charset', () => {
    expect(message.text).toBe('Grüße \nsoft break')
    expect(message.html).toBe('<p>Проверка</p>')
  })

  test('keeps a nested message as the bytes it has in the outer one', () => {
    expect(Buffer.from(message.parts[5]?.content ?? []).toString()).toBe(
      'From: inner@example.net\r\nSubject: inside\r\n\r\nbody of the inner one',
    )
  })

  test('says where each body stands in the bytes', () => {
    const bytes = Buffer.from(crlf(nested))
    const part = message.parts[4]
    expect(bytes.subarray(part?.offset, part?.end).toString()).toBe('JVBERi0xLjQK')
    for (const field of message.header) expect(bytes.subarray(field.at, field.at + field.name.length).toString()).toBe(field.name)
  })

  test('is read by another parser to the same texts', async () => {
    const other = await PostalMime.parse(Buffer.from(crlf(nested)), { forceRfc822Attachments: true })
    expect(other.subject).toBe('Grüße an alle')
    expect(other.html?.trim()).toBe(message.html)
    expect(other.text?.trim()).toBe(message.text)
    expect(other.attachments.map((attachment) => attachment.filename)).toEqual(['€ rates.pdf', null])
  })
})

describe('a broken message', () => {
  test('with bare carriage returns, NUL or an mbox line is read on, and says so', () => {
    expect(codes(parse(Buffer.from('From a@b Mon Jan  1 00:00:00 2024\nSubject: x\ny: z\n\nbo\0dy\rmore\n')))).toEqual([
      'nul',
      'bare-cr',
      'mbox-line',
    ])
    const mac = parse(Buffer.from('From: a@example.org\rSubject: old\r\rbody'))
    expect(findField(mac, 'subject')?.value).toBe('old')
    expect(mac.text).toBe('body')
  })

  test('never lets a line break into a field value', () => {
    const message = parse(Buffer.from('Subject: one\rBcc: two\n =?utf-8?Q?a=0D=0AX-Evil:_1?=\n\n'))
    for (const field of message.header) expect(field.value).not.toMatch(/[\r\n]/)
  })

  test('without a header is all body', () => {
    const message = parse('just some words\nand more\n')
    expect(message.header).toEqual([])
    expect(message.text).toContain('just some words')
    expect(codes(message)).toContain('no-header')
  })

  test('whose header runs into the body keeps both', () => {
    const message = parse('Subject: x\nthis is no field\n\nbody')
    expect(findField(message, 'subject')?.value).toBe('x')
    expect(codes(message)).toContain('header-not-a-field')
  })

  test('with a boundary that never comes, or none, is still readable', () => {
    const lost = parse('Content-Type: multipart/mixed; boundary=abc\n\nthe text')
    expect(lost.text).toBe('the text')
    expect(codes(lost)).toContain('boundary-unused')
    const none = parse('Content-Type: multipart/mixed\n\nthe text')
    expect(none.root.text).toBe('the text')
    expect(codes(none)).toContain('boundary-missing')
  })

  test('whose multipart is not closed still gives its parts', () => {
    const message = parse('Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo')
    expect(message.text).toBe('one\ntwo')
    expect(codes(message)).toContain('multipart-unended')
  })

  test('with parts after the close, or an inner part cut by the outer boundary, loses none', () => {
    const message = parse(
      'Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner\n--o\n\nsecond\n--o--\n--o\n\nhidden\n--o--\n',
    )
    expect(message.parts.map((part) => part.text).filter((text) => text !== null)).toEqual(['inner', 'second', 'hidden'])
  })

  test('names fields that stand twice', () => {
    expect(codes(parse('From: a@x.org\nFrom: b@y.org\n\n'))).toContain('header-duplicate')
  })

  test('with raw 8-bit fields decodes them as what they look like', () => {
    const koi = parse(
      Buffer.concat([Buffer.from('Subject: '), Buffer.from('f0d2c9c7ccc1d3c1c5cd20cec120d7d3d4d2c5dec1', 'hex'), Buffer.from('\n\n')]),
    )
    expect(findField(koi, 'subject')?.value).toBe('Пригласаем на встреча')
    expect(codes(koi)).toContain('header-8bit')
    expect(findField(parse(Buffer.from('Subject: grüße\n\n')), 'subject')?.value).toBe('grüße')
  })
})

describe('limits', () => {
  test('stop nesting, parts, fields and lengths, and say so', () => {
    let deep = 'leaf'
    for (let i = 60; i > 0; i--)
      deep = `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n${i === 60 ? '\n' : ''}${deep}\n--b${i}--\n`
    expect(codes(parse(deep))).toContain('too-deep')
    expect(codes(parse(`Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(5000)}--b--`))).toContain('too-many-parts')
    expect(parse(`Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(5000)}--b--`).parts.length).toBeLessThan(600)
    expect(codes(parse('X: y\n'.repeat(3000)))).toContain('header-too-many')
    expect(codes(parse(`X: ${'y'.repeat(300_000)}\n\n`))).toContain('header-field-too-long')
    expect(codes(parse(`${`X: ${'y'.repeat(900)}\n`.repeat(3000)}\n`))).toContain('header-too-large')
    expect(codes(parseMessage(Buffer.alloc(1000, 0x41), { ...limits, bytes: 10 }))).toContain('too-large')
  })

  test('hold work linear for what quadratic readers choke on', () => {
    const hostile = [
      `Content-Type: text/plain; ${'('.repeat(120_000)}\n\n`,
      `Content-Type: text/plain; ${'a*0='.repeat(30_000)}\n\n`,
      `Subject: ${'=?utf-8?Q?a?= '.repeat(9000)}\n\n`,
      `Subject: a\n${' \n'.repeat(60_000)}x\n`,
      `Content-Type: multipart/mixed; boundary=b\n\n${'--b'.repeat(300_000)}`,
      `Content-Type: multipart/mixed; boundary=b\n\n${'--c\n'.repeat(200_000)}`,
    ]
    for (const text of hostile) expect(parse(text).parts.length).toBeGreaterThan(0)
  })
})

describe('transfer encodings', () => {
  const decode = (encoding: string, body: string) => {
    const message = parse(`Content-Type: application/x-test\nContent-Transfer-Encoding: ${encoding}\n\n${body}`)
    return { text: Buffer.from(message.root.content).toString('latin1'), codes: codes(message) }
  }

  test('base64 passes over what is not in the alphabet, and goes on after padding', () => {
    expect(decode('base64', 'aGVs bG8=\n d29y!bGQ=')).toEqual({ text: 'helloworld', codes: ['base64-malformed'] })
    expect(decode('base64', 'aGVsbG').text).toBe('hell')
  })

  test('quoted-printable keeps escapes that are none', () => {
    expect(decode('quoted-printable', 'a=3Db=ZZ=\nc  \nd')).toEqual({ text: 'a=b=ZZc\r\nd', codes: ['qp-malformed'] })
  })

  test('uuencode is undone, an unknown encoding is left and told', () => {
    expect(decode('x-uuencode', 'begin 644 x\n%:&5L;&\\\n`\nend\n').text).toBe('hello')
    expect(decode('x-strange', 'as is')).toEqual({ text: 'as is', codes: ['encoding-unknown'] })
  })

  test('base64 gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const body = Buffer.from(bytes)
          .toString('base64')
          .replace(/(.{60})/g, '$1\r\n')
        const message = parse(Buffer.from(`Content-Transfer-Encoding: base64\r\nContent-Type: a/b\r\n\r\n${body}`))
        expect(Buffer.from(message.root.content).equals(Buffer.from(bytes))).toBe(true)
      }),
    )
  })

  test('flowed text is joined', () => {
    expect(parse('Content-Type: text/plain; format=flowed\n\none \ntwo\n-- \nsig').text).toBe('one two\n-- \nsig')
    expect(parse('Content-Type: text/plain; format=flowed; delsp=yes\n\nhttps://example.org/a \nb').text).toBe('https://example.org/ab')
  })
})

describe('charsets', () => {
  test('labels of mail are understood', () => {
    const japanese = new Uint8Array([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42])
    expect(decodeBytes(japanese, 'ISO-2022-JP').text).toBe('あ')
    expect(decodeBytes(new Uint8Array([0xc4, 0xe3]), 'x-gbk').text).toBe('你')
    expect(decodeBytes(new Uint8Array([0xe9]), 'cp1252').text).toBe('é')
    expect(decodeBytes(Buffer.from('+AGEAYg-c'), 'utf-7').text).toBe('abc')
    expect(decodeBytes(new Uint8Array([0xe9]), 'x-nobody-knows').fault).toBe('charset-unknown')
  })

  test('a label that lies is not followed, and said', () => {
    const arabic = Buffer.from('c7e1cce4c7c6d2c920e1df20e3e420c7e1d4d1dfc9', 'hex')
    const read = decodeBytes(arabic, 'utf-8')
    expect(read.fault).toBe('charset-wrong')
    expect(read.charset).toBe('windows-1256')
    expect(decodeBytes(Buffer.from('schön', 'utf8'), 'us-ascii')).toEqual({ text: 'schön', charset: 'utf-8', fault: 'charset-wrong' })
  })

  test('encoded words are joined where a character was cut between two of them', () => {
    expect(decodeWords('=?utf-8?B?5L2g5aU=?= =?utf-8?B?vQ==?= x')).toBe('你好 x')
    expect(decodeWords('a =?utf-8?q?b?= c')).toBe('a b c')
    expect(decodeWords('=?utf-8?X?b?=')).toBe('=?utf-8?X?b?=')
  })
})

describe('parameters', () => {
  test('are read with quotes, comments, continuations and charsets', () => {
    const read = readParameters(`Text/Plain (a comment); charset="utf-8" ; name=Invoice(1).pdf; x*=iso-8859-1'de'%fc; y="a;b\\"c"`)
    expect(read.value.trim()).toBe('text/plain')
    expect(Object.fromEntries(read.parameters)).toEqual({ charset: 'utf-8', name: 'Invoice(1).pdf', x: 'ü', y: 'a;b"c' })
  })

  test('count the first time they stand', () => {
    const read = readParameters('multipart/mixed; boundary=a; boundary=b')
    expect(read.parameters.get('boundary')).toBe('a')
    expect(read.duplicates).toEqual(['boundary'])
  })
})

test('any bytes at all are read without an exception, within the limits', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '--b',
      '--b--',
      '',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: text/html; charset=x',
      'Content-Transfer-Encoding: base64',
      ' fold',
      'Subject: =?utf-8?B?//8=?=',
    ),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
      const bytes = Buffer.from(lines.join(end), 'utf8')
      const message = parseMessage(bytes, limits)
      for (const part of message.parts) {
        expect(part.offset).toBeLessThanOrEqual(bytes.length)
        expect(part.end).toBeGreaterThanOrEqual(part.offset)
        expect(part.content.length).toBeLessThanOrEqual(bytes.length)
      }
    }),
    { numRuns: 500 },
  )
})

test('what is read once is what is read anew, and other bytes or other limits are never taken for it', () => {
  const bytes = Buffer.from(crlf(nested))
  const message = parseOnce(bytes, limits)
  expect(message).toEqual(parseMessage(bytes, limits))
  expect(parseOnce(bytes, limits)).toBe(message)
  expect(parseOnce(Buffer.from(bytes), limits)).not.toBe(message)
  expect(parseOnce(bytes, { ...limits, count: 3 }).parts.length).toBeLessThan(message.parts.length)
})
