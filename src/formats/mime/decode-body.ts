import { hexPair } from './encoded-words.ts'
import type { DefectCode } from './message.ts'

/** Transfer encodings (RFC 2045 §6) undone: `content` is what could be read. */
export type DecodedBody = { readonly content: Uint8Array; readonly fault: DefectCode | null }

/** Undoes a transfer encoding; an unknown one leaves the bytes as they are and says so. The answer never is longer than the input. */
export function decodeBody(bytes: Uint8Array, encoding: string | null): DecodedBody {
  switch (encoding) {
    case null:
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
    case '7-bit':
    case '8-bit':
    case 'none':
      return { content: bytes, fault: null }
    case 'base64':
      return decodeBase64(bytes)
    case 'quoted-printable':
    case 'quoted_printable':
    case 'qp':
      return decodeQuotedPrintable(bytes)
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
    case 'uue':
      return decodeUuencode(bytes)
    default:
      return { content: bytes, fault: 'encoding-unknown' }
  }
}

const invalid = 255
const alphabet = new Uint8Array(256).fill(invalid)
for (const [i, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) alphabet[c.charCodeAt(0)] = i

/** RFC 2045 §6.8: characters outside of the alphabet are passed over, and data after padding is a new run (mailers join blocks so). */
function decodeBase64(bytes: Uint8Array): DecodedBody {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4) + 3)
  let length = 0
  let group = 0
  let held = 0
  let junk = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    const value = alphabet[byte] ?? invalid
    if (value !== invalid) {
      group = (group << 6) | value
      if (++held === 4) {
        out[length++] = group >> 16
        out[length++] = (group >> 8) & 0xff
        out[length++] = group & 0xff
        group = 0
        held = 0
      }
    } else if (byte === 0x3d) {
      length = endGroup(out, length, group, held)
      group = 0
      held = 0
    } else if (byte !== 0x0d && byte !== 0x0a && byte !== 0x20 && byte !== 0x09) junk = true
  }
  const cut = held > 0
  length = endGroup(out, length, group, held)
  return { content: out.subarray(0, length), fault: junk || cut ? 'base64-malformed' : null }
}

function endGroup(out: Uint8Array, length: number, group: number, held: number): number {
  if (held < 2) return length
  out[length++] = held === 2 ? (group >> 4) & 0xff : (group >> 10) & 0xff
  if (held === 3) out[length++] = (group >> 2) & 0xff
  return length
}

/** RFC 2045 §6.7, with its notes on robust decoding: an escape that is none stays as it is. */
function decodeQuotedPrintable(bytes: Uint8Array): DecodedBody {
  const out = new Uint8Array(bytes.length)
  let length = 0
  let solid = 0
  let fault = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === 0x3d) {
      const code = hexPair(bytes[i + 1], bytes[i + 2])
      if (code >= 0) {
        out[length++] = code
        solid = length
        i += 2
        continue
      }
      let after = i + 1
      while (bytes[after] === 0x20 || bytes[after] === 0x09) after++
      if (after >= bytes.length) {
        i = after
        solid = length
        continue
      }
      if (bytes[after] === 0x0d && bytes[after + 1] === 0x0a) {
        i = after + 1
        solid = length
        continue
      }
      if (bytes[after] === 0x0a || bytes[after] === 0x0d) {
        i = after
        solid = length
        continue
      }
      fault = true
    }
    if (byte === 0x0a || byte === 0x0d) length = solid
    out[length++] = byte
    if (byte !== 0x20 && byte !== 0x09) solid = length
  }
  return { content: out.subarray(0, length), fault: fault ? 'qp-malformed' : null }
}

/** uuencode as mailers send it: lines between `begin` and `end`, each with its length in front. */
function decodeUuencode(bytes: Uint8Array): DecodedBody {
  const out = new Uint8Array(bytes.length)
  let length = 0
  let begun = false
  let fault = false
  for (const line of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').split(/\r?\n/)) {
    if (!begun) {
      begun = /^begin(?:-base64)? [0-7]{3,4} /.test(line)
      continue
    }
    if (line === 'end') break
    const count = (line.charCodeAt(0) - 32) & 63
    if (line === '' || count === 0) continue
    let written = 0
    for (let i = 1; i < line.length && written < count; i += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => (line.charCodeAt(i + k) - 32) & 63) as [number, number, number, number]
      for (const byte of [(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d]) {
        if (written < count && length < out.length) {
          out[length++] = byte
          written++
        }
      }
    }
    if (written < count) fault = true
  }
  if (!begun) return { content: bytes, fault: 'encoding-unknown' }
  return { content: out.subarray(0, length), fault: fault ? 'base64-malformed' : null }
}

/** Undoes `format=flowed` (RFC 3676 §4): lines that end in a space go on in the next one. */
export function unflow(text: string, delsp: boolean): string {
  const out: string[] = []
  let open = false
  for (const line of text.split('\n')) {
    const stuffed = line.startsWith(' ') ? line.slice(1) : line
    const quoted = stuffed.startsWith('>')
    const flows = stuffed.endsWith(' ') && stuffed !== '-- ' && !quoted
    const body = flows && delsp ? stuffed.slice(0, -1) : stuffed
    if (open && !quoted && stuffed !== '-- ') out.push(body)
    else out.push(out.length === 0 ? body : `\n${body}`)
    open = flows
  }
  return out.join('')
}
