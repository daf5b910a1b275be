import { decodeWords } from '../mime/encoded-words.ts'

/** RFC 5322 §3.4 address lists, with the obsolete forms of §4.4 and what mailers write besides. */

export type ListedAddress = {
  /** display name, decoded; a comment serves where there is none */
  readonly name: string
  /** `local@domain` as written, without route; empty when only a name stands there */
  readonly address: string
  /** name of the group it stands in */
  readonly group?: string
}

export type AddressFault = 'ambiguous' | 'nested-group' | 'unended' | 'no-address' | 'encoded-address' | 'too-many' | 'too-long'

export type AddressList = { readonly addresses: readonly ListedAddress[]; readonly faults: readonly AddressFault[] }

export type AddressLimits = { readonly characters: number; readonly count: number }

const addressLimits: AddressLimits = { characters: 256 * 1024, count: 5000 }

type Piece = { readonly kind: 'word' | 'quoted' | 'comment' | 'angle'; readonly text: string }

/**
 * Reads an unfolded address field. One pass without recursion, so nesting of any depth costs no stack; what is beyond a limit is left
 * out and said in `faults`.
 */
export function readAddresses(field: string, limits: AddressLimits = addressLimits): AddressList {
  const faults = new Set<AddressFault>()
  const addresses: ListedAddress[] = []
  let text = field
  if (text.length > limits.characters) {
    text = text.slice(0, limits.characters)
    faults.add('too-long')
  }
  let pieces: Piece[] = []
  let group: string | undefined
  let addressed = false
  let quotes = true
  const push = (kind: Piece['kind'], piece: string) => {
    addressed ||= piece.includes('@')
    pieces.push({ kind, text: piece })
  }
  const end = () => {
    const found = makeAddress(pieces, faults)
    pieces = []
    addressed = false
    if (found === undefined) return
    if (addresses.length >= limits.count) faults.add('too-many')
    else addresses.push(group === undefined ? found : { ...found, group })
  }
  let at = 0
  while (at < text.length && !faults.has('too-many')) {
    const c = text.charAt(at)
    if ((c === '"' && quotes) || c === '(' || c === '<') {
      const run = c === '"' ? readQuoted(text, at) : c === '(' ? readComment(text, at) : readAngle(text, at)
      if (!run.ended) faults.add('unended')
      // where one quotation mark has no partner no later one has: not to be looked for again
      if (c === '"') quotes = run.ended
      push(c === '"' ? 'quoted' : c === '(' ? 'comment' : 'angle', run.text)
      at = run.next
    } else if (c === ',') {
      end()
      at++
    } else if (c === ';') {
      end()
      group = undefined
      at++
    } else if (c === ':' && !addressed) {
      if (group !== undefined) faults.add('nested-group')
      group = decodeWords(pieces.map((piece) => piece.text).join(' ')).slice(0, 200)
      pieces = []
      at++
    } else if (/\s/.test(c)) {
      at++
    } else {
      const run = readWord(text, at)
      push('word', text.slice(at, run))
      at = run
    }
  }
  end()
  return { addresses, faults: [...faults] }
}

type Run = { readonly text: string; readonly next: number; readonly ended: boolean }

function readQuoted(text: string, from: number): Run {
  let out = ''
  for (let i = from + 1; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '\\') out += text.charAt(++i)
    else if (c === '"') return { text: out, next: i + 1, ended: true }
    else out += c
  }
  // a quotation mark that is never closed: a character of a name, not the start of all that follows
  const stop = text.slice(from + 1).search(/[<,;]/)
  const to = stop < 0 ? text.length : from + 1 + stop
  return { text: text.slice(from + 1, to).trim(), next: to, ended: false }
}

function readComment(text: string, from: number): Run {
  let depth = 1
  let out = ''
  for (let i = from + 1; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '\\') {
      out += text.charAt(++i)
      continue
    }
    if (c === '(') depth++
    if (c === ')' && --depth === 0) return { text: out, next: i + 1, ended: true }
    out += c
  }
  return { text: out, next: text.length, ended: false }
}

function readAngle(text: string, from: number): Run {
  const most = Math.min(text.length, from + 2000)
  for (let i = from + 1; i < most; i++) {
    const c = text.charAt(i)
    if (c === '"') {
      const close = text.slice(i + 1, most).indexOf('"')
      if (close < 0) break
      i += 1 + close
    } else if (c === '>') return { text: text.slice(from + 1, i), next: i + 1, ended: true }
    else if (c === '<') break
  }
  const stop = text.slice(from + 1, from + 1000).search(/[\s,;<]/)
  const to = stop < 0 ? Math.min(text.length, from + 1000) : from + 1 + stop
  return { text: text.slice(from + 1, to), next: Math.max(to, from + 1), ended: false }
}

function readWord(text: string, from: number): number {
  let i = from
  while (i < text.length && !/[\s",;:<(]/.test(text.charAt(i))) i++
  // a literal as domain holds colons of its own
  if (text.charAt(i) === ':' && text.slice(from, i).includes('@[')) {
    const close = text.indexOf(']', i)
    if (close > 0 && close - i < 60) return close + 1
  }
  return Math.max(i, from + 1)
}

function makeAddress(pieces: readonly Piece[], faults: Set<AddressFault>): ListedAddress | undefined {
  if (pieces.length === 0) return undefined
  const angles = pieces.filter((piece) => piece.kind === 'angle')
  const angle = angles.at(-1)
  if (angles.length > 1) faults.add('ambiguous')
  const comments = pieces.filter((piece) => piece.kind === 'comment').map((piece) => piece.text)
  if (angle !== undefined) {
    const name = phrase(pieces.filter((piece) => piece !== angle && piece.kind !== 'comment'))
    return { name: name === '' ? decodeWords(comments.join(' ')).trim() : name, address: bareAddress(angle.text) }
  }
  const words = pieces.filter((piece) => piece.kind !== 'comment')
  const at = words.findIndex((piece) => piece.kind === 'word' && piece.text.includes('@'))
  if (at >= 0) {
    // "john doe"@example.com: the quoted string belongs to the address when it stands right before the @
    const before = words[at - 1]
    const own = words[at]?.text ?? ''
    const quotedLocal = own.startsWith('@') && before !== undefined
    const address = quotedLocal ? `${before.kind === 'quoted' ? `"${before.text}"` : before.text}${own}` : own
    const rest = words.filter((_, i) => i !== at && !(quotedLocal && i === at - 1))
    const name = phrase(rest)
    return { name: name === '' ? decodeWords(comments.join(' ')).trim() : name, address: bareAddress(address) }
  }
  const name = phrase(words)
  const hidden = /<([^<>\s]+@[^<>\s]+)>/.exec(name)
  if (hidden !== null) {
    faults.add('encoded-address')
    return { name: name.slice(0, hidden.index).trim(), address: bareAddress(hidden[1] ?? '') }
  }
  if (name === '' && comments.length === 0) return undefined
  faults.add('no-address')
  return { name: name === '' ? comments.join(' ') : name, address: '' }
}

function phrase(pieces: readonly Piece[]): string {
  return decodeWords(pieces.map((piece) => (piece.kind === 'angle' ? `<${piece.text}>` : piece.text)).join(' '))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 1000)
}

/** Without the source route of RFC 5322 §4.4 and without white space around `@`. */
function bareAddress(text: string): string {
  const routed = /^@[^:]{1,500}:(.+)$/.exec(text.trim())
  return (routed?.[1] ?? text)
    .replace(/^mailto:/i, '')
    .replace(/\s*([@.])\s*/g, '$1')
    .trim()
    .slice(0, 500)
}

/** The domain of an address in lower case, or null. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@')
  const domain =
    at < 0
      ? ''
      : address
          .slice(at + 1)
          .trim()
          .toLowerCase()
          .replace(/\.$/, '')
  return domain === '' ? null : domain
}
