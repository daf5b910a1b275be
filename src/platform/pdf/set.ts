import { type Block, type PdfDocument, type PdfObjects, pdfNumber, pdfObjects, pdfText, utf16 } from '../../formats/pdf/index.ts'
import { type Face, openFaces } from './faces.ts'
import { type Glyph, type Line, linesOf, type Run, type Setting } from './lines.ts'
import { subsetFont } from './subset.ts'

/** A4 in points, and what stays white. */
const page = { width: 595.28, height: 841.89, edge: 56.7 }
const inner = page.width - 2 * page.edge
/** characters and pages of a document at most */
export const pdfLimits = { characters: 1_000_000, pages: 1_000 }

type Style = {
  readonly size: number
  readonly leading: number
  readonly before: number
  readonly bold: boolean
  readonly grey: boolean
  readonly tag: string
}
const plain = { size: 10.5, leading: 15.5, before: 3, bold: false, grey: false, tag: 'P' }
const styles: Readonly<Record<Block['kind'], Style>> = {
  title: { ...plain, size: 19, leading: 25, before: 0, bold: true, tag: 'H1' },
  heading: { ...plain, size: 13.5, leading: 19, before: 18, bold: true, tag: 'H2' },
  subheading: { ...plain, bold: true, before: 9, tag: 'H3' },
  text: plain,
  note: { ...plain, size: 8.5, leading: 12.5, before: 1, grey: true },
  item: { ...plain, before: 2 },
  fact: { ...plain, before: 1 },
}
/** where a list's text and a fact's value begin */
const indent = { item: 18, fact: 150 }

type Page = { readonly operators: string[]; readonly elements: number[] }
type Element = { readonly tag: string; readonly marks: { readonly page: number; readonly mark: number }[] }

type Sheet = {
  readonly document: PdfDocument
  readonly names: Map<Face, string>
  readonly pages: Page[]
  readonly elements: Element[]
  y: number
}

/**
 * Sets a document as PDF 1.7: tagged, with its title and language, fonts in it as far as they are used, text that can be taken out again. The same document gives the same bytes.
 * `too-long` past `pdfLimits`.
 */
export async function setDocument(document: PdfDocument): Promise<Uint8Array | 'too-long'> {
  const length = document.blocks.reduce((sum, block) => sum + block.text.length, 0)
  if (length > pdfLimits.characters) return 'too-long'
  const faces = openFaces(document.language)
  const sheet: Sheet = { document, names: new Map(), pages: [], elements: [], y: 0 }
  newPage(sheet)
  for (const block of document.blocks) {
    await setBlock(sheet, block, { faces, bold: styles[block.kind].bold, language: document.language, direction: document.direction })
    if (sheet.pages.length > pdfLimits.pages) return 'too-long'
  }
  for (const [at, one] of sheet.pages.entries())
    await setFoot(sheet, one, `${at + 1} / ${sheet.pages.length}`, { faces, bold: false, language: 'en', direction: 'ltr' })
  return write(sheet)
}

function newPage(sheet: Sheet): void {
  sheet.pages.push({ operators: [], elements: [] })
  sheet.y = page.height - page.edge
}

async function setBlock(sheet: Sheet, block: Block, setting: Setting): Promise<void> {
  const style = styles[block.kind]
  const aside = block.kind === 'item' || block.kind === 'fact' ? indent[block.kind] : 0
  const lines = await linesOf(block.text, ((inner - aside) / style.size) * 1000, setting)
  const label = block.kind === 'item' ? block.mark : block.kind === 'fact' ? block.name : ''
  const labels = label === '' ? [] : await linesOf(label, ((aside - 8) / style.size) * 1000, setting)
  const heading = style.tag.startsWith('H')
  sheet.y -= style.before
  // a heading is not left alone at the foot
  if (sheet.y - style.leading * (heading ? lines.length + 2 : 1) < page.edge) newPage(sheet)
  const element: Element = { tag: style.tag, marks: [] }
  sheet.elements.push(element)
  for (let at = 0; at < Math.max(lines.length, labels.length); at++) {
    if (sheet.y - style.leading < page.edge) newPage(sheet)
    sheet.y -= style.leading
    const [beside, line] = [labels[at], lines[at]]
    marked(sheet, element, () => [
      ...(beside === undefined ? [] : drawLine(sheet, beside, style, aside, 'label', block.kind === 'fact')),
      ...(line === undefined ? [] : drawLine(sheet, line, style, aside, 'body', style.grey)),
    ])
  }
}

/** A page's part of an element, as its reader's program is told of it (ISO 32000-1 §14.7.4). */
function marked(sheet: Sheet, element: Element, draw: () => readonly string[]): void {
  const at = sheet.pages.length - 1
  const one = sheet.pages[at]
  if (one === undefined) return
  const mark = one.elements.length
  one.elements.push(sheet.elements.lastIndexOf(element))
  element.marks.push({ page: at, mark })
  one.operators.push(`/${element.tag} << /MCID ${mark} >> BDC`, ...draw(), 'EMC')
}

/** Text begins where its document does: at the right where it is written from there. */
function drawLine(sheet: Sheet, line: Line, style: Style, aside: number, part: 'label' | 'body', grey: boolean): readonly string[] {
  const turned = sheet.document.direction === 'rtl'
  const width = (line.width * style.size) / 1000
  const [from, to] = part === 'label' ? [0, aside - 8] : [aside, inner]
  const [left, right] = turned ? [inner - to, inner - from] : [from, to]
  const x = page.edge + (line.direction === 'rtl' ? right - width : turned && part === 'label' ? right - width : left)
  return drawRuns(sheet, line.runs, x, sheet.y + style.leading * 0.28, style, grey)
}

function drawRuns(
  sheet: Sheet,
  runs: readonly Run[],
  from: number,
  y: number,
  { size }: Pick<Style, 'size'>,
  grey: boolean,
): readonly string[] {
  let x = from
  return runs.flatMap((run) => {
    const name = sheet.names.get(run.face) ?? `F${sheet.names.size + 1}`
    sheet.names.set(run.face, name)
    const colour = grey ? '0.35 g' : '0 g'
    // no bold face: the outline is drawn too
    const weight = run.face.thickened ? `2 Tr ${pdfNumber(size * 0.03)} w ${grey ? '0.35 G' : '0 G'}` : '0 Tr'
    const operators = [
      'BT',
      `${colour} ${weight}`,
      `/${name} ${pdfNumber(size)} Tf`,
      `1 0 0 1 ${pdfNumber(x)} ${pdfNumber(y)} Tm`,
      ...showing(run, size),
      'ET',
    ]
    x += (run.width * size) / 1000
    return operators
  })
}

/** Glyphs one after the other; where one stands elsewhere than its width says, the space between is put right (§9.4.3). */
function showing({ clusters, face }: Run, size: number): readonly string[] {
  const out: string[] = []
  let array: string[] = []
  let rise = 0
  const flush = () => {
    if (array.length > 0) out.push(`[${array.join(' ')}] TJ`)
    array = []
  }
  const show = ({ id, advance, dx, dy }: Glyph) => {
    if (dy !== rise) {
      flush()
      out.push(`${pdfNumber((dy * size) / 1000)} Ts`)
      rise = dy
    }
    if (dx !== 0) array.push(pdfNumber(-dx))
    array.push(`<${id.toString(16).padStart(4, '0')}>`)
    const put = widthOf(face, id) + dx - advance
    if (Math.abs(put) > 0.01) array.push(pdfNumber(put))
  }
  for (const { glyphs, reads } of clusters) {
    if (reads !== null) {
      flush()
      out.push(`/Span << /ActualText ${pdfText(reads)} >> BDC`)
    }
    glyphs.forEach(show)
    if (reads === null) continue
    flush()
    out.push('EMC')
  }
  flush()
  if (rise !== 0) out.push('0 Ts')
  return out
}

const widths = new WeakMap<Face, Map<number, number>>()
function widthOf(face: Face, id: number): number {
  const known = widths.get(face) ?? new Map<number, number>()
  widths.set(face, known)
  const width = known.get(id) ?? (face.font.glyphHAdvance(id) * 1000) / face.upem
  known.set(id, width)
  return width
}

/** Number of the page, which is no part of the text (an artifact, §14.8.2.2). */
async function setFoot(sheet: Sheet, one: Page, text: string, setting: Setting): Promise<void> {
  const [line] = await linesOf(text, inner * 100, setting)
  if (line === undefined) return
  const size = 8.5
  const x = (page.width - (line.width * size) / 1000) / 2
  one.operators.push('/Artifact BMC', ...drawRuns(sheet, line.runs, x, page.edge / 2, { size }, true), 'EMC')
}

async function write(sheet: Sheet): Promise<Uint8Array> {
  const { title, language, direction } = sheet.document
  const objects = pdfObjects()
  const fonts = new Map<string, number>()
  for (const [face, name] of sheet.names) fonts.set(name, await writeFace(objects, face, name))
  const tree = objects.reserve()
  const pages = sheet.pages.map(() => objects.reserve())
  const resources = objects.add({
    dictionary: `<< /Font << ${[...fonts].map(([name, number]) => `/${name} ${number} 0 R`).join(' ')} >> >>`,
  })
  const contents = sheet.pages.map(({ operators }) => objects.add({ dictionary: '', stream: Buffer.from(operators.join('\n'), 'latin1') }))
  for (const [at, number] of pages.entries())
    objects.set(number, {
      dictionary: `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${page.width} ${page.height}] /Resources ${resources} 0 R /Contents ${contents[at]} 0 R /StructParents ${at} /Tabs /S >>`,
    })
  objects.set(tree, { dictionary: `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((number) => `${number} 0 R`).join(' ')}] >>` })
  const structure = writeStructure(objects, sheet, pages)
  const root = objects.add({
    dictionary: `<< /Type /Catalog /Pages ${tree} 0 R /Lang ${pdfText(language)} /MarkInfo << /Marked true >> /StructTreeRoot ${structure} 0 R /ViewerPreferences << /DisplayDocTitle true /Direction /${direction === 'rtl' ? 'R2L' : 'L2R'} >> >>`,
  })
  const info = objects.add({ dictionary: `<< /Title ${pdfText(title)} /Producer ${pdfText('Tocsin')} >>` })
  return objects.file(root, info)
}

function writeStructure(objects: PdfObjects, sheet: Sheet, pages: readonly number[]): number {
  const root = objects.reserve()
  const whole = objects.reserve()
  const numbers = sheet.elements.map(({ tag, marks }) =>
    objects.add({
      dictionary: `<< /Type /StructElem /S /${tag} /P ${whole} 0 R /K [${marks
        .map(({ page: at, mark }) => `<< /Type /MCR /Pg ${pages[at]} 0 R /MCID ${mark} >>`)
        .join(' ')}] >>`,
    }),
  )
  const refs = (all: readonly number[]) => all.map((at) => `${numbers[at]} 0 R`).join(' ')
  objects.set(whole, {
    dictionary: `<< /Type /StructElem /S /Document /P ${root} 0 R /K [${numbers.map((number) => `${number} 0 R`).join(' ')}] >>`,
  })
  const parents = sheet.pages.map(({ elements }, at) => `${at} [${refs(elements)}]`).join(' ')
  objects.set(root, {
    dictionary: `<< /Type /StructTreeRoot /K ${whole} 0 R /ParentTree << /Nums [${parents}] >> /ParentTreeNextKey ${pages.length} >>`,
  })
  return root
}

/** A composite font (§9.7) whose codes are the numbers of its glyphs, with what of the file is used. */
async function writeFace(objects: PdfObjects, face: Face, name: string): Promise<number> {
  const glyphs = [...face.used.keys()].sort((a, b) => a - b)
  const bytes = (await subsetFont(face.bytes, { glyphs })) ?? face.bytes
  const base = `TOCSI${String.fromCharCode(64 + Number(name.slice(1)))}+${face.name.replaceAll(/[^a-z]/gi, '')}`
  const scale = 1000 / face.upem
  const file = objects.add({ dictionary: `/Length1 ${bytes.length}`, stream: bytes })
  const metrics = `/Ascent ${pdfNumber(face.ascent * scale)} /Descent ${pdfNumber(face.descent * scale)} /CapHeight 714`
  const descriptor = objects.add({
    dictionary: `<< /Type /FontDescriptor /FontName /${base} /Flags 4 /FontBBox [-1000 -500 2000 1200] /ItalicAngle 0 /StemV 80 ${metrics} /FontFile2 ${file} 0 R >>`,
  })
  const widthList = glyphs.map((id) => `${id} [${pdfNumber(widthOf(face, id))}]`).join(' ')
  const descendant = objects.add({
    dictionary: `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${base} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /CIDToGIDMap /Identity /DW 1000 /W [${widthList}] >>`,
  })
  const texts = objects.add({ dictionary: '', stream: Buffer.from(toUnicode(face.used), 'latin1') })
  return objects.add({
    dictionary: `<< /Type /Font /Subtype /Type0 /BaseFont /${base} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${texts} 0 R >>`,
  })
}

/** What each glyph stands for (§9.10.3), a hundred to a block. */
function toUnicode(used: ReadonlyMap<number, string>): string {
  const lines = [...used]
    .filter(([, text]) => text !== '')
    .sort(([a], [b]) => a - b)
    .map(([id, text]) => `<${id.toString(16).padStart(4, '0')}> <${utf16(text)}>`)
  const blocks: string[] = []
  for (let at = 0; at < lines.length; at += 100) {
    const some = lines.slice(at, at + 100)
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${blocks.join('\n')}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n`
}
