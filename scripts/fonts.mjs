// Cuts the fonts that documents are set in down to what people write by, and compresses them: src/platform/pdf/fonts/README.md. Run by hand when a font is to be
// made anew: `node scripts/fonts.mjs FOLDER`, with the fonts in it as the packages @expo-google-fonts/noto-sans* and @embedpdf/fonts-arabic (1.0.0) name them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { subsetFont } from '../src/platform/pdf/subset.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('fonts: wants the folder with the fonts')
  process.exit(1)
}
const target = fileURLToPath(new URL('../src/platform/pdf/fonts/', import.meta.url))

const range = (...ranges) => ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at))

/** The characters of a double-byte encoding, in these rows; its private ones are left out. */
function charactersOf(encoding, [first, last], [low, high]) {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const found = new Set()
  for (const lead of range([first, last]))
    for (const trail of range([low, high]))
      try {
        for (const one of decoder.decode(new Uint8Array([lead, trail]))) found.add(one.codePointAt(0))
      } catch {
        // no character stands there
      }
  return [...found].filter((code) => code < 0xe000 || code > 0xf8ff)
}

const space = [0x20, 0x20]
const latin = range([0x20, 0x36f], [0x370, 0x52f], [0x900, 0x97f], [0x1e00, 0x20cf], [0x2100, 0x2193], [0x2212, 0x2212], [0x25cc, 0x25cc])
const arabic = range(
  space,
  [0x600, 0x6ff],
  [0x750, 0x77f],
  [0x8a0, 0x8ff],
  [0x200c, 0x200f],
  [0x25cc, 0x25cc],
  [0xfb50, 0xfdff],
  [0xfe70, 0xfeff],
)
const wide = range([0x20, 0x7e], [0x3000, 0x30ff], [0xff00, 0xffef])
const fonts = {
  sans: ['NotoSans_400Regular', latin],
  'sans-bold': ['NotoSans_700Bold', latin],
  arabic: ['NotoNaskhArabic-Regular', arabic],
  'arabic-bold': ['NotoNaskhArabic-Bold', arabic],
  hebrew: ['NotoSansHebrew_400Regular', range(space, [0x590, 0x5ff])],
  thai: ['NotoSansThai_400Regular', range(space, [0xe00, 0xe7f], [0x25cc, 0x25cc])],
  'chinese-simplified': ['NotoSansSC_400Regular', [...charactersOf('gbk', [0xa1, 0xf7], [0xa1, 0xfe]), ...wide]],
  'chinese-traditional': ['NotoSansTC_400Regular', [...charactersOf('big5', [0xa1, 0xf9], [0x40, 0xfe]), ...wide]],
  korean: ['NotoSansKR_400Regular', [0x20, ...charactersOf('euc-kr', [0xb0, 0xc8], [0xa1, 0xfe])]],
}

for (const [name, [file, characters]] of Object.entries(fonts)) {
  const font = await subsetFont(readFileSync(join(folder, `${file}.ttf`)), { characters })
  if (font === undefined) throw new Error(`${file}.ttf is no font`)
  const packed = brotliCompressSync(font, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } })
  writeFileSync(join(target, `${name}.ttf.br`), packed)
  console.log(`${name}: ${font.length} bytes, ${packed.length} packed`)
}
