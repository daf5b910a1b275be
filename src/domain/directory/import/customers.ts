import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { isCountryCode } from '../../../formats/iso3166.ts'
import { emailOf } from '../../../formats/rdap/index.ts'
import { readResponsibility, type Stated } from '../answers/responsible.ts'
import type { contactFormats } from '../contract/answers.ts'
import { type PartyKind, partyKinds, type ResponsibilityKind } from '../contract/parties.ts'
import { type Columns, type Named, readTable } from './columns.ts'
import { type Gathering, openReading, type Reading } from './heard.ts'

/** A customer as a file states it; rows with the same number are one. */
export type CustomerRow = {
  readonly line: number
  readonly reference: string
  readonly kind: PartyKind
  readonly name: string
  readonly country: string | null
  readonly language: string | null
  readonly note: string
  readonly contacts: readonly CustomerContact[]
  readonly stated: readonly Stated[]
  /** kinds of responsibility that the file has a column for: what is not in it has ended */
  readonly speaks: readonly ResponsibilityKind[]
  readonly speaksOfContacts: boolean
}

export type CustomerContact = {
  readonly purpose: 'abuse'
  readonly address: string
  readonly format: (typeof contactFormats)[number]
  readonly atMostEvery: number | null
  readonly language: string | null
}

const columns = {
  reference: ['reference', 'customer', 'customernumber', 'customerid', 'number', 'id'],
  name: ['name', 'customername', 'company'],
  kind: ['kind'],
  country: ['country'],
  language: ['language'],
  note: ['note', 'notes', 'comment'],
  contacts: ['contact', 'contacts', 'abuse', 'abusecontact', 'email', 'mail'],
  format: ['format'],
  every: ['everyhours', 'atmosteveryhours', 'hours'],
  contactLanguage: ['contactlanguage'],
  prefix: ['prefix', 'prefixes', 'networks', 'network', 'addresses', 'address'],
  range: ['range', 'ranges'],
  asn: ['asn', 'asns', 'as'],
  domain: ['domain', 'domains'],
  site: ['site', 'sites', 'url', 'urls'],
  subscriber: ['subscriber', 'subscribers', 'login', 'logins'],
} as const satisfies Columns<string>

type Name = keyof typeof columns
const stating = ['prefix', 'range', 'asn', 'domain', 'site', 'subscriber'] as const

/** The columns, for whoever writes a file: their names here are those that the console shows. */
export function readCustomers(bytes: Uint8Array): Parsed<Reading<CustomerRow>> {
  const into = openReading<CustomerRow>()
  const table = readTable(bytes, columns, { required: ['reference', 'name'], strict: true }, into)
  if (isMalformed(table)) return table
  if (table.cut) into.fault(table.rows.at(-1)?.line ?? 1, null, 'cut')
  const speaks = stating.filter((kind) => table.has(kind))
  const byReference = new Map<string, CustomerRow>()
  for (const row of table.rows) {
    into.counted()
    const read = readRow(row, speaks, table.has('contacts'), into)
    if (read === undefined) continue
    const before = byReference.get(read.reference)
    if (before !== undefined && before.name !== read.name) into.fault(row.line, 'name', 'twice', read.reference)
    else byReference.set(read.reference, before === undefined ? read : merged(before, read))
  }
  for (const row of byReference.values()) into.row(row)
  return into.result()
}

function merged(a: CustomerRow, b: CustomerRow): CustomerRow {
  const contacts = [...a.contacts, ...b.contacts.filter((one) => !a.contacts.some(({ address }) => address === one.address))]
  const stated = [...a.stated, ...b.stated.filter((one) => !a.stated.some(({ kind, value }) => kind === one.kind && value === one.value))]
  return { ...a, country: a.country ?? b.country, language: a.language ?? b.language, note: a.note || b.note, contacts, stated }
}

function readRow(
  row: Named<Name>,
  speaks: readonly (typeof stating)[number][],
  speaksOfContacts: boolean,
  into: Gathering<CustomerRow>,
): CustomerRow | undefined {
  let good = true
  const wrong = (column: Name, why: 'missing' | 'unreadable' | 'too-long' | 'wide', text: string): null => {
    into.fault(row.line, column, why, text)
    good = false
    return null
  }
  const reference = row.of('reference')
  const name = row.of('name')
  if (reference === '') wrong('reference', 'missing', '')
  if (name === '') wrong('name', 'missing', '')
  for (const [column, most] of [
    ['reference', 100],
    ['name', 200],
    ['note', 2_000],
  ] as const)
    if (row.of(column).length > most) wrong(column, 'too-long', row.of(column))
  const kind = partyKinds.find((one) => one === (row.of('kind').toLowerCase() || 'customer')) ?? wrong('kind', 'unreadable', row.of('kind'))
  const code = row.of('country').toUpperCase()
  const country = code === '' ? null : isCountryCode(code) ? code : wrong('country', 'unreadable', row.of('country'))
  const language = row.of('language') === '' ? null : (localeOf(row.of('language')) ?? wrong('language', 'unreadable', row.of('language')))
  const contacts = contactsOf(row, wrong)
  const stated = speaks.flatMap((one) =>
    split(row.of(one), one).flatMap((text) => {
      const read = readResponsibility(one, text)
      if (!('fault' in read)) return [read]
      wrong(one, read.fault === 'wide' ? 'wide' : 'unreadable', text)
      return []
    }),
  )
  if (!good || kind === null) return undefined
  return {
    line: row.line,
    reference,
    kind,
    name,
    country,
    language,
    note: row.of('note'),
    contacts,
    stated: unique(stated),
    speaks,
    speaksOfContacts,
  }
}

function unique(stated: readonly Stated[]): readonly Stated[] {
  return [...new Map(stated.map((one) => [`${one.kind} ${one.value}`, one])).values()]
}

type Wrong = (column: Name, why: 'missing' | 'unreadable', text: string) => null

function contactsOf(row: Named<Name>, wrong: Wrong): readonly CustomerContact[] {
  const format = (row.of('format').toLowerCase() || 'xarf') as string
  const good = format === 'xarf' || format === 'arf' || format === 'text' ? format : wrong('format', 'unreadable', format)
  const hours = row.of('every')
  const every =
    hours === ''
      ? null
      : /^\d{1,4}$/.test(hours) && Number(hours) > 0 && Number(hours) <= 8_760
        ? Number(hours) * 3_600
        : wrong('every', 'unreadable', hours)
  const language =
    row.of('contactLanguage') === ''
      ? null
      : (localeOf(row.of('contactLanguage')) ?? wrong('contactLanguage', 'unreadable', row.of('contactLanguage')))
  return split(row.of('contacts'), 'contacts').flatMap((text) => {
    const address = emailOf(text)
    if (address === null) wrong('contacts', 'unreadable', text)
    return address === null || good === null
      ? []
      : [{ purpose: 'abuse' as const, address: address.toLowerCase(), format: good, atMostEvery: every, language }]
  })
}

/** Several in a cell: between spaces, `;`, `|` or `,`; logins may hold spaces. */
function split(cell: string, column: string): readonly string[] {
  return cell
    .split(column === 'subscriber' ? /[;|]/ : column === 'range' ? /[;|,]/ : /[\s;|,]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function localeOf(text: string): string | undefined {
  try {
    return text.length > 35 ? undefined : Intl.getCanonicalLocales(text)[0]
  } catch {
    return undefined
  }
}
