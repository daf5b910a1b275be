import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { Blob, Face as HbFace, Font as HbFont } from 'harfbuzzjs'

/** Fonts that documents are set in: Noto (OFL 1.1), cut down to the characters of the standards that people write by (see fonts/README.md). */

export type Face = {
  readonly name: string
  /** it is drawn with an outline to be bold, since there is no bold one */
  readonly thickened: boolean
  readonly bytes: Uint8Array
  readonly font: HbFont
  /** units of the em square */
  readonly upem: number
  readonly ascent: number
  readonly descent: number
  readonly covers: ReadonlySet<number>
  /** glyphs that were set, with the text that each stands for */
  readonly used: Map<number, string>
}

type Source = { readonly file: string; readonly bold?: string; readonly from: readonly (readonly [number, number])[] }

const everywhere = [[0x20, 0x10ffff]] as const
const east = [
  [0x1100, 0x11ff],
  [0x2000, 0xffff],
  [0x20000, 0x2fa1f],
] as const
const simplified: Source = { file: 'chinese-simplified', from: east }
const traditional: Source = { file: 'chinese-traditional', from: east }
const others: readonly Source[] = [
  { file: 'sans', bold: 'sans-bold', from: everywhere },
  {
    file: 'arabic',
    bold: 'arabic-bold',
    from: [
      [0x600, 0x8ff],
      [0xfb50, 0xfeff],
    ],
  },
  { file: 'hebrew', from: [[0x590, 0x5ff]] },
  { file: 'thai', from: [[0xe00, 0xe7f]] },
  { file: 'korean', from: [[0xac00, 0xd7ff]] },
]

/** The font files in the order in which they are asked: Chinese characters look as whoever reads the language writes them. */
function sourcesFor(language: string): readonly Source[] {
  return [...others, ...(/^zh-(?:hant|tw|hk|mo)/i.test(language) ? [traditional, simplified] : [simplified, traditional])]
}

const inflate = promisify(brotliDecompress)
/** bytes of a font file at most */
const largest = 16_000_000

/** Bytes by name: a worker reads each file once. */
const read = new Map<string, Promise<Uint8Array>>()
function bytesOf(file: string): Promise<Uint8Array> {
  const known = read.get(file)
  if (known !== undefined) return known
  const bytes = readFile(new URL(`./fonts/${file}.ttf.br`, import.meta.url)).then((packed) => inflate(packed, { maxOutputLength: largest }))
  read.set(file, bytes)
  return bytes
}

async function open(file: string, thickened: boolean): Promise<Face> {
  const bytes = await bytesOf(file)
  // a copy: what is given away is not ours any more
  const face = new HbFace(new Blob(Uint8Array.from(bytes).buffer))
  const font = new HbFont(face)
  const { ascender: ascent, descender: descent } = font.hExtents()
  const covers = new Set(face.collectUnicodes())
  return { name: file, thickened, bytes, font, upem: face.upem, ascent, descent, covers, used: new Map() }
}

/** The faces of one document, opened as its text needs them. */
export type Faces = {
  /** The face for a character; undefined where none has it. */
  find(code: number, bold: boolean): Promise<Face | undefined>
  readonly opened: readonly Face[]
}

export function openFaces(language: string): Faces {
  const sources = sourcesFor(language)
  const faces = new Map<string, Face>()
  const get = async (file: string, thickened: boolean) => {
    const key = `${file} ${thickened}`
    const known = faces.get(key)
    if (known !== undefined) return known
    const face = await open(file, thickened)
    faces.set(key, face)
    return face
  }
  return {
    async find(code, bold) {
      for (const { file, bold: heavy, from } of sources) {
        if (!from.some(([first, last]) => code >= first && code <= last)) continue
        const face = await get(bold ? (heavy ?? file) : file, bold && heavy === undefined)
        if (face.covers.has(code)) return face
      }
      return undefined
    },
    get opened() {
      return [...faces.values()]
    },
  }
}
