import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findField, isPlain, type OutgoingEntity, parseMessage, serialiseEntity } from './index.ts'

const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const written = (entity: OutgoingEntity) => serialiseEntity(entity)
const read = (entity: OutgoingEntity) => parseMessage(written(entity), limits)

describe('a message that is written', () => {
  test('says again what it was made of, in seven bits and short lines', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.uint8Array({ maxLength: 400 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
        (subject, text, content, name) => {
          const bytes = written({
            fields: [{ name: 'Subject', text: subject }],
            type: 'multipart/mixed',
            parts: [
              { type: 'text/plain', parameters: { charset: 'utf-8' }, text },
              { type: 'application/octet-stream', disposition: 'attachment', name, content },
            ],
          })
          expect(isPlain(bytes)).toBe(true)
          const message = parseMessage(bytes, limits)
          expect(message.defects).toEqual([])
          const calm = (words: string) =>
            words
              .toWellFormed()
              .replace(/[\s\0]+/g, ' ')
              .trim()
          // what a header may hold is fewer characters than a text
          if (/^[\P{C}]*$/u.test(subject)) expect(calm(findField(message, 'subject')?.value ?? '')).toBe(calm(subject))
          expect(message.parts[1]?.text).toBe(text.toWellFormed().replace(/\r\n?/g, '\n'))
          expect(Buffer.from(message.parts[2]?.content ?? []).equals(Buffer.from(content))).toBe(true)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('is the same bytes for the same, whenever', () => {
    const entity: OutgoingEntity = {
      type: 'multipart/mixed',
      parts: [
        { type: 'text/plain', text: 'a' },
        { type: 'text/html', text: 'b' },
      ],
    }
    expect(Buffer.from(written(entity)).equals(Buffer.from(written(entity)))).toBe(true)
  })

  test('opens no field that a value brings along', () => {
    const message = read({
      fields: [
        { name: 'Subject', text: 'x\r\nBcc: everyone@bad.example' },
        { name: 'Reply-To', addresses: [{ name: 'y\nBcc: z', address: 'a@b.example>\r\nBcc: <c@d.example' }] },
        { name: 'X-Raw', raw: 'one\r\n\r\nbody' },
      ],
      type: 'text/plain',
      text: '',
    })
    expect(message.header.map(({ key }) => key)).toEqual(['subject', 'reply-to', 'x-raw', 'content-type', 'content-transfer-encoding'])
  })

  test('carries names in any script', () => {
    for (const name of ['简历 最终版.pdf', 'فاتورة.pdf', 'a "b" c.txt', `${'long '.repeat(30)}.txt`]) {
      const message = read({
        type: 'multipart/mixed',
        parts: [{ type: 'text/csv', disposition: 'attachment', name, content: new Uint8Array(3) }],
      })
      expect(message.parts[1]?.name).toBe(name)
    }
  })

  test('nests a message byte for byte, and refuses to where it could not be carried', () => {
    const inner = Buffer.from('Subject: inner\r\n\r\nhello\r\n')
    const message = read({ type: 'multipart/mixed', parts: [{ type: 'message/rfc822', plain: inner }] })
    expect(Buffer.from(message.parts[1]?.content ?? []).equals(inner)).toBe(true)
    for (const bad of [Buffer.from('ü'), Buffer.from('a\rb'), Buffer.alloc(2_000, 'x')])
      expect(() => written({ type: 'message/rfc822', plain: bad })).toThrow()
  })
})
