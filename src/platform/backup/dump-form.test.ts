import { Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DumpHeader, DumpReader, dumpForm, endOfRows, headerLine, sectionLine } from './dump-form.ts'

const header: DumpHeader = { form: dumpForm, made: '2026-01-02T03:04:05.000Z', program: '0.1.0', postgres: '18.4', migrations: [] }
const sha256 = 'a'.repeat(64)

/** The same bytes in pieces as a disk or gzip might hand them out. */
async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const next = at + (sizes[turn % sizes.length] ?? 1)
    yield bytes.subarray(at, next)
    at = next
  }
}

async function gather(rows: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of rows) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces).toString('utf8')
}

const row = fc.stringMatching(/^[^\n\\]{0,30}$/).map((text) => `${text}\n`)
const blob = fc.uint8Array({ maxLength: 200 })

test('what was written is read again, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(row, { maxLength: 5 }), { maxLength: 4 }),
      fc.array(blob, { maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 }),
      async (tables, blobs, sizes) => {
        const bytes = Buffer.concat([
          headerLine(header),
          ...tables.flatMap((rows, at) => [
            sectionLine({ section: 'table', name: `t.${at}`, columns: ['a'] }),
            Buffer.from(rows.join('')),
            endOfRows,
          ]),
          ...blobs.flatMap((one) => [sectionLine({ section: 'blob', sha256, size: one.length }), Buffer.from(one), Buffer.from('\n')]),
          sectionLine({ section: 'end', rows: {}, blobs: blobs.length }),
        ])
        const reader = new DumpReader(inPieces(bytes, sizes))
        expect(await reader.header()).toEqual(header)
        for (const [at, rows] of tables.entries()) {
          expect(await reader.section()).toMatchObject({ section: 'table', name: `t.${at}` })
          expect(await gather(reader.rows())).toBe(rows.join(''))
        }
        for (const one of blobs) {
          const section = await reader.section()
          expect(section).toEqual({ section: 'blob', sha256, size: one.length })
          expect([...(await reader.bytes(one.length))]).toEqual([...one])
        }
        expect(await reader.section()).toEqual({ section: 'end', rows: {}, blobs: blobs.length })
        await reader.finish()
      },
    ),
  )
})

const whole = Buffer.concat([
  headerLine(header),
  sectionLine({ section: 'table', name: 't.a', columns: ['a'] }),
  Buffer.from('one\ntwo\n'),
  endOfRows,
  sectionLine({ section: 'blob', sha256, size: 3 }),
  Buffer.from('abc\n'),
  sectionLine({ section: 'end', rows: { 't.a': 2 }, blobs: 1 }),
])

async function readAll(source: AsyncIterable<Buffer>): Promise<void> {
  const reader = new DumpReader(source)
  await reader.header()
  for (;;) {
    const section = await reader.section()
    if (section.section === 'table') await gather(reader.rows())
    if (section.section === 'blob') await reader.bytes(section.size)
    if (section.section === 'end') return reader.finish()
  }
}

test('a file that ends anywhere before its end, packed or not, is known as damaged', async () => {
  await readAll(inPieces(whole, [7]))
  for (let length = 0; length < whole.length; length++) {
    await expect(readAll(inPieces(whole.subarray(0, length), [16])), `${length} bytes`).rejects.toMatchObject({
      code: 'platform.dump-damaged',
    })
  }
  const packed = gzipSync(whole)
  for (let length = 0; length < packed.length; length += 3) {
    const source = Readable.from([packed.subarray(0, length)]).pipe(createGunzip())
    await expect(readAll(source), `${length} packed bytes`).rejects.toMatchObject({ code: 'platform.dump-damaged' })
  }
})

test('bytes that were changed do not unpack', async () => {
  const packed = gzipSync(whole)
  for (let at = 10; at < packed.length; at += 5) {
    const changed = Buffer.from(packed)
    changed[at] = (changed[at] ?? 0) ^ 0x55
    await expect(readAll(Readable.from([changed]).pipe(createGunzip())), `byte ${at}`).rejects.toMatchObject({
      code: 'platform.dump-damaged',
    })
  }
})

test('what is no dump, and what follows its end, is damaged too', async () => {
  await expect(readAll(inPieces(Buffer.from('hello\n'), [3]))).rejects.toMatchObject({ code: 'platform.dump-damaged' })
  await expect(readAll(inPieces(Buffer.from('{"form":"tocsin-dump/9"}\n'), [3]))).rejects.toMatchObject({ code: 'platform.dump-damaged' })
  await expect(readAll(inPieces(Buffer.concat([whole, Buffer.from('x')]), [64]))).rejects.toMatchObject({ code: 'platform.dump-damaged' })
  const endless = (async function* () {
    for (;;) yield Buffer.alloc(1 << 18, 0x61)
  })()
  await expect(new DumpReader(endless).header()).rejects.toMatchObject({ code: 'platform.dump-damaged' })
})
