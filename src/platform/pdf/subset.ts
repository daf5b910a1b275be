import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The functions of harfbuzz-subset.wasm (MIT) that are called; all numbers are addresses or sizes in its memory. */
type Subsetter = {
  readonly memory: WebAssembly.Memory
  malloc(size: number): number
  free(at: number): void
  hb_blob_create(data: number, size: number, mode: number, user: number, destroy: number): number
  hb_blob_destroy(blob: number): void
  hb_blob_get_data(blob: number, length: number): number
  hb_blob_get_length(blob: number): number
  hb_face_create(blob: number, index: number): number
  hb_face_destroy(face: number): void
  hb_face_reference_blob(face: number): number
  hb_set_add(set: number, value: number): void
  hb_set_clear(set: number): void
  hb_subset_input_create_or_fail(): number
  hb_subset_input_destroy(input: number): void
  hb_subset_input_glyph_set(input: number): number
  hb_subset_input_unicode_set(input: number): number
  hb_subset_input_set(input: number, kind: number): number
  hb_subset_input_set_flags(input: number, flags: number): void
  hb_subset_or_fail(face: number, input: number): number
}

let loading: Promise<Subsetter> | undefined

async function load(): Promise<Subsetter> {
  const path = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')
  const { instance } = await WebAssembly.instantiate(await readFile(path), {})
  const exports = instance.exports as unknown as Subsetter & { _initialize?: () => void }
  exports._initialize?.()
  return exports
}

/** hb-subset.h: hinting is dropped, glyphs keep their numbers, substitutions bring no more glyphs in */
const flags = { noHinting: 0x1, retainGids: 0x2, noLayoutClosure: 0x200 }
/** hb_subset_sets_t: tables that are left out */
const dropTables = 3
const copied = 2

/** What is kept of a font: glyphs by number, which they keep (for a PDF), or characters (for a font file that is set with). */
export type Wanted = { readonly glyphs: Iterable<number> } | { readonly characters: Iterable<number> }

/** A smaller font file; undefined where the bytes are no font that can be made smaller. */
export async function subsetFont(font: Uint8Array, wanted: Wanted): Promise<Uint8Array | undefined> {
  loading ??= load()
  const hb = await loading
  const data = hb.malloc(font.length)
  new Uint8Array(hb.memory.buffer).set(font, data)
  const blob = hb.hb_blob_create(data, font.length, copied, 0, 0)
  const face = hb.hb_face_create(blob, 0)
  const input = hb.hb_subset_input_create_or_fail()
  try {
    fill(hb, input, wanted)
    const made = hb.hb_subset_or_fail(face, input)
    if (made === 0) return undefined
    const result = hb.hb_face_reference_blob(made)
    const at = hb.hb_blob_get_data(result, 0)
    const bytes = new Uint8Array(hb.memory.buffer).slice(at, at + hb.hb_blob_get_length(result))
    hb.hb_blob_destroy(result)
    hb.hb_face_destroy(made)
    return bytes
  } finally {
    hb.hb_subset_input_destroy(input)
    hb.hb_face_destroy(face)
    hb.hb_blob_destroy(blob)
    hb.free(data)
  }
}

function fill(hb: Subsetter, input: number, wanted: Wanted): void {
  if ('characters' in wanted) {
    hb.hb_subset_input_set_flags(input, flags.noHinting)
    const set = hb.hb_subset_input_unicode_set(input)
    for (const one of wanted.characters) hb.hb_set_add(set, one)
    return
  }
  hb.hb_subset_input_set_flags(input, flags.noHinting | flags.retainGids | flags.noLayoutClosure)
  const set = hb.hb_subset_input_glyph_set(input)
  for (const one of wanted.glyphs) hb.hb_set_add(set, one)
  // a PDF names glyphs by number: what shapes text is not read again
  const drop = hb.hb_subset_input_set(input, dropTables)
  for (const tag of ['GSUB', 'GPOS', 'GDEF', 'name', 'post', 'OS/2', 'STAT', 'DSIG', 'vhea', 'vmtx', 'BASE', 'kern'])
    hb.hb_set_add(
      drop,
      [...tag.padEnd(4)].reduce((all, letter) => all * 256 + letter.charCodeAt(0), 0),
    )
}
