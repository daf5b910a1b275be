import { isMalformed } from '../../base/parsed.ts'
import { readAddress } from '../ip.ts'
import { readDate } from './date.ts'

/** RFC 5321 §4.4 trace lines, in the dialects of sendmail, Postfix, Exim, qmail, Exchange, Google and those who copied them. */
export type Received = {
  /** what the client called itself (HELO/EHLO) */
  readonly helo: string | null
  /** the name the server found for the client's address */
  readonly name: string | null
  /** the client's address as the server saw it, in canonical text */
  readonly ip: string | null
  readonly by: string | null
  /** the server's own address where it says so */
  readonly byIp: string | null
  readonly with: string | null
  readonly via: string | null
  readonly id: string | null
  readonly for: string | null
  /** envelope sender, where the server notes it */
  readonly envelopeFrom: string | null
  /** whether the client had signed in, by the server's word */
  readonly authenticated: boolean
  /** ISO 8601 UTC */
  readonly at: string | null
  readonly offset: number | null
  /** no clause could be read */
  readonly unreadable: boolean
}

type Token = { readonly kind: 'word' | 'comment'; readonly text: string }

const clauses = new Set(['from', 'by', 'via', 'with', 'id', 'for'])
const mostTokens = 200

/** Reads one unfolded Received field. Never fails: what is not there is null. Linear, and reads no more than 8,000 characters. */
export function readReceived(field: string): Received {
  const text = field.slice(0, 8000)
  const { tokens, date } = split(text)
  const found = new Map<string, Token[]>()
  let current: Token[] = []
  for (const token of tokens) {
    const word = token.kind === 'word' ? token.text.toLowerCase() : ''
    // `with` and `id` may also be words of a protocol name: a clause opens once, and only in front of something
    if (clauses.has(word) && !found.has(word)) {
      current = []
      found.set(word, current)
    } else current.push(token)
  }
  const from = readFrom(found.get('from') ?? [])
  const by = found.get('by') ?? []
  const byWord = by.find((token) => token.kind === 'word')?.text ?? null
  const when = date === null ? null : readDate(date)
  const all = tokens.filter((token) => token.kind === 'comment').map((token) => token.text)
  const envelope = all
    .map((comment) => /envelope-(?:from|sender)[ =:]*<?([^\s<>;)]+@[^\s<>;)]+)>?/i.exec(comment)?.[1])
    .find((one) => one !== undefined)
  return {
    ...from,
    by: byWord === null ? null : cleanName(byWord),
    byIp: by.map((token) => addressIn(token.text)).find((ip) => ip !== null) ?? null,
    with: firstWords(found.get('with')),
    via: firstWords(found.get('via')),
    id:
      found
        .get('id')
        ?.find((token) => token.kind === 'word')
        ?.text.replace(/^<|>$/g, '') ?? null,
    for: /<?([^\s<>]+@[^\s<>]+?)>?$/.exec(found.get('for')?.find((token) => token.kind === 'word')?.text ?? '')?.[1] ?? null,
    envelopeFrom: envelope ?? null,
    authenticated:
      /^(?:e?smtps?a|lmtps?a|utf8e?smtps?a)$/i.test(firstWords(found.get('with')) ?? '') ||
      all.some((comment) => /authenticated|\bauth=/i.test(comment)),
    at: when === null || isMalformed(when) ? null : when.at,
    offset: when === null || isMalformed(when) ? null : when.offset,
    unreadable: !found.has('from') && !found.has('by'),
  }
}

/** Words and comments, and the date behind the last semicolon outside of comments. */
function split(text: string): { tokens: Token[]; date: string | null } {
  const tokens: Token[] = []
  let semicolon = -1
  let tokensBefore = 0
  let at = 0
  while (at < text.length && tokens.length < mostTokens) {
    const c = text.charAt(at)
    if (/\s/.test(c)) at++
    else if (c === ';') {
      semicolon = at
      tokensBefore = tokens.length
      at++
    } else if (c === '(') {
      let depth = 1
      let end = at + 1
      while (end < text.length && depth > 0) {
        if (text.charAt(end) === '\\') end++
        else if (text.charAt(end) === '(') depth++
        else if (text.charAt(end) === ')') depth--
        end++
      }
      tokens.push({ kind: 'comment', text: text.slice(at + 1, depth === 0 ? end - 1 : end) })
      at = end
    } else {
      let end = at
      while (end < text.length && !/[\s;(]/.test(text.charAt(end))) end++
      tokens.push({ kind: 'word', text: text.slice(at, end).replace(/,$/, '') })
      at = end
    }
  }
  if (semicolon >= 0) return { tokens: tokens.slice(0, tokensBefore), date: text.slice(semicolon + 1) }
  const loose = /(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| [A-Z]{1,5})?/.exec(text)
  return { tokens, date: loose?.[0] ?? null }
}

function firstWords(tokens: readonly Token[] | undefined): string | null {
  const words = (tokens ?? []).filter((token) => token.kind === 'word').slice(0, 4)
  return words.length === 0 ? null : words.map((token) => token.text).join(' ')
}

function readFrom(tokens: readonly Token[]): { helo: string | null; name: string | null; ip: string | null } {
  const word = tokens.find((token) => token.kind === 'word')?.text ?? null
  const comments = tokens.filter((token) => token.kind === 'comment').map((token) => token.text)
  // the address that the server saw stands in a comment; what stands outside is the client's word, unless it is all there is
  const bracketed = comments.map((comment) => /\[(?:IPv6:)?[0-9A-Fa-f:.%]+\]/i.exec(comment)?.[0]).find((one) => one !== undefined)
  const bare = comments.map(addressIn).find((one) => one !== null)
  const words = tokens.filter((token) => token.kind === 'word').map((token) => token.text)
  // Sendmail of old and fetchmail write the address without a comment: from host [192.0.2.1]
  const loose = words.slice(1).find((one) => /^\[.+\]$/.test(one))
  const wordIp = word === null ? null : addressIn(word)
  const ip = readFirst(bracketed) ?? bare ?? readFirst(loose) ?? wordIp
  const said = comments.map((comment) => /\b(?:helo|ehlo)[ =]+([^\s()]+)/i.exec(comment)?.[1]).find((one) => one !== undefined)
  const wordName = word === null || /^unknown$/i.test(word) ? null : cleanName(word)
  if (said !== undefined) return { helo: cleanName(said), name: wordIp === null ? wordName : null, ip: ip ?? null }
  const first = comments
    .map((comment) => /^\s*(?:[^\s@()]+@)?([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)\.?(?=\s|$|\[)/.exec(comment)?.[1])
    .find((one) => one !== undefined)
  const reverse =
    first === undefined || /^unknown$/i.test(first) || readAddress(first) !== undefined || !first.includes('.') ? null : cleanName(first)
  return { helo: wordName, name: reverse ?? (first !== undefined && /^localhost$/i.test(first) ? 'localhost' : null), ip: ip ?? null }
}

function readFirst(text: string | undefined): string | undefined {
  return text === undefined ? undefined : readAddress(text)
}

function addressIn(text: string): string | null {
  for (const candidate of text.split(/[\s()=,]+/).slice(0, 40)) {
    const bare = candidate.replace(/^\[/, '').replace(/\](?::\d+)?$/, '')
    const found = readAddress(bare) ?? readAddress(bare.replace(/:\d+$/, ''))
    if (found !== undefined) return found
  }
  return null
}

function cleanName(text: string): string {
  return text
    .replace(/^[<["]+|[>\]"]+$/g, '')
    .replace(/\.$/, '')
    .slice(0, 255)
}
