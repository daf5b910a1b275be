import { crc32, deflateRawSync } from 'node:zlib'
import { dosTime, extras, flags, full16, full32, lengths, methods, signatures } from './layout.ts'

/** Takes bytes one after another; resolves when it can take more. */
export type ZipSink = (bytes: Uint8Array) => Promise<void>

export type ZipWriter = {
  /**
   * Adds a file. `compress` false stores it as it is. Names are the caller's business: they are written as given. Holds one file in memory, never the
   * archive. Throws on a file of 4 GiB or more, and on a name of more than 65,535 bytes.
   */
  add(name: string, bytes: Uint8Array, options?: { readonly compress?: boolean }): Promise<void>
  /** Writes the directory; nothing can be added afterwards. Answers how many bytes the archive has. */
  close(): Promise<number>
}

type Written = {
  readonly name: Buffer
  readonly method: number
  readonly crc: number
  readonly stored: number
  readonly size: number
  readonly offset: number
}

/** A new archive, written from its beginning to its end without going back. Every file gets the moment `at`, so that the same input gives the same bytes. */
export function openZipWriter(sink: ZipSink, at: Date): ZipWriter {
  const stamp = dosTime(at)
  const written: Written[] = []
  let offset = 0
  const put = async (bytes: Uint8Array) => {
    offset += bytes.length
    await sink(bytes)
  }
  return {
    async add(name, bytes, { compress = true } = {}) {
      const encoded = Buffer.from(name)
      if (encoded.length > full16 || bytes.length >= full32) throw new RangeError('larger than this archive takes')
      const packed = compress ? deflateRawSync(bytes) : undefined
      const small = packed !== undefined && packed.length < bytes.length
      const body = small ? packed : bytes
      const entry: Written = {
        name: encoded,
        method: small ? methods.deflate : methods.store,
        crc: crc32(bytes),
        stored: body.length,
        size: bytes.length,
        offset,
      }
      written.push(entry)
      await put(localHeader(entry, stamp))
      if (body.length > 0) await put(body)
    },
    async close() {
      const start = offset
      for (const entry of written) await put(centralHeader(entry, stamp))
      await put(endRecords(written.length, start, offset - start))
      return offset
    },
  }
}

type Stamp = ReturnType<typeof dosTime>

/** The fields that local and central header share, from the version needed to the uncompressed size (§4.3.7, §4.3.12). */
function shared({ method, crc, stored, size }: Written, { time, date }: Stamp, version: number): Buffer {
  const bytes = Buffer.alloc(22)
  bytes.writeUInt16LE(version, 0)
  bytes.writeUInt16LE(flags.utf8, 2)
  bytes.writeUInt16LE(method, 4)
  bytes.writeUInt16LE(time, 6)
  bytes.writeUInt16LE(date, 8)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(stored, 14)
  bytes.writeUInt32LE(size, 18)
  return bytes
}

function localHeader(entry: Written, stamp: Stamp): Buffer {
  const head = Buffer.alloc(lengths.local)
  head.writeUInt32LE(signatures.local, 0)
  shared(entry, stamp, 20).copy(head, 4)
  head.writeUInt16LE(entry.name.length, 26)
  return Buffer.concat([head, entry.name])
}

function centralHeader(entry: Written, stamp: Stamp): Buffer {
  const far = entry.offset >= full32
  const head = Buffer.alloc(lengths.central)
  head.writeUInt32LE(signatures.central, 0)
  // made by: Unix, so that the mode below is read as one (§4.4.2)
  head.writeUInt16LE((3 << 8) | 45, 4)
  shared(entry, stamp, far ? 45 : 20).copy(head, 6)
  head.writeUInt16LE(entry.name.length, 28)
  head.writeUInt16LE(far ? 12 : 0, 30)
  // an ordinary file that its owner may change and all may read
  head.writeUInt32LE(0o100644 * 0x1_0000, 38)
  head.writeUInt32LE(far ? full32 : entry.offset, 42)
  if (!far) return Buffer.concat([head, entry.name])
  const extra = Buffer.alloc(12)
  extra.writeUInt16LE(extras.zip64, 0)
  extra.writeUInt16LE(8, 2)
  extra.writeBigUInt64LE(BigInt(entry.offset), 4)
  return Buffer.concat([head, entry.name, extra])
}

/** The end of the directory, with its larger form where a number does not fit (§4.3.14 to §4.3.16). */
function endRecords(count: number, start: number, size: number): Buffer {
  const end = Buffer.alloc(lengths.end)
  end.writeUInt32LE(signatures.end, 0)
  end.writeUInt16LE(Math.min(count, full16), 8)
  end.writeUInt16LE(Math.min(count, full16), 10)
  end.writeUInt32LE(Math.min(size, full32), 12)
  end.writeUInt32LE(Math.min(start, full32), 16)
  if (count < full16 && size < full32 && start < full32) return end
  const large = Buffer.alloc(lengths.end64)
  large.writeUInt32LE(signatures.end64, 0)
  large.writeBigUInt64LE(BigInt(lengths.end64 - 12), 4)
  large.writeUInt16LE(45, 12)
  large.writeUInt16LE(45, 14)
  large.writeBigUInt64LE(BigInt(count), 24)
  large.writeBigUInt64LE(BigInt(count), 32)
  large.writeBigUInt64LE(BigInt(size), 40)
  large.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(lengths.locator64)
  locator.writeUInt32LE(signatures.locator64, 0)
  locator.writeBigUInt64LE(BigInt(start + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([large, locator, end])
}
