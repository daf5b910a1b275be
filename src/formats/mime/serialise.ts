import { createHash } from 'node:crypto'

/**
 * Writes messages (RFC 5322, RFC 2045 to 2047, RFC 2231) in seven bits and short lines, so that every relay carries them and a hash of them stays what it
 * was. The same entity gives the same bytes: boundaries are made of what they part.
 */

/** One field of a header. `text` is written as words for people (RFC 2047); `raw` stands as it is, folded where it has spaces. */
export type OutgoingField =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly raw: string }
  | { readonly name: string; readonly addresses: readonly { readonly name?: string; readonly address: string }[] }

/** What stands between header and end of an entity. `encoded` for what is to be read byte for byte; nested messages may not be encoded (RFC 2046 §5.2.1). */
export type OutgoingEntity = {
  readonly fields?: readonly OutgoingField[]
  /** lower case `type/subtype` */
  readonly type: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly disposition?: 'inline' | 'attachment'
  readonly name?: string
  readonly contentId?: string
} & (
  | { readonly parts: readonly OutgoingEntity[] }
  | { readonly text: string }
  | { readonly content: Uint8Array }
  /** seven-bit bytes with lines of at most 998 characters, written as they are */
  | { readonly plain: Uint8Array }
)

const crlf = '\r\n'
const printable = /^[\x20-\x7e]*$/
const mostLine = 76

/** An entity with its header, CRLF throughout. */
export function serialiseEntity(entity: OutgoingEntity): Uint8Array {
  const { header, body } = writeEntity(entity)
  return Buffer.concat([Buffer.from(`${header}${crlf}`, 'latin1'), body])
}

/** Whether bytes may stand in a message unencoded: ASCII without NUL or bare CR, no line past RFC 5322 §2.1.1. */
export function isPlain(bytes: Uint8Array): boolean {
  let line = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === 0x0a) line = 0
    else if (byte === 0 || byte > 126 || (byte === 0x0d && bytes[at + 1] !== 0x0a) || ++line > 998) return false
  }
  return true
}

function writeEntity(entity: OutgoingEntity): { readonly header: string; readonly body: Buffer } {
  const { body, encoding, boundary } = writeBody(entity)
  const fields = (entity.fields ?? []).map(writeField)
  const parameters = { ...entity.parameters, ...(boundary === undefined ? {} : { boundary }) }
  fields.push(
    writeParameterised('Content-Type', entity.type, entity.name === undefined ? parameters : { ...parameters, name: entity.name }),
  )
  if (encoding !== undefined) fields.push(`Content-Transfer-Encoding: ${encoding}${crlf}`)
  if (entity.disposition !== undefined)
    fields.push(writeParameterised('Content-Disposition', entity.disposition, entity.name === undefined ? {} : { filename: entity.name }))
  if (entity.contentId !== undefined) fields.push(`Content-ID: <${tokenOf(entity.contentId)}>${crlf}`)
  return { header: fields.join(''), body }
}

function writeBody(entity: OutgoingEntity): { readonly body: Buffer; readonly encoding?: string; readonly boundary?: string } {
  if ('parts' in entity) {
    const parts = entity.parts.map((part) => serialiseEntity(part))
    const boundary = boundaryOf(parts)
    const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}${crlf}`), part, Buffer.from(crlf)])
    return { body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--${crlf}`)]), boundary }
  }
  if ('plain' in entity) {
    if (!isPlain(entity.plain)) throw new Error('these bytes cannot stand unencoded')
    return { body: Buffer.from(entity.plain), encoding: '7bit' }
  }
  if ('content' in entity) return { body: Buffer.from(base64Lines(entity.content), 'latin1'), encoding: 'base64' }
  const text = entity.text.replace(/\r\n?|\n/g, crlf)
  return { body: Buffer.from(quotedPrintable(text), 'latin1'), encoding: 'quoted-printable' }
}

/** Never in base64 or quoted-printable (RFC 2045 §6.7), and not to be foreseen by who wrote a nested message. */
function boundaryOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(`${parts.length}`)
  for (const part of parts) hash.update(part)
  return `=_${hash.digest('hex').slice(0, 40)}`
}

function writeField(field: OutgoingField): string {
  const name = field.name.replace(/[^\x21-\x39\x3b-\x7e]/g, '')
  if ('raw' in field) return fold(`${name}: ${oneLine(field.raw).replace(/[^\x20-\x7e]/g, '?')}`)
  if ('text' in field) return fold(`${name}: ${encodeWords(oneLine(field.text))}`)
  const each = field.addresses.map(({ name: who = '', address }) => {
    const bare = oneLine(address).replace(/[<>\s]|[^\x20-\x7e]/g, '')
    if (who === '') return bare
    const plain = oneLine(who)
    const words = printable.test(plain) && !plain.includes('=?') ? `"${plain.replace(/["\\]/g, '\\$&')}"` : encodeWords(plain)
    return `${words} <${bare}>`
  })
  return fold(`${name}: ${each.join(', ')}`)
}

/** No line break that a value brings along may open a field of its own. */
function oneLine(text: string): string {
  return text.replace(/[\s\0]*[\r\n\0]+\s*/g, ' ').trim()
}

function tokenOf(text: string): string {
  return text.replace(/[^\x21-\x3b\x3d\x3f-\x7e]/g, '')
}

/** Text as it is, or as encoded words of whole characters (RFC 2047 §5), each within 75 characters. */
function encodeWords(text: string): string {
  if (printable.test(text) && !text.includes('=?')) return text
  const words: string[] = []
  let run = ''
  for (const character of text.toWellFormed()) {
    if (Buffer.byteLength(run + character) > 42) {
      words.push(run)
      run = ''
    }
    run += character
  }
  words.push(run)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

/** RFC 5322 §2.2.3: breaks before white space, and never makes a line of nothing but that. Words longer than any line are cut at 990. */
function fold(line: string): string {
  const words = line.split(' ').flatMap((word) => word.match(/.{1,900}/gs) ?? [''])
  let out = ''
  let length = 0
  for (const [at, word] of words.entries()) {
    const breaks = at > 1 && length + 1 + word.length > mostLine && word !== ''
    if (at > 0) out += breaks ? `${crlf} ` : ' '
    out += word
    length = breaks ? 1 + word.length : length + (at > 0 ? 1 : 0) + word.length
  }
  return `${out.trimEnd()}${crlf}`
}

/** RFC 2045 §5.1 parameters; what is not ASCII or is long by RFC 2231. */
function writeParameterised(name: string, value: string, parameters: Readonly<Record<string, string>>): string {
  let out = `${name}: ${value.replace(/[^\x21-\x7e]/g, '')}`
  for (const [key, raw] of Object.entries(parameters)) {
    const text = oneLine(raw)
    for (const piece of writeParameter(key.replace(/[^A-Za-z0-9-]/g, ''), text)) out += `;${crlf} ${piece}`
  }
  return out + crlf
}

function writeParameter(key: string, text: string): readonly string[] {
  if (printable.test(text) && text.length <= 60) return [`${key}="${text.replace(/["\\]/g, '\\$&')}"`]
  const characters = [...text.toWellFormed()].map((character) =>
    /^[A-Za-z0-9._-]$/.test(character)
      ? character
      : [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
  const runs: string[] = ['']
  for (const character of characters) {
    const last = runs.length - 1
    if ((runs[last] ?? '').length + character.length > 50) runs.push(character)
    else runs[last] += character
  }
  if (runs.length === 1) return [`${key}*=utf-8''${runs[0]}`]
  return runs.map((run, at) => `${key}*${at}*=${at === 0 ? "utf-8''" : ''}${run}`)
}

function base64Lines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return (text.match(/.{1,76}/g) ?? []).map((line) => `${line}${crlf}`).join('')
}

/** RFC 2045 §6.7, of text whose lines end in CRLF. */
function quotedPrintable(text: string): string {
  const lines = text.split(crlf)
  const out = lines.map((line) => {
    let written = ''
    let length = 0
    const bytes = Buffer.from(line.toWellFormed())
    for (const [at, byte] of bytes.entries()) {
      const last = at === bytes.length - 1
      const literal = (byte >= 33 && byte <= 126 && byte !== 61) || ((byte === 32 || byte === 9) && !last)
      // `From ` and a lone dot at the beginning of a line are changed by some who carry them (RFC 2049 §3)
      const touchy = length === 0 && (byte === 46 || (byte === 70 && line.startsWith('From ', at)))
      const piece = literal && !touchy ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
      if (length + piece.length > 75) {
        written += `=${crlf}`
        length = 0
      }
      written += piece
      length += piece.length
    }
    return written
  })
  return out.join(crlf)
}
