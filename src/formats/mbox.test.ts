import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinMbox, looksLikeMbox, type MboxMessage, splitMbox } from './mbox.ts'

async function split(bytes: Uint8Array, step = 64 * 1024, most = 1_000_000): Promise<MboxMessage[]> {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += step) chunks.push(bytes.subarray(at, at + step))
  const found: MboxMessage[] = []
  for await (const message of splitMbox(chunks, { bytes: most })) found.push(message)
  return found
}
const text = (message: MboxMessage | undefined) => Buffer.from(message?.bytes ?? []).toString()
const separator = 'From a@b.example Mon Jan  1 00:00:00 2024\n'

describe('an mbox', () => {
  test('is split at its separators, and quoting is undone', async () => {
    const found = await split(Buffer.from(`${separator}Subject: 1\n\none\n>From here\n>>From there\n\n${separator}Subject: 2\n\ntwo\n`))
    expect(found.map((message) => message.index)).toEqual([0, 1])
    expect(text(found[0])).toBe('Subject: 1\n\none\nFrom here\n>From there\n')
    expect(text(found[1])).toBe('Subject: 2\n\ntwo\n')
    expect(found[1]?.separator).toBe(separator.trim())
  })

  test('does not split at a line of the body that begins with From', async () => {
    expect(await split(Buffer.from(`${separator}Subject: 1\n\nFrom the beginning it was clear.\n\nFrom now on: nothing\n`))).toHaveLength(1)
    expect(await split(Buffer.from(`${separator}Subject: 1\n\ntext\n${separator}no empty line before\n`))).toHaveLength(1)
  })

  test('does not believe a Content-Length', async () => {
    expect(await split(Buffer.from(`${separator}Content-Length: 100000\n\none\n\n${separator}Subject: 2\n\ntwo\n`))).toHaveLength(2)
  })

  test('with CRLF is split too', async () => {
    const found = await split(Buffer.from(`${separator}Subject: 1\n\none\n\n${separator}Subject: 2\n\n`.replace(/\n/g, '\r\n')))
    expect(text(found[0])).toBe('Subject: 1\r\n\r\none\r\n')
    expect(found).toHaveLength(2)
  })

  test('cuts a message that is longer than the limit, and goes on', async () => {
    const found = await split(Buffer.from(`${separator}${'x'.repeat(5000)}\n\n${separator}Subject: 2\n\n`), 100, 1000)
    expect(found.map((message) => [message.bytes.length, message.truncated])).toEqual([
      [1000, true],
      [11, false],
    ])
  })

  test('is known by its first line', () => {
    expect(looksLikeMbox(Buffer.from(separator))).toBe(true)
    expect(looksLikeMbox(Buffer.from('From: a@b.example\n'))).toBe(false)
    expect(looksLikeMbox(Buffer.from('From me to you\n'))).toBe(false)
  })

  test('gives the same messages however its bytes arrive, and offsets that are true', async () => {
    const line = fc.constantFrom(
      '',
      'From x@y Mon Jan  1 10:00:00 2024',
      '>From a',
      'From',
      'F',
      'text',
      ' ',
      'x'.repeat(1200),
      'From x',
      '\r',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 50 }), async (lines, step) => {
        const bytes = Buffer.from(`${separator}${lines.join('\n')}`)
        const whole = await split(bytes)
        expect(await split(bytes, step)).toEqual(whole)
        for (const message of whole) expect(bytes.toString('latin1', message.offset, message.offset + 5)).toBe('From ')
      }),
      { numRuns: 300 },
    )
  })

  test('written and read gives the same messages', async () => {
    const line = fc.constantFrom('', 'From me 10:00', '>From a', 'Subject: x', '>>From', 'text', separator.trim())
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 5 }), async (messages) => {
        const bytes = messages.map((lines) => Buffer.from(`${lines.join('\n')}\n`))
        const back = await split(joinMbox(bytes.map((one) => ({ bytes: one }))))
        expect(back.map(text)).toEqual(bytes.map((one) => one.toString()))
      }),
      { numRuns: 300 },
    )
  })
})
