import type { z } from 'zod'
import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import type { contactFaults } from '../contract/network/contact-names.ts'
import { contactInFile } from '../contract/network/contacts.ts'
import { memberKinds } from '../contract/network/names.ts'
import { type Audience, contactFault, designatedRole, keysOf } from './contact.ts'
import { type Fault, fileLimits, gatherFaults, isJson, type RowFault, readTable, severalIn } from './file-table.ts'
import type { MemberKind } from './member.ts'
import { memberKey } from './member-file.ts'
import { readTeamContacts } from './teams.ts'

// Contacts in files: our own table (CSV, the columns that they are taken out with), and what FIRST's list of teams (JSON) says of how teams are reached.

/** What a row is where it does not say. */
export type SupposedContact = {
  readonly kind: MemberKind
  readonly audience: Audience
  readonly designatedOn?: string | undefined
  readonly designatedBy?: string | undefined
}
export type ContactFault = (typeof contactFaults)[number]
type Said = z.output<typeof contactInFile>
export type FileContact = {
  readonly line: number
  readonly kind: MemberKind
  readonly country: string
  readonly name: string
  readonly said: Said
}
export type ContactFile = {
  readonly format: 'csv' | 'first'
  readonly rows: readonly FileContact[]
  /** the first 500; `errorCount` is of all */
  readonly errors: readonly RowFault<ContactFault>[]
  readonly errorCount: number
  readonly read: number
}

export const contactColumns = [
  ...['country', 'member', 'kind', 'role', 'sector', 'unit', 'person', 'title', 'mail', 'phone', 'emergency', 'hours', 'time_zone'],
  ...['languages', 'pgp', 'smime', 'audience', 'designated_on', 'designated_by', 'consent_on', 'consent_until'],
] as const
/** What they are taken out with beside, and which a file may hold without saying anything. */
const told = ['id', 'pgp_fingerprint', 'smime_fingerprint', 'confirmed_at', 'age_days', 'test_result', 'tested_at', 'troubles']

/** A row as texts, before it is known to be good. */
type Raw = { readonly line: number; readonly kind: string; of(name: string): string }

/** Reads a file of contacts. Malformed where it is neither a table nor a list of teams. `today` is an ISO 8601 day. */
export function readContactFile(bytes: Uint8Array, supposed: SupposedContact, today: string): Parsed<ContactFile> {
  if (bytes.length > fileLimits.bytes) return { malformed: 'too-large' }
  const { errors, counted, fault } = gatherFaults<ContactFault>()
  const format = isJson(bytes) ? 'first' : 'csv'
  const raw = format === 'first' ? teamRows(bytes, supposed) : tableRows(bytes, supposed, fault)
  if (isMalformed(raw)) return raw
  if (raw.length > fileLimits.rows) fault(raw[fileLimits.rows]?.line ?? 1, null, 'cut')
  const rows = new Map<string, FileContact>()
  for (const one of raw.slice(0, fileLimits.rows)) {
    const row = checked(one, supposed, today, fault)
    if (row === undefined) continue
    const key = `${memberKey({ kind: row.kind, card: row })} ${contactKey(row.said)}`
    if (rows.has(key)) fault(row.line, row.said.role === 'staff' ? 'person' : 'role', 'twice', row.said.person || row.said.unit)
    else rows.set(key, row)
  }
  return { format, rows: [...rows.values()], errors, ...counted, read: raw.length }
}

/** Which of two contacts of a member are one: of designated ones there is one in a role; people are one by their address, else by name and number. */
export function contactKey({ role, mail, person, phone }: Pick<Said, 'role' | 'mail' | 'person' | 'phone'>): string {
  if (role !== 'staff') return role
  return `${role} ${mail === null ? `${person.toLowerCase()} ${phone}` : mail.toLowerCase()}`
}

function tableRows(bytes: Uint8Array, supposed: SupposedContact, fault: Fault<ContactFault>): Parsed<readonly Raw[]> {
  const table = readTable<string>(bytes, { columns: contactColumns, told, needed: ['member', 'country'] }, fault)
  if (isMalformed(table)) return table
  return table.map(({ line, of }) => ({ line, kind: of('kind').toLowerCase() || supposed.kind, of }))
}

function teamRows(bytes: Uint8Array, supposed: SupposedContact): Parsed<readonly Raw[]> {
  const teams = readTeamContacts(bytes, fileLimits.rows + 1)
  if (isMalformed(teams)) return teams
  return teams.map(({ line, name, timeZone, ...rest }) => {
    const cells: Readonly<Record<string, string>> = { ...rest, member: name, unit: name.slice(0, 200), time_zone: timeZone }
    return { line, kind: supposed.kind, of: (column) => (Object.hasOwn(cells, column) ? (cells[column] ?? '') : '') }
  })
}

function checked(
  { line, kind: asked, of }: Raw,
  supposed: SupposedContact,
  today: string,
  fault: Fault<ContactFault>,
): FileContact | undefined {
  const kind = memberKinds.find((one) => one === asked)
  if (kind === undefined) return fault(line, 'kind', 'unreadable', asked)
  const country = of('country').toUpperCase()
  if (of('member') === '') return fault(line, 'member', 'missing', '')
  const role = of('role').toLowerCase() || designatedRole(kind)
  const read = contactInFile.safeParse(said(of, role, supposed))
  if (!read.success) {
    for (const column of new Set(read.error.issues.map(({ path }) => columnOf(path))))
      fault(line, column, of(column) === '' ? 'missing' : 'unreadable', of(column))
    return undefined
  }
  const { designated, consent } = read.data
  if (role !== 'staff' && designated === null) return fault(line, 'designated_on', 'missing', '')
  if (role === 'staff' && consent === null) return fault(line, 'consent_on', 'missing', '')
  const code = contactFault(kind, read.data, today)
  if (code === 'cooperation.contact-role') return fault(line, 'role', 'role', role)
  if (code === 'cooperation.contact-empty') return fault(line, 'mail', 'empty')
  if (code !== undefined) return fault(line, role === 'staff' ? 'consent_on' : 'designated_on', 'acts')
  if ('fault' in keysOf(read.data)) return fault(line, read.data.pgp === null ? 'smime' : 'pgp', 'key')
  return { line, kind, country, name: of('member'), said: read.data }
}

/** The column of what a schema found wrong: `designated.on` is `designated_on`. */
function columnOf(path: readonly PropertyKey[]): string {
  const [first, second] = path.map(String)
  if (first === 'timeZone') return 'time_zone'
  return first === 'designated' || first === 'consent' ? `${first}_${second ?? 'on'}` : (first ?? '')
}

const texts = ['unit', 'person', 'title', 'hours']
const orNull = ['sector', 'mail', 'phone', 'emergency', 'pgp', 'smime']

/** What a row says, as the schema of a contact takes it. */
function said(of: Raw['of'], role: string, supposed: SupposedContact): object {
  const given = (name: string) => (of(name) === '' ? null : of(name))
  const staff = role === 'staff'
  const on = given('designated_on') ?? (staff ? null : (supposed.designatedOn ?? null))
  const by = given('designated_by') ?? (staff ? null : (supposed.designatedBy ?? null))
  const consented = given('consent_on')
  return {
    role,
    ...Object.fromEntries(texts.map((name) => [name, of(name)])),
    ...Object.fromEntries(orNull.map((name) => [name, given(name)])),
    ...(of('time_zone') === '' ? {} : { timeZone: of('time_zone') }),
    languages: severalIn(of('languages')),
    audience: given('audience') ?? supposed.audience,
    designated: on === null && by === null ? null : { on, by },
    consent: consented === null && given('consent_until') === null ? null : { on: consented, until: given('consent_until') },
  }
}
