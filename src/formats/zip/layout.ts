/** The file format of ZIP archives as far as it is written and read here (PKWARE APPNOTE 6.3.10); clauses are named where they are obeyed. */

export const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  descriptor: 0x08074b50,
} as const

/** Lengths of the fixed parts, in bytes. */
export const lengths = { local: 30, central: 46, end: 22, end64: 56, locator64: 20 } as const

/** Bits of the general purpose field (§4.4.4). */
export const flags = { encrypted: 0x0001, level: 0x0006, descriptor: 0x0008, utf8: 0x0800 } as const

/** Extra fields (§4.5): large sizes; AES (§7, by WinZip); a second name that some programs show instead. */
export const extras = { zip64: 0x0001, aes: 0x9901, unicodePath: 0x7075 } as const

export const methods = { store: 0, deflate: 8, aes: 99 } as const

/** What a 32-bit field says when the number stands in a field of 64 bits (§4.4.1.4). */
export const full32 = 0xffff_ffff
export const full16 = 0xffff

/** A moment as the format tells it (§4.4.6): to two seconds, from 1980, and without a zone, so it is said in UTC here. */
export function dosTime(at: Date): { readonly time: number; readonly date: number } {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107)
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  }
}
