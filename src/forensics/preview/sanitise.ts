import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { attributes, dropped, empty, endsForeign, impliedEnd, nameShape, ownName, written } from './elements.ts'
import { filterDeclarations, filterSheet } from './style.ts'
import { escapeHtml, inertTarget, visible } from './text.ts'

/** A picture's place in the preview: filled once the picture is made anew, or drawn as an empty frame. */
export type PicturePlace = { readonly source: string; readonly alt: string; readonly attributes: string }

/** How many of each kind were taken out. `remote` counts what the mail would have fetched. */
export type Removed = { scripts: number; handlers: number; remote: number; frames: number; forms: number; styles: number; links: number }

export type Sanitised = {
  /** markup, and between it the pictures */
  readonly pieces: readonly (string | PicturePlace)[]
  readonly css: string
  readonly removed: Removed
  /** something was left out for its size, its depth or its number */
  readonly truncated: boolean
}

export type SanitiseLimits = {
  readonly input: number
  readonly output: number
  readonly elements: number
  readonly depth: number
  readonly pictures: number
}

export const sanitiseLimits: SanitiseLimits = { input: 4_000_000, output: 2_000_000, elements: 20_000, depth: 200, pictures: 200 }

/**
 * Writes the mail's HTML anew from its tokens: only elements and attributes that are known to be inert, every text and value escaped,
 * every element closed. Nothing of the source is passed on as it stands, and no element is written whose content a browser reads in
 * another way than ours (raw text, foreign content, templates), so that there is nothing to mutate.
 */
export function sanitise(html: string, limits: SanitiseLimits = sanitiseLimits): Sanitised {
  const source = html.slice(0, limits.input)
  const removed: Removed = { scripts: 0, handlers: 0, remote: 0, frames: 0, forms: 0, styles: 0, links: 0 }
  const pieces: (string | PicturePlace)[] = []
  const sheets: string[] = []
  const open: { readonly name: string; readonly as: string }[] = []
  const depths = new Map<string, number>()
  let text = ''
  let length = 0
  let elements = 0
  let pictures = 0
  let truncated = html.length > limits.input
  /** the dropped element that we are in, and how many of its name are open */
  let skipping: { name: string; depth: number } | undefined
  let sheet = ''
  let tag = ''
  let values = new Map<string, string>()
  let attribute = ''
  let value = ''

  function write(markup: string): void {
    if (length + markup.length > limits.output) {
      truncated = true
      return
    }
    length += markup.length
    text += markup
  }

  function close(count: number): void {
    for (let i = 0; i < count; i++) {
      const last = open.pop()
      if (last === undefined) return
      depths.set(last.name, (depths.get(last.name) ?? 1) - 1)
      // an end is owed to what was begun, whatever the limit says
      text += `</${last.as}>`
    }
  }

  function startElement(name: string): void {
    if (skipping !== undefined) {
      if (!inForeign() || !endsForeign.has(name)) {
        if (name === skipping.name && !empty.has(name)) skipping.depth += 1
        return
      }
      skipping = undefined
    }
    countRemoved(name)
    if (name === 'img' || name === 'image') addPicture()
    else if (name === 'input') addField()
    else if (dropped.has(name)) {
      skipping = { name, depth: 1 }
      sheet = ''
    } else openElement(name)
  }

  function openElement(name: string): void {
    const implied = impliedEnd.get(name)
    while (implied?.includes(open.at(-1)?.name ?? '')) close(1)
    const as = written.get(name)
    if (as === undefined) return
    elements += 1
    if (elements > limits.elements || open.length >= limits.depth || length >= limits.output) {
      truncated = true
      return
    }
    const markup = `<${as}${attributesOf(name)}>`
    length += markup.length
    text += markup
    if (empty.has(name)) return
    open.push({ name, as })
    depths.set(name, (depths.get(name) ?? 0) + 1)
  }

  function endElement(name: string): void {
    if (skipping !== undefined) {
      // an end of a paragraph ends foreign content too (WHATWG HTML §13.2.6.5)
      if (inForeign() && name === 'p') skipping = undefined
      if (name !== skipping?.name) return
      skipping.depth -= 1
      if (skipping.depth > 0) return
      if (name === 'style') sheets.push(sheet)
      skipping = undefined
      return
    }
    if ((depths.get(name) ?? 0) === 0) return
    const place = open.findLastIndex((one) => one.name === name)
    // an end tag does not reach out of the table, or the cell, that it stands in (WHATWG HTML §13.2.4.2, scopes)
    const walls = tableParts.has(name) ? ['table'] : ['table', 'td', 'th', 'caption']
    if (!open.slice(place + 1).some((one) => walls.includes(one.name))) close(open.length - place)
  }

  function inForeign(): boolean {
    return skipping?.name === 'svg' || skipping?.name === 'math'
  }

  function countRemoved(name: string): void {
    if (name === 'script') removed.scripts += 1
    if (['iframe', 'frame', 'object', 'embed', 'applet', 'portal'].includes(name)) removed.frames += 1
    if (name === 'form') removed.forms += 1
    if (['link', 'base', 'audio', 'video', 'source', 'iframe', 'frame', 'embed', 'object'].includes(name) && hasRemote())
      removed.remote += 1
    if (name === 'meta' && /refresh/i.test(values.get('http-equiv') ?? '')) removed.remote += 1
    if (values.has('background') || (name !== 'img' && values.has('srcset'))) removed.remote += 1
    for (const one of values.keys()) if (one.startsWith('on')) removed.handlers += 1
  }

  function hasRemote(): boolean {
    return ['href', 'src', 'data'].some((one) => values.has(one))
  }

  function attributesOf(name: string): string {
    let markup = ''
    let own = ''
    let title = ''
    if (name === 'a') {
      const target = values.get('href')?.trim() ?? ''
      if (target !== '' && !target.startsWith('#')) {
        removed.links += 1
        own = 'tocsin-link'
        title = inertTarget(target)
      }
    }
    if (name === 'body') own = 'tocsin-body'
    if (name === 'button') own = 'tocsin-field'
    for (const [key, shape] of Object.entries(attributes)) {
      const given = values.get(key)
      if (given !== undefined && shape.test(given.trim())) markup += ` ${key}="${escapeHtml(given.trim())}"`
    }
    const names = (values.get('class') ?? '').split(/\s+/).filter((one) => nameShape.test(one))
    const classes = [own, ...names.slice(0, 20).map((one) => ownName + one)].filter((one) => one !== '')
    if (classes.length > 0) markup += ` class="${escapeHtml(classes.join(' '))}"`
    const id = values.get('id') ?? ''
    if (nameShape.test(id)) markup += ` id="${ownName}${escapeHtml(id)}"`
    const style = styleOf()
    if (style !== '') markup += ` style="${escapeHtml(style)}"`
    if (title !== '') markup += ` title="${escapeHtml(title)}"`
    return markup
  }

  function styleOf(): string {
    const filtered = filterDeclarations(values.get('style') ?? '')
    removed.styles += filtered.removed
    removed.remote += filtered.remote
    return values.has('hidden') ? `${filtered.css};display:none` : filtered.css
  }

  function addPicture(): void {
    pictures += 1
    if (pictures > limits.pictures || length >= limits.output) {
      truncated = true
      return
    }
    const source = (values.get('src') ?? '').trim()
    if (!/^(?:cid|data):/i.test(source) && source !== '') removed.remote += 1
    if (values.has('srcset')) removed.remote += 1
    const alt = visible(values.get('alt') ?? '').slice(0, 300)
    if (text !== '') pieces.push(text)
    text = ''
    pieces.push({ source, alt, attributes: attributesOf('img') })
  }

  /** A field is drawn as a frame with what stands in it, so that one sees what would have been asked for. */
  function addField(): void {
    const type = (values.get('type') ?? 'text').toLowerCase()
    if (type === 'hidden') return
    removed.forms += 1
    const label = type === 'password' ? '••••••' : visible(values.get('value') ?? values.get('placeholder') ?? '').slice(0, 100)
    write(`<span class="tocsin-field">${escapeHtml(label)}&nbsp;</span>`)
  }

  function addText(data: string): void {
    if (skipping === undefined) write(escapeHtml(visible(data)))
    else if (skipping.name === 'style' && sheet.length < 300_000) sheet += data
  }

  const slice = (start: number, end: number): string => source.slice(start, end)
  const beginTag = (): void => {
    values = new Map()
  }
  const handler: TokenizerCallbacks = {
    onopentagname(start, end) {
      tag = slice(start, end).toLowerCase()
      beginTag()
    },
    onattribname(start, end) {
      attribute = slice(start, end).toLowerCase()
      value = ''
    },
    onattribdata(start, end) {
      value += slice(start, end)
    },
    onattribentity(code) {
      value += String.fromCodePoint(code)
    },
    onattribend() {
      // the first of a name counts, as in a browser
      if (values.size < 100 && !values.has(attribute)) values.set(attribute, value)
      value = ''
    },
    onopentagend() {
      startElement(tag)
    },
    onselfclosingtag() {
      startElement(tag)
      // in foreign content the slash counts, so such an element drops no more than itself
      if (skipping !== undefined && (tag === 'svg' || tag === 'math')) endElement(tag)
    },
    onclosetag(start, end) {
      const name = slice(start, end).toLowerCase()
      if (name === 'br' && skipping === undefined) write('<br>')
      else endElement(name)
    },
    ontext(start, end) {
      addText(slice(start, end))
    },
    ontextentity(code) {
      addText(String.fromCodePoint(code))
    },
    oncomment() {},
    oncdata() {},
    ondeclaration() {},
    onprocessinginstruction() {},
    onend() {},
    // there `style` and its kin hold markup, and not raw text
    isInForeignContext: inForeign,
  }
  const tokenizer = new Tokenizer({ decodeEntities: true }, handler)
  tokenizer.write(source)
  tokenizer.end()
  if (skipping?.name === 'style') sheets.push(sheet)
  close(open.length)
  if (text !== '') pieces.push(text)

  const styles = sheets.slice(0, 50).map(filterSheet)
  for (const one of styles) {
    removed.styles += one.removed
    removed.remote += one.remote
  }
  return {
    pieces,
    css: styles
      .map((one) => one.css)
      .join('\n')
      .slice(0, 400_000),
    removed,
    truncated,
  }
}

const tableParts = new Set('table caption colgroup thead tbody tfoot tr td th'.split(' '))
