import { isMalformed, type Malformed } from '../../../base/parsed.ts'
import { parseCsv, type Row } from '../../../formats/csv/index.ts'
import type { Gathering } from './heard.ts'

/** Names that a column may have, without case and signs: `Acct-Session-Id` is `acctsessionid`. */
export type Columns<Name extends string> = Readonly<Record<Name, readonly string[]>>

export type Named<Name extends string> = { readonly line: number; readonly of: (name: Name) => string }

export type ReadTable<Name extends string> = {
  readonly has: (name: Name) => boolean
  readonly rows: readonly Named<Name>[]
  readonly cut: boolean
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/**
 * A table with its columns by name. With `strict`, a column that nobody knows is a fault of the first line: a mistyped name must not be left
 * out in silence.
 */
export function readTable<Name extends string, T>(
  bytes: Uint8Array,
  columns: Columns<Name>,
  { required, strict }: { readonly required: readonly NoInfer<Name>[]; readonly strict: boolean },
  into: Gathering<T>,
): ReadTable<Name> | Malformed {
  const table = parseCsv(bytes)
  if (isMalformed(table)) return table
  const [head, ...rest] = table.rows
  if (head === undefined) return { malformed: 'empty' }
  const places = new Map<Name, number>()
  for (const [i, cell] of head.cells.entries()) {
    const name = (Object.keys(columns) as Name[]).find((one) => columns[one].includes(bare(cell)))
    if (name === undefined) {
      if (strict && cell !== '') into.fault(head.line, cell, 'unknown-column', cell)
    } else if (places.has(name)) into.fault(head.line, cell, 'twice', cell)
    else places.set(name, i)
  }
  for (const name of required) if (!places.has(name)) into.fault(head.line, name, 'missing')
  const named = (row: Row): Named<Name> => ({ line: row.line, of: (name) => row.cells[places.get(name) ?? -1] ?? '' })
  return { has: (name) => places.has(name), rows: rest.map(named), cut: table.cut }
}
