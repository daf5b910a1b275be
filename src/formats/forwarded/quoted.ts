import { isMarker, labelKinds } from './labels.ts'

/** An answer taken apart: what its writer says, and what they quote of the mail that they answer. */
export type Quoting = { readonly own: string; readonly quoted: string }

const mostLines = 20_000

/** `On … wrote:` in the languages of the programs that write it; it may run over two lines. */
const attribution =
  /(?:wrote|schrieb(?: am)?.*|a écrit|escribió|ha scritto|escreveu|schreef|napisał\(?a?\)?|написала?|писала?|пише|skrev|kirjoitti|yazdı|写道|寫道|のメール|님이 작성|كتب(?:ت)?|כתב(?:ה)?|đã viết|menulis|เขียน)\s*[:：]?\s*$/iu
const opensAttribution = /^(?:on|am|le|el|il|em|op|w dniu|dnia|в|den|在|于|於|في|ב|vào|pada)\b|^\S.{0,200}[<＜][^<>]{3,254}[>＞]|\d{4}/iu

/**
 * Takes an answer apart: lines that begin with `>` (RFC 3676 §4.5), with the line that announces them, the header that Outlook copies over what it
 * quotes, and everything under `-----Original Message-----`. Answers between quoted lines stay the writer's own. Linear in the text; total.
 */
export function splitQuoted(text: string): Quoting {
  const lines = text.replaceAll('\r', '').split('\n', mostLines)
  const tail = startOfTail(lines)
  const own: string[] = []
  const quoted: string[] = []
  for (let at = 0; at < tail; at++) {
    const line = lines[at] ?? ''
    if (isQuote(line)) quoted.push(line)
    else own.push(line)
  }
  // what announces a quotation belongs to it
  dropAttribution(own)
  quoted.push(...lines.slice(tail))
  return { own: tidy(own), quoted: tidy(quoted) }
}

function isQuote(line: string): boolean {
  return /^\s{0,2}>/.test(line)
}

/** From where all that follows is quoted without a mark on each line. */
function startOfTail(lines: readonly string[]): number {
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim()
    if (line === '' || line.length > 500) continue
    if (isMarker(line)) return at
    if (isHeader(lines, at)) return /^[_-]{5,}$/.test((lines[at - 1] ?? '').trim()) ? at - 1 : at
    // an attribution over unmarked lines: programs that write HTML do so, and what is under it is the quotation
    if (attribution.test(line) && opensAttribution.test(line) && !isQuote(nextLine(lines, at + 1)) && lines.slice(0, at).some(hasWords))
      return at
  }
  return lines.length
}

const hasWords = (line: string) => line.trim() !== '' && !isQuote(line)

function nextLine(lines: readonly string[], from: number): string {
  for (let at = from; at < Math.min(lines.length, from + 4); at++) if ((lines[at] ?? '').trim() !== '') return lines[at] ?? ''
  return '>'
}

/** Four labelled lines on end, the author's among them. */
function isHeader(lines: readonly string[], from: number): boolean {
  const kinds = new Set<string>()
  for (let at = from; at < Math.min(lines.length, from + 6); at++) {
    const label = /^\s*[*_]{0,2}([^:：*_]{1,40}?)[*_]{0,2}\s*[:：]/.exec((lines[at] ?? '').slice(0, 200))?.[1]
    const found = label === undefined ? undefined : labelKinds(label)
    if (found === undefined) break
    for (const kind of found) kinds.add(kind)
  }
  return kinds.has('from') && kinds.has('to') && kinds.has('subject')
}

function dropAttribution(own: string[]): void {
  let last = own.length - 1
  while (last >= 0 && (own[last] ?? '').trim() === '') last--
  const line = (own[last] ?? '').trim()
  if (line.length > 500 || !attribution.test(line)) return
  if (opensAttribution.test(line)) own.splice(last)
  else if (opensAttribution.test((own[last - 1] ?? '').trim())) own.splice(last - 1)
}

function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
