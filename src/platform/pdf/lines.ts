import bidiFactory, { type Bidi } from 'bidi-js'
import { Direction, Buffer as HbBuffer, shape } from 'harfbuzzjs'
import type { Face, Faces } from './faces.ts'

/** Text into lines: characters to faces, directions (UAX 9), shapes (OpenType), breaks. */

// its types say that the module is what the module makes
const bidi = (bidiFactory as unknown as () => Bidi)()

export type Glyph = { readonly id: number; readonly advance: number; readonly dx: number; readonly dy: number }
/** Glyphs that stand for letters together; `reads` where the glyphs alone would not tell them: dots and marks of their own, forms that letters share. */
export type Cluster = { readonly glyphs: readonly Glyph[]; readonly reads: string | null }
/** A stretch of one face and direction as it is drawn, from left to right. Units are thousandths of the em square. */
export type Run = { readonly face: Face; readonly clusters: readonly Cluster[]; readonly width: number }
export type Line = { readonly runs: readonly Run[]; readonly width: number; readonly direction: 'ltr' | 'rtl' }

/** What is invisible and only steers: no font need have it. */
const steering = /^[\p{Default_Ignorable_Code_Point}\p{Cc}]$/u
const mark = /^\p{M}$/u
/** what joins letters, keeps them apart or turns their direction */
const kept: ReadonlySet<string> = new Set(
  [0x61c, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069].map((code) =>
    String.fromCodePoint(code),
  ),
)

type Placed = { readonly text: string; readonly face: Face }

/** Each character with its face. What no font has stands there by its number, so that nothing is lost without being seen. */
async function placed(text: string, faces: Faces, bold: boolean): Promise<readonly Placed[]> {
  const found: Placed[] = []
  const fallback = await faces.find(0x20, bold)
  if (fallback === undefined) return []
  for (const character of text.replaceAll('\t', ' ')) {
    const code = character.codePointAt(0) ?? 0
    const before = found.at(-1)?.face ?? fallback
    if (steering.test(character)) {
      // what is no steering of directions or joining is left out
      if (kept.has(character)) found.push({ text: character, face: before })
      continue
    }
    const face = mark.test(character) && before.covers.has(code) ? before : await faces.find(code, bold)
    if (face !== undefined) found.push({ text: character, face })
    else for (const one of `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`) found.push({ text: one, face: fallback })
  }
  return found
}

type Piece = {
  readonly text: string
  readonly face: Face
  readonly level: number
  readonly space: boolean
  /** a line may begin with it */
  readonly breaks: boolean
}

const ideograph = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]$/u
/** UAX 14: CL, CP, EX, IS, NS do not begin a line, OP does not end one */
const closing = /^[\p{Pe}\p{Pf}!,.:;?%\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\u30fc\u3005\u2026]$/u
const opening = /^[\p{Ps}\p{Pi}]$/u

function piecesOf(all: readonly Placed[], levels: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let last: { text: string; face: Face; level: number; space: boolean; breaks: boolean; end: string } | undefined
  for (const { text, face } of all) {
    const level = levels[at] ?? 0
    at += text.length
    const space = text === ' '
    const before = last?.end ?? ''
    const free = (ideograph.test(text) || ideograph.test(before)) && !closing.test(text) && !opening.test(before)
    const breaks =
      !space && ((before === ' ' && !closing.test(text)) || (free && before !== '') || (before === '-' && /^\p{L}$/u.test(text)))
    if (last !== undefined && last.face === face && last.level === level && last.space === space && !breaks) {
      last.text += text
      last.end = text
      continue
    }
    if (last !== undefined) pieces.push(last)
    last = { text, face, level, space, breaks, end: text }
  }
  if (last !== undefined) pieces.push(last)
  return pieces
}

/** Shapes a piece; what each glyph stands for is noted at its face, so that the text can be taken out of the document again. */
function shaped({ text, face, level }: Piece, language: string): Run {
  const buffer = new HbBuffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  buffer.setDirection(level % 2 === 1 ? Direction.RTL : Direction.LTR)
  buffer.setLanguage(language)
  shape(face.font, buffer)
  const scale = 1000 / face.upem
  const positions = buffer.getGlyphPositions()
  const starts: number[] = []
  const grouped = new Map<number, Glyph[]>()
  for (const [at, { codepoint, cluster }] of buffer.getGlyphInfos().entries()) {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {}
    const glyph = { id: codepoint, advance: xAdvance * scale, dx: xOffset * scale, dy: yOffset * scale }
    if (!grouped.has(cluster)) starts.push(cluster)
    const group = grouped.get(cluster)
    if (group === undefined) grouped.set(cluster, [glyph])
    else group.push(glyph)
  }
  const ordered = starts.toSorted((a, b) => a - b)
  const ends = new Map(ordered.map((start, at) => [start, ordered[at + 1]]))
  const clusters = [...grouped].map(([start, glyphs]) => clusterOf(face, glyphs, text.slice(start, ends.get(start))))
  return { face, clusters, width: clusters.flatMap(({ glyphs }) => glyphs).reduce((sum, { advance }) => sum + advance, 0) }
}

/** Notes at the face what a glyph stands for, where it is one thing alone, so that the text can be taken out of the document again. */
function clusterOf({ used }: Face, glyphs: readonly Glyph[], text: string): Cluster {
  const [first] = glyphs
  const known = first === undefined ? '' : (used.get(first.id) ?? '')
  const alone = first !== undefined && glyphs.length === 1 && (known === '' || known === text)
  for (const { id } of glyphs) if (!used.has(id)) used.set(id, '')
  if (alone) used.set(first.id, text)
  return { glyphs, reads: alone ? null : text }
}

type Set = Piece & { readonly run: Run }

export type Setting = { readonly faces: Faces; readonly bold: boolean; readonly language: string; readonly direction: 'ltr' | 'rtl' }

/** The lines of a text, none wider than `width` (thousandths of the em square). `direction` is that of what has no direction of its own. */
export async function linesOf(text: string, width: number, setting: Setting): Promise<readonly Line[]> {
  const lines: Line[] = []
  for (const paragraph of text.normalize('NFC').split(/\r\n|[\n\r\u2028\u2029]/))
    lines.push(...(await paragraphLines(paragraph, width, setting)))
  return lines
}

async function paragraphLines(text: string, width: number, { faces, bold, language, direction: given }: Setting): Promise<readonly Line[]> {
  const all = await placed(text, faces, bold)
  const whole = all.map((one) => one.text).join('')
  const strong = /\p{L}/u.exec(whole)?.[0]
  const direction = strong === undefined ? given : /^[\p{Script=Arabic}\p{Script=Hebrew}]$/u.test(strong) ? 'rtl' : 'ltr'
  const { levels } = bidi.getEmbeddingLevels(whole, direction)
  const pieces = piecesOf(all, levels).flatMap((piece) => fitting(piece, width, language))
  const lines: Set[][] = [[]]
  let used = 0
  for (const word of wordsOf(pieces)) {
    const length = word.reduce((sum, { run, space }) => sum + (space ? 0 : run.width), 0)
    if (used > 0 && used + length > width) {
      lines.push([])
      used = 0
    }
    for (const piece of word) {
      // a word longer than a line goes on in the next
      if (used > 0 && !piece.space && used + piece.run.width > width) {
        lines.push([])
        used = 0
      }
      lines.at(-1)?.push(piece)
      used += piece.run.width
    }
  }
  return lines.map((line) => lineOf(line, direction))
}

/** A piece, cut where it is wider than a line. */
function fitting(piece: Piece, width: number, language: string): readonly Set[] {
  const run = shaped(piece, language)
  if (run.width <= width || piece.text.length < 2) return [{ ...piece, run }]
  const letters = [...new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(piece.text)].map(({ segment }) => segment)
  const half = Math.ceil(letters.length / 2)
  if (letters.length < 2) return [{ ...piece, run }]
  const [first, second] = [letters.slice(0, half).join(''), letters.slice(half).join('')]
  return [...fitting({ ...piece, text: first }, width, language), ...fitting({ ...piece, text: second, breaks: false }, width, language)]
}

/** What stays together in a line, with the spaces that follow. */
function wordsOf(pieces: readonly Set[]): readonly (readonly Set[])[] {
  const words: Set[][] = []
  for (const piece of pieces) {
    const word = words.at(-1)
    if (word === undefined || piece.breaks) words.push([piece])
    else word.push(piece)
  }
  return words
}

/** UAX 9, L2: from the highest level down, whatever is at that level or above is reversed. Spaces at the end are not drawn. */
function lineOf(pieces: readonly Set[], direction: 'ltr' | 'rtl'): Line {
  const line = [...pieces]
  while (line.at(-1)?.space === true) line.pop()
  const highest = Math.max(0, ...line.map(({ level }) => level))
  for (let level = highest; level > 0; level--)
    for (let at = 0; at < line.length; at++) {
      let end = at
      while ((line[end]?.level ?? -1) >= level) end++
      if (end > at) line.splice(at, end - at, ...line.slice(at, end).reverse())
      at = Math.max(at, end)
    }
  const runs = line.map(({ run }) => run)
  return { runs, width: runs.reduce((sum, run) => sum + run.width, 0), direction }
}
