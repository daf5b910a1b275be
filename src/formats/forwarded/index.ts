import { isMalformed } from '../../base/parsed.ts'
import { type ListedAddress, readAddresses, readDate } from '../headers/index.ts'
import { isMarker, type LabelKind, labelKinds } from './labels.ts'

/** A message that was forwarded inside of another one's text, taken apart from what the forwarder wrote. */
export type InlineForward = {
  /** the forwarder's own words, above and, without quotation, below */
  readonly own: string
  /** what the forwarding program copied of the header */
  readonly from: ListedAddress | null
  readonly to: readonly ListedAddress[]
  readonly subject: string | null
  /** as written: the forwarder's program, language and zone */
  readonly dateText: string | null
  /** ISO 8601 UTC where the date is written with its zone */
  readonly date: string | null
  readonly body: string
  /** the program announced it; without an announcement the header lines alone say so (Outlook), as they also do in its answers */
  readonly announced: boolean
}

const mostLines = 5000
const mostHeader = 12

type Line = { readonly text: string; readonly quoted: boolean }

/**
 * Splits an inline forward (Outlook, Gmail, Apple Mail, Thunderbird, Yahoo, QQ … in some twenty-five languages) from the words of the
 * person who forwards. Undefined when there is no such thing in the text. The outermost forward is taken.
 */
export function splitForward(text: string): InlineForward | undefined {
  const lines = text.split('\n').map(readLine)
  for (let i = 0; i < Math.min(lines.length, mostLines); i++) {
    const announced = isMarker(lines[i]?.text ?? '')
    const start = announced ? skipBlank(lines, i + 1) : i
    const block = readBlock(lines, start, announced)
    if (block === undefined) continue
    // Outlook draws a line of underscores above
    const above = announced || !/^_{5,}$|^-{5,}$/.test(lines[i - 1]?.text.trim() ?? '') ? i : i - 1
    const own = lines.slice(0, above).map((line) => line.text)
    const body = lines.slice(block.next)
    const quotes = lines[start]?.quoted ?? false
    const end = quotes ? endOfQuote(body) : body.length
    const below = body.slice(end).map((line) => line.text)
    return {
      ...block.header,
      own: [...own, ...below].join('\n').trim(),
      body: body
        .slice(0, end)
        .map((line) => line.text)
        .join('\n')
        .trim(),
      announced,
    }
  }
  return undefined
}

function readLine(raw: string): Line {
  const quote = /^(?:\s?>)+ ?/.exec(raw)
  const text = raw
    .slice(quote?.[0].length ?? 0)
    .replace(/[\u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, (c) => (c === '\u00a0' ? ' ' : ''))
  return { text: text.trimEnd(), quoted: quote !== null }
}

function skipBlank(lines: readonly Line[], from: number): number {
  let at = from
  while (at < lines.length && at < from + 4 && (lines[at]?.text.trim() ?? '') === '') at++
  return at
}

/** A quotation ends with the first text that is not quoted. */
function endOfQuote(body: readonly Line[]): number {
  const end = body.findIndex((line) => !line.quoted && line.text.trim() !== '')
  return end < 0 ? body.length : end
}

type Block = { readonly header: Pick<InlineForward, 'from' | 'to' | 'subject' | 'dateText' | 'date'>; readonly next: number }

function readBlock(lines: readonly Line[], from: number, announced: boolean): Block | undefined {
  const found = new Map<LabelKind, string>()
  let at = from
  let last: LabelKind | undefined
  let blanks = 0
  for (; at < lines.length && at < from + mostHeader * 2; at++) {
    const line = lines[at]?.text ?? ''
    if (line.trim() === '') {
      // some programs put an empty line between the fields; two of them, or one with no field behind, end the block
      if (found.size === 0 || blanks > 0 || labelled(lines[at + 1]?.text ?? '') === undefined) break
      blanks++
      continue
    }
    const pair = labelled(line)
    const kind = pair === undefined ? undefined : choose(pair.kinds, found)
    if (pair !== undefined && kind !== undefined) {
      found.set(kind, pair.value)
      last = kind
      blanks = 0
    } else if (last !== undefined && blanks === 0 && /^\s/.test(line)) found.set(last, `${found.get(last) ?? ''} ${line.trim()}`)
    else if ((last === 'to' || last === 'cc') && blanks === 0 && /^[^:：]*@/.test(line))
      found.set(last, `${found.get(last) ?? ''} ${line.trim()}`)
    else if (found.size === 0 || !announced || blanks > 0 || !/^[\p{L} -]{2,30}[:：]/u.test(line)) break
  }
  const others = [...found.keys()].filter((kind) => kind !== 'from').length
  if (!found.has('from') || others < (announced ? 1 : 2)) return undefined
  const dateText = found.get('date') ?? null
  const when = dateText === null ? undefined : readDate(dateText)
  const to = readAddresses(clean(found.get('to') ?? '')).addresses
  return {
    next: at,
    header: {
      from: readAddresses(clean(found.get('from') ?? '')).addresses[0] ?? null,
      to,
      subject: found.get('subject') ?? null,
      dateText,
      date: when === undefined || isMalformed(when) || when.offset === null ? null : when.at,
    },
  }
}

/** `[mailto:a@b]` and `a@b <mailto:a@b>` of Outlook and others, as plain addresses. */
function clean(text: string): string {
  return text
    .slice(0, 1000)
    .replace(/\[mailto:([^\]\s]+)\]/gi, '<$1>')
    .replace(/<mailto:([^>\s]+)>/gi, '<$1>')
    .replace(/(\S+@\S+?)\s*<\1>/g, '<$1>')
    .replace(/^(.*<[^<>]+@[^<>]+>)\s*<[^<>]+>\s*$/, '$1')
    .replace(/；/g, ';')
}

function labelled(line: string): { kinds: ReadonlySet<LabelKind>; value: string } | undefined {
  if (line.length > 2000) return undefined
  const match = /^\s*[*_]{0,2}([^:：*_]{1,40}?)[*_]{0,2}\s*[:：][*_]{0,2}\s*(.*)$/.exec(line)
  if (match === null) return undefined
  const kinds = labelKinds(match[1] ?? '')
  return kinds === undefined ? undefined : { kinds, value: (match[2] ?? '').trim() }
}

/** Of several meanings the one that is not taken yet, in the order in which programs write them. */
function choose(kinds: ReadonlySet<LabelKind>, found: ReadonlyMap<LabelKind, string>): LabelKind | undefined {
  return (['from', 'date', 'to', 'subject', 'cc', 'reply-to'] as const).find((kind) => kinds.has(kind) && !found.has(kind))
}
