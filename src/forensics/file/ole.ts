/** Compound File Binary ([MS-CFB]): the names in its directory tell what a legacy Office file, a message or an installer holds. */

const magic = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const mostEntries = 4000

export type OleReading = { readonly names: readonly string[]; readonly classes: readonly string[] }

/** Whether the bytes begin as a compound file does. */
export function isOle(bytes: Uint8Array): boolean {
  return bytes.length >= 512 && Buffer.from(bytes.buffer, bytes.byteOffset, 8).equals(magic)
}

/** The names of storages and streams. A broken chain gives what was reached before it. */
export function readOle(bytes: Uint8Array): OleReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shift = view.getUint16(30, true)
  if (shift !== 9 && shift !== 12) return { names: [], classes: [] }
  const sector = 1 << shift
  const sectors = Math.floor((bytes.length - sector) / sector)
  const fat = readFat(view, sector, sectors)
  const names: string[] = []
  const classes: string[] = []
  const seen = new Set<number>()
  let at = view.getUint32(48, true)
  while (at < sectors && !seen.has(at) && names.length < mostEntries) {
    seen.add(at)
    const base = (at + 1) * sector
    for (let i = 0; i + 128 <= sector && base + i + 128 <= bytes.length; i += 128) {
      const length = view.getUint16(base + i + 64, true)
      if (length < 2 || length > 64) continue
      names.push(Buffer.from(bytes.buffer, bytes.byteOffset + base + i, length - 2).toString('utf16le'))
      if ((view.getUint8(base + i + 66) ?? 0) === 5)
        classes.push(Buffer.from(bytes.buffer, bytes.byteOffset + base + i + 80, 16).toString('hex'))
    }
    at = fat[at] ?? 0xfffffffe
  }
  return { names, classes }
}

function readFat(view: DataView, sector: number, sectors: number): number[] {
  const fat: number[] = []
  const blocks: number[] = []
  for (let i = 0; i < 109; i++) {
    const one = view.getUint32(76 + 4 * i, true)
    if (one < sectors) blocks.push(one)
  }
  // the list of list sectors goes on in a chain of its own for files above 7 MB
  let next = view.getUint32(68, true)
  for (let guard = 0; next < sectors && guard < 200; guard++) {
    const base = (next + 1) * sector
    for (let i = 0; i < sector / 4 - 1; i++) {
      const one = view.getUint32(base + 4 * i, true)
      if (one < sectors) blocks.push(one)
    }
    next = view.getUint32(base + sector - 4, true)
  }
  for (const one of blocks.slice(0, 5000)) {
    const base = (one + 1) * sector
    for (let i = 0; i < sector && base + i + 4 <= view.byteLength; i += 4) fat.push(view.getUint32(base + i, true))
  }
  return fat
}
