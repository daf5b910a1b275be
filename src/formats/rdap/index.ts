import type { Parsed } from '../../base/parsed.ts'

/**
 * Answers of registries: RFC 9083 (responses), RFC 7095 (jCard, as RFC 9083 §5.1 uses it), RFC 9537 (redaction), RFC 9224 (which registry).
 * Registries differ in what they leave out and in where they put things, so nothing but JSON is asked for, and what is not understood is left.
 */
export type Entity = {
  /** RFC 9083 §10.2.4: registrant, abuse, registrar, technical, administrative, … in lower case */
  readonly roles: readonly string[]
  readonly handle: string | null
  readonly name: string | null
  readonly organisation: string | null
  readonly emails: readonly string[]
  readonly country: string | null
  /** roles of the entities that it stands within, outermost first: an abuse contact often stands within the registrar */
  readonly within: readonly (readonly string[])[]
  /** where it stands in the list: `0`, `0.1` */
  readonly place: string
}

export type Registration = {
  readonly object: 'network' | 'domain' | 'other'
  readonly handle: string | null
  /** of a network: its name; of a domain: the name itself, in ASCII */
  readonly name: string | null
  readonly country: string | null
  /** of a network: first and last address as the registry writes them */
  readonly range: { readonly first: string; readonly last: string } | null
  readonly entities: readonly Entity[]
  /** where more is to be had: the registrar's own answer (RFC 9083 §4.2, rel `related`) */
  readonly related: readonly string[]
  readonly port43: string | null
  /** last time that the registry changed it, ISO 8601 */
  readonly changedAt: string | null
  /** what it says it left out (RFC 9537 §4.2) */
  readonly redacted: readonly string[]
}

export type RdapLimits = { readonly bytes: number; readonly depth: number; readonly entities: number }
export const rdapLimits: RdapLimits = { bytes: 1_048_576, depth: 5, entities: 200 }

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown, most = 300): string | null => {
  if (typeof value !== 'string') return null
  const clean = value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
  return clean === '' ? null : clean.slice(0, most)
}

/** Reads an answer; malformed where it is no JSON object, an error object (RFC 9083 §6), or beyond the limits. */
export function parseRdap(bytes: Uint8Array, limits: RdapLimits = rdapLimits): Parsed<Registration> {
  if (bytes.length > limits.bytes) return { malformed: 'too-large' }
  const json = readJson(bytes)
  if (!isObject(json)) return { malformed: 'not-json' }
  if (typeof json.errorCode === 'number') return { malformed: 'error-answer' }
  const kind = textOf(json.objectClassName)?.toLowerCase()
  const object = kind === 'ip network' ? 'network' : kind === 'domain' ? 'domain' : 'other'
  const first = textOf(json.startAddress, 60)
  const last = textOf(json.endAddress, 60)
  const entities: Entity[] = []
  gather(listOf(json.entities), [], '', entities, limits)
  return {
    object,
    handle: textOf(json.handle, 100),
    name: object === 'domain' ? textOf(json.ldhName ?? json.unicodeName, 253) : textOf(json.name),
    country: countryOf(json.country),
    range: object === 'network' && first !== null && last !== null ? { first, last } : null,
    entities,
    related: relatedOf(json),
    port43: textOf(json.port43, 253),
    changedAt: changedOf(json),
    redacted: listOf(json.redacted)
      .slice(0, 50)
      .flatMap((one) => {
        const name = isObject(one) && isObject(one.name) ? (textOf(one.name.type) ?? textOf(one.name.description)) : null
        return name === null ? [] : [name]
      }),
  }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function gather(list: readonly unknown[], within: Entity['within'], above: string, into: Entity[], limits: RdapLimits): void {
  for (const [i, one] of list.entries()) {
    if (into.length >= limits.entities) return
    if (!isObject(one)) continue
    const roles = listOf(one.roles)
      .flatMap((role) => textOf(role, 50)?.toLowerCase() ?? [])
      .slice(0, 20)
    const place = above === '' ? `${i}` : `${above}.${i}`
    into.push({ roles, handle: textOf(one.handle, 100), ...cardOf(one.vcardArray), within, place })
    if (within.length + 1 < limits.depth) gather(listOf(one.entities), [...within, roles], place, into, limits)
  }
}

/** RFC 7095 §3.3: `["vcard", [[name, parameters, type, value], …]]`. */
function cardOf(card: unknown): Pick<Entity, 'name' | 'organisation' | 'emails' | 'country'> {
  const found = { name: null as string | null, organisation: null as string | null, emails: [] as string[], country: null as string | null }
  for (const property of listOf(listOf(card)[1]).slice(0, 200)) {
    const [name, parameters, , value] = listOf(property)
    if (name === 'fn') found.name ??= textOf(value)
    else if (name === 'org') found.organisation ??= textOf(Array.isArray(value) ? value[0] : value)
    else if (name === 'email') {
      const email = emailOf(value)
      if (email !== null && !found.emails.includes(email) && found.emails.length < 20) found.emails.push(email)
    } else if (name === 'adr') {
      // RFC 8605 §3.1: `cc` holds the code where the seventh part holds a name
      const code = isObject(parameters) ? countryOf(parameters.cc) : null
      found.country ??= code ?? countryOf(listOf(value)[6])
    }
  }
  return found
}

/** An address that mail can go to; `mailto:` and brackets off. Anything else is none: what stands here was written by strangers. */
export function emailOf(value: unknown): string | null {
  const text = textOf(value, 260)
    ?.replace(/^<|>$/g, '')
    .replace(/^mailto:/i, '')
    .trim()
  return text !== undefined && text.length <= 254 && /^[^\s@<>",;:\\()[\]]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/i.test(text)
    ? text
    : null
}

function countryOf(value: unknown): string | null {
  const text = textOf(value, 10)?.toUpperCase()
  return text !== undefined && /^[A-Z]{2}$/.test(text) ? text : null
}

function relatedOf(json: Json): readonly string[] {
  return listOf(json.links)
    .slice(0, 50)
    .flatMap((link) => {
      if (!isObject(link) || link.rel !== 'related') return []
      const type = textOf(link.type)
      const href = textOf(link.href, 2_000)
      return href !== null && (type === null || type.includes('rdap')) && /^https?:\/\//i.test(href) ? [href] : []
    })
}

function changedOf(json: Json): string | null {
  for (const event of listOf(json.events).slice(0, 50)) {
    const at = isObject(event) && event.eventAction === 'last changed' ? Date.parse(String(event.eventDate)) : Number.NaN
    if (!Number.isNaN(at)) return new Date(at).toISOString()
  }
  return null
}

/** One of IANA's three lists (RFC 9224 §3): what is asked where. `entries` are as the list has them: networks, or labels of a name. */
export type Services = {
  readonly publication: string
  readonly services: readonly { readonly entries: readonly string[]; readonly urls: readonly string[] }[]
}

export function parseServices(
  bytes: Uint8Array,
  limits: { readonly bytes: number; readonly count: number } = { bytes: 2_097_152, count: 5_000 },
): Parsed<Services> {
  if (bytes.length > limits.bytes) return { malformed: 'too-large' }
  const json = readJson(bytes)
  if (!isObject(json) || !Array.isArray(json.services)) return { malformed: 'not-services' }
  const at = Date.parse(String(json.publication))
  if (Number.isNaN(at)) return { malformed: 'no-publication' }
  const services = json.services.slice(0, limits.count).flatMap((service: unknown) => {
    const [entries, urls] = listOf(service)
    const good = listOf(urls).flatMap((url) => {
      const text = textOf(url, 500)
      // §3: a base URL ends in a slash
      return text !== null && /^https?:\/\/[^\s]+\/$/i.test(text) ? [text] : []
    })
    const names = listOf(entries).flatMap((entry) => textOf(entry, 100)?.toLowerCase() ?? [])
    return good.length === 0 || names.length === 0 ? [] : [{ entries: names, urls: good }]
  })
  return services.length === 0 ? { malformed: 'not-services' } : { publication: new Date(at).toISOString(), services }
}

/**
 * The base URL for a name: the longest run of its last labels that is listed (RFC 9224 §4). https before http (§3). Undefined: no
 * registry of it answers by RDAP.
 */
export function serviceForName(services: Services, name: string): string | undefined {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  for (let i = 0; i < labels.length; i++) {
    const end = labels.slice(i).join('.')
    const found = services.services.find(({ entries }) => entries.includes(end))
    if (found !== undefined) return bestOf(found.urls)
  }
  return undefined
}

/** The base URL for an address: the longest listed network that it lies in (RFC 9224 §5.1, §5.2). `enclosing` from the longest to the shortest. */
export function serviceForAddress(services: Services, enclosing: readonly string[]): string | undefined {
  for (const net of enclosing) {
    const found = services.services.find(({ entries }) => entries.includes(net))
    if (found !== undefined) return bestOf(found.urls)
  }
  return undefined
}

function bestOf(urls: readonly string[]): string | undefined {
  return urls.find((url) => url.toLowerCase().startsWith('https:')) ?? urls[0]
}
