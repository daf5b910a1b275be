// RFC 8785 (JSON canonicalisation): members sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
import type { Parsed } from '../../base/parsed.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * The one spelling of a JSON value. Members that are undefined are left out, as JSON.stringify does. Throws on what JSON cannot hold
 * (NaN, functions, dates): that is a mistake of the program, never input.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value)))
    throw new TypeError(`JSON has no ${typeof value} like this`)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/**
 * Reads JSON that can be read in one way only: white space may be anything, but a member given twice, an escape where none is needed or
 * a number in another spelling is malformed, for two readers could understand it differently. `depth` bounds the nesting.
 */
export function readPlainJson(text: string, depth: number): Parsed<{ readonly json: unknown }> {
  const bare = withoutSpace(text, depth)
  if (typeof bare !== 'string') return bare
  try {
    const json: unknown = JSON.parse(text)
    return JSON.stringify(json) === bare ? { json } : { malformed: 'ambiguous' }
  } catch {
    return { malformed: 'not JSON' }
  }
}

/** The text without the white space between tokens. Malformed where it is nested too deep, or ends before it is closed. */
function withoutSpace(text: string, limit: number): Parsed<string> {
  let kept = ''
  let depth = 0
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    let next = at + 1
    if (character === '"') {
      next = endOfString(text, at)
      if (next > text.length) return { malformed: 'truncated', at: text.length }
    }
    if (character === '{' || character === '[') depth += 1
    if (character === '}' || character === ']') depth -= 1
    if (depth > limit) return { malformed: 'nested too deep', at }
    if (!' \t\n\r'.includes(character)) kept += text.slice(at, next)
    at = next
  }
  return depth > 0 || kept === '' ? { malformed: 'truncated', at } : kept
}

/** Past the closing quote of the string that opens at `start`; past the end of the text where it is never closed. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at < text.length ? at + 1 : text.length + 1
}
