import { nameShape, ownName } from './elements.ts'

/**
 * The part of CSS that draws text and boxes and does nothing else: no `url()` or any other load, no fixed or absolute position, no
 * generated content, no escapes. Whatever is not known to be harmless goes. All of it is read in one pass, without backtracking.
 */

export type Filtered = { readonly css: string; readonly removed: number; readonly remote: number }

const properties = new Set(
  `background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color
  border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color border-right-style
  border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width border-width box-sizing
  caption-side clear color direction display empty-cells float font font-family font-size font-style font-variant font-weight height
  letter-spacing line-height list-style list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top
  max-height max-width min-height min-width opacity overflow overflow-wrap overflow-x overflow-y padding padding-bottom padding-left
  padding-right padding-top position table-layout text-align text-decoration text-decoration-line text-indent text-overflow text-transform
  unicode-bidi vertical-align visibility white-space width word-break word-spacing word-wrap`.split(/\s+/),
)
const functions = new Set(['rgb', 'rgba', 'hsl', 'hsla', 'calc'])
const displays =
  /^(?:none|block|inline|inline-block|table|table-row|table-cell|table-row-group|table-header-group|table-footer-group|list-item|inline-table|flex|inline-flex|contents)$/
const pseudo =
  /^(?:first-child|last-child|first-of-type|last-of-type|hover|link|visited|nth-child\((?:odd|even|\d{1,3}|\d{0,3}n(?:\+\d{1,3})?)\))$/
const limits = { sheet: 200_000, rules: 2_000, declarations: 200, value: 300, selector: 300, depth: 3 }

/** The declarations of a `style` attribute that stay. */
export function filterDeclarations(text: string): Filtered {
  let removed = 0
  let remote = 0
  const kept: string[] = []
  for (const one of splitAt(withoutComments(text.slice(0, 20_000)), ';').slice(0, limits.declarations)) {
    const colon = one.indexOf(':')
    if (colon < 0) continue
    if (/url|src|image|@import/i.test(one)) remote += 1
    const declaration = filterDeclaration(one.slice(0, colon).trim().toLowerCase(), one.slice(colon + 1).trim())
    if (declaration === undefined) removed += 1
    else kept.push(declaration)
  }
  return { css: kept.join(';'), removed, remote }
}

function filterDeclaration(property: string, given: string): string | undefined {
  if (!properties.has(property) || given.length > limits.value) return undefined
  const important = /!\s*important$/i.test(given)
  let value = given.replace(/!\s*important$/i, '').trim()
  // a background keeps its colour where the picture was all that is wrong with it; what remains is asked again below
  if (property === 'background') value = value.replace(/url\([^()\\]*\)/gi, '').trim()
  if (value === '' || !/^[\p{L}\p{N}\s.,%#()+*/'"-]+$/u.test(value) || !evenQuotes(value)) return undefined
  if (!/^(?:font|font-family)$/.test(property) && /["']|[^\0-\x7f]/.test(value)) return undefined
  for (const [, name = ''] of value.matchAll(/([\w-]*)\s*\(/g)) if (!functions.has(name.toLowerCase())) return undefined
  if (/\b(?:url|expression|javascript|behaviou?r|binding|attr|var|env|image|image-set|element|cross-fade|paint)\b/i.test(value))
    return undefined
  if (property === 'position' && !/^(?:static|relative)$/i.test(value)) return undefined
  if (property === 'display' && !displays.test(value.toLowerCase())) return undefined
  return `${property}:${value}${important ? ' !important' : ''}`
}

/** The rules of a `style` element that stay, with the sender's class names and ids renamed as they are in the elements. */
export function filterSheet(text: string): Filtered {
  const state = { rules: 0, removed: 0, remote: 0 }
  const cut = withoutComments(text.slice(0, limits.sheet)).replace(/<!--|-->/g, ' ')
  if (text.length > limits.sheet) state.removed += 1
  const css = filterRules(cut, state, 0)
  return { css, removed: state.removed, remote: state.remote }
}

type State = { rules: number; removed: number; remote: number }

function filterRules(text: string, state: State, depth: number): string {
  const out: string[] = []
  let at = 0
  while (at < text.length && state.rules < limits.rules) {
    at += leadingSpace(text, at)
    const brace = endOf(text, at, text[at] === '@' ? '{;' : '{')
    if (brace >= text.length) break
    if (text[brace] === ';') {
      if (/@import|url\(/i.test(text.slice(at, brace))) state.remote += 1
      state.removed += 1
      at = brace + 1
      continue
    }
    const head = text.slice(at, brace).trim()
    const end = blockEnd(text, brace)
    const body = text.slice(brace + 1, end)
    at = end + 1
    state.rules += 1
    const rule = head.startsWith('@') ? filterAtRule(head, body, state, depth) : filterRule(head, body, state)
    if (rule === undefined) state.removed += 1
    else out.push(rule)
  }
  return out.join('\n')
}

function filterAtRule(head: string, body: string, state: State, depth: number): string | undefined {
  const query = /^@media\b([\w\s(),:.-]{0,200})$/i.exec(head)?.[1]
  if (query === undefined || depth >= limits.depth) {
    if (/url\(|src\s*:/i.test(body)) state.remote += 1
    return undefined
  }
  const inner = filterRules(body, state, depth + 1)
  return inner === '' ? undefined : `@media${query}{${inner}}`
}

function filterRule(head: string, body: string, state: State): string | undefined {
  const declarations = filterDeclarations(body)
  state.removed += declarations.removed
  state.remote += declarations.remote
  const selectors = head
    .split(',')
    .map(renamed)
    .filter((one) => one !== undefined)
  return selectors.length === 0 || declarations.css === '' ? undefined : `${selectors.join(',')}{${declarations.css}}`
}

/** A selector of elements, classes, ids and a few states, put below the body of the mail; undefined for any other. */
function renamed(given: string): string | undefined {
  const selector = given.trim()
  if (selector === '' || selector.length > limits.selector) return undefined
  const parts = selector.split(/(\s*[>+~]\s*|\s+)/)
  const out: string[] = []
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) {
      out.push(part.trim() === '' ? ' ' : part.trim())
      continue
    }
    const compound = /^(\*|[a-z][a-z0-9]{0,19})?((?:[.#][\w-]+|:[a-z-]+(?:\([\w+]+\))?)*)$/i.exec(part)
    if (compound === null || part === '') return undefined
    const [, element = '', rest = ''] = compound
    const names = rest.match(/[.#][\w-]+|:[a-z-]+(?:\([\w+]+\))?/gi) ?? []
    const written = names.map((one) => {
      if (one.startsWith(':')) return pseudo.test(one.slice(1).toLowerCase()) ? one.toLowerCase() : undefined
      return nameShape.test(one.slice(1)) ? `${one[0]}${ownName}${one.slice(1)}` : undefined
    })
    if (written.includes(undefined)) return undefined
    out.push(`${elementOf(element.toLowerCase())}${written.join('')}`)
  }
  const text = out.join('')
  return text.startsWith('.tocsin-body') ? text : `.tocsin-body ${text}`
}

/** Links and the body are other elements in a preview. */
function elementOf(name: string): string {
  if (name === 'a') return '.tocsin-link'
  return name === 'body' || name === 'html' ? '.tocsin-body' : name
}

function withoutComments(text: string): string {
  let out = ''
  let at = 0
  for (;;) {
    const start = text.indexOf('/*', at)
    if (start < 0) return out + text.slice(at)
    out += `${text.slice(at, start)} `
    const end = text.indexOf('*/', start + 2)
    if (end < 0) return out
    at = end + 2
  }
}

/** The index of the first of `marks` outside of strings, or the text's end. */
function endOf(text: string, from: number, marks: string): number {
  let quote = ''
  for (let i = from; i < text.length; i++) {
    const one = text[i]
    if (quote !== '') {
      if (one === quote || one === '\n') quote = ''
    } else if (one === '"' || one === "'") quote = one
    else if (one !== undefined && marks.includes(one)) return i
  }
  return text.length
}

/** The index of the brace that closes the one at `open`, or the text's end. */
function blockEnd(text: string, open: number): number {
  let depth = 0
  let quote = ''
  for (let i = open; i < text.length; i++) {
    const one = text[i]
    if (quote !== '') {
      if (one === quote || one === '\n') quote = ''
    } else if (one === '"' || one === "'") quote = one
    else if (one === '{') depth += 1
    else if (one === '}') {
      depth -= 1
      if (depth === 0) return i
    }
  }
  return text.length
}

/** The pieces between marks that stand outside of strings and parentheses. */
function splitAt(text: string, mark: string): string[] {
  const pieces: string[] = []
  let quote = ''
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const one = text[i]
    if (quote !== '') {
      if (one === quote || one === '\n') quote = ''
    } else if (one === '"' || one === "'") quote = one
    else if (one === '(') depth += 1
    else if (one === ')') depth -= 1
    else if (one === mark && depth <= 0) {
      pieces.push(text.slice(start, i))
      start = i + 1
    }
  }
  pieces.push(text.slice(start))
  return pieces
}

function leadingSpace(text: string, from: number): number {
  let i = from
  while (i < text.length && /\s/.test(text[i] ?? '')) i += 1
  return i - from
}

function evenQuotes(text: string): boolean {
  return text.split('"').length % 2 === 1 && text.split("'").length % 2 === 1
}
