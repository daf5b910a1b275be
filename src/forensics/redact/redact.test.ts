import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { findField, isPlain, type Message, parseMessage, serialiseEntity } from '../../formats/mime/index.ts'
import { redraw } from '../preview/picture.ts'
import { type RedactionRules, redactMessage, redactPlain, strictRules } from './index.ts'

const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const nobody = { addresses: [], names: [], about: [] }
const run = (text: string | Uint8Array, rules: RedactionRules = strictRules, subject: Parameters<typeof redactMessage>[2] = nobody) =>
  redactMessage(typeof text === 'string' ? Buffer.from(text.replace(/\r?\n/g, '\r\n')) : text, rules, subject, (bytes) => redraw(bytes))
const textOf = async (text: string, subject?: Parameters<typeof redactMessage>[2]) =>
  parseMessage((await run(text, strictRules, subject)).bytes, limits).text

/**
 * What somebody may find in bytes who tries: every decoding that is known here, over and over. Written apart from what it tests, and rougher: it undoes
 * whatever looks like an encoding, wherever.
 */
function decodings(bytes: Uint8Array): string[] {
  const out: string[] = []
  const open = [Buffer.from(bytes).toString('utf8')]
  const message = parseMessage(bytes, limits)
  const walk = (one: Message) => {
    for (const part of one.parts) {
      for (const field of part.header) open.push(field.value, field.unfolded)
      open.push(part.text ?? Buffer.from(part.content).toString('utf8'), part.name ?? '')
      if (part.type === 'message/rfc822') walk(parseMessage(part.content, limits))
    }
  }
  walk(message)
  for (let depth = 0; depth < 3; depth++) {
    for (const text of open.splice(0)) {
      out.push(text)
      const plain = text
        .replace(/<[^>]*>/g, '')
        .replace(/&#x([0-9a-f]+);?/gi, (_, hex) => String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16))))
        .replace(/&#(\d+);?/g, (_, code) => String.fromCodePoint(Math.min(0x10ffff, Number(code))))
        .replace(/&commat;/g, '@')
        .replace(/&period;/g, '.')
      open.push(
        plain,
        plain.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')),
      )
      for (const [word] of text.matchAll(/[A-Za-z0-9+/_-]{6,}/g)) {
        for (let at = 0; at < 4; at++) open.push(Buffer.from(word.slice(at), 'base64').toString('utf8'))
        if (/^[0-9a-f]+$/i.test(word)) open.push(Buffer.from(word, 'hex').toString('utf8'))
      }
    }
  }
  return [...out, ...open].map((text) => text.replace(/[\u200b\u00ad]/g, '').toLowerCase())
}

const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const entities = (text: string) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('')
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Ways in which a sender writes down for whom a copy is. */
const ways: readonly ((address: string) => string)[] = [
  (a) => a,
  (a) => a.toUpperCase(),
  (a) => `https://track.example/o?u=${encodeURIComponent(a)}`,
  (a) => `https://track.example/${percent(a)}/open.gif`,
  (a) => `https://track.example/x?d=${percent(percent(a))}`,
  (a) => entities(a),
  (a) => [...a].map((one) => `&#x${(one.codePointAt(0) ?? 0).toString(16)};`).join(''),
  (a) => a.replace('@', '&commat;').replaceAll('.', '&period;'),
  (a) => `https://track.example/r/${base64(a)}`,
  (a) => `https://track.example/r/${Buffer.from(a).toString('base64url')}?z=1`,
  (a) => `id=${base64(`{"user":"${a}","n":7}`)}`,
  (a) => base64(base64(a)),
  (a) => Buffer.from(a).toString('hex'),
  (a) => `zz${Buffer.from(a).toString('hex').toUpperCase()}`,
  (a) => `bounce-${a.replace('@', '=')}@lists.example`,
  (a) => [...a].join('\u200b'),
  (a) => a.replace('@', ' (at) '),
  (a) => `<b>${a.slice(0, 3)}</b>${a.slice(3)}`,
  (a) => createHash('md5').update(a.toLowerCase()).digest('hex'),
  (a) => `x${createHash('sha256').update(a.toLowerCase()).digest('hex')}y`,
]
const places: readonly ((text: string) => string)[] = [
  (text) => `Subject: ${/[^\x20-\x7e]/.test(text) ? `=?utf-8?B?${base64(text)}?=` : text}\n\nhello\n`,
  (text) => `Subject: =?utf-8?B?${base64(text)}?=\n\nhello\n`,
  (text) => `X-Anything: ${text.replace(/[^\x20-\x7e]/g, '')}\n\nhello\n`,
  (text) => `Content-Type: text/plain; charset=utf-8\n\nDear you, ${text} and so on\n`,
  (text) => `Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${base64(`see ${text} there`)}\n`,
  (text) =>
    `Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n${[...Buffer.from(`<p title="x">${text}</p>`)]
      .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('')
      .replace(/(.{72})/g, '$1=\n')}\n`,
  (text) => `Content-Type: text/html; charset=utf-8\n\n<html><a href="${text.replaceAll('"', '')}">here</a> ${text}</html>\n`,
  (text) =>
    `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/csv; name="list.csv"\nContent-Disposition: attachment\n\na,b,${text}\n--b--\n`,
  (text) =>
    `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: text/html\n\n${text}\n--b--\n`,
]

describe('what must not leave', () => {
  test('is not in any decoding of what leaves, however and wherever it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[a-z][a-z0-9]{4,9}(?:\.[a-z]{3,8})?$/),
        fc.stringMatching(/^[a-z]{4,9}\.(?:example|test)$/),
        fc.constantFrom(...ways.keys()),
        fc.constantFrom(...places.keys()),
        async (local, domain, way, place) => {
          const address = `${local}@${domain}`
          const body = places[place]?.(ways[way]?.(address) ?? '') ?? ''
          const eml = `From: a@sender.invalid\nTo: "Quentin Zarathustra" <${address}>\nDelivered-To: ${address}\nMIME-Version: 1.0\n${body}`
          const { bytes } = await run(eml)
          expect(isPlain(bytes)).toBe(true)
          const sought = [
            address,
            createHash('md5').update(address).digest('hex'),
            createHash('sha256').update(address).digest('hex'),
            'zarathustra',
          ]
          const found = decodings(bytes).find((text) => sought.some((one) => text.includes(one)))
          expect(found, `way ${way}, place ${place}: ${address}`).toBeUndefined()
        },
      ),
      { numRuns: 40 },
    )
  })

  test('is gone however two encodings are put one into the other', async () => {
    const address = 'margarethe.k@house.example'
    for (const outer of [percent, entities, base64, (text: string) => Buffer.from(text).toString('hex')]) {
      for (const inner of [percent, entities, base64, (text: string) => Buffer.from(text).toString('hex')]) {
        const { bytes } = await run(`To: ${address}\n\nsee ${outer(inner(address))} .\n`)
        expect(decodings(bytes).some((text) => text.includes('margarethe'))).toBe(false)
      }
    }
  })

  test('is taken for names in any script, and for the words of a profile', async () => {
    expect(await textOf('To: =?utf-8?B?546L5bCP5piO?= <w@x.example>\nContent-Type: text/plain; charset=utf-8\n\n尊敬的王小明先生\n')).toBe(
      '尊敬的removed先生\n',
    )
    expect((await redactPlain('Dear JOSÉ  Núñez, …', strictRules, { ...nobody, names: ['José Núñez'] })).text).toBe('Dear removed, …')
    const rules = { ...strictRules, words: ['Blue Heron Bank'] }
    expect((await redactPlain('from blue heron%20bank: hello', rules, nobody)).text).toBe('from removed: hello')
  })

  test('leaves ordinary words alone that only hold it', async () => {
    const subject = { ...nobody, names: ['Ann Lee'] }
    expect((await redactPlain('Channel sleeves, Ann and lee.', strictRules, subject)).text).toBe('Channel sleeves, removed and removed.')
  })
})

describe('what tells the sender which copy it is', () => {
  const letter = `From: Bank <x@bank.invalid>
To: ann@desk.example
Message-ID: <20261130.8f3a9c1e77@mta.bank.invalid>
References: <1.2@a.invalid> <3.4@b.invalid>
Return-Path: <bounce-88123-9ab7f2@bank.invalid>
List-Unsubscribe: <https://bank.invalid/u/8f3a9c1e77d0>, <mailto:leave-8f3a9c@bank.invalid>
DKIM-Signature: v=1; a=rsa-sha256; d=bank.invalid; s=k1; h=from:to; bh=AAAAbbbbCCCC=; b=ZZZZyyyyXXXX=
X-Campaign: summer 8f3a9c1e77d0aa
Received: from a (a [192.0.2.7]) by b with ESMTP id 4Xyz for <ann@desk.example>; Mon, 30 Nov 2026 00:00:00 +0000
Content-Type: multipart/alternative; boundary="8f3a9c1e77d0-per-reader"

--8f3a9c1e77d0-per-reader
Content-Type: text/plain

Sign in: https://login.bank.invalid/verify/8f3a9c1e77d0/start.php?lang=en&s=8f3a9c1e77d0&step=2#k=8f3a9c1e77d0
--8f3a9c1e77d0-per-reader--
`
  test('goes, and what the report needs stays', async () => {
    const { bytes, removed } = await run(letter)
    const out = Buffer.from(bytes).toString()
    expect(out).not.toMatch(/8f3a9c|88123|ZZZZ|AAAA|ann@desk/)
    const message = parseMessage(bytes, limits)
    expect(message.defects).toEqual([])
    expect(findField(message, 'from')?.value).toBe('Bank <x@bank.invalid>')
    expect(findField(message, 'received')?.value).toContain('[192.0.2.7]')
    expect(findField(message, 'dkim-signature')?.value).toContain('d=bank.invalid; s=k1')
    expect(message.text).toBe('Sign in: https://login.bank.invalid/verify/removed/start.php?lang=en&s=removed&step=2#k=removed')
    expect(new Set(removed.map(({ why }) => why))).toEqual(new Set(['address', 'token', 'identifier']))
  })

  test('stays in a link that the letter is about, unless a person is in it', async () => {
    const link = 'https://login.bank.invalid/verify/8f3a9c1e77d0/start.php'
    expect(await textOf(`To: ann@desk.example\n\n${link}.\n`, { ...nobody, about: [link] })).toContain(link)
    const theirs = `${link}?for=ann@desk.example`
    expect(await textOf(`To: ann@desk.example\n\n${theirs}\n`, { ...nobody, about: [theirs] })).toContain(
      `${link}?for=removed@removed.invalid`,
    )
  })
})

describe('attachments', () => {
  const withPart = (type: string, name: string, content: Uint8Array) =>
    serialiseEntity({
      fields: [{ name: 'To', raw: 'ann.whoever@desk.example' }],
      type: 'multipart/mixed',
      parts: [
        { type: 'text/plain', text: 'hi' },
        { type, name, disposition: 'attachment', content },
      ],
    })

  test('pictures are drawn anew, without what their files say', async () => {
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#373' } })
      .withExif({ IFD0: { Artist: 'ann.whoever@desk.example', Copyright: 'secretplace' } })
      .jpeg()
      .toBuffer()
    expect(picture.toString('latin1')).toContain('secretplace')
    const { bytes, left } = await run(withPart('image/jpeg', 'ann.whoever.jpg', picture))
    const part = parseMessage(bytes, limits).parts[2]
    expect(left).toEqual([])
    expect(part?.type).toBe('image/jpeg')
    expect(part?.name).toBe('removed.jpg')
    expect(Buffer.from(part?.content ?? []).toString('latin1')).not.toContain('secretplace')
  })

  test('what cannot be cleaned stays behind, and that is said', async () => {
    const pdf = Buffer.from('%PDF-1.4 /Author (somebody)')
    const { bytes, left } = await run(withPart('application/pdf', 'bill.pdf', pdf))
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    expect(left).toEqual([{ part: '2', name: 'bill.pdf', type: 'application/pdf', size: pdf.length, sha256, why: 'cannot-clean' }])
    expect(Buffer.from(bytes).toString()).toContain(sha256)
    expect(Buffer.from(bytes).toString()).not.toContain(pdf.toString('base64').slice(0, 20))
    expect((await run(withPart('application/pdf', 'bill.pdf', pdf), { ...strictRules, attachments: 'as-is' })).left).toEqual([])
    expect((await run(withPart('text/plain', 'a.txt', Buffer.from('x')), { ...strictRules, attachments: 'none' })).left[0]?.why).toBe(
      'not-wanted',
    )
  })
})

describe('any message', () => {
  test('comes out as valid MIME in seven bits, whatever it was', async () => {
    const folder = new URL('../../../fixtures/samples/', import.meta.url)
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml'))
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) {
      const { bytes } = await run(readFileSync(new URL(name, folder)))
      expect(isPlain(bytes), name).toBe(true)
      expect(parseMessage(bytes, limits).defects, name).toEqual([])
    }
  })

  test('whose bytes are nothing at all is written without an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        expect(isPlain((await run(bytes)).bytes)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('a profile that takes off nothing leaves addresses and tokens', async () => {
    const rules: RedactionRules = {
      recipients: false,
      reporter: false,
      tracking: false,
      attachments: 'as-is',
      headers: ['x-internal-*'],
      words: [],
    }
    const { bytes } = await run('To: Ann <ann@desk.example>\nX-Internal-Route: a\n\nhttps://x.example/8f3a9c1e77d0\n', rules)
    const message = parseMessage(bytes, limits)
    expect(findField(message, 'to')?.value).toBe('Ann <ann@desk.example>')
    expect(findField(message, 'x-internal-route')).toBeUndefined()
    expect(message.text).toContain('8f3a9c1e77d0')
  })
})
