import { guessCharset } from './guess-charset.ts'

/** Charset labels as mail writes them (WHATWG Encoding Standard §4.2, RFC 2978), and UTF-7 (RFC 2152), which browsers dropped and spam did not. */

const aliases: ReadonlyMap<string, string> = new Map([
  ['utf8mb4', 'utf-8'],
  ['iso88598i', 'iso-8859-8-i'],
  ['iso88598e', 'iso-8859-8'],
  ['cp932', 'shift_jis'],
  ['windows932', 'shift_jis'],
  ['ms932', 'shift_jis'],
  ['shiftjis', 'shift_jis'],
  ['mskanji', 'shift_jis'],
  ['cp936', 'gbk'],
  ['windows936', 'gbk'],
  ['gb2312', 'gbk'],
  ['gb180302000', 'gb18030'],
  ['cp949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['ksc5601', 'euc-kr'],
  ['ksc56011987', 'euc-kr'],
  ['euckr', 'euc-kr'],
  ['cp950', 'big5'],
  ['windows950', 'big5'],
  ['big5hkscs', 'big5'],
  ['eucjp', 'euc-jp'],
  ['cp51932', 'euc-jp'],
  ['iso2022jp', 'iso-2022-jp'],
  ['iso2022jp1', 'iso-2022-jp'],
  ['iso2022jp2', 'iso-2022-jp'],
  ['iso2022jpms', 'iso-2022-jp'],
  ['cp50220', 'iso-2022-jp'],
  ['cp50221', 'iso-2022-jp'],
  ['tis620', 'windows-874'],
  ['cp874', 'windows-874'],
  ['ansi', 'windows-1252'],
  ['default', 'windows-1252'],
  ['unknown8bit', 'windows-1252'],
  ['8bit', 'windows-1252'],
  ['binary', 'windows-1252'],
  ['macroman', 'macintosh'],
])

type Known = { readonly kind: 'decoder'; readonly name: string } | { readonly kind: 'utf-7' }

const known = new Map<string, Known | null>()

/** What a charset label stands for, or null when nobody can decode it. Labels are remembered only while they are few. */
function findCharset(label: string): Known | null {
  const wanted = label
    .trim()
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/^["'=]+|["']+$/g, '')
    .slice(0, 60)
  const found = known.get(wanted)
  if (found !== undefined) return found
  const answer = lookUp(wanted)
  if (known.size < 500) known.set(wanted, answer)
  return answer
}

function lookUp(label: string): Known | null {
  const bare = label.replace(/^(?:x-ms-|x-|cs)/, '').replace(/[\s._:-]+/g, '')
  if (bare === 'utf7' || bare === 'unicode11utf7') return { kind: 'utf-7' }
  const dashed = label.replace(/^x-/, '').replace(/_/g, '-')
  const windows = /^(?:cp|win|windows|ibm|ms)(\d{3,4})$/.exec(bare)
  for (const name of [label, aliases.get(bare), dashed, bare, windows === null ? undefined : `windows-${windows[1]}`]) {
    if (name === undefined || name === '') continue
    try {
      return { kind: 'decoder', name: new TextDecoder(name).encoding }
    } catch {
      // not a label of the standard: the next guess
    }
  }
  return null
}

/** The bytes as text, and whether they are what they were said to be. */
export type Decoded = { readonly text: string; readonly charset: string; readonly fault: 'charset-unknown' | 'charset-wrong' | null }

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const decoders = new Map<string, TextDecoder>()

function decoderFor(name: string): TextDecoder {
  const found = decoders.get(name)
  if (found !== undefined) return found
  const made = new TextDecoder(name)
  decoders.set(name, made)
  return made
}

/** UTF-8 where the bytes are UTF-8, else the charset that they look like, else windows-1252, which decodes anything. */
export function decodeUnlabelled(bytes: Uint8Array): { readonly text: string; readonly charset: string } {
  try {
    return { text: strictUtf8.decode(bytes), charset: 'utf-8' }
  } catch {
    const charset = guessCharset(bytes) ?? 'windows-1252'
    return { text: decoderFor(charset).decode(bytes), charset }
  }
}

/** Whether every byte is ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return false
  return true
}

/**
 * Decodes bytes by a charset label. Never fails: an unknown label, or bytes that the charset does not allow, are decoded as UTF-8 or
 * windows-1252 and said in `fault`.
 */
export function decodeBytes(bytes: Uint8Array, label: string | null): Decoded {
  if (label === null || label === '') {
    const guess = decodeUnlabelled(bytes)
    return { ...guess, fault: null }
  }
  const charset = findCharset(label)
  if (charset === null) return { ...decodeUnlabelled(bytes), fault: 'charset-unknown' }
  if (charset.kind === 'utf-7') return { text: decodeUtf7(bytes), charset: 'utf-7', fault: null }
  if (charset.name === 'utf-8') {
    try {
      return { text: strictUtf8.decode(bytes), charset: 'utf-8', fault: null }
    } catch {
      const text = decoderFor('utf-8').decode(bytes)
      return mostlyReplaced(text, bytes)
        ? { ...decodeUnlabelled(bytes), fault: 'charset-wrong' }
        : { text, charset: 'utf-8', fault: 'charset-wrong' }
    }
  }
  const ascii = /ascii|ansi_x3/i.test(label)
  if (ascii && !isAscii(bytes)) return { ...decodeUnlabelled(bytes), fault: 'charset-wrong' }
  const text = decoderFor(charset.name).decode(bytes)
  if (text.includes('\ufffd') && mostlyReplaced(text, bytes)) return { ...decodeUnlabelled(bytes), fault: 'charset-wrong' }
  return { text, charset: charset.name, fault: text.includes('\ufffd') ? 'charset-wrong' : null }
}

/** Whether more than half of the 8-bit bytes came out as replacement characters: then the label is a lie, not an accident. */
function mostlyReplaced(text: string, bytes: Uint8Array): boolean {
  let high = 0
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) high++
  let replaced = 0
  for (let i = text.indexOf('\ufffd'); i >= 0; i = text.indexOf('\ufffd', i + 1)) replaced++
  return replaced * 2 > high
}

/** UTF-7 (RFC 2152): what is not valid in it is left as it stands. */
function decodeUtf7(bytes: Uint8Array): string {
  const latin = decoderFor('windows-1252').decode(bytes)
  return latin.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, body: string) => {
    if (body === '') return '+'
    const raw = Buffer.from(body, 'base64')
    let text = ''
    for (let i = 0; i + 1 < raw.length; i += 2) text += String.fromCharCode(((raw[i] ?? 0) << 8) | (raw[i + 1] ?? 0))
    return text
  })
}
