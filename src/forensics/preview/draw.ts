import { documentOf, plainBody, type Scheme } from './document.ts'
import { type PictureForm, type PictureLimits, pictureLimits, redraw } from './picture.ts'
import { type PicturePlace, type Removed, type Sanitised, type SanitiseLimits, sanitise, sanitiseLimits } from './sanitise.ts'
import { escapeHtml, inertTarget } from './text.ts'

/**
 * What a preview is drawn from. `images` are the parts that `cid:` links name, by their Content-ID without brackets; those marked
 * `inline` that no link names are shown below the text, as mail programs do.
 */
export type PreviewInput = {
  readonly html: string | null
  readonly text: string | null
  readonly images: readonly { readonly id: string; readonly bytes: Uint8Array; readonly inline?: boolean }[]
}

export type PreviewOptions = {
  /** `hidden` draws frames in their place; unless said, pictures are blurred until somebody asks for them */
  readonly pictures?: PictureForm | 'hidden'
  readonly scheme?: Scheme
  readonly limits?: PreviewLimits
}

export type PreviewLimits = SanitiseLimits & {
  readonly picture: PictureLimits
  /** different pictures made anew */
  readonly redrawn: number
  /** bytes of them together */
  readonly pictureBytes: number
}

export type Preview = {
  /** a whole HTML document, to be served under `previewPolicy` and shown in a sandboxed frame */
  readonly document: string
  readonly kind: 'html' | 'text' | 'empty'
  readonly removed: Removed
  readonly pictures: { readonly drawn: number; readonly refused: number }
  readonly truncated: boolean
}

export const previewLimits: PreviewLimits = { ...sanitiseLimits, picture: pictureLimits, redrawn: 40, pictureBytes: 8_000_000 }

const nothing: Removed = { scripts: 0, handlers: 0, remote: 0, frames: 0, forms: 0, styles: 0, links: 0 }

/**
 * The mail as a document that is safe to look at: no script, no load from anywhere, links that lead nowhere and tell their target,
 * pictures drawn anew. Never throws on what it is given; what goes past a limit is left out and said in `truncated`.
 */
export async function previewDocument(input: PreviewInput, options: PreviewOptions = {}): Promise<Preview> {
  const { pictures = 'blurred', scheme = 'light', limits = previewLimits } = options
  const html = input.html !== null && input.html.trim() !== ''
  const written: Sanitised = html ? sanitise(input.html, limits) : plain(input.text ?? '', limits)
  const named = written.pieces.filter((one) => typeof one !== 'string')
  const loose = loosePictures(input, named)
  const places = [...named, ...loose]
  const drawn = pictures === 'hidden' ? new Map<string, Drawn>() : await drawAll(places, input, pictures, limits)
  const body = written.pieces.map((piece) => (typeof piece === 'string' ? piece : markupOf(piece, drawn))).join('')
  const below = loose.length === 0 ? '' : `<div class="tocsin-loose">${loose.map((place) => markupOf(place, drawn)).join(' ')}</div>`
  const shown = places.filter((one) => drawn.has(one.source)).length
  return {
    document: documentOf({ css: written.css, body: body + below, scheme }),
    kind: html ? 'html' : (input.text ?? '').trim() === '' && loose.length === 0 ? 'empty' : 'text',
    removed: written.removed,
    pictures: { drawn: shown, refused: places.length - shown },
    truncated: written.truncated,
  }
}

function plain(text: string, limits: PreviewLimits): Sanitised {
  return { pieces: [plainBody(text.slice(0, limits.output))], css: '', removed: nothing, truncated: text.length > limits.output }
}

function loosePictures(input: PreviewInput, named: readonly PicturePlace[]): PicturePlace[] {
  const ids = new Set(
    named.filter((one) => /^cid:/i.test(one.source)).flatMap((one) => [one.source.slice(4), decoded(one.source.slice(4))]),
  )
  return input.images
    .filter((one) => one.inline === true && !ids.has(one.id))
    .slice(0, 20)
    .map((one) => ({ source: `cid:${one.id}`, alt: '', attributes: '' }))
}

function markupOf(place: PicturePlace, drawn: ReadonlyMap<string, Drawn>): string {
  const source = drawn.get(place.source)
  if (source === undefined) return frameOf(place)
  const size = /\s(?:width|height)=/.test(place.attributes) ? '' : source.size
  return `<img${place.attributes}${size} src="${source.url}" alt="${escapeHtml(place.alt)}">`
}

type Drawn = { readonly url: string; readonly size: string }

/** Each source that could be drawn, anew. */
async function drawAll(
  places: readonly PicturePlace[],
  input: PreviewInput,
  form: PictureForm,
  limits: PreviewLimits,
): Promise<Map<string, Drawn>> {
  const drawn = new Map<string, Drawn>()
  const sources = [...new Set(places.map((one) => one.source))].filter((one) => /^(?:cid|data):/i.test(one))
  let left = limits.pictureBytes
  for (const source of sources.slice(0, limits.redrawn)) {
    const bytes = /^cid:/i.test(source) ? partOf(source, input) : dataOf(source)
    const picture = bytes === undefined ? undefined : await redraw(bytes, form, limits.picture)
    if (picture === undefined || picture.bytes.length > left) continue
    left -= picture.bytes.length
    drawn.set(source, {
      url: `data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}`,
      size: ` width="${picture.width}" height="${picture.height}"`,
    })
  }
  return drawn
}

/** RFC 2392: the Content-ID stands percent-encoded in the URL. */
function partOf(source: string, input: PreviewInput): Uint8Array | undefined {
  const written = source.slice(4)
  const id = /%[0-9a-f]{2}/i.test(written) ? decoded(written) : written
  return input.images.find((one) => one.id === id || one.id === written)?.bytes
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The bytes of a `data:` URL in base64 (RFC 2397). */
function dataOf(source: string): Uint8Array | undefined {
  const comma = source.indexOf(',')
  if (comma < 0 || comma > 200 || !/;\s*base64\s*$/i.test(source.slice(0, comma))) return undefined
  return new Uint8Array(
    Buffer.from(
      source
        .slice(comma + 1)
        .replace(/%2B/gi, '+')
        .replace(/%2F/gi, '/')
        .replace(/%3D/gi, '='),
      'base64',
    ),
  )
}

/** What stands where a picture is not shown: its alternative text, and where it would have come from. */
function frameOf(place: PicturePlace): string {
  const target = /^data:/i.test(place.source) ? 'data' : inertTarget(place.source)
  return `<span class="tocsin-picture" title="${escapeHtml(target)}">${escapeHtml(place.alt)}</span>`
}
