/** Inline styles and simple style sheets, as far as they hide text. Not CSS: only the declarations that mail uses to hide. */

export type Concealment = 'hidden' | 'zero-font' | 'off-screen' | 'colour'

const none: ReadonlyMap<string, string> = new Map()

/** Declarations of a style attribute, names and values in lower case. */
export function readDeclarations(style: string | undefined): ReadonlyMap<string, string> {
  if (style === undefined || style === '') return none
  const found = new Map<string, string>()
  for (const piece of style.slice(0, 5000).split(';').slice(0, 100)) {
    const colon = piece.indexOf(':')
    if (colon > 0)
      found.set(
        piece.slice(0, colon).trim().toLowerCase(),
        piece
          .slice(colon + 1)
          .trim()
          .toLowerCase()
          .replace(/\s*!important$/, ''),
      )
  }
  return found
}

/** A CSS length as pixels where that can be told, else null. */
function pixels(value: string | undefined): number | null {
  const match = /^(-?\d*\.?\d+)\s*(px|pt|em|rem|%)?/.exec(value ?? '')
  if (match === null) return null
  const size = Number(match[1])
  return match[2] === 'em' || match[2] === 'rem' ? size * 16 : match[2] === '%' ? size * 0.16 : size
}

/** How the declarations hide what they apply to, if they do. Colours are compared by `readColour` elsewhere. */
export function concealment(declarations: ReadonlyMap<string, string>): Concealment | undefined {
  const get = (name: string) => declarations.get(name)
  if (get('display') === 'none' || get('visibility') === 'hidden' || get('visibility') === 'collapse' || get('mso-hide') === 'all')
    return 'hidden'
  const opacity = get('opacity')
  if (opacity !== undefined && Number.parseFloat(opacity) <= 0.05) return 'hidden'
  const font = pixels(get('font-size') ?? /(?:^|\s)(0(?:px|pt|em)?)(?:\/|\s|$)/.exec(get('font') ?? '')?.[1])
  if (font !== null && font < 2) return 'zero-font'
  const cut = get('overflow') === 'hidden' || get('overflow-y') === 'hidden'
  const tall = pixels(get('max-height')) ?? pixels(get('height'))
  const wide = pixels(get('max-width')) ?? pixels(get('width'))
  if (cut && ((tall !== null && tall < 2) || (wide !== null && wide < 2))) return 'hidden'
  const indent = pixels(get('text-indent'))
  const left = pixels(get('left')) ?? pixels(get('margin-left')) ?? pixels(get('top'))
  if ((indent !== null && indent <= -500) || (left !== null && left <= -500)) return 'off-screen'
  return undefined
}

const named: Readonly<Record<string, string>> = {
  white: 'ffffff',
  black: '000000',
  transparent: 'transparent',
  snow: 'fffafa',
  ivory: 'fffff0',
  whitesmoke: 'f5f5f5',
  red: 'ff0000',
  blue: '0000ff',
  gray: '808080',
  grey: '808080',
}

/** A colour as six hexadecimal digits, or `transparent`; undefined when it cannot be told. */
export function readColour(value: string | undefined): string | undefined {
  const text = value?.trim().toLowerCase()
  if (text === undefined || text === '') return undefined
  const word = named[text.split(/\s+/)[0] ?? '']
  if (word !== undefined) return word
  const long = /^#?([0-9a-f]{6})\b/.exec(text)
  if (long !== null) return long[1]
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])\b/.exec(text)
  if (short !== null)
    return short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')
  const rgb = /^rgba?\(\s*(\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})(?:[ ,/]+([\d.]+))?/.exec(text)
  if (rgb === null) return undefined
  if (rgb[4] !== undefined && Number(rgb[4]) === 0) return 'transparent'
  return rgb
    .slice(1, 4)
    .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, '0'))
    .join('')
}

/** Whether text in `front` cannot be read on `back`. */
export function sameColour(front: string | undefined, back: string): boolean {
  if (front === undefined) return false
  if (front === 'transparent') return true
  if (back === 'transparent') return false
  const channel = (colour: string, i: number) => Number.parseInt(colour.slice(2 * i, 2 * i + 2), 16)
  return [0, 1, 2].every((i) => Math.abs(channel(front, i) - channel(back, i)) <= 4)
}

/** Rules of a style sheet that hide: for `.class` and `#id` selectors outside of any @-rule. */
export function hidingRules(sheet: string): ReadonlyMap<string, Concealment> {
  const found = new Map<string, Concealment>()
  const css = sheet.slice(0, 200_000).replace(/\/\*[\s\S]*?\*\/|<!--|-->/g, '')
  let at = 0
  while (at < css.length && found.size < 500) {
    const open = css.indexOf('{', at)
    if (open < 0) break
    const selector = css.slice(at, open).trim()
    if (selector.startsWith('@')) {
      at = closeOf(css, open)
      continue
    }
    const close = css.indexOf('}', open)
    if (close < 0) break
    const how = concealment(readDeclarations(css.slice(open + 1, close)))
    if (how !== undefined) for (const one of selector.split(',')) for (const name of simple(one)) found.set(name, how)
    at = close + 1
  }
  return found
}

function simple(selector: string): string[] {
  const match = /^\s*[a-z0-9]*([.#][A-Za-z0-9_-]{1,100})\s*$/i.exec(selector)
  return match?.[1] === undefined ? [] : [match[1]]
}

function closeOf(css: string, open: number): number {
  let depth = 0
  for (let i = open; i < css.length; i++) {
    if (css.charAt(i) === '{') depth++
    else if (css.charAt(i) === '}' && --depth === 0) return i + 1
  }
  return css.length
}
