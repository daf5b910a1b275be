// The file of `tocsin dump`: gzip (RFC 1952) around lines. A line of JSON begins each section; after the line of a table come its rows
// as COPY writes them (a row is a line, and none can be `\.`), ended by a line `\.`; after the line of a blob its bytes and a newline.
// The last line counts what came before, so that a file that was cut is known as such.
import { z } from 'zod'
import { Failure } from '../../base/failure.ts'

export const dumpForm = 'tocsin-dump/1'

export const dumpHeader = z.object({
  form: z.literal(dumpForm),
  /** the moment that the dump shows */
  made: z.iso.datetime(),
  program: z.string(),
  /** the server that was read, `18.4` */
  postgres: z.string(),
  /** the steps of the schema, in order */
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })),
})
export type DumpHeader = z.output<typeof dumpHeader>

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(0)

const section = z.discriminatedUnion('section', [
  z.object({ section: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
  z.object({ section: z.literal('jobs'), columns: z.array(z.string()) }),
  z.object({ section: z.literal('sequence'), name: z.string(), last: size, called: z.boolean() }),
  z.object({ section: z.literal('file'), name: z.enum(['log-key', 'sign-in-secret', 'log-head']), text: z.string().max(100_000) }),
  z.object({ section: z.literal('blob'), sha256, size }),
  z.object({ section: z.literal('end'), rows: z.record(z.string(), size), blobs: size }),
])
export type DumpSection = z.output<typeof section>

export function headerLine(header: DumpHeader): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\n`)
}

export function sectionLine(one: DumpSection): Buffer {
  return Buffer.from(`${JSON.stringify(one)}\n`)
}

/** What ends the rows of a table. */
export const endOfRows = Buffer.from('\\.\n')

const longestLine = 1 << 20

function damaged(why: string): Failure {
  return new Failure('invalid', 'platform.dump-damaged', `this is not a whole dump of Tocsin: ${why}`)
}

/** Reads the opened file in order. Whatever is not as it should be fails with `platform.dump-damaged`. */
export class DumpReader {
  readonly #source: AsyncIterator<Buffer>
  #buffer: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async header(): Promise<DumpHeader> {
    const parsed = dumpHeader.safeParse(await this.#json())
    if (!parsed.success) throw damaged('its first line is not that of a dump that this version reads')
    return parsed.data
  }

  async section(): Promise<DumpSection> {
    const parsed = section.safeParse(await this.#json())
    if (!parsed.success) throw damaged('a section that this version does not know')
    return parsed.data
  }

  /** The rows up to the line that ends them, which is taken too. */
  async *rows(): AsyncGenerator<Buffer> {
    const end = Buffer.from('\n\\.\n')
    // an empty table has the closing line alone
    while (this.#buffer.length < endOfRows.length) await this.#more('the rows of a table break off')
    if (this.#buffer.subarray(0, endOfRows.length).equals(endOfRows)) {
      this.#buffer = this.#buffer.subarray(endOfRows.length)
      return
    }
    for (;;) {
      const at = this.#buffer.indexOf(end)
      if (at >= 0) {
        const rest = this.#buffer.subarray(0, at + 1)
        this.#buffer = this.#buffer.subarray(at + end.length)
        yield rest
        return
      }
      // the end may lie across two pieces
      const safe = this.#buffer.length - end.length
      if (safe > 0) {
        const piece = this.#buffer.subarray(0, safe)
        this.#buffer = this.#buffer.subarray(safe)
        yield piece
      }
      await this.#more('the rows of a table break off')
    }
  }

  /** As many bytes, and the newline behind them. */
  async bytes(count: number): Promise<Buffer> {
    const pieces: Buffer[] = []
    let left = count
    while (left > 0) {
      if (this.#buffer.length === 0) await this.#more('a blob breaks off')
      const piece = this.#buffer.subarray(0, left)
      pieces.push(piece)
      left -= piece.length
      this.#buffer = this.#buffer.subarray(piece.length)
    }
    while (this.#buffer.length === 0) await this.#more('a blob breaks off')
    if (this.#buffer[0] !== 0x0a) throw damaged('a blob is longer than its section says')
    this.#buffer = this.#buffer.subarray(1)
    return Buffer.concat(pieces)
  }

  /** Reads to the end of the file, which checks what gzip says of it: nothing may follow. */
  async finish(): Promise<void> {
    if (this.#buffer.length > 0) throw damaged('something follows its end')
    const next = await this.#next()
    if (next !== undefined) throw damaged('something follows its end')
  }

  async #json(): Promise<unknown> {
    for (;;) {
      const at = this.#buffer.indexOf(0x0a)
      if (at >= 0) {
        const line = this.#buffer.subarray(0, at).toString('utf8')
        this.#buffer = this.#buffer.subarray(at + 1)
        try {
          return JSON.parse(line)
        } catch {
          throw damaged('a line that is no section')
        }
      }
      if (this.#buffer.length > longestLine) throw damaged('a line that is no section')
      await this.#more('it ends too early')
    }
  }

  async #more(why: string): Promise<void> {
    const next = await this.#next()
    if (next === undefined) throw damaged(why)
    this.#buffer = this.#buffer.length === 0 ? next : Buffer.concat([this.#buffer, next])
  }

  async #next(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#source.next()
      return done === true ? undefined : value
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
      if (/^(Z_|ERR_.*ZLIB)/.test(code)) throw damaged(code === 'Z_BUF_ERROR' ? 'it ends too early' : 'it does not unpack')
      throw cause
    }
  }
}
