import { isId } from '../../base/id.ts'

/** A place in a list, as text for `?after=`: what the list is ordered by, and the id of the last row shown. */
export function cursorOf(by: string, id: string): string {
  return Buffer.from(JSON.stringify([by, id])).toString('base64url')
}

/** What `cursorOf` wrote; undefined for anything else, so that a made-up cursor begins at the start. */
export function readCursor(text: string | undefined): { by: string; id: string } | undefined {
  if (text === undefined) return undefined
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(read)) return undefined
    const [by, id] = read as unknown[]
    return typeof by === 'string' && typeof id === 'string' && isId(id) && !by.includes('\0') ? { by, id } : undefined
  } catch {
    return undefined
  }
}

/** A page out of one row more than it shows: the rows, and the place to go on from. */
export function pageOf<T>(rows: readonly T[], limit: number, place: (last: T) => string): { rows: readonly T[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last !== undefined ? place(last) : null }
}
