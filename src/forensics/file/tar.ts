/** POSIX ustar and GNU tar: names and bytes of the members. */
export type TarEntry = { readonly name: string; readonly bytes: Uint8Array; readonly size: number }

const block = 512

/** Whether the first block is a tar header: its checksum holds. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= block && headerHolds(bytes, 0)
}

function headerHolds(bytes: Uint8Array, at: number): boolean {
  const stated = octal(bytes, at + 148, 8)
  if (stated === null || bytes[at] === 0) return false
  let sum = 0
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : (bytes[at + i] ?? 0)
  return sum === stated
}

function octal(bytes: Uint8Array, at: number, length: number): number | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(length, bytes.length - at))
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim()
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : null
}

function string(bytes: Uint8Array, at: number, length: number): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset + at, length)
  const end = raw.indexOf(0)
  return raw.toString('utf8', 0, end < 0 ? length : end)
}

/** Lists up to `most` regular members; stops at the first header that does not hold. */
export function listTar(bytes: Uint8Array, most: number): { entries: TarEntry[]; damaged: boolean; truncated: boolean } {
  const entries: TarEntry[] = []
  let at = 0
  let longName: string | null = null
  while (at + block <= bytes.length) {
    if (bytes[at] === 0) return { entries, damaged: false, truncated: false }
    if (!headerHolds(bytes, at)) return { entries, damaged: true, truncated: false }
    if (entries.length >= most) return { entries, damaged: false, truncated: true }
    const size = octal(bytes, at + 124, 12) ?? 0
    const kind = String.fromCharCode(bytes[at + 156] ?? 0)
    const body = bytes.subarray(at + block, Math.min(bytes.length, at + block + size))
    const prefix = string(bytes, at + 257, 5) === 'ustar' ? string(bytes, at + 345, 155) : ''
    const short = string(bytes, at, 100)
    if (kind === 'L') longName = string(body, 0, Math.min(body.length, 4096))
    else {
      if (kind === '0' || kind === '\0' || kind === '7') {
        entries.push({ name: longName ?? (prefix === '' ? short : `${prefix}/${short}`), bytes: body, size })
      }
      longName = null
    }
    at += block + Math.ceil(size / block) * block
  }
  return { entries, damaged: at !== bytes.length, truncated: false }
}
