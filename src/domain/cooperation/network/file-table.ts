import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { parseCsv } from '../../../formats/csv/index.ts'

// Tables that others wrote and the network takes in: with limits, and with all that is wrong told by line and column.

export const fileLimits = { bytes: 16 * 1024 * 1024, rows: 5_000, errors: 500 }

export type RowFault<Why extends string> = {
  /** of the line in a table; of the entry in a list of teams; the first is 1 */
  readonly line: number
  readonly column: string | null
  readonly why: Why
  readonly text: string | null
}
export type Fault<Why extends string> = (line: number, column: string | null, why: Why, text?: string | null) => undefined

/** What is wrong with a file: the first 500, and how many there are of all. */
export function gatherFaults<Why extends string>() {
  const errors: RowFault<Why>[] = []
  const counted = { errorCount: 0 }
  const fault: Fault<Why> = (line, column, why, text = null) => {
    counted.errorCount += 1
    if (errors.length < fileLimits.errors) errors.push({ line, column, why, text: text === null ? null : text.slice(0, 120) })
    return undefined
  }
  return { errors, counted, fault }
}

export type TableRow<Name extends string> = { readonly line: number; of(name: Name): string }
type Columns<Name extends string> = {
  readonly columns: readonly Name[]
  /** what a file may hold beside, without saying anything */
  readonly told: readonly string[]
  readonly needed: readonly Name[]
}

/** A list as JSON, or a table. */
export function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return first === 0x7b || first === 0x5b
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The rows of a table by the names of its columns, however those are written; a name that is none is told, and one that is needed and missing. */
export function readTable<Name extends string>(
  bytes: Uint8Array,
  { columns, told, needed }: Columns<Name>,
  fault: Fault<'unknown-column' | 'twice' | 'missing'>,
): Parsed<readonly TableRow<Name>[]> {
  const table = parseCsv(bytes, { bytes: fileLimits.bytes, count: fileLimits.rows + 2, cells: 40, cell: 200_000 })
  if (isMalformed(table)) return table
  const [head, ...rest] = table.rows
  if (head === undefined) return { malformed: 'empty' }
  const byBareName = new Map(columns.map((name) => [bare(name), name]))
  const passed = new Set(told.map(bare))
  const places = new Map<string, number>()
  for (const [at, cell] of head.cells.entries()) {
    const name = byBareName.get(bare(cell))
    // a mistyped name must not be left out in silence
    if (name === undefined) {
      if (cell !== '' && !passed.has(bare(cell))) fault(head.line, cell, 'unknown-column', cell)
    } else if (places.has(name)) fault(head.line, cell, 'twice', cell)
    else places.set(name, at)
  }
  for (const name of needed) if (!places.has(name)) fault(head.line, name, 'missing')
  return rest.map(({ line, cells }) => ({ line, of: (name) => plain(cells[places.get(name) ?? -1] ?? '') }))
}

/** Several things in a cell. */
export const severalIn = (text: string): readonly string[] => text.split(/[\s;|,]+/).filter((one) => one !== '')

/** Without the mark that keeps a spreadsheet from reading a formula. */
function plain(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell
}
