import { Failure, present } from '../../../base/failure.ts'
import { type ContactId, newId, type OrganisationId, type PartyId } from '../../../base/id.ts'
import type { BodyOf } from '../../../base/route.ts'
import type { Work } from '../../../platform/work.ts'
import { readResponsibility, type Stated } from '../answers/responsible.ts'
import type * as contract from '../contract/parties.ts'
import { mayStateParties } from '../policy.ts'
import {
  type ContactRow,
  endResponsibilities,
  findContact,
  findParty,
  findPartyByReference,
  findResponsibility,
  insertChanges,
  insertContacts,
  insertParties,
  insertResponsibilities,
  type KeyRow,
  listContacts,
  listResponsibilities,
  type PartyRow,
  type ResponsibilityRow,
  updateContact,
  updateParty,
} from '../store/parties.ts'
import { actingIn } from './invite.ts'

export const contactsAtMost = 50
export const responsibilitiesAtMost = 5_000

type New = BodyOf<typeof contract.addParty>

/** States a party with what is known of it. Refuses `directory.reference-known`, `directory.responsibility-unreadable`. */
export async function addParty(work: Work, asked: New): Promise<PartyId> {
  work.require(mayStateParties(work.actor))
  const owner = actingIn(work.actor)
  await refuseKnown(work, owner, asked.reference, null)
  const id: PartyId = newId(work.now.getTime())
  const { kind, name, country, language, reference, note } = asked
  const stated = {
    id,
    owner,
    kind,
    name,
    country,
    language,
    reference,
    note,
    source: 'stated',
    since: work.now,
    changed_at: work.now,
    ended_at: null,
  }
  await insertParties(work.tx, [stated])
  await insertContacts(
    work.tx,
    asked.contacts.map((one) => contactRow(work, id, one)),
  )
  const read = asked.responsibilities.map((one) => ({
    ...readOrRefuse(one.kind, one.value),
    since: one.since === undefined ? work.now : new Date(one.since),
  }))
  await insertStated(work, id, 'stated', distinct(read))
  await tell(work, id, 'added', { contacts: asked.contacts.length, responsibilities: asked.responsibilities.length })
  return id
}

async function refuseKnown(work: Work, owner: OrganisationId, reference: string | null, self: PartyId | null): Promise<void> {
  const known = reference === null ? undefined : await findPartyByReference(work.tx, owner, reference)
  if (known !== undefined && known.id !== self)
    throw new Failure('conflict', 'directory.reference-known', 'another party has this number', { detail: { name: known.name } })
}

type Change = BodyOf<typeof contract.changeParty>

/** What is not named stays. Ending it is dated; taking it up again goes on where it was. */
export async function changeParty(work: Work, id: string, asked: Change): Promise<PartyId> {
  work.require(mayStateParties(work.actor))
  const before = present(await findParty(work.tx, id), 'directory.no-party', 'the party')
  const { ended, ...fields } = asked
  if (fields.reference !== undefined) await refuseKnown(work, before.owner, fields.reference, before.id)
  const named = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<PartyRow>
  const changed = (Object.keys(named) as (keyof PartyRow)[]).filter((field) => named[field] !== before[field])
  const end = ended === undefined || ended === (before.ended_at !== null) ? {} : { ended_at: ended ? work.now : null }
  if (changed.length === 0 && !('ended_at' in end)) return before.id
  await updateParty(work.tx, before.id, { ...named, ...end, changed_at: work.now })
  if (changed.length > 0) await tell(work, before.id, 'changed', { fields: changed.join(', ') })
  if ('ended_at' in end) await tell(work, before.id, ended === true ? 'ended' : 'taken-up', {})
  return before.id
}

type NewContact = BodyOf<typeof contract.addContact>

export async function addContact(work: Work, party: string, asked: NewContact): Promise<PartyId> {
  work.require(mayStateParties(work.actor))
  const { id } = present(await findParty(work.tx, party), 'directory.no-party', 'the party')
  if ((await listContacts(work.tx, [id])).length >= contactsAtMost)
    throw new Failure('conflict', 'directory.too-many-contacts', `at most ${contactsAtMost} contacts`, {
      detail: { count: contactsAtMost },
    })
  if ((await insertContacts(work.tx, [contactRow(work, id, asked)])) === 0) throw contactKnown()
  await tell(work, id, 'contact-added', { purpose: asked.purpose })
  return id
}

function contactKnown(): Failure {
  return new Failure('conflict', 'directory.contact-known', 'this address is a contact of the party for this purpose already')
}

function contactRow(work: Work, party: PartyId, asked: NewContact): ContactRow {
  const { purpose, address, format, atMostEvery, language, confirmed } = asked
  return {
    id: newId(work.now.getTime()),
    owner: actingIn(work.actor),
    party,
    purpose,
    address,
    format,
    at_most_every: atMostEvery,
    language,
    source: 'stated',
    since: work.now,
    confirmed_at: confirmed ? work.now : null,
    closed_at: null,
  }
}

type ContactChange = BodyOf<typeof contract.changeContact>

export async function changeContact(work: Work, id: string, asked: ContactChange): Promise<PartyId> {
  work.require(mayStateParties(work.actor))
  const before = present(await findContact(work.tx, id), 'directory.no-contact', 'the contact')
  const { confirmed, closed, atMostEvery, ...fields } = asked
  const address = fields.address !== undefined && fields.address !== before.address
  const change = {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    ...(atMostEvery === undefined ? {} : { at_most_every: atMostEvery }),
    // another address is nobody's word yet
    ...(confirmed !== undefined ? { confirmed_at: confirmed ? work.now : null } : address ? { confirmed_at: null } : {}),
    ...(closed === undefined ? {} : { closed_at: closed ? (before.closed_at ?? work.now) : null }),
  }
  if (Object.keys(change).length === 0) return before.party
  if (!(await updateContact(work.tx, before.id as ContactId, change))) throw contactKnown()
  const what =
    closed === true ? 'contact-closed' : closed === false ? 'contact-opened' : confirmed === true ? 'contact-confirmed' : 'contact-changed'
  await tell(work, before.party, what, { purpose: fields.purpose ?? before.purpose })
  return before.party
}

type NewResponsibility = BodyOf<typeof contract.addResponsibility>

export async function addResponsibility(work: Work, party: string, asked: NewResponsibility): Promise<PartyId> {
  work.require(mayStateParties(work.actor))
  const { id } = present(await findParty(work.tx, party), 'directory.no-party', 'the party')
  const read = readOrRefuse(asked.kind, asked.value)
  const before = await listResponsibilities(work.tx, [id])
  if (before.some(({ kind, value }) => kind === read.kind && value === read.value))
    throw new Failure('conflict', 'directory.responsibility-known', 'the party answers for it already', { detail: { value: read.value } })
  if (before.length >= responsibilitiesAtMost)
    throw new Failure('conflict', 'directory.too-many-responsibilities', 'the party answers for too much', {
      detail: { count: responsibilitiesAtMost },
    })
  await insertStated(work, id, 'stated', [{ ...read, since: asked.since === undefined ? work.now : new Date(asked.since) }])
  await tell(work, id, 'responsibility-added', { kind: read.kind, value: read.value })
  return id
}

export async function endResponsibility(work: Work, id: string, until: Date): Promise<PartyId> {
  work.require(mayStateParties(work.actor))
  const found = present(await findResponsibility(work.tx, id), 'directory.no-responsibility', 'the responsibility')
  if (found.until !== null) return found.party
  // it can't have ended before it began
  await endResponsibilities(work.tx, [id], until < found.since ? found.since : until)
  await tell(work, found.party, 'responsibility-ended', { kind: found.kind, value: found.value })
  return found.party
}

function readOrRefuse(kind: NewResponsibility['kind'], value: string): Stated {
  const read = readResponsibility(kind, value)
  if ('fault' in read)
    throw new Failure('invalid', 'directory.responsibility-unreadable', `the text states no ${kind}: ${read.fault}`, {
      detail: { why: read.fault, value: value.slice(0, 200) },
    })
  return read
}

function distinct<T extends Stated>(stated: readonly T[]): readonly T[] {
  return [...new Map(stated.map((one) => [`${one.kind} ${one.value}`, one])).values()]
}

/** Writes them with their keys; none of them may be in force for the party already. */
export async function insertStated(
  work: Work,
  party: PartyId,
  source: 'stated' | 'import',
  stated: readonly (Stated & { readonly since: Date })[],
): Promise<void> {
  const { rows, keys } = rowsOf(actingIn(work.actor), party, source, stated, work.now)
  await insertResponsibilities(work.tx, rows, keys)
}

export function rowsOf(
  owner: OrganisationId,
  party: PartyId,
  source: 'stated' | 'import',
  stated: readonly (Stated & { readonly since: Date })[],
  now: Date,
): { readonly rows: ResponsibilityRow[]; readonly keys: KeyRow[] } {
  const made = stated.map((one) => ({ one, id: newId<'responsibility'>(now.getTime()) }))
  return {
    rows: made.map(({ one, id }) => ({ id, owner, party, kind: one.kind, value: one.value, source, since: one.since, until: null })),
    keys: made.flatMap(({ one, id }) => one.keys.map(({ kind, key }) => ({ responsibility: id, owner, kind, key }))),
  }
}

async function tell(work: Work, party: PartyId, what: string, detail: Readonly<Record<string, string | number>>): Promise<void> {
  const { kind, id: actor } = work.actor
  await insertChanges(work.tx, [
    { id: newId(work.now.getTime()), owner: actingIn(work.actor), party, at: work.now, actor_kind: kind, actor, what, detail },
  ])
  work.record(`directory.party-${what}`, party, detail)
  work.announce('party', party)
}
