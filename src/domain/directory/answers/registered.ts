import type { Entity, Registration } from '../../../formats/rdap/index.ts'
import type { WhoisReading } from '../../../formats/whois/index.ts'
import type { Answering, AnsweringContact, AnsweringRole } from './answering.ts'

/** What a registry says of a network or a name, as far as it tells who answers for it; kept as it is until it is too old. */
export type Registered = {
  readonly name: string | null
  readonly country: string | null
  /** first and last address of a network */
  readonly range: { readonly first: string; readonly last: string } | null
  readonly abuse: readonly string[]
  /** where nobody is named for abuse */
  readonly general: readonly string[]
  readonly changedAt: string | null
  readonly redacted: boolean
}

const mostContacts = 5

/** Who holds a network: the registrant, else the network's own name. Its abuse contacts, wherever they stand. */
export function networkOf(read: Registration): Registered {
  const holder = read.entities.find((one) => one.within.length === 0 && one.roles.includes('registrant'))
  return {
    name: nameOf(holder) ?? read.name ?? read.handle,
    country: read.country ?? holder?.country ?? null,
    range: read.range,
    abuse: emailsOf(read.entities.filter(isAbuse)),
    general: emailsOf(
      read.entities.filter(({ roles }) => roles.some((role) => ['noc', 'technical', 'administrative', 'registrant'].includes(role))),
    ),
    changedAt: read.changedAt,
    redacted: read.redacted.length > 0,
  }
}

/**
 * The registrar of a name. Its abuse contact stands within it (as ICANN asks of registries) or, with some registries, beside it;
 * one that stands within the registrant is the registrant's, not the registrar's.
 */
export function registrarOf(read: Registration): Registered | undefined {
  const registrar = read.entities.find((one) => one.roles.includes('registrar'))
  if (registrar === undefined) return undefined
  const inside = read.entities.filter((one) => one.place.startsWith(`${registrar.place}.`))
  const beside = read.entities.filter((one) => one.within.length === 0 && isAbuse(one))
  const own = registrar.roles.includes('abuse') ? [registrar] : []
  return {
    name: nameOf(registrar) ?? registrar.handle,
    country: registrar.country,
    range: null,
    abuse: emailsOf([...inside.filter(isAbuse), ...own, ...beside]),
    general: emailsOf([registrar, ...inside]),
    changedAt: read.changedAt,
    redacted: read.redacted.length > 0,
  }
}

/** The same of a WHOIS answer. */
export function ofWhois(read: WhoisReading, what: 'network' | 'domain'): Registered | undefined {
  const name = what === 'network' ? read.holder : read.registrar
  if (name === null && read.abuse.length === 0) return undefined
  return {
    name,
    country: what === 'network' ? read.country : null,
    range: read.range,
    abuse: read.abuse.slice(0, mostContacts),
    general: [],
    changedAt: read.changedAt,
    redacted: false,
  }
}

function isAbuse({ roles }: Entity): boolean {
  return roles.includes('abuse')
}

function nameOf(entity: Entity | undefined): string | null {
  return entity?.organisation ?? entity?.name ?? null
}

function emailsOf(entities: readonly Entity[]): readonly string[] {
  const seen = new Map(entities.flatMap(({ emails }) => emails.map((email) => [email.toLowerCase(), email] as const)))
  return [...seen.values()].slice(0, mostContacts)
}

/** As an answer; undefined where the registry named nobody at all. */
export function answerOf(
  found: Registered,
  role: AnsweringRole,
  told: { readonly source: 'rdap' | 'whois'; readonly askedAt: Date; readonly old: boolean; readonly of: string },
): Answering | undefined {
  const general = found.abuse.length === 0
  const addresses = general ? found.general : found.abuse
  const name = found.name ?? addresses[0]?.split('@')[1]
  if (name === undefined) return undefined
  const contactOf = (address: string): AnsweringContact => ({
    id: null,
    address,
    purpose: general ? 'other' : 'abuse',
    format: 'xarf',
    language: null,
    atMostEvery: null,
  })
  return {
    role,
    party: { id: null, name: name.slice(0, 200), country: found.country, reference: null },
    contacts: addresses.map(contactOf),
    source: told.source,
    date: told.askedAt.toISOString(),
    note: told.old
      ? 'old'
      : general && addresses.length > 0
        ? 'general-contacts'
        : addresses.length === 0 && found.redacted
          ? 'redacted'
          : null,
    of: found.range === null ? told.of : `${found.range.first} – ${found.range.last}`,
  }
}
