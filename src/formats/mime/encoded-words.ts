import { decodeBytes } from './charset.ts'

/** RFC 2047 encoded words, with the charsets that mail really carries and with no more work than is linear in the text. */

type Word = { readonly charset: string; readonly bytes: Uint8Array }

const pattern = /=\?([^?\s]{1,80})\?([QqBb])\?([^?]*)\?=/g
const mostWords = 5000

/**
 * Decodes the encoded words of an unfolded text. White space between two of them goes (RFC 2047 §6.2); neighbours of one charset are
 * decoded together, since mailers split characters between words against §5. What cannot be decoded stays as written.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  let out = ''
  let end = 0
  let pending: Word[] = []
  let count = 0
  const flush = () => {
    out += joined(pending)
    pending = []
  }
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null && count < mostWords; match = pattern.exec(text), count++) {
    const between = text.slice(end, match.index)
    if (pending.length === 0 || !/^[ \t\r\n]*$/.test(between)) {
      flush()
      out += between
    }
    const [, charset = '', encoding = '', body = ''] = match
    const word = { charset: charset.toLowerCase(), bytes: wordBytes(encoding, body) }
    const last = pending.at(-1)
    if (last !== undefined && last.charset !== word.charset) flush()
    pending.push(word)
    end = match.index + match[0].length
  }
  flush()
  return out + text.slice(end)
}

function joined(words: readonly Word[]): string {
  const first = words[0]
  if (first === undefined) return ''
  if (words.length === 1) return decodeBytes(first.bytes, first.charset).text
  const together = decodeBytes(Buffer.concat(words.map((word) => word.bytes)), first.charset)
  if (together.fault === null) return together.text
  return words.map((word) => decodeBytes(word.bytes, word.charset).text).join('')
}

function wordBytes(encoding: string, body: string): Uint8Array {
  if (/b/i.test(encoding)) return Buffer.from(body, 'base64')
  const bytes = Buffer.from(body, 'utf8')
  const out = new Uint8Array(bytes.length)
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === 0x5f) out[length++] = 0x20
    else if (byte === 0x3d) {
      const code = hexPair(bytes[i + 1], bytes[i + 2])
      if (code < 0) out[length++] = byte
      else {
        out[length++] = code
        i += 2
      }
    } else out[length++] = byte
  }
  return out.subarray(0, length)
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** The byte that two hexadecimal digits stand for, or -1. */
export function hexPair(high: number | undefined, low: number | undefined): number {
  const a = hexDigit(high)
  const b = hexDigit(low)
  return a < 0 || b < 0 ? -1 : a * 16 + b
}
