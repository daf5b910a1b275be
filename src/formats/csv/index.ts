import type { Limits, Parsed } from '../../base/parsed.ts'

/**
 * Tables as text: RFC 4180, and what spreadsheets and servers make of it: a byte-order mark, `;` or tab between cells, any line end, lines of
 * comment. Cells are text and nothing else; what begins like a formula stays as it is.
 */
export type Row = {
  /** of the line in the file on which the row begins; the first line is 1 */
  readonly line: number
  readonly cells: readonly string[]
}

export type Table = {
  readonly separator: ',' | ';' | '\t' | '|'
  readonly rows: readonly Row[]
  /** the file goes on past the limit of rows */
  readonly cut: boolean
}

export type TableLimits = Pick<Limits, 'bytes' | 'count'> & {
  /** cells in a row */
  readonly cells: number
  /** characters in a cell */
  readonly cell: number
}

export const tableLimits: TableLimits = { bytes: 64 * 1024 * 1024, count: 500_000, cells: 100, cell: 10_000 }

/**
 * Reads a table in UTF-8 (or UTF-16 with its mark). Malformed where it is none: not text, a quote that is never closed (`at` is its line),
 * cells or rows beyond the limits. Rows without any text are left out.
 */
export function parseCsv(bytes: Uint8Array, limits: TableLimits = tableLimits): Parsed<Table> {
  if (bytes.length > limits.bytes) return { malformed: 'too-large' }
  const text = decode(bytes)
  if (text === undefined) return { malformed: 'not-text' }
  const separator = guessSeparator(text)
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let wasQuoted = false
  let line = 1
  let began = 1
  const endCell = (): void => {
    cells.push(wasQuoted ? cell : cell.trim())
    cell = ''
    wasQuoted = false
  }
  const endRow = (): void => {
    endCell()
    if (cells.some((one) => one !== '')) rows.push({ line: began, cells })
    cells = []
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? ''
    if (cell.length > limits.cell || cells.length >= limits.cells) return { malformed: 'too-wide', at: began }
    if (quoted) {
      if (c === '\n') line += 1
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else quoted = false
    } else if (c === '"' && cell.trim() === '' && !wasQuoted) {
      quoted = true
      wasQuoted = true
      cell = ''
    } else if (c === separator) endCell()
    else if (c === '\n' || (c === '\r' && text[i + 1] !== '\n')) {
      endRow()
      line += 1
      began = line
      if (rows.length >= limits.count) return { separator, rows, cut: text.slice(i + 1).trim() !== '' }
    } else if (c !== '\r' && !(wasQuoted && c === ' ')) cell += c
  }
  if (quoted) return { malformed: 'open-quote', at: began }
  endRow()
  return { separator, rows, cut: false }
}

function decode(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes
  const label = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    // Western spreadsheets still write Windows-1252; it knows no text that is not one, so the NUL alone tells bytes from text
    if (label !== 'utf-8' || bytes.includes(0)) return undefined
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Whichever of the four stands most often outside of quotes in the first line that is not empty. */
function guessSeparator(text: string): Table['separator'] {
  const first = (/[^\r\n]*\S[^\r\n]*/.exec(text.slice(0, 20_000))?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = ([',', ';', '\t', '|'] as const).map((one) => [one, first.split(one).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** A table as text (RFC 4180, CRLF). What a spreadsheet would take for a formula gets a `'` before it (CSV injection). */
export function serialiseCsv(rows: readonly (readonly string[])[]): string {
  const cellOf = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text
    return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}
