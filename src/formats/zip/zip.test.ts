import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sealedZip } from '../archive/index.ts'
import { openZipWriter, readContent, readWhole, readZip, type ZipSource, zipLimits } from './index.ts'

const at = new Date('2026-03-01T12:00:00Z')

async function zipOf(...files: readonly [string, Uint8Array][]): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const writer = openZipWriter(async (bytes) => void pieces.push(Uint8Array.from(bytes)), at)
  for (const [name, bytes] of files) await writer.add(name, bytes)
  await writer.close()
  return Buffer.concat(pieces)
}

const sourceOf = (bytes: Uint8Array): ZipSource => ({
  size: bytes.length,
  read: async (from, length) => bytes.subarray(from, from + Math.max(0, length)),
})
const read = (bytes: Uint8Array, options = {}) => readZip(sourceOf(bytes), options)
const codes = async (bytes: Uint8Array, options = {}) => (await read(bytes, options)).flaws.map(({ code }) => code)

/** A change in the first central header, and the same in the local one where `both`. */
function patched(zip: Buffer, central: number, change: (bytes: Buffer, at: number) => void, local?: number): Buffer {
  const copy = Buffer.from(zip)
  change(copy, copy.readUInt32LE(copy.length - 6) + central)
  if (local !== undefined) change(copy, local)
  return copy
}

const small: [string, Uint8Array] = ['bag/a.txt', Buffer.from('some text, some text, some text')]

describe('an archive', () => {
  test('gives back what was put in, compressed or not, empty files and names of every script too', async () => {
    const files: [string, Uint8Array][] = [
      small,
      ['bag/证据.txt', Buffer.alloc(100_000, 'x')],
      ['bag/دليل.bin', Buffer.from([1, 2, 3])],
      ['bag/empty', Buffer.alloc(0)],
    ]
    const zip = await zipOf(...files)
    const { entries, flaws } = await read(zip)
    expect(flaws).toEqual([])
    expect(entries.map(({ name }) => name)).toEqual(files.map(([name]) => name))
    for (const [at, entry] of entries.entries())
      expect(Buffer.from((await readWhole(sourceOf(zip), entry, 1e6)).bytes ?? []).equals(Buffer.from(files[at]?.[1] ?? []))).toBe(true)
  })

  test('is the same bytes for the same files', async () => {
    expect((await zipOf(small)).equals(await zipOf(small))).toBe(true)
  })

  test('of another program is read too, with its descriptors and under AES', async () => {
    const sealed = await sealedZip([{ name: 'x.bin', bytes: Buffer.from('bytes') }], 'infected')
    expect(await codes(sealed, { encrypted: true })).toEqual([])
    expect(await codes(sealed)).toEqual(['zip-malformed'])
  })

  test('of more than 65,535 files has its numbers in the large form, and is read', async () => {
    const pieces: Uint8Array[] = []
    const writer = openZipWriter(async (bytes) => void pieces.push(Uint8Array.from(bytes)), at)
    for (let number = 0; number < 65_600; number++) await writer.add(`bag/${number}`, Uint8Array.of(1), { compress: false })
    await writer.close()
    const { entries, flaws } = await read(Buffer.concat(pieces))
    expect([entries.length, flaws]).toEqual([65_600, []])
  })
})

describe('a trick is refused:', () => {
  test('two files of one name, or of names that are one to many systems', async () => {
    expect(await codes(await zipOf(small, small))).toEqual(['zip-duplicate'])
    expect(await codes(await zipOf(small, ['bag/A.TXT', Buffer.from('x')]))).toEqual(['zip-duplicate'])
    expect(await codes(await zipOf(['bag/\u00e9', Buffer.from('x')], ['bag/e\u0301', Buffer.from('y')]))).toEqual(['zip-duplicate'])
  })

  test.each(['../up', 'bag/../../up', '/etc/passwd', 'C:/x', 'bag\\x', 'bag//x', './x', 'bag/a\nb', '~/x'])('the path %j', async (name) => {
    expect(await codes(await zipOf([name, Buffer.from('x')]))).toEqual(['zip-path'])
  })

  test('a link and a device', async () => {
    const zip = await zipOf(small)
    for (const mode of [0o120777, 0o020666])
      expect(await codes(patched(zip, 38, (bytes, place) => void bytes.writeUInt32LE(mode * 0x1_0000, place)))).toEqual([
        'zip-special-file',
      ])
  })

  test('a directory and a header that differ in name, size, checksum or method', async () => {
    const zip = await zipOf(small)
    const flip = (bytes: Buffer, place: number) => void bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
    for (const local of [14, 18, 22, 8, 6, 30 + 5]) {
      const copy = Buffer.from(zip)
      flip(copy, local)
      expect(await codes(copy), `at ${local}`).toEqual(['zip-mismatch'])
    }
    expect(await codes(patched(zip, 46 + 5, flip))).toEqual(['zip-mismatch'])
  })

  test('bytes before, between and behind the files, and a comment', async () => {
    const zip = await zipOf(small, ['bag/b', Buffer.from('b')])
    expect((await codes(Buffer.concat([Buffer.from('MZ'), zip]))).length).toBeGreaterThan(0)
    expect(await codes(Buffer.concat([zip, Buffer.from('x')]))).toEqual(['zip-truncated'])
    const directory = zip.readUInt32LE(zip.length - 6)
    const hidden = Buffer.concat([zip.subarray(0, directory), Buffer.from('hidden'), zip.subarray(directory)])
    hidden.writeUInt32LE(directory + 6, hidden.length - 6)
    expect(await codes(hidden)).toEqual(['zip-hidden-bytes'])
    const commented = Buffer.concat([zip, Buffer.from('x')])
    commented.writeUInt16LE(1, commented.length - 3)
    expect((await codes(commented)).length).toBe(1)
  })

  test('two members that share their bytes', async () => {
    const zip = await zipOf(small, small)
    const second = zip.readUInt32LE(zip.length - 6) + 46 + small[0].length
    const shared = Buffer.from(zip)
    shared.writeUInt32LE(0, second + 42)
    expect(await codes(shared)).toContain('zip-hidden-bytes')
  })

  test('a file that grows without measure, and one that grows past what it says', async () => {
    const zeros = Buffer.alloc(20_000_000)
    expect(await codes(await zipOf(['bag/zeros', zeros]))).toEqual(['zip-bomb'])
    const honest = await zipOf(['bag/zeros', zeros.subarray(0, 100_000)])
    const less = (bytes: Buffer, place: number) => void bytes.writeUInt32LE(10, place)
    const lying = patched(honest, 24, less, 22)
    const { entries, flaws } = await read(lying)
    expect(flaws).toEqual([])
    const taken: number[] = []
    const flaw = entries[0] === undefined ? null : await readContent(sourceOf(lying), entries[0], (bytes) => void taken.push(bytes.length))
    expect(flaw?.code).toBe('zip-bomb')
    expect(taken).toEqual([])
  })

  test('damaged bytes, and bytes behind the end of what was compressed', async () => {
    const zip = await zipOf(small)
    const [entry] = (await read(zip)).entries
    if (entry === undefined) throw new Error('no entry')
    const damaged = Buffer.from(zip)
    damaged[entry.start + 3] = (damaged[entry.start + 3] ?? 0) ^ 0xff
    expect((await readWhole(sourceOf(damaged), entry, 1e6)).flaw?.code).toBe('zip-damaged')
    const packed = Buffer.concat([deflateRawSync(small[1]), Buffer.from('more')])
    const longer = { ...entry, start: 0, stored: packed.length, crc: crc32(small[1]) }
    expect((await readWhole(sourceOf(packed), longer, 1e6)).flaw?.code).toBe('zip-damaged')
  })

  test('more members than are read', async () => {
    expect(await codes(await zipOf(small, ['bag/b', Buffer.from('b')]), { limits: { ...zipLimits, entries: 1 } })).toEqual(['zip-bomb'])
  })

  test('an archive that was cut anywhere', async () => {
    const zip = await zipOf(small, ['bag/b', Buffer.from('b')])
    for (let length = 0; length < zip.length; length++)
      expect((await codes(zip.subarray(0, length))).length, `at ${length}`).toBeGreaterThan(0)
  })
})

test('no bytes make the reader throw, and no changed byte goes unseen', async () => {
  const zip = await zipOf(small, ['bag/b', Buffer.from('b')])
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
      const copy = Buffer.from(zip)
      copy[place] = (copy[place] ?? 0) ^ flip
      const { entries, flaws } = await read(copy)
      const contents = await Promise.all(entries.map((entry) => readWhole(sourceOf(copy), entry, 1e6)))
      return flaws.length > 0 || contents.some(({ flaw }) => flaw !== null) || isHarmless(zip, place)
    }),
    { numRuns: 400 },
  )
})

/**
 * Fields that say nothing of what is inside: versions, moments, levels, attributes that are no kind of file, and the bits of a last byte behind the end of a
 * deflate stream (RFC 1951 §3.2.3); those before it change the content, which is seen.
 */
function isHarmless(zip: Buffer, place: number): boolean {
  const directory = zip.readUInt32LE(zip.length - 6)
  const second = 30 + small[0].length + (zip.readUInt32LE(18) ?? 0)
  const centrals = [directory, directory + 46 + small[0].length]
  const inLocal = [0, second].some((start) => [4, 5, 10, 11, 12, 13].includes(place - start))
  const isLast = place === second - 1 || place === directory - 1
  return inLocal || isLast || centrals.some((start) => [4, 5, 6, 7, 12, 13, 14, 15, 36, 37, 38, 39, 40, 41].includes(place - start))
}
