import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block, PdfDocument } from '../../formats/pdf/index.ts'
import { openFaces } from './faces.ts'
import { type Line, linesOf } from './lines.ts'
import { pdfLimits, setDocument } from './set.ts'

const lines = (text: string, width = 40_000, language = 'en', direction: 'ltr' | 'rtl' = 'ltr') =>
  linesOf(text, width, { faces: openFaces(language), bold: false, language, direction })
/** What a line shows from left to right. */
const shown = ({ runs }: Line) =>
  runs
    .flatMap(({ face, clusters }) => clusters.map(({ glyphs, reads }) => reads ?? glyphs.map(({ id }) => face.used.get(id) ?? '').join('')))
    .join('')
const shownIn = async (text: string, width?: number, language?: string) => (await lines(text, width, language)).map(shown)

const document = (blocks: readonly Block[], more: Partial<PdfDocument> = {}): PdfDocument => ({
  title: 'Report',
  language: 'en',
  direction: 'ltr',
  blocks,
  ...more,
})

describe('a line', () => {
  test('shows text from the right where it is written so, and within it numbers and other scripts from the left', async () => {
    expect(await shownIn('קוד 123 ABC')).toEqual(['ABC 123 דוק'])
    expect(await shownIn('abc (קוד) def')).toEqual(['abc (דוק) def'])
    const [arabic] = await lines('لا بأس 12', 40_000, 'ar', 'rtl')
    expect(arabic?.direction).toBe('rtl')
    // lam and alef are one glyph
    expect(shown(arabic as Line)).toBe('12 سأب لا')
  })

  test('joins the letters of Arabic: what stands alone is another glyph than what is joined', async () => {
    const glyphs = async (text: string) =>
      (await lines(text))[0]?.runs.flatMap(({ clusters }) => clusters.flatMap((one) => one.glyphs.map(({ id }) => id)))
    const [alone] = (await glyphs('ب')) ?? []
    expect(new Set(await glyphs('ببب')).size).toBe(3)
    expect(await glyphs('ببب')).not.toContain(alone)
  })

  test('is no wider than asked, begins with no closing mark and ends with no opening one', async () => {
    const text = '名單（共1,234個號碼）將於三月公布。這是一段很長的文字，用來檢查換行：不會出現在行首，也不會留下「開引號」。'.repeat(6)
    for (const line of await lines(text, 12_000, 'zh-Hant')) {
      expect(line.width).toBeLessThanOrEqual(12_000)
      expect(shown(line)).not.toMatch(/^[，。：）」]|[（「]$/)
    }
    expect((await shownIn(text, 12_000, 'zh-Hant')).join('')).toBe(text)
    const long = 'x'.repeat(500)
    expect((await shownIn(`a ${long} b`, 20_000)).join('')).toContain(long)
  })

  test('names what no font has, and loses nothing that has a shape', async () => {
    expect(await shownIn('Smile 😀 \u{13000}!')).toEqual(['Smile [U+1F600] [U+13000]!'])
    const text = 'Tiếng Việt Ελληνικά Русский 中文 繁體 日本語の 한국어 ไทย'
    expect(await shownIn(text)).toEqual([text])
    expect(await shownIn('a\u0007b\u00adc')).toEqual(['abc'])
  })

  test('draws Chinese characters as whoever reads the language writes them', async () => {
    const [first] = await lines('骨', 1000, 'zh-Hant')
    const [second] = await lines('骨', 1000, 'zh-Hans')
    expect([first?.runs[0]?.face.name, second?.runs[0]?.face.name]).toEqual(['chinese-traditional', 'chinese-simplified'])
  })

  test('is made of whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 500, max: 20_000 }), async (text, width) => {
        await lines(text, width)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a document', () => {
  const blocks: readonly Block[] = [
    { kind: 'title', text: 'Spring call' },
    { kind: 'fact', name: 'When', text: '2 March' },
    { kind: 'heading', text: '1. Cases' },
    { kind: 'item', mark: '•', text: 'One by one' },
  ]

  test('is the same bytes each time, tagged, and says its title and language', async () => {
    const [first, second] = [await setDocument(document(blocks)), await setDocument(document(blocks))]
    expect(Buffer.compare(first as Uint8Array, second as Uint8Array)).toBe(0)
    const text = Buffer.from(first as Uint8Array).toString('latin1')
    expect(text.startsWith('%PDF-1.7')).toBe(true)
    for (const said of [
      '/Marked true',
      '/Lang <feff0065006e>',
      '/DisplayDocTitle true',
      '/S /H1',
      '/S /H2',
      `/Title <feff${Buffer.from('Report', 'utf16le').swap16().toString('hex')}>`,
    ])
      expect(text).toContain(said)
    expect(text).not.toContain('/CreationDate')
  })

  test('holds each object where its table says', async () => {
    const bytes = Buffer.from((await setDocument(document(blocks))) as Uint8Array)
    const text = bytes.toString('latin1')
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(start, start + 4)).toBe('xref')
    const places = [...text.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map(([, place]) => Number(place))
    for (const [at, place] of places.entries()) expect(text.slice(place).startsWith(`${at + 1} 0 obj`)).toBe(true)
    for (const { index } of text.matchAll(/\/Filter \/FlateDecode \/Length \d+ >>\nstream\n/g)) {
      const head = /\/Length (\d+) >>\nstream\n/.exec(text.slice(index))
      const begin = index + (head?.index ?? 0) + (head?.[0].length ?? 0)
      expect(() => inflateSync(bytes.subarray(begin, begin + Number(head?.[1])))).not.toThrow()
    }
  })

  test('goes on over pages, and is refused where it is too long', async () => {
    const long = Array.from({ length: 120 }, () => ({ kind: 'text' as const, text: 'A line of text.' }))
    const text = Buffer.from((await setDocument(document(long))) as Uint8Array).toString('latin1')
    expect(text).toContain('/Type /Pages /Count 4')
    expect(await setDocument(document([{ kind: 'text', text: 'x'.repeat(pdfLimits.characters + 1) }]))).toBe('too-long')
  })
})
