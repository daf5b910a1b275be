import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { cardBody } from '../contract/network/members.ts'
import { memberKinds } from '../contract/network/names.ts'
import { type Fault, fileLimits, gatherFaults, isJson, type RowFault, readTable, severalIn } from './file-table.ts'
import { type Card, cardFault, type MemberKind, tidyCard } from './member.ts'
import type { RawMember, Supposed } from './raw-member.ts'
import { readTeams } from './teams.ts'

// Members in files: our own table (CSV, the columns that the list is taken out with), and FIRST's list of teams (JSON).

export const rowFaults = ['missing', 'unreadable', 'unknown-column', 'twice', 'cut', 'category'] as const

type Why = (typeof rowFaults)[number]

export type FileMember = { readonly line: number; readonly kind: MemberKind; readonly card: Card }

export type MemberFile = {
  readonly format: 'csv' | 'first'
  readonly rows: readonly FileMember[]
  /** the first 500; `errorCount` is of all */
  readonly errors: readonly RowFault<Why>[]
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
  const { errors, counted, fault } = gatherFaults<Why>()
  const format = isJson(bytes) ? 'first' : 'csv'
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
  return { format, rows: [...rows.values()], errors, ...counted, read: raw.length }
}

function checked({ line, kind: asked, card }: RawMember, fault: Fault<Why>): FileMember | undefined {
  const kind = memberKinds.find((one) => one === asked)
  if (kind === undefined) return fault(line, 'kind', 'unreadable', asked)
  const read = cardBody.safeParse(card)
  if (!read.success) {
    for (const column of new Set(read.error.issues.map(({ path }) => String(path[0] ?? '')))) {
      const text = card[column] === undefined || card[column] === null ? '' : String(card[column])
      fault(line, column, text === '' ? 'missing' : 'unreadable', text)
    }
    return undefined
  }
  if (cardFault(kind, read.data) !== undefined) return fault(line, 'category', 'category', read.data.category)
  return { line, kind, card: tidyCard(read.data) }
}

function readRows(bytes: Uint8Array, supposed: Supposed, fault: Fault<Why>): Parsed<readonly RawMember[]> {
  const table = readTable(bytes, { columns: memberColumns, told: toldColumns, needed: ['name', 'country'] }, fault)
  if (isMalformed(table)) return table
  return table.map(({ line, of }) => {
    const kind = of('kind').toLowerCase() || supposed.kind
    return { line, kind, card: cardOf(of, kind === 'industry' ? supposed.category : null) }
  })
}

function cardOf(of: (name: (typeof memberColumns)[number]) => string, category: Card['category']): Readonly<Record<string, unknown>> {
  const given = memberColumns.flatMap((name): (readonly [string, unknown])[] => {
    const text = of(name)
    if (name === 'kind' || text === '') return []
    if (several.has(name)) return [[name, severalIn(text)]]
    if (name === 'public') return [[name, /^(?:yes|true|1)$/i.test(text) ? true : /^(?:no|false|0)$/i.test(text) ? false : text]]
    return [[name, name === 'country' ? text.toUpperCase() : text]]
  })
  return { category, ...Object.fromEntries(given) }
}
