import type { Malformed } from '../base/parsed.ts'

/** Content lines, in which contacts and calendars are written: RFC 6350 §3, RFC 5545 §3.1, RFC 6868. The browser reads with them too. */

/** One line. Names are in upper case; `value` is as it stands, escapes and all. */
export type Property = {
  readonly name: string
  readonly parameters: Readonly<Record<string, readonly string[]>>
  readonly value: string
}

const width = 75
/** what no value may hold (RFC 5545 §3.1): everything below space but the tab, and DEL */
const control = /[\0-\x08\x0a-\x1f\x7f]/g

/** A line, folded so that none is longer than 75 bytes and no character is torn. Of control characters only the tab stands in a value. */
export function writeLine({ name, parameters, value }: Property): string {
  const said = Object.entries(parameters).map(([key, values]) => `;${key}=${values.map(parameterValue).join(',')}`)
  const line = `${name}${said.join('')}:${value.replaceAll(control, '')}`.toWellFormed()
  const encoder = new TextEncoder()
  let out = ''
  let used = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (used + size > width) {
      out += '\r\n '
      used = 1
    }
    out += character
    used += size
  }
  return `${out}\r\n`
}

/** RFC 6868 §3.1, and quotes where a separator is within. */
function parameterValue(value: string): string {
  const escaped = value
    .replaceAll('^', '^^')
    .replaceAll(/\r\n|\r|\n/g, '^n')
    .replaceAll('"', "^'")
    .replaceAll(control, '')
  return /[:;,]/.test(escaped) ? `"${escaped}"` : escaped
}

/** The lines of a text, unfolded; what is no content line is passed over. */
export function readLines(text: string, limits: { readonly count: number; readonly value: number }): readonly Property[] | Malformed {
  const unfolded = text.replaceAll(/\r\n?/g, '\n').replaceAll(/\n[ \t]/g, '')
  const lines: Property[] = []
  let from = 0
  while (from < unfolded.length) {
    const end = unfolded.indexOf('\n', from)
    const line = unfolded.slice(from, end < 0 ? unfolded.length : end)
    from = end < 0 ? unfolded.length : end + 1
    if (line.length > limits.value) return { malformed: 'too-long', at: lines.length + 1 }
    if (lines.length >= limits.count) return { malformed: 'too-many', at: lines.length }
    const property = readLine(line)
    if (property !== undefined) lines.push(property)
  }
  return lines
}

function readLine(line: string): Property | undefined {
  const head = /^(?:[\w-]{1,100}\.)?([\w-]{1,100})(?=[;:])/.exec(line)
  if (head === null) return undefined
  const parameters: Record<string, string[]> = {}
  let rest = line.slice(head[0].length)
  while (rest.startsWith(';')) {
    const said = /^;([\w-]{1,100})(?:=((?:"[^"]*"|[^":;])*))?/.exec(rest)
    if (said === null) return undefined
    const name = (said[1] ?? '').toUpperCase()
    // version 2.1 and some of 3.0 name types without saying that they are
    const values = said[2] === undefined ? [said[1] ?? ''] : valuesOf(said[2])
    const key = said[2] === undefined ? 'TYPE' : name
    parameters[key] = [...(parameters[key] ?? []), ...values].slice(0, 50)
    rest = rest.slice(said[0].length)
  }
  return rest.startsWith(':') ? { name: (head[1] ?? '').toUpperCase(), parameters, value: rest.slice(1) } : undefined
}

function valuesOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|([^",]+)/g)].map(([, quoted, bare]) =>
    (quoted ?? bare ?? '').replaceAll(/\^([\^n'])/g, (_, c: string) => (c === 'n' ? '\n' : c === "'" ? '"' : '^')),
  )
}

/** §3.4 of RFC 6350, §3.3.11 of RFC 5545: backslash, comma, semicolon and line end. */
export function escapeText(value: string): string {
  return value.replaceAll(/[\\,;]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')
}

export function unescapeText(value: string): string {
  return splitText(value).join('')
}

/** The parts of a value between unescaped separators, each unescaped; one part where no separator is named. */
export function splitText(value: string, separator?: ';' | ','): string[] {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < value.length; at++) {
    const c = value[at] ?? ''
    if (c === '\\' && at + 1 < value.length) {
      at++
      const next = value[at] ?? ''
      part += next === 'n' || next === 'N' ? '\n' : next
    } else if (c === separator) {
      parts.push(part)
      part = ''
    } else part += c
  }
  return [...parts, part]
}
