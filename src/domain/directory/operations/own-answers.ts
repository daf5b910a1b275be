import type { PartyId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Subscriber } from '../adapters/subscriber-lookup.ts'
import type { Answering, AnsweringContact, AnsweringRole } from '../answers/answering.ts'
import { inForce } from '../answers/in-force.ts'
import { nationalTeams } from '../answers/national.ts'
import { subscriberKey } from '../answers/responsible.ts'
import { heldAt, type Session } from '../answers/sessions.ts'
import { enclosingNets, type Keys, namesAbove } from '../answers/thing.ts'
import { listSessionsAt } from '../store/assignments.ts'
import { type ContactRow, listContacts, listReferenced, listResponsible, type Responsible } from '../store/parties.ts'
import { findLookup } from '../store/subscriber-lookup.ts'

type Found = { readonly party: PartyId; readonly name: string; readonly country: string | null; readonly reference: string | null }
type Answer = Omit<Answering, 'contacts' | 'party'> & { readonly found: Found }

/** What the organisation itself knows: who had the address, and who is stated to answer for it. Nearest first. */
export async function ownAnswers(
  tx: Tx,
  keys: Keys,
  addresses: readonly string[],
  numbers: readonly (number | null)[],
  at: Date,
): Promise<{ readonly answers: readonly Answering[] }> {
  const nets = addresses.flatMap(enclosingNets)
  const sessions = keys.address === null ? [] : heldAt(await listSessionsAt(tx, enclosingNets(keys.address), at), keys.port, at)
  const held = (await Promise.all(sessions.map(({ session, note }) => ofSession(tx, session, note, at)))).flat()
  const asked = [
    ...keys.sites.map((key) => ({ kind: 'site', key })),
    ...(keys.host === null ? [] : namesAbove(keys.host).map((key) => ({ kind: 'domain', key }))),
    ...nets.map((key) => ({ kind: 'net', key })),
    ...numbers.flatMap((number) => (number === null ? [] : [{ kind: 'asn', key: `AS${number}` }])),
  ]
  const order = new Map(asked.map(({ kind, key }, i) => [`${kind} ${key}`, i]))
  const place = (one: Responsible): number =>
    order.get(`${one.kind === 'prefix' || one.kind === 'range' ? 'net' : one.kind} ${one.matched}`) ?? asked.length
  const stated = [...inForce(await listResponsible(tx, asked, at), at)].sort((a, b) => place(a) - place(b))
  const answers = await withContacts(
    tx,
    stated.map((one) => ofStated(one, at)),
  )
  return { answers: [...held, ...answers] }
}

async function ofSession(tx: Tx, session: Session, note: Answering['note'], at: Date): Promise<readonly Answering[]> {
  const common = {
    role: 'customer' as const,
    source: session.source,
    date: (session.until !== null && session.until < session.seen_at ? session.until : session.seen_at).toISOString(),
    of: ofText(session),
  }
  const known = await findSubscriber(tx, session.subscriber, at)
  if (known.length > 0)
    return withContacts(
      tx,
      known.map((found) => ({ ...common, note, found })),
    )
  const party = { id: null, name: session.subscriber, country: null, reference: session.subscriber }
  return [{ ...common, note: note ?? 'unknown-subscriber', party, contacts: [] }]
}

function ofText({ net, low_port: low, high_port: high, session }: Session): string {
  const address = net.replace(/\/(?:32|128)$/, '')
  const ports = low === null ? '' : low === high ? ` port ${low}` : ` ports ${low}–${high}`
  return `${address}${ports}${session === null ? '' : ` · ${session}`}`
}

/** A subscriber is a customer by number, or by a name that the access server knows it by. */
async function findSubscriber(tx: Tx, name: string, at: Date): Promise<readonly Found[]> {
  const stated = inForce(await listResponsible(tx, [{ kind: 'subscriber', key: subscriberKey(name) }], at), at)
  if (stated.length > 0) return stated.slice(0, 5)
  const numbered = await listReferenced(tx, [name])
  return numbered
    .filter(({ ended_at: ended }) => ended === null || ended > at)
    .map(({ id, name: called, country, reference }) => ({ party: id, name: called, country, reference }))
}

/** What the organisation's own system told of a subscriber. */
export async function subscriberAnswers(tx: Tx, subscriber: Subscriber, at: Date): Promise<readonly Answering[]> {
  const lookup = await findLookup(tx)
  const common = { role: 'customer' as const, source: 'http' as const, date: at.toISOString(), of: null }
  const known = lookup === undefined ? [] : await findSubscriber(tx, subscriber.reference, at)
  if (known.length > 0)
    return withContacts(
      tx,
      known.map((found) => ({ ...common, note: null, found })),
    )
  const contact: AnsweringContact[] =
    subscriber.contact === null || !/^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/.test(subscriber.contact)
      ? []
      : [{ id: null, address: subscriber.contact, purpose: 'abuse', format: 'text', language: null, atMostEvery: null }]
  const party = { id: null, name: subscriber.name ?? subscriber.reference, country: null, reference: subscriber.reference }
  return [{ ...common, note: 'unknown-subscriber', party, contacts: contact }]
}

const roleOfKind: Readonly<Record<string, AnsweringRole>> = {
  customer: 'customer',
  brand: 'customer',
  network: 'network',
  host: 'host',
  registrar: 'registrar',
  registry: 'registry',
  cert: 'cert',
  authority: 'authority',
  agency: 'authority',
}

function ofStated(one: Responsible, at: Date): Answer {
  const role = roleOfKind[one.party_kind] ?? 'host'
  const source = role === 'customer' ? ('customers' as const) : ('stated' as const)
  return { role, source, date: one.since.toISOString(), note: one.since > at ? 'stated-later' : null, of: one.value, found: one }
}

/** Teams and authorities of countries: those that the organisation states, else those that came with the program, marked as unconfirmed. */
export async function partiesOfCountry(tx: Tx, countries: readonly string[], at: Date): Promise<readonly Answering[]> {
  const keys = countries.map((key) => ({ kind: 'country', key }))
  const stated = inForce(await listResponsible(tx, keys, at), at)
  const own = await withContacts(
    tx,
    stated.map((one) => ofStated(one, at)),
  )
  const covered = new Set(stated.map(({ value }) => value))
  return [...own, ...countries.filter((one) => !covered.has(one)).flatMap(nationalTeams)]
}

async function withContacts(tx: Tx, answers: readonly Answer[]): Promise<readonly Answering[]> {
  const rows = await listContacts(tx, [...new Set(answers.map(({ found }) => found.party))])
  return answers.map(({ found, ...answer }) => ({
    ...answer,
    party: { id: found.party, name: found.name, country: found.country, reference: found.reference },
    contacts: rows
      .filter(({ party }) => party === found.party)
      .map(contactOf)
      .sort(abuseFirst),
  }))
}

function contactOf(row: ContactRow): AnsweringContact {
  const { id, address, purpose, format, language, at_most_every: atMostEvery } = row
  return { id, address, purpose, format, language, atMostEvery }
}

function abuseFirst(a: AnsweringContact, b: AnsweringContact): number {
  return Number(b.purpose === 'abuse') - Number(a.purpose === 'abuse')
}
