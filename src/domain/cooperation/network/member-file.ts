import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { parseCsv } from '../../../formats/csv/index.ts'
import { cardBody } from '../contract/network/members.ts'
import { memberKinds } from '../contract/network/names.ts'
import { type Card, cardFault, type MemberKind, tidyCard } from './member.ts'
import type { RawMember, Supposed } from './raw-member.ts'
import { readTeams } from './teams.ts'

// Members in files: our own table (CSV, the columns that the list is taken out with), and FIRST's list of teams (JSON).

export const fileLimits = { bytes: 16 * 1024 * 1024, rows: 5_000, errors: 500 }

export const rowFaults = ['missing', 'unreadable', 'unknown-column', 'twice', 'cut', 'category'] as const

export type RowFault = {
  /** of the line in a table; of the entry in a list of teams; the first is 1 */
  readonly line: number
  readonly column: string | null
  readonly why: (typeof rowFaults)[number]
  readonly text: string | null
}

export type FileMember = { readonly line: number; readonly kind: MemberKind; readonly card: Card }

export type MemberFile = {
  readonly format: 'csv' | 'first'
  readonly rows: readonly FileMember[]
  /** the first 500; `errorCount` is of all */
  readonly errors: readonly RowFault[]
  readonly errorCount: number
  readonly read: number
}

/** Whose who of two is one: the same kind, country and name. */
export function memberKey({ kind, card }: Pick<FileMember, 'kind'> & { readonly card: Pick<Card, 'country' | 'name'> }): string {
  return `${kind} ${card.country} ${card.name.toLowerCase()}`
}

export const memberColumns = [
  'kind',
  'name',
  'country',
  'category',
  'categoryOther',
  'represents',
  'legalBasis',
  'laws',
  'powers',
  'languages',
  'timeZone',
  'hours',
  'website',
  'resources',
  'public',
] as const
/** What the list is taken out with beside, and which a file may hold without saying anything. */
export const toldColumns = ['id', 'state', 'joined', 'changed'] as const
const several = new Set<string>(['laws', 'powers', 'languages', 'resources'])

/** Reads a file of members. Malformed where it is neither a table nor a list of teams. */
export function readMemberFile(bytes: Uint8Array, supposed: Supposed): Parsed<MemberFile> {
  if (bytes.length > fileLimits.bytes) return { malformed: 'too-large' }
  const errors: RowFault[] = []
  let errorCount = 0
  const fault = (line: number, column: string | null, why: RowFault['why'], text: string | null = null): void => {
    errorCount += 1
    if (errors.length < fileLimits.errors) errors.push({ line, column, why, text: text === null ? null : text.slice(0, 120) })
  }
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  const format = first === 0x7b || first === 0x5b ? 'first' : 'csv'
  const raw = format === 'first' ? readTeams(bytes, supposed, fileLimits.rows + 1) : readRows(bytes, supposed, fault)
  if (isMalformed(raw)) return raw
  if (raw.length > fileLimits.rows) fault(raw[fileLimits.rows]?.line ?? 1, null, 'cut')
  const rows = new Map<string, FileMember>()
  for (const one of raw.slice(0, fileLimits.rows)) {
    const row = checked(one, fault)
    if (row === undefined) continue
    const key = memberKey(row)
    if (rows.has(key)) fault(row.line, 'name', 'twice', row.card.name)
    else rows.set(key, row)
  }
  return { format, rows: [...rows.values()], errors, errorCount, read: raw.length }
}

type Fault = (line: number, column: string | null, why: RowFault['why'], text?: string | null) => void

function checked({ line, kind: asked, card }: RawMember, fault: Fault): FileMember | undefined {
  const kind = memberKinds.find((one) => one === asked)
  if (kind === undefined) return void fault(line, 'kind', 'unreadable', asked)
  const read = cardBody.safeParse(card)
  if (!read.success) {
    for (const column of new Set(read.error.issues.map(({ path }) => String(path[0] ?? '')))) {
      const text = card[column] === undefined || card[column] === null ? '' : String(card[column])
      fault(line, column, text === '' ? 'missing' : 'unreadable', text)
    }
    return undefined
  }
  if (cardFault(kind, read.data) !== undefined) return void fault(line, 'category', 'category', read.data.category)
  return { line, kind, card: tidyCard(read.data) }
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const byBareName = new Map(memberColumns.map((name) => [bare(name), name]))
const told = new Set(toldColumns.map(bare))

function readRows(bytes: Uint8Array, supposed: Supposed, fault: Fault): Parsed<readonly RawMember[]> {
  const table = parseCsv(bytes, { bytes: fileLimits.bytes, count: fileLimits.rows + 2, cells: 40, cell: 200_000 })
  if (isMalformed(table)) return table
  const [head, ...rest] = table.rows
  if (head === undefined) return { malformed: 'empty' }
  const places = new Map<string, number>()
  for (const [at, cell] of head.cells.entries()) {
    const name = byBareName.get(bare(cell))
    // a mistyped name must not be left out in silence
    if (name === undefined) {
      if (cell !== '' && !told.has(bare(cell))) fault(head.line, cell, 'unknown-column', cell)
    } else if (places.has(name)) fault(head.line, cell, 'twice', cell)
    else places.set(name, at)
  }
  for (const name of ['name', 'country']) if (!places.has(name)) fault(head.line, name, 'missing')
  return rest.map(({ line, cells }) => {
    const of = (name: string) => plain(cells[places.get(name) ?? -1] ?? '')
    const kind = of('kind').toLowerCase() || supposed.kind
    return { line, kind, card: cardOf(of, kind === 'industry' ? supposed.category : null) }
  })
}

/** Without the mark that keeps a spreadsheet from reading a formula. */
function plain(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell
}

function cardOf(of: (name: string) => string, category: Card['category']): Readonly<Record<string, unknown>> {
  const given = memberColumns.flatMap((name): (readonly [string, unknown])[] => {
    const text = of(name)
    if (name === 'kind' || text === '') return []
    if (several.has(name)) return [[name, text.split(/[\s;|,]+/).filter((one) => one !== '')]]
    if (name === 'public') return [[name, /^(?:yes|true|1)$/i.test(text) ? true : /^(?:no|false|0)$/i.test(text) ? false : text]]
    return [[name, name === 'country' ? text.toUpperCase() : text]]
  })
  return { category, ...Object.fromEntries(given) }
}
