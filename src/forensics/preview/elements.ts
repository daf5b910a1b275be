/** What becomes of each HTML element in a preview. What is named nowhere here goes, and its content stays. */

/** Element of the mail → element of the preview. All of them are inert: none loads, submits, navigates or holds raw text. */
export const written: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...Object.fromEntries(
      `abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure
    font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub sup
    table tbody td tfoot th thead time tr tt u ul var wbr`
        .split(/\s+/)
        .map((name) => [name, name]),
    ),
    a: 'span',
    body: 'div',
    button: 'span',
    details: 'div',
    dialog: 'div',
    dir: 'ul',
    fieldset: 'div',
    form: 'div',
    label: 'span',
    legend: 'div',
    listing: 'pre',
    marquee: 'div',
    menu: 'ul',
    nobr: 'span',
    plaintext: 'pre',
    search: 'div',
    summary: 'div',
    xmp: 'pre',
  }),
)

/** These go with all that they hold. Raw text of `style` is read on its own. */
export const dropped = new Set(
  'script style title iframe frameset noframes noembed applet svg math template textarea select datalist audio video canvas portal'.split(
    ' ',
  ),
)

export const empty = new Set(
  'area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr'.split(' '),
)

/** HTML elements that end foreign content (WHATWG HTML §13.2.6.5), so that an `svg` never closed doesn't swallow the mail. */
export const endsForeign = new Set(
  `b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small
  span strong strike sub sup table tt u ul var`.split(/\s+/),
)

/** Elements that an opening tag ends without saying so; the innermost open one is looked at, as often as it matches. */
const blocks =
  `address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
  hr listing main menu nav ol p plaintext pre search section summary table ul xmp`.split(/\s+/)
export const impliedEnd: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ...Object.fromEntries(blocks.map((name) => [name, ['p']])),
    a: ['a'],
    li: ['p', 'li'],
    dt: ['p', 'dt', 'dd'],
    dd: ['p', 'dt', 'dd'],
    td: ['p', 'td', 'th', 'caption', 'colgroup'],
    th: ['p', 'td', 'th', 'caption', 'colgroup'],
    tr: ['p', 'td', 'th', 'tr', 'caption', 'colgroup'],
    tbody: ['p', 'td', 'th', 'tr', 'thead', 'tbody', 'tfoot', 'caption', 'colgroup'],
    thead: ['p', 'td', 'th', 'tr', 'thead', 'tbody', 'tfoot', 'caption', 'colgroup'],
    tfoot: ['p', 'td', 'th', 'tr', 'thead', 'tbody', 'tfoot', 'caption', 'colgroup'],
  }),
)

const length = /^\d{1,5}(?:\.\d{1,3})?(?:%|px)?$/
const number = /^\d{1,4}$/
const colour = /^#?[a-z0-9]{1,32}$/i
const word = /^[a-z]{1,16}$/i

/** Attributes that stay, with what their value must be. They go to any element: none of them does harm where it means nothing. */
export const attributes: Readonly<Record<string, RegExp>> = {
  align: word,
  bgcolor: colour,
  border: number,
  bordercolor: colour,
  cellpadding: number,
  cellspacing: number,
  clear: word,
  color: colour,
  colspan: number,
  dir: /^(?:ltr|rtl|auto)$/i,
  face: /^[\p{L}\d ,'-]{1,100}$/u,
  height: length,
  lang: /^[a-z0-9-]{1,35}$/i,
  noshade: /^.{0,8}$/,
  nowrap: /^.{0,8}$/,
  rowspan: number,
  rules: word,
  size: /^[+-]?\d{1,3}$/,
  span: number,
  start: /^-?\d{1,6}$/,
  type: /^[1aAiI]$|^(?:disc|circle|square)$/i,
  valign: word,
  value: /^-?\d{1,6}$/,
  width: length,
}

/** Sender's names are written with this before them, so that they can never be those of the preview itself. */
export const ownName = 'm-'
export const nameShape = /^[\w-]{1,64}$/
