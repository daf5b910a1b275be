/**
 * The mbox family (RFC 4155, and the mboxo/mboxrd variants that exist): messages between `From ` lines. Content-Length is not
 * trusted, since one wrong number there swallows messages.
 */
export type MboxMessage = {
  /** from 0 */
  readonly index: number
  /** byte offset of the separator in the file */
  readonly offset: number
  /** the separator line, without line break */
  readonly separator: string
  readonly bytes: Uint8Array
  /** the message was longer than the limit and is cut */
  readonly truncated: boolean
}

export type MboxOptions = {
  /** bytes of one message kept */
  readonly bytes: number
  /** how `From ` in bodies was quoted: `rd` takes one `>` off every `>From `, `>>From ` …; `o` off `>From ` alone; `none` leaves all */
  readonly quoting?: 'rd' | 'o' | 'none'
}

const longestSeparator = 1000
const separatorForm = /^From (?:\S+@\S+|MAILER-DAEMON|-|\S+)?.*\b\d{1,2}:\d\d/

/** Whether a file's first bytes look like an mbox. */
export function looksLikeMbox(start: Uint8Array): boolean {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, longestSeparator)).toString('latin1')
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  return separatorForm.test(line)
}

/**
 * Splits chunks of an mbox into messages, one at a time; holds no more than one message. What stands before the first separator is
 * passed over. The empty line before a separator belongs to the separator.
 */
export async function* splitMbox(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: MboxOptions,
): AsyncGenerator<MboxMessage, void, undefined> {
  const state = { index: 0, position: 0, blank: true, midLine: false }
  let open: { offset: number; separator: string; pieces: Uint8Array[]; size: number; truncated: boolean } | null = null
  let carry: Buffer = Buffer.alloc(0)

  const close = (): MboxMessage | null => {
    if (open === null) return null
    const whole = Buffer.concat(open.pieces)
    const bytes = open.truncated ? whole : trimBlank(whole)
    return {
      index: state.index++,
      offset: open.offset,
      separator: open.separator,
      bytes: unquote(bytes, options.quoting ?? 'rd'),
      truncated: open.truncated,
    }
  }
  const keep = (piece: Buffer) => {
    if (open === null || piece.length === 0) return
    const room = options.bytes - open.size
    if (piece.length > room) open.truncated = true
    if (room <= 0) return
    open.pieces.push(new Uint8Array(piece.subarray(0, room)))
    open.size += Math.min(room, piece.length)
  }

  for await (const chunk of chunks) {
    const buffer = carry.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([carry, chunk])
    carry = Buffer.alloc(0)
    let run = 0
    let at = 0
    while (at < buffer.length) {
      const feed = buffer.indexOf(0x0a, at)
      const candidate = !state.midLine && buffer.toString('latin1', at, at + 5) === 'From '
      if (feed < 0) {
        const short = buffer.length - at <= longestSeparator
        if (short) {
          keep(buffer.subarray(run, at))
          carry = Buffer.from(buffer.subarray(at))
          run = buffer.length
        } else state.midLine = true
        break
      }
      if (candidate && state.blank && feed - at <= longestSeparator) {
        const separator = buffer.toString('latin1', at, feed).replace(/\r$/, '')
        if (separatorForm.test(separator)) {
          keep(buffer.subarray(run, at))
          const done = close()
          open = { offset: state.position + at, separator, pieces: [], size: 0, truncated: false }
          run = feed + 1
          if (done !== null) yield done
        }
      }
      state.blank = !state.midLine && (feed === at || (feed === at + 1 && buffer[at] === 0x0d))
      state.midLine = false
      at = feed + 1
    }
    if (run < buffer.length) keep(buffer.subarray(run))
    state.position += buffer.length - carry.length
  }
  if (carry.length > 0) keep(carry)
  const last = close()
  if (last !== null) yield last
}

function trimBlank(bytes: Buffer): Buffer {
  if (bytes.length >= 2 && bytes.subarray(-2).toString('latin1') === '\n\n') return bytes.subarray(0, -1)
  if (bytes.length >= 4 && bytes.subarray(-4).toString('latin1') === '\r\n\r\n') return bytes.subarray(0, -2)
  return bytes
}

function unquote(bytes: Buffer, quoting: 'rd' | 'o' | 'none'): Uint8Array {
  if (quoting === 'none' || !bytes.includes('>From ')) return bytes
  const out: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf('>From '); at >= 0; at = bytes.indexOf('>From ', at + 1)) {
    let start = at
    while (start > 0 && bytes[start - 1] === 0x3e) start--
    if (start > 0 && bytes[start - 1] !== 0x0a) continue
    if (quoting === 'o' && start !== at) continue
    out.push(bytes.subarray(from, start))
    from = start + 1
  }
  out.push(bytes.subarray(from))
  return Buffer.concat(out)
}

/** Writes messages as mboxrd. `separator` is the line in front, by default of no one at the epoch. */
export function joinMbox(messages: Iterable<{ readonly bytes: Uint8Array; readonly separator?: string }>): Uint8Array {
  const out: Buffer[] = []
  for (const { bytes, separator } of messages) {
    out.push(Buffer.from(`${separator ?? 'From MAILER-DAEMON Thu Jan  1 00:00:00 1970'}\n`))
    const body = Buffer.from(bytes)
    let from = 0
    for (let at = body.indexOf('From '); at >= 0; at = body.indexOf('From ', at + 1)) {
      let start = at
      while (start > 0 && body[start - 1] === 0x3e) start--
      if (start > 0 && body[start - 1] !== 0x0a) continue
      out.push(body.subarray(from, start), Buffer.from('>'))
      from = start
    }
    out.push(body.subarray(from))
    out.push(Buffer.from(body.at(-1) === 0x0a || body.length === 0 ? '\n' : '\n\n'))
  }
  return new Uint8Array(Buffer.concat(out))
}
