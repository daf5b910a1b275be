import { decodeBytes } from './charset.ts'
import { decodeWords, hexPair } from './encoded-words.ts'

/** A field such as Content-Type: a value and its parameters (RFC 2045 §5.1, RFC 2183 §2, RFC 2231 §3 and §4). */
export type Parameterised = {
  /** lower case, without parameters */
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
  /** names of parameters that stood more than once with different values; the first one counts */
  readonly duplicates: readonly string[]
}

const mostParameters = 200

/** Reads such a field. Never fails: what cannot be read is left out; work is linear in the length of the text. */
export function readParameters(text: string): Parameterised {
  const pieces = cut(text)
  const plain = new Map<string, string>()
  const sections = new Map<string, { nr: number; encoded: boolean; text: string }[]>()
  const duplicates: string[] = []
  for (const piece of pieces.slice(1, mostParameters)) {
    const equals = piece.text.indexOf('=')
    const name = (equals < 0 ? piece.text : piece.text.slice(0, equals)).trim().toLowerCase()
    if (name === '' || equals < 0) continue
    const value = unquote(piece.text.slice(equals + 1).trim())
    const section = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name)
    if (section === null) {
      const before = plain.get(name)
      if (before === undefined) plain.set(name, value)
      else if (before !== value) duplicates.push(name)
      continue
    }
    const [, base = '', nr, star] = section
    const list = sections.get(base) ?? []
    list.push({ nr: nr === undefined ? 0 : Number(nr), encoded: nr === undefined || star !== undefined, text: value })
    sections.set(base, list)
  }
  for (const [name, list] of sections) plain.set(name, join(list))
  return { value: (pieces[0]?.text ?? '').trim().toLowerCase(), parameters: plain, duplicates }
}

/** Splits at semicolons outside of quotes and comments, and drops comments (RFC 5322 §3.2.2) where white space may stand. */
function cut(text: string): { text: string }[] {
  const pieces: { text: string }[] = []
  const lastClose = text.lastIndexOf(')')
  let current = ''
  let valued = false
  let quoted = false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (depth > 0) {
      if (c === '\\') i++
      else if (c === '(') depth++
      else if (c === ')') depth--
      continue
    }
    if (quoted) {
      current += c
      if (c === '\\') current += text.charAt(++i)
      else if (c === '"') quoted = false
      continue
    }
    if (c === '"') quoted = true
    // a parenthesis inside of a token belongs to it: filename=Invoice(1).pdf
    if (c === '(' && i < lastClose && (!valued || /[\s"]/.test(text.charAt(i - 1)))) {
      depth = 1
      continue
    }
    if (c === ';') {
      pieces.push({ text: current })
      current = ''
      valued = false
      if (pieces.length > mostParameters) return pieces
      continue
    }
    if (c === '=') valued = true
    current += c
  }
  pieces.push({ text: current })
  return pieces
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  let out = ''
  for (let i = 1; i < text.length; i++) {
    const c = text.charAt(i)
    // a backslash before a letter is a Windows path far more often than a quoted pair
    if (c === '\\' && /["\\]/.test(text.charAt(i + 1))) out += text.charAt(++i)
    else if (c === '"') return out
    else out += c
  }
  return out
}

function join(list: { nr: number; encoded: boolean; text: string }[]): string {
  const ordered = [...list].sort((a, b) => a.nr - b.nr)
  let charset: string | null = null
  const first = ordered[0]
  const bytes: Buffer[] = []
  for (const section of ordered) {
    let text = section.text
    if (section === first && section.encoded) {
      const marked = /^([^']*)'[^']*'([\s\S]*)$/.exec(text)
      if (marked !== null) {
        charset = marked[1] ?? null
        text = marked[2] ?? ''
      }
    }
    bytes.push(section.encoded ? unpercent(text) : Buffer.from(text, 'utf8'))
  }
  return decodeBytes(Buffer.concat(bytes), charset).text
}

function unpercent(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  const out = Buffer.alloc(bytes.length)
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i] === 0x25 ? hexPair(bytes[i + 1], bytes[i + 2]) : -1
    if (code < 0) out[length++] = bytes[i] ?? 0
    else {
      out[length++] = code
      i += 2
    }
  }
  return out.subarray(0, length)
}

/** A file name out of parameters: decoded even where the sender put encoded words into quotes, against RFC 2047 §5. */
export function readName(parameters: ReadonlyMap<string, string>, key: 'filename' | 'name'): string | null {
  const found = parameters.get(key)
  if (found === undefined || found === '') return null
  const name = decodeWords(found)
    .replace(/[\r\n\t]+/g, ' ')
    .trim()
  return name === '' ? null : name.slice(0, 1000)
}
