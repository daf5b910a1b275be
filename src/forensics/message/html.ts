import { Parser } from 'htmlparser2'
import { elementOf, mostElements } from './outline.ts'
import type { LinkWhere } from './reading.ts'
import { type Concealment, concealment, hidingRules, readColour, readDeclarations, sameColour } from './style.ts'

/** A link as it stands in a document, before it is resolved. */
export type RawLink = {
  readonly where: LinkWhere
  readonly written: string
  /** what a reader sees in its place */
  shown: string
  /** the reader cannot see it */
  readonly hidden: boolean
  /** an image that is too small to be seen */
  readonly pixel: boolean
}

export type HtmlReading = {
  /** what a reader sees, lines as blocks */
  readonly text: string
  readonly hiddenText: string
  readonly hiddenHow: readonly Concealment[]
  readonly base: string | null
  readonly links: readonly RawLink[]
  readonly forms: number
  readonly passwordFields: number
  readonly scripts: number
  readonly frames: number
  readonly images: number
  readonly refresh: boolean
  /** the elements that give the page its form and are seen, in order (outline.ts) */
  readonly elements: readonly string[]
  /** the document was longer, deeper or richer than the limits */
  readonly cut: boolean
}

const mostCharacters = 2 * 1024 * 1024
const mostText = 200_000
const mostHidden = 20_000
const mostTags = 60_000
const mostDepth = 800
const mostShown = 300
const chunk = 8192

const blocks = new Set(
  'address article aside blockquote br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
)
const silent = new Set(['script', 'style', 'title', 'head', 'noscript', 'template', 'object', 'svg', 'math'])

type Frame = {
  readonly name: string
  readonly hidden: Concealment | undefined
  readonly silent: boolean
  readonly front: string | undefined
  readonly back: string
}

/**
 * Reads a document for what it shows, hides and links to. Never throws; stops at its limits (2 MB, 60,000 tags, 800 levels) and says
 * so in `cut`. Nothing is fetched or run.
 */
export function readHtml(html: string, mostLinks: number): HtmlReading {
  const state = newState(mostLinks)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openTag(state, name, attributes),
      onclosetag: (name) => closeTag(state, name),
      ontext: (text) => addText(state, text),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  const end = Math.min(html.length, mostCharacters)
  // rules stand in the head as a rule, and must be known before the text they hide
  for (const sheet of styleSheets(html.slice(0, end))) {
    for (const [name, how] of hidingRules(sheet)) if (state.rules.size < 1000) state.rules.set(name, how)
  }
  for (let at = 0; at < end; at += chunk) {
    if (state.tags > mostTags || state.stack.length > mostDepth) {
      state.cut = true
      break
    }
    parser.write(html.slice(at, Math.min(end, at + chunk)))
  }
  if (!state.cut) parser.end()
  if (state.anchor !== undefined) closeAnchor(state)
  return {
    text: state.text
      .join('')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    hiddenText: state.hidden.join('').replace(/\s+/g, ' ').trim(),
    hiddenHow: [...state.hiddenHow],
    base: state.base,
    links: state.links,
    forms: state.forms,
    passwordFields: state.passwordFields,
    scripts: state.scripts,
    frames: state.frames,
    images: state.images,
    refresh: state.refresh,
    elements: state.elements,
    cut: state.cut || state.full || html.length > mostCharacters,
  }
}

/** The contents of style elements, at most fifty. */
function styleSheets(html: string): string[] {
  const lower = html.toLowerCase()
  const sheets: string[] = []
  for (let at = lower.indexOf('<style'); at >= 0 && sheets.length < 50; ) {
    const open = lower.indexOf('>', at)
    const close = open < 0 ? -1 : lower.indexOf('</style', open)
    if (close < 0) break
    sheets.push(html.slice(open + 1, close))
    at = lower.indexOf('<style', close)
  }
  return sheets
}

type State = ReturnType<typeof newState>

function newState(mostLinks: number) {
  return {
    mostLinks,
    stack: [] as Frame[],
    rules: new Map<string, Concealment>(),
    text: [] as string[],
    textLength: 0,
    spaced: true,
    hidden: [] as string[],
    hiddenLength: 0,
    hiddenHow: new Set<Concealment>(),
    links: [] as RawLink[],
    anchor: undefined as RawLink | undefined,
    base: null as string | null,
    tags: 0,
    forms: 0,
    passwordFields: 0,
    scripts: 0,
    frames: 0,
    images: 0,
    refresh: false,
    elements: [] as string[],
    cut: false,
    full: false,
  }
}

type Attributes = Readonly<Record<string, string>>

function openTag(state: State, name: string, attributes: Attributes): void {
  state.tags++
  const above = state.stack.at(-1)
  const declarations = readDeclarations(attributes.style)
  const back =
    readColour(declarations.get('background-color') ?? declarations.get('background') ?? attributes.bgcolor) ?? above?.back ?? 'ffffff'
  const front = readColour(declarations.get('color') ?? (name === 'font' ? attributes.color : undefined)) ?? above?.front
  const hidden = above?.hidden ?? hides(state, name, attributes, declarations)
  state.stack.push({ name, hidden, silent: (above?.silent ?? false) || silent.has(name), front, back })
  if (blocks.has(name)) newLine(state)
  if (name === 'td' || name === 'th') addSpace(state)
  noteElement(state, name, attributes, hidden !== undefined)
  if (hidden === undefined && state.elements.length < mostElements) {
    const element = elementOf(name, attributes, declarations)
    if (element !== undefined) state.elements.push(element)
  }
  if (attributes.style?.includes('(') === true) {
    for (const found of attributes.style.matchAll(/url\(\s*['"]?([^'")]{1,4000})/gi))
      addLink(state, 'css', found[1] ?? '', hidden !== undefined)
  }
  if (attributes.background !== undefined) addLink(state, 'css', attributes.background, hidden !== undefined)
  if (Object.keys(attributes).some((key) => key.startsWith('on') && /^on[a-z]{3,20}$/.test(key))) state.scripts++
}

function hides(state: State, name: string, attributes: Attributes, declarations: ReadonlyMap<string, string>): Concealment | undefined {
  if (attributes.hidden !== undefined && name !== 'input') return 'hidden'
  const own = concealment(declarations)
  if (own !== undefined) return own
  for (const one of (attributes.class ?? '').split(/\s+/).slice(0, 20)) {
    const rule = state.rules.get(`.${one}`)
    if (rule !== undefined && declarations.get('display') === undefined) return rule
  }
  return attributes.id === undefined ? undefined : state.rules.get(`#${attributes.id}`)
}

function noteElement(state: State, name: string, attributes: Attributes, hidden: boolean): void {
  const link = (where: LinkWhere, value: string | undefined) => {
    if (value !== undefined) addLink(state, where, value, hidden)
  }
  if (name === 'a') {
    closeAnchor(state)
    if (attributes.href !== undefined) state.anchor = addLink(state, 'a', attributes.href, hidden)
  } else if (name === 'img' || name === 'input') noteImageOrField(state, name, attributes, hidden)
  else if (name === 'base') state.base ??= attributes.href ?? null
  else if (name === 'form') state.forms++
  else if (name === 'script') state.scripts++
  else if (name === 'iframe' || name === 'frame') state.frames++
  else if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') {
    state.refresh = true
    link('meta', /url\s*=\s*['"]?([^'"]+)/i.exec(attributes.content ?? '')?.[1])
  }
  const carries = linkAttributes[name]
  if (carries !== undefined) link(carries[0], attributes[carries[1]])
}

const linkAttributes: Readonly<Record<string, readonly [LinkWhere, string]>> = {
  area: ['area', 'href'],
  form: ['form', 'action'],
  button: ['form', 'formaction'],
  script: ['script', 'src'],
  iframe: ['frame', 'src'],
  frame: ['frame', 'src'],
  object: ['object', 'data'],
  embed: ['object', 'src'],
  video: ['object', 'src'],
  audio: ['object', 'src'],
  source: ['object', 'src'],
  link: ['css', 'href'],
  image: ['img', 'href'],
  use: ['img', 'href'],
}

function noteImageOrField(state: State, name: string, attributes: Attributes, hidden: boolean): void {
  if (name === 'input') {
    if (attributes.type?.toLowerCase() === 'password') state.passwordFields++
    if (attributes.formaction !== undefined) addLink(state, 'form', attributes.formaction, hidden)
    return
  }
  state.images++
  const declarations = readDeclarations(attributes.style)
  const tiny = (value: string | undefined) => value !== undefined && /^\s*[0-3](?:px)?\s*$/i.test(value)
  const width = attributes.width ?? declarations.get('width')
  const height = attributes.height ?? declarations.get('height')
  const pixel = (tiny(width) && (height === undefined || tiny(height))) || (tiny(height) && width === undefined) || hidden
  if (attributes.src !== undefined) addLink(state, 'img', attributes.src, hidden, pixel)
  const alt = attributes.alt?.trim()
  if (alt !== undefined && alt !== '') addText(state, ` ${alt.slice(0, 500)} `)
}

function addLink(state: State, where: LinkWhere, written: string, hidden: boolean, pixel = false): RawLink | undefined {
  if (written.trim() === '') return undefined
  if (state.links.length >= state.mostLinks) {
    state.full = true
    return undefined
  }
  const link = { where, written: written.trim(), shown: '', hidden, pixel }
  state.links.push(link)
  return link
}

function closeAnchor(state: State): void {
  if (state.anchor !== undefined) state.anchor.shown = state.anchor.shown.replace(/\s+/g, ' ').trim()
  state.anchor = undefined
}

function closeTag(state: State, name: string): void {
  if (name === 'a') closeAnchor(state)
  // the parser closes in the order of its own stack, which this one mirrors
  if (state.stack.at(-1)?.name === name) state.stack.pop()
  if (blocks.has(name)) newLine(state)
}

function newLine(state: State): void {
  if (state.textLength < mostText) state.text.push('\n')
  state.textLength++
  state.spaced = true
}

function addSpace(state: State): void {
  if (!state.spaced && state.textLength < mostText) state.text.push(' ')
  state.spaced = true
}

function addText(state: State, raw: string): void {
  const frame = state.stack.at(-1)
  if (frame?.silent === true) return
  const unseen = frame === undefined ? undefined : (frame.hidden ?? (sameColour(frame.front, frame.back) ? ('colour' as const) : undefined))
  if (unseen !== undefined) {
    if (/\S/.test(raw)) state.hiddenHow.add(unseen)
    if (state.hiddenLength < mostHidden) state.hidden.push(raw.slice(0, mostHidden))
    state.hiddenLength += raw.length
    return
  }
  if (state.anchor !== undefined && state.anchor.shown.length < mostShown) state.anchor.shown += raw.slice(0, mostShown)
  if (state.textLength >= mostText) return
  let text = raw.replace(/[ \t\r\n\f]+/g, ' ')
  if (state.spaced) text = text.replace(/^ /, '')
  if (text === '') return
  state.text.push(text.slice(0, mostText))
  state.textLength += text.length
  state.spaced = text.endsWith(' ')
}
