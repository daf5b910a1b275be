import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'

/**
 * Archives that are handed out: ZIP (APPNOTE 6.3) with every member encrypted by AES-256 (WinZip AE-2), so that neither a mail gateway
 * nor a double click opens what is inside. Names and sizes of members are not secret in this format. What takes samples automatically may know the
 * traditional cipher alone (APPNOTE 6.1): it keeps a file from running by mistake, and nothing secret.
 */

export type SealedHow = 'aes' | 'zipcrypto'
export type SealedFile = { readonly name: string; readonly bytes: Uint8Array; readonly at?: Date }

configure({ useWebWorkers: false, useCompressionStream: true })

/** The first day that the format can tell, in local time as it wants; members without a time of their own get it, so that no clock is in the bytes. */
const epoch = new Date(1980, 0, 1, 12)

/**
 * Makes one archive of the files, in the order of their names. Names are made safe for any system that unpacks them, and different
 * from each other. The bytes differ from run to run, since each member has a fresh salt. Refuses an empty password.
 */
export async function sealedZip(files: readonly SealedFile[], password: string, how: SealedHow = 'aes'): Promise<Uint8Array> {
  if (password === '') throw new RangeError('a sealed archive needs a password')
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    ...(how === 'aes' ? { encryptionStrength: 3 as const } : { zipCrypto: true }),
    level: 6,
    extendedTimestamp: false,
    keepOrder: true,
  })
  for (const { name, bytes, at = epoch } of namedApart(files)) {
    await writer.add(name, new Uint8ArrayReader(bytes), { lastModDate: at })
  }
  return writer.close()
}

function namedApart(files: readonly SealedFile[]): SealedFile[] {
  const taken = new Set<string>()
  const ordered = files
    .map((one) => ({ ...one, name: safeName(one.name) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return ordered.map((one) => {
    let name = one.name
    // some systems tell no case
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = one.name.replace(/(\.[^./]*)?$/, (end) => `-${i}${end}`)
    taken.add(name.toLowerCase())
    return { ...one, name }
  })
}

/** A relative path that means the same everywhere: no way out of the folder, no device of Windows, nothing that hides or turns text. */
export function safeName(name: string): string {
  const parts = name
    .toWellFormed()
    .normalize('NFC')
    .split(/[\\/]+/)
    .map((part) =>
      part
        .replace(/[\p{C}<>:"|?*]/gu, '_')
        .replace(/^[\s.]+|[\s.]+$/gu, '')
        .replace(/^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, '_$&')
        .slice(0, 120),
    )
    .filter((part) => part !== '')
  return parts.slice(-8).join('/') || 'unnamed'
}
