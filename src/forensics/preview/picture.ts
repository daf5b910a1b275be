import type { Metadata, Sharp } from 'sharp'

/** How a picture is shown: `blurred` holds a few dozen pixels of it and no more, whatever is done to the document. */
export type PictureForm = 'shown' | 'blurred'

export type PictureLimits = {
  /** bytes of the file */
  readonly bytes: number
  /** width times height before it is made smaller */
  readonly pixels: number
  /** pixels of the longer side afterwards */
  readonly edge: number
  /** seconds */
  readonly time: number
}

export const pictureLimits: PictureLimits = { bytes: 12_000_000, pixels: 40_000_000, edge: 1400, time: 5 }

export type Picture = {
  readonly type: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** Formats that are read at all. SVG is not: it is a document, which can refer and style. */
const formats = new Set(['jpeg', 'png', 'gif', 'webp'])
const readers = ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadNsgif', 'VipsForeignLoadWebp']
const blurredEdge = 24

let loaded: Promise<typeof import('sharp')> | undefined
/** Loaded at first use, since most workers never draw. */
async function library(): Promise<typeof import('sharp').default> {
  loaded ??= import('sharp').then((module) => {
    const sharp = module.default
    // no decoder but these may be chosen, whatever the first bytes say
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: readers })
    sharp.cache(false)
    sharp.concurrency(1)
    return module
  })
  return (await loaded).default
}

/**
 * The picture drawn anew: first frame, upright, without metadata, at most `edge` pixels, as JPEG or (where it has transparency) PNG.
 * undefined for what is not a picture of the four formats, is damaged beyond drawing or goes past a limit.
 */
export async function redraw(
  bytes: Uint8Array,
  form: PictureForm = 'shown',
  limits: PictureLimits = pictureLimits,
): Promise<Picture | undefined> {
  if (bytes.length === 0 || bytes.length > limits.bytes) return undefined
  const sharp = await library()
  try {
    const input = sharp(bytes, { limitInputPixels: limits.pixels, pages: 1, failOn: 'error', sequentialRead: true })
    const found = await input.metadata()
    if (!formats.has(found.format ?? '')) return undefined
    const edge = form === 'blurred' ? blurredEdge : limits.edge
    const drawn = input
      .autoOrient()
      .timeout({ seconds: limits.time })
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    const { data, info } = await encode(drawn, found).toBuffer({ resolveWithObject: true })
    const size = form === 'blurred' ? natural(found, limits.edge) : info
    return { type: info.format === 'png' ? 'image/png' : 'image/jpeg', bytes: new Uint8Array(data), width: size.width, height: size.height }
  } catch {
    return undefined
  }
}

function encode(picture: Sharp, { hasAlpha, format }: Metadata): Sharp {
  // drawings with few colours would suffer as JPEG
  return hasAlpha || format === 'gif' || format === 'png' ? picture.png({ compressionLevel: 6 }) : picture.jpeg({ quality: 82 })
}

/** The size at which it would have been shown. */
function natural({ autoOrient }: Metadata, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(autoOrient.width, autoOrient.height, 1))
  return { width: Math.max(1, Math.round(autoOrient.width * scale)), height: Math.max(1, Math.round(autoOrient.height * scale)) }
}
