/**
 * What stands between a relative path from outside and its being one file below the folder it is put into, on whatever system; null where nothing does.
 * Said so that it follows 'the path'.
 */
export function pathFlaw(path: string): string | null {
  if (path === '' || path.length > 1_024) return 'is empty or too long'
  if (/[\p{Cc}\u2028\u2029]/u.test(path)) return 'holds a line end or another control character'
  if (path.includes('\\')) return 'holds a backslash'
  if (path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path)) return 'is absolute'
  const parts = path.split('/')
  if (parts.includes('..')) return 'leads out of the folder'
  return parts.some((part) => part === '' || part === '.') ? 'has an empty part' : null
}

/** How a path looks to a system that tells neither case nor the forms of Unicode apart. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase().normalize('NFC')
}
