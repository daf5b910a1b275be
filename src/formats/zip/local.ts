import { isMalformed } from '../../base/parsed.ts'
import { extras, flags, full32, lengths, signatures } from './layout.ts'
import { type Listed, readExtra, readName, type ZipFlaw, type ZipSource } from './member.ts'

/** Where the bytes of a member begin, and where the next member may. */
export type Local = { readonly start: number; readonly end: number; readonly flaw: ZipFlaw | null }

/** Holds a member's own header, and what may follow its bytes, against what the directory says of it (§4.3.7, §4.3.9). */
export async function checkLocal(source: ZipSource, entry: Listed): Promise<Local | ZipFlaw> {
  const { name, offset } = entry
  const cut: ZipFlaw = { code: 'zip-mismatch', name, detail: `${name} does not begin where the directory says` }
  const head = Buffer.from(await source.read(offset, lengths.local))
  if (head.length < lengths.local || head.readUInt32LE(0) !== signatures.local) return cut
  const [names, extraLength] = [head.readUInt16LE(26), head.readUInt16LE(28)]
  const start = offset + lengths.local + names + extraLength
  const more = Buffer.from(await source.read(offset + lengths.local, names + extraLength))
  if (more.length < names + extraLength || start + entry.stored > source.size) return cut
  const own = readName(more.subarray(0, names), head.readUInt16LE(6))
  const extra = readExtra(more.subarray(names))
  if (isMalformed(own) || isMalformed(extra)) return { ...cut, detail: `the header of ${name} is not in its form` }
  if (extra.has(extras.unicodePath)) return { ...cut, detail: `${name} carries a second name` }
  const described = (entry.flagBits & flags.descriptor) !== 0
  const end = start + entry.stored
  const differs = whatDiffers(head, own, extra.get(extras.zip64), entry, described)
  const flaw: ZipFlaw | null =
    differs === null ? null : { code: 'zip-mismatch', name, detail: `the directory and the header of ${name} differ: ${differs}` }
  if (!described) return { start, end, flaw }
  const length = await descriptorLength(source, end, entry)
  return length === 0
    ? { ...cut, detail: `what follows ${name} differs from what the directory says of it` }
    : { start, end: end + length, flaw }
}

function whatDiffers(head: Buffer, own: string, large: Buffer | undefined, entry: Listed, described: boolean): string | null {
  if (own !== entry.name) return `it calls itself ${own}`
  if (head.readUInt16LE(6) !== entry.flagBits) return 'flags'
  if (head.readUInt16LE(8) !== entry.method) return 'method'
  const crc = head.readUInt32LE(14)
  let [stored, size] = [head.readUInt32LE(18), head.readUInt32LE(22)]
  // both stand in the large field of a local header, or neither (§4.5.3)
  if (large !== undefined && large.length >= 16 && stored === full32 && size === full32)
    [size, stored] = [Number(large.readBigUInt64LE(0)), Number(large.readBigUInt64LE(8))]
  // with a descriptor the numbers come after the bytes, and stand here as 0 (§4.4.4 bit 3)
  if (described && crc === 0 && stored === 0 && size === 0) return null
  if (crc !== entry.crc) return 'checksum'
  return stored === entry.stored && size === entry.size ? null : 'size'
}

/** How long the descriptor behind a member is, in whichever of its four forms it agrees with the directory; 0: in none. */
async function descriptorLength(source: ZipSource, at: number, { crc, stored, size }: Listed): Promise<number> {
  const bytes = Buffer.from(await source.read(at, 24))
  for (const signed of [4, 0]) {
    if (signed === 4 && (bytes.length < 4 || bytes.readUInt32LE(0) !== signatures.descriptor)) continue
    for (const width of [4, 8]) {
      const length = signed + 4 + 2 * width
      if (bytes.length < length || bytes.readUInt32LE(signed) !== crc) continue
      const read = (from: number) => (width === 4 ? bytes.readUInt32LE(from) : Number(bytes.readBigUInt64LE(from)))
      if (read(signed + 4) === stored && read(signed + 4 + width) === size) return length
    }
  }
  return 0
}
