import { type Received, readReceived } from '../../formats/headers/index.ts'
import { type Address, inPrefix, isInternal, type Prefix, parseAddress, parsePrefix } from '../../formats/ip.ts'
import type { HeaderField } from '../../formats/mime/index.ts'
import { brandOfHost, registeredDomain } from '../url/index.ts'
import { readClaims } from './claims.ts'
import type { Hop, HopSuspicion, Location, Origin, Ports } from './reading.ts'
import { type Own, ownAddress, ownHost, readOwn } from './systems.ts'

/** The way of a message by its Received lines (RFC 5321 §4.4), and the address that handed it over to the reporter's side. */

const mostHops = 100
const nowhere: Location = { country: null, asn: null, network: null }

type Step = Received & { readonly line: number; readonly raw: string }

export type Way = { readonly path: readonly Hop[]; readonly origin: Origin; readonly handover: Received | null }

/** Reads the way. Lines are told from the top; each is trusted only while those above it are the reporter's own side. */
export function readWay(header: readonly HeaderField[], ports: Ports): Way {
  const steps: Step[] = header
    .flatMap((field, line) => (field.key === 'received' ? [{ ...readReceived(field.unfolded), line, raw: field.unfolded }] : []))
    .slice(0, mostHops)
  const locate = (ip: string | null): Location => (ip === null ? nowhere : (ports.locate?.(ip) ?? nowhere))
  const own = readOwn(ports.trusted ?? [])
  const boundary = findBoundary(steps, own, ports)
  const path = steps.map((step, index): Hop => {
    const place = locate(step.ip)
    return {
      index,
      line: step.line,
      by: step.by,
      from: { helo: step.helo, name: step.name, ip: step.ip },
      with: step.with,
      id: step.id,
      for: step.for,
      at: step.at,
      delay: delayOf(step, steps[index + 1]),
      trusted: index <= boundary.last,
      country: place.country,
      asn: place.asn,
      network: place.network,
      suspicions: suspicionsOf(steps, index, boundary.last),
    }
  })
  const claims = readClaims(header).map((claim) => {
    const { country, asn } = locate(claim.ip)
    return { ...claim, country, asn }
  })
  const found = boundary.at === null ? null : (steps[boundary.at] ?? null)
  const origin = {
    ip: found?.ip ?? null,
    hop: boundary.at,
    ...locate(found?.ip ?? null),
    how: found?.ip == null ? ('none' as const) : boundary.how,
    system: boundary.how !== 'trusted' || boundary.at === null ? null : systemOf(steps, own, boundary.at),
    claims,
  }
  return { path, origin, handover: found }
}

type Boundary = { readonly last: number; readonly at: number | null; readonly how: 'trusted' | 'contiguous' | 'none' }

/** Which of the given systems took the message over: the one that wrote the line of the boundary, or that stands over one that names no system. */
function systemOf(steps: readonly Step[], own: Own, at: number): string | null {
  for (let i = at; i >= 0; i--) {
    const step = steps[i]
    const system = step === undefined ? null : (ownHost(own, step.by) ?? ownAddress(own, step.byIp))
    if (system !== null) return system
  }
  return null
}

/**
 * Walks down while the line was written by the reporter's side. A line is believed on who handed over to it; the first who is not of
 * the same side is the origin. What the client called itself (HELO) proves nothing and counts only beside an address of the same side.
 */
function findBoundary(steps: readonly Step[], own: Own, ports: Ports): Boundary {
  const given = own.prefixes.length + own.suffixes.length > 0
  const first = steps[0]
  const written = first !== undefined && given && (wrote(first, own) || isLocal(first))
  return written
    ? walk(
        steps,
        (step) => fetched(step) || ownSide(step, own),
        (step) => wrote(step, own) || isLocal(step),
        'trusted',
      )
    : guess(steps, own, ports)
}

/** Whether a given system says that it wrote this line. */
function wrote(step: Step, own: Own): boolean {
  return ownHost(own, step.by) !== null || ownAddress(own, step.byIp) !== null
}

function isLocal(step: Step): boolean {
  return step.by === null || step.by === 'localhost' || !step.by.includes('.') || isInternal(step.by)
}

/** Whether the client of this line is one of the given systems, or is inside of them. */
function ownSide(step: Step, own: Own): boolean {
  const named = ownHost(own, step.name) !== null
  if (step.ip !== null) return ownAddress(own, step.ip) !== null || isInternal(step.ip) || (named && own.prefixes.length === 0)
  return named || ownHost(own, step.helo) !== null || clientless(step)
}

/** A line that names no client: a hand-over inside of one machine. */
function clientless(step: Step): boolean {
  return step.ip === null && step.name === null && step.helo === null
}

/** Mail that was fetched from a mailbox: the other end is the reporter's own provider, whoever that is. */
function fetched(step: Step): boolean {
  return /^(?:imap|pop[23]|apop|sdps|odmr|etrn)/i.test(step.with ?? '')
}

function walk(
  steps: readonly Step[],
  inside: (step: Step) => boolean,
  ours: (step: Step) => boolean,
  how: 'trusted' | 'contiguous',
): Boundary {
  for (const [index, step] of steps.entries()) {
    if (index > 0 && !ours(step)) return { last: index - 1, at: previousWithAddress(steps, index - 1), how }
    if (!inside(step)) return { last: index, at: index, how }
  }
  const last = steps.length - 1
  return { last, at: null, how: 'none' }
}

/** The side ended although its last line names a client inside: that client is then the best that is known. */
function previousWithAddress(steps: readonly Step[], from: number): number | null {
  for (let i = from; i >= 0; i--) {
    const ip = steps[i]?.ip ?? null
    if (ip !== null && !isInternal(ip)) return i
  }
  return null
}

/** Without given systems: the receiving side is the organisation of the uppermost host, and whoever it reached over private addresses. */
function guess(steps: readonly Step[], own: Own, ports: Ports): Boundary {
  const organisations = new Set<string>()
  const addresses: Address[] = []
  const note = (step: Step) => {
    const organisation = organisationOf(step.by)
    if (organisation !== null) organisations.add(organisation)
    const address = step.byIp === null ? undefined : parseAddress(step.byIp)
    if (address !== undefined) addresses.push(address)
  }
  let last = -1
  for (const [index, step] of steps.entries()) {
    const above = steps[index - 1]
    const reachedPrivately = above === undefined || clientless(above) || fetched(above) || (above.ip !== null && isInternal(above.ip))
    const organisation = organisationOf(step.by)
    if (index > 0 && !reachedPrivately && organisation !== null && !organisations.has(organisation))
      return { last, at: previousWithAddress(steps, last), how: 'contiguous' }
    note(step)
    last = index
    if (clientless(step) || fetched(step) || (step.ip === null && organisationOf(step.name ?? step.helo) === null)) continue
    if (
      step.ip === null
        ? organisations.has(organisationOf(step.name ?? step.helo) ?? '')
        : sameSide(step, organisations, addresses, own, ports)
    )
      continue
    return { last, at: index, how: 'contiguous' }
  }
  return { last, at: null, how: 'none' }
}

function sameSide(step: Step, organisations: ReadonlySet<string>, addresses: readonly Address[], own: Own, ports: Ports): boolean {
  const ip = step.ip ?? ''
  if (isInternal(ip) || ownAddress(own, ip) !== null) return true
  const named = step.name !== null && organisations.has(organisationOf(step.name) ?? '')
  if (named) return true
  const helo = step.helo !== null && organisations.has(organisationOf(step.helo) ?? '')
  if (!helo) return false
  // the HELO alone proves nothing: beside it the address must be a neighbour of the receiving side's own
  const address = parseAddress(ip)
  if (address === undefined) return false
  if (addresses.some((one) => neighbours(one, address))) return true
  if (
    published.some(({ organisation, prefixes }) => organisations.has(organisation) && prefixes.some((prefix) => inPrefix(address, prefix)))
  )
    return true
  const asn = ports.locate?.(ip).asn ?? null
  return asn !== null && step.byIp !== null && ports.locate?.(step.byIp).asn === asn
}

/** Prefixes that large receivers publish for mail between their own servers, whose lines name the client by HELO alone. */
const published: readonly { readonly organisation: string; readonly prefixes: readonly Prefix[] }[] = [
  {
    organisation: 'Microsoft',
    prefixes: ['2603:1000::/24', '2a01:110::/31'].flatMap((text) => parsePrefix(text) ?? []),
  },
]

function neighbours(a: Address, b: Address): boolean {
  return inPrefix(b, { family: a.family, value: a.value, bits: a.family === 4 ? 16 : 32 })
}

/** The organisation behind a host: its registered domain, or the owner's name where one owner has several of them. */
function organisationOf(host: string | null): string | null {
  if (host === null || !host.includes('.') || parseAddress(host) !== undefined) return null
  const name = host.toLowerCase()
  return brandOfHost(name)?.name ?? registeredDomain(name)
}

function delayOf(step: Step, below: Step | undefined): number | null {
  if (step.at === null || below === undefined || below.at === null) return null
  return Math.round((Date.parse(step.at) - Date.parse(below.at)) / 1000)
}

/** Clocks of honest servers differ by minutes. */
const clockSlack = 300
const farOff = 5 * 24 * 3600

function suspicionsOf(steps: readonly Step[], index: number, last: number): HopSuspicion[] {
  const step = steps[index]
  if (step === undefined) return []
  const found: HopSuspicion[] = []
  const above = steps[index - 1]
  const below = steps[index + 1]
  if (step.unreadable) found.push('unreadable')
  if (step.at === null) found.push('time-missing')
  const delay = delayOf(step, below)
  if (delay !== null && delay < -clockSlack) found.push('time-backwards')
  if (delay !== null && delay > farOff) found.push('time-far-off')
  if (step.ip !== null && isInternal(step.ip) && index >= last && below !== undefined) found.push('private-address')
  if (step.helo !== null && parseAddress(step.helo.replace(/^\[|\]$/g, '')) !== undefined) found.push('helo-literal')
  const heloOrganisation = organisationOf(step.helo)
  if (heloOrganisation !== null && step.name !== null && organisationOf(step.name) !== heloOrganisation) found.push('helo-mismatch')
  const outside = step.ip !== null && !isInternal(step.ip) && index === last
  if (
    outside &&
    heloOrganisation !== null &&
    heloOrganisation === organisationOf(step.by) &&
    organisationOf(step.name) !== heloOrganisation
  )
    found.push('helo-forged-local')
  if (/\((?:unknown|unverified)\b|\bfrom unknown\b/i.test(step.raw)) found.push('no-reverse-name')
  if (above !== undefined && index === last + 1 && !continues(above, step)) found.push('discontinuous')
  return found
}

/** Whether the server of the lower line can be the client of the upper one, by name or by address. Where neither tells, it can. */
function continues(above: Step, below: Step): boolean {
  const server = organisationOf(below.by)
  const clients = [organisationOf(above.name), organisationOf(above.helo)].filter((one) => one !== null)
  if (below.byIp !== null && below.byIp === above.ip) return true
  if (server === null || clients.length === 0) return true
  return clients.includes(server)
}
