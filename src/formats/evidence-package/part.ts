import { Reader, ZipReader } from '@zip.js/zip.js'
import type { ZipSource } from '../zip/index.ts'

/** A part of the package's file, as an archive of its own. */
class Part extends Reader<ZipSource> {
  readonly #source: ZipSource
  constructor(source: ZipSource) {
    super(source)
    this.#source = source
    this.size = source.size
  }
  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    return this.#source.read(offset, length)
  }
}

/** Apart from what writes packages, which needs no reader of locked archives. */
export function openPart(source: ZipSource): ZipReader<ZipSource> {
  return new ZipReader(new Part(source), { useWebWorkers: false })
}
