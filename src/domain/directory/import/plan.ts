import { newId, type OrganisationId, type PartyId } from '../../../base/id.ts'
import type { CustomerRow } from './customers.ts'

/** What is there of a customer before, as far as a file may change it. */
export type Before = {
  readonly id: PartyId
  readonly kind: string
  readonly name: string
  readonly country: string | null
  readonly language: string | null
  readonly reference: string | null
  readonly note: string
  readonly source: string
  readonly ended_at: Date | null
}
type BeforeContact = {
  readonly id: string
  readonly party: PartyId
  readonly purpose: string
  readonly address: string
  readonly format: string
  readonly at_most_every: number | null
  readonly language: string | null
  readonly source: string
}
type BeforeResponsibility = {
  readonly id: string
  readonly party: PartyId
  readonly kind: string
  readonly value: string
  readonly source: string
}

export type Asked = {
  readonly owner: OrganisationId
  readonly now: Date
  readonly rows: readonly CustomerRow[]
  /** the file is all there is: imported customers that are not in it have ended */
  readonly whole: boolean
  readonly before: readonly Before[]
  readonly contacts: readonly BeforeContact[]
  readonly responsibilities: readonly BeforeResponsibility[]
}

export type Plan = ReturnType<typeof planCustomers>

type Fields = Pick<CustomerRow, 'kind' | 'name' | 'country' | 'language' | 'note'> & { readonly ended_at: Date | null }
type Told = { readonly party: PartyId; readonly what: string; readonly detail: Readonly<Record<string, string | number>> }

/**
 * What a file of customers changes. A customer is known by its number. What people stated by hand stays; of what an import stated, that which the
 * file has a column for and does not say any more ends. The same file again plans nothing.
 */
export function planCustomers(asked: Asked) {
  const { owner, now, rows, whole } = asked
  const known = new Map(asked.before.map((one) => [one.reference, one]))
  const contactsOf = groupBy(asked.contacts)
  const responsibilitiesOf = groupBy(asked.responsibilities)
  const plan = {
    added: [] as (Fields & { id: PartyId; owner: OrganisationId; reference: string; source: string; since: Date; changed_at: Date })[],
    changed: [] as { id: PartyId; change: Partial<Fields> }[],
    contacts: [] as ReturnType<typeof newContact>[],
    closed: [] as string[],
    responsibilities: [] as ReturnType<typeof newResponsibility>[],
    keys: [] as { responsibility: string; owner: OrganisationId; kind: string; key: string }[],
    ended: [] as string[],
    told: [] as Told[],
    counts: { added: 0, changed: 0, same: 0, ended: 0, contacts: 0, responsibilities: 0 },
  }
  for (const row of rows) {
    const before = known.get(row.reference)
    const id = before?.id ?? newId<'party'>(now.getTime())
    const { kind, name, country, language, note } = row
    const fields: Fields = { kind, name, country, language, note, ended_at: null }
    const change = before === undefined ? {} : differences(before, fields)
    const contacts = contactPlan(row, before === undefined ? [] : (contactsOf.get(id) ?? []))
    const stated = responsibilityPlan(row, before === undefined ? [] : (responsibilitiesOf.get(id) ?? []))
    if (before === undefined)
      plan.added.push({ id, owner, ...fields, reference: row.reference, source: 'import', since: now, changed_at: now })
    else if (Object.keys(change).length > 0) plan.changed.push({ id, change })
    plan.closed.push(...contacts.closed)
    plan.contacts.push(...contacts.added.map((one) => newContact(one, id, owner, now)))
    plan.ended.push(...stated.ended)
    for (const one of stated.added) {
      const made = newResponsibility(one, id, owner, now)
      plan.responsibilities.push(made)
      plan.keys.push(...one.keys.map(({ kind: keyKind, key }) => ({ responsibility: made.id, owner, kind: keyKind, key })))
    }
    const touched = Object.keys(change).length + contacts.added.length + contacts.closed.length + stated.added.length + stated.ended.length
    const what = before === undefined ? 'added' : touched > 0 ? 'changed' : 'same'
    plan.counts[what] += 1
    plan.counts.contacts += contacts.added.length
    plan.counts.responsibilities += stated.added.length
    if (what !== 'same')
      plan.told.push({
        party: id,
        what: `import-${what}`,
        detail: { contacts: contacts.added.length, responsibilities: stated.added.length, line: row.line },
      })
  }
  if (whole) endOthers(asked, plan)
  return plan
}

function endOthers(
  { rows, before, now }: Asked,
  plan: { changed: { id: PartyId; change: Partial<Fields> }[]; told: Told[]; counts: { ended: number } },
): void {
  const named = new Set(rows.map(({ reference }) => reference))
  for (const one of before) {
    if (one.source !== 'import' || one.ended_at !== null || one.kind !== 'customer' || (one.reference !== null && named.has(one.reference)))
      continue
    plan.changed.push({ id: one.id, change: { ended_at: now } })
    plan.told.push({ party: one.id, what: 'import-ended', detail: {} })
    plan.counts.ended += 1
  }
}

/** Only what the file says something of: an empty cell takes nothing away. */
function differences(before: Before, fields: Fields): Partial<Fields> {
  const said = Object.entries(fields).filter(([name, value]) => name === 'ended_at' || (value !== null && value !== ''))
  return Object.fromEntries(said.filter(([name, value]) => before[name as keyof Before] !== value))
}

type Contact = CustomerRow['contacts'][number]

function contactPlan(row: CustomerRow, before: readonly BeforeContact[]) {
  if (!row.speaksOfContacts) return { added: [], closed: [] }
  const same = (one: Contact, other: BeforeContact): boolean =>
    other.purpose === one.purpose &&
    other.address.toLowerCase() === one.address &&
    (other.source !== 'import' ||
      (other.format === one.format && other.at_most_every === one.atMostEvery && other.language === one.language))
  return {
    added: row.contacts.filter((one) => !before.some((other) => same(one, other))),
    closed: before.filter((other) => other.source === 'import' && !row.contacts.some((one) => same(one, other))).map(({ id }) => id),
  }
}

function responsibilityPlan(row: CustomerRow, before: readonly BeforeResponsibility[]) {
  const said = new Set(row.stated.map(({ kind, value }) => `${kind} ${value}`))
  const there = new Set(before.map(({ kind, value }) => `${kind} ${value}`))
  const speaks = new Set<string>(row.speaks)
  return {
    added: row.stated.filter(({ kind, value }) => !there.has(`${kind} ${value}`)),
    ended: before
      .filter(({ kind, value, source }) => source === 'import' && speaks.has(kind) && !said.has(`${kind} ${value}`))
      .map(({ id }) => id),
  }
}

function newContact(one: Contact, party: PartyId, owner: OrganisationId, now: Date) {
  const { purpose, address, format, atMostEvery, language } = one
  return {
    id: newId<'contact'>(now.getTime()),
    owner,
    party,
    purpose,
    address,
    format,
    at_most_every: atMostEvery,
    language,
    source: 'import',
    since: now,
    confirmed_at: null,
    closed_at: null,
  }
}

function newResponsibility(one: CustomerRow['stated'][number], party: PartyId, owner: OrganisationId, now: Date) {
  return {
    id: newId<'responsibility'>(now.getTime()) as string,
    owner,
    party,
    kind: one.kind as string,
    value: one.value,
    source: 'import',
    since: now,
    until: null,
  }
}

function groupBy<T extends { readonly party: PartyId }>(all: readonly T[]): ReadonlyMap<PartyId, readonly T[]> {
  const groups = new Map<PartyId, T[]>()
  for (const one of all) {
    const group = groups.get(one.party)
    if (group === undefined) groups.set(one.party, [one])
    else group.push(one)
  }
  return groups
}
